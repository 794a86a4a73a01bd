/** All solutions of exact linear systems. */
import * as Q from '../symbolic/rational.js';

/** point + span of the directions, which are independent. */
export interface AffineSpace {
  readonly point: readonly Q.Rational[];
  readonly directions: readonly (readonly Q.Rational[])[];
}

/**
 * The solutions x of A x = b, by elimination without fractions (Bareiss 1968) on rows that are scaled to integers;
 * undefined where there are none. `rows` are the rows of A with the entry of b appended.
 */
export function affineSolutions(rows: readonly (readonly Q.Rational[])[], unknowns: number): AffineSpace | undefined {
  const m = rows.map(toIntegers);
  const pivots: number[] = [];
  let previous = 1n;
  for (let column = 0; column < unknowns && pivots.length < m.length; column += 1) {
    const at = pivots.length;
    const found = m.findIndex((row, i) => i >= at && row[column] !== 0n);
    if (found < 0) continue;
    const pivotRow = m[found] as bigint[];
    m[found] = m[at] as bigint[];
    m[at] = pivotRow;
    const pivot = pivotRow[column] as bigint;
    for (let i = 0; i < m.length; i += 1) {
      if (i === at) continue;
      const row = m[i] as bigint[];
      const factor = row[column] as bigint;
      for (let j = 0; j <= unknowns; j += 1)
        row[j] = ((row[j] as bigint) * pivot - factor * (pivotRow[j] as bigint)) / previous;
    }
    previous = pivot;
    pivots.push(column);
  }
  if (m.slice(pivots.length).some((row) => row[unknowns] !== 0n)) return undefined;
  const free = Array.from({ length: unknowns }, (_, j) => j).filter((j) => !pivots.includes(j));
  const point = Array.from({ length: unknowns }, () => Q.ZERO);
  pivots.forEach((column, i) => {
    const row = m[i] as bigint[];
    point[column] = Q.rational(row[unknowns] as bigint, row[column]);
  });
  const directions = free.map((j) => {
    const direction = Array.from({ length: unknowns }, () => Q.ZERO);
    direction[j] = Q.ONE;
    pivots.forEach((column, i) => {
      const row = m[i] as bigint[];
      direction[column] = Q.rational(-(row[j] as bigint), row[column]);
    });
    return direction;
  });
  return { point, directions };
}

/** A multiple of a row with integers without a common factor. */
function toIntegers(row: readonly Q.Rational[]): bigint[] {
  const common = row.reduce((m, { denominator }) => (m / Q.gcd(m, denominator)) * denominator, 1n);
  const scaled = row.map(({ numerator, denominator }) => numerator * (common / denominator));
  const divisor = scaled.reduce(Q.gcd, 0n);
  return divisor > 1n ? scaled.map((v) => v / divisor) : scaled;
}
