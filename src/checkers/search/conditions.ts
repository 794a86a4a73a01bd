/** Whether a point may be used as a counterexample: off the jumps of the formulas, and within what is given. */
import { judgedExpressions } from '../../claims/judged.js';
import type { Obligation } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import { jumpArguments } from '../../derivation/kinks.js';
import type { IntervalValue } from '../../numeric/enclosure.js';
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import { symmetricPart } from '../../symbolic/functions.js';
import { mentions } from '../../symbolic/rewrite.js';
import { concrete, type SearchContext } from './context.js';
import type { ExactPoint } from './exact-point.js';

/**
 * Whether no expression jumps at the point: no argument of a step or sign is 0 there, or anywhere in the boxes that
 * replace the numbers of some symbols.
 */
export function offJumps(
  at: ExactPoint,
  judged: readonly Expression[],
  boxes?: ReadonlyMap<string, readonly IntervalValue[]>,
): boolean {
  const arguments_ = judged.flatMap(jumpArguments);
  if (arguments_.length === 0) return true;
  return at.enclose(arguments_, boxes).every((entries) => entries.every((e) => e.sign === 1 || e.sign === -1));
}

/** Whether the claim speaks of the point: its formulas have values there, and what is given certainly holds. */
export const isAdmitted = (c: SearchContext, at: ExactPoint): boolean =>
  isDefined(c, at) && c.claim.given.every((o) => holdsAt(at, o));

/** Whether all parts of the formulas of the claim certainly have values at the point, or all over the boxes. */
export function isDefined(
  c: SearchContext,
  at: ExactPoint,
  boxes?: ReadonlyMap<string, readonly IntervalValue[]>,
): boolean {
  const parts = c.claim.partial.map((e) => concrete(c, e));
  return at.enclose(parts, boxes).every((entries) => entries.every((e) => e.fault === undefined));
}

function holdsAt(at: ExactPoint, o: Obligation): boolean {
  switch (o.kind) {
    case 'sign': {
      const sign = at.enclose([o.quantity])[0]?.[0]?.sign;
      return sign === 0 || sign === (o.sign === 'nonpositive' ? -1 : 1) || withinBound(at, o);
    }
    case 'equal':
      return at.isZero(build.subtract(o.left, o.right));
    case 'semidefinite': {
      const least = at.enclose([build.apply('lambda_min', symmetricPart(o.matrix))])[0]?.[0];
      return least !== undefined && (least.sign === 0 || least.sign === 1);
    }
    case 'zero-implies':
    case 'dead-directions':
    case 'invariant':
    case 'bounded-below':
    case 'unsupported':
      return false;
  }
}

/** Whether a condition says something about the states. */
export function bindsStates(d: Derivation, o: Obligation): boolean {
  const states = new Set(d.states.map((x) => x.name));
  return judgedExpressions(o).some((e) => mentions(e, states));
}

/** A bound that touches 0 from the allowed side. */
function withinBound(at: ExactPoint, o: Obligation & { kind: 'sign' }): boolean {
  const entry = at.enclose([o.quantity])[0]?.[0];
  return entry !== undefined && (o.sign === 'nonpositive' ? entry.high <= 0 : entry.low >= 0);
}
