/** Functions of a vector or a matrix on intervals of doubles. Those of a vector are monotone in every entry. */
import * as I from './interval.js';
import type { Interval, Outcome } from './interval.js';
import * as V from './vector-ends.js';
import { type Ends, endsOf } from './vector-ends.js';

/** A function of ends as one of intervals. */
const onEnds =
  (f: (z: Ends, to: Ends, n: number) => unknown) =>
  (z: readonly Interval[]): Interval[] => {
    const to = endsOf(z);
    f(endsOf(z), to, z.length);
    return z.map((_, i) => ({ low: to.low[i] as number, high: to.high[i] as number }));
  };

/** log Σ exp(z_i). */
export const logSumExp = (z: readonly Interval[]): Interval => onEnds(V.logSumExp)(z)[0] as Interval;

/** exp(z_i)/Σ exp(z_j). */
export const softmax = onEnds(V.softmax);

/** The projection on the simplex. */
export const sparsemax = onEnds(V.sparsemax);

/** The support of the projection on the simplex: 1 or 0 for each entry. */
export const sparsemaxSupport = (z: readonly Interval[]): Outcome[] =>
  onEnds(V.sparsemaxSupport)(z).map((s) => (I.isPoint(s) ? s : 'undecided'));

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
