/** Inner products Σₖ aₖ bₖ in generated code. */
import { INFLATION, UNIT_ROUNDOFF, type Value, ZERO_VALUE } from './codegen-arithmetic.js';
import type { Emitter, Index } from './codegen-emitter.js';
import type { Node } from './program.js';

type Product = Extract<Node, { kind: 'matmul' }>;
type Pair = readonly [a: Value, b: Value];

const ROUNDING_PER_TERM = 4 * 2 ** -53;
const inflation = (n: number): number => INFLATION + n * ROUNDING_PER_TERM;
const UNIT = { value: 1, error: 0 } as const;

/** Whether the bound of a product of these two needs the errors of its factors. */
const spread = (a: Value, b: Value): string[] => [
  ...(b.e === '0' ? [] : [`Math.abs(${a.v}) * ${b.e}`]),
  ...(a.e === '0' ? [] : [`(Math.abs(${b.v}) + ${b.e}) * ${a.e}`]),
];

/** Entry (i, j) of a product, written out. */
export function dotLines(g: Emitter, node: Product, i: Index, j: Index): Value {
  const pairs: Pair[] = [];
  for (let k = 0; k < node.left.columns; k += 1) {
    const [a, b] = [g.entry(node.left, i, k), g.entry(node.right, k, j)];
    if (isConstant(a, '0') || isConstant(b, '0')) continue;
    pairs.push([a, b]);
  }
  if (pairs.length === 0) return ZERO_VALUE;
  if (pairs.every(([a, b]) => isConstant(a, '1') || isConstant(b, '1')))
    return g.arithmetic.linear(
      g,
      pairs.map(([a, b]) => ({ coefficient: UNIT, value: isConstant(a, '1') ? b : a })),
    );
  if (pairs.length === 1) return g.arithmetic.multiply(g, pairs[0] as Pair);
  if (!g.arithmetic.bounded) return { v: g.bind(pairs.map(([a, b]) => `${a.v} * ${b.v}`).join(' + ')), e: '0' };
  const products = pairs.map(([a, b]) => g.bind(`${a.v} * ${b.v}`));
  const v = g.bind(products.join(' + '));
  const t = g.bind(products.map((p) => `Math.abs(${p})`).join(' + '));
  const parts = pairs.flatMap(([a, b]) => spread(a, b));
  parts.push(`${UNIT_ROUNDOFF * (pairs.length + 1)} * ${t}`);
  const under = pairs.map(([a, b]) => `${g.use('underflow')}(${a.v}, ${a.e}, ${b.v}, ${b.e})`).join(' + ');
  const e = g.bind(`(${parts.join(' + ')}) * ${inflation(2 * pairs.length)} + (${t} > 1e-280 ? 0 : ${under})`);
  return { v, e };
}

const isConstant = (x: Value, text: string): boolean => x.v === text && x.e === '0';

/** Emits a loop that sums aₖ bₖ with its error bound; works for every kind of operand. */
export function boundedLoop(g: Emitter, length: number, pair: (k: Index) => Pair): Value {
  const [s, t, u, e, k] = ['s', 't', 'u', 'e', 'k'].map((p) => g.fresh(p)) as [string, string, string, string, string];
  const loop = (body: (a: Value, b: Value) => void): void =>
    g.scoped(`for (let ${k} = 0; ${k} < ${length}; ${k}++)`, () => body(...pair(k)));
  g.lines.push(`let ${s} = 0, ${t} = 0, ${u} = 0;`);
  loop((a, b) => {
    const p = g.bind(`${a.v} * ${b.v}`);
    g.lines.push(`${s} += ${p};`, `${t} += Math.abs(${p});`);
    const parts = spread(a, b);
    if (parts.length > 0) g.lines.push(`${u} += ${parts.join(' + ')};`);
  });
  g.lines.push(`let ${e} = (${UNIT_ROUNDOFF * (length + 1)} * ${t} + ${u}) * ${inflation(2 * length)};`);
  g.scoped(`if (!(${t} > 1e-280))`, () =>
    loop((a, b) => {
      g.lines.push(`${e} += ${g.use('underflow')}(${a.v}, ${a.e}, ${b.v}, ${b.e});`);
    }),
  );
  return { v: s, e };
}

/** Emits a loop that sums aₖ bₖ in four accumulators. */
export function plainLoop(g: Emitter, length: number, pair: (k: Index) => Pair): Value {
  const sums = [0, 1, 2, 3].map(() => g.fresh('s'));
  const k = g.fresh('k');
  const whole = length - (length % 4);
  const add = (sum: string, [a, b]: Pair): void => {
    const { v } = g.arithmetic.multiply(
      { bind: (text) => text, use: (h) => g.use(h), useFunction: (f) => g.useFunction(f) },
      [a, b],
    );
    g.lines.push(`${sum} += ${v};`);
  };
  g.lines.push(`let ${sums.map((s) => `${s} = 0`).join(', ')};`);
  if (whole > 0)
    g.scoped(`for (let ${k} = 0; ${k} < ${whole}; ${k} += 4)`, () =>
      sums.forEach((sum, q) => add(sum, pair(q === 0 ? k : `${k} + ${q}`))),
    );
  for (let r = whole; r < length; r += 1) add(sums[r - whole] as string, pair(r));
  return { v: g.bind(`(${sums[0]} + ${sums[1]}) + (${sums[2]} + ${sums[3]})`), e: '0' };
}

/** A scalar product of vectors in a program of loops. */
export function loopDot(g: Emitter, node: Product): Value {
  const pair = (k: Index): Pair => [g.entry(node.left, 0, k), g.entry(node.right, k, 0)];
  return g.arithmetic.bounded ? boundedLoop(g, node.left.columns, pair) : plainLoop(g, node.left.columns, pair);
}
