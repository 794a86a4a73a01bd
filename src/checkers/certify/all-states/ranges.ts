/** Certified ranges of scalar functions over all reals. */
import type { Interval, Outcome } from '../../../interval/interval.js';
import * as I from '../../../interval/interval.js';
import { sumAbove, sumBelow } from '../../../interval/rounding.js';
import { supremum } from '../../../lagrangians/tail.js';
import { tailOf } from '../../../lagrangians/tail-functions.js';
import * as build from '../../../symbolic/build.js';
import { type Expression, FORMULA_VARIABLE } from '../../../symbolic/expression.js';
import { isEntrywiseName } from '../../../symbolic/functions.js';
import * as Q from '../../../symbolic/rational.js';
import { substitute, symbolNames, unfoldKnown } from '../../../symbolic/rewrite.js';
import { SCALAR } from '../../../symbolic/shape.js';

/** Beyond this size of x an expansion for x → ∞ bounds the function. */
const FAR = 32;
/** What a range may be wider than the least that is certain, as a part of its size. */
const TOLERANCE = 1e-7;
const MOST_BOXES = 6000;

const known = new WeakMap<Expression, { readonly range: Interval | undefined }>();

/**
 * Bounds of f(x) for every real x where f is continuous; undefined where none are known, as for an f of other symbols. On [−32, 32] by branch and
 * bound with interval arithmetic, beyond by an expansion with a bound of its rest, or by intervals.
 */
export function activationRange(formula: Expression): Interval | undefined {
  let found = known.get(formula);
  if (found === undefined) {
    found = { range: rangeOf(unfoldKnown(formula)) };
    known.set(formula, found);
  }
  return found.range;
}

/** Whether f has a value at every real x. */
export const isTotal = (formula: Expression): boolean => typeof enclose(unfoldKnown(formula), I.ENTIRE) !== 'string';

function rangeOf(f: Expression): Interval | undefined {
  if ([...symbolNames([f])].some((name) => name !== FORMULA_VARIABLE)) return undefined;
  const parts = [
    farRange(f),
    farRange(substitute(f, new Map([[FORMULA_VARIABLE, build.negate(build.symbol(FORMULA_VARIABLE, SCALAR))]]))),
  ];
  const [low, high] = [upperBound(f, -1), upperBound(f, 1)];
  if (low === undefined || high === undefined || parts.includes(undefined)) return undefined;
  return I.hull([{ low: -low, high }, ...parts.filter((p): p is Interval => p !== undefined)]);
}

/** Bounds of f(x) for x ≥ 32: what both an expansion and intervals say. */
function farRange(f: Expression): Interval | undefined {
  const enclosure = enclose(f, { low: FAR, high: Infinity });
  const direct = typeof enclosure === 'string' ? I.ENTIRE : enclosure;
  const limit = limitRange(f);
  const both = { low: Math.max(direct.low, limit.low), high: Math.min(direct.high, limit.high) };
  return I.isFiniteInterval(both) ? both : undefined;
}

/** Bounds by an expansion c + r(x); coefficients and bounds are known to a relative error far below the margin. */
function limitRange(f: Expression): Interval {
  const tail = tailOf(f, FAR);
  if (tail?.kind !== 'expansion' || [...tail.powers.keys()].some((p) => p !== 0)) return I.ENTIRE;
  const c = tail.powers.get(0);
  const limit = c === undefined ? 0 : Q.toDouble(c.value);
  const margin = supremum(tail.rest, FAR) * (1 + 1e-8) + 1e-8 * Math.abs(limit);
  return { low: sumBelow(limit, -margin), high: sumAbove(limit, margin) };
}

/** An upper bound of sign · f on [−32, 32], close to the least one. */
function upperBound(f: Expression, sign: 1 | -1): number | undefined {
  const bound = (x: Interval): number => {
    const value = enclose(f, x);
    return typeof value === 'string' ? Infinity : sign === 1 ? value.high : -value.low;
  };
  /** Where f has this value, the supremum is at least as large. */
  const reached = (x: number): number => {
    const value = enclose(f, I.point(x));
    return typeof value === 'string' ? -Infinity : sign === 1 ? value.low : -value.high;
  };
  let open = [{ x: { low: -FAR, high: FAR }, most: bound({ low: -FAR, high: FAR }) }];
  let closed = -Infinity;
  let certain = -Infinity;
  for (let count = 1; open.length > 0 && count < MOST_BOXES; ) {
    const next: typeof open = [];
    for (const { x } of open) {
      const middle = x.low / 2 + x.high / 2;
      certain = Math.max(certain, reached(middle));
      for (const half of [
        { low: x.low, high: middle },
        { low: middle, high: x.high },
      ])
        next.push({ x: half, most: bound(half) });
      count += 2;
    }
    const enough = certain + TOLERANCE * Math.max(Math.abs(certain), TOLERANCE);
    closed = next.reduce((m, b) => (b.most <= enough ? Math.max(m, b.most) : m), closed);
    open = next.filter((b) => b.most > enough);
  }
  const most = open.reduce((m, b) => Math.max(m, b.most), closed);
  return Number.isFinite(most) ? most : undefined;
}

/** f over an interval, operation by operation. A step at its jump may be 0 or 1. */
function enclose(f: Expression, x: Interval): Outcome {
  const visit = (e: Expression): Outcome => {
    switch (e.kind) {
      case 'number':
        return I.fromRational(e.value);
      case 'constant':
        return I.PI;
      case 'symbol':
        return x;
      case 'ones':
        return I.ONE;
      case 'sum':
        return joined(e.terms.map(visit), I.add);
      case 'product':
      case 'hadamard':
        return joined(e.factors.map(visit), I.multiply);
      case 'power': {
        const [base, exponent] = [visit(e.base), visit(e.exponent)];
        return typeof base === 'string' || typeof exponent === 'string' ? 'undecided' : I.power(base, exponent);
      }
      case 'map': {
        const z = visit(e.argument);
        return typeof z === 'string' || !isEntrywiseName(e.function) ? 'undecided' : I.mapInterval(e.function, z);
      }
      case 'step': {
        const z = visit(e.argument);
        return typeof z === 'string' ? z : { low: z.low > 0 ? 1 : 0, high: z.high < 0 ? 0 : 1 };
      }
      default:
        return 'undecided';
    }
  };
  return visit(f);
}

const joined = (parts: readonly Outcome[], join: (a: Interval, b: Interval) => Interval): Outcome => {
  const values = parts.filter((p): p is Interval => typeof p !== 'string');
  return values.length === parts.length ? values.reduce(join) : 'undecided';
};
