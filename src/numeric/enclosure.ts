/**
 * Rigorous bounds of expressions: every exact value, for every choice of the inputs in their intervals, lies between
 * `low` and `high`. Call `await loadMpfr()` once before.
 */
import type { Expression } from '../symbolic/expression.js';
import * as Q from '../symbolic/rational.js';
import type { Dimensions } from '../symbolic/size.js';
import type { Fault, Outcome } from './arithmetic.js';
import { type Enclosed, type EnclosureArithmetic, enclosureArithmetic } from './enclosure-arithmetic.js';
import { evaluateIn } from './evaluate.js';
import { CONFIRMATION_PRECISION, DOWN, reals, UP } from './mpfr.js';

export { loadMpfr } from './mpfr.js';

/** An interval with exact ends: doubles stand for exactly themselves. */
export interface IntervalValue {
  readonly low: number | Q.Rational;
  readonly high: number | Q.Rational;
}
/** A number, exactly, or an interval in which it lies. */
export type EnclosableValue = number | Q.Rational | IntervalValue;
/** Entries of each symbol, row-major. */
export type EnclosableValues = ReadonlyMap<string, readonly EnclosableValue[]>;

export interface Enclosure {
  /** Doubles, rounded outwards; −∞ and ∞ where nothing is known. */
  readonly low: number;
  readonly high: number;
  /** Whether the value is known exactly. It need not be a double: then `low < high`. */
  readonly exact: boolean;
  /** The sign where it is certain; 0 only for exactly 0. */
  readonly sign: -1 | 0 | 1 | undefined;
  /** Why there is no value, or none was found: `undefined` is certain, `undecided` is not. */
  readonly fault?: Fault;
  /** The sub-expression that certainly has no value. */
  readonly undefinedAt?: Expression;
}

export interface EnclosureOptions {
  /** Bits of the arithmetic. */
  readonly precision?: number;
}

const isInterval = (value: EnclosableValue): value is IntervalValue => typeof value === 'object' && 'low' in value;
const exactly = (value: number | Q.Rational): Q.Rational => (typeof value === 'number' ? Q.fromDouble(value) : value);

/** The inputs in the arithmetic of enclosures. */
export function encloseInputs(
  arithmetic: EnclosureArithmetic,
  values: EnclosableValues,
): Map<string, readonly Enclosed[]> {
  const { R } = arithmetic.intervals;
  const enclosed = (value: EnclosableValue): Enclosed => {
    if (!isInterval(value)) return arithmetic.rational(exactly(value));
    const [low, high] = [exactly(value.low), exactly(value.high)];
    const order = Q.compare(low, high);
    if (order > 0) throw new RangeError('an interval has its low end above its high end');
    if (order === 0) return arithmetic.rational(low);
    return arithmetic.fromInterval({ low: R.fromRational(low, DOWN), high: R.fromRational(high, UP) });
  };
  return new Map([...values].map(([name, entries]) => [name, entries.map(enclosed)]));
}

function report(arithmetic: EnclosureArithmetic, value: Outcome<Enclosed>): Enclosure {
  const I = arithmetic.intervals;
  const nothing = { low: -Infinity, high: Infinity, exact: false, sign: undefined } as const;
  if (arithmetic.isFault(value))
    return value.fault === 'undefined'
      ? { ...nothing, fault: value, undefinedAt: value.at }
      : { ...nothing, fault: value };
  const { interval, exact } = value;
  const [low, high] = [I.R.toDouble(interval.low, DOWN), I.R.toDouble(interval.high, UP)];
  if (Number.isNaN(low) || Number.isNaN(high)) return nothing;
  if (exact !== undefined) {
    const sign = exact.numerator > 0n ? 1 : exact.numerator < 0n ? -1 : 0;
    return { low, high, exact: true, sign };
  }
  const isPoint = I.isPoint(interval) && I.isFinite(interval);
  return { low: low + 0, high: high + 0, exact: isPoint, sign: I.sign(interval) };
}

/** Enclosures of the entries, row-major, of each expression. */
export function enclose(
  expressions: readonly Expression[],
  dimensions: Dimensions,
  values: EnclosableValues,
  options: EnclosureOptions = {},
): readonly (readonly Enclosure[])[] {
  const R = reals(options.precision ?? CONFIRMATION_PRECISION);
  return R.scope(() => {
    const arithmetic = enclosureArithmetic(R);
    const results = evaluateIn(arithmetic, expressions, dimensions, encloseInputs(arithmetic, values));
    return results.map((entries) => entries.map((value) => report(arithmetic, value)));
  });
}

/**
 * Intervals with exact ends around the entries of an expression, at the full precision of the arithmetic; undefined where
 * an entry has no bounds.
 */
export function encloseSharply(
  expression: Expression,
  dimensions: Dimensions,
  values: EnclosableValues,
  options: EnclosureOptions = {},
): readonly IntervalValue[] | undefined {
  const R = reals(options.precision ?? CONFIRMATION_PRECISION);
  return R.scope(() => {
    const arithmetic = enclosureArithmetic(R);
    const I = arithmetic.intervals;
    const [entries = []] = evaluateIn(arithmetic, [expression], dimensions, encloseInputs(arithmetic, values));
    const sharp: IntervalValue[] = [];
    for (const entry of entries) {
      if (arithmetic.isFault(entry)) return undefined;
      const { interval, exact } = entry;
      if (exact !== undefined) sharp.push({ low: exact, high: exact });
      else if (I.isFinite(interval)) sharp.push({ low: R.toRational(interval.low), high: R.toRational(interval.high) });
      else return undefined;
    }
    return sharp;
  });
}
