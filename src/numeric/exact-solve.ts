/** Exact linear systems: Gaussian elimination over the rationals. */
import * as Q from '../symbolic/rational.js';

/**
 * One solution x of A x = b, with free unknowns set to 0; undefined where there is none. `rows` are the rows of A with
 * the entry of b appended.
 */
export function solveExactly(rows: readonly (readonly Q.Rational[])[], unknowns: number): Q.Rational[] | undefined {
  const m = rows.map((row) => [...row]);
  const pivots: number[] = [];
  let at = 0;
  for (let column = 0; column < unknowns && at < m.length; column += 1) {
    const found = m.findIndex((row, i) => i >= at && !Q.isZero(row[column] as Q.Rational));
    if (found < 0) continue;
    const pivot = m[found] as Q.Rational[];
    m[found] = m[at] as Q.Rational[];
    const inverse = Q.reciprocal(pivot[column] as Q.Rational);
    const scaled = pivot.map((v) => Q.multiply(v, inverse));
    m[at] = scaled;
    m.forEach((row, i) => {
      const factor = row[column] as Q.Rational;
      if (i !== at && !Q.isZero(factor))
        m[i] = row.map((v, j) => Q.add(v, Q.negate(Q.multiply(factor, scaled[j] as Q.Rational))));
    });
    pivots.push(column);
    at += 1;
  }
  if (m.slice(at).some((row) => !Q.isZero(row[unknowns] as Q.Rational))) return undefined;
  const x = Array.from({ length: unknowns }, () => Q.ZERO);
  pivots.forEach((column, i) => {
    x[column] = (m[i] as Q.Rational[])[unknowns] as Q.Rational;
  });
  return x;
}
