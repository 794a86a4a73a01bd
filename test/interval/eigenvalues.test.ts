import { beforeAll, describe, expect, test } from 'vitest';
import {
  greatestEigenvalue,
  leastEigenvalue,
  spectralNorm,
  symmetricEigenvalues,
} from '../../src/interval/eigenvalues.js';
import * as I from '../../src/interval/interval.js';
import { type BallMatrix, exactly } from '../../src/interval/matrix-ball.js';
import { type Interval as Enclosure, intervals } from '../../src/numeric/enclosure-interval.js';
import { encloseNorm, encloseSpectrum } from '../../src/numeric/enclosure-spectral.js';
import { DOWN, loadMpfr, reals, UP } from '../../src/numeric/mpfr.js';
import { randomFrom } from '../../src/numeric/random.js';
import { memberOf, randomMatrix, widened, withEigenvalues } from './balls.js';

beforeAll(loadMpfr);

/** A 200-bit enclosure lies within an interval, or within a unit of its ends where it is one itself. */
function expectWithin(a: I.Interval, exact: Enclosure | string | undefined): void {
  if (exact === undefined || typeof exact === 'string') throw new Error('no enclosure');
  const { toDouble } = reals();
  expect(a.low).toBeLessThanOrEqual(toDouble(exact.high, DOWN));
  expect(a.high).toBeGreaterThanOrEqual(toDouble(exact.low, UP));
}

const at200 = <T>(entries: Float64Array, use: (J: ReturnType<typeof intervals>, a: Enclosure[]) => T): T => {
  const R = reals();
  const J = intervals(R);
  return R.scope(() => use(J, Array.from(entries, J.fromDouble)));
};

describe('extreme eigenvalues', () => {
  test('contain those of 200 bits, for members of balls too', () => {
    const random = randomFrom(1, 'eigenvalues');
    for (let k = 0; k < 60; k += 1) {
      const n = random.integer(1, 7);
      const values = Array.from({ length: n }, () => random.normal() * 10 ** random.integer(-6, 3));
      const a = withEigenvalues(random, values);
      const ball = random.unit() < 0.5 ? a : widened(a, 10 ** random.uniform(-12, 0));
      const [least, greatest] = [leastEigenvalue(ball), greatestEigenvalue(ball)];
      const all = symmetricEigenvalues(ball) ?? [];
      at200(memberOf(ball, random, true), (J, m) => {
        const spectrum = encloseSpectrum(J, m, n);
        if (typeof spectrum === 'string') throw new Error(spectrum);
        for (const low of [least, all[0] ?? I.ENTIRE]) expectWithin(low, spectrum.least);
        for (const high of [greatest, all.at(-1) ?? I.ENTIRE]) expectWithin(high, spectrum.greatest);
      });
    }
  });

  test('are close', () => {
    const random = randomFrom(2, 'eigenvalues');
    for (const n of [4, 16, 40]) {
      const a = withEigenvalues(
        random,
        Array.from({ length: n }, (_, i) => i + 1),
      );
      for (const { low, high } of [leastEigenvalue(a), ...(symmetricEigenvalues(a) ?? [I.ENTIRE])])
        expect(high - low).toBeLessThan(1e-9);
    }
  });
});

test('all eigenvalues of the second difference, 2 − 2 cos(kπ/(n + 1))', () => {
  const n = 9;
  const m = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    m[i * n + i] = 2;
    if (i > 0) m[i * n + i - 1] = m[(i - 1) * n + i] = -1;
  }
  const found = symmetricEigenvalues(exactly(n, n, m)) ?? [];
  expect(found).toHaveLength(n);
  found.forEach((value, k) => {
    const angle = I.divide(I.multiply(I.point(k + 1), I.PI), I.point(n + 1)) as I.Interval;
    const expected = I.subtract(I.point(2), I.multiply(I.point(2), I.mapInterval('cos', angle) as I.Interval));
    expect(value.low).toBeLessThanOrEqual(expected.high);
    expect(value.high).toBeGreaterThanOrEqual(expected.low);
    expect(value.high - value.low).toBeLessThan(1e-12);
  });
});

test('spectral norms contain those of 200 bits', () => {
  const random = randomFrom(3, 'norms');
  for (let k = 0; k < 40; k += 1) {
    const a = randomMatrix(random, random.integer(1, 5), random.integer(1, 5));
    const ball = k % 2 === 0 ? a : widened(a, 1e-3);
    const norm = spectralNorm(ball);
    at200(memberOf(ball, random), (J, m) => {
      expectWithin(norm, encloseNorm(J, m, a.rows, a.columns));
    });
    if (k % 2 === 0) expect(norm.high / norm.low - 1).toBeLessThan(1e-11);
  }
});

test('zero, and what is not finite', () => {
  const zero = exactly(3, 3, new Float64Array(9));
  expect(leastEigenvalue(zero).low).toBeLessThanOrEqual(0);
  expect(leastEigenvalue(zero).high).toBeGreaterThanOrEqual(0);
  expect(spectralNorm(zero).high).toBeLessThan(1e-100);
  const infinite: BallMatrix = exactly(1, 1, Float64Array.of(Infinity));
  expect(leastEigenvalue(infinite)).toEqual(I.ENTIRE);
  expect(symmetricEigenvalues(infinite)).toBeUndefined();
});
