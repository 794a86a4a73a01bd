/**
 * Intervals of doubles, rounded outwards. An interval that is computed from intervals contains the exact result for all
 * exact arguments in them. Sums and products that are exact in floating point stay points.
 */
import { NUMERIC_FUNCTIONS, POWER_ULPS } from '../../numeric/functions.js';
import type { EntrywiseName } from '../../symbolic/functions.js';
import type { Rational } from '../../symbolic/rational.js';
import * as Q from '../../symbolic/rational.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Why there is no value: the function has none there, or the interval is too wide to tell. */
export type NoValue = 'undefined' | 'undecided';
export type Outcome = Interval | NoValue;

const TINY = Number.MIN_VALUE;
/** Above the magnitude of the next double. */
const up = (x: number): number => x + (Math.abs(x) * Number.EPSILON + TINY);
const down = (x: number): number => x - (Math.abs(x) * Number.EPSILON + TINY);

export const point = (x: number): Interval => ({ low: x, high: x });
export const ZERO = point(0);
export const ONE = point(1);
export const isPoint = (a: Interval): boolean => a.low === a.high;
export const isZero = (a: Interval): boolean => a.low === 0 && a.high === 0;
const containsZero = (a: Interval): boolean => a.low <= 0 && a.high >= 0;
const widened = (low: number, high: number): Interval => ({ low: down(low), high: up(high) });

/** An interval that contains a rational number: a point where that is a double. */
export function fromRational(value: Rational): Interval {
  const near = Q.toDouble(value);
  if (Number.isFinite(near) && Q.equals(Q.fromDouble(near), value)) return point(near);
  return widened(down(near), up(near));
}

export const PI = widened(Math.PI, Math.PI);
export const negate = (a: Interval): Interval => ({ low: -a.high, high: -a.low });

/** The rounding error of s = a + b, exactly (Knuth, The art of computer programming, vol. 2, 4.2.2). */
function sumError(a: number, b: number, s: number): number {
  const t = s - a;
  return a - (s - t) + (b - t);
}

export function add(a: Interval, b: Interval): Interval {
  const low = a.low + b.low;
  const high = a.high + b.high;
  return {
    low: sumError(a.low, b.low, low) >= 0 ? low : down(low),
    high: sumError(a.high, b.high, high) <= 0 ? high : up(high),
  };
}
export const subtract = (a: Interval, b: Interval): Interval => add(a, negate(b));

const SPLITTER = 2 ** 27 + 1;
const LEAST_SAFE = 2 ** -960;
const MOST_SAFE = 2 ** 990;

/** The rounding error of p = a·b, exactly (Dekker 1971); NaN where it might not be representable. */
function productError(a: number, b: number, p: number): number {
  if (a === 0 || b === 0) return 0;
  const size = Math.abs(p);
  if (!(size > LEAST_SAFE && size < MOST_SAFE) || Math.abs(a) > MOST_SAFE || Math.abs(b) > MOST_SAFE) return Number.NaN;
  const ta = SPLITTER * a;
  const ah = ta - (ta - a);
  const tb = SPLITTER * b;
  const bh = tb - (tb - b);
  return (a - ah) * (b - bh) - (p - ah * bh - (a - ah) * bh - ah * (b - bh));
}
/** a·b; 0 where one factor is 0. */
const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);
const timesDown = (a: number, b: number): number => {
  const p = times(a, b);
  return productError(a, b, p) >= 0 ? p : down(p);
};
const timesUp = (a: number, b: number): number => {
  const p = times(a, b);
  return productError(a, b, p) <= 0 ? p : up(p);
};

export function multiply(a: Interval, b: Interval): Interval {
  if (isPoint(a) && isPoint(b)) return { low: timesDown(a.low, b.low), high: timesUp(a.low, b.low) };
  return {
    low: Math.min(
      timesDown(a.low, b.low),
      timesDown(a.low, b.high),
      timesDown(a.high, b.low),
      timesDown(a.high, b.high),
    ),
    high: Math.max(timesUp(a.low, b.low), timesUp(a.low, b.high), timesUp(a.high, b.low), timesUp(a.high, b.high)),
  };
}

export function reciprocal(a: Interval): Outcome {
  if (isZero(a)) return 'undefined';
  if (containsZero(a)) return 'undecided';
  const [low, high] = [1 / a.high, 1 / a.low];
  const exact = (x: number, y: number): boolean => x * y === 1 && productError(x, y, 1) === 0;
  return { low: exact(low, a.high) ? low : down(low), high: exact(high, a.low) ? high : up(high) };
}
export function divide(a: Interval, b: Interval): Outcome {
  if (isZero(b)) return 'undefined';
  if (containsZero(b)) return 'undecided';
  if (isPoint(a) && isPoint(b)) {
    const q = a.low / b.low;
    const exact = q * b.low === a.low && productError(q, b.low, a.low) === 0;
    return exact ? point(q) : widened(q, q);
  }
  const inverse = reciprocal(b);
  return typeof inverse === 'string' ? inverse : multiply(a, inverse);
}

/** [least |x|, greatest |x|]. */
export function absolute(a: Interval): Interval {
  if (a.low >= 0) return a;
  return a.high <= 0 ? negate(a) : { low: 0, high: Math.max(-a.low, a.high) };
}

/** a^n for an integer n ≥ 0. */
function integerPower(a: Interval, n: number): Interval {
  if (n === 0) return ONE;
  const base = n % 2 === 0 ? absolute(a) : a;
  // Where the base has one sign, powers are monotone and so is each multiplication.
  if (base.low >= 0 || base.high <= 0) {
    let result = base;
    for (let i = 1; i < n; i += 1) result = multiply(result, base);
    return result;
  }
  return { low: integerPower(point(base.low), n).low, high: integerPower(point(base.high), n).high };
}

function root(a: Interval): Outcome {
  if (a.high < 0) return 'undefined';
  if (a.low < 0) return 'undecided';
  const [low, high] = [Math.sqrt(a.low), Math.sqrt(a.high)];
  const exact = (s: number, square: number): boolean => s * s === square && productError(s, s, square) === 0;
  return { low: exact(low, a.low) ? low : Math.max(0, down(low)), high: exact(high, a.high) ? high : up(high) };
}

const LARGEST_POWER = 512;

/** a^p for p = n/2 with |n| ≤ 512, by multiplications and a square root. */
function halfPower(a: Interval, twice: number): Outcome {
  const n = Math.abs(twice);
  const base = n % 2 === 0 ? a : root(a);
  if (typeof base === 'string') return base;
  const power = integerPower(base, n % 2 === 0 ? n / 2 : n);
  if (twice >= 0) return power;
  if (isZero(base)) return 'undefined';
  return containsZero(base) ? 'undecided' : reciprocal(power);
}

/** a^b: integer exponents for every base, others for a ≥ 0 only. */
export function power(a: Interval, b: Interval): Outcome {
  if (isPoint(b) && Number.isInteger(2 * b.low) && Math.abs(2 * b.low) <= LARGEST_POWER) return halfPower(a, 2 * b.low);
  if (isPoint(b) && Number.isInteger(b.low)) return 'undecided';
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
  const values = [x ** b.low, x ** b.high];
  const slack = 1 + (POWER_ULPS + 2) * Number.EPSILON;
  return { low: Math.max(0, down(Math.min(...values) / slack)), high: up(Math.max(...values) * slack) };
}

const stepEnd = (x: number): number => (x > 0 ? 1 : 0);

/** A function of the registry, as an enclosure of its values over an interval. */
export function mapInterval(name: EntrywiseName, z: Interval): Outcome {
  if (name === 'relu') return { low: Math.max(0, z.low), high: Math.max(0, z.high) };
  if (name === 'abs') return absolute(z);
  if (name === 'sign') return { low: Math.sign(z.low), high: Math.sign(z.high) };
  const middle = isPoint(z) ? z.low : z.low + (z.high - z.low) / 2;
  const radius = isPoint(z) ? 0 : up(Math.max(z.high - middle, middle - z.low));
  const f = NUMERIC_FUNCTIONS[name];
  const value = f.apply(middle);
  if (Number.isNaN(value)) return isPoint(z) ? 'undefined' : 'undecided';
  const spread = radius === 0 ? 0 : f.slope(middle, radius) * radius;
  if (!Number.isFinite(value) || !Number.isFinite(spread)) return 'undecided';
  // A unit of the table is half of EPSILON.
  const error = f.ulps * (Math.abs(value) * Number.EPSILON + TINY) + spread;
  return widened(down(value - error), up(value + error));
}

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
export const isFiniteInterval = (a: Interval): boolean => Number.isFinite(a.low) && Number.isFinite(a.high);
