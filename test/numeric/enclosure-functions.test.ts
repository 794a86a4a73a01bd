import { beforeAll, describe, expect, it } from 'vitest';
import {
  encloseLogSumExp,
  encloseMap,
  encloseSoftmax,
  encloseSparsemax,
  encloseSparsemaxSupport,
  encloseStep,
} from '../../src/numeric/enclosure-functions.js';
import { type Interval, type Intervals, intervals } from '../../src/numeric/enclosure-interval.js';
import { DOWN, loadMpfr, NEAREST, type Real, type Reals, reals, UP } from '../../src/numeric/mpfr.js';
import { ENTRYWISE_FUNCTIONS, type EntrywiseName, isEntrywiseName } from '../../src/symbolic/functions.js';
import * as Q from '../../src/symbolic/rational.js';
import { numbers } from './generator.js';

let I: Intervals;
let fine: Reals;
beforeAll(async () => {
  await loadMpfr();
  I = intervals(reals(200));
  fine = reals(900);
});

const NAMES = Object.keys(ENTRYWISE_FUNCTIONS).filter(isEntrywiseName);

/** The textbook formula at 900 bits, rounded to nearest; undefined outside the domain. */
function truth(name: EntrywiseName, x: Real): Real | undefined {
  const F = fine;
  const f = (g: Parameters<Reals['unary']>[0], z: Real): Real => F.unary(g, z, NEAREST);
  const one = F.fromInteger(1);
  const add = (a: Real, b: Real): Real => F.binary('add', a, b, NEAREST);
  const div = (a: Real, b: Real): Real => F.binary('div', a, b, NEAREST);
  switch (name) {
    case 'log':
      return F.sign(x) > 0 ? f('log', x) : undefined;
    case 'log1p':
      return F.compare(x, F.fromInteger(-1)) > 0 ? f('log1p', x) : undefined;
    case 'logcosh':
      return f('log1p', F.scale(F.powInteger(f('sinh', F.scale(x, -1)), 2, NEAREST), 1));
    case 'sigmoid':
      return div(f('exp', x), add(one, f('exp', x)));
    case 'softplus':
      return f('log1p', f('exp', x));
    case 'softplus_integral':
      return undefined;
    case 'relu':
      return F.sign(x) > 0 ? x : F.fromInteger(0);
    case 'sign':
      return F.fromInteger(F.sign(x));
    default:
      return f(name, x);
  }
}

/** Whether an interval contains a number known to a relative error of 2⁻⁷⁰⁰. */
function contains(a: Interval, value: Real): boolean {
  const slack = fine.scale(fine.unary('abs', value, UP), -700);
  return (
    fine.compare(a.low, fine.binary('add', value, slack, UP)) <= 0 &&
    fine.compare(a.high, fine.binary('sub', value, slack, DOWN)) >= 0
  );
}

/** Width at most 2⁻¹⁹⁰ of the size. */
const isTight = (a: Interval): boolean =>
  fine.compare(fine.binary('sub', a.high, a.low, UP), fine.scale(I.magnitude(a), -190)) <= 0;

const inScope = <T>(compute: () => T): T => I.R.scope(() => fine.scope(compute));

describe('enclosures of the entrywise functions', () => {
  it.each(NAMES.filter((name) => name !== 'softplus_integral'))('%s at points is right and tight', (name) => {
    const random = numbers(11);
    for (let k = 0; k < 700; k++)
      inScope(() => {
        const value = random.double();
        const z = I.fromDouble(value);
        const result = encloseMap(I, name, z);
        const expected = truth(name, z.low);
        if (expected === undefined) return expect(result, `${name}(${value})`).toBe('undefined');
        if (typeof result === 'string') return expect.unreachable(`${name}(${value}) is ${result}`);
        expect(contains(result, expected), `${name}(${value})`).toBe(true);
        expect(isTight(result), `width of ${name}(${value})`).toBe(true);
      });
  });

  it.each(NAMES.filter((name) => name !== 'softplus_integral'))('%s on intervals contains every value', (name) => {
    const random = numbers(12);
    let decided = 0;
    for (let k = 0; k < 500; k++)
      inScope(() => {
        const start = random.double();
        const width = random.integer(0, 3) === 0 ? 2 ** -random.integer(20, 300) : random.unit() * random.integer(1, 8);
        const z = I.inflate(I.fromDouble(start), I.R.fromDouble(width));
        const result = encloseMap(I, name, z);
        if (typeof result !== 'string') decided += 1;
        for (const t of [0, 1, random.unit(), random.unit(), 0.5]) {
          const length = fine.binary('sub', z.high, z.low, NEAREST);
          const x =
            t === 1
              ? z.high
              : fine.binary('add', z.low, fine.binary('mul', fine.fromDouble(t), length, NEAREST), NEAREST);
          const expected = truth(name, x);
          if (expected === undefined) expect(typeof result, `${name} near ${start}`).toBe('string');
          else if (result === 'undefined') expect.unreachable(`${name} has values near ${start}`);
          else if (result !== 'undecided') expect(contains(result, expected), `${name} near ${start}`).toBe(true);
        }
      });
    expect(decided).toBeGreaterThan(100);
  });

  it('integrates softplus: its difference quotients are values of softplus', () => {
    const random = numbers(13);
    for (let k = 0; k < 300; k++)
      inScope(() => {
        const a = random.unit() * 20 - 10;
        const h = 2 ** -8;
        const at = (x: number): Interval => encloseMap(I, 'softplus_integral', I.fromDouble(x)) as Interval;
        const rise = I.subtract(at(a + h), at(a));
        const slopes = encloseMap(I, 'softplus', { low: I.R.fromDouble(a), high: I.R.fromDouble(a + h) }) as Interval;
        const bound = I.multiply(slopes, I.subtract(I.fromDouble(a + h), I.fromDouble(a)));
        expect(I.R.compare(bound.low, rise.low)).toBeLessThanOrEqual(0);
        expect(I.R.compare(rise.high, bound.high)).toBeLessThanOrEqual(0);
      });
  });

  it('knows the extrema of sine and cosine', () => {
    inScope(() => {
      const range = (name: 'sin' | 'cos', low: number, high: number): [number, number] => {
        const z = { low: I.R.fromDouble(low), high: I.R.fromDouble(high) };
        const r = encloseMap(I, name, z) as Interval;
        return [I.R.toDouble(r.low, DOWN), I.R.toDouble(r.high, UP)];
      };
      const half = Math.PI / 2;
      // The double of π/2 lies below π/2 by 6e-17.
      expect(range('sin', 1, half)[1]).toBeLessThanOrEqual(1);
      expect(range('sin', 1, half + 2 ** -52)[1]).toBe(1);
      expect(range('sin', half + 2 ** -52, 4)[1]).toBe(1);
      expect(range('sin', half + 0.1, 4)[1]).toBeLessThan(0.996);
      expect(range('sin', -half - 2 ** -52, 0)).toEqual([-1, 0]);
      expect(range('cos', -1, 1)[1]).toBe(1);
      expect(range('cos', 1, 3)[1]).toBeLessThan(0.541);
      expect(range('cos', 3, 3.2)[0]).toBe(-1);
      expect(range('cos', 0, 7)).toEqual([-1, 1]);
      expect(range('sin', 1e300, 2e300)).toEqual([-1, 1]);
      expect(encloseMap(I, 'tan', { low: I.R.fromDouble(1.5), high: I.R.fromDouble(1.6) })).toBe('undecided');
      expect(encloseMap(I, 'tan', { low: I.R.fromDouble(-1.57), high: I.R.fromDouble(1.57) })).not.toBe('undecided');
    });
  });

  it('bounds results beyond the range of exponents', () => {
    inScope(() => {
      const at = (name: EntrywiseName, x: number): Interval => encloseMap(I, name, I.fromDouble(x)) as Interval;
      for (const name of ['exp', 'expm1', 'sinh', 'cosh'] as const) {
        const r = at(name, 1e12);
        expect(I.R.isFinite(r.low) && I.R.sign(r.low) > 0 && !I.R.isFinite(r.high)).toBe(true);
      }
      const tiny = at('exp', -1e12);
      expect([I.R.sign(tiny.low), I.R.sign(tiny.high), I.R.isFinite(tiny.high)]).toEqual([0, 1, true]);
      for (const name of ['softplus', 'logcosh'] as const) {
        const r = at(name, 1e12);
        expect(Math.abs(I.R.toDouble(r.low, DOWN) - 1e12)).toBeLessThan(1);
        expect(Math.abs(I.R.toDouble(r.high, UP) - 1e12)).toBeLessThan(1);
      }
      expect(I.R.sign(at('sigmoid', -1e12).low)).toBe(0);
      expect(I.R.toDouble(at('sigmoid', 1e12).high, UP)).toBe(1);
      const everything = { low: I.R.infinity(-1), high: I.R.infinity(1) };
      for (const name of ['sigmoid', 'tanh', 'erf', 'sin', 'cos', 'atan', 'sign'] as const) {
        const r = encloseMap(I, name, everything) as Interval;
        expect(I.R.toDouble(r.low, DOWN)).toBeGreaterThanOrEqual(-2);
        expect(I.R.toDouble(r.high, UP)).toBeLessThanOrEqual(2);
      }
    });
  });
});

describe('powers', () => {
  it('contain every value, and are undefined exactly outside the domain', () => {
    const random = numbers(14);
    for (let k = 0; k < 3000; k++)
      inScope(() => {
        const [p, q] = [random.integer(-7, 7), random.integer(1, 5)];
        const exponent = Q.rational(p, q);
        const start = random.unit() * 6 - 3;
        const radius = random.integer(0, 1) === 0 ? 0 : random.unit();
        const z = I.inflate(I.fromDouble(random.integer(0, 9) === 0 ? 0 : start), I.R.fromDouble(radius));
        const result = I.powerRational(z, exponent);
        const t = random.unit();
        const x = radius === 0 ? z.low : fine.binary('add', z.low, fine.fromDouble(2 * radius * t), NEAREST);
        const defined =
          exponent.denominator === 1n
            ? fine.sign(x) !== 0 || exponent.numerator >= 0n
            : fine.sign(x) > 0 || (fine.sign(x) === 0 && exponent.numerator > 0n);
        if (!defined) return expect(typeof result).toBe('string');
        if (result === 'undecided') return expect(radius).toBeGreaterThan(0);
        if (result === 'undefined') return expect.unreachable('a power that has a value');
        const root = fine.root(x, Number(exponent.denominator), NEAREST);
        expect(contains(result, fine.powInteger(root, Number(exponent.numerator), NEAREST))).toBe(true);
      });
  });

  it('with interval exponents contain the values at points', () => {
    const random = numbers(15);
    for (let k = 0; k < 1000; k++)
      inScope(() => {
        const base = random.unit() * 4;
        const exponent = random.unit() * 6 - 3;
        const [a, b] = [
          I.inflate(I.fromDouble(base), I.R.fromDouble(random.unit() * base * 0.9)),
          I.inflate(I.fromDouble(exponent), I.R.fromDouble(random.unit())),
        ];
        const result = I.powerInterval(a, b);
        if (typeof result === 'string') return expect.unreachable(result);
        const x = fine.binary('pow', fine.fromDouble(base), fine.fromDouble(exponent), NEAREST);
        expect(contains(result, x)).toBe(true);
      });
  });

  it('of numbers that may be 0 need a positive exponent', () => {
    inScope(() => {
      const of = (low: number, high: number): Interval => ({ low: I.R.fromDouble(low), high: I.R.fromDouble(high) });
      expect(I.powerInterval(of(0, 1), of(-1, 1))).toBe('undecided');
      expect(I.powerInterval(of(0, 1), of(0, 1))).toBe('undecided');
      expect(I.powerInterval(of(0, 0), of(-2, -1))).toBe('undefined');
      expect(I.powerInterval(of(-1, 1), of(1, 2))).toBe('undecided');
      const r = I.powerInterval(of(0, 2), of(1, 3)) as Interval;
      expect([I.R.toDouble(r.low, DOWN), Math.round(I.R.toDouble(r.high, UP))]).toEqual([0, 8]);
    });
  });

  it('keep squares on one side of 0', () => {
    inScope(() => {
      const r = I.power({ low: I.R.fromInteger(-2), high: I.R.fromInteger(1) }, 2);
      expect([I.R.toDouble(r.low, DOWN), I.R.toDouble(r.high, UP)]).toEqual([0, 4]);
      const huge = I.powerRational(I.fromDouble(-1.5), Q.rational(2n ** 40n + 1n));
      expect(typeof huge !== 'string' && I.sign(huge)).toBe(-1);
    });
  });
});

describe('interval arithmetic', () => {
  it('contains sums, differences, products and quotients of members', () => {
    const random = numbers(16);
    const interval = (): [Interval, number] => {
      const [a, b] = [random.double() % 1e3, random.double() % 1e3];
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const t = random.integer(0, 3);
      return [
        { low: I.R.fromDouble(low), high: I.R.fromDouble(high) },
        t === 0 ? low : t === 1 ? high : Math.min(high, Math.max(low, low + random.unit() * (high - low))),
      ];
    };
    for (let k = 0; k < 4000; k++)
      inScope(() => {
        const [[a, x], [b, y]] = [interval(), interval()];
        const [p, q] = [fine.fromDouble(x), fine.fromDouble(y)];
        expect(contains(I.add(a, b), fine.binary('add', p, q, NEAREST))).toBe(true);
        expect(contains(I.subtract(a, b), fine.binary('sub', p, q, NEAREST))).toBe(true);
        expect(contains(I.multiply(a, b), fine.binary('mul', p, q, NEAREST)), `${x}*${y}`).toBe(true);
        const quotient = I.divide(a, b);
        if (typeof quotient !== 'string') expect(contains(quotient, fine.binary('div', p, q, NEAREST))).toBe(true);
        else expect(I.containsZero(b)).toBe(true);
      });
  });
});

describe('the unit step', () => {
  it('is decided by the sign, and by the direction at 0', () => {
    inScope(() => {
      const of = (low: number, high: number): Interval => ({ low: I.R.fromDouble(low), high: I.R.fromDouble(high) });
      const ends = (z: Interval, d?: Interval): [number, number] => {
        const r = encloseStep(I, z, d);
        return [I.R.toDouble(r.low, DOWN), I.R.toDouble(r.high, UP)];
      };
      expect(ends(of(1, 2))).toEqual([1, 1]);
      expect(ends(of(-2, -1), of(1, 1))).toEqual([0, 0]);
      expect(ends(of(0, 0))).toEqual([0, 0]);
      expect(ends(of(0, -0), of(1, 2))).toEqual([1, 1]);
      expect(ends(of(0, 0), of(-1, 0))).toEqual([0, 0]);
      expect(ends(of(0, 0), of(-1, 1))).toEqual([0, 1]);
      expect(ends(of(0, 1), of(1, 1))).toEqual([1, 1]);
      expect(ends(of(0, 1))).toEqual([0, 1]);
      expect(ends(of(-1, 0))).toEqual([0, 0]);
      expect(ends(of(-1, 0), of(1, 1))).toEqual([0, 1]);
      expect(ends(of(-1, 1), of(1, 1))).toEqual([0, 1]);
    });
  });
});

describe('functions of a vector', () => {
  it('contain the values at members, and are tight at points', () => {
    const random = numbers(17);
    for (let k = 0; k < 400; k++)
      inScope(() => {
        const n = random.integer(1, 6);
        const scale = 10 ** random.integer(-2, 4);
        const x = Array.from({ length: n }, () => Math.round((random.unit() * 2 - 1) * 1024) * scale);
        const radius = random.integer(0, 1) === 0 ? 0 : random.unit();
        const boxes = x.map((value) => I.inflate(I.fromDouble(value), I.R.fromDouble(radius)));
        const member = x.map((value) =>
          fine.binary('add', fine.fromDouble(value), fine.fromDouble(radius * (2 * random.unit() - 1)), NEAREST),
        );
        const exps = member.map((value) => fine.unary('exp', value, NEAREST));
        const total = exps.reduce((a, b) => fine.binary('add', a, b, NEAREST));
        const sum = encloseLogSumExp(I, boxes);
        expect(contains(sum, fine.unary('log', total, NEAREST))).toBe(true);
        const shares = encloseSoftmax(I, boxes);
        shares.forEach((share, i) => {
          expect(contains(share, fine.binary('div', exps[i] as Real, total, NEAREST))).toBe(true);
          if (radius === 0) expect(isTight(share)).toBe(true);
        });
        // τ by its definition: the k for which 1 + k x_(k) > s_k is largest.
        const sorted = [...member].sort((a, b) => fine.compare(b, a));
        let [s, tau] = [fine.fromInteger(0), fine.fromInteger(0)];
        sorted.forEach((value, i) => {
          s = fine.binary('add', s, value, NEAREST);
          const k = fine.fromInteger(i + 1);
          const left = fine.binary('add', fine.fromInteger(1), fine.binary('mul', k, value, NEAREST), NEAREST);
          if (fine.compare(left, s) > 0)
            tau = fine.binary('div', fine.binary('sub', s, fine.fromInteger(1), NEAREST), k, NEAREST);
        });
        const support = encloseSparsemaxSupport(I, boxes);
        encloseSparsemax(I, boxes).forEach((p, i) => {
          const excess = fine.binary('sub', member[i] as Real, tau, NEAREST);
          const positive = fine.sign(excess) > 0;
          const wide = I.inflate(p, fine.scale(fine.fromInteger(1), -650));
          expect(contains(wide, positive ? excess : fine.fromInteger(0))).toBe(true);
          const step = support[i] as Interval;
          const size = Math.abs(fine.toDouble(excess, NEAREST));
          if (size > 1e-100) expect(contains(step, fine.fromInteger(positive ? 1 : 0))).toBe(true);
          if (radius === 0 && size > 1e-50) expect(I.isPoint(step)).toBe(true);
        });
      });
  });

  it('does not overflow', () => {
    inScope(() => {
      const x = [1e15, -1e15, 1e15 - 1].map(I.fromDouble);
      const sum = encloseLogSumExp(I, x);
      expect(I.R.toDouble(sum.low, DOWN)).toBeGreaterThan(1e15);
      expect(I.R.toDouble(sum.high, UP)).toBeLessThan(1e15 + 0.5);
      expect(encloseSoftmax(I, x).map((p) => Math.round(I.R.toDouble(p.high, UP) * 1000))).toEqual([731, 0, 269]);
    });
  });
});
