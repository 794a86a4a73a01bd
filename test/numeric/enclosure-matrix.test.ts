import { beforeAll, describe, expect, it } from 'vitest';
import { encloseExponential } from '../../src/numeric/enclosure-exponential.js';
import { type Interval, type Intervals, intervals, type NoValue } from '../../src/numeric/enclosure-interval.js';
import { encloseInverse } from '../../src/numeric/enclosure-matrix.js';
import { encloseNorm, enclosePolar, encloseSpectrum, encloseSquareRoot } from '../../src/numeric/enclosure-spectral.js';
import { exactInverse } from '../../src/numeric/exact-matrix.js';
import { DOWN, loadMpfr, reals, UP } from '../../src/numeric/mpfr.js';
import * as Q from '../../src/symbolic/rational.js';
import { type Numbers, numbers } from './generator.js';

type Matrix = readonly Q.Rational[];

let I: Intervals;
beforeAll(async () => {
  await loadMpfr();
  I = intervals(reals(300));
});

const build = (n: number, f: (i: number, j: number) => Q.Rational): Q.Rational[] =>
  Array.from({ length: n * n }, (_, k) => f(Math.floor(k / n), k % n));
const get = (m: Matrix, n: number, i: number, j: number): Q.Rational => m[i * n + j] as Q.Rational;
const times = (a: Matrix, b: Matrix, n: number): Q.Rational[] =>
  build(n, (i, j) =>
    Array.from({ length: n }, (_, k) => Q.multiply(get(a, n, i, k), get(b, n, k, j))).reduce(Q.add, Q.ZERO),
  );
const transpose = (a: Matrix, n: number): Q.Rational[] => build(n, (i, j) => get(a, n, j, i));
const diagonal = (values: readonly Q.Rational[]): Q.Rational[] =>
  build(values.length, (i, j) => (i === j ? (values[i] as Q.Rational) : Q.ZERO));
const plus = (a: Matrix, b: Matrix): Q.Rational[] => a.map((value, k) => Q.add(value, b[k] as Q.Rational));
const inverse = (a: Matrix, n: number): readonly Q.Rational[] => {
  const result = exactInverse({ rows: n, columns: n, entries: a });
  if (result === undefined) throw new Error('singular');
  return result;
};
const identity = (n: number): Q.Rational[] => diagonal(new Array<Q.Rational>(n).fill(Q.ONE));
const fraction = (random: Numbers): Q.Rational => Q.rational(random.integer(-9, 9), random.integer(1, 7));
/** An orthogonal matrix: (I − K)(I + K)⁻¹ of a skew K. */
function orthogonal(random: Numbers, n: number): Q.Rational[] {
  const free = build(n, () => fraction(random));
  const k = build(n, (i, j) => Q.add(get(free, n, i, j), Q.negate(get(free, n, j, i))));
  return times(
    plus(
      identity(n),
      k.map((v) => Q.negate(v)),
    ),
    inverse(plus(identity(n), k), n),
    n,
  );
}
const enclosed = (m: Matrix): Interval[] => m.map((value) => I.fromRational(value));
const ends = (a: Interval): [Q.Rational, Q.Rational] => [I.R.toRational(a.low), I.R.toRational(a.high)];
const contains = (a: Interval, value: Q.Rational): boolean => {
  const [low, high] = ends(a);
  return Q.compare(low, value) <= 0 && Q.compare(value, high) <= 0;
};
const width = (a: Interval): number => I.R.toDouble(I.R.binary('sub', a.high, a.low, UP), UP);
const values = (result: readonly Interval[] | NoValue): readonly Interval[] => {
  if (typeof result === 'string') throw new Error(result);
  return result;
};
const expectAll = (result: readonly Interval[] | NoValue, expected: Matrix, tolerance: number): void => {
  values(result).forEach((value, k) => {
    expect(contains(value, expected[k] as Q.Rational)).toBe(true);
    expect(width(value)).toBeLessThanOrEqual(tolerance);
  });
};
const each = (seed: number, runs: number, sizes: number, check: (random: Numbers, n: number) => void): void => {
  const random = numbers(seed);
  for (let k = 0; k < runs; k++) I.R.scope(() => check(random, random.integer(1, sizes)));
};

describe('enclosures of functions of a matrix', () => {
  it('inverse', () => {
    each(21, 150, 6, (random, n) => {
      const a = build(n, () => fraction(random));
      const exact = exactInverse({ rows: n, columns: n, entries: a });
      const result = encloseInverse(I, enclosed(a), n);
      if (exact === undefined) expect(result).toBe('undecided');
      else expectAll(result, exact, 1e-60);
    });
  });

  it('inverse of every member of an interval matrix', () => {
    each(22, 100, 4, (random, n) => {
      const centre = build(n, (i, j) => Q.add(fraction(random), Q.rational(i === j ? 30 : 0)));
      const shift = centre.map(() => Q.rational(random.integer(-50, 50), 1000));
      const wide = enclosed(centre).map((value) => I.inflate(value, I.R.fromDouble(0.05)));
      const result = values(encloseInverse(I, wide, n));
      inverse(plus(centre, shift), n).forEach((value, k) => {
        expect(contains(result[k] as Interval, value)).toBe(true);
      });
    });
  });

  it('extreme eigenvalues, of repeated and of singular spectra too', () => {
    each(23, 120, 6, (random, n) => {
      const q = orthogonal(random, n);
      const spectrum = Array.from({ length: n }, () => Q.rational(random.integer(-4, 4), random.integer(1, 2)));
      const a = times(times(q, diagonal(spectrum), n), transpose(q, n), n);
      const result = encloseSpectrum(I, enclosed(a), n);
      if (typeof result === 'string') throw new Error(result);
      const sorted = [...spectrum].sort(Q.compare);
      expectAll([result.least, result.greatest], [sorted[0] as Q.Rational, sorted[n - 1] as Q.Rational], 1e-80);
    });
  });

  it('extreme eigenvalues of every member of an interval matrix', () => {
    each(24, 80, 5, (random, n) => {
      const q = orthogonal(random, n);
      const spectrum = Array.from({ length: n }, () => fraction(random));
      const a = times(times(q, diagonal(spectrum), n), transpose(q, n), n);
      const moved = enclosed(a).map((value) => {
        const [down, up] = [random.unit(), random.unit()];
        return {
          low: I.R.binary('sub', value.low, I.R.fromDouble(down), DOWN),
          high: I.R.binary('add', value.high, I.R.fromDouble(up), UP),
        };
      });
      const result = encloseSpectrum(I, moved, n);
      if (typeof result === 'string') return;
      const sorted = [...spectrum].sort(Q.compare);
      expect(contains(result.least, sorted[0] as Q.Rational)).toBe(true);
      expect(contains(result.greatest, sorted[n - 1] as Q.Rational)).toBe(true);
    });
  });

  it('extreme eigenvalues at the corners of an interval matrix', () => {
    I.R.scope(() => {
      const n = 3;
      const wide = diagonal([1, 1, 1].map((value) => Q.rational(value))).map((value) =>
        I.inflate(I.fromRational(value), I.R.fromDouble(0.25)),
      );
      const result = encloseSpectrum(I, wide, n);
      if (typeof result === 'string') throw new Error(result);
      // 1 ± 1/4 · 11' has the eigenvalue 1 ± 3/4.
      expect(contains(result.greatest, Q.rational(7, 4)) && contains(result.greatest, Q.ONE)).toBe(true);
      expect(contains(result.least, Q.rational(1, 4)) && contains(result.least, Q.ONE)).toBe(true);
    });
  });

  it('is exact for diagonal matrices', () => {
    I.R.scope(() => {
      const a = diagonal([3, -1, 0.25].map((value) => Q.fromDouble(value)));
      const result = encloseSpectrum(I, enclosed(a), 3);
      if (typeof result === 'string') throw new Error(result);
      expect(ends(result.greatest)).toEqual([Q.rational(3), Q.rational(3)]);
      expect(ends(result.least)).toEqual([Q.rational(-1), Q.rational(-1)]);
      const root = values(encloseSquareRoot(I, enclosed(diagonal([Q.rational(4), Q.ZERO])), 2));
      expect(root.map((value) => ends(value))).toEqual(
        [2, 0, 0, 0].map((value) => [Q.rational(value), Q.rational(value)]),
      );
      const one = values(encloseExponential(I, enclosed(diagonal([Q.ZERO, Q.ZERO])), 2));
      expect(one.every((value) => I.isPoint(value))).toBe(true);
    });
  });

  it('2-norm of rectangular matrices', () => {
    each(25, 80, 4, (random, n) => {
      const [u, v] = [orthogonal(random, n), orthogonal(random, n)];
      const singular = Array.from({ length: n }, () => fraction(random));
      const a = times(times(u, diagonal(singular), n), v, n);
      const largest = singular
        .map((s) => (s.numerator < 0n ? Q.negate(s) : s))
        .sort(Q.compare)
        .at(-1) as Q.Rational;
      const zeros = new Array<Q.Rational>(n).fill(Q.ZERO);
      const result = encloseNorm(I, enclosed([...a, ...zeros]), n + 1, n);
      if (typeof result === 'string') throw new Error(result);
      expectAll([result], [largest], largest.numerator === 0n ? 0 : 1e-80);
    });
  });

  it('square root of positive definite matrices', () => {
    each(26, 80, 5, (random, n) => {
      const q = orthogonal(random, n);
      const roots = Array.from({ length: n }, () => Q.rational(random.integer(1, 9), random.integer(1, 50)));
      const s = times(times(q, diagonal(roots), n), transpose(q, n), n);
      expectAll(encloseSquareRoot(I, enclosed(times(s, s, n)), n), s, 1e-60);
    });
  });

  it('polar factor of nonsingular matrices', () => {
    each(27, 80, 4, (random, n) => {
      const [u, q] = [orthogonal(random, n), orthogonal(random, n)];
      const stretch = Array.from({ length: n }, () => Q.rational(random.integer(1, 9), random.integer(1, 50)));
      const p = times(times(q, diagonal(stretch), n), transpose(q, n), n);
      expectAll(enclosePolar(I, enclosed(times(u, p, n)), n), u, 1e-50);
    });
  });

  it('exponential: exact for nilpotent matrices, exp(λ) along eigenvectors', () => {
    each(28, 60, 4, (random, n) => {
      const a = build(n, (i, j) => (j > i ? fraction(random) : Q.ZERO));
      let [sum, term] = [identity(n), identity(n)];
      for (let k = 1; k < n; k++) {
        term = times(term, a, n).map((value) => Q.multiply(value, Q.rational(1, k)));
        sum = plus(sum, term);
      }
      expectAll(encloseExponential(I, enclosed(a), n), sum, 1e-60);

      const q = orthogonal(random, n);
      const spectrum = Array.from({ length: n }, () => fraction(random));
      const s = times(times(q, diagonal(spectrum), n), transpose(q, n), n);
      const e = values(encloseExponential(I, enclosed(s), n));
      // q_i' exp(S) q_i = exp(λ_i).
      for (let i = 0; i < n; i++) {
        let total = I.fromDouble(0);
        for (let r = 0; r < n; r++)
          for (let c = 0; c < n; c++) {
            const weight = I.fromRational(Q.multiply(get(q, n, r, i), get(q, n, c, i)));
            total = I.add(total, I.multiply(weight, e[r * n + c] as Interval));
          }
        const expected = I.increasing('exp', I.fromRational(spectrum[i] as Q.Rational));
        expect(I.R.compare(total.low, expected.high)).toBeLessThanOrEqual(0);
        expect(I.R.compare(total.high, expected.low)).toBeGreaterThanOrEqual(0);
        expect(width(total)).toBeLessThan(1e-50);
      }
    });
  });

  it('decides nothing about singular and indefinite matrices', () => {
    I.R.scope(() => {
      const singular = enclosed([1, 2, 2, 4].map((value) => Q.rational(value)));
      expect(encloseInverse(I, singular, 2)).toBe('undecided');
      // Every orthogonal factor of a singular matrix is covered.
      for (const value of enclosePolar(I, singular, 2)) expect(ends(value)).toEqual([Q.rational(-1), Q.ONE]);
      expect(encloseSquareRoot(I, singular, 2)).toBe('undecided');
      const indefinite = enclosed([1, 2, 2, 1].map((value) => Q.rational(value)));
      expect(encloseSquareRoot(I, indefinite, 2)).toBe('undefined');
      const crooked = enclosed([2, 1, 0, 2].map((value) => Q.rational(value)));
      expect(encloseSquareRoot(I, crooked, 2)).toBe('undecided');
    });
  });
});
