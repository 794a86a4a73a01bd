/** Whether all symmetric matrices of a ball are positive definite, semi-definite or neither. */
import { UNIT_ROUNDOFF as U } from '../numeric/codegen-value.js';
import { type ExactDefiniteness, integerDefiniteness, integerMultiple } from '../numeric/exact-definiteness.js';
import { compileDefinitenessTest, type DefinitenessTest } from '../numeric/linear-algebra.js';
import {
  addBalls,
  ballOf,
  type BallMatrix,
  frobeniusNorm,
  isExact,
  isFiniteBall,
  multiplyBalls,
  rowNorm,
  scaleRows,
  transposeBall,
  upwards,
} from './matrix-ball.js';

/** What holds for every matrix of the ball; `semidefinite`: and all are singular. */
export type BallDefiniteness = ExactDefiniteness | 'undecided';

/** An exact elimination works on integers of about so many bits. */
const MOST_BITS = 8192;

/**
 * By the Cholesky factorisation with an a-priori bound of its rounding errors (`compileDefinitenessTest`) after the
 * congruence DAD with powers of two that bring the diagonal near 1; what that leaves undecided of one single matrix, by
 * exact elimination where its integers are not too long. Rows and columns of zeros are left out.
 */
export function ballDefiniteness(a: BallMatrix): BallDefiniteness {
  const n = a.rows;
  if (!isFiniteBall(a)) return 'undecided';
  const kept = Array.from({ length: n }, (_, i) => i).filter((i) => !isZeroRow(a, i));
  if (kept.length < n) {
    const inner = kept.length === 0 ? 'definite' : ballDefiniteness(submatrix(a, kept));
    return inner === 'definite' ? 'semidefinite' : inner;
  }
  const diagonal = kept.map((i) => a.middle[i * n + i] as number);
  if (diagonal.some((d, i) => d < -(a.radius[i * n + i] as number))) return 'indefinite';
  const scaled = diagonal.every((d) => d > 0) ? equilibrated(a, diagonal) : a;
  const decided = testOf(n).decide(scaled.middle, radiusNorm(scaled));
  if (decided === 'positive') return 'definite';
  if (decided === 'negative') return 'indefinite';
  return isExact(a) ? exactly(scaled) : 'undecided';
}

/** Whether A − sI is positive definite for all A of the ball: every eigenvalue is greater than s. */
export function isAbove(a: BallMatrix, s: number): boolean {
  const n = a.rows;
  const shift = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) shift[i * n + i] = -s;
  const shifted = addBalls(a, ballOf(n, n, shift, new Float64Array(n * n)));
  return isFiniteBall(shifted) && testOf(n).decide(shifted.middle, radiusNorm(shifted)) === 'positive';
}

/**
 * The same where every A of the ball is known to have Ak = 0 for all k in the span of the columns of K, which are
 * independent: A is positive semi-definite, and 0 on that span only, exactly where A + cKK' is positive definite, c > 0.
 */
export function definitenessBesides(a: BallMatrix, kernel: BallMatrix): BallDefiniteness {
  if (kernel.columns === 0) return ballDefiniteness(a);
  const gram = multiplyBalls(kernel, transposeBall(kernel));
  const ratio = frobeniusNorm(a) / frobeniusNorm(gram);
  const c = 2 ** Math.min(900, Math.max(-900, Math.round(Math.log2(ratio)) || 0));
  const n = a.rows;
  const decided = ballDefiniteness(addBalls(a, scaleRows(new Float64Array(n).fill(c), gram)));
  return decided === 'definite' ? 'semidefinite' : decided === 'indefinite' ? 'indefinite' : 'undecided';
}

const tests = new Map<number, DefinitenessTest>();
function testOf(n: number): DefinitenessTest {
  const known = tests.get(n);
  if (known !== undefined) return known;
  const made = compileDefinitenessTest(n);
  tests.set(n, made);
  return made;
}

function isZeroRow(a: BallMatrix, i: number): boolean {
  for (let k = i * a.columns; k < (i + 1) * a.columns; k += 1) if (a.middle[k] !== 0 || a.radius[k] !== 0) return false;
  return true;
}

/** The rows and columns with these indices. */
function submatrix(a: BallMatrix, indices: readonly number[]): BallMatrix {
  const pick = (from: Float64Array): Float64Array =>
    Float64Array.from(indices.flatMap((i) => indices.map((j) => from[i * a.columns + j] as number)));
  return ballOf(indices.length, indices.length, pick(a.middle), pick(a.radius));
}

/** DAD with d_i a power of two near 1/√a_ii. */
function equilibrated(a: BallMatrix, diagonal: readonly number[]): BallMatrix {
  const d = diagonal.map((x) => 2 ** -Math.round(Math.log2(x) / 2));
  return scaleRows(d, transposeBall(scaleRows(d, a)));
}

/**
 * A bound of the spectral norm of every symmetric matrix within the radii R: of ‖R‖∞, ‖R‖_F and, by Collatz and
 * Wielandt, max_i (Rx)_i/x_i for a positive x the least.
 */
function radiusNorm({ rows: n, radius }: BallMatrix): number {
  if (radius.every((r) => r === 0)) return 0;
  const asMiddle = ballOf(n, n, radius, new Float64Array(n * n));
  let least = Math.min(rowNorm(asMiddle), frobeniusNorm(asMiddle));
  let x = new Float64Array(n).fill(1);
  for (let round = 0; round < POWER_ROUNDS; round += 1) {
    const y = new Float64Array(n);
    for (let i = 0; i < n; i += 1)
      for (let j = 0; j < n; j += 1) y[i] = (y[i] as number) + (radius[i * n + j] as number) * (x[j] as number);
    const quotient = y.reduce((m, v, i) => Math.max(m, upwards(v, n) / (x[i] as number)), 0);
    least = Math.min(least, quotient * (1 + 4 * U));
    const most = y.reduce((m, v) => Math.max(m, v), 0);
    x = y.map((v) => Math.max(v / most, 1e-8));
  }
  return least;
}
const POWER_ROUNDS = 4;

/** The decision for one matrix, in integers. */
function exactly({ rows: n, middle }: BallMatrix): BallDefiniteness {
  const m = integerMultiple(middle, n);
  const bits = m.flat().reduce((most, x) => Math.max(most, x.toString(16).length * 4), 0);
  return bits * n > MOST_BITS ? 'undecided' : integerDefiniteness(m);
}
