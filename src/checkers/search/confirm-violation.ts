/** Whether a violation holds at a point: in 200-bit arithmetic, off the jumps, and within what is given and stated. */
import type { Obligation } from '../../claims/types.js';
import { judgedExpressions } from '../../claims/judged.js';
import type { Expression } from '../../symbolic/expression.js';
import type { Counterexample } from '../../verdicts/types.js';
import { isAdmitted, offJumps, type VerifiedSolution } from './conditions.js';
import { concrete, type SearchContext, spaceOf } from './context.js';
import { counterexampleAt } from './evidence.js';
import { ExactPoint } from './exact-point.js';
import { type GivenEquations, givenEquations } from './given-equations.js';
import { type Violation, violationOf } from './objective.js';
import type { Point } from './space.js';

/** The violation of an obligation at a point, or at a solution near it of what is given, as evidence. */
export function confirmViolation(c: SearchContext, obligation: Obligation, point: Point): Counterexample | undefined {
  const violation = violationOf(obligation, c.derivation.states);
  if (violation === undefined) return undefined;
  const judged = judgedOf(obligation, violation).map((e) => concrete(c, e));
  const at = new ExactPoint(spaceOf(c, violation.variables), point);
  return confirmNear(c, concreteViolation(c, violation), judged, at, givenEquations(c));
}

/** The violation at a point exactly or, where it is none there, at a solution near it of some equations. */
export function confirmNear(
  c: SearchContext,
  violation: Violation,
  judged: readonly Expression[],
  at: ExactPoint,
  readings: readonly GivenEquations[],
): Counterexample | undefined {
  const exactly = confirmAt(c, violation, judged, at);
  if (exactly !== undefined) return exactly;
  for (const equations of readings) {
    const solution = equations.verify(at);
    const found = solution && confirmAt(c, violation, judged, at, solution);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The expressions whose jumps matter: for invariance also at the point that is moved to. */
export const judgedOf = (obligation: Obligation, violation: Violation): readonly Expression[] =>
  obligation.kind === 'invariant'
    ? [...judgedExpressions(obligation), violation.amounts]
    : judgedExpressions(obligation);

/** A violation with the concrete Lagrangians of the context. */
export const concreteViolation = (c: SearchContext, v: Violation): Violation => ({
  ...v,
  amounts: concrete(c, v.amounts),
  scale: concrete(c, v.scale),
  confirmed: concrete(c, v.confirmed),
  ...(v.matrix === undefined ? {} : { matrix: concrete(c, v.matrix) }),
});

/**
 * The violation at a point in 200-bit arithmetic, or all over the boxes of a solution near it; undefined where it is not
 * certain or does not count.
 */
export function confirmAt(
  c: SearchContext,
  violation: Violation,
  judged: readonly Expression[],
  at: ExactPoint,
  solution?: VerifiedSolution,
): Counterexample | undefined {
  const boxes = solution?.enclosure;
  const entries = at.enclose([violation.confirmed], boxes)[0] ?? [];
  const hit = entries.find((e) => e.sign === 1 || (violation.compare === 'nonzero' && e.sign === -1));
  if (hit === undefined || !Number.isFinite(hit.low) || !Number.isFinite(hit.high)) return undefined;
  if (!offJumps(at, judged, boxes) || !isAdmitted(c, at, solution) || !endsInDomain(c, violation, at, boxes))
    return undefined;
  const [low, high] = violation.factor === 1 ? [hit.low, hit.high] : [-hit.high, -hit.low];
  return counterexampleAt(c, at, {
    quantity: violation.label,
    value: low === high ? low : low + (high - low) / 2,
    enclosure: [low + 0, high + 0],
    ...(solution === undefined ? {} : { solution: { box: Object.fromEntries(solution.box) } }),
  });
}

/** Whether the states that a change leads to certainly lie in the domains that are stated for them. */
function endsInDomain(
  c: SearchContext,
  violation: Violation,
  at: ExactPoint,
  boxes?: VerifiedSolution['enclosure'],
): boolean {
  return c.design.states.every(({ symbol, domain: [low, high], domainStated }) => {
    const moved = violation.moved?.get(symbol.name);
    if (!domainStated || moved === undefined) return true;
    return (at.enclose([moved], boxes)[0] ?? []).every((e) => e.low >= low && e.high <= high);
  });
}
