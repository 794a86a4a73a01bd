/** Enclosures of eigenvalues and spectral norms that hold for every matrix of a ball. */
import { symmetricEigen } from '../numeric/linear-algebra-dense.js';
import { isAbove } from './definite.js';
import type { Interval } from './interval.js';
import * as I from './interval.js';
import {
  ballOf,
  type BallMatrix,
  exactly,
  frobeniusNorm,
  identityBall,
  isFiniteBall,
  multiplyBalls,
  rowNorm,
  scaleBall,
  subtractBalls,
  transposeBall,
} from './matrix-ball.js';
import { above, sumAbove, sumBelow } from './rounding.js';

/** The smallest distance from the approximate eigenvalue that is tried, relative to the matrix; then 4 times as much. */
const FIRST = 2 ** -50;
const GROWTH = 4;
const ATTEMPTS = 24;

/** The entry of a 1 × 1 ball. */
const scalarOf = ({ middle, radius }: BallMatrix): Interval => ({
  low: sumBelow(middle[0] as number, -(radius[0] as number)),
  high: sumAbove(middle[0] as number, radius[0] as number),
});

/** x'Ax / x'x. */
function rayleigh(a: BallMatrix, x: BallMatrix): Interval {
  const t = transposeBall(x);
  const quotient = I.divide(scalarOf(multiplyBalls(t, multiplyBalls(a, x))), scalarOf(multiplyBalls(t, x)));
  return typeof quotient === 'string' ? I.ENTIRE : quotient;
}

/**
 * Bounds of the least eigenvalue of every symmetric matrix of a ball: λ_min > s where A − sI has a Cholesky
 * factorisation, and λ_min ≤ x'Ax/x'x.
 */
export function leastEigenvalue(a: BallMatrix): Interval {
  if (!isFiniteBall(a)) return I.ENTIRE;
  const n = a.rows;
  const { values, vectors } = symmetricEigen(a.middle, n);
  const x = exactly(
    n,
    1,
    Float64Array.from({ length: n }, (_, i) => vectors[i * n] as number),
  );
  const { high } = rayleigh(a, x);
  const guess = values[0] as number;
  const size = frobeniusNorm(a);
  for (let k = 0, distance = FIRST * size; k < ATTEMPTS; k += 1, distance *= GROWTH) {
    const s = guess - distance;
    if (isAbove(a, s)) return { low: s, high };
  }
  return { low: -above(size), high };
}

/** Bounds of the greatest eigenvalue. */
export const greatestEigenvalue = (a: BallMatrix): Interval => I.negate(leastEigenvalue(scaleBall(-1, a)));

/**
 * Enclosures of all eigenvalues, in increasing order, of every symmetric matrix of a ball. With approximate eigenvectors
 * V, H = V'AV and ‖V'V − I‖ ≤ γ < 1, Ostrowski's theorem gives λ_k(H) = θ_k λ_k(A), |θ_k − 1| ≤ γ, and by Weyl's the
 * sorted diagonal of H is within ‖H − diag H‖ of λ(H). Undefined where V is no basis.
 */
export function symmetricEigenvalues(a: BallMatrix): readonly Interval[] | undefined {
  if (!isFiniteBall(a)) return undefined;
  const n = a.rows;
  const v = exactly(n, n, symmetricEigen(a.middle, n).vectors);
  const t = transposeBall(v);
  const gamma = rowNorm(subtractBalls(multiplyBalls(t, v), identityBall(n)));
  if (!(gamma < 1)) return undefined;
  const h = multiplyBalls(t, multiplyBalls(a, v));
  const beside = h.middle.map((x, k) => (k % (n + 1) === 0 ? 0 : x));
  const e = rowNorm(ballOf(n, n, beside, h.radius));
  const theta = { low: sumBelow(1, -gamma), high: sumAbove(1, gamma) };
  return Array.from({ length: n }, (_, i) => h.middle[i * (n + 1)] as number)
    .sort((p, q) => p - q)
    .map((d) => {
      const quotient = I.divide({ low: sumBelow(d, -e), high: sumAbove(d, e) }, theta);
      return typeof quotient === 'string' ? I.ENTIRE : quotient;
    });
}

/** Bounds of ‖A‖ = √λ_max of A'A or AA', whichever is smaller. */
export function spectralNorm(a: BallMatrix): Interval {
  const t = transposeBall(a);
  const gram = a.rows < a.columns ? multiplyBalls(a, t) : multiplyBalls(t, a);
  const symmetric = ballOf(gram.rows, gram.rows, mirrored(gram.middle, gram.rows), mirrored(gram.radius, gram.rows));
  const { low, high } = greatestEigenvalue(symmetric);
  const crude = above(frobeniusNorm(a));
  const root = I.root({ low: Math.max(0, low), high: Math.max(0, high) });
  return typeof root === 'string' ? { low: 0, high: crude } : { low: root.low, high: Math.min(root.high, crude) };
}

/** The lower triangle of what is symmetric but for rounding, on both sides. */
const mirrored = (m: Float64Array, n: number): Float64Array =>
  m.map((_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return m[Math.max(i, j) * n + Math.min(i, j)] as number;
  });
