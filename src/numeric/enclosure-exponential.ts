/** The matrix exponential of an interval matrix. */
import { type Interval, type Intervals, type NoValue } from './enclosure-interval.js';
import { addMatrices, identityMatrix, matrixProduct, normInfinity, type SquareMatrix } from './enclosure-matrix.js';
import { UP } from './mpfr.js';

/** Beyond this norm the result is not computed. */
const LARGEST_NORM = 1e6;

/**
 * exp(A) = (exp(A/2ˢ))^(2ˢ) with ‖A/2ˢ‖∞ ≤ 1/4. The Taylor sum of B up to degree K leaves at most
 * ‖B‖^(K+1)/(K+1)! · 1/(1 − ‖B‖) in every entry.
 */
export function encloseExponential(I: Intervals, a: SquareMatrix, n: number): Interval[] | NoValue {
  const { R } = I;
  if (!a.every(I.isFinite)) return 'undecided';
  const diagonal = a.every((value, k) => Math.floor(k / n) === k % n || I.isZero(value));
  if (diagonal) return a.map((value, k) => (Math.floor(k / n) === k % n ? I.increasing('exp', value) : value));
  const size = R.toDouble(normInfinity(I, a, n), UP);
  if (!(size <= LARGEST_NORM)) return 'undecided';
  const halvings = Math.max(0, Math.ceil(Math.log2(size)) + 3);
  const b = a.map((value) => ({ low: R.scale(value.low, -halvings), high: R.scale(value.high, -halvings) }));
  const norm = I.point(normInfinity(I, b, n));
  const quarter = R.fromDouble(0.25);
  if (R.compare(norm.high, quarter) > 0) return 'undecided';
  const enough = R.scale(R.fromInteger(1), -R.precision - 8);
  let [sum, term] = [identityMatrix(I, n), identityMatrix(I, n)];
  let rest = I.fromDouble(1);
  for (let k = 1; R.compare(rest.high, enough) > 0; k++) {
    const next = matrixProduct(I, term, b, n, n, n);
    term = next.map((value) => quotient(I, value, k));
    sum = addMatrices(I, sum, term);
    // ‖B‖ᵏ/k! bounds the entries of this term; the terms after it shrink by more than 1/4 each.
    rest = quotient(I, I.multiply(rest, norm), k);
  }
  let result = sum.map((value) => I.inflate(value, R.binary('add', rest.high, R.fromDouble(0), UP)));
  for (let k = 0; k < halvings; k++) result = matrixProduct(I, result, result, n, n, n);
  return result;
}

/** a/k for an integer k ≥ 1. */
function quotient(I: Intervals, a: Interval, k: number): Interval {
  const result = I.divide(a, I.fromDouble(k));
  return typeof result === 'string' ? { low: I.R.infinity(-1), high: I.R.infinity(1) } : result;
}
