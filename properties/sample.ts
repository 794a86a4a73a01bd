/** Samples of a design: sizes, parameters within their structures, states, and a Lagrangian for each that may be any. */
import fc from 'fast-check';
import { constructionProblem } from '../src/design/structures/index.js';
import {
  dimensionsArbitrary,
  parameterArbitrary,
  type ParameterSample,
  stateArbitrary,
} from '../src/design/structures/arbitrary.js';
import type { Design, Interval } from '../src/design/types.js';
import { type Representative, representatives } from '../src/lagrangians/index.js';
import type { SymbolExpression } from '../src/symbolic/expression.js';
import { type Dimensions, sizeValue } from '../src/symbolic/size.js';

/** One sample. */
export interface Sample {
  readonly dimensions: Dimensions;
  /** Entries of every parameter, state and bound variable, row by row. */
  readonly values: ReadonlyMap<string, readonly number[]>;
  /** The exact factors behind factored parameters. */
  readonly parts: ReadonlyMap<string, Readonly<Record<string, readonly number[]>>>;
  /** What stands for each Lagrangian that may be any. */
  readonly standIns: ReadonlyMap<string, Representative>;
}

/** Where bound variables are drawn from. */
const VARIABLES: Interval = [-10, 10];

/** A sample as fast-check prints it: every number in full. */
function describe({ dimensions, values, standIns }: Sample): string {
  const numbers = (v: readonly number[]): string => `[${v.map((x) => String(x + 0)).join(', ')}]`;
  return [
    ...Object.entries(dimensions).map(([name, n]) => `${name} = ${n}`),
    ...[...values].map(([name, v]) => `${name} = ${numbers(v)}`),
    ...[...standIns].map(([name, r]) => `${name} = ${r.description}`),
  ].join(', ');
}

/**
 * Samples of a design, from size 1 up to its own sizes, in every regime of the samplers. They shrink to small sizes and
 * simple numbers, and every one satisfies the structures of its parameters. `variables` are further vectors to draw.
 */
export function sampleArbitrary(design: Design, variables: readonly SymbolExpression[] = []): fc.Arbitrary<Sample> {
  const declared: Dimensions = Object.fromEntries(design.dimensions.map(({ name, value }) => [name, value]));
  const possible = (x: Dimensions): boolean => design.parameters.every((p) => constructionProblem(p, x) === undefined);
  return dimensionsArbitrary(design.dimensions)
    .map((drawn) => (possible(drawn) ? { ...drawn } : declared))
    .chain((dimensions) => sampleAt(design, variables, dimensions));
}

function sampleAt(
  design: Design,
  variables: readonly SymbolExpression[],
  dimensions: Dimensions,
): fc.Arbitrary<Sample> {
  const length = (symbol: SymbolExpression): number => sizeValue(symbol.shape.rows, dimensions);
  const bounds = (x: SymbolExpression): Interval => (x.facts.has('nonnegative') ? [0, VARIABLES[1]] : VARIABLES);
  const parameters = fc.tuple(...design.parameters.map((p) => parameterArbitrary(p, dimensions)));
  const states = fc.tuple(
    ...design.states.map((s) => {
      const [low, high] = s.domain;
      const drawn = stateArbitrary(length(s.symbol), s.domain);
      return s.domainStated ? drawn.map((y) => y.map((v) => Math.min(high, Math.max(low, v)))) : drawn;
    }),
  );
  const bound = fc.tuple(
    ...variables.map((x) => {
      const drawn = stateArbitrary(length(x), bounds(x));
      return x.facts.has('nonnegative') ? drawn.map((c) => c.map(Math.abs)) : drawn;
    }),
  );
  return fc.tuple(parameters, states, bound, standInArbitrary(design)).map(([p, s, v, standIns]) => {
    const sample = {
      dimensions,
      values: new Map([
        ...design.parameters.map(({ symbol }, i) => [symbol.name, [...(p[i] as ParameterSample).value]] as const),
        ...design.states.map(({ symbol }, i) => [symbol.name, [...(s[i] as Float64Array)]] as const),
        ...variables.map(({ name }, i) => [name, [...(v[i] as Float64Array)]] as const),
      ]),
      parts: new Map(
        design.parameters.flatMap(({ symbol }, i) => {
          const { parts } = p[i] as ParameterSample;
          return Object.keys(parts).length === 0 ? [] : [[symbol.name, parts] as const];
        }),
      ),
      standIns,
    };
    return { ...sample, [fc.toStringMethod]: () => describe(sample) };
  });
}

/** A concrete Lagrangian for each `any`; simpler ones come first. */
function standInArbitrary(design: Design): fc.Arbitrary<ReadonlyMap<string, Representative>> {
  const open = design.lagrangians.flatMap(({ lagrangian }) =>
    lagrangian.definition.kind === 'any'
      ? [{ name: lagrangian.name, choices: representatives(lagrangian, lagrangian.definition.assumptions) }]
      : [],
  );
  return fc
    .tuple(...open.map(({ choices }) => fc.constantFrom(...choices)))
    .map((chosen) => new Map(open.map(({ name }, i) => [name, chosen[i] as Representative])));
}
