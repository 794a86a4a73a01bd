/**
 * Closed intervals of reals with double ends, rounded outwards: an interval that is computed from intervals contains the
 * exact result for all reals in them (IEEE 1788, set-based). Sums and products that are exact in doubles stay points.
 */
import { POWER_ULPS } from '../numeric/functions.js';
import type { EntrywiseName } from '../symbolic/functions.js';
import type { Rational } from '../symbolic/rational.js';
import * as Q from '../symbolic/rational.js';
import { INTERVAL_FUNCTIONS } from './functions.js';
import {
  above,
  aboveBy,
  below,
  belowBy,
  productAbove,
  productBelow,
  quotientAbove,
  quotientBelow,
  sumAbove,
  sumBelow,
} from './rounding.js';

/** All reals x with low ≤ x ≤ high; an infinite end is no member. Never empty: low < ∞, high > −∞, low ≤ high. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Why there is no value: the function has none there, or for some members of the interval only. */
export type NoValue = 'undefined' | 'undecided';
export type Outcome = Interval | NoValue;

export const point = (x: number): Interval => ({ low: x, high: x });
export const ZERO = point(0);
export const ONE = point(1);
export const ENTIRE: Interval = { low: -Infinity, high: Infinity };
export const isPoint = (a: Interval): boolean => a.low === a.high;
export const isZero = (a: Interval): boolean => a.low === 0 && a.high === 0;
export const containsZero = (a: Interval): boolean => a.low <= 0 && a.high >= 0;
export const isFiniteInterval = (a: Interval): boolean => Number.isFinite(a.low) && Number.isFinite(a.high);

/** An interval that contains a rational number: a point where that is a double. */
export function fromRational(value: Rational): Interval {
  const near = Q.toDouble(value);
  if (Number.isFinite(near) && Q.equals(Q.fromDouble(near), value)) return point(near);
  return { low: below(near), high: above(near) };
}

export const PI: Interval = { low: below(Math.PI), high: above(Math.PI) };
export const negate = (a: Interval): Interval => ({ low: -a.high, high: -a.low });

export const add = (a: Interval, b: Interval): Interval => ({
  low: sumBelow(a.low, b.low),
  high: sumAbove(a.high, b.high),
});
export const subtract = (a: Interval, b: Interval): Interval => add(a, negate(b));

/** The lower end of a product: at the corner that the signs give, of two where both factors have both signs. */
export function timesLow(al: number, ah: number, bl: number, bh: number): number {
  if (al >= 0) return bl >= 0 ? productBelow(al, bl) : productBelow(ah, bl);
  if (ah <= 0) return bh <= 0 ? productBelow(ah, bh) : productBelow(al, bh);
  if (bl >= 0) return productBelow(al, bh);
  if (bh <= 0) return productBelow(ah, bl);
  return Math.min(productBelow(al, bh), productBelow(ah, bl));
}
export const timesHigh = (al: number, ah: number, bl: number, bh: number): number => -timesLow(-ah, -al, bl, bh);

export const multiply = (a: Interval, b: Interval): Interval => ({
  low: timesLow(a.low, a.high, b.low, b.high),
  high: timesHigh(a.low, a.high, b.low, b.high),
});

export function reciprocal(a: Interval): Outcome {
  if (isZero(a)) return 'undefined';
  if (containsZero(a)) return 'undecided';
  return { low: quotientBelow(1, a.high), high: quotientAbove(1, a.low) };
}

export function divide(a: Interval, b: Interval): Outcome {
  if (isZero(b)) return 'undefined';
  if (containsZero(b)) return 'undecided';
  return b.low > 0 ? quotient(a, b) : quotient(negate(a), negate(b));
}
/** a/b for b > 0. */
const quotient = (a: Interval, b: Interval): Interval => ({
  low: quotientBelow(a.low, a.low >= 0 ? b.high : b.low),
  high: quotientAbove(a.high, a.high >= 0 ? b.low : b.high),
});

/** {|x| : x in a}. */
export function absolute(a: Interval): Interval {
  if (a.low >= 0) return a;
  return a.high <= 0 ? negate(a) : { low: 0, high: Math.max(-a.low, a.high) };
}

/** √a. */
export function root(a: Interval): Outcome {
  if (a.high < 0) return 'undefined';
  if (a.low < 0) return 'undecided';
  return { low: rootBelow(a.low), high: rootAbove(a.high) };
}
/** The square root is correctly rounded; where its square is exact, so is the root. */
const isExactRoot = (s: number, a: number): boolean =>
  s * s === a && productAbove(s, s) === a && productBelow(s, s) === a;
const rootBelow = (a: number): number => {
  const s = Math.sqrt(a);
  return isExactRoot(s, a) ? s : Math.max(0, below(s));
};
const rootAbove = (a: number): number => {
  const s = Math.sqrt(a);
  return isExactRoot(s, a) ? s : above(s);
};

/** A lower bound of xⁿ for x ≥ 0 and a whole n ≥ 1, by repeated squaring. */
function powerBelow(x: number, n: number): number {
  if (n === 1) return x;
  const half = powerBelow(x, Math.floor(n / 2));
  const square = Math.max(0, productBelow(half, half));
  return n % 2 === 0 ? square : Math.max(0, productBelow(square, x));
}
function powerAbove(x: number, n: number): number {
  if (n === 1) return x;
  const half = powerAbove(x, Math.floor(n / 2));
  const square = productAbove(half, half);
  return n % 2 === 0 ? square : productAbove(square, x);
}
const oddBelow = (x: number, n: number): number => (x >= 0 ? powerBelow(x, n) : -powerAbove(-x, n));

/** The lower end of [al, ah]ⁿ for a whole n ≥ 1. */
export const powerLow = (al: number, ah: number, n: number): number =>
  n % 2 !== 0 ? oddBelow(al, n) : al > 0 ? powerBelow(al, n) : ah < 0 ? powerBelow(-ah, n) : al === al ? 0 : al;
export const powerHigh = (al: number, ah: number, n: number): number =>
  n % 2 !== 0 ? -oddBelow(-ah, n) : powerAbove(Math.max(-al, ah), n);

/** aⁿ for a whole n ≥ 0. */
export const integerPower = (a: Interval, n: number): Interval =>
  n === 0 ? ONE : { low: powerLow(a.low, a.high, n), high: powerHigh(a.low, a.high, n) };

const LARGEST_POWER = 512;

/** a^(n/2) for |n| ≤ 512, by multiplications and a square root. */
function halfPower(a: Interval, twice: number): Outcome {
  const n = Math.abs(twice);
  const base = n % 2 === 0 ? a : root(a);
  if (typeof base === 'string') return base;
  const raised = integerPower(base, n % 2 === 0 ? n / 2 : n);
  if (twice >= 0) return raised;
  if (isZero(base)) return 'undefined';
  if (containsZero(base)) return 'undecided';
  // A power of a number other than 0 is not 0, although its lower bound may be.
  return raised.low === 0 ? { low: quotientBelow(1, raised.high), high: Infinity } : reciprocal(raised);
}

/** a^b: integer exponents for every base, others for a ≥ 0 only. */
export function power(a: Interval, b: Interval): Outcome {
  if (isPoint(b) && Number.isInteger(2 * b.low) && Math.abs(2 * b.low) <= LARGEST_POWER) return halfPower(a, 2 * b.low);
  if (a.high < 0 && isPoint(b) && Number.isInteger(b.low)) {
    const size = power(negate(a), b);
    return b.low % 2 === 0 || typeof size === 'string' ? size : negate(size);
  }
  if (a.low < 0 && Math.floor(b.high) >= b.low) return 'undecided';
  if (a.high < 0) return 'undefined';
  if (a.low <= 0) {
    if (!(isZero(a) || a.low === 0)) return 'undecided';
    if (b.high < 0) return isZero(a) ? 'undefined' : 'undecided';
    if (b.low <= 0) return 'undecided';
    return isZero(a) ? ZERO : { low: 0, high: corner(a.high, b).high };
  }
  const ends = [corner(a.low, b), corner(a.high, b)];
  return { low: Math.min(...ends.map((e) => e.low)), high: Math.max(...ends.map((e) => e.high)) };
}
/** x^b for a positive number x; monotone in each argument, so that its extremes over a box are at the corners. */
function corner(x: number, b: Interval): Interval {
  if (x === 1) return ONE;
  const values = [x ** b.low, x ** b.high];
  return { low: Math.max(0, belowBy(Math.min(...values), POWER_ULPS)), high: aboveBy(Math.max(...values), POWER_ULPS) };
}

/** A function of the registry over an interval. */
export function mapInterval(name: EntrywiseName, z: Interval): Outcome {
  const f = INTERVAL_FUNCTIONS[name];
  const [low, high] = [f.low(z.low, z.high), f.high(z.low, z.high)];
  if (low === low && high === high) return { low, high };
  // Domains are unbounded above, but for poles, and no double is one.
  const hasNone = Number.isFinite(z.high) && Number.isNaN(f.low(z.high, z.high));
  return hasNone ? 'undefined' : 'undecided';
}

/** Slopes of a function over an interval: (f(x) − f(y))/(x − y) for all x, y in it; all of ℝ where none are known. */
export function slopeInterval(name: EntrywiseName, z: Interval): Interval {
  const f = INTERVAL_FUNCTIONS[name];
  const [low, high] = [f.slopeLow(z.low, z.high), f.slopeHigh(z.low, z.high)];
  return low === low && high === high ? { low, high } : ENTIRE;
}

const stepEnd = (x: number): number => (x > 0 ? 1 : 0);
/** The unit step off its jump. */
export const stepInterval = (z: Interval): Outcome =>
  containsZero(z) && !isZero(z) ? 'undecided' : { low: stepEnd(z.low), high: stepEnd(z.high) };

/** The least interval that contains all of the given ones. */
export const hull = (all: readonly Interval[]): Interval => ({
  low: Math.min(...all.map((a) => a.low)),
  high: Math.max(...all.map((a) => a.high)),
});
export const maximum = (all: readonly Interval[]): Interval => ({
  low: Math.max(...all.map((a) => a.low)),
  high: Math.max(...all.map((a) => a.high)),
});
export const total = (all: readonly Interval[]): Interval => all.reduce(add, ZERO);
