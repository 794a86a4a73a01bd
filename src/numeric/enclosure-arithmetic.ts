/**
 * The arithmetic of enclosures: an interval, and beside it the exact rational value as long as that is known and
 * short. The exact value decides signs, kinks, domains and singular matrices that no interval can decide.
 */
import type { Expression, FunctionName } from '../symbolic/expression.js';
import { print } from '../symbolic/print-text.js';
import * as Q from '../symbolic/rational.js';
import type { Arithmetic, Dense, Fault, Outcome } from './arithmetic.js';
import { encloseExponential } from './enclosure-exponential.js';
import {
  encloseLogSumExp,
  encloseMap,
  encloseSoftmax,
  encloseSparsemax,
  encloseSparsemaxSupport,
  encloseStep,
} from './enclosure-functions.js';
import { type Interval, intervals, type Intervals, type NoValue } from './enclosure-interval.js';
import { encloseInverse } from './enclosure-matrix.js';
import { encloseNorm, enclosePolar, encloseSpectrum, encloseSquareRoot, isAsymmetric } from './enclosure-spectral.js';
import { EXACT } from './exact.js';
import { DOWN, type Reals, reals, UP } from './mpfr.js';

export interface Enclosed {
  readonly interval: Interval;
  readonly exact: Q.Rational | undefined;
}

/** Exact values of more bits are dropped: what they cost grows with the square of their length. */
const LONGEST_EXACT = 1024n;
/** Exact functions of matrices with more rows are left to intervals. */
const LARGEST_EXACT_MATRIX = 12;

const isShort = (q: Q.Rational): boolean =>
  (q.numerator < 0n ? -q.numerator : q.numerator) >> LONGEST_EXACT === 0n && q.denominator >> LONGEST_EXACT === 0n;

const isFault = (value: Outcome<Enclosed>): value is Fault => 'fault' in value;

export interface EnclosureArithmetic extends Arithmetic<Enclosed> {
  readonly intervals: Intervals;
  readonly fromInterval: (interval: Interval) => Enclosed;
}

export function enclosureArithmetic(R: Reals): EnclosureArithmetic {
  const I = intervals(R);
  const fromInterval = (interval: Interval): Enclosed => ({ interval, exact: undefined });
  const fromRational = (q: Q.Rational): Enclosed => ({
    interval: I.fromRational(q),
    exact: isShort(q) ? q : undefined,
  });
  const faultOf = (why: NoValue, at: Expression): Fault => ({
    fault: why,
    at,
    reason: why === 'undefined' ? `${print(at)} is undefined` : `${print(at)} could not be enclosed`,
  });
  /** A value of a function with few values (steps, signs, 0 of ReLU) is exact where it is certain. */
  const settled = (interval: Interval): Enclosed => {
    const isSmall =
      I.isPoint(interval) && R.isInteger(interval.low) && [-1, 0, 1].includes(R.toDouble(interval.low, DOWN));
    return isSmall ? fromRational(Q.rational(R.toDouble(interval.low, DOWN))) : fromInterval(interval);
  };
  const fromOutcome = (value: Interval | NoValue, at: Expression): Outcome<Enclosed> =>
    typeof value === 'string' ? faultOf(value, at) : settled(value);
  /** An exact outcome where there is one; else the enclosure. */
  const preferExact = (
    exact: Outcome<Q.Rational> | undefined,
    otherwise: () => Outcome<Enclosed>,
  ): Outcome<Enclosed> => {
    if (exact === undefined) return otherwise();
    if (!('fault' in exact)) return fromRational(exact);
    return exact.fault === 'undefined' ? exact : otherwise();
  };
  const joined = (
    a: Enclosed,
    b: Enclosed,
    exactly: (p: Q.Rational, q: Q.Rational) => Q.Rational,
    enclose: (x: Interval, y: Interval) => Interval,
  ): Enclosed => {
    if (a.exact === undefined || b.exact === undefined) return fromInterval(enclose(a.interval, b.interval));
    const exact = exactly(a.exact, b.exact);
    if (!isShort(exact)) return fromInterval(enclose(a.interval, b.interval));
    // An interval that is not a point loses with every operation what the exact value still has.
    const interval = enclose(a.interval, b.interval);
    return I.isPoint(interval) ? { interval, exact } : fromRational(exact);
  };
  const zero = fromRational(Q.ZERO);
  const exactSign = (q: Q.Rational): Interval => I.fromDouble(Q.compare(q, Q.ZERO));

  const powerRational = (base: Enclosed, exponent: Q.Rational, at: Expression): Outcome<Enclosed> =>
    preferExact(base.exact && EXACT.powerRational(base.exact, exponent, at), () =>
      fromOutcome(I.powerRational(base.interval, exponent), at),
    );

  const applyToIntervals = (name: FunctionName, m: Dense<Enclosed>, at: Expression): Outcome<Enclosed>[] => {
    const own = m.entries.map((entry) => entry.interval);
    const wide = (
      compute: (J: Intervals, entries: readonly Interval[]) => readonly Interval[] | NoValue,
      count: number,
    ): Outcome<Enclosed>[] => {
      const results = inWiderPrecision(I, own, compute);
      return typeof results === 'string'
        ? new Array<Fault>(count).fill(faultOf(results, at))
        : results.map(fromInterval);
    };
    const n = m.rows;
    const scalar = (value: Interval | NoValue): readonly Interval[] | NoValue =>
      typeof value === 'string' ? value : [value];
    const extreme = (which: 'least' | 'greatest'): Outcome<Enclosed>[] =>
      wide((J, a) => {
        if (isAsymmetric(J, a, n)) return 'undefined';
        const spectrum = encloseSpectrum(J, a, n);
        return scalar(typeof spectrum === 'string' ? spectrum : spectrum[which]);
      }, 1);
    switch (name) {
      case 'inv':
        return wide((J, a) => encloseInverse(J, a, n), n * n);
      case 'polar':
        return wide((J, a) => enclosePolar(J, a, n), n * n);
      case 'sqrtm':
        return wide((J, a) => encloseSquareRoot(J, a, n), n * n);
      case 'expm':
        return wide((J, a) => encloseExponential(J, a, n), n * n);
      case 'norm':
        return wide((J, a) => scalar(encloseNorm(J, a, m.rows, m.columns)), 1);
      case 'lambda_min':
        return extreme('least');
      case 'lambda_max':
        return extreme('greatest');
      case 'trace':
        return [fromInterval(own.filter((_, k) => k % (n + 1) === 0).reduce(I.add))];
      case 'logsumexp':
        return [fromInterval(encloseLogSumExp(I, own))];
      case 'softmax':
        return encloseSoftmax(I, own).map(fromInterval);
      case 'sparsemax':
        return encloseSparsemax(I, own).map(settled);
      case 'sparsemax_support':
        return encloseSparsemaxSupport(I, own).map(settled);
    }
  };

  return {
    intervals: I,
    fromInterval,
    isFault,
    rational: fromRational,
    pi: () => fromInterval({ low: R.pi(DOWN), high: R.pi(UP) }),
    add: (a, b) => joined(a, b, Q.add, I.add),
    multiply: (a, b) => {
      if (a === b && a.exact === undefined) return fromInterval(I.power(a.interval, 2));
      // 0 · [−∞, ∞] is 0: an infinite end is a bound of a finite number.
      return isZero(a) || isZero(b) ? zeroOf(zero, I) : joined(a, b, Q.multiply, I.multiply);
    },
    compact: (compute) => {
      let exact: Q.Rational | undefined;
      const result = I.compact<Fault>(() => {
        const value = compute();
        if (isFault(value)) return value;
        exact = value.exact;
        return value.interval;
      });
      return 'fault' in result ? result : { interval: result, exact };
    },
    isZero,
    powerRational,
    power: (base, exponent, at) =>
      exponent.exact === undefined
        ? fromOutcome(I.powerInterval(base.interval, exponent.interval), at)
        : powerRational(base, exponent.exact, at),
    map: (name, z, at) =>
      preferExact(z.exact && EXACT.map(name, z.exact, at), () => fromOutcome(encloseMap(I, name, z.interval), at)),
    step: (z, direction) => {
      const sign = z.exact === undefined ? I.sign(z.interval) : Q.compare(z.exact, Q.ZERO);
      if (sign !== undefined && sign !== 0) return fromRational(sign > 0 ? Q.ONE : Q.ZERO);
      if (direction !== undefined && isFault(direction))
        return sign === 0 ? direction : { ...direction, fault: 'undecided' };
      const argument = sign === 0 ? I.fromDouble(0) : z.interval;
      const along = direction?.exact === undefined ? direction?.interval : exactSign(direction.exact);
      return settled(encloseStep(I, argument, along));
    },
    apply: (name, m, at) => {
      const exact = m.entries.map((entry) => entry.exact);
      const known = exact.every((q) => q !== undefined) && Math.max(m.rows, m.columns) <= LARGEST_EXACT_MATRIX;
      if (!known && name !== 'trace') return applyToIntervals(name, m, at);
      if (!exact.every((q) => q !== undefined)) return applyToIntervals(name, m, at);
      const results = EXACT.apply(name, { ...m, entries: exact }, at);
      let rest: readonly Outcome<Enclosed>[] | undefined;
      return results.map((result, k) =>
        preferExact(result, () => {
          rest ??= applyToIntervals(name, m, at);
          return rest[k] as Outcome<Enclosed>;
        }),
      );
    },
  };
}

const isZero = (a: Enclosed): boolean => a.exact !== undefined && Q.isZero(a.exact);
const zeroOf = (zero: Enclosed, I: Intervals): Enclosed => ({ ...zero, interval: I.fromDouble(0) });

/** A computation in twice the precision, rounded outwards to the precision of I. */
function inWiderPrecision(
  I: Intervals,
  entries: readonly Interval[],
  compute: (J: Intervals, entries: readonly Interval[]) => readonly Interval[] | NoValue,
): readonly Interval[] | NoValue {
  const wide = reals(2 * I.R.precision);
  return wide.scope(() => {
    const results = compute(intervals(wide), entries);
    return typeof results === 'string' ? results : results.map(I.rounded);
  });
}
