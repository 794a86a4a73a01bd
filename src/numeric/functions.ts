/**
 * Numeric forms of the entrywise functions of `src/symbolic/functions.ts`: doubles that do not overflow on the way to
 * a representable result, with a bound on their rounding error and a bound on their slope over an interval. Both
 * bounds feed the running error analysis of compiled kernels; tests compare them with MPFR.
 */
import { softplusIntegral } from '../lagrangians/softplus-integral.js';
import type { EntrywiseName } from '../symbolic/functions.js';
import { erf } from './functions-erf.js';

export interface NumericFunction {
  /** f(x); NaN outside the domain. */
  readonly apply: (x: number) => number;
  /** A JavaScript expression for f(x) where a built-in function or operator computes it. */
  readonly code?: (x: string) => string;
  /**
   * |apply(x) − f(x)| ≤ ulps · 2⁻⁵³ · |apply(x)|, plus ulps · 2⁻¹⁰⁷⁴ where the result is subnormal. At least twice the
   * largest error seen against MPFR. 0: exact.
   */
  readonly ulps: number;
  /**
   * A bound on |f'| over [x − e, x + e], e ≥ 0; at a jump in slope, on the Lipschitz constant. Infinity where the
   * interval may leave the domain or f may jump in it.
   */
  readonly slope: (x: number, e: number) => number;
}

const LN2 = Math.LN2;
/** Slopes are computed in a few operations of relative error below 1e-14 each; this margin covers them. */
const MARGIN = 1 + 1e-12;
/** Lower bound of slope bounds that would otherwise underflow. */
const LEAST = 1e-300;

/** The least |t| for t in [x − e, x + e]. */
const least = (x: number, e: number): number => Math.max(0, Math.abs(x) - e);
const most = (x: number, e: number): number => Math.abs(x) + e;
const upTo = (bound: number): number => bound * MARGIN + LEAST;

/** log x. NaN, not −∞, at 0: the logarithm is undefined there. */
export const log = (x: number): number => (x > 0 ? Math.log(x) : Number.NaN);
export const log1p = (x: number): number => (x > -1 ? Math.log1p(x) : Number.NaN);

/** 1/(1 + exp(−x)). For negative x in the form exp(x)/(1 + exp(x)), whose relative error stays small. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const t = Math.exp(x);
  return t / (1 + t);
}

/** log(1 + exp(x)) = max(x, 0) + log1p(exp(−|x|)). */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** log cosh x: log1p(2 sinh²(x/2)) near 0, else |x| + log1p(exp(−2|x|)) − log 2. */
export function logcosh(x: number): number {
  const a = Math.abs(x);
  if (a < 1) {
    const s = Math.sinh(a / 2);
    return Math.log1p(2 * s * s);
  }
  return a + (Math.log1p(Math.exp(-2 * a)) - LN2);
}

const sigmoidSlope = (m: number): number => sigmoid(m) * sigmoid(-m);

export const NUMERIC_FUNCTIONS = {
  exp: {
    apply: Math.exp,
    code: (x) => `Math.exp(${x})`,
    ulps: 4,
    slope: (x, e) => upTo(Math.exp(x + e)),
  },
  log: {
    apply: log,
    ulps: 4,
    slope: (x, e) => (x - e > 0 ? upTo(1 / (x - e)) : Number.POSITIVE_INFINITY),
  },
  log1p: {
    apply: log1p,
    ulps: 4,
    slope: (x, e) => (1 + (x - e) > 1e-15 ? upTo(1 / (1 + (x - e) - 2e-16)) : Number.POSITIVE_INFINITY),
  },
  expm1: {
    apply: Math.expm1,
    code: (x) => `Math.expm1(${x})`,
    ulps: 4,
    slope: (x, e) => upTo(Math.exp(x + e)),
  },
  sin: {
    apply: Math.sin,
    code: (x) => `Math.sin(${x})`,
    ulps: 4,
    slope: (x, e) => Math.min(1, upTo(Math.abs(Math.cos(x)) + e)),
  },
  cos: {
    apply: Math.cos,
    code: (x) => `Math.cos(${x})`,
    ulps: 4,
    slope: (x, e) => Math.min(1, upTo(Math.abs(Math.sin(x)) + e)),
  },
  tan: {
    apply: Math.tan,
    code: (x) => `Math.tan(${x})`,
    ulps: 4,
    // |cos| has Lipschitz constant 1, so it stays above |cos x| − e.
    slope: (x, e) => {
      const c = Math.abs(Math.cos(x)) - e;
      return c > 1e-15 ? upTo(1 / ((c - 5e-16) * (c - 5e-16))) : Number.POSITIVE_INFINITY;
    },
  },
  atan: {
    apply: Math.atan,
    code: (x) => `Math.atan(${x})`,
    ulps: 4,
    slope: (x, e) => upTo(1 / (1 + least(x, e) ** 2)),
  },
  sinh: {
    apply: Math.sinh,
    code: (x) => `Math.sinh(${x})`,
    ulps: 6,
    slope: (x, e) => upTo(Math.cosh(most(x, e))),
  },
  cosh: {
    apply: Math.cosh,
    code: (x) => `Math.cosh(${x})`,
    ulps: 6,
    slope: (x, e) => upTo(Math.sinh(most(x, e))),
  },
  tanh: {
    apply: Math.tanh,
    code: (x) => `Math.tanh(${x})`,
    ulps: 6,
    slope: (x, e) => upTo(Math.cosh(least(x, e)) ** -2),
  },
  asinh: {
    apply: Math.asinh,
    code: (x) => `Math.asinh(${x})`,
    ulps: 6,
    slope: (x, e) => upTo(1 / Math.hypot(1, least(x, e))),
  },
  logcosh: { apply: logcosh, ulps: 16, slope: (x, e) => Math.min(1, upTo(Math.tanh(most(x, e)))) },
  erf: {
    apply: erf,
    ulps: 8,
    slope: (x, e) => upTo((2 / Math.sqrt(Math.PI)) * Math.exp(-(least(x, e) ** 2))),
  },
  sigmoid: { apply: sigmoid, ulps: 8, slope: (x, e) => upTo(sigmoidSlope(least(x, e))) },
  softplus: { apply: softplus, ulps: 8, slope: (x, e) => upTo(sigmoid(x + e)) },
  softplus_integral: { apply: softplusIntegral, ulps: 32, slope: (x, e) => upTo(softplus(x + e)) },
  relu: {
    apply: (x) => Math.max(x, 0),
    code: (x) => `Math.max(${x}, 0)`,
    ulps: 0,
    slope: (x, e) => (x + e > 0 ? 1 : 0),
  },
  abs: { apply: Math.abs, code: (x) => `Math.abs(${x})`, ulps: 0, slope: () => 1 },
  sign: {
    apply: Math.sign,
    code: (x) => `Math.sign(${x})`,
    ulps: 0,
    slope: (x, e) => (Math.abs(x) > e || e === 0 ? 0 : Number.POSITIVE_INFINITY),
  },
} as const satisfies Record<EntrywiseName, NumericFunction>;

/**
 * The unit step: 1 for z > 0, 0 for z < 0; at z = 0 the direction decides: 1 if it is positive, else 0.
 */
export const step = (z: number, direction = 0): number =>
  z > 0 ? 1 : z < 0 ? 0 : z === 0 ? (direction > 0 ? 1 : 0) : Number.NaN;

/**
 * x to the power p. NaN where undefined: a negative base with an exponent that is no integer, 0 with a negative
 * exponent. Relative error at most `POWER_ULPS` · 2⁻⁵³.
 */
export function pow(x: number, p: number): number {
  if (x === 0 && p < 0) return Number.NaN;
  if (p === 2) return x * x;
  if (p === 0.5) return x >= 0 ? Math.sqrt(x) : Number.NaN;
  if (p === -1) return 1 / x;
  if (p === -0.5) return 1 / Math.sqrt(x);
  return x ** p;
}
export const POWER_ULPS = 8;
