/** Seeded random values of symbols, with the facts about them satisfied exactly; intervals where they are not doubles. */
import * as I from '../../interval/interval.js';
import type { Interval } from '../../interval/interval.js';
import type { Random } from '../../numeric/random.js';
import type { Fact, SymbolExpression } from '../../symbolic/expression.js';
import * as Q from '../../symbolic/rational.js';
import { type Dimensions, sizeValue } from '../../symbolic/size.js';

type Matrix = Q.Rational[][];

const matrix = (rows: number, columns: number, entry: (i: number, j: number) => Q.Rational): Matrix =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => entry(i, j)));
const at = (m: Matrix, i: number, j: number): Q.Rational => (m[i] as Q.Rational[])[j] as Q.Rational;
const multiply = (a: Matrix, b: Matrix): Matrix =>
  matrix(a.length, b[0]?.length ?? 0, (i, j) => b.map((_, k) => Q.multiply(at(a, i, k), at(b, k, j))).reduce(Q.add));
const transposed = (a: Matrix): Matrix => matrix(a[0]?.length ?? 0, a.length, (i, j) => at(a, j, i));
const identity = (n: number): Matrix => matrix(n, n, (i, j) => (i === j ? Q.ONE : Q.ZERO));

/** How values are drawn: entries lie within ±scale, or in (0, scale) where `positive`. */
export interface Regime {
  readonly scale: number;
  readonly positive: boolean;
}

/** An odd multiple of 1/1024, so that no kink at a small whole number or half is met. */
const draw = (random: Random, { scale, positive }: Regime): Q.Rational => {
  const odd = 2 * random.below(Math.max(1, Math.round(512 * scale))) + 1;
  return Q.rational(positive || random.sign() > 0 ? odd : -odd, 1024);
};

/** I − 2vv'/v'v with a small whole v. */
function reflection(random: Random, n: number): Matrix {
  const v = Array.from({ length: n }, () => Q.rational(random.sign() * random.integer(1, 3)));
  const square = v.map((x) => Q.multiply(x, x)).reduce(Q.add);
  const factor = Q.multiply(Q.rational(-2), Q.reciprocal(square));
  return matrix(n, n, (i, j) =>
    Q.add(i === j ? Q.ONE : Q.ZERO, Q.multiply(factor, Q.multiply(v[i] as Q.Rational, v[j] as Q.Rational))),
  );
}

/** An orthogonal matrix that has the other facts too, where there is one of this form. */
function orthogonal(random: Random, n: number, facts: ReadonlySet<Fact>): Matrix | undefined {
  if (facts.has('positive-definite') || facts.has('positive-semidefinite')) return identity(n);
  if (facts.has('diagonal')) return matrix(n, n, (i, j) => (i === j ? Q.rational(random.sign()) : Q.ZERO));
  if (facts.has('symmetric')) return reflection(random, n);
  if (facts.has('skew')) {
    if (n % 2 !== 0) return undefined;
    const turn = matrix(n, n, (i, j) =>
      Math.floor(i / 2) !== Math.floor(j / 2) || i === j ? Q.ZERO : Q.rational(i < j ? 1 : -1),
    );
    const O = multiply(reflection(random, n), reflection(random, n));
    return multiply(multiply(O, turn), transposed(O));
  }
  return multiply(reflection(random, n), reflection(random, n));
}

function drawMatrix(
  random: Random,
  rows: number,
  columns: number,
  facts: ReadonlySet<Fact>,
  regime: Regime,
): Matrix | undefined {
  const signed: Regime = facts.has('positive') || facts.has('nonnegative') ? { ...regime, positive: true } : regime;
  const general = (): Matrix => matrix(rows, columns, () => draw(random, signed));
  if (facts.has('orthogonal')) return rows === columns ? orthogonal(random, rows, facts) : undefined;
  const definite = facts.has('positive-definite');
  if (definite || facts.has('positive-semidefinite') || facts.has('negative-semidefinite')) {
    const negative = facts.has('negative-semidefinite');
    const B = general();
    if (facts.has('diagonal'))
      return matrix(rows, columns, (i, j) => {
        const square = Q.multiply(at(B, i, i), at(B, i, i));
        return i === j ? (negative ? Q.negate(square) : square) : Q.ZERO;
      });
    const gram = multiply(transposed(B), B);
    return matrix(rows, columns, (i, j) => {
      const entry = Q.add(at(gram, i, j), definite && i === j ? Q.ONE : Q.ZERO);
      return negative ? Q.negate(entry) : entry;
    });
  }
  const M = general();
  if (facts.has('diagonal')) return matrix(rows, columns, (i, j) => (i === j ? at(M, i, j) : Q.ZERO));
  if (facts.has('symmetric')) return matrix(rows, columns, (i, j) => at(M, Math.min(i, j), Math.max(i, j)));
  if (facts.has('skew'))
    return matrix(rows, columns, (i, j) => (i === j ? Q.ZERO : i < j ? at(M, i, j) : Q.negate(at(M, j, i))));
  return M;
}

/** Entries, row-major, of a symbol; undefined where no value of this size is known to satisfy its facts. */
export function drawSymbol(
  random: Random,
  symbol: SymbolExpression,
  dimensions: Dimensions,
  regime: Regime,
): readonly Interval[] | undefined {
  const rows = sizeValue(symbol.shape.rows, dimensions);
  const columns = sizeValue(symbol.shape.columns, dimensions);
  return drawMatrix(random, rows, columns, symbol.facts, regime)?.flat().map(I.fromRational);
}
