/** Error bounds of scalar operations, called from bounded kernels. A NaN bound means infinite. */
import { type NumericFunction, POWER_ULPS } from './functions.js';
import { INFLATION, UNIT_ROUNDOFF } from './codegen-value.js';

const INFINITE = Number.POSITIVE_INFINITY;
/** Above every underflow error of the few products of one operation. */
const TINY = 16 * Number.MIN_VALUE;

/** What underflow can add to the product of a ± ea and b ± eb and to the bound on its error. */
export const underflow = (a: number, ea: number, b: number, eb: number): number =>
  (a === 0 && ea === 0) || (b === 0 && eb === 0) ? 0 : TINY;

/** |f̂(x) − f(x')| for |x' − x| ≤ e, where y = f̂(x). */
export function mapError(f: NumericFunction, x: number, e: number, y: number): number {
  const size = Math.abs(y);
  let error = f.ulps * UNIT_ROUNDOFF * size;
  if (size < 1e-290 && !(y === 0 && x === 0)) error += f.ulps * TINY;
  if (e === 0) return error * INFLATION;
  return (error + f.slope(x, e) * e) * INFLATION + TINY;
}

/**
 * |x^p − x'^p'| for |x' − x| ≤ ex, |p' − p| ≤ ep, where y is the computed power. For an integer p > 0 from the slope
 * p(|x| + ex)^(p−1); else from |log(x'^p') − log(x^p)| ≤ ep·|log x'| + |p|·ex/(|x| − ex).
 */
export function powerError(x: number, ex: number, p: number, ep: number, y: number): number {
  const size = Math.abs(x);
  const integer = ep === 0 && Number.isInteger(p);
  if (x === 0 && ex === 0 && p > ep) return 0;
  let error = POWER_ULPS * UNIT_ROUNDOFF * Math.abs(y) + (Math.abs(y) < 1e-290 ? POWER_ULPS * TINY : 0);
  if (ex === 0 && integer) return y === y ? error * INFLATION : INFINITE;
  if (integer && p > 0) return (error + p * (size + ex) ** (p - 1) * ex * (1 + 1e-14)) * INFLATION + TINY;
  if (!(integer ? size > ex : x > ex)) return INFINITE;
  const relative = ex / (size - ex);
  const exponent = (Math.abs(p) + ep) * relative + ep * (Math.abs(Math.log(size)) + relative);
  error += Math.abs(y) * (1 + 1e-14) * Math.expm1(exponent * (1 + 1e-14));
  return error * INFLATION + TINY;
}

/** Whether x ± e has a certain sign, or is exactly 0. */
const decided = (x: number, e: number): boolean => Math.abs(x) > e || (x === 0 && e === 0);

/** The step of z ± ez in direction d ± ed: exact where the signs are certain, else off by at most 1. */
export function stepError(z: number, ez: number, d: number, ed: number): number {
  if (Math.abs(z) > ez) return 0;
  if (z === 0 && ez === 0 && decided(d, ed)) return 0;
  return ez < INFINITE ? 1 : INFINITE;
}

/** A bound as it is handed out: infinite where it is NaN or the value is. */
export const finish = (value: number, bound: number): number => (value === value && bound === bound ? bound : INFINITE);
