/**
 * Closed intervals of reals with outward rounding, for scalar formulas. An end may be infinite; an interval of unknown
 * content is all of ℝ. Built-in functions are trusted to `ULPS` units in the last place, several times their error.
 */
import { softplusIntegral } from './softplus-integral.js';

export type Interval = readonly [low: number, high: number];

export const ALL: Interval = [-Infinity, Infinity];
const ULPS = 8;
const UNIT_ROUNDOFF = 2 ** -52;
const TINY = Number.MIN_VALUE;

/** A number below v by at least `ulps` units in its last place. */
export const below = (v: number, ulps = 1): number =>
  v === Infinity ? Number.MAX_VALUE : v - Math.abs(v) * ulps * UNIT_ROUNDOFF - ulps * TINY;
export const above = (v: number, ulps = 1): number => -below(-v, ulps);

export const point = (v: number): Interval => [v, v];
export const magnitude = ([a, b]: Interval): number => Math.max(Math.abs(a), Math.abs(b));
const mignitude = ([a, b]: Interval): number => (a > 0 ? a : b < 0 ? -b : 0);
export const hull = (a: Interval, b: Interval): Interval => [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
/** An upper bound of the width. */
export const width = ([a, b]: Interval): number => (a === b ? 0 : above(b - a));

const plus = (a: number, b: number): number => (a === 0 ? b : b === 0 ? a : Number.NaN);

export function add(a: Interval, b: Interval): Interval {
  const [low, high] = [plus(a[0], b[0]), plus(a[1], b[1])];
  return [Number.isNaN(low) ? below(a[0] + b[0]) : low, Number.isNaN(high) ? above(a[1] + b[1]) : high];
}

export const negate = ([a, b]: Interval): Interval => [-b, -a];

const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);
const exactly = (a: number, b: number): boolean => a === 0 || b === 0 || Math.abs(a) === 1 || Math.abs(b) === 1;

export function multiply(a: Interval, b: Interval): Interval {
  let low = Infinity;
  let high = -Infinity;
  for (const p of a)
    for (const q of b) {
      const value = times(p, q);
      const exact = exactly(p, q);
      low = Math.min(low, exact ? value : below(value));
      high = Math.max(high, exact ? value : above(value));
    }
  return [low === Infinity ? Number.MAX_VALUE : low, high === -Infinity ? -Number.MAX_VALUE : high];
}

/** 1/a; all of ℝ where a contains 0. */
export function reciprocal(a: Interval): Interval {
  if (a[0] > 0 || a[1] < 0) return [below(1 / a[1]), above(1 / a[0])];
  return ALL;
}

/** Values of an increasing function from its values at the ends, cut to its range. */
function increasing(f: (x: number) => number, range: Interval = ALL, ulps = ULPS): (a: Interval) => Interval {
  return ([a, b]) => {
    const [low, high] = [f(a), f(b)];
    return [
      Math.max(range[0], low === 0 && a === 0 ? 0 : below(low, ulps)),
      Math.min(range[1], high === 0 && b === 0 ? 0 : above(high, ulps)),
    ];
  };
}

/** Values of an even function that increases on [0, ∞). */
const even =
  (f: (a: Interval) => Interval): ((a: Interval) => Interval) =>
  (a) =>
    f([mignitude(a), magnitude(a)]);

const POSITIVE: Interval = [0, Infinity];
const UNIT: Interval = [0, 1];
const SYMMETRIC_UNIT: Interval = [-1, 1];

const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

function logcosh(x: number): number {
  if (x < 1) {
    const s = Math.sinh(x / 2);
    return Math.log1p(2 * s * s);
  }
  return x + (Math.log1p(Math.exp(-2 * x)) - Math.LN2);
}

/** erf(x) = (2/√π) exp(−x²) Σ 2ᵏx^(2k+1)/(2k+1)!!, all terms of one sign; 1 from 6 on, where erfc < 2⁻⁵³. */
function erf(x: number): number {
  if (x < 0) return -erf(-x);
  if (x >= 6) return 1;
  let term = x;
  let total = x;
  for (let k = 1; term > total * 1e-18; k += 1) {
    term *= (2 * x * x) / (2 * k + 1);
    total += term;
  }
  return Math.min(1, (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total);
}

/** A bound of erf(x) from below (side −1) or above (side 1); 1 − erf(6) < 2⁻⁵³. */
function erfEnd(x: number, side: 1 | -1): number {
  if (Math.abs(x) >= 6) return Math.sign(x) === side ? side : -side * (1 - 2 ** -53);
  const value = side * erf(x);
  return x === 0 ? 0 : side * Math.min(1, above(value, 256));
}

/** sin or cos, from the middle with slope at most 1. */
function wave(f: (x: number) => number): (a: Interval) => Interval {
  return ([a, b]) => {
    if (!(b - a < 2) || Math.max(Math.abs(a), Math.abs(b)) > 1e9) return SYMMETRIC_UNIT;
    const middle = a + (b - a) / 2;
    const reach = above((b - a) / 2, 4) + Math.abs(middle) * UNIT_ROUNDOFF * 2;
    const value = f(middle);
    return [Math.max(-1, below(value - reach, ULPS) - 1e-16), Math.min(1, above(value + reach, ULPS) + 1e-16)];
  };
}
const cosine = wave(Math.cos);

function tangent([a, b]: Interval): Interval {
  const c = cosine([a, b]);
  return b - a < 2 && (c[0] > 0 || c[1] < 0) ? [below(Math.tan(a), ULPS), above(Math.tan(b), ULPS)] : ALL;
}

const logarithm = ([a, b]: Interval): Interval =>
  b > 0 ? [a > 0 ? below(Math.log(a), ULPS) : -Infinity, above(Math.log(b), ULPS)] : ALL;

export const INTERVAL_FUNCTIONS: Readonly<Record<string, (a: Interval) => Interval>> = {
  exp: increasing(Math.exp, POSITIVE),
  log: logarithm,
  log1p: ([a, b]) => (b > -1 ? [a > -1 ? below(Math.log1p(a), ULPS) : -Infinity, above(Math.log1p(b), ULPS)] : ALL),
  expm1: increasing(Math.expm1, [-1, Infinity]),
  sin: wave(Math.sin),
  cos: cosine,
  tan: tangent,
  atan: increasing(Math.atan),
  sinh: increasing(Math.sinh),
  cosh: even(increasing(Math.cosh, [1, Infinity])),
  tanh: increasing(Math.tanh, SYMMETRIC_UNIT),
  asinh: increasing(Math.asinh),
  logcosh: even(increasing(logcosh, POSITIVE, 32)),
  erf: ([a, b]) => [erfEnd(a, -1), erfEnd(b, 1)],
  sigmoid: increasing(sigmoid, UNIT),
  softplus: increasing(softplus, POSITIVE),
  softplus_integral: increasing(softplusIntegral, POSITIVE, 32),
  relu: ([a, b]) => [Math.max(a, 0), Math.max(b, 0)],
  abs: (a) => [mignitude(a), magnitude(a)],
  sign: ([a, b]) => [Math.sign(a), Math.sign(b)],
};

/** The unit step, 0 at 0. */
export const step = ([a, b]: Interval): Interval => [a > 0 ? 1 : 0, b > 0 ? 1 : 0];

/** a^n for an integer n. */
export function powerInteger(a: Interval, n: number): Interval {
  if (n < 0) return reciprocal(powerInteger(a, -n));
  const f = (x: number): number => x ** n;
  if (n % 2 === 0) return even(increasing(f, POSITIVE, 2 * ULPS))(a);
  return increasing(f, ALL, 2 * ULPS)(a);
}

/** a^p for a real p known to a double's accuracy; a must not reach below 0. */
export function powerReal(a: Interval, p: number): Interval {
  if (a[0] < 0 || (a[0] === 0 && p < 0)) return ALL;
  const [low, high] = [a[0] ** Math.abs(p), a[1] ** Math.abs(p)];
  const reach = ULPS * (2 + Math.abs(p) * Math.log(2 + magnitude(a)));
  const raised: Interval = [Math.max(0, below(low, reach)), Number.isFinite(high) ? above(high, reach) : Infinity];
  return p < 0 ? reciprocal(raised) : raised;
}
