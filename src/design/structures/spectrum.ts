/** Whether all eigenvalues of an exact matrix lie in Re ≤ 0, decided without rounding. */
import * as Q from '../../symbolic/rational.js';
import {
  addMatrices,
  characteristicPolynomial,
  definiteness,
  type ExactMatrix,
  integerMatrix,
  scaleMatrix,
  transposed,
} from './exact-matrix.js';

/** Coefficients from the constant term up; the last is not 0, and the zero polynomial is empty. */
type Polynomial = readonly Q.Rational[];

function trimmed(p: Polynomial): Polynomial {
  let length = p.length;
  while (length > 0 && Q.isZero(p[length - 1] ?? Q.ZERO)) length -= 1;
  return p.slice(0, length);
}

const degree = (p: Polynomial): number => p.length - 1;
const leading = (p: Polynomial): Q.Rational => p[p.length - 1] ?? Q.ZERO;

function divide(p: Polynomial, by: Polynomial): { quotient: Polynomial; remainder: Polynomial } {
  const rest = [...p];
  const quotient: Q.Rational[] = Array.from({ length: Math.max(0, p.length - by.length + 1) }, () => Q.ZERO);
  const inverse = Q.reciprocal(leading(by));
  for (let shift = p.length - by.length; shift >= 0; shift -= 1) {
    const factor = Q.multiply(rest[shift + by.length - 1] ?? Q.ZERO, inverse);
    quotient[shift] = factor;
    by.forEach((c, i) => {
      rest[shift + i] = Q.add(rest[shift + i] ?? Q.ZERO, Q.negate(Q.multiply(factor, c)));
    });
  }
  return { quotient: trimmed(quotient), remainder: trimmed(rest) };
}

function greatestCommonDivisor(p: Polynomial, q: Polynomial): Polynomial {
  let [a, b] = [p, q];
  while (b.length > 0) {
    const next = divide(a, b).remainder;
    const factor = next.length > 0 ? Q.reciprocal(leading(next)) : Q.ONE;
    [a, b] = [b, next.map((c) => Q.multiply(c, factor))];
  }
  return a;
}

const derivative = (p: Polynomial): Polynomial => trimmed(p.slice(1).map((c, i) => Q.multiply(c, Q.rational(i + 1))));
const sign = (q: Q.Rational): number => (q.numerator < 0n ? -1 : q.numerator > 0n ? 1 : 0);

/** Whether all roots are real and negative: Sturm's theorem for the polynomial without its repeated factors. */
function rootsAreNegative(p: Polynomial): boolean {
  if (degree(p) < 1) return true;
  const simple = divide(p, greatestCommonDivisor(p, derivative(p))).quotient;
  const chain: Polynomial[] = [simple, derivative(simple)];
  for (;;) {
    const [a, b] = chain.slice(-2) as [Polynomial, Polynomial];
    if (degree(b) < 1) break;
    const { remainder } = divide(a, b);
    if (remainder.length === 0) break;
    chain.push(remainder.map(Q.negate));
  }
  const changes = (signs: readonly number[]): number => {
    const seen = signs.filter((s) => s !== 0);
    return seen.filter((s, i) => i > 0 && s !== seen[i - 1]).length;
  };
  const atMinusInfinity = changes(chain.map((q) => sign(leading(q)) * (degree(q) % 2 === 0 ? 1 : -1)));
  const atZero = changes(chain.map((q) => sign(q[0] ?? Q.ZERO)));
  return atMinusInfinity - atZero === degree(simple);
}

/** Whether all roots lie in Re < 0: the first column of Routh's table has one sign. */
function isHurwitz(p: Polynomial): boolean {
  const descending = [...p].reverse();
  let upper = descending.filter((_, i) => i % 2 === 0);
  let lower = descending.filter((_, i) => i % 2 === 1);
  const first = sign(leading(p));
  for (let row = 1; row < descending.length; row += 1) {
    const head = lower[0] ?? Q.ZERO;
    if (sign(head) !== first) return false;
    const factor = Q.multiply(upper[0] ?? Q.ZERO, Q.reciprocal(head));
    const next = upper.slice(1).map((c, i) => Q.add(c, Q.negate(Q.multiply(factor, lower[i + 1] ?? Q.ZERO))));
    [upper, lower] = [lower, next];
  }
  return true;
}

/**
 * Whether no eigenvalue has a positive real part. With the roots 0 taken out, write the characteristic polynomial as
 * e(s²) + s o(s²). The common divisor d of e and o holds the roots that come in pairs ±s, as d(s²): they must be
 * imaginary, so that the roots of d are real and negative; what remains must be Hurwitz. A negative semi-definite A + A'
 * settles it at once.
 */
export function spectrumIsStable(a: ExactMatrix): boolean {
  if (definiteness(scaleMatrix(Q.MINUS_ONE, addMatrices(a, transposed(a)))) !== 'indefinite') return true;
  const all = [...characteristicPolynomial(integerMatrix(a))].reverse();
  const p = all.slice(all.findIndex((c) => !Q.isZero(c)));
  const even = trimmed(p.filter((_, i) => i % 2 === 0));
  const odd = trimmed(p.filter((_, i) => i % 2 === 1));
  const common = greatestCommonDivisor(even, odd);
  if (!rootsAreNegative(common)) return false;
  const restEven = divide(even, common).quotient;
  const restOdd = odd.length === 0 ? [] : divide(odd, common).quotient;
  const rest = Array.from(
    { length: 2 * Math.max(restEven.length, restOdd.length) },
    (_, i) => (i % 2 === 0 ? restEven : restOdd)[Math.floor(i / 2)] ?? Q.ZERO,
  );
  return isHurwitz(trimmed(rest));
}
