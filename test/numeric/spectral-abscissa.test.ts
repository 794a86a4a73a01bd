import { describe, expect, it } from 'vitest';
import { eigenvalues } from '../../src/numeric/eigenvalues.js';
import { randomFrom } from '../../src/numeric/random.js';
import { type AbscissaBounds, compileSide, encloseAbscissa } from '../../src/numeric/spectral-abscissa.js';
import { filled, gaussian, HARD, type Square, square } from './matrices.js';

const bounds = ({ a, n }: Square, radius = 0): AbscissaBounds =>
  encloseAbscissa({ middle: a, radius: new Float64Array(n * n).fill(radius) }, n);
const contains = ({ low, high }: AbscissaBounds, x: number): boolean => low <= x && x <= high;

describe('encloseAbscissa', () => {
  it('contains abscissas that are known exactly', () => {
    const known: readonly (readonly [string, number])[] = [
      ['endless in a known library', 0],
      ['cyclic', 1],
      ['Jordan block', -2],
      ['nilpotent', 0],
      ['companion of 40320, -109584, 118124, -67284, 22449, -4536, 546, -36', 8],
      ['companion of 1, 0, 0, 0', Math.SQRT1_2],
      ['zero', 0],
      ['identity', 1],
      ['ones', 4],
      ['one entry', -3],
      ['skew', 0],
    ];
    for (const [name, value] of known) {
      const m = HARD.find((h) => h.name === name) as Square;
      const found = bounds(m);
      expect(contains(found, value), `${name}: [${found.low}, ${found.high}]`).toBe(true);
      expect(found.high - found.low, name).toBeLessThan(0.2 * Math.max(1, Math.abs(value)));
    }
  });

  it('is narrow for ordinary matrices and wide enough for errors of entries', () => {
    for (const n of [1, 2, 4, 9, 24]) {
      const m = gaussian(n, 7);
      const values = eigenvalues(m.a, n);
      const guess = values.kind === 'failed' ? Number.NaN : (values.values[0]?.re as number);
      const narrow = bounds(m);
      expect(contains(narrow, guess)).toBe(true);
      expect(narrow.high - narrow.low).toBeLessThan(1e-8);
      const wide = bounds(m, 1e-4);
      const random = randomFrom(n, 'members');
      for (let k = 0; k < 20; k += 1) {
        const member = eigenvalues(
          m.a.map((x) => x + 1e-4 * random.sign()),
          n,
        );
        if (member.kind === 'failed') throw new Error(member.reason);
        expect(contains(wide, member.values[0]?.re as number)).toBe(true);
      }
    }
  });

  it('decides thin cases by what is certain only', () => {
    const diagonal = (x: number): Square => filled('diagonal', 3, (i, j) => (i !== j ? 0 : i === 1 ? x : -1));
    expect(bounds(diagonal(-1e-12)).high).toBeLessThan(0);
    expect(bounds(diagonal(1e-12)).low).toBeGreaterThan(0);
    for (const x of [0, 1e-17, -1e-17]) {
      expect(contains(bounds(diagonal(x)), x)).toBe(true);
    }
    const { low, high } = bounds(diagonal(-1e-12), 2e-12);
    expect(low < 0 && high > 0).toBe(true);
  });

  it('decides triangular matrices with large entries', () => {
    const m = square('feedforward', [
      [-1, 1e8],
      [0, -1],
    ]);
    expect(bounds(m).high).toBeLessThan(-0.99);
  });

  it('knows nothing of what is not finite', () => {
    expect(bounds(square('infinite', [[Infinity]]))).toEqual({ low: -Infinity, high: Infinity });
    expect(bounds(square('finite', [[1]]), Infinity)).toEqual({ low: -Infinity, high: Infinity });
  });
});

describe('compileSide', () => {
  it('is never wrong beside eigenvalues', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const n = 1 + (seed % 5);
      const random = randomFrom(seed, 'triangular');
      // Similar to a triangular matrix of integers by an integer one with determinant 1, hence exact.
      const diagonal = Array.from({ length: n }, () => random.integer(-4, 4));
      const t = filled('', n, (i, j) => (i === j ? (diagonal[i] as number) : j > i ? random.integer(-3, 3) : 0));
      const a = Float64Array.from(t.a);
      for (let k = 1; k < n; k += 1) {
        const f = random.integer(-2, 2);
        for (let j = 0; j < n; j += 1) a[k * n + j] = (a[k * n + j] as number) + f * (a[(k - 1) * n + j] as number);
        for (let i = 0; i < n; i += 1) a[i * n + k - 1] = (a[i * n + k - 1] as number) - f * (a[i * n + k] as number);
      }
      const exact = Math.max(...diagonal);
      const side = compileSide(n);
      const ball = { middle: a, radius: new Float64Array(n * n) };
      for (const distance of [1, 1e-3, 1e-9, 1e-13, 0]) {
        expect(side(ball, exact - distance)).not.toBe('left');
        expect(side(ball, exact + distance)).not.toBe('right');
      }
      expect(side(ball, exact + 0.5)).toBe('left');
    }
  });
});
