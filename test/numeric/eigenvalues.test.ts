import { describe, expect, it } from 'vitest';
import { balance } from '../../src/numeric/balance.js';
import { type Complex, eigenvalues } from '../../src/numeric/eigenvalues.js';
import { symmetricEigen } from '../../src/numeric/linear-algebra-dense.js';
import { solveLyapunov } from '../../src/numeric/lyapunov.js';
import { realSchur } from '../../src/numeric/schur.js';
import { filled, gaussian, HARD, type Square, square } from './matrices.js';

const ALL: readonly Square[] = [
  ...HARD,
  ...[1, 2, 3, 5, 8, 16, 33].flatMap((n) => [1, 2, 3].map((s) => gaussian(n, s))),
];

const valuesOf = ({ a, n }: Square): readonly Complex[] => {
  const found = eigenvalues(a, n);
  if (found.kind === 'failed') throw new Error(found.reason);
  return found.values;
};

/** max |a_ij|. */
const size = (a: Float64Array): number => a.reduce((m, x) => Math.max(m, Math.abs(x)), 0);

function product(a: Float64Array, b: Float64Array, n: number, transposeA = false): Float64Array {
  const c = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < n; j += 1)
      for (let k = 0; k < n; k += 1)
        c[i * n + j] =
          (c[i * n + j] as number) + (a[transposeA ? k * n + i : i * n + k] as number) * (b[k * n + j] as number);
  return c;
}

describe('realSchur', () => {
  it.each(ALL)('decomposes $name', ({ a, n }) => {
    const schur = realSchur(a, n);
    if (schur.kind === 'failed') throw new Error(schur.reason);
    const { t, z } = schur;
    const residue = product(a, z, n).map((x, k) => x - (product(z, t, n)[k] as number));
    expect(size(residue)).toBeLessThanOrEqual(1e-14 * n * n * size(a));
    const gram = product(z, z, n, true).map((x, k) => x - (k % n === Math.floor(k / n) ? 1 : 0));
    expect(size(gram)).toBeLessThan(1e-14 * n);
    for (let i = 0; i < n; i += 1)
      for (let j = 0; j < i; j += 1) {
        const inBlock = j === i - 1 && schur.im[i] !== 0;
        if (!inBlock) expect(t[i * n + j]).toBe(0);
      }
  });

  it('refuses what is not finite', () => {
    expect(realSchur(Float64Array.of(1, Number.NaN, 0, 1), 2)).toMatchObject({ kind: 'failed' });
    expect(realSchur(Float64Array.of(Infinity), 1)).toMatchObject({ kind: 'failed' });
  });
});

describe('eigenvalues', () => {
  it('are those known in closed form', () => {
    const root = Math.SQRT2;
    const [cycle, wilkinson] = [HARD[0], HARD[4]] as [Square, Square];
    const near = (found: readonly Complex[], wanted: readonly Complex[], digits: number): void => {
      expect(found).toHaveLength(wanted.length);
      found.forEach((v, k) => {
        expect(v.re).toBeCloseTo(wanted[k]?.re as number, digits);
        expect(Math.abs(v.im)).toBeCloseTo(Math.abs(wanted[k]?.im as number), digits);
      });
    };
    near(
      [...valuesOf(cycle)].sort((p, q) => q.im - p.im),
      [root, 0, -root].map((im) => ({ re: 0, im })),
      12,
    );
    near(
      valuesOf(wilkinson),
      [8, 7, 6, 5, 4, 3, 2, 1].map((re) => ({ re, im: 0 })),
      6,
    );
    near(
      valuesOf(
        square('rotation', [
          [1, -2],
          [2, 1],
        ]),
      ),
      [
        { re: 1, im: 2 },
        { re: 1, im: -2 },
      ],
      14,
    );
  });

  it('agree with those of symmetric matrices', () => {
    const { a, n } = gaussian(20, 4);
    const s = filled('symmetric', n, (i, j) => (a[i * n + j] as number) + (a[j * n + i] as number));
    const { values } = symmetricEigen(s.a, n);
    valuesOf(s).forEach((v, k) => {
      expect(v.im).toBe(0);
      expect(v.re).toBeCloseTo(values[n - 1 - k] as number, 11);
    });
  });

  it('come in conjugate pairs and add up to the trace', () => {
    for (const m of ALL) {
      const values = valuesOf(m);
      let trace = 0;
      for (let i = 0; i < m.n; i += 1) trace += m.a[i * m.n + i] as number;
      const total = values.reduce((s, v) => s + v.re, 0);
      expect(Math.abs(total - trace)).toBeLessThanOrEqual(1e-12 * m.n * size(m.a));
      for (const v of values) if (v.im !== 0) expect(values.some((w) => w.re === v.re && w.im === -v.im)).toBe(true);
    }
  });
});

describe('balance', () => {
  it.each(ALL)('scales $name without rounding', ({ a, n }) => {
    const { matrix, scale } = balance(a, n);
    matrix.forEach((x, k) => {
      const factor = (scale[Math.floor(k / n)] as number) / (scale[k % n] as number);
      expect(x * factor).toBe(a[k]);
    });
    expect(scale.every((d) => Number.isInteger(Math.log2(d)))).toBe(true);
  });

  it('brings badly scaled matrices to one size', () => {
    const { matrix } = balance(Float64Array.of(1, 1e12, 1e-12, 2), 2);
    expect(size(matrix)).toBeLessThan(10);
  });
});

describe('solveLyapunov', () => {
  it.each(ALL.filter(({ n }) => n > 1))("solves A'P + PA = -I for $name, shifted", ({ a, n }) => {
    const shifted = a.map((x, k) => x - (k % n === Math.floor(k / n) ? 0.37 * size(a) || 1 : 0));
    const p = solveLyapunov(shifted, n);
    if (p === undefined) throw new Error('not solved');
    const [left, right] = [product(shifted, p, n, true), product(p, shifted, n)];
    const residue = left.map((x, k) => x + (right[k] as number) + (k % n === Math.floor(k / n) ? 1 : 0));
    expect(size(residue)).toBeLessThan(1e-13 * n * n * size(shifted) * size(p));
  });

  it('has no answer where two eigenvalues add up to 0', () => {
    expect(solveLyapunov(Float64Array.of(1, 0, 0, -1), 2)).toBeUndefined();
    expect(solveLyapunov(Float64Array.of(0), 1)).toBeUndefined();
  });
});
