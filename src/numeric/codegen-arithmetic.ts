/**
 * Scalar arithmetic of generated code: plain doubles, or doubles each with a bound on |computed − exact|. Bounds
 * follow the standard model fl(a ∘ b) = (a ∘ b)(1 + δ), |δ| ≤ 2⁻⁵³, with underflow added; sums of bounds are inflated
 * by `INFLATION` so that the rounding of the bounds themselves is covered. A bound that is NaN means infinite.
 */
import type { EntrywiseName } from '../symbolic/functions.js';
import { boundedDot, boundedLoop, plainDot, plainLoop } from './codegen-dot.js';
import {
  type Arithmetic,
  type Coefficient,
  INFLATION,
  isValue,
  literal,
  type Summand,
  type Target,
  UNIT_ROUNDOFF,
  type Value,
  ZERO_VALUE,
} from './codegen-value.js';
import { NUMERIC_FUNCTIONS } from './functions.js';

const ONE_VALUE: Value = { v: '1', e: '0' };
const constantValue = (c: Coefficient): Value => ({ v: literal(c.value), e: literal(c.error) });

const isPowerOfTwo = (x: number): boolean => {
  const l = Math.log2(Math.abs(x));
  return Number.isInteger(l) && Math.abs(l) < 500 && 2 ** l === Math.abs(x);
};

const nonzero = (errors: readonly string[]): string[] => errors.filter((e) => e !== '0');
const isLiteral = (text: string): boolean => /^-?[\d.]/.test(text);

function signedSum(terms: readonly Summand[]): string {
  return terms
    .map(({ coefficient: { value: c }, value: { v } }, i) => {
      const size = Math.abs(c) === 1 ? v : v === '1' ? literal(Math.abs(c)) : `${literal(Math.abs(c))} * ${v}`;
      return `${c < 0 ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + '}${size.startsWith('-') ? `(${size})` : size}`;
    })
    .join('');
}

function multiplyText(factors: readonly Value[]): string {
  const kept = factors.filter((f) => f.v !== '1');
  return kept.length === 0 ? '1' : kept.map((f) => f.v).join(' * ');
}

const simplePower = (x: string, p: number): string | undefined =>
  p === 2 ? `${x} * ${x}` : p === 3 ? `${x} * ${x} * ${x}` : p === 4 ? `(${x} * ${x}) * (${x} * ${x})` : undefined;

function powerText(target: Target, x: string, exponent: Coefficient | Value): string {
  if (isValue(exponent)) return `${target.use('pow')}(${x}, ${exponent.v})`;
  return simplePower(x, exponent.value) ?? `${target.use('pow')}(${x}, ${literal(exponent.value)})`;
}

function mapText(target: Target, name: EntrywiseName, x: string): string {
  const { [name]: f } = NUMERIC_FUNCTIONS;
  return 'code' in f ? f.code(x) : `${target.useFunction(name)}(${x})`;
}

const stepText = (target: Target, z: Value, direction: Value | undefined): string =>
  `${target.use('step')}(${z.v}, ${direction?.v ?? '0'})`;

export const PLAIN: Arithmetic = {
  bounded: false,
  boundedInputs: false,
  unroll: 1600,
  constant: constantValue,
  linear(target, terms) {
    const kept = terms.filter((t) => t.value.v !== '0');
    if (kept.length === 0) return ZERO_VALUE;
    const [first] = kept;
    if (kept.length === 1 && first?.coefficient.value === 1) return first.value;
    return { v: target.bind(signedSum(kept)), e: '0' };
  },
  multiply(target, factors) {
    if (factors.some((f) => f.v === '0')) return ZERO_VALUE;
    const text = multiplyText(factors);
    return { v: text.includes('*') ? target.bind(text) : text, e: '0' };
  },
  map: (target, name, x) => ({ v: target.bind(mapText(target, name, x.v)), e: '0' }),
  power: (target, x, exponent) => ({ v: target.bind(powerText(target, x.v, exponent)), e: '0' }),
  step: (target, z, direction) => ({ v: target.bind(stepText(target, z, direction)), e: '0' }),
  dot: plainDot,
  loop: plainLoop,
  finish: () => '0',
};

const abs = (v: string): string => (isLiteral(v) ? literal(Math.abs(Number(v))) : `Math.abs(${v})`);

/** One product with its bound: |a|eb + (|b| + eb)ea + 2⁻⁵³|p| + underflow. */
function boundedProduct(target: Target, a: Value, b: Value): Value {
  if (a.v === '0' && a.e === '0') return a;
  if (b.v === '0' && b.e === '0') return b;
  if (a.v === '1' && a.e === '0') return b;
  if (b.v === '1' && b.e === '0') return a;
  const p = target.bind(`${a.v} * ${b.v}`);
  const parts = [
    ...(b.e === '0' ? [] : [`${abs(a.v)} * ${b.e}`]),
    ...(a.e === '0' ? [] : [b.e === '0' ? `${abs(b.v)} * ${a.e}` : `(${abs(b.v)} + ${b.e}) * ${a.e}`]),
    `${UNIT_ROUNDOFF} * Math.abs(${p})`,
  ];
  const e = target.bind(`(${parts.join(' + ')}) * ${INFLATION} + ${under(target, p, a, b)}`);
  return { v: p, e };
}

/** 0 times a value that may be undefined: NaN where it is NaN, without a bound where it has none. */
const nothingOf = (target: Target, x: Value): Value => ({
  v: target.bind(`0 * ${x.v}`),
  e: x.e === '0' ? '0' : target.bind(`0 * ${x.e}`),
});

/** What underflow can add to a product; 0 where a factor is exactly 0. */
const under = (target: Target, p: string, a: Value, b: Value): string =>
  `(Math.abs(${p}) > 1e-290 ? 0 : ${target.use('underflow')}(${a.v}, ${a.e}, ${b.v}, ${b.e}))`;

export const BOUNDED: Arithmetic = {
  bounded: true,
  boundedInputs: false,
  unroll: 180,
  constant: constantValue,
  linear(target, terms) {
    const kept = terms.filter((t) => t.value.v !== '0' || t.value.e !== '0');
    if (kept.length === 0) return ZERO_VALUE;
    const errors: string[] = [];
    const roundings: string[] = [];
    let sum = '';
    for (const { coefficient: c, value } of kept) {
      const exactScale = c.error === 0 && isPowerOfTwo(c.value);
      let term: Value;
      if (exactScale && Math.abs(c.value) === 1) term = value;
      else if (c.value === 0) term = nothingOf(target, value);
      else term = boundedProduct(target, { v: literal(Math.abs(c.value)), e: literal(c.error) }, value);
      if (term.e !== '0') errors.push(term.e);
      if (sum === '') sum = c.value < 0 ? target.bind(`-${term.v.startsWith('-') ? `(${term.v})` : term.v}`) : term.v;
      else {
        sum = target.bind(`${sum} ${c.value < 0 ? '-' : '+'} ${term.v.startsWith('-') ? `(${term.v})` : term.v}`);
        roundings.push(`Math.abs(${sum})`);
      }
    }
    if (roundings.length > 0) errors.push(`${UNIT_ROUNDOFF} * (${roundings.join(' + ')})`);
    if (errors.length === 0) return { v: sum, e: '0' };
    if (errors.length === 1 && roundings.length === 0) return { v: sum, e: errors[0] as string };
    // Each of the additions may lose 2⁻⁵³ relative; INFLATION covers 60 of them.
    const inflation = 1 + 2 ** -47 * Math.max(1, errors.length / 16);
    return { v: sum, e: target.bind(`(${nonzero(errors).join(' + ')}) * ${inflation}`) };
  },
  multiply: (target, factors) => factors.reduce((a, b) => boundedProduct(target, a, b), ONE_VALUE),
  map(target, name, x) {
    const v = target.bind(mapText(target, name, x.v));
    const { ulps } = NUMERIC_FUNCTIONS[name];
    if (ulps === 0 && x.e === '0') return { v, e: '0' };
    return { v, e: target.bind(`${target.use('mapError')}(${target.use(`functions.${name}`)}, ${x.v}, ${x.e}, ${v})`) };
  },
  power(target, x, exponent) {
    const v = target.bind(powerText(target, x.v, exponent));
    const [p, ep] = isValue(exponent) ? [exponent.v, exponent.e] : [literal(exponent.value), literal(exponent.error)];
    return { v, e: target.bind(`${target.use('powerError')}(${x.v}, ${x.e}, ${p}, ${ep}, ${v})`) };
  },
  step(target, z, direction) {
    const v = target.bind(stepText(target, z, direction));
    if (z.e === '0' && (direction === undefined || direction.e === '0')) return { v, e: '0' };
    const [d, ed] = direction === undefined ? ['0', '0'] : [direction.v, direction.e];
    return { v, e: target.bind(`${target.use('stepError')}(${z.v}, ${z.e}, ${d}, ${ed})`) };
  },
  dot: boundedDot,
  loop: boundedLoop,
  finish: (target, { v, e }) => `${target.use('finish')}(${v}, ${e})`,
};
