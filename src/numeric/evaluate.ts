/** Evaluation of expressions in any arithmetic, entry by entry, by walking the tree; shared parts are computed once. */
import { isScalar } from '../symbolic/build.js';
import { invariant } from '../symbolic/error.js';
import type { Expression, FunctionName } from '../symbolic/expression.js';
import { ENTRYWISE_FUNCTIONS, isEntrywiseName } from '../symbolic/functions.js';
import { idOf } from '../symbolic/identity.js';
import { print } from '../symbolic/print-text.js';
import * as Q from '../symbolic/rational.js';
import { unfold } from '../symbolic/rewrite.js';
import { type Dimensions, sizeValue } from '../symbolic/size.js';
import { type Arithmetic, type Fault, type Outcome, worse } from './arithmetic.js';
import { multiplyChain, type Tensor } from './evaluate-chain.js';

const unfolded = new WeakMap<Expression, Expression>();
function withoutLagrangians(e: Expression): Expression {
  const known = unfolded.get(e);
  if (known !== undefined) return known;
  const result = unfold(e);
  unfolded.set(e, result);
  return result;
}

/** The value of an expression of numbers and dimensions only, such as an exponent; undefined for others. */
function constantValue(e: Expression, dimensions: Dimensions): Q.Rational | undefined {
  const all = (parts: readonly Expression[], join: (a: Q.Rational, b: Q.Rational) => Q.Rational) => {
    const values = parts.map((part) => constantValue(part, dimensions));
    return values.reduce((a, b) => (a === undefined || b === undefined ? undefined : join(a, b)));
  };
  if (e.kind === 'number') return e.value;
  if (e.kind === 'size') return Q.rational(sizeValue(e.size, dimensions));
  if (e.kind === 'sum') return all(e.terms, Q.add);
  if (e.kind === 'product' && e.factors.every(isScalar)) return all(e.factors, Q.multiply);
  if (e.kind === 'power' && e.exponent.kind === 'number' && Q.isInteger(e.exponent.value)) {
    const base = constantValue(e.base, dimensions);
    const n = Number(e.exponent.value.numerator);
    if (base !== undefined && Math.abs(n) <= 64 && !(n < 0 && Q.isZero(base))) return Q.power(base, n);
  }
  return undefined;
}

/** Entrywise functions that are not defined everywhere, and functions of matrices that are. */
const PARTIAL_MAPS: ReadonlySet<string> = new Set(
  Object.entries(ENTRYWISE_FUNCTIONS).flatMap(([name, f]) => ('domain' in f ? [name] : [])),
);
const TOTAL_FUNCTIONS: ReadonlySet<FunctionName> = new Set<FunctionName>([
  'norm',
  'trace',
  'expm',
  'logsumexp',
  'softmax',
  'sparsemax',
  'sparsemax_support',
]);

/** What a function of a number at fault is: a partial function of an unknown value may be undefined. */
const passed = (fault: Fault, total: boolean): Fault =>
  total || fault.fault !== 'inexact' ? fault : { ...fault, fault: 'undecided' };

/**
 * The entries, row-major, of each expression.
 *
 * `values` has the entries of each symbol, row-major. Lagrangians are replaced by their formulas. A product is
 * associated in the cheapest order, so that a chain that ends in a vector takes matrix–vector products only.
 */
export function evaluateIn<T extends object>(
  arithmetic: Arithmetic<T>,
  expressions: readonly Expression[],
  dimensions: Dimensions,
  values: ReadonlyMap<string, readonly Outcome<T>[]>,
): readonly Outcome<T>[][] {
  const { isFault } = arithmetic;
  const zero = arithmetic.rational(Q.ZERO);
  const one = arithmetic.rational(Q.ONE);

  const add = (a: Outcome<T>, b: Outcome<T>): Outcome<T> => {
    if (isFault(a)) return isFault(b) ? worse(a, b) : a;
    if (isFault(b)) return b;
    if (a === zero) return b;
    return b === zero ? a : arithmetic.add(a, b);
  };
  const multiply = (a: Outcome<T>, b: Outcome<T>): Outcome<T> => {
    if (isFault(a)) {
      if (isFault(b)) return worse(a, b);
      // What has some finite value, though an unknown one, vanishes when it is multiplied by 0.
      return a.fault === 'inexact' && arithmetic.isZero(b) ? zero : a;
    }
    if (isFault(b)) return multiply(b, a);
    if (a === one) return b;
    return b === one ? a : arithmetic.multiply(a, b);
  };

  const shapeOf = (e: Expression): { rows: number; columns: number } => ({
    rows: sizeValue(e.shape.rows, dimensions),
    columns: sizeValue(e.shape.columns, dimensions),
  });
  const dense = (t: Tensor<T>): Tensor<T> => {
    if (!t.diagonal) return t;
    const entries: Outcome<T>[] = new Array<Outcome<T>>(t.rows * t.columns).fill(zero);
    t.entries.forEach((value, i) => {
      entries[i * t.columns + i] = value;
    });
    return { ...t, diagonal: false, entries };
  };
  const entrywise = (t: Tensor<T>, total: boolean, f: (value: T) => Outcome<T>): Tensor<T> => {
    const d = dense(t);
    return { ...d, entries: d.entries.map((value) => (isFault(value) ? passed(value, total) : f(value))) };
  };
  const combine = (a: Tensor<T>, b: Tensor<T>, f: (x: Outcome<T>, y: Outcome<T>) => Outcome<T>): Tensor<T> => {
    const [x, y] = a.diagonal && b.diagonal ? [a, b] : [dense(a), dense(b)];
    return { ...x, entries: x.entries.map((value, i) => f(value, y.entries[i] as Outcome<T>)) };
  };
  const scale = (factor: Outcome<T>, t: Tensor<T>): Tensor<T> => ({
    ...t,
    entries: t.entries.map((value) => multiply(factor, value)),
  });
  const single = (t: Tensor<T>): Outcome<T> => t.entries[0] as Outcome<T>;

  const times = (a: Tensor<T>, b: Tensor<T>): Tensor<T> => {
    if (a.columns !== b.rows) {
      if (a.rows === 1 && a.columns === 1) return scale(single(a), b);
      if (b.rows === 1 && b.columns === 1) return scale(single(b), a);
    }
    invariant(a.columns === b.rows, 'inner sizes of a product differ');
    if (a.diagonal && b.diagonal) return combine(a, b, multiply);
    const shape = { rows: a.rows, columns: b.columns, diagonal: false };
    if (a.diagonal)
      return {
        ...shape,
        entries: b.entries.map((value, k) => multiply(a.entries[Math.floor(k / b.columns)] as Outcome<T>, value)),
      };
    if (b.diagonal)
      return {
        ...shape,
        entries: a.entries.map((value, k) => multiply(value, b.entries[k % b.columns] as Outcome<T>)),
      };
    const entries: Outcome<T>[] = [];
    for (let i = 0; i < a.rows; i++)
      for (let j = 0; j < b.columns; j++)
        entries.push(
          arithmetic.compact(() => {
            let total: Outcome<T> = zero;
            for (let k = 0; k < a.columns; k++) {
              const [x, y] = [a.entries[i * a.columns + k] as Outcome<T>, b.entries[k * b.columns + j] as Outcome<T>];
              total = add(total, multiply(x, y));
            }
            return total;
          }),
        );
    return { ...shape, entries };
  };

  const product = (factors: readonly Expression[]): Tensor<T> => {
    const tensors = factors.map(visit);
    const scalars = tensors.filter((_, i) => isScalar(factors[i] as Expression));
    const chain = tensors.filter((_, i) => !isScalar(factors[i] as Expression));
    const scalar = scalars.map(single).reduce(multiply, one);
    if (chain.length === 0) return { rows: 1, columns: 1, diagonal: false, entries: [scalar] };
    return scale(scalar, multiplyChain(chain, times));
  };

  const power = (e: Expression & { kind: 'power' }): Tensor<T> => {
    const base = visit(e.base);
    const constant = constantValue(e.exponent, dimensions);
    if (constant !== undefined) {
      const total = Q.isInteger(constant) && constant.numerator >= 0n;
      return entrywise(base, total, (value) => arithmetic.powerRational(value, constant, e));
    }
    const exponent = single(visit(e.exponent));
    return entrywise(base, false, (value) =>
      isFault(exponent) ? passed(exponent, false) : arithmetic.power(value, exponent, e),
    );
  };

  const apply = (e: Expression & { kind: 'function' }): Tensor<T> => {
    const { rows, columns, entries } = dense(visit(e.argument));
    const shape = { ...shapeOf(e), diagonal: false };
    const faults = entries.filter(isFault);
    if (faults.length > 0) {
      const fault = passed(faults.reduce(worse), TOTAL_FUNCTIONS.has(e.name));
      return { ...shape, entries: new Array<Outcome<T>>(shape.rows * shape.columns).fill(fault) };
    }
    return { ...shape, entries: arithmetic.apply(e.name, { rows, columns, entries: entries as readonly T[] }, e) };
  };

  const symbol = (e: Expression & { kind: 'symbol' }): Tensor<T> => {
    const shape = shapeOf(e);
    const entries = values.get(e.name);
    invariant(entries !== undefined, `${e.name} has no value`);
    invariant(entries.length === shape.rows * shape.columns, `${e.name} has ${entries.length} entries`);
    return { ...shape, diagonal: false, entries };
  };

  const block = (rows: readonly (readonly Expression[])[], e: Expression): Tensor<T> => {
    const shape = shapeOf(e);
    const entries: Outcome<T>[] = [];
    for (const row of rows) {
      const parts = row.map((part) => dense(visit(part)));
      for (let i = 0; i < (parts[0]?.rows ?? 0); i++)
        for (const part of parts) entries.push(...part.entries.slice(i * part.columns, (i + 1) * part.columns));
    }
    return { ...shape, diagonal: false, entries };
  };

  const transpose = (t: Tensor<T>): Tensor<T> => {
    const shape = { rows: t.columns, columns: t.rows };
    if (t.diagonal || t.rows === 1 || t.columns === 1) return { ...t, ...shape };
    return {
      ...t,
      ...shape,
      entries: t.entries.map((_, k) => t.entries[(k % t.rows) * t.columns + Math.floor(k / t.rows)] as Outcome<T>),
    };
  };

  const compute = (e: Expression): Tensor<T> => {
    const scalar = (value: Outcome<T>): Tensor<T> => ({ rows: 1, columns: 1, diagonal: false, entries: [value] });
    switch (e.kind) {
      case 'number':
        return scalar(Q.isZero(e.value) ? zero : Q.isOne(e.value) ? one : arithmetic.rational(e.value));
      case 'constant':
        return scalar(arithmetic.pi(e));
      case 'size':
        return scalar(arithmetic.rational(Q.rational(sizeValue(e.size, dimensions))));
      case 'symbol':
        return symbol(e);
      case 'identity': {
        const shape = shapeOf(e);
        return { ...shape, diagonal: true, entries: new Array<T>(shape.rows).fill(one) };
      }
      case 'ones': {
        const shape = shapeOf(e);
        return { ...shape, diagonal: false, entries: new Array<T>(shape.rows * shape.columns).fill(one) };
      }
      case 'sum':
        return e.terms.map(visit).reduce((a, b) => combine(a, b, add));
      case 'product':
        return product(e.factors);
      case 'transpose':
        return transpose(visit(e.argument));
      case 'hadamard':
        return e.factors.map(visit).reduce((a, b) => combine(a, b, multiply));
      case 'power':
        return power(e);
      case 'map': {
        const name = e.function;
        invariant(isEntrywiseName(name), `no entrywise function ${name}`);
        return entrywise(visit(e.argument), !PARTIAL_MAPS.has(name), (value) => arithmetic.map(name, value, e));
      }
      case 'step': {
        const argument = dense(visit(e.argument));
        const direction = e.direction === undefined ? undefined : dense(visit(e.direction));
        const entries = argument.entries.map((value, i) =>
          isFault(value) ? value : arithmetic.step(value, direction?.entries[i], e),
        );
        return { ...argument, entries };
      }
      case 'diag': {
        const { rows, entries } = visit(e.argument);
        return { rows, columns: rows, diagonal: true, entries };
      }
      case 'diagonal': {
        const t = visit(e.argument);
        const entries = t.diagonal ? t.entries : t.entries.filter((_, k) => k % (t.columns + 1) === 0);
        return { rows: t.rows, columns: 1, diagonal: false, entries };
      }
      case 'lagrangian':
        throw new Error(`internal error: ${print(e)} was not unfolded`);
      case 'function':
        return apply(e);
      case 'block':
        return block(e.blocks, e);
    }
  };

  const known = new Map<number, Tensor<T>>();
  const visit = (e: Expression): Tensor<T> => {
    const id = idOf(e);
    const before = known.get(id);
    if (before !== undefined) return before;
    const result = compute(e);
    known.set(id, result);
    return result;
  };
  return expressions.map((e) => [...dense(visit(withoutLagrangians(e))).entries]);
}
