/**
 * Scalar programs: what expressions compute, written out entry by entry as a list of operations on scalars, each on
 * values that stand before it. Parameters that are given are constants of the program; the entries of all others are
 * variables, or negatives of one, so that matrices satisfy their structure.
 */
import { coefficientOf, PI_COEFFICIENT } from '../numeric/codegen-value.js';
import { lower } from '../numeric/lower.js';
import type { Node, VectorFunction } from '../numeric/program.js';
import { ExpressionError } from '../symbolic/error.js';
import type { Expression } from '../symbolic/expression.js';
import type { EntrywiseName } from '../symbolic/functions.js';
import type { Dimensions } from '../symbolic/size.js';
import { constantEnds } from './codegen.js';
import type { Interval } from './interval.js';

/** An entry of a symbol: a constant, or a variable or its negative. */
export type Entry = { readonly constant: Interval } | { readonly variable: number; readonly sign: 1 | -1 };
/** The entries of every symbol, row by row. */
export type Binding = ReadonlyMap<string, readonly Entry[]>;

/** An operation whose value stands at `at`; operands are places of other values. */
export type ScalarOperation = { readonly at: number; readonly active: boolean } & (
  | { readonly kind: 'variable'; readonly variable: number }
  | { readonly kind: 'constant'; readonly value: Interval }
  | { readonly kind: 'add' | 'multiply' | 'power'; readonly a: number; readonly b: number }
  | { readonly kind: 'negate' | 'square'; readonly a: number }
  | { readonly kind: 'map'; readonly function: EntrywiseName; readonly a: number }
  | { readonly kind: 'step'; readonly a: number }
  /** Values stand at `at` and the places after it. */
  | {
      readonly kind: 'vector';
      readonly function: Exclude<VectorFunction, 'sparsemax_support'>;
      readonly of: readonly number[];
    }
);

export interface ScalarProgram {
  readonly operations: readonly ScalarOperation[];
  /** How many places there are. */
  readonly size: number;
  readonly variables: number;
  /** The places of the entries of each expression, row by row. */
  readonly outputs: readonly (readonly number[])[];
}

type Draft = ScalarOperation extends infer O ? (O extends unknown ? Omit<O, 'at' | 'active'> : never) : never;

/** Matrices of at most this size are inverted by their cofactors. */
const LARGEST_INVERSE = 3;
/** The most operations of a program. */
const MOST_OPERATIONS = 60_000;

class Recorder {
  readonly operations: ScalarOperation[] = [];
  size = 0;
  readonly #known = new Map<string, number>();
  readonly #active: boolean[] = [];

  /** The place of the value of an operation; equal operations share it. */
  record(key: string, draft: Draft, operands: readonly number[], width = 1): number {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const at = this.size;
    const active = draft.kind === 'variable' || operands.some((o) => this.#active[o] === true);
    if (this.operations.length >= MOST_OPERATIONS) throw new ExpressionError('unsupported', 'a formula of this size');
    this.operations.push({ ...draft, at, active });
    for (let k = 0; k < width; k += 1) this.#active.push(active);
    this.size += width;
    this.#known.set(key, at);
    return at;
  }

  constant(value: Interval): number {
    return this.record(`c ${value.low} ${value.high}`, { kind: 'constant', value }, []);
  }
  get zero(): number {
    return this.constant({ low: 0, high: 0 });
  }
  get one(): number {
    return this.constant({ low: 1, high: 1 });
  }
  #is(place: number, value: number): boolean {
    return this.#known.get(`c ${value} ${value}`) === place;
  }

  add(a: number, b: number): number {
    if (this.#is(a, 0)) return b;
    if (this.#is(b, 0)) return a;
    return this.record(`${Math.min(a, b)}+${Math.max(a, b)}`, { kind: 'add', a, b }, [a, b]);
  }
  negate(a: number): number {
    return this.#is(a, 0) ? a : this.record(`-${a}`, { kind: 'negate', a }, [a]);
  }
  multiply(p: number, q: number): number {
    const [a, b] = p <= q ? [p, q] : [q, p];
    if (this.#is(a, 1)) return b;
    if (this.#is(b, 1)) return a;
    if (this.#is(a, -1)) return this.negate(b);
    if (this.#is(b, -1)) return this.negate(a);
    return a === b
      ? this.record(`${a}^2`, { kind: 'square', a }, [a])
      : this.record(`${a}*${b}`, { kind: 'multiply', a, b }, [a, b]);
  }
  power(a: number, b: number): number {
    if (this.#is(b, 2)) return this.multiply(a, a);
    return this.record(`${a}^^${b}`, { kind: 'power', a, b }, [a, b]);
  }
  sum(places: readonly number[]): number {
    return places.reduce((a, b) => this.add(a, b), this.zero);
  }
  product(places: readonly number[]): number {
    return places.reduce((a, b) => this.multiply(a, b), this.one);
  }
}

/** Writes the expressions out; what has no interval form is refused with an `ExpressionError`. */
export function scalarProgram(
  expressions: readonly Expression[],
  dimensions: Dimensions,
  binding: Binding,
  variables: number,
): ScalarProgram {
  const program = lower(expressions, dimensions);
  const recorder = new Recorder();
  const places = new Map<string, number>();

  const entry = (node: Node, i: number, j: number): number => {
    const key = `${node.id}:${i}:${j}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    const place = compute(node, i, j);
    places.set(key, place);
    return place;
  };

  const compute = (node: Node, i: number, j: number): number => {
    switch (node.kind) {
      case 'input':
        return input(node.name, i * node.columns + j);
      case 'constant':
        return recorder.constant(constantEnds(node.value === 'pi' ? PI_COEFFICIENT : coefficientOf(node.value)));
      case 'fill':
        return entry(node.of, 0, 0);
      case 'spread':
        return entry(node.of, i, 0);
      case 'diag':
        return i === j ? entry(node.of, i, 0) : recorder.zero;
      case 'diagonal':
        return entry(node.of, i, i);
      case 'transpose':
        return entry(node.of, j, i);
      case 'linear':
        return recorder.sum(
          node.terms.map((t) =>
            recorder.multiply(recorder.constant(constantEnds(coefficientOf(t.coefficient))), entry(t.node, i, j)),
          ),
        );
      case 'hadamard':
        return powersOf(node.factors.map((f) => entry(f, i, j)));
      case 'map': {
        const a = entry(node.of, i, j);
        return recorder.record(`${node.function} ${a}`, { kind: 'map', function: node.function, a }, [a]);
      }
      case 'power': {
        const exponent =
          'kind' in node.exponent
            ? entry(node.exponent, 0, 0)
            : recorder.constant(constantEnds(coefficientOf(node.exponent)));
        return recorder.power(entry(node.of, i, j), exponent);
      }
      case 'step': {
        const a = entry(node.of, i, j);
        return recorder.record(`step ${a}`, { kind: 'step', a }, [a]);
      }
      case 'matmul':
        return recorder.sum(
          Array.from({ length: node.left.columns }, (_, k) =>
            recorder.multiply(entry(node.left, i, k), entry(node.right, k, j)),
          ),
        );
      case 'vector': {
        if (node.function === 'sparsemax_support') throw new ExpressionError('unsupported', 'a support that jumps');
        const of = Array.from({ length: node.of.rows }, (_, k) => entry(node.of, k, 0));
        const width = node.function === 'logsumexp' ? 1 : of.length;
        const draft = { kind: 'vector', function: node.function, of } as const;
        return recorder.record(`${node.function} ${of.join(',')}`, draft, of, width) + i;
      }
      case 'matrix':
        if (node.function === 'inv' && node.rows <= LARGEST_INVERSE) return inverse(node.of, i, j);
        throw new ExpressionError('unsupported', `${node.function} of a matrix has no interval form here`);
      case 'block': {
        let row = i;
        for (const line of node.blocks) {
          const { rows } = line[0] as Node;
          if (row < rows) {
            let column = j;
            for (const block of line) {
              if (column < block.columns) return entry(block, row, column);
              column -= block.columns;
            }
          }
          row -= rows;
        }
        throw new Error('internal error: an entry outside its block matrix');
      }
    }
  };

  const input = (name: string, index: number): number => {
    const bound = binding.get(name)?.[index];
    if (bound === undefined) throw new ExpressionError('unsupported', `${name} has no entries`);
    if ('constant' in bound) return recorder.constant(bound.constant);
    const { variable, sign } = bound;
    const place = recorder.record(`v ${variable}`, { kind: 'variable', variable }, []);
    return sign === 1 ? place : recorder.negate(place);
  };

  /** Equal factors are raised to a power. */
  const powersOf = (factors: readonly number[]): number => {
    const counts = new Map<number, number>();
    for (const f of factors) counts.set(f, (counts.get(f) ?? 0) + 1);
    return recorder.product(
      [...counts].map(([place, n]) =>
        n === 1 ? place : recorder.power(place, recorder.constant({ low: n, high: n })),
      ),
    );
  };

  /** An entry of A⁻¹: a cofactor divided by det A, which must not be 0. */
  const inverse = (of: Node, i: number, j: number): number => {
    const all = Array.from({ length: of.rows }, (_, k) => k);
    const minor = (rows: readonly number[], columns: readonly number[]): number =>
      rows.length === 0
        ? recorder.one
        : recorder.sum(
            columns.map((c, k) => {
              const rest = minor(
                rows.slice(1),
                columns.filter((x) => x !== c),
              );
              const term = recorder.multiply(entry(of, rows[0] as number, c), rest);
              return k % 2 === 0 ? term : recorder.negate(term);
            }),
          );
    const cofactor = minor(
      all.filter((r) => r !== j),
      all.filter((c) => c !== i),
    );
    const reciprocal = recorder.power(minor(all, all), recorder.constant({ low: -1, high: -1 }));
    const value = recorder.multiply(cofactor, reciprocal);
    return (i + j) % 2 === 0 ? value : recorder.negate(value);
  };

  const outputs = program.outputs.map((node) =>
    Array.from({ length: node.rows * node.columns }, (_, k) =>
      entry(node, Math.floor(k / node.columns), k % node.columns),
    ),
  );
  return { operations: recorder.operations, size: recorder.size, variables, outputs };
}
