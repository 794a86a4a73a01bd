/** Interval matrices: products, and the inverse by a verified correction of an approximate one. */
import { type Interval, type Intervals, type NoValue } from './enclosure-interval.js';
import { NEAREST, type Real, UP } from './mpfr.js';

/** Row-major entries of a square matrix. */
export type SquareMatrix = readonly Interval[];

export const entryOf = <T>(m: readonly T[], n: number, i: number, j: number): T => m[i * n + j] as T;

export const squareOf = <T>(n: number, f: (i: number, j: number) => T): T[] =>
  Array.from({ length: n * n }, (_, k) => f(Math.floor(k / n), k % n));

export const transposed = <T>(m: readonly T[], rows: number, columns: number): T[] =>
  Array.from({ length: rows * columns }, (_, k) => entryOf(m, columns, k % rows, Math.floor(k / rows)));

export const identityMatrix = (I: Intervals, n: number): Interval[] => {
  const [zero, one] = [I.fromDouble(0), I.fromDouble(1)];
  return squareOf(n, (i, j) => (i === j ? one : zero));
};

/** A·B with A of size rows × inner. */
export function matrixProduct(
  I: Intervals,
  a: readonly Interval[],
  b: readonly Interval[],
  rows: number,
  inner: number,
  columns: number,
): Interval[] {
  const result: Interval[] = [];
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      result.push(
        I.compact(() => {
          let total: Interval | undefined;
          for (let k = 0; k < inner; k++) {
            const term = I.multiply(entryOf(a, inner, i, k), entryOf(b, columns, k, j));
            total = total === undefined ? term : I.add(total, term);
          }
          return total as Interval;
        }),
      );
  return result;
}

export const addMatrices = (I: Intervals, a: readonly Interval[], b: readonly Interval[]): Interval[] =>
  a.map((value, k) => I.add(value, b[k] as Interval));
export const subtractMatrices = (I: Intervals, a: readonly Interval[], b: readonly Interval[]): Interval[] =>
  a.map((value, k) => I.subtract(value, b[k] as Interval));

/** An upper bound of ‖A‖∞, the largest row sum of |a_ij|. */
export function normInfinity(I: Intervals, a: readonly Interval[], columns: number): Real {
  let largest = I.R.fromInteger(0);
  for (let start = 0; start < a.length; start += columns) {
    const total = a
      .slice(start, start + columns)
      .map(I.magnitude)
      .reduce((x, y) => I.R.binary('add', x, y, UP));
    largest = I.greatest(largest, total);
  }
  return largest;
}

/** An approximate inverse of a matrix of numbers by Gauss–Jordan elimination; undefined where a pivot is 0. */
export function approximateInverse(I: Intervals, a: readonly Real[], n: number): Real[] | undefined {
  const { R } = I;
  const rows = Array.from({ length: n }, (_, i) =>
    Array.from({ length: 2 * n }, (__, j) => (j < n ? entryOf(a, n, i, j) : R.fromInteger(j - n === i ? 1 : 0))),
  );
  for (let k = 0; k < n; k++) {
    let best = k;
    const size = (i: number): Real => R.unary('abs', rows[i]?.[k] as Real, NEAREST);
    for (let i = k + 1; i < n; i++) if (R.compare(size(i), size(best)) > 0) best = i;
    const pivotRow = rows[best] as Real[];
    rows[best] = rows[k] as Real[];
    const pivot = pivotRow[k] as Real;
    if (R.sign(pivot) === 0) return undefined;
    const scaled = pivotRow.map((value) => R.binary('div', value, pivot, NEAREST));
    rows[k] = scaled;
    for (let i = 0; i < n; i++) {
      const row = rows[i] as Real[];
      const factor = row[k] as Real;
      if (i === k || R.sign(factor) === 0) continue;
      rows[i] = row.map((value, j) =>
        R.binary('sub', value, R.binary('mul', factor, scaled[j] as Real, NEAREST), NEAREST),
      );
    }
  }
  return squareOf(n, (i, j) => rows[i]?.[n + j] as Real);
}

/**
 * Enclosure of A⁻¹ for every A in an interval matrix: with an approximate inverse C and E = I − CA, ‖E‖∞ < 1,
 * A⁻¹ = C + Σ_{k ≥ 1} EᵏC, so column j differs from that of C by at most ‖E‖/(1 − ‖E‖) · max_i |c_ij|.
 */
export function encloseInverse(I: Intervals, a: SquareMatrix, n: number): Interval[] | NoValue {
  const { R } = I;
  if (!a.every(I.isFinite)) return 'undecided';
  const approximate = approximateInverse(I, a.map(I.middle), n);
  if (approximate === undefined || !approximate.every(R.isFinite)) return 'undecided';
  const c = approximate.map(I.point);
  const error = subtractMatrices(I, identityMatrix(I, n), matrixProduct(I, c, a, n, n, n));
  const size = normInfinity(I, error, n);
  const rest = I.subtract(I.fromDouble(1), I.point(size));
  if (R.sign(rest.low) <= 0) return 'undecided';
  if (R.sign(size) === 0) return c;
  const factor = R.binary('div', size, rest.low, UP);
  const largest = Array.from({ length: n }, (_, j) =>
    Array.from({ length: n }, (__, i) => I.magnitude(entryOf(c, n, i, j))).reduce(I.greatest),
  );
  return squareOf(n, (i, j) => I.inflate(entryOf(c, n, i, j), R.binary('mul', factor, largest[j] as Real, UP)));
}
