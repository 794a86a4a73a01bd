/** Functions of a vector or a matrix on intervals of doubles. */
import * as I from './interval.js';
import type { Interval, Outcome } from './interval.js';

const exponential = (z: Interval): Interval => {
  const result = I.mapInterval('exp', z);
  return typeof result === 'string' ? { low: 0, high: Number.POSITIVE_INFINITY } : result;
};

/** exp(z_i − m) with m near the greatest entry. */
function shiftedExponentials(z: readonly Interval[]): { shift: Interval; exponentials: Interval[] } {
  const shift = I.point(I.maximum(z).high);
  return { shift, exponentials: z.map((entry) => exponential(I.subtract(entry, shift))) };
}

/** log Σ exp(z_i). */
export function logSumExp(z: readonly Interval[]): Outcome {
  const { shift, exponentials } = shiftedExponentials(z);
  const log = I.mapInterval('log', I.total(exponentials));
  return typeof log === 'string' ? log : I.add(shift, log);
}

/** exp(z_i)/Σ exp(z_j). */
export function softmax(z: readonly Interval[]): Outcome[] {
  const { exponentials } = shiftedExponentials(z);
  const sum = I.total(exponentials);
  return exponentials.map((e) => I.divide(e, sum));
}

/** x_i − τ with τ = max over k of (s_k − 1)/k, s_k the sum of the k largest entries. */
function excesses(z: readonly Interval[]): Outcome[] {
  const candidates = z.map((_, k) => {
    const descending = (by: 'low' | 'high'): number[] => z.map((x) => x[by]).sort((a, b) => b - a);
    const [lows, highs] = [descending('low'), descending('high')];
    const largest = I.total(lows.slice(0, k + 1).map((low, i) => ({ low, high: highs[i] as number })));
    return I.divide(I.subtract(largest, I.ONE), I.point(k + 1));
  });
  const known = candidates.filter((c): c is Interval => typeof c !== 'string');
  return z.map((x) => I.subtract(x, I.maximum(known)));
}

/** The support of the projection on the simplex: 1 or 0 for each entry. */
export const sparsemaxSupport = (z: readonly Interval[]): Outcome[] =>
  excesses(z).map((e) => (typeof e === 'string' ? e : I.stepInterval(e)));

/** The projection on the simplex. */
export const sparsemax = (z: readonly Interval[]): Outcome[] =>
  excesses(z).map((e) => (typeof e === 'string' ? e : I.mapInterval('relu', e)));

/** The inverse of an n×n matrix, row-major, by Gauss–Jordan elimination with the largest pivot. */
export function inverse(matrix: readonly Interval[], n: number): Outcome[] {
  const none = (why: I.NoValue): Outcome[] => matrix.map(() => why);
  const rows = Array.from({ length: n }, (_, i) => [
    ...matrix.slice(i * n, (i + 1) * n),
    ...Array.from({ length: n }, (_, j) => (i === j ? I.ONE : I.ZERO)),
  ]);
  for (let k = 0; k < n; k += 1) {
    const size = (r: number): number => Math.abs(((rows[r] as Interval[])[k] as Interval).low);
    let best = k;
    for (let r = k + 1; r < n; r += 1) if (size(r) > size(best)) best = r;
    const pivotRow = rows[best] as Interval[];
    rows[best] = rows[k] as Interval[];
    const inversePivot = I.reciprocal(pivotRow[k] as Interval);
    if (typeof inversePivot === 'string') return none(inversePivot);
    const scaled = pivotRow.map((entry) => I.multiply(entry, inversePivot));
    rows[k] = scaled;
    rows.forEach((row, r) => {
      if (r === k) return;
      const factor = row[k] as Interval;
      if (!I.isZero(factor))
        rows[r] = row.map((entry, j) => I.subtract(entry, I.multiply(factor, scaled[j] as Interval)));
    });
  }
  return rows.flatMap((row) => row.slice(n));
}
