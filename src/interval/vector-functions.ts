/** Functions of a vector or a matrix on intervals of doubles. Those of a vector are monotone in every entry. */
import * as I from './interval.js';
import type { Interval, Outcome } from './interval.js';

type End = 'low' | 'high';
const UNIT: Interval = { low: 0, high: 1 };

/** exp(z), which has a value everywhere. */
const exponential = (z: Interval): Interval => I.mapInterval('exp', z) as Interval;
const ends = (z: readonly Interval[], end: End): number[] => z.map((x) => x[end]);
const difference = (x: number, y: number): Interval => I.subtract(I.point(x), I.point(y));

/** m + log Σ exp(x_i − m), m the greatest entry, whose term is 1. */
function logSumExpAt(x: readonly number[]): Interval {
  const top = Math.max(...x);
  if (!Number.isFinite(top)) return I.point(top);
  const terms = x.map((v) => (v === -Infinity ? I.ZERO : exponential(difference(v, top))));
  return I.add(I.point(top), I.mapInterval('log', I.total(terms)) as Interval);
}

/** log Σ exp(z_i). */
export const logSumExp = (z: readonly Interval[]): Interval => ({
  low: logSumExpAt(ends(z, 'low')).low,
  high: logSumExpAt(ends(z, 'high')).high,
});

/** For each i the sum of the terms before it. */
function sumsBefore(terms: readonly Interval[]): Interval[] {
  let sum = I.ZERO;
  return terms.map((term) => {
    const before = sum;
    sum = I.add(sum, term);
    return before;
  });
}

/** For each i the sum of all terms but that one. */
function sumsOfOthers(terms: readonly Interval[]): Interval[] {
  const before = sumsBefore(terms);
  const after = sumsBefore([...terms].reverse()).reverse();
  return terms.map((_, i) => I.add(before[i] as Interval, after[i] as Interval));
}

/** 1/(1 + Σ_{j ≠ i} exp(x_j − t_i)) with x the others' ends. */
function softmaxAt(own: readonly number[], others: readonly number[]): Interval[] {
  const top = Math.max(...others);
  const sums = sumsOfOthers(others.map((v) => exponential(difference(v, top))));
  return own.map((t, i) => {
    const rest = I.multiply(sums[i] as Interval, exponential(difference(top, t)));
    return I.reciprocal(I.add(I.ONE, rest)) as Interval;
  });
}

/** exp(z_i)/Σ exp(z_j): increasing in z_i, decreasing in the others. */
export function softmax(z: readonly Interval[]): Interval[] {
  if (!z.every(I.isFiniteInterval)) return z.map(() => UNIT);
  const lows = softmaxAt(ends(z, 'low'), ends(z, 'high'));
  const highs = softmaxAt(ends(z, 'high'), ends(z, 'low'));
  return z.map((_, i) => ({
    low: Math.max(0, (lows[i] as Interval).low),
    high: Math.min(1, (highs[i] as Interval).high),
  }));
}

/**
 * x_i − τ with τ = max over k of (s_k − 1)/k, s_k the sum of the k largest entries, which is the least of
 * (1 + Σ_{j ≤ k} (x_i − x_j))/k.
 */
function excessAt(x: readonly number[], i: number): Interval {
  const own = x[i] as number;
  let total = I.ONE;
  let least: Interval = { low: Infinity, high: Infinity };
  [...x]
    .sort((a, b) => b - a)
    .forEach((v, k) => {
      total = I.add(total, difference(own, v));
      const share = I.divide(total, I.point(k + 1)) as Interval;
      least = { low: Math.min(least.low, share.low), high: Math.min(least.high, share.high) };
    });
  return least;
}

/** Increasing in z_i, decreasing in the others. */
function excesses(z: readonly Interval[]): Interval[] {
  if (!z.every(I.isFiniteInterval)) return z.map(() => I.ENTIRE);
  const at = (i: number, own: End, others: End): Interval =>
    excessAt(
      z.map((x, j) => x[j === i ? own : others]),
      i,
    );
  return z.map((_, i) => ({ low: at(i, 'low', 'high').low, high: at(i, 'high', 'low').high }));
}

/** The support of the projection on the simplex: 1 or 0 for each entry. */
export const sparsemaxSupport = (z: readonly Interval[]): Outcome[] => excesses(z).map(I.stepInterval);

/** The projection on the simplex. */
export const sparsemax = (z: readonly Interval[]): Interval[] =>
  excesses(z).map((e) => ({ low: Math.min(1, Math.max(0, e.low)), high: Math.min(1, Math.max(0, e.high)) }));

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
