/** A saved counterexample, judged again from nothing but its numbers. */
import type { Claim, Obligation } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import { representatives } from '../../lagrangians/index.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Lagrangian, SymbolExpression } from '../../symbolic/expression.js';
import { type Size, sizeValue } from '../../symbolic/size.js';
import type { Counterexample } from '../../verdicts/types.js';
import { concreteViolation, confirmViolation } from './confirm-violation.js';
import { type SearchContext, spaceOf } from './context.js';
import { confirmDeadDirection } from './dead-directions.js';
import { pointDisagreements, violationDisagreements } from './disagreements.js';
import { valuesOf } from './evidence.js';
import { ExactPoint } from './exact-point.js';
import type { FactorChoice } from './factor-choice.js';
import { COEFFICIENTS, violationOf, WITNESS } from './objective.js';
import { savedFactors } from './saved-factors.js';
import { savedPoint } from './saved-point.js';
import type { Point } from './space.js';
import { confirmStability } from './stability.js';
import { confirmUnbounded } from './unbounded.js';
import { freeStates } from './unbounded-ray.js';
import { confirmZero } from './zeros.js';

/** What became of a counterexample: the evidence found anew, or why there is none; and what the file says otherwise. */
export type Rechecked = { readonly disagreements: readonly string[] } & (
  | { readonly found: Counterexample }
  | { readonly problem: string; readonly measured?: Pick<Counterexample, 'quantity' | 'enclosure'> }
);

export function recheck(d: Derivation, claim: Claim, evidence: Counterexample, seed: number): Rechecked {
  const saved = savedPoint(d, claim, evidence);
  if ('problem' in saved) return { problem: saved.problem, disagreements: [] };
  const stand = standIns(d, evidence);
  if (typeof stand === 'string') return { problem: stand, disagreements: [] };
  const plain: SearchContext = {
    design: d.design,
    derivation: d,
    claim,
    dimensions: saved.point.dimensions,
    samples: 0,
    seed,
    lagrangians: stand.lagrangians,
    tick: () => Promise.resolve(),
  };
  const factors = savedFactors(d.design, claim, new ExactPoint(spaceOf(plain), saved.point), evidence.factors);
  if (typeof factors === 'string') return { problem: factors, disagreements: [] };
  const context: SearchContext = factors === undefined ? plain : { ...plain, factors };
  const point = factors === undefined ? saved.point : withFactors(saved.point, factors);
  const named = Object.keys(stand.names).length === 0 ? {} : { lagrangian: stand.names };
  const shown = factors === undefined ? {} : { factors: factors.shown };
  const at = { dimensions: point.dimensions, values: valuesOf(context, point), ...named, ...shown };
  const about = pointDisagreements(evidence, at, point.parts);
  let problem = 'the claim is not violated at these numbers, or not certainly';
  const attempts = claim.obligations.flatMap((obligation) => {
    try {
      const found = confirm(context, obligation, point, evidence);
      if (found === undefined) return [];
      const named_ = { ...found, ...named };
      return [{ found: named_, disagreements: violationDisagreements(evidence, named_) }];
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      problem = error.message;
      return [];
    }
  });
  // Numbers may violate several obligations of a claim: the file is about the one that agrees best with it.
  const [best] = attempts.sort((a, b) => a.disagreements.length - b.disagreements.length);
  if (best !== undefined) return { found: best.found, disagreements: [...about, ...best.disagreements] };
  const measured = measure(context, point);
  return { problem, disagreements: about, ...(measured === undefined ? {} : { measured }) };
}

/** The point with the numbers of what stands for polar factors. */
const withFactors = (point: Point, { parameters }: FactorChoice): Point => ({
  ...point,
  values: new Map([...point.values, ...parameters.map((p) => [p.symbol.name, p.value?.flat() ?? []] as const)]),
});

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
      return confirmZero(c, obligation, point);
    case 'dead-directions': {
      const direction = directionOf(c, evidence);
      return direction === undefined ? undefined : confirmDeadDirection(c, obligation.flat, point, direction);
    }
    case 'bounded-below': {
      const isRay = freeStates(c).every((x) => sameNumbers(evidence.direction?.[x.name], point.values.get(x.name)));
      return isRay ? confirmUnbounded(c, obligation.quantity, point) : undefined;
    }
    case 'expectation':
    case 'stability':
      return confirmStability(c, point);
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

/** What the scalar of a claim about one sign is at the point, where it has a value. */
function measure(c: SearchContext, point: Point): Pick<Counterexample, 'quantity' | 'enclosure'> | undefined {
  const [obligation, ...more] = c.claim.obligations;
  if (obligation?.kind !== 'sign' || more.length > 0) return undefined;
  const violation = violationOf(obligation, c.derivation.states);
  if (violation === undefined) return undefined;
  const { confirmed, factor, label } = concreteViolation(c, violation);
  const [entry] = new ExactPoint(spaceOf(c), point).enclose([confirmed])[0] ?? [];
  if (entry?.undefinedAt !== undefined || entry === undefined) return undefined;
  if (!Number.isFinite(entry.low) || !Number.isFinite(entry.high)) return undefined;
  const [low, high] = factor === 1 ? [entry.low, entry.high] : [-entry.high, -entry.low];
  return { quantity: label, enclosure: [low + 0, high + 0] };
}

interface StandIns {
  readonly lagrangians: ReadonlyMap<string, Lagrangian>;
  /** The formulas that name them. */
  readonly names: Readonly<Record<string, string>>;
}

/** What the file takes for each Lagrangian that may be any; or why that does not do. */
function standIns(d: Derivation, evidence: Counterexample): StandIns | string {
  const lagrangians = new Map<string, Lagrangian>();
  const names: Record<string, string> = {};
  for (const { lagrangian } of d.design.lagrangians) {
    const { definition, name } = lagrangian;
    if (definition.kind !== 'any') continue;
    const wanted = evidence.lagrangian?.[name];
    if (wanted === undefined) return `the file does not say which function ${name} is`;
    const named = (r: { readonly description: string }): boolean => r.description === wanted;
    const choice = representatives(lagrangian, definition.assumptions).find(named);
    if (choice === undefined) {
      const known = representatives(lagrangian, new Set()).some(named);
      const assumed = [...definition.assumptions].join(', ');
      return known
        ? `the file takes ${name}(x) = ${wanted}, which is not ${assumed}, as the design assumes of ${name}`
        : `the file takes ${name}(x) = ${JSON.stringify(wanted)}, which is none of the functions that this version takes for any`;
    }
    lagrangians.set(name, choice.lagrangian);
    names[name] = wanted;
  }
  return { lagrangians, names };
}
