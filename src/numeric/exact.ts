/**
 * Exact evaluation in rational numbers. It has a value wherever the expression is rational by its form: rational
 * operations, ReLU, steps, sparsemax, inverses, and other functions at the arguments where their values are rational
 * (exp 0, tanh 0, the root of a square, …).
 */
import type { Expression } from '../symbolic/expression.js';
import type { EntrywiseName } from '../symbolic/functions.js';
import { print } from '../symbolic/print-text.js';
import * as Q from '../symbolic/rational.js';
import type { Dimensions } from '../symbolic/size.js';
import type { Arithmetic, Fault, Outcome } from './arithmetic.js';
import { evaluateIn } from './evaluate.js';
import { applyExactly } from './exact-matrix.js';
import { exactRoot } from './exact-root.js';

type Rational = Q.Rational;

/** Exponents beyond this are not multiplied out. */
const LARGEST_EXPONENT = 4096n;
/** Bits of a power's numerator and denominator beyond which it is not multiplied out. */
const LARGEST_POWER = 1 << 14;

const isFault = (value: Outcome<Rational>): value is Fault => 'fault' in value;
export const inexact = (at: Expression, reason = `${print(at)} is not known as a rational number`): Fault => ({
  fault: 'inexact',
  at,
  reason,
});
export const undefinedAt = (at: Expression, reason: string): Fault => ({ fault: 'undefined', at, reason });

const sign = (a: Rational): number => (a.numerator > 0n ? 1 : a.numerator < 0n ? -1 : 0);
const bits = (a: Rational): number => a.numerator.toString(16).length * 4 + a.denominator.toString(16).length * 4;

function power(base: Rational, exponent: Rational, at: Expression): Outcome<Rational> {
  const { numerator: p, denominator: q } = exponent;
  if (p === 0n) return Q.ONE;
  if (Q.isZero(base)) return p > 0n ? Q.ZERO : undefinedAt(at, `${print(at)} divides by 0`);
  if (Q.isOne(base)) return Q.ONE;
  const size = p < 0n ? -p : p;
  if (q !== 1n && sign(base) < 0) return undefinedAt(at, `${print(at)} is a root of a negative number`);
  if (size > LARGEST_EXPONENT || Number(size) * bits(base) > LARGEST_POWER) return inexact(at);
  const root = exactRoot(base, q);
  return root === undefined ? inexact(at) : Q.power(root, Number(p));
}

/** Functions that vanish at 0, or are otherwise rational at 0 and nowhere else that is known. */
const AT_ZERO: Partial<Record<EntrywiseName, Rational>> = {
  exp: Q.ONE,
  expm1: Q.ZERO,
  log1p: Q.ZERO,
  sin: Q.ZERO,
  cos: Q.ONE,
  tan: Q.ZERO,
  atan: Q.ZERO,
  sinh: Q.ZERO,
  cosh: Q.ONE,
  tanh: Q.ZERO,
  asinh: Q.ZERO,
  logcosh: Q.ZERO,
  erf: Q.ZERO,
  sigmoid: Q.rational(1, 2),
};

function map(name: EntrywiseName, z: Rational, at: Expression): Outcome<Rational> {
  switch (name) {
    case 'relu':
      return sign(z) > 0 ? z : Q.ZERO;
    case 'abs':
      return sign(z) < 0 ? Q.negate(z) : z;
    case 'sign':
      return Q.rational(sign(z));
    case 'log':
      if (sign(z) <= 0) return undefinedAt(at, `${print(at)} is the log of a number that is not positive`);
      return Q.isOne(z) ? Q.ZERO : inexact(at);
    case 'log1p':
      if (Q.compare(z, Q.MINUS_ONE) <= 0) return undefinedAt(at, `${print(at)} has an argument of at most −1`);
      break;
    case 'exp':
    case 'expm1':
    case 'sin':
    case 'cos':
    case 'tan':
    case 'atan':
    case 'sinh':
    case 'cosh':
    case 'tanh':
    case 'asinh':
    case 'logcosh':
    case 'erf':
    case 'sigmoid':
    case 'softplus':
    case 'softplus_integral':
  }
  return (Q.isZero(z) ? AT_ZERO[name] : undefined) ?? inexact(at);
}

function step(z: Rational, direction: Outcome<Rational> | undefined): Outcome<Rational> {
  if (!Q.isZero(z)) return sign(z) > 0 ? Q.ONE : Q.ZERO;
  if (direction === undefined) return Q.ZERO;
  return isFault(direction) ? direction : sign(direction) > 0 ? Q.ONE : Q.ZERO;
}

/** The rational numbers. */
export const EXACT: Arithmetic<Rational> = {
  isFault,
  rational: (value) => value,
  pi: (at) => inexact(at),
  add: Q.add,
  multiply: Q.multiply,
  compact: (compute) => compute(),
  isZero: Q.isZero,
  powerRational: power,
  power,
  map,
  step,
  apply: applyExactly,
};

/** Values of the symbols, row-major: finite doubles stand for exactly themselves. */
export type ExactValues = ReadonlyMap<string, readonly (number | Rational)[]>;

export type ExactResult =
  /** The entries of each expression, row-major. */
  | { readonly kind: 'exact'; readonly values: readonly (readonly Rational[])[] }
  /** Some entry is not known as a rational number; `at` is the smallest sub-expression at fault. */
  | { readonly kind: 'inexact'; readonly at: Expression; readonly reason: string }
  /** Some entry has no value at this point. */
  | { readonly kind: 'undefined'; readonly at: Expression; readonly reason: string };

/** Each entry of each expression on its own: a rational number or the reason why there is none. */
export function exactEntries(
  expressions: readonly Expression[],
  dimensions: Dimensions,
  values: ExactValues,
): readonly (readonly Outcome<Rational>[])[] {
  const rationals = new Map<string, readonly Rational[]>();
  for (const [name, entries] of values)
    rationals.set(
      name,
      entries.map((value) => (typeof value === 'number' ? Q.fromDouble(value) : value)),
    );
  return evaluateIn(EXACT, expressions, dimensions, rationals);
}

/** All entries of all expressions as rational numbers, or why not. */
export function evaluateExactly(
  expressions: readonly Expression[],
  dimensions: Dimensions,
  values: ExactValues,
): ExactResult {
  const results = exactEntries(expressions, dimensions, values);
  const faults = results.flat().filter(isFault);
  const worst = faults.find((f) => f.fault === 'undefined') ?? faults[0];
  if (worst === undefined) return { kind: 'exact', values: results as readonly (readonly Rational[])[] };
  return { kind: worst.fault === 'undefined' ? 'undefined' : 'inexact', at: worst.at, reason: worst.reason };
}
