/**
 * Matrix products of generated code: matrix times vector, both with a matrix and its transpose in one pass, and matrix
 * times matrix. Large ones call the routines of `wasm-products.ts`.
 */
import { type Buffer, type Emitter, place } from './codegen-emitter.js';
import type { Index, Pair } from './codegen-value.js';
import type { Node } from './program.js';

type Product = Extract<Node, { kind: 'matmul' }>;

function target(g: Emitter, node: Node): Buffer {
  const size = node.rows * node.columns;
  return { name: g.allocate(size), error: g.arithmetic.bounded ? g.allocate(size) : undefined };
}

/** Rows of the product one by one from entries of the operands. */
function generic(g: Emitter, node: Product, to: Buffer): void {
  const [i, j] = [g.fresh('i'), g.fresh('j')];
  const body = (column: Index): void => {
    const pair = (k: Index): Pair => [g.entry(node.left, i, k), g.entry(node.right, k, column)];
    const value = g.arithmetic.loop(g, node.left.columns, pair);
    g.store(to, place(i, column, node.columns), value, false);
    if (node.symmetric) g.store(to, place(column, i, node.columns), value, false);
  };
  g.scoped(`for (let ${i} = 0; ${i} < ${node.rows}; ${i}++)`, () => {
    if (node.columns === 1) body(0);
    else
      g.scoped(`for (let ${j} = 0; ${j} ${node.symmetric ? `<= ${i}` : `< ${node.columns}`}; ${j}++)`, () => body(j));
  });
}

/** Products of fewer multiplications than this are not worth a call. */
const WORTH_A_CALL = 256;

/** y = A x or y = A' x. */
export function matvecLines(g: Emitter, node: Product): void {
  const { node: matrix, flipped } = g.plan.held(node.left);
  const to = target(g, node);
  const { node: vector } = g.plan.held(node.right);
  if (g.arithmetic.bounded || !g.plan.isBuffered(matrix) || !g.plan.isBuffered(vector)) generic(g, node, to);
  else {
    const x = g.buffer(vector).name;
    if (flipped) matvec(g, matrix, undefined, { from: x, to: to.name });
    else matvec(g, matrix, { from: x, to: to.name }, undefined);
  }
  g.setBuffer(node, to);
}

/** y = A x and w = A' z in one pass over A. */
export function pairLines(g: Emitter, one: Product, other: Product): void {
  const [straight, turned] = g.plan.held(one.left).flipped ? [other, one] : [one, other];
  const { node: matrix } = g.plan.held(one.left);
  const [to, across] = [target(g, straight), target(g, turned)];
  const from = (node: Product): string => g.buffer(g.plan.held(node.right).node).name;
  matvec(g, matrix, { from: from(straight), to: to.name }, { from: from(turned), to: across.name });
  g.setBuffer(straight, to);
  g.setBuffer(turned, across);
}

interface Ends {
  readonly from: string;
  readonly to: string;
}

/** y = A x, w = A' z or both: blocks of four rows by a routine, the rest row by row. */
function matvec(g: Emitter, matrix: Node, straight: Ends | undefined, turned: Ends | undefined): void {
  const { rows: m, columns: n } = matrix;
  const a = g.buffer(matrix).name;
  const whole = m * n < WORTH_A_CALL ? 0 : m - (m % 4);
  if (turned !== undefined) g.lines.push(`${turned.to}.fill(0);`);
  if (whole > 0) {
    const routine = straight === undefined ? 'columns' : turned === undefined ? 'rows' : 'both';
    const vectors = [straight, turned].flatMap((e) => (e === undefined ? [] : [g.address(e.from), g.address(e.to)]));
    g.lines.push(`${g.routine(routine)}(${[g.address(a), whole, n, ...vectors].join(', ')});`);
  }
  if (whole === m) return;
  g.lines.push(
    `for (let i = ${whole}; i < ${m}; i++) { const r = i * ${n};`,
    straight === undefined ? '' : 'let s = 0;',
    turned === undefined ? '' : `const u = ${turned.from}[i];`,
    `for (let k = 0; k < ${n}; k++) { const v = ${a}[r + k];`,
    straight === undefined ? '' : `s += v * ${straight.from}[k];`,
    turned === undefined ? '' : `${turned.to}[k] += v * u;`,
    '}',
    straight === undefined ? '}' : `${straight.to}[i] = s; }`,
  );
}

/** C = A B: whole tiles of 4 × 4 by a routine, the rest entry by entry; of a symmetric C the lower triangle, mirrored. */
export function matmulLines(g: Emitter, node: Product): void {
  const to = target(g, node);
  const { node: left, flipped: leftFlipped } = g.plan.held(node.left);
  const { node: right, flipped: rightFlipped } = g.plan.held(node.right);
  if (g.arithmetic.bounded || !g.plan.isBuffered(left) || !g.plan.isBuffered(right)) {
    generic(g, node, to);
    g.setBuffer(node, to);
    return;
  }
  const [m, inner, n] = [node.rows, node.left.columns, node.columns];
  const [a, c] = [g.buffer(left).name, to.name];
  const b = rightFlipped ? turnedCopy(g, right) : g.buffer(right).name;
  const called = m * inner * n >= WORTH_A_CALL && m >= 4 && n >= 4;
  const [wholeRows, wholeColumns] = called ? [m - (m % 4), n - (n % 4)] : [0, 0];
  if (called) {
    const [down, along] = leftFlipped ? [8, 8 * left.columns] : [8 * inner, 8];
    const size = [m, inner, n, node.symmetric ? 1 : 0];
    g.lines.push(
      `${g.routine('matmul')}(${[g.address(a), down, along, g.address(b), g.address(c), ...size].join(', ')});`,
    );
  }
  const readA = leftFlipped ? `${a}[k * ${left.columns} + i]` : `${a}[i * ${inner} + k]`;
  const rest = (rowFrom: number, rowTo: number, columnFrom: number, columnTo: number): void => {
    if (rowFrom >= rowTo || columnFrom >= columnTo) return;
    const end = node.symmetric ? `Math.min(i + 1, ${columnTo})` : columnTo;
    g.lines.push(
      `for (let i = ${rowFrom}; i < ${rowTo}; i++) for (let j = ${columnFrom}; j < ${end}; j++) {`,
      `let s = 0; for (let k = 0; k < ${inner}; k++) s += ${readA} * ${b}[k * ${n} + j];`,
      `${c}[i * ${n} + j] = s; }`,
    );
  };
  rest(wholeRows, m, 0, n);
  rest(0, wholeRows, wholeColumns, n);
  if (node.symmetric)
    g.lines.push(`for (let i = 1; i < ${n}; i++) for (let j = 0; j < i; j++) ${c}[j * ${n} + i] = ${c}[i * ${n} + j];`);
  g.setBuffer(node, to);
}

/** A copy of the transpose of a matrix that is held, row by row. */
function turnedCopy(g: Emitter, held: Node): string {
  const { name } = g.buffer(held);
  const copy = g.allocate(held.rows * held.columns);
  g.lines.push(
    `for (let i = 0; i < ${held.rows}; i++) for (let j = 0; j < ${held.columns}; j++)`,
    `${copy}[j * ${held.rows} + i] = ${name}[i * ${held.columns} + j];`,
  );
  return copy;
}
