/** Matrix products of generated code: matrix times vector, both with a matrix and its transpose in one pass, tiles. */
import { boundedLoop, plainLoop } from './codegen-dot.js';
import { type Buffer, type Emitter, type Index, place } from './codegen-emitter.js';
import type { Node } from './program.js';

type Product = Extract<Node, { kind: 'matmul' }>;

const FOUR = [0, 1, 2, 3] as const;
const each = (text: (q: number) => string): string => FOUR.map(text).join(' ');

function target(g: Emitter, node: Node): Buffer {
  const size = node.rows * node.columns;
  return { name: g.allocate(size), error: g.arithmetic.bounded ? g.allocate(size) : undefined };
}

/** Rows of the product one by one from entries of the operands. */
function generic(g: Emitter, node: Product, to: Buffer): void {
  const [i, j] = [g.fresh('i'), g.fresh('j')];
  const body = (column: Index): void => {
    const pair = (k: Index) => [g.entry(node.left, i, k), g.entry(node.right, k, column)] as const;
    const loop = g.arithmetic.bounded ? boundedLoop : plainLoop;
    const value = loop(g, node.left.columns, pair);
    g.store(to, place(i, column, node.columns), value, false);
    if (node.symmetric) g.store(to, place(column, i, node.columns), value, false);
  };
  g.scoped(`for (let ${i} = 0; ${i} < ${node.rows}; ${i}++)`, () => {
    if (node.columns === 1) body(0);
    else
      g.scoped(`for (let ${j} = 0; ${j} ${node.symmetric ? `<= ${i}` : `< ${node.columns}`}; ${j}++)`, () => body(j));
  });
}

/** y = A x or y = A' x. */
export function matvecLines(g: Emitter, node: Product): void {
  const { node: matrix, flipped } = g.plan.held(node.left);
  const to = target(g, node);
  const { node: vector } = g.plan.held(node.right);
  if (g.arithmetic.bounded || !g.plan.isBuffered(matrix) || !g.plan.isBuffered(vector)) generic(g, node, to);
  else {
    const [a, x] = [g.buffer(matrix).name, g.buffer(vector).name];
    if (flipped) transposedRows(g, a, x, to.name, matrix.rows, matrix.columns);
    else rows(g, a, x, to.name, matrix.rows, matrix.columns);
  }
  g.setBuffer(node, to);
}

/** y = A x, four rows at a time. */
function rows(g: Emitter, a: string, x: string, y: string, m: number, n: number): void {
  const whole = m - (m % 4);
  if (whole > 0)
    g.lines.push(
      `for (let i = 0; i < ${whole}; i += 4) {`,
      `const r0 = i * ${n}, r1 = r0 + ${n}, r2 = r1 + ${n}, r3 = r2 + ${n};`,
      'let s0 = 0, s1 = 0, s2 = 0, s3 = 0;',
      `for (let k = 0; k < ${n}; k++) { const v = ${x}[k]; ${each((q) => `s${q} += ${a}[r${q} + k] * v;`)} }`,
      each((q) => `${y}[i + ${q}] = s${q};`),
      '}',
    );
  if (whole < m)
    g.lines.push(
      `for (let i = ${whole}; i < ${m}; i++) { const r = i * ${n}; let s = 0;`,
      `for (let k = 0; k < ${n}; k++) s += ${a}[r + k] * ${x}[k];`,
      `${y}[i] = s; }`,
    );
}

/** y = A' x for A of m rows and n columns, four rows at a time. */
function transposedRows(g: Emitter, a: string, x: string, y: string, m: number, n: number): void {
  const whole = m - (m % 4);
  g.lines.push(`${y}.fill(0);`);
  if (whole > 0)
    g.lines.push(
      `for (let i = 0; i < ${whole}; i += 4) {`,
      `const r0 = i * ${n}, r1 = r0 + ${n}, r2 = r1 + ${n}, r3 = r2 + ${n};`,
      each((q) => `const x${q} = ${x}[i + ${q}];`),
      `for (let k = 0; k < ${n}; k++) ${y}[k] += ${FOUR.map((q) => `${a}[r${q} + k] * x${q}`).join(' + ')};`,
      '}',
    );
  if (whole < m)
    g.lines.push(
      `for (let i = ${whole}; i < ${m}; i++) { const r = i * ${n}, v = ${x}[i];`,
      `for (let k = 0; k < ${n}; k++) ${y}[k] += ${a}[r + k] * v; }`,
    );
}

/** y = A x and w = A' z in one pass over A. */
export function pairLines(g: Emitter, one: Product, other: Product): void {
  const [straight, turned] = g.plan.held(one.left).flipped ? [other, one] : [one, other];
  const { node: matrix } = g.plan.held(one.left);
  const [to, across] = [target(g, straight), target(g, turned)];
  const [a, x, z] = [matrix, straight.right, turned.right].map((n) => g.buffer(g.plan.held(n).node).name) as [
    string,
    string,
    string,
  ];
  const [y, w] = [to.name, across.name];
  const { rows: m, columns: n } = matrix;
  const whole = m - (m % 4);
  g.lines.push(`${w}.fill(0);`);
  if (whole > 0)
    g.lines.push(
      `for (let i = 0; i < ${whole}; i += 4) {`,
      `const r0 = i * ${n}, r1 = r0 + ${n}, r2 = r1 + ${n}, r3 = r2 + ${n};`,
      each((q) => `const z${q} = ${z}[i + ${q}];`),
      'let s0 = 0, s1 = 0, s2 = 0, s3 = 0;',
      `for (let k = 0; k < ${n}; k++) {`,
      `const v = ${x}[k]; ${each((q) => `const a${q} = ${a}[r${q} + k];`)}`,
      each((q) => `s${q} += a${q} * v;`),
      `${w}[k] += ${FOUR.map((q) => `a${q} * z${q}`).join(' + ')};`,
      '}',
      each((q) => `${y}[i + ${q}] = s${q};`),
      '}',
    );
  if (whole < m)
    g.lines.push(
      `for (let i = ${whole}; i < ${m}; i++) { const r = i * ${n}, u = ${z}[i]; let s = 0;`,
      `for (let k = 0; k < ${n}; k++) { const v = ${a}[r + k]; s += v * ${x}[k]; ${w}[k] += v * u; }`,
      `${y}[i] = s; }`,
    );
  g.setBuffer(straight, to);
  g.setBuffer(turned, across);
}

/** Above this inner size the four columns of the right factor that a tile needs are copied to lie together. */
const PACK = 32;

/** C = A B in tiles of 4 × 4 sums; of a symmetric product only the tiles on and below the diagonal. */
export function matmulLines(g: Emitter, node: Product): void {
  const to = target(g, node);
  const { node: left, flipped: leftFlipped } = g.plan.held(node.left);
  const { node: right, flipped: rightFlipped } = g.plan.held(node.right);
  if (g.arithmetic.bounded || !g.plan.isBuffered(left) || !g.plan.isBuffered(right)) {
    generic(g, node, to);
    g.setBuffer(node, to);
    return;
  }
  const [a, b, c] = [g.buffer(left).name, g.buffer(right).name, to.name];
  const [m, inner, n] = [node.rows, node.left.columns, node.columns];
  const [wholeRows, wholeColumns] = [m - (m % 4), n - (n % 4)];
  const readA = (i: string): string =>
    leftFlipped ? `${a}[k * ${left.columns} + ${i}]` : `${a}[(${i}) * ${inner} + k]`;
  const readB = (j: string): string =>
    rightFlipped ? `${b}[(${j}) * ${right.columns} + k]` : `${b}[k * ${right.columns} + ${j}]`;
  const start = node.symmetric ? 'j' : '0';
  if (wholeRows > 0 && wholeColumns > 0) {
    const packed = inner >= PACK ? g.allocate(4 * inner) : undefined;
    g.lines.push(`for (let j = 0; j < ${wholeColumns}; j += 4) {`);
    if (packed !== undefined)
      g.lines.push(
        `for (let k = 0; k < ${inner}; k++) { ${each((q) => `${packed}[4 * k + ${q}] = ${readB(`j + ${q}`)};`)} }`,
      );
    const aRow = leftFlipped ? '' : `const ${FOUR.map((q) => `r${q} = (i + ${q}) * ${inner}`).join(', ')};`;
    const sums = FOUR.flatMap((p) => FOUR.map((q) => `s${p}${q}`));
    g.lines.push(
      `for (let i = ${start}; i < ${wholeRows}; i += 4) { ${aRow}`,
      `let ${sums.map((s) => `${s} = 0`).join(', ')};`,
      `for (let k = 0; k < ${inner}; k++) {`,
      leftFlipped
        ? `const ka = k * ${left.columns} + i; ${each((q) => `const x${q} = ${a}[ka + ${q}];`)}`
        : each((q) => `const x${q} = ${a}[r${q} + k];`),
      ...FOUR.map(
        (q) =>
          `{ const y = ${packed === undefined ? readB(`j + ${q}`) : `${packed}[4 * k + ${q}]`}; ${each((p) => `s${p}${q} += x${p} * y;`)} }`,
      ),
      '}',
      ...FOUR.map((p) => each((q) => `${c}[(i + ${p}) * ${n} + j + ${q}] = s${p}${q};`)),
      '} }',
    );
  }
  const rest = (rowFrom: number, rowTo: number, columnFrom: number, columnTo: number): void => {
    if (rowFrom >= rowTo || columnFrom >= columnTo) return;
    g.lines.push(
      `for (let i = ${rowFrom}; i < ${rowTo}; i++) for (let j = ${columnFrom}; j < ${columnTo}; j++) {`,
      `let s = 0; for (let k = 0; k < ${inner}; k++) s += ${readA('i')} * ${readB('j')};`,
      `${c}[i * ${n} + j] = s; }`,
    );
  };
  rest(wholeRows, m, 0, n);
  if (!node.symmetric) rest(0, wholeRows, wholeColumns, n);
  if (node.symmetric)
    g.lines.push(`for (let i = 1; i < ${n}; i++) for (let j = 0; j < i; j++) ${c}[j * ${n} + i] = ${c}[i * ${n} + j];`);
  g.setBuffer(node, to);
}
