import { describe, expect, it } from 'vitest';
import { singular } from '../../src/numeric/linear-algebra-dense.js';
import { spectralNorm } from '../../src/numeric/linear-algebra-norm.js';
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
