/**
 * Searches with other polar factors: the parameters of a polar(A) are held at simple values at which A is singular, and
 * polar(A) at one of its factors there. Everything else is searched as ever.
 */
import { exactRank, rowsOf } from '../../design/structures/exact-matrix.js';
import { satisfiesParameter } from '../../design/structures/satisfies.js';
import type { Parameter } from '../../design/types.js';
import { evaluateExactly } from '../../numeric/exact.js';
import type { Regime } from '../../numeric/sampler-regime.js';
import { type Dimensions, sizeValue } from '../../symbolic/size.js';
import { type SearchContext, spaceOf, streamOf } from './context.js';
import {
  type ChosenFactor,
  chooseFactors,
  type FactorChoice,
  matrixOf,
  type Polar,
  polarsOf,
} from './factor-choice.js';
import { polarFactors } from './polar-factors.js';
import type { SampleSpace } from './space.js';

/** Matrices with more rows are left out, first where smaller sizes are searched too, then where there are none. */
const FEW_ROWS = 3;
const MOST_ROWS = 8;
/** How much is tried at one size: values of the parameters, and choices of factors at each of them. */
interface Effort {
  readonly values: number;
  readonly choices: number;
}
const THOROUGH: Effort = { values: 3, choices: 8 };
/** What fails for a large matrix mostly fails for a small one. */
const BRIEF: Effort = { values: 2, choices: 2 };
const DRAWS = 48;
const REGIMES: readonly Regime[] = ['integers', 'sparse', 'low-rank'];
/** Samples of each search: a factor that violates a claim mostly does so at once. */
const SAMPLES = 64;

/** The searches at the sizes of a context in which factors are chosen; none where the claim has no polar factors. */
export function withOtherFactors(c: SearchContext): readonly SearchContext[] {
  const polars = polarsOf(c.design, c.claim);
  if (polars.length === 0) return [];
  return singularPoints(c, polars).flatMap(({ held, choices }) => {
    const parameters = c.design.parameters.map((p) => held.find((h) => h.symbol.name === p.symbol.name) ?? p);
    const design = { ...c.design, parameters };
    return choices.map((factors) => ({ ...c, samples: SAMPLES, design, factors }));
  });
}

/** Parameters with given numbers. */
type Held = readonly Parameter[];

interface SingularPoint {
  readonly held: Held;
  readonly choices: readonly FactorChoice[];
}

function singularPoints(c: SearchContext, polars: readonly Polar[]): readonly SingularPoint[] {
  const rows = Math.max(...polars.map((p) => sizeValue(p.argument.shape.rows, c.dimensions)));
  const isFixed = c.design.dimensions.every((d) => d.fixed);
  if (rows > (isFixed ? MOST_ROWS : FEW_ROWS)) return [];
  const effort = isFixed || rows < FEW_ROWS ? THOROUGH : BRIEF;
  const names = new Set(polars.flatMap((p) => [...p.symbols]));
  const parameters = c.design.parameters.filter((p) => names.has(p.symbol.name));
  const found: SingularPoint[] = [];
  for (const held of simpleValues(c, parameters)) {
    const choices = choicesAt(polars, c.dimensions, held, effort.choices);
    if (choices.length > 0) found.push({ held, choices });
    if (found.length === effort.values) break;
  }
  return found;
}

/** The parameters at values that they may have, the simplest first: at 0, and as they are drawn. */
function simpleValues(c: SearchContext, parameters: readonly Parameter[]): readonly Held[] {
  if (parameters.every((p) => p.value !== undefined)) return [parameters];
  const space = spaceOf(c);
  const random = streamOf(c, 'factors');
  const found = new Map<string, Held>();
  for (let k = 0; k < DRAWS; k += 1) {
    space.draw(random, REGIMES[k % REGIMES.length] as Regime, 'ordinary');
    if (k === 0) space.write(new Float64Array(space.coordinates));
    if (k % 2 === 1) space.blank(random);
    const held = parameters.map((p) => (p.value === undefined ? drawn(space, p) : p));
    // Given numbers are read as decimals, which have the structures although the doubles may not.
    const isAdmitted = held.every(
      (p, i) => p === parameters[i] || satisfiesParameter(p, numbersOf(p), c.dimensions) === true,
    );
    if (isAdmitted) found.set(JSON.stringify(held.map((p) => p.value)), held);
  }
  return [...found.values()].sort((a, b) => complexity(a) - complexity(b));
}

/** A parameter with the numbers that it has in the sample. */
function drawn(space: SampleSpace, p: Parameter): Parameter {
  const numbers = [...space.buffer(p.symbol.name)].map((v) => v + 0);
  return { ...p, value: rowsOf(numbers, sizeValue(p.symbol.shape.columns, space.dimensions)) };
}

const numbersOf = ({ value }: Parameter): readonly number[] => value?.flat() ?? [];

/** Few entries that are not 0, and small ones, are simple. */
const complexity = (held: Held): number =>
  held.flatMap(numbersOf).reduce((sum, v) => sum + (v === 0 ? 0 : 1 + Math.abs(v)), 0);

/** The choices of factors for all polar(A) whose A is singular at these values. */
function choicesAt(
  polars: readonly Polar[],
  dimensions: Dimensions,
  held: Held,
  most: number,
): readonly FactorChoice[] {
  const values = new Map(held.map((p) => [p.symbol.name, numbersOf(p)]));
  let all: ChosenFactor[][] = [[]];
  for (const polar of polars) {
    const matrix = matrixOf(polar, dimensions, (e) => evaluateExactly([e], dimensions, values));
    if (matrix === undefined || exactRank(matrix) === matrix.length) continue;
    const factors = spread(polarFactors(matrix), most);
    all = all.flatMap((chosen) => factors.map((factor) => [...chosen, { polar, matrix, factor }]));
    all = spread(all, most);
  }
  return all.flatMap((chosen) => (chosen.length === 0 ? [] : (chooseFactors(chosen) ?? [])));
}

/** At most so many of a list, from its whole length. */
function spread<T>(list: readonly T[], most: number): T[] {
  const place = (i: number): number => Math.floor((i * most) / list.length);
  return list.filter((_, i) => list.length <= most || place(i) !== place(i - 1));
}
