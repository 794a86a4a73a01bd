/**
 * Coefficients of expansions: a rational number as long as it is known and short, else an interval of high precision.
 * An interval stands for one real number in it.
 */
import * as Q from '../symbolic/rational.js';
import type { Enclosed, EnclosureArithmetic } from './enclosure-arithmetic.js';
import { type Interval, isInterval } from './enclosure-interval.js';
import { DOWN, UP } from './mpfr.js';

export type Coefficient = Q.Rational | Interval;

/** Exact coefficients of more bits become intervals. */
const LONGEST = 1n << 4096n;

export const isExact = (c: Coefficient): c is Q.Rational => !isInterval(c);
const isShort = (q: Q.Rational): boolean => q.numerator < LONGEST && -q.numerator < LONGEST && q.denominator < LONGEST;

export type Coefficients = ReturnType<typeof coefficients>;

/** Arithmetic of coefficients over that of enclosures. */
export function coefficients(base: EnclosureArithmetic) {
  const I = base.intervals;
  const enclosed = (c: Coefficient): Enclosed => (isExact(c) ? base.rational(c) : base.fromInterval(c));
  const fromEnclosed = ({ exact, interval }: Enclosed): Coefficient => exact ?? interval;
  const kept = (q: Q.Rational): Coefficient => (isShort(q) ? q : I.fromRational(q));
  const interval = (c: Coefficient): Interval => (isExact(c) ? I.fromRational(c) : c);
  return {
    base,
    enclosed,
    fromEnclosed,
    add: (a: Coefficient, b: Coefficient): Coefficient =>
      isExact(a) && isExact(b) ? kept(Q.add(a, b)) : I.add(interval(a), interval(b)),
    multiply: (a: Coefficient, b: Coefficient): Coefficient => {
      if (isExact(a) && isExact(b)) return kept(Q.multiply(a, b));
      if ((isExact(a) && Q.isZero(a)) || (isExact(b) && Q.isZero(b))) return Q.ZERO;
      return I.multiply(interval(a), interval(b));
    },
    /** 1/c for a coefficient of certain sign other than 0. */
    reciprocal: (c: Coefficient): Coefficient => {
      if (isExact(c)) return Q.reciprocal(c);
      const result = I.reciprocal(c);
      if (typeof result === 'string') throw new Error('internal error: a coefficient that may be 0 is divided by');
      return result;
    },
    /** The sign where it is certain. */
    sign: (c: Coefficient): -1 | 0 | 1 | undefined =>
      isExact(c) ? (c.numerator > 0n ? 1 : c.numerator < 0n ? -1 : 0) : I.sign(c),
    isZero: (c: Coefficient): boolean => (isExact(c) ? Q.isZero(c) : I.isZero(c)),
    /** Doubles around a coefficient. */
    bounds: (c: Coefficient): readonly [number, number] => {
      const { low, high } = interval(c);
      return [I.R.toDouble(low, DOWN), I.R.toDouble(high, UP)];
    },
  };
}
