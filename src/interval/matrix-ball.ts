/**
 * Matrices of which every entry is known up to a radius: a ball stands for every matrix A with |A − middle| ≤ radius,
 * entry by entry. What is computed from balls contains the exact result for all matrices in them. Row-major.
 *
 * Sums of k products in doubles are off by at most γ_k Σ|a||b|, γ_k = ku/(1 − ku), in whatever order they are added, and
 * by the least double for each product that is tiny; radii are inflated by what rounding can take from them.
 */
import { UNIT_ROUNDOFF as U } from '../numeric/codegen-value.js';
import type { MatrixBall } from '../numeric/spectral-abscissa.js';
import { productError, sumError } from './rounding.js';

export interface BallMatrix extends MatrixBall {
  readonly rows: number;
  readonly columns: number;
}

const TINY = Number.MIN_VALUE;

export const ballOf = (rows: number, columns: number, middle: Float64Array, radius: Float64Array): BallMatrix => ({
  rows,
  columns,
  middle,
  radius,
});

/** The ball of one matrix. */
export const exactly = (rows: number, columns: number, middle: Float64Array): BallMatrix =>
  ballOf(rows, columns, middle, new Float64Array(rows * columns));

export function identityBall(n: number): BallMatrix {
  const middle = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) middle[i * n + i] = 1;
  return exactly(n, n, middle);
}

export const isExact = (a: BallMatrix): boolean => a.radius.every((r) => r === 0);
export const isFiniteBall = (a: BallMatrix): boolean =>
  a.middle.every((x) => Number.isFinite(x)) && a.radius.every((x) => Number.isFinite(x));

export function transposeBall(a: BallMatrix): BallMatrix {
  const turn = (from: Float64Array): Float64Array => {
    const to = new Float64Array(from.length);
    for (let i = 0; i < a.rows; i += 1)
      for (let j = 0; j < a.columns; j += 1) to[j * a.rows + i] = from[i * a.columns + j] as number;
    return to;
  };
  return ballOf(a.columns, a.rows, turn(a.middle), turn(a.radius));
}

/** An upper bound of r plus a rounding error e that is known exactly; where it is not (NaN), of the result's size. */
function widened(r: number, e: number, result: number): number {
  if (e === 0) return r;
  return (r + (e === e ? Math.abs(e) : U * Math.abs(result))) * (1 + 4 * U) + TINY;
}

export function addBalls(a: BallMatrix, b: BallMatrix): BallMatrix {
  const middle = a.middle.map((x, k) => x + (b.middle[k] as number));
  const radius = middle.map((s, k) => {
    const [r, q] = [a.radius[k] as number, b.radius[k] as number];
    const both = r === 0 ? q : q === 0 ? r : (r + q) * (1 + 2 * U) + TINY;
    return widened(both, sumError(a.middle[k] as number, b.middle[k] as number, s), s);
  });
  return ballOf(a.rows, a.columns, middle, radius);
}

/** c·A for a number c that is exact. */
export function scaleBall(c: number, a: BallMatrix): BallMatrix {
  const middle = a.middle.map((x) => c * x);
  const radius = middle.map((x, k) => {
    const r = a.radius[k] as number;
    const scaled = r === 0 || c === 0 ? 0 : Math.abs(c) === 1 ? r : Math.abs(c) * r * (1 + 2 * U) + TINY;
    return widened(scaled, productError(c, a.middle[k] as number, x), x);
  });
  return ballOf(a.rows, a.columns, middle, radius);
}

export const subtractBalls = (a: BallMatrix, b: BallMatrix): BallMatrix => addBalls(a, scaleBall(-1, b));

/** AB. */
export function multiplyBalls(a: BallMatrix, b: BallMatrix): BallMatrix {
  const [rows, inner, columns] = [a.rows, a.columns, b.columns];
  const middle = new Float64Array(rows * columns);
  const radius = new Float64Array(rows * columns);
  const gamma = (inner + 2) * U;
  for (let i = 0; i < rows; i += 1) {
    const to = i * columns;
    let terms = 0;
    for (let k = 0; k < inner; k += 1) {
      const x = a.middle[i * inner + k] as number;
      const r = a.radius[i * inner + k] as number;
      if (x === 0 && r === 0) continue;
      terms += 1;
      const from = k * columns;
      const [reach, spread] = [Math.abs(x) + r, gamma * Math.abs(x) + r];
      for (let j = 0; j < columns; j += 1) {
        const y = b.middle[from + j] as number;
        middle[to + j] = (middle[to + j] as number) + x * y;
        radius[to + j] = (radius[to + j] as number) + reach * (b.radius[from + j] as number) + spread * Math.abs(y);
      }
    }
    for (let j = to; j < to + columns; j += 1) {
      const r = radius[j] as number;
      radius[j] = terms === 0 ? 0 : r * (1 + (2 * inner + 16) * U) + 4 * inner * TINY;
    }
  }
  return ballOf(rows, columns, middle, radius);
}

/** A diag(d) for exact numbers d. */
export function timesDiagonal(a: BallMatrix, d: ArrayLike<number>): BallMatrix {
  const factor = (k: number): number => d[k % a.columns] as number;
  const middle = a.middle.map((x, k) => x * factor(k));
  const radius = middle.map((x, k) => {
    const [r, c] = [a.radius[k] as number, factor(k)];
    const scaled = r === 0 || c === 0 ? 0 : Math.abs(c) * r * (1 + 2 * U) + TINY;
    return widened(scaled, productError(c, a.middle[k] as number, x), x);
  });
  return ballOf(a.rows, a.columns, middle, radius);
}

/** diag(d) for exact numbers d. */
export function diagonalBall(d: ArrayLike<number>): BallMatrix {
  const middle = new Float64Array(d.length * d.length);
  for (let i = 0; i < d.length; i += 1) middle[i * d.length + i] = d[i] as number;
  return exactly(d.length, d.length, middle);
}

/** diag(d) A with numbers d that are powers of two: without error but for what underflows. */
export function scaleRows(d: ArrayLike<number>, a: BallMatrix): BallMatrix {
  const scaled = (from: Float64Array): Float64Array => from.map((x, k) => x * (d[Math.floor(k / a.columns)] as number));
  const [middle, radius] = [scaled(a.middle), scaled(a.radius)];
  return ballOf(
    a.rows,
    a.columns,
    middle,
    radius.map((r, k) => (a.middle[k] === 0 && a.radius[k] === 0 ? 0 : r + lost(middle[k] as number) + lost(r))),
  );
}
/** What a product by a power of two may lose: nothing where it is not near the least double. */
const lost = (x: number): number => (Math.abs(x) > 2 ** -1020 ? 0 : TINY);

/** ½(A + A'). */
export function symmetricPartOf(a: BallMatrix): BallMatrix {
  return scaleBall(0.5, addBalls(a, transposeBall(a)));
}

/** A bound of every |A| in the ball, entry by entry. */
export const magnitudes = (a: BallMatrix): Float64Array =>
  a.middle.map((x, k) => (a.radius[k] === 0 ? Math.abs(x) : (Math.abs(x) + (a.radius[k] as number)) * (1 + 2 * U)));

/** An upper bound of a sum of `terms` numbers ≥ 0 that was computed in doubles. */
export const upwards = (sum: number, terms: number): number => sum * (1 + (terms + 4) * U) + TINY;

/** An upper bound of ‖A‖∞, the largest sum of |a_ij| over a row. */
export function rowNorm(a: BallMatrix): number {
  const size = magnitudes(a);
  let most = 0;
  for (let i = 0; i < a.rows; i += 1) {
    let sum = 0;
    for (let j = 0; j < a.columns; j += 1) sum += size[i * a.columns + j] as number;
    most = Math.max(most, upwards(sum, a.columns));
  }
  return most;
}

/** An upper bound of ‖A‖_F. */
export function frobeniusNorm(a: BallMatrix): number {
  const size = magnitudes(a);
  const most = size.reduce((m, x) => Math.max(m, x), 0);
  if (most === 0 || !Number.isFinite(most)) return most;
  const scale = 2 ** -Math.min(1000, Math.max(-1000, Math.ceil(Math.log2(most))));
  const sum = size.reduce((s, x) => s + (x * scale) ** 2, 0);
  return upwards(Math.sqrt(upwards(sum, size.length)), 4) / scale + size.length * TINY;
}
