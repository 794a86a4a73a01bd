/**
 * What generated code computes with: each value has two names, its own and that of its bound. What the second is, the
 * arithmetic says: nothing, a bound of an error, or the upper end of an interval.
 */
import type { EntrywiseName } from '../symbolic/functions.js';
import * as Q from '../symbolic/rational.js';

/** The names (or literals) of a value and of its second part; where the value is exactly 0 both are `'0'`. */
export interface Value {
  readonly v: string;
  readonly e: string;
}

/** Where code is written: `bind` stores an expression and names it, `use` names a helper of the runtime. */
export interface Target {
  bind(expression: string): string;
  use(helper: string): string;
  useFunction(name: EntrywiseName): string;
  fresh(prefix: string): string;
  line(...text: readonly string[]): void;
  /** Writes lines in a scope of their own: values bound inside are not seen outside. */
  scoped(header: string, body: () => void): void;
}

export interface Coefficient {
  readonly value: number;
  /** A bound on |value − exact|; where it is not 0, the value is a double next to the exact one. */
  readonly error: number;
}

export interface Summand {
  readonly coefficient: Coefficient;
  readonly value: Value;
}

/** A row or column: a number, or the text of an integer expression. */
export type Index = number | string;
export type Pair = readonly [a: Value, b: Value];

export interface Arithmetic {
  /** Whether values have a second part, so that every node has two buffers. */
  readonly bounded: boolean;
  /** Whether inputs have one too. */
  readonly boundedInputs: boolean;
  /** The most scalar operations that are written out. */
  readonly unroll: number;
  constant(c: Coefficient): Value;
  linear(target: Target, terms: readonly Summand[]): Value;
  multiply(target: Target, factors: readonly Value[]): Value;
  map(target: Target, name: EntrywiseName, x: Value): Value;
  power(target: Target, x: Value, exponent: Coefficient | Value): Value;
  step(target: Target, z: Value, direction: Value | undefined): Value;
  /** Σ a b of pairs that are neither 0 nor 1 all, written out. */
  dot(target: Target, pairs: readonly Pair[]): Value;
  /** Σₖ aₖ bₖ by a loop. */
  loop(target: Target, length: number, pair: (k: Index) => Pair): Value;
  /** The second part as it is handed out. */
  finish(target: Target, value: Value): string;
}

/** Slightly above 2⁻⁵³: the excess covers products that underflow while the bound is computed. */
export const UNIT_ROUNDOFF = 1.1103e-16;
export const INFLATION = 1 + 2 ** -47;

export const ZERO_VALUE: Value = { v: '0', e: '0' };

/** A rational as a double, with a bound on its error. */
export function coefficientOf(r: Q.Rational): Coefficient {
  const value = Q.toDouble(r);
  const exact = Number.isFinite(value) && Q.equals(Q.fromDouble(value), r);
  return { value, error: exact ? 0 : Math.abs(value) * 2 ** -51 + Number.MIN_VALUE };
}

export const ONE_COEFFICIENT: Coefficient = { value: 1, error: 0 };
export const PI_COEFFICIENT: Coefficient = { value: Math.PI, error: 1.3e-16 };

export const literal = (x: number): string => (Object.is(x, -0) ? '0' : Number.isFinite(x) ? `${x}` : `(${x})`);
export const isValue = (x: Coefficient | Value): x is Value => 'v' in x;
