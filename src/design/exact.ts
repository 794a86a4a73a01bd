/** Exact decisions about matrices of given numbers, taken as the decimals that were written. */
import * as Q from '../symbolic/rational.js';

export type NumberMatrix = readonly (readonly number[])[];
export type IntegerMatrix = readonly (readonly bigint[])[];

/** The exact matrix times the least common denominator of its entries, and that denominator. */
export function integers(matrix: NumberMatrix): { readonly entries: IntegerMatrix; readonly scale: bigint } {
  const exact = matrix.map((row) => row.map((value) => Q.fromDecimal(String(value))));
  let scale = 1n;
  for (const row of exact) for (const { denominator } of row) scale *= Q.rational(scale, denominator).denominator;
  return { entries: exact.map((row) => row.map((q) => q.numerator * (scale / q.denominator))), scale };
}

export type Definiteness = 'definite' | 'semidefinite' | 'neither';

/**
 * Whether a symmetric matrix is positive definite, positive semi-definite or neither: elimination without fractions
 * (Bareiss), in which the pivots are ratios of principal minors. A pivot of 0 has to stand in a row of zeros.
 */
export function definiteness(matrix: IntegerMatrix): Definiteness {
  const a = matrix.map((row) => [...row]);
  const at = (i: number, j: number): bigint => a[i]?.[j] ?? 0n;
  let previous = 1n;
  let singular = false;
  for (let k = 0; k < a.length; k += 1) {
    const pivot = at(k, k);
    if (pivot < 0n) return 'neither';
    if (pivot === 0n) {
      for (let j = k + 1; j < a.length; j += 1) if (at(k, j) !== 0n) return 'neither';
      singular = true;
      continue;
    }
    for (let i = k + 1; i < a.length; i += 1) {
      const row = a[i] as bigint[];
      const factor = at(i, k);
      for (let j = k + 1; j < a.length; j += 1) row[j] = (pivot * at(i, j) - factor * at(k, j)) / previous;
    }
    previous = pivot;
  }
  return singular ? 'semidefinite' : 'definite';
}

/** The characteristic polynomial det(λI − A), highest power first (Faddeev and LeVerrier; every division is exact). */
export function characteristicPolynomial(a: IntegerMatrix): bigint[] {
  const n = a.length;
  const coefficients = [1n];
  let m = a.map((row) => row.map(() => 0n));
  for (let k = 1; k <= n; k += 1) {
    const last = coefficients.at(-1) ?? 0n;
    const shifted = m.map((row, i) => row.map((value, j) => (i === j ? value + last : value)));
    m = multiply(a, shifted);
    const trace = m.reduce((sum, row, i) => sum + (row[i] ?? 0n), 0n);
    coefficients.push(-trace / BigInt(k));
  }
  return coefficients;
}

function multiply(a: IntegerMatrix, b: IntegerMatrix): bigint[][] {
  return a.map((row) => (b[0] ?? []).map((_, j) => row.reduce((sum, value, k) => sum + value * (b[k]?.[j] ?? 0n), 0n)));
}

/** c·I − A'A in integers, which is positive semi-definite exactly when the spectral norm of A is at most √c. */
export function normGap(a: IntegerMatrix, c: bigint): bigint[][] {
  const columns = a[0]?.length ?? 0;
  const transposed = Array.from({ length: columns }, (_, j) => a.map((row) => row[j] ?? 0n));
  return multiply(transposed, a).map((row, i) => row.map((value, j) => (i === j ? c - value : -value)));
}

/**
 * Whether every eigenvalue of A has a real part below 1e-9 times the largest row sum of |A|: Routh's array of the
 * characteristic polynomial, its argument moved by that much.
 */
export function isAlmostStable(a: IntegerMatrix): boolean {
  const rowSum = (row: readonly bigint[]): bigint => row.reduce((sum, v) => sum + (v < 0n ? -v : v), 0n);
  const shift = a.map(rowSum).reduce((most, v) => (v > most ? v : most), 0n);
  if (shift === 0n) return true;
  const p = characteristicPolynomial(a.map((row) => row.map((value) => value * 1_000_000_000n)));
  // Taylor shift by repeated Horner division: p(λ + shift).
  for (let i = 1; i < p.length; i += 1)
    for (let j = 1; j <= p.length - i; j += 1) p[j] = (p[j] ?? 0n) + shift * (p[j - 1] ?? 0n);
  let upper = p.filter((_, i) => i % 2 === 0).map((v) => Q.rational(v));
  let lower = p.filter((_, i) => i % 2 === 1).map((v) => Q.rational(v));
  while (lower.length > 0) {
    const [above = Q.ZERO] = upper;
    const [lead = Q.ZERO] = lower;
    if (above.numerator <= 0n || lead.numerator <= 0n) return false;
    const ratio = Q.multiply(above, Q.reciprocal(lead));
    const next = upper.slice(1).map((v, i) => Q.add(v, Q.negate(Q.multiply(ratio, lower[i + 1] ?? Q.ZERO))));
    upper = lower;
    lower = next;
  }
  return (upper[0]?.numerator ?? 0n) > 0n;
}
