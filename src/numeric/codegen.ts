/**
 * Generates the code of a kernel from a program. Small programs become straight-line code on scalars; others become
 * loops over buffers, entrywise operations fused into them. Names in the code are numbers of slots only.
 */
import type * as Q from '../symbolic/rational.js';
import { type Buffer, Emitter, place } from './codegen-emitter.js';
import { matmulLines, matvecLines, pairLines } from './codegen-matmul.js';
import { dependsOn, plan } from './codegen-plan.js';
import {
  type Arithmetic,
  coefficientOf,
  type Index,
  ONE_COEFFICIENT,
  type Pair,
  PI_COEFFICIENT,
  type Value,
  ZERO_VALUE,
} from './codegen-value.js';
import { isScalarNode, type Node, type Program } from './program.js';

/** The numbers of the buffers of a value and of its second part. */
export interface Slot {
  readonly value: number;
  readonly bound: number | undefined;
}

export interface Generated {
  /** The body of a function of `B` (buffers), `R` (runtime helpers), `W` (routines) that returns the function to run. */
  readonly code: string;
  readonly sizes: readonly number[];
  /** Whether the code calls routines, so that the buffers must lie in their memory. */
  readonly callsRoutines: boolean;
  readonly inputs: ReadonlyMap<string, Slot>;
  readonly outputs: readonly Slot[];
}

export class Generator extends Emitter {
  readonly unrolled: boolean;
  protected readonly inputs = new Map<string, Slot>();
  /** Nodes whose code is being written. */
  readonly #open = new Set<number>();

  /** With `samples`, inputs and outputs hold many samples one after the other, and the code is for one of them. */
  constructor(program: Program, arithmetic: Arithmetic, samples = false) {
    super(plan(program), arithmetic);
    this.unrolled = this.plan.cost <= arithmetic.unroll;
    for (const [name, node] of program.inputs) {
      const buffer = samples ? this.allocateForSamples(node) : this.allocate(node.rows * node.columns);
      const error = arithmetic.boundedInputs ? this.allocate(node.rows * node.columns) : undefined;
      this.setBuffer(node, { name: buffer, error });
      this.inputs.set(name, slotOf({ name: buffer, error }));
      if (isScalarNode(node)) this.entry(node, 0, 0);
    }
  }

  generate(program: Program): Generated {
    const taken = new Set([...this.inputs.values()].map((input) => input.value));
    const outputs = program.outputs.map((output) => {
      const { node, flipped } = this.plan.held(output);
      this.ensure(node);
      const own = this.buffers.get(node.id);
      const number = own === undefined ? -1 : Number(own.name.slice(1));
      if (own !== undefined && !flipped && !taken.has(number) && !this.arithmetic.bounded) {
        taken.add(number);
        return { value: number, bound: undefined };
      }
      const size = output.rows * output.columns;
      const buffer = {
        name: this.allocate(size),
        error: this.arithmetic.bounded ? this.allocate(size) : undefined,
      };
      this.storeAll(output, buffer, true);
      return slotOf(buffer);
    });
    const { sizes, inputs, callsRoutines } = this;
    return { code: this.text(), sizes, inputs, outputs, callsRoutines };
  }

  /** The entry (i, j) of a node. Its buffers must be there already where loops are open (`ensure`). */
  entry(asked: Node, row: Index, column: Index): Value {
    const { node, flipped } = this.plan.held(asked);
    let [i, j] = flipped ? [column, row] : [row, column];
    if (node.symmetric && typeof i === 'number' && typeof j === 'number' && i < j) [i, j] = [j, i];
    const key = `${node.id}:${i}:${j}`;
    return this.recall(key) ?? this.remember(key, this.#compute(node, i, j));
  }

  #compute(node: Node, i: Index, j: Index): Value {
    const buffer = this.buffers.get(node.id);
    if (buffer !== undefined && this.emitted.has(node.id)) return this.load(buffer, node, i, j);
    switch (node.kind) {
      case 'constant':
        return this.arithmetic.constant(node.value === 'pi' ? PI_COEFFICIENT : coefficientOf(node.value));
      case 'fill':
        return this.entry(node.of, 0, 0);
      case 'spread':
        return this.entry(node.of, i, 0);
      case 'diagonal':
        return this.entry(node.of, i, i);
      case 'transpose':
        return this.entry(node.of, j, i);
      case 'diag':
        return this.#diagonalEntry(node.of, i, j);
      case 'matmul':
        if (this.unrolled) return this.#dot(node, i, j);
        if (isScalarNode(node))
          return this.arithmetic.loop(this, node.left.columns, (k) => [
            this.entry(node.left, 0, k),
            this.entry(node.right, k, 0),
          ]);
        break;
      case 'block':
        if (typeof i === 'number' && typeof j === 'number') return this.#blockEntry(node.blocks, i, j);
        break;
      case 'linear':
      case 'hadamard':
      case 'map':
      case 'power':
      case 'step':
        return this.operate(node, (o) => this.entry(o, i, j));
      default:
    }
    this.ensure(node);
    return this.load(this.buffer(node), node, i, j);
  }

  /** An entrywise operation on given values of its operands. */
  operate(node: Node, value: (operand: Node) => Value): Value {
    switch (node.kind) {
      case 'linear':
        return this.arithmetic.linear(
          this,
          node.terms.map((t) => ({ coefficient: coefficientOf(t.coefficient), value: value(t.node) })),
        );
      case 'hadamard':
        return this.arithmetic.multiply(this, node.factors.map(value));
      case 'map':
        return this.arithmetic.map(this, node.function, value(node.of));
      case 'power':
        return this.arithmetic.power(
          this,
          value(node.of),
          isNode(node.exponent) ? this.entry(node.exponent, 0, 0) : coefficientOf(node.exponent),
        );
      case 'step':
        return this.arithmetic.step(
          this,
          value(node.of),
          node.direction === undefined ? undefined : value(node.direction),
        );
      default:
        throw new Error(`internal error: ${node.kind} is not entrywise`);
    }
  }

  /** Entry (i, j) of a product, written out. */
  #dot(node: Extract<Node, { kind: 'matmul' }>, i: Index, j: Index): Value {
    const one = this.arithmetic.constant(ONE_COEFFICIENT);
    const pairs: Pair[] = [];
    for (let k = 0; k < node.left.columns; k += 1) {
      const [a, b] = [this.entry(node.left, i, k), this.entry(node.right, k, j)];
      if (!isSame(a, ZERO_VALUE) && !isSame(b, ZERO_VALUE)) pairs.push([a, b]);
    }
    if (pairs.length === 0) return ZERO_VALUE;
    if (pairs.every(([a, b]) => isSame(a, one) || isSame(b, one)))
      return this.arithmetic.linear(
        this,
        pairs.map(([a, b]) => ({ coefficient: ONE_COEFFICIENT, value: isSame(a, one) ? b : a })),
      );
    return pairs.length === 1 ? this.arithmetic.multiply(this, pairs[0] as Pair) : this.arithmetic.dot(this, pairs);
  }

  #diagonalEntry(vector: Node, i: Index, j: Index): Value {
    if (i === j) return this.entry(vector, i, 0);
    if (typeof i === 'number' && typeof j === 'number') return ZERO_VALUE;
    const on = this.entry(vector, i, 0);
    const pick = (text: string): string => (text === '0' ? '0' : this.bind(`${i} === ${j} ? ${text} : 0`));
    return { v: pick(on.v), e: pick(on.e) };
  }

  #blockEntry(blocks: readonly (readonly Node[])[], i: number, j: number): Value {
    let row = i;
    for (const line of blocks) {
      const { rows } = line[0] as Node;
      if (row >= rows) {
        row -= rows;
        continue;
      }
      let column = j;
      for (const entry of line) {
        if (column < entry.columns) return this.entry(entry, row, column);
        column -= entry.columns;
      }
    }
    throw new Error('internal error: an entry outside its block matrix');
  }

  /** Writes the code that the entries of a held node need before a loop may read them. */
  ensure(node: Node): void {
    if (this.emitted.has(node.id)) return;
    const barrier = node.kind === 'vector' || node.kind === 'matrix';
    if (this.unrolled && !barrier) return;
    this.#open.add(node.id);
    this.#write(node, barrier);
    this.#open.delete(node.id);
  }

  #write(node: Node, barrier: boolean): void {
    this.plan.needs(node).forEach((n) => this.ensure(n));
    if (this.emitted.has(node.id)) return;
    if (isScalarNode(node) && !barrier) {
      this.emitted.add(node.id);
      this.remember(`${node.id}:0:0`, this.#compute(node, 0, 0));
      return;
    }
    if (barrier) this.#emitBarrier(node);
    else if (!this.plan.isBuffered(node)) this.emitted.add(node.id);
    else if (node.kind === 'matmul') this.#emitProduct(node);
    else {
      const size = node.rows * node.columns;
      const buffer = { name: this.allocate(size), error: this.arithmetic.bounded ? this.allocate(size) : undefined };
      if (node.kind === 'block') this.#storeBlocks(node.blocks, node.columns, buffer);
      else this.storeAll(node, buffer, false);
      this.setBuffer(node, buffer);
    }
  }

  /** A buffer that holds a node as asked, not its transpose. */
  contiguous(asked: Node): Buffer {
    const { node, flipped } = this.plan.held(asked);
    this.ensure(node);
    const own = this.buffers.get(node.id);
    if (own !== undefined && !flipped) return own;
    const size = asked.rows * asked.columns;
    const buffer = { name: this.allocate(size), error: this.arithmetic.bounded ? this.allocate(size) : undefined };
    this.storeAll(asked, buffer, false);
    return buffer;
  }

  #emitBarrier(node: Node): void {
    if (node.kind !== 'vector' && node.kind !== 'matrix') return;
    const from = this.contiguous(node.of);
    const size = node.rows * node.columns;
    const to = { name: this.allocate(size), error: this.arithmetic.bounded ? this.allocate(size) : undefined };
    const helper = this.use(`${node.kind}${this.arithmetic.bounded ? 'Bounded' : ''}.${node.function}`);
    const args = this.arithmetic.bounded
      ? [from.name, from.error ?? 'undefined', to.name, to.error ?? 'undefined']
      : [from.name, to.name];
    const extents = node.kind === 'vector' ? [node.of.rows] : [node.of.rows, node.of.columns];
    this.lines.push(`${helper}(${[...args, ...extents].join(', ')});`);
    this.setBuffer(node, to);
    if (isScalarNode(node)) this.entry(node, 0, 0);
  }

  #emitProduct(node: Node): void {
    if (node.kind !== 'matmul') return;
    if (node.columns > 1) matmulLines(this, node);
    else {
      const partner = this.arithmetic.bounded ? undefined : this.#partner(node);
      if (partner === undefined) matvecLines(this, node);
      else {
        this.plan.needs(partner).forEach((n) => this.ensure(n));
        pairLines(this, node, partner as typeof node);
      }
    }
  }

  /** A product with the transpose of the same matrix that can be computed in the same pass over it. */
  #partner(node: Node): Node | undefined {
    if (node.kind !== 'matmul') return undefined;
    const { node: matrix, flipped } = this.plan.held(node.left);
    const readable = (n: Node): boolean => this.plan.isBuffered(this.plan.held(n).node);
    if (!readable(matrix) || !readable(node.right)) return undefined;
    return (this.plan.matvecs.get(matrix.id) ?? []).find(
      (other) =>
        other.kind === 'matmul' &&
        !this.emitted.has(other.id) &&
        this.plan.held(other.left).flipped !== flipped &&
        readable(other.right) &&
        // What is being written is not there yet for the partner to read.
        !dependsOn(this.plan, other, this.#open),
    );
  }

  /** Stores every entry of a node; `final` for outputs, whose bounds are made infinite where undefined. */
  storeAll(asked: Node, buffer: Buffer, final: boolean): void {
    const { rows, columns } = asked;
    const store = (i: Index, j: Index): void => {
      const value = this.entry(asked, i, j);
      this.store(buffer, place(i, j, columns), value, final);
      if (asked.symmetric && i !== j) this.store(buffer, place(j, i, columns), value, final);
    };
    if (this.unrolled || rows * columns === 1) {
      for (let i = 0; i < rows; i += 1) {
        for (let j = 0; j < (asked.symmetric ? i + 1 : columns); j += 1) store(i, j);
      }
      return;
    }
    const i = this.fresh('i');
    if (columns === 1) {
      this.scoped(`for (let ${i} = 0; ${i} < ${rows}; ${i}++)`, () => store(i, 0));
      return;
    }
    const j = this.fresh('j');
    this.scoped(`for (let ${i} = 0; ${i} < ${rows}; ${i}++)`, () =>
      this.scoped(`for (let ${j} = 0; ${j} ${asked.symmetric ? `<= ${i}` : `< ${columns}`}; ${j}++)`, () =>
        store(i, j),
      ),
    );
  }

  #storeBlocks(blocks: readonly (readonly Node[])[], columns: number, buffer: Buffer): void {
    let top = 0;
    for (const line of blocks) {
      let left = 0;
      for (const block of line) {
        const [i, j] = [this.fresh('i'), this.fresh('j')];
        const at = `(${i} + ${top}) * ${columns} + ${j} + ${left}`;
        this.scoped(`for (let ${i} = 0; ${i} < ${block.rows}; ${i}++)`, () =>
          this.scoped(`for (let ${j} = 0; ${j} < ${block.columns}; ${j}++)`, () =>
            this.store(buffer, at, this.entry(block, i, j), false),
          ),
        );
        left += block.columns;
      }
      top += (line[0] as Node).rows;
    }
  }
}

const isNode = (x: Q.Rational | Node): x is Node => 'kind' in x;
const isSame = (a: Value, b: Value): boolean => a.v === b.v && a.e === b.e;
const slotOf = ({ name, error }: Buffer): Slot => ({
  value: Number(name.slice(1)),
  bound: error === undefined ? undefined : Number(error.slice(1)),
});
