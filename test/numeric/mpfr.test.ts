import { beforeAll, describe, expect, it } from 'vitest';
import { DOWN, loadMpfr, NEAREST, type Reals, reals, UP } from '../../src/numeric/mpfr.js';
import * as Q from '../../src/symbolic/rational.js';
import { numbers } from './generator.js';

let R: Reals;
beforeAll(async () => {
  await loadMpfr();
  R = reals(200);
});

it('is loaded once, also where it is asked for twice at a time', () => {
  expect(loadMpfr()).toBe(loadMpfr());
});

describe('real numbers of fixed precision', () => {
  it('take doubles in and out unchanged', () => {
    for (const value of [0, -0, 1, -1.5, 0.1, 5e-324, -5e-324, 1.7976931348623157e308, Infinity, 2 ** -1030])
      R.scope(() => {
        expect(R.toDouble(R.fromDouble(value), DOWN)).toBe(value);
        expect(R.toDouble(R.fromDouble(value), UP)).toBe(value);
      });
  });

  it('round to doubles outwards, also below and above their range', () => {
    R.scope(() => {
      const tiny = R.scale(R.fromDouble(5e-324), -1);
      expect([R.toDouble(tiny, DOWN), R.toDouble(tiny, UP)]).toEqual([0, 5e-324]);
      const huge = R.scale(R.fromDouble(1e308), 10);
      expect([R.toDouble(huge, DOWN), R.toDouble(huge, UP)]).toEqual([Number.MAX_VALUE, Infinity]);
    });
  });

  it('enclose rationals within one unit in the last place, and write out exact ones', () => {
    const random = numbers(1);
    for (let k = 0; k < 2000; k++)
      R.scope(() => {
        const digits = (n: number): bigint =>
          Array.from({ length: n }, () => BigInt(random.integer(0, 2 ** 31))).reduce((a, b) => (a << 31n) + b, 0n);
        const q = Q.rational(
          digits(random.integer(1, 14)) * (random.integer(0, 1) === 0 ? 1n : -1n),
          digits(random.integer(1, 14)) + 1n,
        );
        const [low, high] = [R.toRational(R.fromRational(q, DOWN)), R.toRational(R.fromRational(q, UP))];
        expect(Q.compare(low, q)).toBeLessThanOrEqual(0);
        expect(Q.compare(q, high)).toBeLessThanOrEqual(0);
        const width = Q.add(high, Q.negate(low));
        const size = Q.multiply(Q.rational(1, 2n ** 198n), {
          ...q,
          numerator: q.numerator < 0n ? -q.numerator : q.numerator,
        });
        expect(Q.compare(width, size)).toBeLessThanOrEqual(0);
      });
  });

  it('keep every rational of at most 200 bits exactly', () => {
    for (const bits of [1n, 53n, 64n, 100n, 197n, 198n, 199n, 200n])
      for (const shift of [-300n, -7n, 0n, 90n])
        for (const sign of [1n, -1n]) {
          const odd = sign * ((1n << bits) - 1n);
          const q = shift < 0n ? Q.rational(odd, 1n << -shift) : Q.rational(odd << shift);
          R.scope(() => {
            expect(R.toRational(R.fromRational(q, DOWN))).toEqual(q);
            expect(R.toRational(R.fromRational(q, UP))).toEqual(q);
          });
        }
  });

  it('bracket every function within one unit, against 600 bits', () => {
    const fine = reals(600);
    const random = numbers(2);
    const names = [
      'exp',
      'expm1',
      'sin',
      'cos',
      'tan',
      'atan',
      'sinh',
      'cosh',
      'tanh',
      'asinh',
      'erf',
      'sqrt',
    ] as const;
    for (let k = 0; k < 600; k++)
      for (const name of names)
        R.scope(() =>
          fine.scope(() => {
            const value = name === 'sqrt' ? Math.abs(random.double()) : random.double();
            const x = R.fromDouble(value);
            const [low, high] = [R.unary(name, x, DOWN), R.unary(name, x, UP)];
            const truth = fine.unary(name, x, NEAREST);
            expect(R.compare(low, truth)).toBeLessThanOrEqual(0);
            expect(R.compare(truth, high)).toBeLessThanOrEqual(0);
          }),
        );
  });

  it('reuses the numbers of a finished scope', () => {
    const pointers = (): number[] => R.scope(() => [R.fromDouble(1), R.pi(UP), R.fromDouble(2)]);
    const first = pointers();
    for (let k = 0; k < 1000; k++) R.scope(() => R.binary('add', R.fromDouble(k), R.pi(UP), UP));
    expect(pointers()).toEqual(first);
    expect(() =>
      R.scope(() => {
        throw new Error('left early');
      }),
    ).toThrow('left early');
    expect(pointers()).toEqual(first);
  });
});
