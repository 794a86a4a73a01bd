/**
 * Interval arithmetic in generated code: the first part of a value is its lower end, the second its upper end. Both are
 * NaN where the value may not exist, and stay so. Equal factors are raised to a power, so that x·x ≥ 0.
 */
import {
  type Arithmetic,
  type Coefficient,
  isValue,
  literal,
  type Pair,
  type Summand,
  type Target,
  type Value,
  ZERO_VALUE,
} from '../numeric/codegen-value.js';
import type { Interval } from './interval.js';
import { above, below } from './rounding.js';

const isZero = (x: Value): boolean => x.v === '0' && x.e === '0';
const same = (a: Value, b: Value): boolean => a.v === b.v && a.e === b.e;

/** A number known to a double and its neighbours. */
export const constantEnds = ({ value, error }: Coefficient): Interval =>
  error === 0 ? { low: value, high: value } : { low: below(value), high: above(value) };
const constant = (c: Coefficient): Value => {
  const { low, high } = constantEnds(c);
  return { v: literal(low), e: literal(high) };
};

const negated = (text: string): string => (text === '0' ? '0' : `-${text.startsWith('-') ? `(${text})` : text}`);

function call(target: Target, helper: string, ...args: readonly string[]): Value {
  const list = args.join(', ');
  return {
    v: target.bind(`${target.use(`low.${helper}`)}(${list})`),
    e: target.bind(`${target.use(`high.${helper}`)}(${list})`),
  };
}

function times(target: Target, a: Value, b: Value): Value {
  if (isZero(a) || isZero(b)) return timesZero(target, isZero(a) ? b : a);
  if (same(a, constant({ value: 1, error: 0 }))) return b;
  if (same(b, constant({ value: 1, error: 0 }))) return a;
  return same(a, b) ? call(target, 'square', a.v, a.e) : call(target, 'times', a.v, a.e, b.v, b.e);
}

/** 0 times a value that may not exist. */
const timesZero = (target: Target, x: Value): Value =>
  isZero(x) || isLiteral(x.v) ? ZERO_VALUE : call(target, 'times', '0', '0', x.v, x.e);
const isLiteral = (text: string): boolean => /^\(?-?[\d.]/.test(text);

function plus(target: Target, a: Value, b: Value): Value {
  if (isZero(a)) return b;
  if (isZero(b)) return a;
  return {
    v: target.bind(`${target.use('low.plus')}(${a.v}, ${b.v})`),
    e: target.bind(`${target.use('high.plus')}(${a.e}, ${b.e})`),
  };
}

function scaled(target: Target, { coefficient, value }: Summand): Value {
  if (coefficient.error === 0 && coefficient.value === 1) return value;
  if (coefficient.error === 0 && coefficient.value === -1)
    return { v: target.bind(negated(value.e)), e: target.bind(negated(value.v)) };
  return times(target, constant(coefficient), value);
}

/** Adds a product to a sum that is held in variables. */
function accumulate(target: Target, [s, t]: readonly [string, string], [a, b]: Pair): void {
  if (isZero(a) || isZero(b)) return;
  const product = times(target, a, b);
  target.line(
    `${s} = ${target.use('low.plus')}(${s}, ${product.v});`,
    `${t} = ${target.use('high.plus')}(${t}, ${product.e});`,
  );
}

export const INTERVAL: Arithmetic = {
  bounded: true,
  boundedInputs: true,
  unroll: 400,
  constant,
  linear: (target, terms) => terms.map((t) => scaled(target, t)).reduce((a, b) => plus(target, a, b), ZERO_VALUE),
  multiply(target, factors) {
    const powers: { readonly base: Value; count: number }[] = [];
    for (const base of factors) {
      const known = powers.find((p) => same(p.base, base));
      if (known === undefined) powers.push({ base, count: 1 });
      else known.count += 1;
    }
    return powers
      .map(({ base, count }) => (count === 1 ? base : call(target, 'power', base.v, base.e, `${count}`, `${count}`)))
      .reduce((a, b) => times(target, a, b));
  },
  map: (target, name, x) => call(target, name, x.v, x.e),
  power(target, x, exponent) {
    const p = isValue(exponent) ? exponent : constant(exponent);
    return call(target, 'power', x.v, x.e, p.v, p.e);
  },
  step(target, z, direction) {
    const d = direction ?? ZERO_VALUE;
    return call(target, 'step', z.v, z.e, d.v, d.e);
  },
  dot: (target, pairs) => pairs.map(([a, b]) => times(target, a, b)).reduce((a, b) => plus(target, a, b), ZERO_VALUE),
  loop(target, length, pair) {
    const [s, t, k] = [target.fresh('s'), target.fresh('s'), target.fresh('k')];
    target.line(`let ${s} = 0, ${t} = 0;`);
    target.scoped(`for (let ${k} = 0; ${k} < ${length}; ${k}++)`, () => accumulate(target, [s, t], pair(k)));
    return { v: s, e: t };
  },
  finish: (_, { e }) => e,
};
