/**
 * Intervals [low, high] of high-precision numbers, rounded outwards. An interval stands for some finite real number in
 * it; an infinite end is a bound only. Every operation is tight up to one rounding of each end.
 */
import type { Rational } from '../symbolic/rational.js';
import { DOWN, NEAREST, type Real, type Reals, type UnaryReal, UP } from './mpfr.js';

export interface Interval {
  readonly low: Real;
  readonly high: Real;
}

/** No value: certainly (`undefined`), or perhaps (`undecided`). */
export type NoValue = 'undefined' | 'undecided';

export const isInterval = (value: object): value is Interval => 'low' in value;

export type Intervals = ReturnType<typeof createIntervals>;

/** Integers of `powInteger` and `root` have at most 31 bits. */
const LARGEST_INTEGER = 2 ** 31 - 1;

const cache = new Map<Reals, Intervals>();

/** The interval operations over real numbers of one precision. */
export function intervals(R: Reals): Intervals {
  const known = cache.get(R);
  if (known !== undefined) return known;
  const made = createIntervals(R);
  cache.set(R, made);
  return made;
}

function createIntervals(R: Reals) {
  const point = (a: Real): Interval => ({ low: a, high: a });
  const fromDouble = (value: number): Interval => point(R.fromDouble(value));
  const fromRational = (value: Rational): Interval => ({
    low: R.fromRational(value, DOWN),
    high: R.fromRational(value, UP),
  });
  const isPoint = (a: Interval): boolean => a.low === a.high || R.compare(a.low, a.high) === 0;
  const isFinite = (a: Interval): boolean => R.isFinite(a.low) && R.isFinite(a.high);
  const isZero = (a: Interval): boolean => R.sign(a.low) === 0 && R.sign(a.high) === 0;
  /** −1, 0 (exactly zero), 1, or undefined where the sign is not certain. */
  const sign = (a: Interval): -1 | 0 | 1 | undefined =>
    R.sign(a.low) > 0 ? 1 : R.sign(a.high) < 0 ? -1 : isZero(a) ? 0 : undefined;
  const containsZero = (a: Interval): boolean => R.sign(a.low) <= 0 && R.sign(a.high) >= 0;
  const least = (a: Real, b: Real): Real => (R.compare(a, b) <= 0 ? a : b);
  const greatest = (a: Real, b: Real): Real => (R.compare(a, b) >= 0 ? a : b);
  const hull = (a: Interval, b: Interval): Interval => ({
    low: least(a.low, b.low),
    high: greatest(a.high, b.high),
  });
  const clip = (a: Interval, low: Real, high: Real): Interval => ({
    low: greatest(a.low, low),
    high: least(a.high, high),
  });

  const negate = (a: Interval): Interval => {
    const low = R.unary('neg', a.high, DOWN);
    return a.low === a.high ? point(low) : { low, high: R.unary('neg', a.low, UP) };
  };
  const add = (a: Interval, b: Interval): Interval => ({
    low: R.binary('add', a.low, b.low, DOWN),
    high: R.binary('add', a.high, b.high, UP),
  });
  const subtract = (a: Interval, b: Interval): Interval => ({
    low: R.binary('sub', a.low, b.high, DOWN),
    high: R.binary('sub', a.high, b.low, UP),
  });
  /** [|a|.low, |a|.high]. */
  const absolute = (a: Interval): Interval => {
    if (R.sign(a.low) >= 0) return a;
    if (R.sign(a.high) <= 0) return negate(a);
    return { low: R.fromInteger(0), high: greatest(R.unary('neg', a.low, UP), a.high) };
  };
  const magnitude = (a: Interval): Real => absolute(a).high;

  const multiply = (a: Interval, b: Interval): Interval => {
    if (a === b) return power(a, 2);
    const [an, bn] = [R.sign(a.low) < 0, R.sign(b.low) < 0];
    const [ap, bp] = [R.sign(a.high) > 0, R.sign(b.high) > 0];
    const ends = (p: Real, q: Real, r: Real, s: Real): Interval => ({
      low: R.multiply(p, q, DOWN),
      high: R.multiply(r, s, UP),
    });
    if (!an) {
      if (!bn) return ends(a.low, b.low, a.high, b.high);
      return bp ? ends(a.high, b.low, a.high, b.high) : ends(a.high, b.low, a.low, b.high);
    }
    if (!ap) {
      if (!bn) return ends(a.low, b.high, a.high, b.low);
      return bp ? ends(a.low, b.high, a.low, b.low) : ends(a.high, b.high, a.low, b.low);
    }
    if (!bn) return ends(a.low, b.high, a.high, b.high);
    if (!bp) return ends(a.high, b.low, a.low, b.low);
    return {
      low: least(R.multiply(a.low, b.high, DOWN), R.multiply(a.high, b.low, DOWN)),
      high: greatest(R.multiply(a.low, b.low, UP), R.multiply(a.high, b.high, UP)),
    };
  };

  /** a^n for an integer n ≥ 0. */
  const power = (a: Interval, n: number): Interval => {
    if (n === 0) return fromDouble(1);
    if (n % 2 === 0) {
      const b = absolute(a);
      return { low: R.powInteger(b.low, n, DOWN), high: R.powInteger(b.high, n, UP) };
    }
    return { low: R.powInteger(a.low, n, DOWN), high: R.powInteger(a.high, n, UP) };
  };
  const reciprocal = (a: Interval): Interval | NoValue => {
    if (isZero(a)) return 'undefined';
    if (containsZero(a)) return 'undecided';
    const one = R.fromInteger(1);
    return { low: R.binary('div', one, a.high, DOWN), high: R.binary('div', one, a.low, UP) };
  };
  const divide = (a: Interval, b: Interval): Interval | NoValue => {
    if (isZero(b)) return 'undefined';
    if (containsZero(b)) return 'undecided';
    if (isPoint(a) && isPoint(b) && isFinite(a) && isFinite(b))
      return { low: R.binary('div', a.low, b.low, DOWN), high: R.binary('div', a.low, b.low, UP) };
    const inverse = reciprocal(b);
    return typeof inverse === 'string' ? inverse : multiply(a, inverse);
  };
  /** An increasing function by its ends. */
  const increasing = (name: UnaryReal, a: Interval): Interval => ({
    low: R.unary(name, a.low, DOWN),
    high: R.unary(name, a.high, UP),
  });

  /** a^(p/q) for a ≥ 0 and p/q > 0 that is not an integer. */
  const positiveRoot = (a: Interval, p: bigint, q: bigint): Interval => {
    if (p > LARGEST_INTEGER || q > LARGEST_INTEGER) {
      const exponent = fromRational({ numerator: p, denominator: q });
      const upper = R.sign(a.high) === 0 ? fromDouble(0) : exponential(point(a.high), exponent);
      const lower = R.sign(a.low) === 0 ? fromDouble(0) : exponential(point(a.low), exponent);
      return hull(lower, upper);
    }
    return {
      low: R.powInteger(R.root(a.low, Number(q), DOWN), Number(p), DOWN),
      high: R.powInteger(R.root(a.high, Number(q), UP), Number(p), UP),
    };
  };
  /** a^b = exp(b log a) for a > 0. */
  const exponential = (a: Interval, b: Interval): Interval => increasing('exp', multiply(b, increasing('log', a)));

  /** a^(p/q): see `Arithmetic.powerRational`. */
  const powerRational = (a: Interval, exponent: Rational): Interval | NoValue => {
    const { numerator: p, denominator: q } = exponent;
    const size = p < 0n ? -p : p;
    if (p === 0n) return fromDouble(1);
    if (q === 1n && size <= LARGEST_INTEGER) {
      const result = power(a, Number(size));
      if (p > 0n) return result;
      if (isZero(a)) return 'undefined';
      if (containsZero(a)) return 'undecided';
      return reciprocal(result);
    }
    // An integer of more than 31 bits: its parity gives the sign.
    if (q === 1n && R.sign(a.high) < 0) {
      const result = powerRational(negate(a), exponent);
      return typeof result === 'string' || size % 2n === 0n ? result : negate(result);
    }
    if (R.sign(a.high) < 0) return 'undefined';
    if (R.sign(a.low) < 0) return 'undecided';
    if (p > 0n) return positiveRoot(a, size, q);
    if (isZero(a)) return 'undefined';
    return R.sign(a.low) === 0 ? 'undecided' : reciprocal(positiveRoot(a, size, q));
  };
  /** a^b for intervals. */
  const powerInterval = (a: Interval, b: Interval): Interval | NoValue => {
    const size = Math.abs(R.toDouble(b.low, NEAREST));
    if (isPoint(b) && (size === 0 || (size > 1e-300 && size < 1e15))) return powerRational(a, R.toRational(b.low));
    if (R.sign(a.low) > 0) return exponential(a, b);
    if (R.sign(a.low) < 0) return 'undecided';
    if (R.sign(b.high) < 0) return isZero(a) ? 'undefined' : 'undecided';
    if (R.sign(b.low) <= 0) return 'undecided';
    const upper = R.sign(a.high) === 0 ? fromDouble(0) : exponential(point(a.high), b);
    return { low: R.fromInteger(0), high: upper.high };
  };

  /** The middle, as a number near it. */
  const middle = (a: Interval): Real => (isPoint(a) ? a.low : R.scale(R.binary('add', a.low, a.high, NEAREST), -1));
  /** a ± radius. */
  const inflate = (a: Interval, radius: Real): Interval => ({
    low: R.binary('sub', a.low, radius, DOWN),
    high: R.binary('add', a.high, radius, UP),
  });
  /** The same interval in this precision. */
  const rounded = (a: Interval): Interval => increasing('set', a);
  /** The result of a computation, whose other numbers go back to the pool. */
  const compact = <V extends object>(compute: () => Interval | V): Interval | V => {
    const kept: Interval = { low: R.fromInteger(0), high: R.fromInteger(0) };
    return R.scope(() => {
      const result = compute();
      if (!isInterval(result)) return result;
      R.assign(kept.low, result.low);
      R.assign(kept.high, result.high);
      return kept;
    });
  };
  const within = (a: Interval, b: Interval): boolean => R.compare(a.low, b.low) > 0 && R.compare(a.high, b.high) < 0;

  return {
    R,
    point,
    fromDouble,
    fromRational,
    isPoint,
    isFinite,
    isZero,
    sign,
    containsZero,
    least,
    greatest,
    hull,
    clip,
    negate,
    add,
    subtract,
    absolute,
    magnitude,
    multiply,
    power,
    reciprocal,
    divide,
    increasing,
    powerRational,
    powerInterval,
    middle,
    inflate,
    rounded,
    compact,
    /** Whether a lies in the interior of b. */
    within,
  };
}
