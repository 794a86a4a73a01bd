/** What a catalogue entry is: documented data, with the claims it makes about itself. */
import * as build from '../symbolic/build.js';
import {
  type Expression,
  FORMULA_DIRECTION,
  FORMULA_SIZE,
  FORMULA_VARIABLE,
  type LagrangianDefinition,
} from '../symbolic/expression.js';
import * as Q from '../symbolic/rational.js';
import { SCALAR, vectorShape } from '../symbolic/shape.js';

/** The values of an entry's options, exact. */
export type OptionValues = Readonly<Record<string, Q.Rational>>;

/** An option of an entry. */
export interface EntryOption {
  readonly default: number;
  readonly doc: string;
  /** What values are admitted, in words: `a number above 0`. */
  readonly expects: string;
  readonly admits: (value: number) => boolean;
}

export type Side = 'left' | 'right';

/** What an entry says about itself; the test suite settles every statement. */
export interface EntryClaims {
  /** `strictly`: L is strictly convex; `yes`: convex, not strictly; `no`: some x has Λ(x) with a negative eigenvalue. */
  readonly convex: 'strictly' | 'yes' | 'no';
  /** How often L is continuously differentiable; 1 where g has a kink, `Infinity` where everything is smooth. */
  readonly smoothness: number;
  /** The closure of the range of every entry of g. */
  readonly range: readonly [number, number];
  /** The closure of the range of the eigenvalues of Λ (of g' where g is entrywise), for every size. */
  readonly slope: readonly [number, number];
  /** Half-lines x ≤ from or x ≥ from on which an entrywise g is constant. */
  readonly dead: readonly { readonly side: Side; readonly from: number }[];
  /** Sides on which an entrywise g tends to a constant without reaching it, with that constant. */
  readonly saturates: readonly { readonly side: Side; readonly value: number }[];
  /** Whether g(x + t·1) = g(x) for all t: a symmetry of a g that is not entrywise. */
  readonly shiftInvariant: boolean;
}

/** A Lagrangian of the catalogue. */
export interface CatalogueEntry {
  readonly name: string;
  /** g as a formula in x, with the names of the options. */
  readonly activation: string;
  /** L as a formula in x. */
  readonly potential: string;
  /** Where L and g are defined. */
  readonly domain: string;
  readonly reference: string;
  readonly options: Readonly<Record<string, EntryOption>>;
  readonly define: (options: OptionValues) => LagrangianDefinition;
  readonly claims: (options: OptionValues) => EntryClaims;
}

/** The scalar argument x of entrywise formulas. */
export const X: Expression = build.symbol(FORMULA_VARIABLE, SCALAR);
/** The vector argument x of formulas that are not entrywise, and the direction a of third derivatives. */
export const XV: Expression = build.symbol(FORMULA_VARIABLE, vectorShape(FORMULA_SIZE));
export const AV: Expression = build.symbol(FORMULA_DIRECTION, vectorShape(FORMULA_SIZE));

/** p/q as an expression. */
export const ratio = (p: number | bigint, q: number | bigint = 1): Expression => build.number(Q.rational(p, q));

/** The named option as an exact number; an entry asks only for options that it declares. */
export function option(options: OptionValues, name: string): Q.Rational {
  const value = options[name];
  if (value === undefined) throw new Error(`internal error: option ${name} is not declared`);
  return value;
}

/** Σ ℓ(x_i) with ℓ, ℓ', ℓ'', ℓ''', ℓ''''. */
export const entrywise = (
  derivatives: readonly [Expression, Expression, Expression, Expression, Expression],
): LagrangianDefinition => ({ kind: 'entrywise', derivatives });

const ANYWHERE = 'every real x';
export const EVERYWHERE: Pick<CatalogueEntry, 'domain' | 'options'> = { domain: ANYWHERE, options: {} };

/** The claims of a smooth, unbounded, nowhere saturating entrywise entry, to be adjusted. */
export const PLAIN_CLAIMS: EntryClaims = {
  convex: 'strictly',
  smoothness: Infinity,
  range: [-Infinity, Infinity],
  slope: [-Infinity, Infinity],
  dead: [],
  saturates: [],
  shiftInvariant: false,
};

export const positiveOption = (value: number, doc: string): EntryOption => ({
  default: value,
  doc,
  expects: 'a number above 0',
  admits: (v) => v > 0,
});
/** Any number: that it is finite is asked of every option. */
export const numberOption = (value: number, doc: string): EntryOption => ({
  default: value,
  doc,
  expects: 'a number',
  admits: () => true,
});
export const nonzeroOption = (value: number, doc: string): EntryOption => ({
  default: value,
  doc,
  expects: 'a number other than 0',
  admits: (v) => v !== 0,
});
export const degreeOption = (value: number, doc: string): EntryOption => ({
  default: value,
  doc,
  expects: 'a whole number from 1 to 64',
  admits: (v) => Number.isInteger(v) && v >= 1 && v <= 64,
});
