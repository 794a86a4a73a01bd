/** Matrices for tests of eigenvalues: ordinary ones and those that are hard. */
import { randomFrom } from '../../src/numeric/random.js';

/** A square matrix, row by row. */
export interface Square {
  readonly name: string;
  readonly n: number;
  readonly a: Float64Array;
}

export const square = (name: string, rows: readonly (readonly number[])[]): Square => ({
  name,
  n: rows.length,
  a: Float64Array.from(rows.flat()),
});

export const filled = (name: string, n: number, f: (i: number, j: number) => number): Square => ({
  name,
  n,
  a: Float64Array.from({ length: n * n }, (_, k) => f(Math.floor(k / n), k % n)),
});

export function gaussian(n: number, seed: number): Square {
  const random = randomFrom(seed, 'gaussian', n);
  return filled(`normal ${n} × ${n}, seed ${seed}`, n, () => random.normal());
}

/** The companion matrix of xⁿ + c_{n−1}xⁿ⁻¹ + … + c_0. */
export const companion = (coefficients: readonly number[]): Square =>
  filled(`companion of ${coefficients.join(', ')}`, coefficients.length, (i, j) =>
    j === coefficients.length - 1 ? -(coefficients[i] as number) : i === j + 1 ? 1 : 0,
  );

/** Eigenvalues 1 … 8. */
const WILKINSON = [40320, -109584, 118124, -67284, 22449, -4536, 546, -36];

export const HARD: readonly Square[] = [
  square('endless in a known library', [
    [0, 0, -1],
    [0, 0, 1],
    [1, -1, 0],
  ]),
  filled('cyclic', 5, (i, j) => (j === (i + 1) % 5 ? 1 : 0)),
  filled('Jordan block', 6, (i, j) => (i === j ? -2 : j === i + 1 ? 1 : 0)),
  filled('nilpotent', 6, (i, j) => (j === i + 1 ? 1 : 0)),
  companion(WILKINSON),
  companion([1, 0, 0, 0]),
  companion([-1, 4, -6, 4].map((c) => -c)),
  filled('zero', 3, () => 0),
  filled('identity', 4, (i, j) => (i === j ? 1 : 0)),
  filled('ones', 4, () => 1),
  square('one entry', [[-3]]),
  square('badly scaled', [
    [1, 1e10, 1e-10],
    [1e-10, 2, 1e10],
    [1e-10, 1e-10, 3],
  ]),
  square('tiny', [
    [1e-200, 2e-200],
    [3e-200, 4e-200],
  ]),
  square('huge', [
    [1e200, -2e200],
    [3e200, 4e200],
  ]),
  filled('Frank', 9, (i, j) => (j < i - 1 ? 0 : 9 - Math.max(i, j))),
  filled('Grcar', 10, (i, j) => (j === i - 1 ? -1 : j >= i && j <= i + 3 ? 1 : 0)),
  filled('skew', 7, (i, j) => Math.sign(j - i) * (1 + Math.abs(i - j))),
];
