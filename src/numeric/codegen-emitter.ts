/** What the generators of loops, products and entries share: buffers of nodes, and access to entries. */
import type { Plan } from './codegen-plan.js';
import type { Arithmetic, Index, Value } from './codegen-value.js';
import { Writer } from './codegen-writer.js';
import type { Node } from './program.js';

export interface Buffer {
  readonly name: string;
  /** The buffer of second parts; undefined: there are none. */
  readonly error: string | undefined;
}

export abstract class Emitter extends Writer {
  readonly plan: Plan;
  readonly arithmetic: Arithmetic;
  protected readonly buffers = new Map<number, Buffer>();
  /** Where the values of the current sample begin in the buffers that hold one after the other, by buffer. */
  protected readonly offsets = new Map<string, string>();
  /** Nodes whose code is written. */
  protected readonly emitted = new Set<number>();

  constructor(plan: Plan, arithmetic: Arithmetic) {
    super();
    this.plan = plan;
    this.arithmetic = arithmetic;
  }

  /** The entry (i, j) of a node. */
  abstract entry(asked: Node, row: Index, column: Index): Value;

  load(buffer: Buffer, node: Node, i: Index, j: Index): Value {
    const at = this.#within(buffer, place(i, j, node.columns));
    return {
      v: this.bind(`${buffer.name}[${at}]`),
      e: buffer.error === undefined ? '0' : this.bind(`${buffer.error}[${at}]`),
    };
  }

  /** A buffer for the values of a node in every sample. */
  allocateForSamples(node: Node): string {
    const buffer = this.allocate(node.rows * node.columns);
    this.offsets.set(buffer, `o${buffer.slice(1)}`);
    return buffer;
  }

  #within(buffer: Buffer, at: Index): Index {
    const offset = this.offsets.get(buffer.name);
    return offset === undefined ? at : `${offset} + ${at}`;
  }

  /** The buffer of a node that is held in one. */
  buffer(node: Node): Buffer {
    const buffer = this.buffers.get(node.id);
    if (buffer === undefined) throw new Error('internal error: a node without its buffer');
    return buffer;
  }

  setBuffer(node: Node, buffer: Buffer): void {
    this.buffers.set(node.id, buffer);
    this.emitted.add(node.id);
  }

  store(buffer: Buffer, at: Index, value: Value, final: boolean): void {
    this.lines.push(`${buffer.name}[${this.#within(buffer, at)}] = ${value.v};`);
    if (buffer.error === undefined) return;
    const bound = final ? this.arithmetic.finish(this, value) : value.e;
    this.lines.push(`${buffer.error}[${at}] = ${bound};`);
  }
}

/** The offset of entry (i, j) in a row-major buffer. */
export function place(i: Index, j: Index, columns: number): Index {
  if (typeof i === 'number' && typeof j === 'number') return i * columns + j;
  if (columns === 1) return i;
  const row = typeof i === 'number' ? `${i * columns}` : `${/^\w+$/.test(i) ? i : `(${i})`} * ${columns}`;
  return `${row} + ${j}`;
}
