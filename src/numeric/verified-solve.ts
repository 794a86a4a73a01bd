/** Verified solutions of linear systems in doubles. */
import { UNIT_ROUNDOFF as U } from './codegen-value.js';

/** Numbers with bounds of their errors. */
export interface Bounded {
  readonly values: Float64Array;
  readonly bounds: Float64Array;
}

export interface LinearSolver {
  /** After `solve`: the approximate solution. */
  readonly x: Float64Array;
  /**
   * Solves A x = −c for every A and c within their bounds; a bound of |x_i − exact|, the same for all i, or `undefined`
   * where it is not shown that A is nonsingular.
   */
  readonly solve: (a: Bounded, c: Bounded) => number | undefined;
}

/**
 * A solver for systems of n equations. With an approximate inverse C and α = ‖I − CA‖∞ < 1, A is nonsingular and
 * ‖x − exact‖∞ ≤ ‖C(Ax + c)‖∞ / (1 − α); products are bounded with γ_n = n·u per sum of n terms.
 */
export function compileLinearSolver(n: number): LinearSolver {
  const x = new Float64Array(n);
  const inverse = new Float64Array(n * n);
  const work = new Float64Array(n * n);
  const residue = new Float64Array(n);
  const gamma = (n + 4) * U;

  const solve = (a: Bounded, c: Bounded): number | undefined => {
    if (!invert(a.values, inverse, work, n)) return undefined;
    for (let i = 0; i < n; i += 1) {
      let s = 0;
      for (let j = 0; j < n; j += 1) s -= (inverse[i * n + j] as number) * (c.values[j] as number);
      x[i] = s;
    }
    let alpha = 0;
    for (let i = 0; i < n; i += 1) {
      let row = 0;
      for (let j = 0; j < n; j += 1) {
        let [s, size] = i === j ? [1, gamma] : [0, 0];
        for (let k = 0; k < n; k += 1) {
          const [p, q] = [inverse[i * n + k] as number, a.values[k * n + j] as number];
          s -= p * q;
          size += Math.abs(p) * (Math.abs(q) * gamma + (a.bounds[k * n + j] as number));
        }
        row += Math.abs(s) + size * (1 + 4 * gamma) + gamma;
      }
      alpha = Math.max(alpha, row * (1 + 2 * gamma));
    }
    if (!(alpha < 0.5)) return undefined;
    for (let i = 0; i < n; i += 1) {
      let [s, size] = [c.values[i] as number, (c.bounds[i] as number) + gamma * Math.abs(c.values[i] as number)];
      for (let j = 0; j < n; j += 1) {
        const [p, q] = [a.values[i * n + j] as number, x[j] as number];
        s += p * q;
        size += Math.abs(q) * (Math.abs(p) * gamma + (a.bounds[i * n + j] as number));
      }
      residue[i] = Math.abs(s) + size * (1 + 4 * gamma) + 1e-300;
    }
    let radius = 0;
    for (let i = 0; i < n; i += 1) {
      let s = 0;
      for (let j = 0; j < n; j += 1) s += Math.abs(inverse[i * n + j] as number) * (residue[j] as number);
      radius = Math.max(radius, s);
    }
    radius = (radius / (1 - alpha)) * (1 + 8 * gamma) + 1e-300;
    return Number.isFinite(radius) ? radius : undefined;
  };
  return { x, solve };
}

/** C ← about A⁻¹ by Gauss–Jordan elimination with partial pivoting; false where a pivot is 0. */
function invert(a: Float64Array, c: Float64Array, work: Float64Array, n: number): boolean {
  work.set(a);
  c.fill(0);
  for (let i = 0; i < n; i += 1) c[i * n + i] = 1;
  for (let k = 0; k < n; k += 1) {
    let pivot = k;
    for (let i = k + 1; i < n; i += 1)
      if (Math.abs(work[i * n + k] as number) > Math.abs(work[pivot * n + k] as number)) pivot = i;
    const p = work[pivot * n + k] as number;
    if (!(Math.abs(p) > 0) || !Number.isFinite(p)) return false;
    for (const m of [work, c])
      for (let j = 0; j < n; j += 1) {
        const t = m[pivot * n + j] as number;
        m[pivot * n + j] = m[k * n + j] as number;
        m[k * n + j] = t / p;
      }
    for (let i = 0; i < n; i += 1) {
      const factor = work[i * n + k] as number;
      if (i === k || factor === 0) continue;
      for (let j = k; j < n; j += 1)
        work[i * n + j] = (work[i * n + j] as number) - factor * (work[k * n + j] as number);
      for (let j = 0; j < n; j += 1) c[i * n + j] = (c[i * n + j] as number) - factor * (c[k * n + j] as number);
    }
  }
  return true;
}
