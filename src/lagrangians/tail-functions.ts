/** The expansion of a scalar formula for x → ∞. */
import { type Expression, FORMULA_VARIABLE } from '../symbolic/expression.js';
import { entrywiseFunction } from '../symbolic/functions.js';
import * as Q from '../symbolic/rational.js';
import { X as VARIABLE } from './entry.js';
import { compileEnclosure, constantEnclosure } from './enclosure.js';
import { above, INTERVAL_FUNCTIONS, type Interval, magnitude } from './interval.js';
import {
  addTails,
  type Bound,
  constantTail,
  degree,
  exactly,
  type Expansion,
  expansion,
  leading,
  multiplyTails,
  nearly,
  powerTail,
  supremum,
  type Tail,
  UnknownTail,
  vanishes,
} from './tail.js';

const unknown = (): never => {
  throw new UnknownTail('unknown tail');
};

/** What f(x) does for all x ≥ start; undefined where the rules do not tell. */
export function tailOf(f: Expression, start: number): Tail | undefined {
  try {
    return tail(f, start);
  } catch (error) {
    if (error instanceof UnknownTail) return undefined;
    throw error;
  }
}

function tail(e: Expression, start: number): Tail {
  switch (e.kind) {
    case 'number':
      return constantTail(exactly(e.value));
    case 'constant':
      return constantTail(nearly(Math.PI));
    case 'symbol':
      return e.name === FORMULA_VARIABLE ? expansion([[1, exactly(Q.ONE)]]) : unknown();
    case 'sum':
      return e.terms.map((t) => tail(t, start)).reduce((a, b) => addTails(a, b, start));
    case 'product':
      return e.factors.map((t) => tail(t, start)).reduce((a, b) => multiplyTails(a, b, start));
    case 'power':
      return e.exponent.kind === 'number' ? powerTail(tail(e.base, start), e.exponent.value, start) : unknown();
    case 'map':
      return mapTail(e.function, tail(e.argument, start), start);
    case 'step':
      return stepTail(tail(e.argument, start), start);
    default:
      return unknown();
  }
}

const minusOne: Expansion = constantTail(exactly(Q.MINUS_ONE));
const negative = (t: Tail, start: number): Tail => multiplyTails(minusOne, t, start);
const signed = (sign: 1 | -1, rest: Bound): Tail => constantTail(exactly(Q.rational(sign)), rest);

/** ±1 where z stays away from 0, else unknown. */
function signOf(z: Tail, start: number): 1 | -1 {
  return z.kind === 'huge' ? z.sign : leading(z, start).sign;
}

function stepTail(z: Tail, start: number): Tail {
  return constantTail(exactly(signOf(z, start) > 0 ? Q.ONE : Q.ZERO));
}

function mapTail(name: string, z: Tail, start: number): Tail {
  if (name === 'sign') return constantTail(exactly(Q.rational(signOf(z, start))));
  if (z.kind === 'huge') return growing(name, z, z.sign, { power: 1, least: z.scale * z.rate }, start);
  if (degree(z) > 0) {
    const { power, sign, least } = leading(z, start);
    return growing(name, z, sign, { power, least }, start);
  }
  return settled(name, z, start);
}

/** f(z) where |z| ≥ least·t^power, power > 0, with a constant sign. */
function growing(name: string, z: Tail, sign: 1 | -1, at: { power: number; least: number }, start: number): Tail {
  /** A bound of scale·exp(−k|z|^n). */
  const decay = (scale: number, k: number, n = 1): Bound =>
    at.power * n < 1
      ? unknown()
      : { scale, power: 0, rate: k * at.least ** n * start ** (at.power * n - 1) * (1 - 1e-9) };
  const huge = (scale: number, s: 1 | -1 = 1): Tail => ({ kind: 'huge', scale, rate: decay(1, 1).rate, sign: s });
  const nothing = (rest: Bound): Tail => expansion([], rest);
  const size = sign > 0 ? z : negative(z, start);
  switch (name) {
    case 'exp':
      return sign > 0 ? huge(1) : nothing(decay(1, 1));
    case 'expm1':
      return sign > 0 ? addTails(huge(1), minusOne, start) : signed(-1, decay(1, 1));
    case 'sinh':
      return at.least * start ** at.power > 1 ? huge(0.25, sign) : unknown();
    case 'cosh':
      return huge(0.5);
    case 'sigmoid':
      return sign > 0 ? signed(1, decay(1, 1)) : nothing(decay(1, 1));
    case 'tanh':
      return signed(sign, decay(2, 2));
    case 'erf':
      return signed(sign, decay(1, 1, 2));
    case 'atan':
      return constantTail(nearly((sign * Math.PI) / 2), {
        scale: (1 / at.least) * (1 + 1e-9),
        power: -at.power,
        rate: 0,
      });
    case 'softplus':
      return sign > 0 ? addTails(z, nothing(decay(1, 1)), start) : nothing(decay(1, 1));
    case 'softplus_integral': {
      if (sign < 0) return nothing(decay(1, 1));
      const half = multiplyTails(constantTail(exactly(Q.rational(1, 2))), powerTail(z, Q.rational(2), start), start);
      return addTails(half, constantTail(nearly(Math.PI ** 2 / 6), decay(1, 1)), start);
    }
    case 'logcosh':
      return addTails(size, constantTail(nearly(-Math.LN2), decay(1, 2)), start);
    case 'relu':
      return sign > 0 ? z : constantTail(exactly(Q.ZERO));
    case 'abs':
      return size;
    default:
      return unknown();
  }
}

/** Values at 0 that are exact. */
const AT_ZERO: Readonly<Record<string, Q.Rational>> = {
  exp: Q.ONE,
  cos: Q.ONE,
  cosh: Q.ONE,
  sigmoid: Q.rational(1, 2),
  ...Object.fromEntries(
    ['log1p', 'expm1', 'sin', 'tan', 'atan', 'sinh', 'tanh', 'asinh', 'logcosh', 'erf', 'relu', 'abs'].map((f) => [
      f,
      Q.ZERO,
    ]),
  ),
};

/** f(z) where z → c: f(c) and a remainder by the largest slope of f near c. */
function settled(name: string, z: Expansion, start: number): Tail {
  const c = z.powers.get(0) ?? exactly(Q.ZERO);
  const away = addTails(z, constantTail({ ...c, value: Q.negate(c.value) }), start) as Expansion;
  let rest: Bound = away.rest;
  for (const [power, k] of away.powers) {
    const scale = Math.abs(Q.toDouble(k.value));
    const sum = addTails(expansion([], rest), expansion([], { scale, power, rate: 0 }), start) as Expansion;
    rest = sum.rest;
  }
  if (!vanishes(rest)) unknown();
  const reach = supremum(rest, start);
  const centre = Q.toDouble(c.value);
  const slack = above(reach + Math.abs(centre) * 1e-14);
  const near: Interval = [centre - slack, centre + slack];
  if (name === 'relu' && near[0] > 0) return z;
  const slope = magnitude(compileEnclosure(entrywiseFunction(name).derivative(VARIABLE))(near));
  const bound = name === 'relu' || name === 'abs' ? 1 : slope;
  const value = INTERVAL_FUNCTIONS[name]?.([centre, centre]) ?? unknown();
  if (!Number.isFinite(bound) || !Number.isFinite(value[0]) || !Number.isFinite(value[1])) unknown();
  const exact = c.exact && Q.isZero(c.value) ? AT_ZERO[name] : undefined;
  const at = exact === undefined ? nearly(value[0] + (value[1] - value[0]) / 2) : exactly(exact);
  return constantTail(at, { ...rest, scale: rest.scale * bound * (1 + 1e-9) });
}

/** Whether a formula without x is 0, above or below; undefined where rounding does not tell. */
export function constantSign(e: Expression): -1 | 0 | 1 | undefined {
  const [low, high] = constantEnclosure(e);
  return low > 0 ? 1 : high < 0 ? -1 : low === 0 && high === 0 ? 0 : undefined;
}
