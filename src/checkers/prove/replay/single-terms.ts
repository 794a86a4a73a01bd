/** Single terms, and what can be read off a few: their length, content and sign. */
import * as Q from '../../../symbolic/rational.js';
import { type AtomFacts, COLUMN, type Entry, ROW, type Term } from './term.js';

export const ONE: Term = { coefficient: Q.ONE, entries: [], sums: new Map() };
export const entry = (atom: string, at: readonly number[]): Term => ({
  ...ONE,
  entries: [{ atom, at, exponent: Q.ONE }],
});
export const times = (q: Q.Rational, t: Term): Term => ({ ...t, coefficient: Q.multiply(q, t.coefficient) });
export const negative = (t: Term): Term => ({ ...t, coefficient: Q.negate(t.coefficient) });
/** Terms and their entries. */
export const lengthOf = (terms: readonly Term[]): number => terms.reduce((n, t) => n + 1 + t.entries.length, 0);

/** The largest c > 0 of which all coefficients are whole multiples; 1 where there are none. */
export function contentOf(terms: readonly Term[]): Q.Rational {
  if (terms.length === 0) return Q.ONE;
  const common = (a: Q.Rational, b: Q.Rational): Q.Rational =>
    Q.rational(Q.gcd(a.numerator * b.denominator, b.numerator * a.denominator), a.denominator * b.denominator);
  return terms.map((t) => t.coefficient).reduce(common, Q.ZERO);
}

/** The sign of a number other than 0. */
export function signOf(terms: readonly Term[]): number | undefined {
  const [only, ...more] = terms;
  if (only === undefined || more.length > 0 || only.entries.length > 0 || only.sums.size > 0) return undefined;
  return only.coefficient.numerator > 0n ? 1 : -1;
}

/** The atom of which inv(A) is the inverse, where A is one atom with its indices in order. */
export function inverseOf(argument: readonly Term[]): AtomFacts {
  const [only, ...more] = argument;
  const [e, ...others] = only?.entries ?? [];
  if (only === undefined || e === undefined || more.length > 0 || others.length > 0) return {};
  const inOrder = e.at[0] === ROW && e.at[1] === COLUMN;
  return inOrder && Q.isOne(only.coefficient) && Q.isOne(e.exponent) ? { inverseOf: e.atom } : {};
}

/** c^q for c > 0 as powers of primes; undefined for other c, and where a prime is large. */
export function rootEntries(c: Q.Rational, q: Q.Rational): Entry[] | undefined {
  if (c.numerator <= 0n) return undefined;
  const entries: Entry[] = [];
  for (const [n, sign] of [
    [c.numerator, 1],
    [c.denominator, -1],
  ] as const) {
    let rest = n;
    for (let p = 2n; p * p <= rest && p < 2000n; p += 1n) {
      let count = 0;
      while (rest % p === 0n) {
        rest /= p;
        count += 1;
      }
      if (count > 0) entries.push({ atom: `prime ${p}`, at: [], exponent: Q.multiply(q, Q.rational(sign * count)) });
    }
    if (rest > 1n) {
      if (rest > 4_000_000n) return undefined;
      entries.push({ atom: `prime ${rest}`, at: [], exponent: Q.multiply(q, Q.rational(sign)) });
    }
  }
  return entries;
}
