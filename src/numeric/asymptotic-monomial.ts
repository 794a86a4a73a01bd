/**
 * How fast a function of t grows for t → ∞: a monomial t^a · (log t)^b · (log log t)^c ⋯ · exp(Σ cᵢ mᵢ), where each mᵢ is
 * such a monomial that tends to infinity. Monomials form a group, totally ordered by m ≺ n when m/n → 0; equal
 * functions have equal keys.
 */
import * as Q from '../symbolic/rational.js';

export interface Monomial {
  /** Exponents of t, log t, log log t, …, without zeros at the end. */
  readonly powers: readonly Q.Rational[];
  /** The terms of the exponential, fastest first; none is an iterated logarithm, which would be a power. */
  readonly exponent: readonly ExponentTerm[];
  /** The same for monomials that are the same function, and for no others. */
  readonly key: string;
}

export interface ExponentTerm {
  readonly coefficient: Q.Rational;
  readonly monomial: Monomial;
}

function make(powers: readonly Q.Rational[], exponent: readonly ExponentTerm[]): Monomial {
  let length = powers.length;
  while (length > 0 && Q.isZero(powers[length - 1] as Q.Rational)) length -= 1;
  const kept = powers.slice(0, length);
  const inside = exponent.map((x) => `${Q.toText(x.coefficient)}*{${x.monomial.key}}`).join('+');
  return { powers: kept, exponent, key: `${kept.map(Q.toText).join(',')}${inside === '' ? '' : `;${inside}`}` };
}

/** The monomial 1. */
export const UNIT: Monomial = make([], []);
/** The k-fold logarithm of t; t itself for k = 0. */
export const logarithm = (k: number): Monomial => make([...new Array<Q.Rational>(k).fill(Q.ZERO), Q.ONE], []);
/** t. */
export const T: Monomial = logarithm(0);

export const isUnit = (m: Monomial): boolean => m.key === UNIT.key;

export const multiplyMonomials = (a: Monomial, b: Monomial): Monomial =>
  isUnit(a) ? b : isUnit(b) ? a : make(addPowers(a.powers, b.powers), addExponents(a.exponent, b.exponent));

export const powerOfMonomial = (m: Monomial, r: Q.Rational): Monomial =>
  Q.isZero(r)
    ? UNIT
    : make(
        m.powers.map((p) => Q.multiply(p, r)),
        m.exponent.map((x) => ({ ...x, coefficient: Q.multiply(x.coefficient, r) })),
      );

/** exp(Σ cᵢ mᵢ) for monomials mᵢ that tend to infinity. */
export function exponential(terms: readonly ExponentTerm[]): Monomial {
  let powers: readonly Q.Rational[] = [];
  let exponent: readonly ExponentTerm[] = [];
  for (const term of terms) {
    const k = iteration(term.monomial);
    if (k > 0) powers = addPowers(powers, [...new Array<Q.Rational>(k - 1).fill(Q.ZERO), term.coefficient]);
    else exponent = addExponents(exponent, [term]);
  }
  return make(powers, exponent);
}

/** k where m is the k-fold logarithm of t itself, k ≥ 1; else 0. */
function iteration(m: Monomial): number {
  const last = m.powers.length - 1;
  const isPlain =
    m.exponent.length === 0 && last > 0 && m.powers.every((p, i) => (i < last ? Q.isZero(p) : Q.isOne(p)));
  return isPlain ? last : 0;
}

/** log m, as terms that each tend to infinity, in no order. */
export const logarithmOf = (m: Monomial): readonly ExponentTerm[] => [
  ...m.exponent,
  ...m.powers.flatMap((coefficient, k) => (Q.isZero(coefficient) ? [] : [{ coefficient, monomial: logarithm(k + 1) }])),
];

/** The sign of log(a/b) far out: 1 where a grows faster, 0 where they are the same. */
export function compareMonomials(a: Monomial, b: Monomial): -1 | 0 | 1 {
  if (a.key === b.key) return 0;
  if (a.exponent.length === 0 && b.exponent.length === 0) return comparePowers(a.powers, b.powers);
  const [fastest] = addExponents(a.exponent, negated(b.exponent));
  const powers = addPowers(a.powers, b.powers.map(Q.negate));
  const k = powers.findIndex((p) => !Q.isZero(p));
  if (fastest === undefined) return comparePowers(a.powers, b.powers);
  if (k < 0) return signOf(fastest.coefficient);
  const inside = compareMonomials(fastest.monomial, logarithm(k + 1));
  return signOf(inside > 0 ? fastest.coefficient : (powers[k] as Q.Rational));
}

/** Among powers the first that differs decides, since log t ≻ log log t ≻ …. */
function comparePowers(a: readonly Q.Rational[], b: readonly Q.Rational[]): -1 | 0 | 1 {
  for (let k = 0; k < Math.max(a.length, b.length); k += 1) {
    const order = Q.compare(a[k] ?? Q.ZERO, b[k] ?? Q.ZERO);
    if (order !== 0) return order > 0 ? 1 : -1;
  }
  return 0;
}

const signOf = (q: Q.Rational): -1 | 0 | 1 => (q.numerator > 0n ? 1 : q.numerator < 0n ? -1 : 0);

const negated = (terms: readonly ExponentTerm[]): ExponentTerm[] =>
  terms.map((x) => ({ ...x, coefficient: Q.negate(x.coefficient) }));

function addPowers(a: readonly Q.Rational[], b: readonly Q.Rational[]): Q.Rational[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => Q.add(a[i] ?? Q.ZERO, b[i] ?? Q.ZERO));
}

/** The sum of two sorted lists of terms, sorted. */
function addExponents(a: readonly ExponentTerm[], b: readonly ExponentTerm[]): readonly ExponentTerm[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const result: ExponentTerm[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i] as ExponentTerm, b[j] as ExponentTerm];
    const order = compareMonomials(x.monomial, y.monomial);
    if (order >= 0) i += 1;
    if (order <= 0) j += 1;
    if (order !== 0) result.push(order > 0 ? x : y);
    else {
      const coefficient = Q.add(x.coefficient, y.coefficient);
      if (!Q.isZero(coefficient)) result.push({ coefficient, monomial: x.monomial });
    }
  }
  return [...result, ...a.slice(i), ...b.slice(j)];
}

/** The monomial as text in the variable t. */
export function printMonomial(m: Monomial): string {
  const power = (base: string, p: Q.Rational): string =>
    Q.isOne(p) ? base : Q.isInteger(p) && p.numerator > 0n ? `${base}^${Q.toText(p)}` : `${base}^(${Q.toText(p)})`;
  const factors = m.powers.flatMap((p, k) => {
    if (Q.isZero(p)) return [];
    let base = 't';
    for (let i = 0; i < k; i += 1) base = `log(${base})`;
    return [power(base, p)];
  });
  if (m.exponent.length > 0) {
    const terms = m.exponent.map(({ coefficient, monomial }) => {
      const text = printMonomial(monomial);
      if (Q.isOne(coefficient)) return text;
      return Q.equals(coefficient, Q.MINUS_ONE) ? `-${text}` : `${printNumber(coefficient)}*${text}`;
    });
    factors.push(`exp(${terms.join(' + ').replaceAll('+ -', '- ')})`);
  }
  return factors.length === 0 ? '1' : factors.join('*');
}

/** A fraction that is short as it stands; else to four digits, marked as such by its decimal form. */
export function printNumber(q: Q.Rational): string {
  const text = Q.toText(q);
  return text.length <= 8 ? text : Q.toDouble(q).toPrecision(4);
}
