/** Functions of vectors and matrices in exact rational arithmetic. */
import type { Expression, FunctionName } from '../symbolic/expression.js';
import { print } from '../symbolic/print-text.js';
import * as Q from '../symbolic/rational.js';
import type { Dense, Fault, Outcome } from './arithmetic.js';
import { exactRoot } from './exact-root.js';

type Rational = Q.Rational;
type Matrix = Dense<Rational>;

const entry = (m: Matrix, i: number, j: number): Rational => m.entries[i * m.columns + j] as Rational;
const inexact = (at: Expression): Fault => ({
  fault: 'inexact',
  at,
  reason: `${print(at)} is not known as a rational number`,
});
const undecided = (at: Expression): Fault => ({ ...inexact(at), fault: 'undecided' });
const undefinedAt = (at: Expression, reason: string): Fault => ({ fault: 'undefined', at, reason });

const build = (n: number, f: (i: number, j: number) => Rational): Rational[] =>
  Array.from({ length: n * n }, (_, k) => f(Math.floor(k / n), k % n));
const isDiagonal = (m: Matrix): boolean =>
  m.entries.every((value, k) => Q.isZero(value) || Math.floor(k / m.columns) === k % m.columns);
const isSymmetric = (m: Matrix): boolean =>
  m.entries.every((value, k) => Q.equals(value, entry(m, k % m.columns, Math.floor(k / m.columns))));
const sum = (values: readonly Rational[]): Rational => values.reduce(Q.add, Q.ZERO);

/** lcm(a, b) = a · (b / gcd(a, b)). */
const lcm = (values: readonly bigint[]): bigint => values.reduce((a, b) => a * Q.rational(a, b).denominator, 1n);

/**
 * The inverse by Gauss–Jordan elimination without fractions (Bareiss): with D the common denominator of A, the
 * integer matrix [D·A | I] is reduced to [d·I | B], and A⁻¹ = D·B/d. Undefined where A is singular.
 */
export function exactInverse(m: Matrix): readonly Rational[] | undefined {
  const n = m.rows;
  const scale = lcm(m.entries.map((value) => value.denominator));
  const rows = Array.from({ length: n }, (_, i) =>
    Array.from({ length: 2 * n }, (__, j) => {
      if (j >= n) return j - n === i ? 1n : 0n;
      const value = entry(m, i, j);
      return value.numerator * (scale / value.denominator);
    }),
  );
  let previous = 1n;
  for (let k = 0; k < n; k++) {
    const pivotRow = rows.findIndex((row, i) => i >= k && row[k] !== 0n);
    if (pivotRow < 0) return undefined;
    const pivot = rows[pivotRow] as bigint[];
    rows[pivotRow] = rows[k] as bigint[];
    rows[k] = pivot;
    const p = pivot[k] as bigint;
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const row = rows[i] as bigint[];
      const factor = row[k] as bigint;
      for (let j = 0; j < 2 * n; j++) row[j] = (p * (row[j] as bigint) - factor * (pivot[j] as bigint)) / previous;
    }
    previous = p;
  }
  return build(n, (i, j) => {
    const row = rows[i] as bigint[];
    return Q.rational((row[n + j] as bigint) * scale, row[i]);
  });
}

/** x_i − τ of sparsemax, with τ = max_k (s_k − 1)/k over the sums s_k of the k largest entries. */
function sparsemaxExcess(x: readonly Rational[]): Rational[] {
  const sorted = [...x].sort((a, b) => Q.compare(b, a));
  let total = Q.MINUS_ONE;
  let tau: Rational | undefined;
  sorted.forEach((value, k) => {
    total = Q.add(total, value);
    const candidate = Q.multiply(total, Q.rational(1, k + 1));
    if (tau === undefined || Q.compare(candidate, tau) > 0) tau = candidate;
  });
  return x.map((value) => Q.add(value, Q.negate(tau ?? Q.ZERO)));
}

const isPositive = (a: Rational): boolean => a.numerator > 0n;

/** A'A = I. */
const isOrthogonal = (m: Matrix): boolean =>
  build(m.columns, (i, j) =>
    sum(Array.from({ length: m.rows }, (_, k) => Q.multiply(entry(m, k, i), entry(m, k, j)))),
  ).every((value, k) => Q.equals(value, Math.floor(k / m.columns) === k % m.columns ? Q.ONE : Q.ZERO));

function polar(m: Matrix, at: Expression): readonly Outcome<Rational>[] {
  if (isDiagonal(m) && m.entries.every((v, k) => Math.floor(k / m.columns) !== k % m.columns || !Q.isZero(v)))
    return m.entries.map((v) => Q.rational(v.numerator > 0n ? 1 : v.numerator < 0n ? -1 : 0));
  return isOrthogonal(m) ? m.entries : m.entries.map(() => undecided(at));
}

function squareRoot(m: Matrix, at: Expression): readonly Outcome<Rational>[] {
  if (!isDiagonal(m)) return m.entries.map(() => undecided(at));
  return m.entries.map((value) =>
    value.numerator < 0n
      ? undefinedAt(at, `${print(at)} is the root of a matrix with a negative eigenvalue`)
      : (exactRoot(value, 2n) ?? inexact(at)),
  );
}

/** A function of `FunctionName`; see `Arithmetic.apply`. */
export function applyExactly(name: FunctionName, m: Matrix, at: Expression): readonly Outcome<Rational>[] {
  const n = m.rows;
  switch (name) {
    case 'inv': {
      const inverse = exactInverse(m);
      return inverse ?? m.entries.map(() => undefinedAt(at, `${print(at)} is the inverse of a singular matrix`));
    }
    case 'trace':
      return [sum(Array.from({ length: n }, (_, i) => entry(m, i, i)))];
    case 'norm':
    case 'lambda_min':
    case 'lambda_max': {
      if (name !== 'norm' && !isSymmetric(m)) return [undefinedAt(at, `${print(at)} needs a symmetric matrix`)];
      if (!isDiagonal(m) || m.rows !== m.columns) return [inexact(at)];
      const values = Array.from({ length: n }, (_, i) => entry(m, i, i));
      const sizes = name === 'norm' ? values.map((v) => (v.numerator < 0n ? Q.negate(v) : v)) : values;
      return [sizes.reduce((a, b) => (Q.compare(a, b) < 0 === (name === 'lambda_min') ? a : b))];
    }
    case 'polar':
      return polar(m, at);
    case 'sqrtm':
      return squareRoot(m, at);
    case 'expm':
      return m.entries.every(Q.isZero)
        ? build(n, (i, j) => (i === j ? Q.ONE : Q.ZERO))
        : m.entries.map(() => inexact(at));
    case 'logsumexp':
      return [n === 1 ? entry(m, 0, 0) : inexact(at)];
    case 'softmax':
      return m.entries.every((v) => Q.equals(v, entry(m, 0, 0)))
        ? m.entries.map(() => Q.rational(1, n))
        : m.entries.map(() => inexact(at));
    case 'sparsemax':
      return sparsemaxExcess(m.entries).map((e) => (isPositive(e) ? e : Q.ZERO));
    case 'sparsemax_support':
      return sparsemaxExcess(m.entries).map((e) => (isPositive(e) ? Q.ONE : Q.ZERO));
  }
}
