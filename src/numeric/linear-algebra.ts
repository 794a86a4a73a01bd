/** Whether a symmetric matrix is positive semi-definite, decided in doubles with the rounding errors accounted for. */
import { UNIT_ROUNDOFF as U } from './codegen-value.js';
import { compileCholesky, compilePivotTest } from './linear-algebra-cholesky.js';
import { symmetricEigen } from './linear-algebra-dense.js';

export const DEFINITENESS = {
  positive: 'the exact matrix is positive semi-definite',
  undecided: 'the least eigenvalue is within rounding error of 0, or the matrix is not finite',
  negative: 'the exact matrix has x with x′Mx < 0, which is given',
} as const;
export type Definiteness = keyof typeof DEFINITENESS;

export interface DefinitenessTest {
  /**
   * Decides whether the exact matrix is positive semi-definite, given doubles M of it (row-major; the lower triangle
   * is read). `error` bounds |M − exact|: a number bounds the spectral norm of the difference, an array its entries
   * one by one.
   */
  readonly decide: (m: Float64Array, error?: number | Float64Array) => Definiteness;
  /** Whether M, which begins at m[from], is quickly seen not to be decided as negative. */
  readonly passes: (m: Float64Array, from: number) => boolean;
  /** After `negative`: the unit vector x (nearly) with x'Mx < 0. */
  readonly witness: Float64Array;
  /** After `negative`: x'Mx as computed, and a bound on its error for the exact matrix. */
  readonly form: () => { readonly value: number; readonly error: number };
}

/**
 * A test for n × n matrices. Where the factorisation of fl(M − cI) runs to its end, M − cI + E ≥ 0 with
 * ‖E‖ ≤ γ_{n+1}/(1 − γ_{n+1}) · trace (Demmel 1989; Rump 2006); c is twice that bound plus the error of M, so M ≥ 0.
 * A negative answer rests on the value x'Mx and its own error bound only.
 */
export function compileDefinitenessTest(n: number): DefinitenessTest {
  const factorise = compileCholesky(n);
  const work = new Float64Array(n * n);
  const witness = new Float64Array(n);
  const form = { value: 0, error: 0 };
  const factor = 2 * (n + 4) * U;

  const decide = (m: Float64Array, error: number | Float64Array = 0): Definiteness => {
    let trace = 0;
    for (let i = 0; i < n; i += 1) trace += Math.abs(m[i * n + i] as number);
    const perturbation = typeof error === 'number' ? error : normOfBounds(error, n);
    const shift = factor * trace + perturbation * (1 + 1e-14) + n * 1e-300;
    if (!(shift < Number.POSITIVE_INFINITY)) return 'undecided';
    if (factorise(m, -shift, work) < 0) return 'positive';
    if (factorise(m, shift, work) < 0) return 'undecided';
    return findWitness(m, n, error, witness, form) ? 'negative' : 'undecided';
  };
  const hasPivots = compilePivotTest(n);
  const passes = (m: Float64Array, from: number): boolean => hasPivots?.(m, from, factor) === true;
  return { decide, passes, witness, form: () => ({ ...form }) };
}

/** The Frobenius norm of entrywise bounds, as they apply to the symmetric matrix of the lower triangle. */
function normOfBounds(e: Float64Array, n: number): number {
  let s = 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < i; j += 1) s += 2 * (e[i * n + j] as number) ** 2;
    s += (e[i * n + i] as number) ** 2;
  }
  return Math.sqrt(s) * (1 + (n * n + 8) * U) + 1e-150;
}

/** The eigenvector of the least eigenvalue, where x'Mx is below minus its error bound. */
function findWitness(
  m: Float64Array,
  n: number,
  error: number | Float64Array,
  witness: Float64Array,
  form: { value: number; error: number },
): boolean {
  const full = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const v = m[i * n + j] as number;
      if (!Number.isFinite(v)) return false;
      full[i * n + j] = v;
      full[j * n + i] = v;
    }
  }
  const { vectors } = symmetricEigen(full, n);
  for (let i = 0; i < n; i += 1) witness[i] = vectors[i * n] as number;
  let value = 0;
  let size = 0;
  let spread = 0;
  let norm = 0;
  for (let i = 0; i < n; i += 1) {
    const x = witness[i] as number;
    norm += x * x;
    for (let j = 0; j < n; j += 1) {
      const y = witness[j] as number;
      const p = x * (full[i * n + j] as number) * y;
      value += p;
      size += Math.abs(p);
      if (typeof error !== 'number') spread += Math.abs(x * y) * (error[i >= j ? i * n + j : j * n + i] as number);
    }
  }
  if (typeof error === 'number') spread = error * norm;
  form.value = value;
  form.error = ((n * n + 4) * U * size + spread) * (1 + (n * n + 16) * 4 * U) + n * n * 1e-300;
  return value < -form.error;
}
