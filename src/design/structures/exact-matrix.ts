/** Matrices of exact rational numbers: evaluation of constructions, and decisions that rounding cannot spoil. */
import { type ExactDefiniteness, integerDefiniteness } from '../../numeric/exact-definiteness.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression } from '../../symbolic/expression.js';
import { idOf } from '../../symbolic/identity.js';
import { print } from '../../symbolic/print-text.js';
import * as Q from '../../symbolic/rational.js';
import { isScalarShape } from '../../symbolic/shape.js';
import { type Dimensions, sizeValue } from '../../symbolic/size.js';

export type ExactMatrix = readonly (readonly Q.Rational[])[];

const build = (rows: number, columns: number, entry: (i: number, j: number) => Q.Rational): ExactMatrix =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => entry(i, j)));

const at = (a: ExactMatrix, i: number, j: number): Q.Rational => a[i]?.[j] ?? Q.ZERO;
const width = (a: ExactMatrix): number => a[0]?.length ?? 0;

/** Entries in rows of this length. */
export const rowsOf = <T>(entries: readonly T[], columns: number): T[][] =>
  Array.from({ length: entries.length / columns }, (_, i) => entries.slice(i * columns, (i + 1) * columns));

/** The numbers of a row-major buffer, each exactly. */
export const exactMatrix = (
  numbers: ArrayLike<number>,
  rows: number,
  columns: number,
  convert: (x: number) => Q.Rational = Q.fromDouble,
): ExactMatrix => build(rows, columns, (i, j) => convert(numbers[i * columns + j] ?? 0));

export const transposed = (a: ExactMatrix): ExactMatrix => build(width(a), a.length, (i, j) => at(a, j, i));
export const identityMatrix = (n: number): ExactMatrix => build(n, n, (i, j) => (i === j ? Q.ONE : Q.ZERO));
export const addMatrices = (a: ExactMatrix, b: ExactMatrix): ExactMatrix =>
  build(a.length, width(a), (i, j) => Q.add(at(a, i, j), at(b, i, j)));
export const scaleMatrix = (factor: Q.Rational, a: ExactMatrix): ExactMatrix =>
  build(a.length, width(a), (i, j) => Q.multiply(factor, at(a, i, j)));

/** A matrix of integers times one rational number: products need no common divisors. */
interface Scaled {
  readonly integers: readonly (readonly bigint[])[];
  readonly scale: Q.Rational;
}

function toScaled(a: ExactMatrix): Scaled {
  let denominator = 1n;
  for (const entry of a.flat())
    if (denominator % entry.denominator !== 0n) denominator *= Q.rational(denominator, entry.denominator).denominator;
  return {
    integers: a.map((row) => row.map((entry) => entry.numerator * (denominator / entry.denominator))),
    scale: Q.rational(1n, denominator),
  };
}

const fromScaled = ({ integers, scale }: Scaled): ExactMatrix =>
  integers.map((row) => row.map((entry) => Q.rational(entry * scale.numerator, scale.denominator)));

function multiplyScaled(a: Scaled, b: Scaled): Scaled {
  const columns = b.integers[0]?.length ?? 0;
  const integers = a.integers.map((row) =>
    Array.from({ length: columns }, (_, j) =>
      row.reduce((sum, entry, k) => (entry === 0n ? sum : sum + entry * (b.integers[k]?.[j] ?? 0n)), 0n),
    ),
  );
  return { integers, scale: Q.multiply(a.scale, b.scale) };
}

function addScaled(a: Scaled, b: Scaled): Scaled {
  const ratio = Q.rational(
    a.scale.numerator * b.scale.denominator,
    a.scale.denominator * (b.scale.numerator === 0n ? 1n : b.scale.numerator),
  );
  if (b.scale.numerator === 0n) return a;
  const integers = a.integers.map((row, i) =>
    row.map((entry, j) => entry * ratio.numerator + (b.integers[i]?.[j] ?? 0n) * ratio.denominator),
  );
  return { integers, scale: Q.multiply(b.scale, Q.rational(1n, ratio.denominator)) };
}

const transposeScaled = ({ integers, scale }: Scaled): Scaled => ({
  integers: (integers[0] ?? []).map((_, j) => integers.map((row) => row[j] ?? 0n)),
  scale,
});

export const multiplyMatrices = (a: ExactMatrix, b: ExactMatrix): ExactMatrix =>
  fromScaled(multiplyScaled(toScaled(a), toScaled(b)));

/** The exact value of a construction where its parts are exact. */
export function evaluateExactly(
  expression: Expression,
  dimensions: Dimensions,
  values: ReadonlyMap<string, ExactMatrix>,
): ExactMatrix {
  const known = new Map<number, Scaled>();
  const evaluate = (e: Expression): Scaled => {
    const id = idOf(e);
    let value = known.get(id);
    if (value === undefined) {
      value = evaluateNode(e);
      known.set(id, value);
    }
    return value;
  };
  const scalar = (e: Expression): Q.Rational => {
    const { integers, scale } = evaluate(e);
    return Q.multiply(Q.rational(integers[0]?.[0] ?? 0n), scale);
  };
  const evaluateNode = (e: Expression): Scaled => {
    switch (e.kind) {
      case 'number':
        return { integers: [[1n]], scale: e.value };
      case 'symbol': {
        const value = values.get(e.name);
        if (value === undefined) break;
        return toScaled(value);
      }
      case 'identity':
        return toScaled(identityMatrix(sizeValue(e.shape.rows, dimensions)));
      case 'sum':
        return e.terms.map(evaluate).reduce(addScaled);
      case 'product': {
        const chain = e.factors.filter((f) => !isScalarShape(f.shape)).map(evaluate);
        const factor = e.factors
          .filter((f) => isScalarShape(f.shape))
          .reduce((product, f) => Q.multiply(product, scalar(f)), Q.ONE);
        const { integers, scale } =
          chain.length === 0 ? { integers: [[1n]], scale: Q.ONE } : chain.reduce(multiplyScaled);
        return { integers, scale: Q.multiply(factor, scale) };
      }
      case 'transpose':
        return transposeScaled(evaluate(e.argument));
      case 'diag': {
        const { integers, scale } = evaluate(e.argument);
        return { integers: integers.map(([entry = 0n], i) => integers.map((_, j) => (i === j ? entry : 0n))), scale };
      }
      case 'power':
        if (!isScalarShape(e.shape) || e.exponent.kind !== 'number' || !Q.isInteger(e.exponent.value)) break;
        return { integers: [[1n]], scale: Q.power(scalar(e.base), Number(e.exponent.value.numerator)) };
      default:
    }
    throw new ExpressionError('unsupported', `a construction cannot contain ${print(e)}`, e);
  };
  return fromScaled(evaluate(expression));
}

/** A positive multiple with integer entries, which has the same rank, the same signs and the same kind of spectrum. */
export const integerMatrix = (a: ExactMatrix): ExactMatrix =>
  toScaled(a).integers.map((row) => row.map((entry) => Q.rational(entry)));

const integerMultiple = (a: ExactMatrix): bigint[][] => toScaled(a).integers.map((row) => [...row]);

/** The rank, by fraction-free elimination (Bareiss 1968). */
export function exactRank(a: ExactMatrix): number {
  const rows = integerMultiple(a);
  let rank = 0;
  let previous = 1n;
  for (let column = 0; column < width(a) && rank < rows.length; column += 1) {
    const found = rows.findIndex((row, i) => i >= rank && row[column] !== 0n);
    if (found < 0) continue;
    const [pivotRow] = rows.splice(found, 1) as [bigint[]];
    rows.splice(rank, 0, pivotRow);
    const pivot = pivotRow[column] ?? 1n;
    for (let i = rank + 1; i < rows.length; i += 1) {
      const row = rows[i] as bigint[];
      const head = row[column] ?? 0n;
      rows[i] = row.map((entry, j) => (pivot * entry - head * (pivotRow[j] ?? 0n)) / previous);
    }
    previous = pivot;
    rank += 1;
  }
  return rank;
}

/** Whether a symmetric matrix is positive definite, semi-definite or neither. */
export const definiteness = (a: ExactMatrix): ExactDefiniteness => integerDefiniteness(integerMultiple(a));

/** Whether ‖A‖ ≤ bound: bound² I − A'A ≥ 0, with the smaller of A'A and AA'. */
export function normIsAtMost(a: ExactMatrix, bound: Q.Rational): boolean {
  const t = transposed(a);
  const gram = a.length < width(a) ? multiplyMatrices(a, t) : multiplyMatrices(t, a);
  const square = scaleMatrix(Q.multiply(bound, bound), identityMatrix(gram.length));
  return definiteness(addMatrices(square, scaleMatrix(Q.MINUS_ONE, gram))) !== 'indefinite';
}

/** Coefficients c₀ = 1, c₁, …, cₙ of det(sI − A) = Σ c_k s^(n−k), by Faddeev and LeVerrier. */
export function characteristicPolynomial(a: ExactMatrix): Q.Rational[] {
  const n = a.length;
  const coefficients = [Q.ONE];
  let m = build(n, n, () => Q.ZERO);
  for (let k = 1; k <= n; k += 1) {
    m = addMatrices(multiplyMatrices(a, m), scaleMatrix(coefficients[k - 1] ?? Q.ZERO, identityMatrix(n)));
    const product = multiplyMatrices(a, m);
    const trace = product.reduce((sum, row, i) => Q.add(sum, row[i] ?? Q.ZERO), Q.ZERO);
    coefficients.push(Q.multiply(Q.rational(-1, k), trace));
  }
  return coefficients;
}
