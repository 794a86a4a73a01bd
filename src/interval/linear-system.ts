/** Enclosures of the solutions of linear equations for all matrices of balls. */
import { MATRIX_FUNCTIONS, isSymmetric, symmetricEigen } from '../numeric/linear-algebra-dense.js';
import { symmetricEigenvalues } from './eigenvalues.js';
import {
  addBalls,
  ballOf,
  type BallMatrix,
  exactly,
  frobeniusNorm,
  identityBall,
  isFiniteBall,
  magnitudes,
  multiplyBalls,
  rowNorm,
  subtractBalls,
  transposeBall,
  upwards,
} from './matrix-ball.js';
import { above, quotientAbove, sumBelow } from './rounding.js';

/** The most unknowns of an equation for a matrix that is written as a linear system. */
const MOST_UNKNOWNS = 400;

/**
 * X with AX = B for every A and B of the balls, by an approximate inverse C and an approximate solution Y: with
 * E = I − CA, ‖E‖∞ < 1, A is nonsingular, and the error D = X − Y solves D = Z + ED, Z = C(B − AY), so that
 * |D − Z| ≤ |E|1 · ‖Z‖∞/(1 − ‖E‖∞) column by column (Krawczyk 1969; Rump 2010). Undefined where that is not verified.
 */
export function solveBalls(a: BallMatrix, b: BallMatrix): BallMatrix | undefined {
  const [n, m] = [a.rows, b.columns];
  if (!isFiniteBall(a) || !isFiniteBall(b)) return undefined;
  const approximate = new Float64Array(n * n);
  MATRIX_FUNCTIONS.inv(a.middle, approximate, n, n);
  const inverse = exactly(n, n, approximate);
  if (!isFiniteBall(inverse)) return undefined;
  const E = subtractBalls(identityBall(n), multiplyBalls(inverse, a));
  const contraction = rowNorm(E);
  if (!(contraction < 1)) return undefined;
  const Y = exactly(n, m, multiplyBalls(inverse, b).middle);
  const Z = multiplyBalls(inverse, subtractBalls(b, multiplyBalls(a, Y)));
  const result = addBalls(Y, Z);
  const [sizes, spread] = [magnitudes(Z), magnitudes(E)];
  const rest = sumBelow(1, -contraction);
  for (let j = 0; j < m; j += 1) {
    let most = 0;
    for (let i = 0; i < n; i += 1) most = Math.max(most, sizes[i * m + j] as number);
    const error = quotientAbove(most, rest);
    for (let i = 0; i < n; i += 1) {
      let sum = 0;
      for (let k = 0; k < n; k += 1) sum += spread[i * n + k] as number;
      result.radius[i * m + j] = above((result.radius[i * m + j] as number) + above(upwards(sum, n) * error));
    }
  }
  return isFiniteBall(result) ? result : undefined;
}

/** A⁻¹ for every A of the ball. */
export const invertBall = (a: BallMatrix): BallMatrix | undefined => solveBalls(a, identityBall(a.rows));

/**
 * X with AX + XB = Q (Sylvester; Lyapunov where B = A') for all matrices of the balls. Where A and B are symmetric,
 * X ↦ AX + XB is symmetric with the eigenvalues λ_i(A) + λ_j(B), so that the error of an approximate solution Y is at
 * most ‖Q − AY − YB‖_F/min |λ_i + λ_j|; others as a linear system of at most 400 unknowns.
 */
export function solveSylvester(a: BallMatrix, b: BallMatrix, q: BallMatrix): BallMatrix | undefined {
  const areSymmetric = [a, b].every((s) => isSymmetric(s.middle, s.rows) && isSymmetric(s.radius, s.rows));
  return areSymmetric ? symmetricSylvester(a, b, q) : asLinearSystem(a, b, q);
}

function symmetricSylvester(a: BallMatrix, b: BallMatrix, q: BallMatrix): BallMatrix | undefined {
  const [left, right] = [symmetricEigenvalues(a), symmetricEigenvalues(b)];
  if (left === undefined || right === undefined || !isFiniteBall(q)) return undefined;
  let gap = Infinity;
  for (const x of left)
    for (const y of right) {
      const low = sumBelow(x.low, y.low);
      const high = -sumBelow(-x.high, -y.high);
      gap = Math.min(gap, low > 0 ? low : high < 0 ? -high : 0);
    }
  if (!(gap > 0)) return undefined;
  const solve = inEigenbases(a, b);
  const residue = (y: BallMatrix): BallMatrix => subtractBalls(q, addBalls(multiplyBalls(a, y), multiplyBalls(y, b)));
  const rough = solve(q.middle);
  const correction = solve(residue(exactly(q.rows, q.columns, rough)).middle);
  const Y = exactly(
    q.rows,
    q.columns,
    rough.map((x, k) => x + (correction[k] as number)),
  );
  const error = quotientAbove(frobeniusNorm(residue(Y)), gap);
  return Number.isFinite(error)
    ? ballOf(
        q.rows,
        q.columns,
        Y.middle,
        Y.middle.map(() => error),
      )
    : undefined;
}

/** An approximate solution: in bases of eigenvectors each entry is divided by the sum of two eigenvalues. */
function inEigenbases(a: BallMatrix, b: BallMatrix): (right: Float64Array) => Float64Array {
  const [n, m] = [a.rows, b.rows];
  const [p, q] = [symmetricEigen(a.middle, n), symmetricEigen(b.middle, m)];
  const [V, U] = [exactly(n, n, p.vectors), exactly(m, m, q.vectors)];
  return (right) => {
    const turned = multiplyBalls(transposeBall(V), multiplyBalls(exactly(n, m, right), U)).middle;
    const divided = turned.map((x, k) => x / ((p.values[Math.floor(k / m)] as number) + (q.values[k % m] as number)));
    return multiplyBalls(V, multiplyBalls(exactly(n, m, divided), transposeBall(U))).middle;
  };
}

/** Row i·m + j of the system is the entry (i, j) of AX + XB. */
function asLinearSystem(a: BallMatrix, b: BallMatrix, q: BallMatrix): BallMatrix | undefined {
  const [n, m] = [a.rows, b.rows];
  const size = n * m;
  if (size > MOST_UNKNOWNS) return undefined;
  const left = new Float64Array(size * size);
  const leftRadius = new Float64Array(size * size);
  const right = new Float64Array(size * size);
  const rightRadius = new Float64Array(size * size);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < m; j += 1) {
      const row = (i * m + j) * size;
      for (let k = 0; k < n; k += 1) {
        left[row + k * m + j] = a.middle[i * n + k] as number;
        leftRadius[row + k * m + j] = a.radius[i * n + k] as number;
      }
      for (let k = 0; k < m; k += 1) {
        right[row + i * m + k] = b.middle[k * m + j] as number;
        rightRadius[row + i * m + k] = b.radius[k * m + j] as number;
      }
    }
  const system = addBalls(ballOf(size, size, left, leftRadius), ballOf(size, size, right, rightRadius));
  const solved = solveBalls(system, ballOf(size, 1, q.middle, q.radius));
  return solved === undefined ? undefined : ballOf(n, m, solved.middle, solved.radius);
}
