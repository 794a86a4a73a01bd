/** Whether a point may be used as a counterexample: off the jumps of the formulas, and within what is given. */
import { judgedExpressions } from '../../claims/judged.js';
import type { Obligation } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import { jumpArguments } from '../../derivation/kinks.js';
import type { Interval } from '../../design/types.js';
import type { Enclosure, IntervalValue } from '../../numeric/enclosure.js';
import type { Box, VerifiedBox } from '../../numeric/verify-zero.js';
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

/** A verified solution of equalities, with the symbols it is about replaced by the boxes in which it lies. */
export interface VerifiedSolution extends VerifiedBox {
  readonly solved: ReadonlySet<Obligation>;
}

/**
 * Whether the claim speaks of the point, or of a solution near it: its formulas have values there, what is given
 * certainly holds, and the polar factors that are taken are factors of their matrices.
 */
export const isAdmitted = (c: SearchContext, at: ExactPoint, solution?: VerifiedSolution): boolean =>
  isDefined(c, at, solution?.enclosure) &&
  c.factors?.fit(c.dimensions, (e) => at.exactly([e])) !== false &&
  (solution === undefined || staysInBounds(c, solution.box)) &&
  c.claim.given.every((o) => solution?.solved.has(o) === true || holdsAt(c, at, o, solution?.enclosure));

/** Whether boxes lie in what is stated of the symbols they are about. */
function staysInBounds(c: SearchContext, box: Box): boolean {
  const bounds = new Map<string, Interval>([
    ...c.design.parameters.flatMap((p) => (p.range === undefined ? [] : [[p.symbol.name, p.range] as const])),
    ...c.design.states.flatMap((s) => (s.domainStated ? [[s.symbol.name, s.domain] as const] : [])),
    ...c.claim.variables
      .filter((x) => x.facts.has('nonnegative'))
      .map((x): readonly [string, Interval] => [x.name, [0, Infinity]]),
  ]);
  return [...box].every(([name, entries]) => {
    const [least, most] = bounds.get(name) ?? [-Infinity, Infinity];
    return entries.every(([low, high]) => low >= least && high <= most);
  });
}

/** Whether all parts of the formulas of the claim certainly have values at the point, or all over the boxes. */
function isDefined(c: SearchContext, at: ExactPoint, boxes?: ReadonlyMap<string, readonly IntervalValue[]>): boolean {
  const parts = c.claim.partial.map((e) => concrete(c, e));
  return at.enclose(parts, boxes).every((entries) => entries.every((e) => e.fault === undefined));
}

function holdsAt(
  c: SearchContext,
  at: ExactPoint,
  o: Obligation,
  boxes?: ReadonlyMap<string, readonly IntervalValue[]>,
): boolean {
  const entriesOf = (e: Expression): readonly Enclosure[] => at.enclose([concrete(c, e)], boxes)[0] ?? [];
  switch (o.kind) {
    case 'sign': {
      const [entry] = entriesOf(o.quantity);
      const allowed = o.sign === 'nonpositive' ? -1 : 1;
      return entry !== undefined && (entry.sign === 0 || entry.sign === allowed || isWithinBound(entry, allowed));
    }
    case 'equal': {
      const difference = build.subtract(o.left, o.right);
      return boxes === undefined
        ? at.isZero(concrete(c, difference))
        : entriesOf(difference).every((e) => e.sign === 0);
    }
    case 'semidefinite': {
      const [least] = entriesOf(build.apply('lambda_min', symmetricPart(o.matrix)));
      return least !== undefined && (least.sign === 0 || least.sign === 1);
    }
    case 'zero-implies':
    case 'dead-directions':
    case 'invariant':
    case 'bounded-below':
    case 'expectation':
    case 'stability':
    case 'unsupported':
      return false;
  }
}

/** A bound that touches 0 from the allowed side. */
const isWithinBound = ({ fault, low, high }: Enclosure, allowed: 1 | -1): boolean =>
  fault === undefined && (allowed === -1 ? high <= 0 : low >= 0);

/** Whether a condition says something about the states. */
export function bindsStates(d: Derivation, o: Obligation): boolean {
  const states = new Set(d.states.map((x) => x.name));
  return judgedExpressions(o).some((e) => mentions(e, states));
}
