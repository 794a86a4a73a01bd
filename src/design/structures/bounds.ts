/** Bounds of design files as doubles. A bound written `0.8` is the decimal 4/5; the double 0.8 lies above it. */
import * as Q from '../../symbolic/rational.js';
import type { Interval } from '../types.js';

/** The number that a bound denotes, exactly: the decimal that prints as the double. */
export const exactBound = (bound: number): Q.Rational => Q.fromDecimal(String(bound));

function neighbour(value: number, step: 1n | -1n): number {
  if (value === 0) return Number(step) * Number.MIN_VALUE;
  const bits = new BigInt64Array(1);
  const double = new Float64Array(bits.buffer);
  double[0] = value;
  bits[0] = (bits[0] as bigint) + (value > 0 ? step : -step);
  return double[0];
}

/** The largest double that is not above the bound. */
export const doubleBelow = (bound: number): number =>
  Number.isFinite(bound) && Q.compare(Q.fromDouble(bound), exactBound(bound)) > 0 ? neighbour(bound, -1n) : bound;

/** The least double that is not below the bound. */
export const doubleAbove = (bound: number): number =>
  Number.isFinite(bound) && Q.compare(Q.fromDouble(bound), exactBound(bound)) < 0 ? neighbour(bound, 1n) : bound;

/** The interval of doubles inside a range; the range's own ends where none lies strictly between its neighbours. */
export function doublesWithin([low, high]: Interval): Interval {
  const inner: Interval = [doubleAbove(low), doubleBelow(high)];
  return inner[0] <= inner[1] ? inner : [low, high];
}
