import { describe, expect, it } from 'vitest';
import { singular, symmetricEigen } from '../../src/numeric/linear-algebra-dense.js';
import { extremeEigenvalue, spectralNorm } from '../../src/numeric/linear-algebra-norm.js';
import { generator } from './random-expressions.js';

const to = new Float64Array(1);
const norm = (entries: readonly number[], rows: number, columns: number): number => {
  spectralNorm(Float64Array.from(entries), to, rows, columns);
  return to[0] as number;
};

/** |‖A‖ − σ₁| for the greatest singular value σ₁ of a decomposition, relative to it. */
function deviation(entries: readonly number[], rows: number, columns: number): number {
  const greatest = Math.max(...singular(Float64Array.from(entries), rows, columns).values);
  return Math.abs(norm(entries, rows, columns) - greatest) / greatest;
}

describe('the spectral norm', () => {
  it('is the greatest singular value, for every shape', () => {
    const random = generator(31);
    for (let rows = 1; rows <= 9; rows += 1)
      for (let columns = 1; columns <= 9; columns += 1)
        for (const zeros of [0, 0.7]) {
          const a = Array.from({ length: rows * columns }, () => (random() < zeros ? 0 : random() - 0.5));
          a[0] = 0.3;
          expect(deviation(a, rows, columns)).toBeLessThan(1e-14);
        }
  });

  it('keeps its accuracy where singular values coincide, nearly coincide or lie far apart', () => {
    const random = generator(32);
    const n = 6;
    for (const [second, rest] of [
      [1, 1],
      [1 - 1e-12, 0.5],
      [1 - 1e-7, 1e-9],
      [1e-8, 1e-16],
    ] as const) {
      // H D H for a reflection H: the entries beside the diagonal of the Gram matrix are small beside it.
      const v = Array.from({ length: n }, () => random() - 0.5);
      const length = v.reduce((s, x) => s + x * x, 0);
      const d = Array.from({ length: n }, (_, i) => (i === 0 ? 1 : i === 1 ? second : rest));
      const h = (i: number, j: number): number =>
        (i === j ? 1 : 0) - (2 * (v[i] as number) * (v[j] as number)) / length;
      const a = Array.from({ length: n * n }, (_, k) =>
        d.reduce((s, x, q) => s + x * h(Math.floor(k / n), q) * h(q, k % n), 0),
      );
      expect(Math.abs(norm(a, n, n) - 1)).toBeLessThan(1e-14);
      expect(deviation(a, n, n)).toBeLessThan(1e-14);
    }
  });

  it('neither overflows nor underflows, and has no value where an entry has none', () => {
    expect(norm([3e300, 4e300], 1, 2)).toBeCloseTo(5e300, -290);
    expect(norm([3e-300, 0, 0, 4e-300], 2, 2) / 4e-300).toBeCloseTo(1, 14);
    expect(norm([0, 0, 0, 0], 2, 2)).toBe(0);
    for (const bad of [Number.NaN, Infinity, -Infinity])
      for (const at of [0, 3]) {
        const a = [1, 2, 3, 4];
        a[at] = bad;
        expect(norm(a, 2, 2)).toBeNaN();
      }
  });
});

describe('extreme eigenvalues', () => {
  const extreme = (entries: Float64Array, n: number, sign: 1 | -1): number => {
    extremeEigenvalue(entries, to, n, sign);
    return to[0] as number;
  };
  const symmetric = (n: number, entry: (i: number, j: number) => number): Float64Array =>
    Float64Array.from({ length: n * n }, (_, k) => {
      const [i, j] = [Math.floor(k / n), k % n];
      return entry(Math.max(i, j), Math.min(i, j));
    });

  it('are those of a decomposition, and their greater size is the norm', () => {
    const random = generator(33);
    for (let n = 1; n <= 12; n += 1)
      for (const scale of [1, 1e-200, 1e200]) {
        const draws = Array.from({ length: n * n }, () => scale * (random() - 0.7));
        const a = symmetric(n, (i, j) => draws[i * n + j] as number);
        const { values } = symmetricEigen(a, n);
        const size = Math.max(...values.map(Math.abs));
        expect(Math.abs(extreme(a, n, 1) - (values.at(-1) as number)) / size).toBeLessThan(1e-14);
        expect(Math.abs(extreme(a, n, -1) - (values[0] as number)) / size).toBeLessThan(1e-14);
        expect(Math.abs(norm([...a], n, n) - size) / size).toBeLessThan(1e-14);
      }
  });

  it('of zero and diagonal matrices', () => {
    expect(
      extreme(
        symmetric(3, () => 0),
        3,
        1,
      ),
    ).toBe(0);
    const a = symmetric(3, (i, j) => (i === j ? i - 5 : 0));
    expect(extreme(a, 3, 1)).toBeCloseTo(-3, 14);
    expect(extreme(a, 3, -1)).toBeCloseTo(-5, 14);
  });

  it('are NaN where the matrix is not symmetric or not finite', () => {
    expect(extreme(Float64Array.from([0, 1, 2, 0]), 2, 1)).toBeNaN();
    expect(extreme(Float64Array.from([Infinity]), 1, 1)).toBeNaN();
    expect(extreme(Float64Array.from([Number.NaN, 0, 0, 1]), 2, -1)).toBeNaN();
  });
});
