/**
 * The numbers of a saved counterexample as a point of its design. What the design decides is taken from the design:
 * given numbers, and a factored parameter from its parts.
 */
import { shaped } from '../../design/structures/shaped.js';
import type { Claim } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import { constructionOf, constructionProblem } from '../../design/structures/construct.js';
import { compileSampler } from '../../design/structures/sampler.js';
import { partsSatisfy, satisfiesParameter } from '../../design/structures/satisfies.js';
import type { Parameter } from '../../design/types.js';
import type { Shape } from '../../symbolic/expression.js';
import { type Dimensions, sizeValue } from '../../symbolic/size.js';
import type { Counterexample, Value } from '../../verdicts/types.js';
import { COEFFICIENTS, WITNESS } from './objective.js';
import type { Point } from './space.js';

/** The point, or what keeps the numbers from being one of the design. */
export type SavedPoint = { readonly point: Point } | { readonly problem: string };

type Numbers = Readonly<Record<string, readonly number[]>>;

const flatten = (value: Value): readonly number[] =>
  typeof value === 'number' ? [value] : (value as readonly (number | readonly number[])[]).flat();

export function savedPoint(d: Derivation, claim: Claim, evidence: Counterexample): SavedPoint {
  const { design } = d;
  const dimensions: Record<string, number> = {};
  for (const { name, value, fixed } of design.dimensions) {
    const size = evidence.dimensions[name];
    if (size === undefined || !Number.isInteger(size) || size < 1)
      return { problem: `the dimension ${name} has no value` };
    if (fixed && size !== value) return { problem: `${name} is fixed at ${value}` };
    dimensions[name] = size;
  }
  const values = new Map<string, readonly number[]>();
  const parts = new Map<string, Numbers>();
  for (const symbol of [...design.states.map((s) => s.symbol), ...claim.variables]) {
    const numbers = numbersOf(symbol.name, symbol.shape, dimensions, evidence.values[symbol.name]);
    if (typeof numbers === 'string') return { problem: numbers };
    values.set(symbol.name, numbers);
  }
  for (const parameter of design.parameters) {
    const { name } = parameter.symbol;
    const found = parameterAt(parameter, dimensions, evidence);
    if (typeof found === 'string') return { problem: found };
    values.set(name, found.value);
    if (found.parts !== undefined) parts.set(name, found.parts);
  }
  for (const { symbol, domain, domainStated } of design.states) {
    const [low, high] = domain;
    if (domainStated && (values.get(symbol.name) ?? []).some((v) => v < low || v > high))
      return { problem: `${symbol.name} leaves its domain [${low}, ${high}]` };
  }
  for (const [kind, name, numbers] of [
    ['semidefinite', WITNESS, evidence.witness],
    ['invariant', COEFFICIENTS, evidence.direction?.['c']],
  ] as const) {
    if (numbers === undefined || !claim.obligations.some((o) => o.kind === kind)) continue;
    if (!numbers.every(Number.isFinite))
      return { problem: 'the witness or direction has an entry that is not a finite number' };
    values.set(name, numbers);
  }
  return { point: { dimensions, values, parts } };
}

/** The numbers of a symbol, row by row, or what is wrong with them. */
export function numbersOf(
  name: string,
  shape: Shape,
  dimensions: Dimensions,
  value: Value | undefined,
): readonly number[] | string {
  const [rows, columns] = [sizeValue(shape.rows, dimensions), sizeValue(shape.columns, dimensions)];
  const numbers = value === undefined ? undefined : flatten(value);
  if (numbers?.length !== rows * columns)
    return `${name} needs ${rows * columns} numbers, but has ${numbers?.length ?? 'none'}`;
  if (!numbers.every(Number.isFinite)) return `${name} has an entry that is not a finite number`;
  if (JSON.stringify(value) !== JSON.stringify(shaped(numbers, shape, dimensions)))
    return `${name} is not laid out as ${rows} rows of ${columns} numbers`;
  return numbers;
}

interface ParameterAt {
  readonly value: readonly number[];
  /** The factors, where the file has them and the value is put together from them. */
  readonly parts?: Numbers;
}

/** A parameter as its design has it, from its given numbers, its parts, or the numbers in the file. */
function parameterAt(parameter: Parameter, dimensions: Dimensions, evidence: Counterexample): ParameterAt | string {
  const { symbol, value: given } = parameter;
  const { name } = symbol;
  if (given !== undefined) return { value: given.flat() };
  const saved = evidence.parts?.[name];
  const problem = constructionProblem(parameter, dimensions);
  if (problem !== undefined) return problem;
  const construction = constructionOf(parameter, dimensions);
  if (saved === undefined || construction.direct) {
    const numbers = numbersOf(name, symbol.shape, dimensions, evidence.values[name]);
    if (typeof numbers === 'string') return numbers;
    const holds = satisfiesParameter(parameter, numbers, dimensions);
    return holds === true ? { value: numbers } : `${name} is not what the design declares: ${holds}`;
  }
  const parts: Record<string, readonly number[]> = {};
  for (const { name: part, pattern } of construction.parts) {
    const numbers = saved[part] === undefined ? undefined : flatten(saved[part]);
    const wanted = pattern.rows * pattern.columns;
    if (numbers?.length !== wanted)
      return `the part ${part} of ${name} needs ${wanted} numbers, but has ${numbers?.length ?? 'none'}`;
    if (!numbers.every(Number.isFinite)) return `the part ${part} of ${name} has an entry that is not a finite number`;
    parts[part] = numbers;
  }
  const holds = partsSatisfy(parameter, dimensions, parts);
  if (holds !== true) return `${name} is not what the design declares: ${holds}`;
  const sampler = compileSampler(parameter, dimensions);
  const value = new Float64Array(sampler.length);
  sampler.setParts(parts, value);
  return value.every(Number.isFinite) ? { value: [...value], parts } : `the parts of ${name} give no finite numbers`;
}
