import { describe, expect, test } from 'vitest';
import * as I from '../../src/interval/interval.js';
import { inverse, softmax, sparsemax, sparsemaxSupport } from '../../src/interval/vector-functions.js';
import { randomFrom } from '../../src/numeric/random.js';
import * as Q from '../../src/symbolic/rational.js';

const random = randomFrom(11, 'intervals');
/** Doubles of many sizes, short and long. */
const double = (): number => {
  const value = random.sign() * random.unit() * 2 ** random.integer(-30, 30);
  return random.unit() < 0.3 ? Math.round(value) : value;
};
const contains = (a: I.Interval, value: Q.Rational): boolean =>
  (a.low === -Infinity || Q.compare(Q.fromDouble(a.low), value) <= 0) &&
  (a.high === Infinity || Q.compare(value, Q.fromDouble(a.high)) <= 0);
const interval = (outcome: I.Outcome): I.Interval => {
  if (typeof outcome === 'string') throw new Error(outcome);
  return outcome;
};
const relativeWidth = (a: I.Interval): number => (a.high - a.low) / Math.max(Math.abs(a.low), Math.abs(a.high), 1e-300);

describe('operations contain the exact result', () => {
  test('of doubles', () => {
    for (let k = 0; k < 5000; k += 1) {
      const [x, y] = [double(), double()];
      const [p, q] = [Q.fromDouble(x), Q.fromDouble(y)];
      const [a, b] = [I.point(x), I.point(y)];
      const results: [I.Interval, Q.Rational][] = [
        [I.add(a, b), Q.add(p, q)],
        [I.multiply(a, b), Q.multiply(p, q)],
      ];
      if (y !== 0) {
        results.push([interval(I.divide(a, b)), Q.multiply(p, Q.reciprocal(q))]);
        results.push([interval(I.power(b, I.point(-3))), Q.power(q, -3)]);
      }
      results.push([interval(I.power(a, I.point(4))), Q.power(p, 4)]);
      for (const [result, exact] of results) {
        expect(contains(result, exact)).toBe(true);
        expect(relativeWidth(result)).toBeLessThan(1e-14);
      }
    }
  });

  test('of points in intervals', () => {
    for (let k = 0; k < 3000; k += 1) {
      const [x, y] = [double(), double()];
      const around = (v: number): I.Interval => ({ low: v - random.unit() * Math.abs(v), high: v + random.unit() });
      const [a, b] = [around(x), around(y)];
      const [p, q] = [Q.fromDouble(x), Q.fromDouble(y)];
      expect(contains(I.add(a, b), Q.add(p, q))).toBe(true);
      expect(contains(I.multiply(a, b), Q.multiply(p, q))).toBe(true);
      expect(contains(interval(I.power(a, I.point(3))), Q.power(p, 3))).toBe(true);
      expect(contains(interval(I.power(a, I.point(2))), Q.power(p, 2))).toBe(true);
      const quotient = I.divide(a, b);
      if (typeof quotient !== 'string') expect(contains(quotient, Q.multiply(p, Q.reciprocal(q)))).toBe(true);
    }
  });

  test('of square roots: their squares lie on both sides', () => {
    for (let k = 0; k < 2000; k += 1) {
      const x = Math.abs(double());
      const { low, high } = interval(I.power(I.point(x), I.point(0.5)));
      const square = (v: number): Q.Rational => Q.power(Q.fromDouble(v), 2);
      expect(Q.compare(square(low), Q.fromDouble(x))).toBeLessThanOrEqual(0);
      expect(Q.compare(square(high), Q.fromDouble(x))).toBeGreaterThanOrEqual(0);
    }
  });

  test('rational numbers', () => {
    expect(I.fromRational(Q.rational(3, 8))).toEqual(I.point(0.375));
    const third = I.fromRational(Q.rational(1, 3));
    expect(contains(third, Q.rational(1, 3))).toBe(true);
    expect(third.low).toBeLessThan(third.high);
  });
});

describe('what is exact stays a point', () => {
  test.each([
    [I.add(I.point(0.5), I.point(3)), 3.5],
    [I.multiply(I.point(1.5), I.point(-7)), -10.5],
    [interval(I.divide(I.point(7), I.point(4))), 1.75],
    [interval(I.power(I.point(9), I.point(0.5))), 3],
    [interval(I.reciprocal(I.point(8))), 0.125],
  ])('%o', (result, value) => {
    expect(result).toEqual(I.point(value));
  });
});

describe('what has no value says so', () => {
  const around: I.Interval = { low: -1, high: 1 };
  test.each([
    ['1/0', I.reciprocal(I.ZERO), 'undefined'],
    ['1/[−1, 1]', I.reciprocal(around), 'undecided'],
    ['√−1', I.power(I.point(-1), I.point(0.5)), 'undefined'],
    ['√[−1, 1]', I.power(around, I.point(0.5)), 'undecided'],
    ['(−2)^0.3', I.power(I.point(-2), I.point(0.3)), 'undefined'],
    ['0^−1', I.power(I.ZERO, I.point(-1)), 'undefined'],
    ['log −1', I.mapInterval('log', I.point(-1)), 'undefined'],
    ['step [−1, 1]', I.stepInterval(around), 'undecided'],
    ['log 0', I.mapInterval('log', I.ZERO), 'undefined'],
    ['log [−2, −1]', I.mapInterval('log', { low: -2, high: -1 }), 'undefined'],
    ['log [0, 1]', I.mapInterval('log', { low: 0, high: 1 }), 'undecided'],
    ['log1p [−2, −1]', I.mapInterval('log1p', { low: -2, high: -1 }), 'undefined'],
    ['tan [1, 2]', I.mapInterval('tan', { low: 1, high: 2 }), 'undecided'],
    ['tan [1, ∞)', I.mapInterval('tan', { low: 1, high: Infinity }), 'undecided'],
    ['1/[0, 1]', I.reciprocal({ low: 0, high: 1 }), 'undecided'],
    ['0/0', I.divide(I.ZERO, I.ZERO), 'undefined'],
  ])('%s', (_, outcome, expected) => {
    expect(outcome).toBe(expected);
  });
});

describe('what has a value at the edge of its domain, or jumps', () => {
  test.each([
    ['√[0, 4]', I.root({ low: 0, high: 4 }), { low: 0, high: 2 }],
    ['√0', I.root(I.ZERO), I.ZERO],
    ['sign [−1, 1]', I.mapInterval('sign', { low: -1, high: 1 }), { low: -1, high: 1 }],
    ['sign 0', I.mapInterval('sign', I.ZERO), I.ZERO],
    ['step (0, ∞)', I.stepInterval({ low: Number.MIN_VALUE, high: Infinity }), I.ONE],
    ['0·ℝ', I.multiply(I.ZERO, I.ENTIRE), I.ZERO],
    ['1/[1, ∞)', I.reciprocal({ low: 1, high: Infinity }), { low: 0, high: 1 }],
    ['|ℝ|', I.absolute(I.ENTIRE), { low: 0, high: Infinity }],
  ])('%s', (_, outcome, expected) => {
    // The ends as numbers: 0 and −0 are one.
    const { low, high } = interval(outcome);
    expect([low === expected.low, high === expected.high]).toEqual([true, true]);
  });
});

describe('functions of vectors and matrices', () => {
  const rational = (values: readonly number[]): I.Interval[] => values.map(I.point);
  test('softmax adds up to 1, also far out', () => {
    const parts = softmax(rational([1000, 999, -1000])).map(interval);
    const all = I.total(parts);
    expect(all.low).toBeLessThanOrEqual(1);
    expect(all.high).toBeGreaterThanOrEqual(1);
    expect(all.high - all.low).toBeLessThan(1e-12);
  });
  test('sparsemax of (1, 0.5, −1) is (0.75, 0.25, 0)', () => {
    const near = sparsemax(rational([1, 0.5, -1])).map(interval);
    [0.75, 0.25, 0].forEach((value, k) => {
      expect(contains(near[k] as I.Interval, Q.fromDouble(value))).toBe(true);
    });
    expect(sparsemaxSupport(rational([1, 0.5, -1]))).toEqual([I.ONE, I.ONE, I.ZERO]);
  });
  test('A times its inverse contains I', () => {
    const A = rational([2, 1, 0, -1, 3, 4, 0.5, 0, 1]);
    const B = inverse(A, 3).map(interval);
    for (let i = 0; i < 3; i += 1)
      for (let j = 0; j < 3; j += 1) {
        const entry = I.total([0, 1, 2].map((k) => I.multiply(A[3 * i + k] as I.Interval, B[3 * k + j] as I.Interval)));
        expect(contains(entry, Q.rational(i === j ? 1 : 0))).toBe(true);
        expect(entry.high - entry.low).toBeLessThan(1e-12);
      }
  });
  test('a singular matrix has none', () => {
    expect(inverse(rational([1, 2, 2, 4]), 2)).toContain('undefined');
  });
});
