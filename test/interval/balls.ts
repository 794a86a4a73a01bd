/** Matrices for tests: random ones, with given eigenvalues, and as rationals. */
import {
  ballOf,
  type BallMatrix,
  exactly,
  multiplyBalls,
  symmetricPartOf,
  transposeBall,
} from '../../src/interval/matrix-ball.js';
import { sumAbove, sumBelow } from '../../src/interval/rounding.js';
import type { Random } from '../../src/numeric/random.js';

export const randomEntries = (random: Random, count: number): Float64Array =>
  Float64Array.from({ length: count }, () => random.normal());

export const randomMatrix = (random: Random, rows: number, columns: number): BallMatrix =>
  exactly(rows, columns, randomEntries(random, rows * columns));

/** A ball around a matrix. */
export const widened = (a: BallMatrix, radius: number): BallMatrix =>
  ballOf(
    a.rows,
    a.columns,
    a.middle,
    a.radius.map((r) => r + radius),
  );

/** A member of a ball whose entries are doubles; symmetric where the ball is. */
export function memberOf(a: BallMatrix, random: Random, isSymmetric = false): Float64Array {
  const m = a.middle.map((x, k) => {
    const r = a.radius[k] as number;
    return Math.min(sumBelow(x, r), Math.max(sumAbove(x, -r), x + r * random.uniform(-1.1, 1.1)));
  });
  if (!isSymmetric) return m;
  return m.map((_, k) => {
    const [i, j] = [Math.floor(k / a.columns), k % a.columns];
    return m[Math.max(i, j) * a.columns + Math.min(i, j)] as number;
  });
}

/** Orthonormal columns, but for rounding: Gram and Schmidt, twice. */
export function orthogonal(random: Random, n: number): Float64Array {
  const q = randomEntries(random, n * n);
  const at = (i: number, k: number): number => q[i * n + k] as number;
  for (let round = 0; round < 2; round += 1)
    for (let k = 0; k < n; k += 1) {
      for (let p = 0; p < k; p += 1) {
        let dot = 0;
        for (let i = 0; i < n; i += 1) dot += at(i, p) * at(i, k);
        for (let i = 0; i < n; i += 1) q[i * n + k] = at(i, k) - dot * at(i, p);
      }
      let length = 0;
      for (let i = 0; i < n; i += 1) length += at(i, k) ** 2;
      for (let i = 0; i < n; i += 1) q[i * n + k] = at(i, k) / Math.sqrt(length);
    }
  return q;
}

/** A symmetric matrix of doubles near QDQ'. */
export function withEigenvalues(random: Random, values: readonly number[]): BallMatrix {
  const n = values.length;
  const q = exactly(n, n, orthogonal(random, n));
  const d = new Float64Array(n * n);
  values.forEach((v, i) => (d[i * n + i] = v));
  const product = multiplyBalls(q, multiplyBalls(exactly(n, n, d), transposeBall(q)));
  return exactly(n, n, symmetricPartOf(exactly(n, n, product.middle)).middle);
}
