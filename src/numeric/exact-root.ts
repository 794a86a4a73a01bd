/** Roots of rational numbers that are rational. */
import { type Rational } from '../symbolic/rational.js';

/** ⌊n^(1/k)⌋ for n ≥ 0, by Newton's method from above. */
function integerRoot(n: bigint, k: bigint): bigint {
  if (n < 2n || k === 1n) return n;
  const length = BigInt(n.toString(2).length);
  let x = 1n << (length / k + 1n);
  for (;;) {
    const next = ((k - 1n) * x + n / x ** (k - 1n)) / k;
    if (next >= x) return x;
    x = next;
  }
}

/** a^(1/k) for a ≥ 0 (any a for k = 1), where it is rational. */
export function exactRoot(a: Rational, k: bigint): Rational | undefined {
  if (k === 1n) return a;
  const [p, q] = [integerRoot(a.numerator, k), integerRoot(a.denominator, k)];
  return p ** k === a.numerator && q ** k === a.denominator ? { numerator: p, denominator: q } : undefined;
}
