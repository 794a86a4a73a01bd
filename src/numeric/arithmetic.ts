/**
 * What an arithmetic must offer so that expressions can be evaluated in it, and how it says that it has no value.
 * `exact.ts` has the rational numbers, `enclosure-arithmetic.ts` intervals of high precision.
 */
import type { Expression, FunctionName } from '../symbolic/expression.js';
import type { EntrywiseName } from '../symbolic/functions.js';
import type { Rational } from '../symbolic/rational.js';

/**
 * A number that the arithmetic does not have.
 *
 * - `undefined`: the expression has no value there: a division by 0, the log of a negative number.
 * - `undecided`: it may have one or not; nothing is known about it.
 * - `inexact`: it has a value, but not one that this arithmetic can represent.
 */
export interface Fault {
  readonly fault: 'undefined' | 'undecided' | 'inexact';
  /** The smallest sub-expression at fault. */
  readonly at: Expression;
  readonly reason: string;
}

export type Outcome<T> = T | Fault;

const SEVERITY = { inexact: 0, undecided: 1, undefined: 2 } as const;

/** The worse of two faults decides about the whole: what is undefined in one part is undefined. */
export const worse = (a: Fault, b: Fault): Fault => (SEVERITY[b.fault] > SEVERITY[a.fault] ? b : a);

/** Numbers of the type T. Operations get and return numbers only; faults are passed on by the evaluator. */
export interface Arithmetic<T extends object> {
  readonly isFault: (value: Outcome<T>) => value is Fault;
  readonly rational: (value: Rational) => T;
  readonly pi: (at: Expression) => Outcome<T>;
  readonly add: (a: T, b: T) => T;
  readonly multiply: (a: T, b: T) => T;
  /** Runs a computation of which only the result is kept. */
  readonly compact: (compute: () => Outcome<T>) => Outcome<T>;
  readonly isZero: (a: T) => boolean;
  /** a^(p/q); 0^0 is 1, and a negative number has integer powers only. */
  readonly powerRational: (base: T, exponent: Rational, at: Expression) => Outcome<T>;
  /** a^b where b is not known as a rational number. */
  readonly power: (base: T, exponent: T, at: Expression) => Outcome<T>;
  readonly map: (name: EntrywiseName, z: T, at: Expression) => Outcome<T>;
  /** The unit step; at z = 0 the direction decides: see `StepExpression`. */
  readonly step: (z: T, direction: Outcome<T> | undefined, at: Expression) => Outcome<T>;
  /** A function of a vector (columns = 1) or a square or rectangular matrix; entries are row-major. */
  readonly apply: (name: FunctionName, argument: Dense<T>, at: Expression) => readonly Outcome<T>[];
}

export interface Dense<T> {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly entries: readonly T[];
}
