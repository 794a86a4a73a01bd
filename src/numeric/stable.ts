/**
 * Numerically stable forms. Every rule keeps the value over the reals wherever both sides are defined, and the domain
 * on which the left side is defined; it only avoids overflow and cancellation:
 *
 *     log(Σ exp(zᵢ)) = logsumexp(z)          exp(zᵢ)/Σ exp(zⱼ) = softmax(z)ᵢ
 *     log(1 + exp x) = softplus x            1/(1 + exp x) = sigmoid(−x),  exp x · sigmoid(−x) = sigmoid x
 *     log(1 + x) = log1p x                   exp x − 1 = expm1 x
 *     log(cosh x) = logcosh x                sinh x/cosh x = (exp x − exp(−x))/(exp x + exp(−x)) = tanh x
 *     expm1(x) sigmoid(−x) = tanh(x/2)
 */
import * as build from '../symbolic/build.js';
import type { Expression } from '../symbolic/expression.js';
import { sameExpression } from '../symbolic/identity.js';
import * as Q from '../symbolic/rational.js';
import { rewrite } from '../symbolic/rewrite.js';
import { sameShape } from '../symbolic/shape.js';

/** The same function of the reals in a form that suits doubles. */
export const stabilise = (expression: Expression): Expression => rewrite(expression, stable);

function stable(e: Expression): Expression {
  switch (e.kind) {
    case 'map':
      return e.function === 'log' ? stableLog(e.argument, e) : e;
    case 'power':
      return stablePower(e.base, e.exponent, e);
    case 'sum':
      return stableSum(e);
    case 'product':
    case 'hadamard':
      return stableProduct(e);
    default:
      return e;
  }
}

const isMap = (e: Expression, name: string): e is Extract<Expression, { kind: 'map' }> =>
  e.kind === 'map' && e.function === name;
const argumentOf = (e: Expression, name: string): Expression | undefined => (isMap(e, name) ? e.argument : undefined);
const isOne = (e: Expression): boolean => e.kind === 'ones' || build.isNumber(e, 1);

/** z where e = Σ exp(zᵢ): the sum of the entries of exp of a vector. */
function sumOfExponentials(e: Expression): Expression | undefined {
  if (e.kind !== 'product' || e.factors.length !== 2) return undefined;
  const [left, right] = e.factors as readonly [Expression, Expression];
  return left.kind === 'ones' && build.isVector(right) ? argumentOf(right, 'exp') : undefined;
}

/** x where e = 1 + exp(x). */
function onePlusExponential(e: Expression): Expression | undefined {
  if (e.kind !== 'sum' || e.terms.length !== 2) return undefined;
  const [a, b] = e.terms as readonly [Expression, Expression];
  return isOne(b) ? argumentOf(a, 'exp') : isOne(a) ? argumentOf(b, 'exp') : undefined;
}

function stableLog(argument: Expression, whole: Expression): Expression {
  const exponents = sumOfExponentials(argument);
  if (exponents !== undefined) return build.apply('logsumexp', exponents);
  const exponent = onePlusExponential(argument);
  if (exponent !== undefined) return build.map('softplus', exponent);
  if (isMap(argument, 'cosh')) return build.map('logcosh', argument.argument);
  if (argument.kind !== 'sum') return whole;
  const parts = argument.terms.map((t) => (isOne(t) ? build.zero(t.shape) : argumentOf(t, 'exp')));
  if (build.isScalar(argument) && parts.every((p) => p !== undefined))
    return build.apply('logsumexp', build.stack(parts));
  const rest = argument.terms.filter((t) => !isOne(t));
  return rest.length === argument.terms.length - 1 ? build.map('log1p', build.sum(...rest)) : whole;
}

/** (1 + exp x)^(−k) = sigmoid(−x)^k. */
function stablePower(base: Expression, exponent: Expression, whole: Expression): Expression {
  const x = onePlusExponential(base);
  if (x === undefined || exponent.kind !== 'number' || exponent.value.numerator >= 0n) return whole;
  return build.power(build.map('sigmoid', build.negate(x)), build.number(Q.negate(exponent.value)));
}

/** The sign of a term that is ± exp(x), and x. */
function signedExponential(e: Expression): { sign: 1 | -1; x: Expression } | undefined {
  const plain = argumentOf(e, 'exp');
  if (plain !== undefined) return { sign: 1, x: plain };
  if (e.kind !== 'product' || e.factors.length !== 2 || !build.isNumber(e.factors[0] as Expression, -1))
    return undefined;
  const x = argumentOf(e.factors[1] as Expression, 'exp');
  return x === undefined ? undefined : { sign: -1, x };
}

/** exp x − 1 and 1 − exp x inside a sum; the constant must be the 1 itself. */
function stableSum(e: Extract<Expression, { kind: 'sum' }>): Expression {
  const index = e.terms.findIndex((t) => signedExponential(t) !== undefined);
  const found = index < 0 ? undefined : signedExponential(e.terms[index] as Expression);
  if (found === undefined || e.terms.filter((t) => signedExponential(t) !== undefined).length !== 1) return e;
  const isCounterpart = (t: Expression): boolean =>
    found.sign === -1 ? isOne(t) : sameExpression(t, build.negate(build.ones(e.shape)));
  const other = e.terms.findIndex(isCounterpart);
  if (other < 0) return e;
  const expm1 = build.map('expm1', found.x);
  const rest = e.terms.filter((_, k) => k !== index && k !== other);
  return build.sum(...rest, found.sign === 1 ? expm1 : build.negate(expm1));
}

interface Power {
  readonly base: Expression;
  readonly exponent: number;
}

const asPower = (e: Expression): Power =>
  e.kind === 'power' && e.exponent.kind === 'number' && Q.isInteger(e.exponent.value)
    ? { base: e.base, exponent: Number(e.exponent.value.numerator) }
    : { base: e, exponent: 1 };

function stableProduct(e: Extract<Expression, { kind: 'product' | 'hadamard' }>): Expression {
  const normalised = normalise(e);
  if (normalised !== undefined) return normalised;
  // Factors of entrywise and of scalar products commute; those of a matrix product do not.
  if (e.kind === 'product' && !e.factors.every(build.isScalar)) return e;
  for (const rule of PAIRS) {
    for (let p = 0; p < e.factors.length; p += 1) {
      for (let q = 0; q < e.factors.length; q += 1) {
        const [a, b] = [e.factors[p] as Expression, e.factors[q] as Expression];
        if (p === q || !sameShape(a.shape, b.shape)) continue;
        const [first, second] = [asPower(a), asPower(b)];
        const merged = rule(first, second);
        if (merged === undefined) continue;
        const rest = e.factors.filter((_, k) => k !== p && k !== q);
        const again = e.kind === 'product' ? build.product(...rest, ...merged) : build.hadamard(...rest, ...merged);
        return again.kind === 'product' || again.kind === 'hadamard' ? stableProduct(again) : again;
      }
    }
  }
  return e;
}

const powers = (base: Expression, exponent: number): Expression[] =>
  exponent === 0 ? [] : [build.power(base, exponent)];

type Rule = (a: Power, b: Power) => readonly Expression[] | undefined;

/** Rules a^p b^q → factors; the common part of the exponents is merged. */
const PAIRS: readonly Rule[] = [
  // exp(x) sigmoid(−x) = sigmoid(x)
  (a, b) => {
    const [x, y] = [argumentOf(a.base, 'exp'), argumentOf(b.base, 'sigmoid')];
    if (x === undefined || y === undefined || !sameExpression(y, build.negate(x))) return undefined;
    if (a.exponent < 1 || b.exponent < 1) return undefined;
    const k = Math.min(a.exponent, b.exponent);
    const merged = powers(build.map('sigmoid', x), k);
    return [...merged, ...powers(a.base, a.exponent - k), ...powers(b.base, b.exponent - k)];
  },
  // expm1(x) sigmoid(−x) = tanh(x/2)
  (a, b) => {
    const [x, y] = [argumentOf(a.base, 'expm1'), argumentOf(b.base, 'sigmoid')];
    if (x === undefined || y === undefined || !sameExpression(y, build.negate(x))) return undefined;
    if (a.exponent !== 1 || b.exponent < 1) return undefined;
    return [build.map('tanh', build.product(build.HALF, x)), ...powers(b.base, b.exponent - 1)];
  },
  // sinh(x) cosh(x)⁻¹ = tanh(x)
  (a, b) => {
    const [x, y] = [argumentOf(a.base, 'sinh'), argumentOf(b.base, 'cosh')];
    if (x === undefined || y === undefined || !sameExpression(x, y) || a.exponent < 1 || b.exponent > -1)
      return undefined;
    const k = Math.min(a.exponent, -b.exponent);
    const merged = powers(build.map('tanh', x), k);
    return [...merged, ...powers(a.base, a.exponent - k), ...powers(b.base, b.exponent + k)];
  },
  // (exp x − exp y)(exp x + exp y)⁻¹ = tanh((x − y)/2)
  (a, b) => {
    const [up, down] = [difference(a.base), difference(b.base)];
    if (up === undefined || down === undefined || a.exponent !== 1 || b.exponent > -1) return undefined;
    if (down.signs !== 2 || up.signs !== 0) return undefined;
    const straight = sameExpression(up.x, down.x) && sameExpression(up.y, down.y);
    if (!straight && !(sameExpression(up.x, down.y) && sameExpression(up.y, down.x))) return undefined;
    const half = build.product(build.HALF, build.subtract(up.x, up.y));
    const argument = sameExpression(up.y, build.negate(up.x)) ? up.x : half;
    return [build.map('tanh', argument), ...powers(b.base, b.exponent + 1)];
  },
];

/** x and y where e = exp x ± exp y, x the one that counts positive; `signs` is the sum of both signs. */
function difference(e: Expression): { x: Expression; y: Expression; signs: number } | undefined {
  if (e.kind !== 'sum' || e.terms.length !== 2) return undefined;
  const [a, b] = e.terms.map(signedExponential);
  if (a === undefined || b === undefined) return undefined;
  const [x, y] = a.sign === 1 ? [a.x, b.x] : [b.x, a.x];
  return { x, y, signs: a.sign + b.sign };
}

/** Turns (Σ exp zⱼ)^(−k) times up to k factors exp(z) into softmax(z). */
function normalise(e: Extract<Expression, { kind: 'product' | 'hadamard' }>): Expression | undefined {
  for (let i = 0; i < e.factors.length; i += 1) {
    const { base, exponent } = asPower(e.factors[i] as Expression);
    const z = exponent < 0 ? sumOfExponentials(base) : undefined;
    if (z === undefined) continue;
    const factors = e.factors.filter((_, k) => k !== i);
    let left = -exponent;
    while (left > 0 && absorbInto(factors, z)) left -= 1;
    if (left === -exponent) continue;
    const all = [...powers(base, -left), ...factors];
    return e.kind === 'product' ? build.product(...all) : build.hadamard(...all);
  }
  return undefined;
}

/** Replaces one factor exp(z) by softmax(z), in place. */
function absorbInto(factors: Expression[], z: Expression): boolean {
  for (let k = 0; k < factors.length; k += 1) {
    const replaced = absorb(factors[k] as Expression, z);
    if (replaced === undefined) continue;
    factors[k] = replaced;
    return true;
  }
  return false;
}

/** e/Σ exp(zⱼ) where e is linear in a factor exp(z), which becomes softmax(z). */
function absorb(e: Expression, z: Expression): Expression | undefined {
  switch (e.kind) {
    case 'map':
      return e.function === 'exp' && sameExpression(e.argument, z) ? build.apply('softmax', z) : undefined;
    case 'transpose': {
      const inner = absorb(e.argument, z);
      return inner === undefined ? undefined : build.transpose(inner);
    }
    case 'diag': {
      const inner = absorb(e.argument, z);
      return inner === undefined ? undefined : build.diag(inner);
    }
    case 'power': {
      const { base, exponent } = asPower(e);
      const inner = exponent >= 2 ? absorb(base, z) : undefined;
      return inner === undefined ? undefined : build.hadamard(inner, build.power(base, exponent - 1));
    }
    case 'sum': {
      const terms = e.terms.map((t) => absorb(t, z));
      return terms.every((t) => t !== undefined) ? build.sum(...terms) : undefined;
    }
    case 'product':
    case 'hadamard': {
      if (sumOfExponentials(e) !== undefined) return undefined;
      const factors = [...e.factors];
      if (!absorbInto(factors, z)) return undefined;
      return e.kind === 'product' ? build.product(...factors) : build.hadamard(...factors);
    }
    default:
      return undefined;
  }
}
