/** A plain interpreter of expressions, entry by entry, over doubles or over MPFR numbers: the reference of kernel tests. */
import { erf } from '../../src/numeric/functions-erf.js';
import { NEAREST, type Real, type Reals, type UnaryReal } from '../../src/numeric/mpfr.js';
import type { Expression } from '../../src/symbolic/expression.js';
import * as Q from '../../src/symbolic/rational.js';
import { unfold } from '../../src/symbolic/rewrite.js';
import { type Dimensions, sizeValue } from '../../src/symbolic/size.js';

export interface Field<T> {
  readonly fromDouble: (x: number) => T;
  readonly fromRational: (x: Q.Rational) => T;
  readonly pi: () => T;
  readonly add: (a: T, b: T) => T;
  readonly multiply: (a: T, b: T) => T;
  readonly divide: (a: T, b: T) => T;
  readonly power: (a: T, p: T) => T;
  readonly map: (name: string, a: T) => T;
  readonly sign: (a: T) => number;
}

export type Table<T> = readonly (readonly T[])[];

export const DOUBLES: Field<number> = {
  fromDouble: (x) => x,
  fromRational: Q.toDouble,
  pi: () => Math.PI,
  add: (a, b) => a + b,
  multiply: (a, b) => a * b,
  divide: (a, b) => (b === 0 ? Number.NaN : a / b),
  power: (a, p) => (a === 0 && p < 0 ? Number.NaN : a ** p),
  map: (name, a) => {
    switch (name) {
      case 'logcosh':
        return Math.log(Math.cosh(a));
      case 'sigmoid':
        return 1 / (1 + Math.exp(-a));
      case 'softplus':
        return Math.log(1 + Math.exp(a));
      case 'erf':
        return erf(a);
      case 'relu':
        return Math.max(a, 0);
      case 'log':
        return a > 0 ? Math.log(a) : Number.NaN;
      default:
        return (Math as unknown as Record<string, (x: number) => number>)[name]?.(a) ?? Number.NaN;
    }
  },
  sign: Math.sign,
};

export function mpfrField(r: Reals): Field<Real> {
  const d = (x: number): Real => r.fromDouble(x);
  const un = (name: UnaryReal, a: Real): Real => r.unary(name, a, NEAREST);
  const bin = (name: 'add' | 'sub' | 'mul' | 'div' | 'pow', a: Real, b: Real): Real => r.binary(name, a, b, NEAREST);
  /** −Li₂(−eˣ) = ½ softplus(x)² + Li₂(sigmoid x) for x ≤ 0, by the power series; reflected for x > 0. */
  const softplusIntegral = (x: Real): Real => {
    if (r.sign(x) > 0) {
      const squares = bin('add', bin('div', bin('pow', r.pi(NEAREST), d(2)), d(6)), bin('div', bin('mul', x, x), d(2)));
      return bin('sub', squares, softplusIntegral(un('neg', x)));
    }
    const t = un('exp', x);
    const w = bin('div', t, bin('add', d(1), t));
    let sum = d(0);
    for (let k = r.precision; k >= 1; k -= 1) sum = bin('mul', w, bin('add', sum, bin('div', d(1), d(k * k))));
    const s = un('log1p', t);
    return bin('add', bin('div', bin('mul', s, s), d(2)), sum);
  };
  return {
    fromDouble: d,
    fromRational: (x) => bin('div', d(Number(x.numerator)), d(Number(x.denominator))),
    pi: () => r.pi(NEAREST),
    add: (a, b) => bin('add', a, b),
    multiply: (a, b) => bin('mul', a, b),
    divide: (a, b) => (r.sign(b) === 0 ? d(Number.NaN) : bin('div', a, b)),
    power: (a, p) => (r.sign(a) === 0 && r.sign(p) < 0 ? d(Number.NaN) : bin('pow', a, p)),
    map: (name, a) => {
      switch (name) {
        case 'logcosh': {
          const size = un('abs', a);
          if (r.compare(size, d(1)) < 0) {
            const half = un('sinh', bin('mul', d(0.5), size));
            return un('log1p', bin('mul', d(2), bin('mul', half, half)));
          }
          const tail = un('log1p', un('exp', bin('mul', d(-2), size)));
          return bin('add', size, bin('sub', tail, un('log', d(2))));
        }
        case 'softplus_integral':
          return softplusIntegral(a);
        case 'sigmoid':
          return bin('div', d(1), bin('add', d(1), un('exp', un('neg', a))));
        case 'softplus':
          return un('log1p', un('exp', a));
        case 'relu':
          return r.sign(a) > 0 ? a : d(0);
        case 'sign':
          return d(r.sign(a));
        case 'log':
          return r.sign(a) > 0 ? un('log', a) : d(Number.NaN);
        default:
          return un(name as UnaryReal, a);
      }
    },
    sign: r.sign,
  };
}

/** The value of an expression as a table of entries. */
export function interpret<T>(
  expression: Expression,
  values: ReadonlyMap<string, Table<T>>,
  dimensions: Dimensions,
  f: Field<T>,
): Table<T> {
  const size = (s: string): number => sizeValue(s, dimensions);
  const table = (rows: number, columns: number, entry: (i: number, j: number) => T): T[][] =>
    Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => entry(i, j)));
  const at = (t: Table<T>, i: number, j: number): T => (t[i] as readonly T[])[j] as T;
  const rowsOf = (t: Table<T>): number => t.length;
  const columnsOf = (t: Table<T>): number => (t[0] as readonly T[]).length;
  const each = (t: Table<T>, g: (x: T) => T): T[][] => t.map((row) => row.map(g));
  const zip = (a: Table<T>, b: Table<T>, g: (x: T, y: T) => T): T[][] =>
    table(rowsOf(a), columnsOf(a), (i, j) => g(at(a, i, j), at(b, i, j)));
  const isScalar = (t: Table<T>): boolean => rowsOf(t) === 1 && columnsOf(t) === 1;
  const zero = (): T => f.fromDouble(0);
  const total = (xs: readonly T[]): T => xs.reduce(f.add, zero());
  const multiply = (a: Table<T>, b: Table<T>): Table<T> => {
    if (isScalar(a)) return each(b, (x) => f.multiply(at(a, 0, 0), x));
    if (isScalar(b)) return each(a, (x) => f.multiply(at(b, 0, 0), x));
    return table(rowsOf(a), columnsOf(b), (i, j) =>
      total((a[i] as readonly T[]).map((x, k) => f.multiply(x, at(b, k, j)))),
    );
  };
  const less = (a: T, b: T): boolean => f.sign(f.add(a, f.multiply(f.fromDouble(-1), b))) < 0;

  /** The projection onto the simplex by trying every support of the sorted entries. */
  const sparsemax = (z: readonly T[]): T[] => {
    const sorted = [...z].sort((a, b) => (less(a, b) ? 1 : less(b, a) ? -1 : 0));
    let tau = zero();
    for (let k = 1; k <= sorted.length; k += 1) {
      const sum = f.add(total(sorted.slice(0, k)), f.fromDouble(-1));
      if (!less(sum, f.multiply(f.fromDouble(k), sorted[k - 1] as T))) continue;
      tau = f.divide(sum, f.fromDouble(k));
    }
    return z.map((x) => f.map('relu', f.add(x, f.multiply(f.fromDouble(-1), tau))));
  };

  const visit = (e: Expression): Table<T> => {
    const [rows, columns] = [size(e.shape.rows), size(e.shape.columns)];
    switch (e.kind) {
      case 'number':
        return [[f.fromRational(e.value)]];
      case 'constant':
        return [[f.pi()]];
      case 'size':
        return [[f.fromDouble(size(e.size))]];
      case 'symbol':
        return values.get(e.name) as Table<T>;
      case 'identity':
        return table(rows, columns, (i, j) => f.fromDouble(i === j ? 1 : 0));
      case 'ones':
        return table(rows, columns, () => f.fromDouble(1));
      case 'sum':
        return e.terms.map(visit).reduce((a, b) => zip(a, b, f.add));
      case 'product': {
        const parts = e.factors.map(visit);
        const scalars = parts.filter((_, k) => isScalarShape(e.factors[k] as Expression));
        const chain = parts.filter((_, k) => !isScalarShape(e.factors[k] as Expression));
        return [...scalars, ...(chain.length > 0 ? [chain.reduce(multiply)] : [])].reduce(multiply);
      }
      case 'transpose': {
        const t = visit(e.argument);
        return table(rows, columns, (i, j) => at(t, j, i));
      }
      case 'hadamard':
        return e.factors.map(visit).reduce((a, b) => zip(a, b, f.multiply));
      case 'power': {
        const p = at(visit(e.exponent), 0, 0);
        return each(visit(e.base), (x) => f.power(x, p));
      }
      case 'map':
        return each(visit(e.argument), (x) => f.map(e.function, x));
      case 'step': {
        const z = visit(e.argument);
        const d = e.direction === undefined ? undefined : visit(e.direction);
        return table(rows, columns, (i, j) => {
          const sign = f.sign(at(z, i, j));
          const moves = d !== undefined && f.sign(at(d, i, j)) > 0;
          return f.fromDouble(sign > 0 || (sign === 0 && moves) ? 1 : 0);
        });
      }
      case 'diag': {
        const t = visit(e.argument);
        return table(rows, columns, (i, j) => (i === j ? at(t, i, 0) : zero()));
      }
      case 'diagonal': {
        const t = visit(e.argument);
        return table(rows, 1, (i) => at(t, i, i));
      }
      case 'block':
        return e.blocks.flatMap((line) => {
          const parts = line.map(visit);
          return (parts[0] as Table<T>).map((_, i) => parts.flatMap((p) => [...(p[i] as readonly T[])]));
        });
      case 'function': {
        const t = visit(e.argument);
        const column = t.map((row) => row[0] as T);
        const exps = column.map((x) => f.map('exp', x));
        switch (e.name) {
          case 'trace':
            return [[total(t.map((row, i) => row[i] as T))]];
          case 'logsumexp':
            return [[f.map('log', total(exps))]];
          case 'softmax':
            return exps.map((x) => [f.divide(x, total(exps))]);
          case 'sparsemax':
            return sparsemax(column).map((x) => [x]);
          case 'sparsemax_support':
            return sparsemax(column).map((x) => [f.fromDouble(f.sign(x) > 0 ? 1 : 0)]);
          default:
            throw new Error(`the interpreter does not know ${e.name}`);
        }
      }
      case 'lagrangian':
        throw new Error('unfold first');
    }
  };
  const isScalarShape = (e: Expression): boolean => e.shape.rows === '1' && e.shape.columns === '1';
  return visit(unfold(expression));
}
