/** Inner products Σₖ aₖ bₖ in generated code. */
import { type Index, INFLATION, type Pair, type Target, UNIT_ROUNDOFF, type Value } from './codegen-value.js';

const ROUNDING_PER_TERM = 4 * 2 ** -53;
const inflation = (n: number): number => INFLATION + n * ROUNDING_PER_TERM;

/** The parts of the bound of a product of these two that need the errors of its factors. */
const spread = (a: Value, b: Value): string[] => [
  ...(b.e === '0' ? [] : [`Math.abs(${a.v}) * ${b.e}`]),
  ...(a.e === '0' ? [] : [`(Math.abs(${b.v}) + ${b.e}) * ${a.e}`]),
];

/** Products, written out. */
export const plainDot = (target: Target, pairs: readonly Pair[]): Value => ({
  v: target.bind(pairs.map(([a, b]) => `${a.v} * ${b.v}`).join(' + ')),
  e: '0',
});

/** Products, written out, with a bound on the error of their sum. */
export function boundedDot(target: Target, pairs: readonly Pair[]): Value {
  const products = pairs.map(([a, b]) => target.bind(`${a.v} * ${b.v}`));
  const v = target.bind(products.join(' + '));
  const t = target.bind(products.map((p) => `Math.abs(${p})`).join(' + '));
  const parts = pairs.flatMap(([a, b]) => spread(a, b));
  parts.push(`${UNIT_ROUNDOFF * (pairs.length + 1)} * ${t}`);
  const under = pairs.map(([a, b]) => `${target.use('underflow')}(${a.v}, ${a.e}, ${b.v}, ${b.e})`).join(' + ');
  const e = target.bind(`(${parts.join(' + ')}) * ${inflation(2 * pairs.length)} + (${t} > 1e-280 ? 0 : ${under})`);
  return { v, e };
}

/** A loop that sums aₖ bₖ with its error bound; works for every kind of operand. */
export function boundedLoop(target: Target, length: number, pair: (k: Index) => Pair): Value {
  const named = ['s', 't', 'u', 'e', 'k'].map((p) => target.fresh(p));
  const [s, t, u, e, k] = named as [string, string, string, string, string];
  const loop = (body: (a: Value, b: Value) => void): void =>
    target.scoped(`for (let ${k} = 0; ${k} < ${length}; ${k}++)`, () => body(...pair(k)));
  target.line(`let ${s} = 0, ${t} = 0, ${u} = 0;`);
  loop((a, b) => {
    const p = target.bind(`${a.v} * ${b.v}`);
    target.line(`${s} += ${p};`, `${t} += Math.abs(${p});`);
    const parts = spread(a, b);
    if (parts.length > 0) target.line(`${u} += ${parts.join(' + ')};`);
  });
  target.line(`let ${e} = (${UNIT_ROUNDOFF * (length + 1)} * ${t} + ${u}) * ${inflation(2 * length)};`);
  target.scoped(`if (!(${t} > 1e-280))`, () =>
    loop((a, b) => {
      target.line(`${e} += ${target.use('underflow')}(${a.v}, ${a.e}, ${b.v}, ${b.e});`);
    }),
  );
  return { v: s, e };
}

/** The text of a product of plain values. */
const productText = ([a, b]: Pair): string =>
  a.v === '0' || b.v === '0' ? '0' : a.v === '1' ? b.v : b.v === '1' ? a.v : `${a.v} * ${b.v}`;

/** A loop that sums aₖ bₖ in four accumulators. */
export function plainLoop(target: Target, length: number, pair: (k: Index) => Pair): Value {
  const sums = [0, 1, 2, 3].map(() => target.fresh('s'));
  const k = target.fresh('k');
  const whole = length - (length % 4);
  const add = (sum: string, factors: Pair): void => target.line(`${sum} += ${productText(factors)};`);
  target.line(`let ${sums.map((s) => `${s} = 0`).join(', ')};`);
  if (whole > 0)
    target.scoped(`for (let ${k} = 0; ${k} < ${whole}; ${k} += 4)`, () =>
      sums.forEach((sum, q) => add(sum, pair(q === 0 ? k : `${k} + ${q}`))),
    );
  for (let r = whole; r < length; r += 1) add(sums[r - whole] as string, pair(r));
  return { v: target.bind(`(${sums[0]} + ${sums[1]}) + (${sums[2]} + ${sums[3]})`), e: '0' };
}
