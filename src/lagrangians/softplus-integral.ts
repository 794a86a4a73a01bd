/**
 * S(x) = −Li₂(−eˣ), the integral of softplus over (−∞, x].
 *
 * For x ≤ 0, with v = softplus(x) in (0, log 2]: S = v + v²/4 + Σ_{k ≥ 1} B₂ₖ v^(2k+1)/(2k+1)!, Bernoulli numbers. The
 * terms of the sum alternate and fall by at least (log 2/2π)² < 1/80 each, so a partial sum is off by less than its
 * first omitted term. For x > 0: S(x) = π²/6 + x²/2 − S(−x).
 */
import * as Q from '../symbolic/rational.js';

const coefficients: Q.Rational[] = [];

/** B₂ₖ/(2k+1)! for k = 1, …, count: 1/36, −1/3600, 1/211680, …. */
export function softplusIntegralCoefficients(count: number): readonly Q.Rational[] {
  if (coefficients.length >= count) return coefficients.slice(0, count);
  // With b_j = B_j/j!: Σ_{j ≤ m} b_j/(m+1−j)! = 0 for m ≥ 1.
  const factorials = [1n];
  for (let j = 1; j <= 2 * count + 2; j += 1) factorials.push((factorials[j - 1] as bigint) * BigInt(j));
  const b: Q.Rational[] = [Q.ONE];
  coefficients.length = 0;
  for (let m = 1; m <= 2 * count; m += 1) {
    let total = Q.ZERO;
    b.forEach((value, j) => {
      if (!Q.isZero(value)) total = Q.add(total, Q.multiply(value, Q.rational(1n, factorials[m + 1 - j])));
    });
    b.push(Q.negate(total));
    if (m % 2 === 0) coefficients.push(Q.multiply(Q.negate(total), Q.rational(1, m + 1)));
  }
  return coefficients.slice();
}

const TERMS = softplusIntegralCoefficients(9).map(Q.toDouble).reverse();

/** S(x) in doubles, to a relative error below 16·2⁻⁵³. */
export function softplusIntegral(x: number): number {
  if (x > 0) return (Math.PI * Math.PI) / 6 + x * (x / 2) - softplusIntegral(-x);
  const v = Math.log1p(Math.exp(x));
  const w = v * v;
  let sum = 0;
  for (const c of TERMS) sum = (sum + c) * w;
  return v * (1 + v / 4 + sum);
}
