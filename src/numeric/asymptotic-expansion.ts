/**
 * What a function of t does for t → ∞: an expansion f(t) = Σ cᵢ mᵢ(t) + O(r(t)), its monomials falling and all faster
 * than r. The sum is finite; O(r) is bounded by a multiple of r from some t on.
 */
import * as Q from '../symbolic/rational.js';
import { type Coefficient, type Coefficients, isExact } from './asymptotic-coefficient.js';
import {
  compareMonomials,
  isUnit,
  type Monomial,
  multiplyMonomials,
  powerOfMonomial,
  printMonomial,
  printNumber,
  UNIT,
} from './asymptotic-monomial.js';

export interface Term {
  readonly coefficient: Coefficient;
  readonly monomial: Monomial;
}

export interface Expansion {
  /** Fastest first. A coefficient that is an interval may be 0. */
  readonly terms: readonly Term[];
  /** r; undefined where the terms are all there is. */
  readonly rest: Monomial | undefined;
}

/** Thrown where the rules do not tell what a function does far out. */
export class UnknownBehaviour extends Error {}
export const unknownBehaviour = (): never => {
  throw new UnknownBehaviour('unknown behaviour far out');
};

/** A longer expansion loses its slowest terms to the rest. */
const MOST_TERMS = 12;
/** Powers of u that a series in u → 0 keeps. */
export const ORDER = 4;

const faster = (a: Monomial | undefined, b: Monomial | undefined): Monomial | undefined =>
  a === undefined || (b !== undefined && compareMonomials(a, b) < 0) ? b : a;

export const bigO = (rest: Monomial): Expansion => ({ terms: [], rest });
/** A bounded function of which nothing else is known. */
export const BOUNDED: Expansion = bigO(UNIT);
export const NOTHING: Expansion = { terms: [], rest: undefined };
export const isNothing = (e: Expansion): boolean => e.terms.length === 0 && e.rest === undefined;
/** The monomial that bounds the function; undefined for 0. */
export const sizeOf = (e: Expansion): Monomial | undefined => e.terms[0]?.monomial ?? e.rest;
/** The sign of log of the size: 1 where the function may be unbounded, −1 where it tends to 0. */
export const orderOf = (e: Expansion): -1 | 0 | 1 => {
  const size = sizeOf(e);
  return size === undefined ? -1 : compareMonomials(size, UNIT);
};
/** The number that the function is at every t, where it is one. */
export function constantOf(e: Expansion): Coefficient | undefined {
  if (e.rest !== undefined || e.terms.length > 1) return undefined;
  const [only] = e.terms;
  if (only === undefined) return Q.ZERO;
  return isUnit(only.monomial) ? only.coefficient : undefined;
}

export type Expansions = ReturnType<typeof expansions>;

/** The algebra of expansions. */
export function expansions(C: Coefficients) {
  const make = (terms: readonly Term[], rest: Monomial | undefined): Expansion => {
    const kept = terms.filter(
      (x) => !C.isZero(x.coefficient) && (rest === undefined || compareMonomials(x.monomial, rest) > 0),
    );
    if (kept.length <= MOST_TERMS) return { terms: kept, rest };
    return { terms: kept.slice(0, MOST_TERMS), rest: kept[MOST_TERMS]?.monomial };
  };
  const single = (coefficient: Coefficient, monomial: Monomial = UNIT): Expansion =>
    make([{ coefficient, monomial }], undefined);
  const one = single(Q.ONE);

  const add = (a: Expansion, b: Expansion): Expansion => {
    const terms: Term[] = [];
    let [i, j] = [0, 0];
    while (i < a.terms.length && j < b.terms.length) {
      const [x, y] = [a.terms[i] as Term, b.terms[j] as Term];
      const order = compareMonomials(x.monomial, y.monomial);
      if (order >= 0) i += 1;
      if (order <= 0) j += 1;
      if (order !== 0) terms.push(order > 0 ? x : y);
      else terms.push({ coefficient: C.add(x.coefficient, y.coefficient), monomial: x.monomial });
    }
    return make([...terms, ...a.terms.slice(i), ...b.terms.slice(j)], faster(a.rest, b.rest));
  };
  /** c m f for a coefficient and a monomial. */
  const scale = (e: Expansion, coefficient: Coefficient, m: Monomial = UNIT): Expansion =>
    C.isZero(coefficient)
      ? NOTHING
      : {
          terms: e.terms.map((x) => ({
            coefficient: C.multiply(x.coefficient, coefficient),
            monomial: multiplyMonomials(x.monomial, m),
          })),
          rest: e.rest === undefined ? undefined : multiplyMonomials(e.rest, m),
        };
  const multiply = (a: Expansion, b: Expansion): Expansion => {
    if (isNothing(a) || isNothing(b)) return NOTHING;
    const cross = (x: Expansion, y: Expansion): Expansion =>
      x.rest === undefined ? NOTHING : bigO(multiplyMonomials(x.rest, sizeOf(y) as Monomial));
    const rest = add(cross(a, b), cross(b, a));
    // Each row is sorted, as its terms are those of b times one monomial.
    return a.terms.map((x) => scale({ terms: b.terms, rest: undefined }, x.coefficient, x.monomial)).reduce(add, rest);
  };
  const negate = (e: Expansion): Expansion => scale(e, Q.MINUS_ONE);
  const subtract = (a: Expansion, b: Expansion): Expansion => add(a, negate(b));

  /** The sign far out, where it is certain; 0 for what is 0 at every t. */
  const sign = (e: Expansion): -1 | 0 | 1 | undefined => {
    const [first] = e.terms;
    if (first !== undefined) return C.sign(first.coefficient);
    return e.rest === undefined ? 0 : undefined;
  };
  /** f = c m (1 + u) with u → 0 and a c that is certainly not 0. */
  const leading = (e: Expansion): Term & { readonly sign: -1 | 1; readonly u: Expansion } => {
    const [first, ...terms] = e.terms;
    const s = sign(e);
    if (first === undefined || s === undefined || s === 0) return unknownBehaviour();
    const inverse = powerOfMonomial(first.monomial, Q.MINUS_ONE);
    return { ...first, sign: s, u: scale({ terms, rest: e.rest }, C.reciprocal(first.coefficient), inverse) };
  };
  /** Σ cₖ uᵏ + O(uⁿ) for the n coefficients given; u must tend to 0. */
  const series = (all: readonly Coefficient[], u: Expansion): Expansion => {
    if (orderOf(u) >= 0) unknownBehaviour();
    const size = sizeOf(u);
    const sum = [...all].reverse().reduce<Expansion>((total, c) => add(multiply(total, u), single(c)), NOTHING);
    return size === undefined ? sum : add(sum, bigO(powerOfMonomial(size, Q.rational(all.length))));
  };

  /** The leading term as text. */
  const print = (e: Expansion): string => {
    const { coefficient, monomial } = leading(e);
    const [low, high] = C.bounds(coefficient);
    const number = isExact(coefficient) ? printNumber(coefficient) : ((low + high) / 2).toPrecision(4);
    if (isUnit(monomial)) return number;
    const factor = number === '1' ? '' : number === '-1' ? '-' : `${number}*`;
    return `${factor}${printMonomial(monomial)}`;
  };

  return { C, one, single, add, scale, multiply, negate, subtract, sign, leading, series, print };
}
