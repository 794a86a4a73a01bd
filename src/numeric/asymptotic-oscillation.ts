/**
 * Sines and cosines of ω t + c + o(1). Along every t they are only bounded. Along a sequence t = 2π p (k + s),
 * k = 0, 1, 2, …, on which p ω is whole, they tend to one value, sin(2π p ω s + c), and all that holds for t → ∞ holds on
 * the sequence too.
 */
import * as build from '../symbolic/build.js';
import * as Q from '../symbolic/rational.js';
import { type Coefficient, isExact } from './asymptotic-coefficient.js';
import { BOUNDED, type Expansion, type Expansions, ORDER, unknownBehaviour } from './asymptotic-expansion.js';
import { compareMonomials, T, UNIT } from './asymptotic-monomial.js';

/** The t that are looked at: 2π · period · (k + phase), k = 0, 1, 2, …. */
export interface Sequence {
  readonly period: Q.Rational;
  readonly phase: Q.Rational;
}

export interface Oscillations {
  readonly wave: (name: 'sin' | 'cos', z: Expansion) => Expansion;
}

/** Values of sin(2π r) for 4r = 0, 1, 2, 3. */
const QUARTERS = [0, 1, 0, -1];

/** `frequencies` takes every ω that is met, so that a sequence can be chosen for a second look. */
export function oscillations(E: Expansions, sequence: Sequence | undefined, frequencies: Q.Rational[]): Oscillations {
  const { C } = E;
  /** sin(2π r + c). */
  const sine = (r: Q.Rational, c: Coefficient): Coefficient => {
    const quarters = Q.multiply(r, Q.rational(4));
    if (Q.isInteger(quarters) && isExact(c) && Q.isZero(c))
      return Q.rational(QUARTERS[Number(((quarters.numerator % 4n) + 4n) % 4n)] as number);
    const { base } = C;
    const pi = base.pi(build.PI);
    if (base.isFault(pi)) return unknownBehaviour();
    const angle = C.add(C.multiply(C.fromEnclosed(pi), Q.multiply(r, Q.rational(2))), c);
    const value = base.map('sin', C.enclosed(angle), build.PI);
    return base.isFault(value) ? unknownBehaviour() : C.fromEnclosed(value);
  };
  return {
    wave: (name, z) => {
      const [first, ...others] = z.terms;
      const isAffine =
        first !== undefined &&
        isExact(first.coefficient) &&
        compareMonomials(first.monomial, T) === 0 &&
        others.every((x) => compareMonomials(x.monomial, UNIT) <= 0);
      if (!isAffine || (z.rest !== undefined && compareMonomials(z.rest, UNIT) >= 0)) return BOUNDED;
      const frequency = first.coefficient;
      frequencies.push(frequency);
      if (sequence === undefined) return BOUNDED;
      const turns = Q.multiply(sequence.period, frequency);
      if (!Q.isInteger(turns)) return BOUNDED;
      const shift = name === 'cos' ? Q.rational(1, 4) : Q.ZERO;
      const r = Q.add(Q.multiply(turns, sequence.phase), shift);
      const [second, ...small] = others;
      const hasConstant = second !== undefined && compareMonomials(second.monomial, UNIT) === 0;
      const c = hasConstant ? second.coefficient : Q.ZERO;
      const u: Expansion = { terms: hasConstant ? small : others, rest: z.rest };
      // The derivatives of a sine are sines, a quarter of a turn further each.
      let factorial = Q.ONE;
      const all = Array.from({ length: ORDER }, (_, k) => {
        if (k > 0) factorial = Q.multiply(factorial, Q.rational(1, k));
        return C.multiply(sine(Q.add(r, Q.rational(k, 4)), c), factorial);
      });
      return E.series(all, u);
    },
  };
}

/** The period on which every frequency is whole: the inverse of their greatest common divisor. */
export function commonPeriod(frequencies: readonly Q.Rational[]): Q.Rational | undefined {
  const divisor = frequencies.reduce(
    (a, b) =>
      Q.rational(Q.gcd(a.numerator * b.denominator, b.numerator * a.denominator), a.denominator * b.denominator),
    Q.ZERO,
  );
  return Q.isZero(divisor) ? undefined : Q.reciprocal(divisor);
}
