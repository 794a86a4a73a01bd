import { beforeAll, describe, expect, it } from 'vitest';
import { enclose, type EnclosableValue, type Enclosure, loadMpfr } from '../../src/numeric/enclosure.js';
import { exactEntries } from '../../src/numeric/exact.js';
import * as B from '../../src/symbolic/build.js';
import type { Expression } from '../../src/symbolic/expression.js';
import * as Q from '../../src/symbolic/rational.js';
import { matrixShape, SCALAR, vectorShape } from '../../src/symbolic/shape.js';
import { type Numbers, numbers } from './generator.js';

beforeAll(loadMpfr);

const x = B.symbol('x', vectorShape('N'));
const y = B.symbol('y', vectorShape('N'));
const A = B.symbol('A', matrixShape('N', 'N'));
const s = B.symbol('s', SCALAR);
const first = (e: Expression, values: Record<string, readonly EnclosableValue[]>, N = 2): Enclosure =>
  enclose([e], { N }, new Map(Object.entries(values)))[0]?.[0] as Enclosure;

/** A random vector expression of rational operations. */
function rationalVector(random: Numbers, depth: number): Expression {
  const vector = (): Expression => rationalVector(random, depth - 1);
  if (depth === 0) return [x, y, B.ones(x.shape)][random.integer(0, 2)] as Expression;
  switch (random.integer(0, 8)) {
    case 0:
      return B.sum(vector(), vector());
    case 1:
      return B.subtract(vector(), B.product(B.number(Q.rational(random.integer(-5, 5), 3)), vector()));
    case 2:
      return B.hadamard(vector(), vector());
    case 3:
      return B.product(A, vector());
    case 4:
      return B.map('relu', vector());
    case 5:
      return B.hadamard(B.step(vector(), vector()), vector());
    case 6:
      return B.power(vector(), random.integer(-2, 3));
    case 7:
      return B.product(B.dot(vector(), vector()), B.map('abs', vector()));
    default:
      return B.apply('sparsemax', vector());
  }
}

const halfIntegers = (random: Numbers, n: number): number[] =>
  Array.from({ length: n }, () => random.integer(-6, 6) / 2);

describe('enclosures', () => {
  it('agree with exact evaluation, value by value and sign by sign', () => {
    const random = numbers(41);
    let [values, zeros, faults] = [0, 0, 0];
    for (let k = 0; k < 800; k++) {
      const e = rationalVector(random, random.integer(1, 4));
      const N = random.integer(1, 3);
      const at = new Map([
        ['x', halfIntegers(random, N)],
        ['y', halfIntegers(random, N)],
        ['A', halfIntegers(random, N * N)],
      ]);
      const exact = exactEntries([e], { N }, at)[0] ?? [];
      const found = enclose([e], { N }, at)[0] ?? [];
      expect(found.length).toBe(exact.length);
      found.forEach((enclosure, i) => {
        const truth = exact[i] as Q.Rational | { fault: string };
        if ('fault' in truth) {
          faults += 1;
          expect(enclosure.undefinedAt).toBeDefined();
          return;
        }
        expect(Q.compare(Q.fromDouble(enclosure.low), truth)).toBeLessThanOrEqual(0);
        expect(Q.compare(truth, Q.fromDouble(enclosure.high))).toBeLessThanOrEqual(0);
        expect(enclosure.exact).toBe(true);
        expect(enclosure.sign).toBe(Q.compare(truth, Q.ZERO));
        values += 1;
        if (Q.isZero(truth)) zeros += 1;
      });
    }
    expect(Math.min(values, zeros, faults)).toBeGreaterThan(15);
  });

  it('over boxes contain the exact values at members', () => {
    const random = numbers(42);
    let bounded = 0;
    for (let k = 0; k < 800; k++) {
      const e = rationalVector(random, random.integer(1, 4));
      const N = random.integer(1, 3);
      const box = (n: number): { values: number[]; intervals: EnclosableValue[] } => {
        const values = halfIntegers(random, n);
        const intervals = values.map((value): EnclosableValue => {
          const [below, above] = [random.integer(0, 2) / 4, random.integer(0, 2) / 4];
          return { low: value - below, high: Q.fromDouble(value + above) };
        });
        return { values, intervals };
      };
      const parts = { x: box(N), y: box(N), A: box(N * N) };
      const at = new Map(Object.entries(parts).map(([name, part]) => [name, part.values]));
      const over = new Map(Object.entries(parts).map(([name, part]) => [name, part.intervals]));
      const exact = exactEntries([e], { N }, at)[0] ?? [];
      (enclose([e], { N }, over)[0] ?? []).forEach((enclosure, i) => {
        const truth = exact[i] as Q.Rational | { fault: string };
        if ('fault' in truth) return expect(enclosure.fault).toBeDefined();
        expect(enclosure.undefinedAt).toBeUndefined();
        if (enclosure.fault !== undefined) return;
        bounded += 1;
        expect(Q.compare(Q.fromDouble(enclosure.low), truth)).toBeLessThanOrEqual(0);
        expect(Q.compare(truth, Q.fromDouble(enclosure.high))).toBeLessThanOrEqual(0);
        if (enclosure.sign !== undefined) expect(enclosure.sign).toBe(Q.compare(truth, Q.ZERO));
      });
    }
    expect(bounded).toBeGreaterThan(300);
  });

  it('find signs that doubles lose', () => {
    // (1 + s)² − 1 − 2s = s² at s = 2⁻⁶⁰.
    const e = B.subtract(B.power(B.sum(B.ONE, s), 2), B.sum(B.ONE, B.product(B.number(2), s)));
    expect(first(e, { s: [2 ** -60] })).toEqual({ low: 2 ** -120, high: 2 ** -120, exact: true, sign: 1 });
    // tanh(s) − s < 0 for s > 0.
    const small = first(B.subtract(B.map('tanh', s), s), { s: [2 ** -40] });
    expect(small.sign).toBe(-1);
    expect(small.low).toBeCloseTo(-(2 ** -120) / 3, 50);
  });

  it('know a zero at a kink that is not dyadic', () => {
    const third = B.number(Q.rational(1, 3));
    const argument = B.sum(B.product(third, s), B.number(Q.rational(-1, 3)));
    const e = B.product(B.step(argument, B.number(1)), B.map('exp', s));
    expect(first(e, { s: [1] }).low).toBeCloseTo(Math.E, 10);
    expect(first(B.product(B.step(argument), B.map('exp', s)), { s: [1] })).toMatchObject({ sign: 0, exact: true });
  });

  it('do not take a point for an integer that it only rounds to', () => {
    // exp(s) at s = 2⁻¹⁰⁰ and relu of it lie above 1 by 2⁻¹⁰⁰.
    const e = B.subtract(B.map('relu', B.sum(B.map('exp', B.product(s, B.map('tanh', B.ONE))))), B.ONE);
    expect(first(e, { s: [2 ** -100] }).sign).toBe(1);
    const N = 13;
    const above = Q.add(Q.ONE, Q.rational(1, 2n ** 100n));
    const almost = Array.from({ length: N * N }, (_, k) => (k % (N + 1) === 0 ? above : Q.ZERO));
    expect(first(B.subtract(B.map('relu', B.apply('lambda_max', A)), B.ONE), { A: almost }, N).sign).toBe(1);
    const wide = { low: Q.fromDouble(-1), high: Q.fromDouble(-0.5) };
    expect(first(B.product(B.map('relu', s), B.map('exp', s)), { s: [wide] })).toMatchObject({ exact: true, sign: 0 });
  });

  it('tell what is undefined from what is not decided', () => {
    const log = B.map('log', s);
    expect(first(log, { s: [-1] }).undefinedAt).toEqual(log);
    expect(first(log, { s: [{ low: -1, high: 1 }] })).toMatchObject({
      low: -Infinity,
      high: Infinity,
      sign: undefined,
    });
    expect(first(log, { s: [{ low: -1, high: 1 }] }).undefinedAt).toBeUndefined();
    expect(first(B.map('exp', log), { s: [{ low: -1, high: 1 }] }).sign).toBeUndefined();
    const ratio = B.product(s, B.reciprocal(s));
    expect(first(ratio, { s: [0] }).undefinedAt).toEqual(B.reciprocal(s));
    expect(first(B.product(B.ZERO, s), { s: [1] }).sign).toBe(0);
    expect(first(B.apply('inv', A), { A: [1, 2, 2, 4] }).undefinedAt).toEqual(B.apply('inv', A));
    for (const A1 of [
      [1, 2, 3, 4],
      [1, 2, { low: 3, high: 4 }, 4],
    ])
      expect(first(B.apply('lambda_max', A), { A: A1 }).undefinedAt).toBeDefined();
    expect(first(B.apply('lambda_max', A), { A: [1, 2, { low: 1, high: 4 }, 4] }).fault).toBeUndefined();
    expect(first(B.apply('polar', A), { A: [1, 2, 2, 4] })).toEqual({
      low: -1,
      high: 1,
      exact: false,
      sign: undefined,
    });
    expect(first(B.apply('sqrtm', A), { A: [1, 2, 2, 4] }).fault?.fault).toBe('undecided');
    expect(first(B.power(s, s), { s: [0] })).toMatchObject({ low: 1, high: 1, exact: true });
  });

  it('round outwards to doubles at both ends of their range', () => {
    expect(first(B.map('exp', s), { s: [1000] })).toMatchObject({ low: Number.MAX_VALUE, high: Infinity, sign: 1 });
    expect(first(B.map('exp', s), { s: [-1000] })).toMatchObject({ low: 0, high: 5e-324, sign: 1 });
    expect(first(B.negate(B.map('exp', s)), { s: [-1000] })).toMatchObject({ low: -5e-324, high: 0, sign: -1 });
    // Beyond MPFR's own range: a positive number below every bound.
    expect(first(B.map('exp', s), { s: [-1e12] })).toMatchObject({ low: 0, high: 5e-324, sign: undefined });
    expect(first(B.product(B.map('exp', s), B.map('exp', B.negate(s))), { s: [1e12] })).toMatchObject({
      high: Infinity,
    });
    expect(first(s, { s: [-0] })).toEqual({ low: 0, high: 0, exact: true, sign: 0 });
  });

  it('bound functions of matrices through expressions', () => {
    const at = { A: [2, 1, 1, 2], x: [1, 0] };
    const near = (name: Parameters<typeof B.apply>[0], value: number): void => {
      const result = first(B.apply(name, A), at);
      expect(result.low).toBeLessThanOrEqual(value);
      expect(result.high).toBeGreaterThanOrEqual(value);
      expect(result.high - result.low).toBeLessThan(1e-14);
    };
    near('lambda_min', 1);
    near('lambda_max', 3);
    near('norm', 3);
    near('polar', 1);
    near('trace', 4);
    near('inv', 2 / 3);
    expect(first(B.apply('sqrtm', A), at).low).toBeCloseTo((1 + Math.sqrt(3)) / 2, 12);
    expect(first(B.apply('expm', A), at).low).toBeCloseTo((Math.E + Math.exp(3)) / 2, 10);
  });

  it('take no memory from one call to the next', () => {
    const e = B.sumEntries(B.map('tanh', B.product(A, x)));
    const run = (): Enclosure => first(e, { A: [1, 2, 3, 4], x: [0.5, 0.25] });
    const before = run();
    for (let k = 0; k < 2000; k++) run();
    expect(run()).toEqual(before);
  });

  it('evaluate expressions of 64 neurons quickly', () => {
    const random = numbers(43);
    const N = 64;
    const at = {
      A: Array.from({ length: N * N }, () => random.unit() - 0.5),
      x: Array.from({ length: N }, () => random.unit()),
    };
    const e = B.product(B.transpose(x), A, B.diag(B.map('tanh', x)), A, x);
    const started = performance.now();
    const result = first(e, at, N);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(result.high - result.low).toBeLessThan(1e-12 * Math.abs(result.high));
  });
});
