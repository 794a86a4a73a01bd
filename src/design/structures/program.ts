/** Numeric evaluation of constructions: straight-line code over buffers that are allocated once. */
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression } from '../../symbolic/expression.js';
import { idOf } from '../../symbolic/identity.js';
import { print } from '../../symbolic/print-text.js';
import { toDouble } from '../../symbolic/rational.js';
import { isScalarShape } from '../../symbolic/shape.js';
import { type Dimensions, sizeValue } from '../../symbolic/size.js';

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
  /** Only the diagonal is stored, as a vector. */
  readonly diagonal: boolean;
}

export interface Program {
  /** The value, row by row, after `run`. */
  readonly result: Float64Array;
  run(): void;
}

const matrix = (rows: number, columns: number, diagonal = false): Matrix => ({
  rows,
  columns,
  data: new Float64Array(diagonal ? rows : rows * columns),
  diagonal,
});

/**
 * Compiles an expression built from numbers, the given symbols, identities, sums, products, transposes, `diag` and
 * reciprocals of scalars. `inputs` are the buffers of the symbols, row by row, read at every run.
 */
export function compileProgram(
  expression: Expression,
  dimensions: Dimensions,
  inputs: ReadonlyMap<string, Float64Array>,
): Program {
  const steps: (() => void)[] = [];
  const known = new Map<number, Matrix>();

  const compile = (e: Expression): Matrix => {
    const id = idOf(e);
    let value = known.get(id);
    if (value === undefined) {
      value = compileNode(e);
      known.set(id, value);
    }
    return value;
  };

  const compileNode = (e: Expression): Matrix => {
    const rows = sizeValue(e.shape.rows, dimensions);
    const columns = sizeValue(e.shape.columns, dimensions);
    switch (e.kind) {
      case 'number': {
        const value = matrix(1, 1);
        value.data[0] = toDouble(e.value);
        return value;
      }
      case 'symbol': {
        const data = inputs.get(e.name);
        if (data === undefined) break;
        return { rows, columns, data, diagonal: false };
      }
      case 'identity': {
        const value = matrix(rows, columns, true);
        value.data.fill(1);
        return value;
      }
      case 'sum': {
        const terms = e.terms.map(compile);
        const value = matrix(rows, columns);
        steps.push(() => {
          value.data.fill(0);
          for (const term of terms) accumulate(value, term);
        });
        return value;
      }
      case 'product': {
        const scalars = e.factors.filter((f) => isScalarShape(f.shape)).map(compile);
        const chain = e.factors.filter((f) => !isScalarShape(f.shape)).map(compile);
        return scaled(multiplyChain(chain, steps), scalars, steps);
      }
      case 'transpose': {
        const argument = compile(e.argument);
        const value = matrix(rows, columns);
        steps.push(() => {
          transposeInto(value, argument);
        });
        return value;
      }
      case 'diag': {
        const argument = compile(e.argument);
        return { rows, columns, data: argument.data, diagonal: true };
      }
      case 'power': {
        if (!isScalarShape(e.shape) || e.exponent.kind !== 'number') break;
        const base = compile(e.base);
        const exponent = toDouble(e.exponent.value);
        const value = matrix(1, 1);
        steps.push(() => {
          value.data[0] = (base.data[0] as number) ** exponent;
        });
        return value;
      }
      default:
    }
    throw new ExpressionError('unsupported', `a construction cannot contain ${print(e)}`, e);
  };

  const root = compile(expression);
  const value = root.diagonal ? matrix(root.rows, root.columns) : root;
  if (root.diagonal)
    steps.push(() => {
      value.data.fill(0);
      accumulate(value, root);
    });
  return {
    result: value.data,
    run() {
      for (const step of steps) step();
    },
  };
}

function accumulate(target: Matrix, term: Matrix): void {
  const stride = term.diagonal ? target.columns + 1 : 1;
  for (let i = 0; i < term.data.length; i += 1)
    target.data[i * stride] = (target.data[i * stride] as number) + (term.data[i] as number);
}

function transposeInto(target: Matrix, { data, rows, columns }: Matrix): void {
  for (let i = 0; i < rows; i += 1)
    for (let j = 0; j < columns; j += 1) target.data[j * rows + i] = data[i * columns + j] as number;
}

function scaled(argument: Matrix | undefined, scalars: readonly Matrix[], steps: (() => void)[]): Matrix {
  if (argument !== undefined && scalars.length === 0) return argument;
  const value = argument === undefined ? matrix(1, 1) : matrix(argument.rows, argument.columns, argument.diagonal);
  steps.push(() => {
    let factor = 1;
    for (const scalar of scalars) factor *= scalar.data[0] as number;
    if (argument === undefined) value.data[0] = factor;
    else for (let i = 0; i < value.data.length; i += 1) value.data[i] = factor * (argument.data[i] as number);
  });
  return value;
}

/** The product of a chain in the cheapest order (the classical dynamic programme); `undefined` for an empty chain. */
function multiplyChain(chain: readonly Matrix[], steps: (() => void)[]): Matrix | undefined {
  const n = chain.length;
  const at = (i: number): Matrix => chain[i] as Matrix;
  const cost = chain.map(() => new Float64Array(n));
  const split = chain.map(() => new Int32Array(n));
  for (let length = 2; length <= n; length += 1)
    for (let i = 0; i + length <= n; i += 1) {
      const j = i + length - 1;
      let best = Infinity;
      for (let k = i; k < j; k += 1) {
        const inner = i === k && at(i).diagonal ? 1 : j === k + 1 && at(j).diagonal ? 1 : at(k).columns;
        const total = (cost[i]?.[k] ?? 0) + (cost[k + 1]?.[j] ?? 0) + at(i).rows * inner * at(j).columns;
        if (total >= best) continue;
        best = total;
        (split[i] as Int32Array)[j] = k;
      }
      (cost[i] as Float64Array)[j] = best;
    }
  const build = (i: number, j: number): Matrix => {
    if (i === j) return at(i);
    const k = split[i]?.[j] ?? i;
    const left = build(i, k);
    const right = build(k + 1, j);
    const value = matrix(left.rows, right.columns, left.diagonal && right.diagonal);
    steps.push(() => {
      multiplyInto(value, left, right);
    });
    return value;
  };
  return n === 0 ? undefined : build(0, n - 1);
}

/** Row by row, so that memory is read in order; zeros on the left cost nothing. */
function multiplyInto(target: Matrix, left: Matrix, right: Matrix): void {
  const [a, b, c] = [left.data, right.data, target.data];
  const { columns } = right;
  if (left.diagonal && right.diagonal) {
    for (let i = 0; i < c.length; i += 1) c[i] = (a[i] as number) * (b[i] as number);
    return;
  }
  if (left.diagonal) {
    for (let i = 0; i < left.rows; i += 1)
      for (let j = 0; j < columns; j += 1) c[i * columns + j] = (a[i] as number) * (b[i * columns + j] as number);
    return;
  }
  if (right.diagonal) {
    for (let i = 0; i < left.rows; i += 1)
      for (let j = 0; j < columns; j += 1) c[i * columns + j] = (a[i * columns + j] as number) * (b[j] as number);
    return;
  }
  c.fill(0);
  const inner = left.columns;
  for (let i = 0; i < left.rows; i += 1) {
    const to = i * columns;
    let k = 0;
    // Four rows of the right factor at a time: the target row is read and written a quarter as often.
    for (; k + 4 <= inner; k += 4) {
      const a0 = a[i * inner + k] as number;
      const a1 = a[i * inner + k + 1] as number;
      const a2 = a[i * inner + k + 2] as number;
      const a3 = a[i * inner + k + 3] as number;
      if (a0 === 0 && a1 === 0 && a2 === 0 && a3 === 0) continue;
      const b0 = k * columns;
      const b1 = b0 + columns;
      const b2 = b1 + columns;
      const b3 = b2 + columns;
      for (let j = 0; j < columns; j += 1)
        c[to + j] =
          (c[to + j] as number) +
          a0 * (b[b0 + j] as number) +
          a1 * (b[b1 + j] as number) +
          a2 * (b[b2 + j] as number) +
          a3 * (b[b3 + j] as number);
    }
    for (; k < inner; k += 1) {
      const entry = a[i * inner + k] as number;
      if (entry === 0) continue;
      const from = k * columns;
      for (let j = 0; j < columns; j += 1) c[to + j] = (c[to + j] as number) + entry * (b[from + j] as number);
    }
  }
}
