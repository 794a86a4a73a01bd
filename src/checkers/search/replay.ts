/** A saved counterexample, judged again from nothing but its numbers. */
import type { Claim, Obligation } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import { partsSatisfy, satisfiesParameter } from '../../design/structures/satisfies.js';
import { representatives } from '../../lagrangians/index.js';
import type { Lagrangian, Shape, SymbolExpression } from '../../symbolic/expression.js';
import { type Dimensions, type Size, sizeValue } from '../../symbolic/size.js';
import type { Counterexample, Value } from '../../verdicts/types.js';
import { confirmViolation } from './confirm-violation.js';
import { type SearchContext, spaceOf } from './context.js';
import { confirmDeadDirection } from './dead-directions.js';
import { COEFFICIENTS, WITNESS } from './objective.js';
import type { Point } from './space.js';
import { confirmUnbounded, freeStates } from './unbounded.js';
import { confirmZero } from './zeros.js';

/** What became of a counterexample: the evidence found anew, or why there is none. */
export type Rechecked = { readonly found: Counterexample } | { readonly problem: string };

export function recheck(d: Derivation, claim: Claim, evidence: Counterexample, seed: number): Rechecked {
  const point = pointOf(evidence);
  const problem = pointProblem(d, claim, point) ?? lagrangianProblem(d, evidence);
  if (problem !== undefined) return { problem };
  const context: SearchContext = {
    design: d.design,
    derivation: d,
    claim,
    dimensions: point.dimensions,
    samples: 0,
    seed,
    lagrangians: standIns(d, evidence),
    tick: () => Promise.resolve(),
  };
  const mismatch = partsProblem(context, point);
  if (mismatch !== undefined) return { problem: mismatch };
  for (const obligation of claim.obligations) {
    const found = confirm(context, obligation, point, evidence);
    if (found !== undefined) return { found };
  }
  return { problem: 'the claim is not violated at these numbers, or not certainly' };
}

function confirm(
  c: SearchContext,
  obligation: Obligation,
  point: Point,
  evidence: Counterexample,
): Counterexample | undefined {
  switch (obligation.kind) {
    case 'sign':
    case 'equal':
      return confirmViolation(c, obligation, point);
    case 'semidefinite':
      return hasNumbers(c, point, WITNESS, obligation.matrix.shape.rows)
        ? confirmViolation(c, obligation, point)
        : undefined;
    case 'invariant':
      return hasNumbers(c, point, COEFFICIENTS, obligation.along.shape.columns) &&
        point.values.get(COEFFICIENTS)?.every((v) => v >= 0)
        ? confirmViolation(c, obligation, point)
        : undefined;
    case 'zero-implies':
      return evidence.zero === undefined ? undefined : confirmZero(c, obligation, point);
    case 'dead-directions': {
      const direction = directionOf(c, evidence);
      return direction === undefined ? undefined : confirmDeadDirection(c, obligation.flat, point, direction);
    }
    case 'bounded-below': {
      const isRay = freeStates(c).every((x) => sameNumbers(evidence.direction?.[x.name], point.values.get(x.name)));
      return isRay ? confirmUnbounded(c, obligation.quantity, point) : undefined;
    }
    case 'unsupported':
      return undefined;
  }
}

const hasNumbers = (c: SearchContext, point: Point, name: string, size: Size): boolean =>
  point.values.get(name)?.length === sizeValue(size, c.dimensions);

const sameNumbers = (a: readonly number[] = [], b: readonly number[] = []): boolean =>
  a.length === b.length && a.every((v, i) => v === b[i]);

/** The direction of all states stacked, where the evidence has one of the right length. */
function directionOf(c: SearchContext, evidence: Counterexample): readonly number[] | undefined {
  const parts = c.derivation.states.map((x) => evidence.direction?.[x.name] ?? []);
  const fits = parts.every((part, i) => {
    const wanted = sizeValue((c.derivation.states[i] as SymbolExpression).shape.rows, c.dimensions);
    return part.length === wanted && part.every(Number.isFinite);
  });
  return fits ? parts.flat() : undefined;
}

/** How far a printed entry may lie from what its exact parts give, relative to the largest. */
const PRINTED = 1e-9;

/** What keeps the printed value of a factored parameter from being that of its parts. */
function partsProblem(c: SearchContext, point: Point): string | undefined {
  if (point.parts.size === 0) return undefined;
  const space = spaceOf(c);
  space.load(point);
  for (const name of point.parts.keys()) {
    const built = [...space.buffer(name)];
    const printed = point.values.get(name) ?? [];
    const size = built.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
    if (!built.every((v, i) => Math.abs(v - (printed[i] ?? Number.NaN)) <= PRINTED * size))
      return `${name} is not what its parts give`;
  }
  return undefined;
}

/** A Lagrangian that may be any must be one of those that are taken for it. */
function lagrangianProblem(d: Derivation, evidence: Counterexample): string | undefined {
  const found = standIns(d, evidence);
  const missing = d.design.lagrangians.find(
    ({ lagrangian: { name, definition } }) => definition.kind === 'any' && !found.has(name),
  );
  return missing === undefined ? undefined : `it does not say which function ${missing.lagrangian.name} is`;
}

const flatten = (value: Value): readonly number[] =>
  typeof value === 'number' ? [value] : (value as readonly (number | readonly number[])[]).flat();

function pointOf(evidence: Counterexample): Point {
  const values = new Map(Object.entries(evidence.values).map(([name, value]) => [name, flatten(value)]));
  if (evidence.witness !== undefined) values.set(WITNESS, evidence.witness);
  if (evidence.direction?.['c'] !== undefined) values.set(COEFFICIENTS, evidence.direction['c']);
  const parts = Object.entries(evidence.parts ?? {}).map(
    ([name, of]) => [name, Object.fromEntries(Object.entries(of).map(([part, v]) => [part, flatten(v)]))] as const,
  );
  return { dimensions: evidence.dimensions, values, parts: new Map(parts) };
}

/** What keeps numbers from being a point of the design: a missing name, a wrong count, a structure that does not hold. */
function pointProblem(d: Derivation, claim: Claim, point: Point): string | undefined {
  for (const { name } of d.design.dimensions) {
    const size = point.dimensions[name];
    if (size === undefined || !Number.isInteger(size) || size < 1) return `the dimension ${name} has no value`;
  }
  for (const { name, value, fixed } of d.design.dimensions)
    if (fixed && point.dimensions[name] !== value) return `${name} is fixed at ${value}`;
  for (const [name, numbers] of point.values)
    if (!numbers.every(Number.isFinite)) return `${name} has an entry that is not a finite number`;
  const symbols = [
    ...d.design.states.map((s) => s.symbol),
    ...d.design.parameters.map((p) => p.symbol),
    ...claim.variables,
  ];
  for (const symbol of symbols) {
    const numbers = point.values.get(symbol.name);
    const wanted = lengthOf(symbol.shape, point.dimensions);
    if (numbers?.length !== wanted)
      return `${symbol.name} needs ${wanted} numbers, but has ${numbers?.length ?? 'none'}`;
  }
  for (const state of d.design.states) {
    const [low, high] = state.domain;
    if (state.domainStated && (point.values.get(state.symbol.name) ?? []).some((v) => v < low || v > high))
      return `${state.symbol.name} leaves its domain [${low}, ${high}]`;
  }
  for (const name of point.parts.keys())
    if (!d.design.parameters.some((p) => p.symbol.name === name)) return `${name} is no parameter of the design`;
  for (const parameter of d.design.parameters) {
    const { name } = parameter.symbol;
    const parts = point.parts.get(name);
    const holds =
      parts === undefined
        ? satisfiesParameter(parameter, point.values.get(name) ?? [], point.dimensions)
        : partsSatisfy(parameter, point.dimensions, parts);
    if (holds !== true) return `${name} is not what the design declares: ${holds}`;
  }
  return undefined;
}

function standIns(d: Derivation, evidence: Counterexample): ReadonlyMap<string, Lagrangian> {
  const found = new Map<string, Lagrangian>();
  for (const { lagrangian } of d.design.lagrangians) {
    const { definition } = lagrangian;
    if (definition.kind !== 'any') continue;
    const wanted = evidence.lagrangian?.[lagrangian.name];
    const choice = representatives(lagrangian, definition.assumptions).find((r) => r.description === wanted);
    if (choice !== undefined) found.set(lagrangian.name, choice.lagrangian);
  }
  return found;
}

const lengthOf = (shape: Shape, dimensions: Dimensions): number =>
  sizeValue(shape.rows, dimensions) * sizeValue(shape.columns, dimensions);
