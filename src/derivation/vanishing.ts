/**
 * Conditions under which an expression is 0, each a vector or scalar whose zeros are zeros of the expression: one factor
 * of a product, the base of a power, the angle behind 1 + cos z. They have simple zeros where the expression itself only
 * touches 0, so that a zero near an approximate one can be verified.
 */
import * as build from '../symbolic/build.js';
import type { Expression } from '../symbolic/expression.js';
import { distinct } from '../symbolic/identity.js';
import * as Q from '../symbolic/rational.js';
import { unfoldKnown } from '../symbolic/rewrite.js';

/** Functions that are 0 where their argument is. */
const ZERO_AT_ZERO: ReadonlySet<string> = new Set([
  'sin',
  'tan',
  'atan',
  'sinh',
  'tanh',
  'asinh',
  'erf',
  'relu',
  'abs',
  'sign',
  'expm1',
  'log1p',
  'logcosh',
]);

/** The conditions that are found, of which the last resort is the expression itself. */
export const vanishingConditions = (e: Expression): Expression[] => distinct(conditionsOf(unfoldKnown(e)));

function conditionsOf(e: Expression): Expression[] {
  switch (e.kind) {
    case 'number':
    case 'constant':
    case 'size':
    case 'identity':
    case 'ones':
      return [];
    case 'product':
    case 'hadamard':
      return e.factors.flatMap(conditionsOf);
    case 'transpose':
    case 'diag':
      return conditionsOf(e.argument);
    case 'power':
      return e.exponent.kind === 'number' && e.exponent.value.numerator > 0n ? conditionsOf(e.base) : [];
    case 'map':
      return ZERO_AT_ZERO.has(e.function) ? conditionsOf(e.argument) : isVector(e);
    case 'sum':
      if (!build.isScalar(e) && e.terms.every(build.isDiagonal)) return conditionsOf(build.diagonal(e));
      return [...angles(e), ...isVector(e)];
    default:
      return isVector(e);
  }
}

/** The expression as its own condition, where it is a vector or a scalar. */
const isVector = (e: Expression): Expression[] => (build.isVector(e) || build.isScalar(e) ? [e] : []);

/** In units of π: where 1 + σ f(z) is 0, for σ = ±1. */
const ANGLES: Readonly<Record<string, readonly [plus: readonly Q.Rational[], minus: readonly Q.Rational[]]>> = {
  cos: [
    [Q.ONE, Q.rational(-1)],
    [Q.ZERO, Q.rational(2)],
  ],
  sin: [
    [Q.rational(-1, 2), Q.rational(3, 2)],
    [Q.rational(1, 2), Q.rational(-3, 2)],
  ],
};

/** For c ± c cos z and c ± c sin z: z minus the angles at which they are 0. */
function angles(e: Expression & { kind: 'sum' }): Expression[] {
  const [a, b, more] = e.terms.map(scaled);
  if (a === undefined || b === undefined || more !== undefined) return [];
  const [one, wave] = a.of === undefined ? [a, b] : [b, a];
  if (one.of !== undefined || wave.of?.kind !== 'map') return [];
  const places = ANGLES[wave.of.function]?.[Q.equals(one.factor, wave.factor) ? 0 : 1];
  const same = Q.equals(Q.multiply(one.factor, one.factor), Q.multiply(wave.factor, wave.factor));
  if (places === undefined || !same) return [];
  const z = wave.of.argument;
  return places.map((k) => build.subtract(z, build.broadcast(build.scale(k, build.PI), z.shape)));
}

/** A term as a number times something, or a number times the ones. */
function scaled(term: Expression): { readonly factor: Q.Rational; readonly of: Expression | undefined } {
  if (term.kind === 'number') return { factor: term.value, of: undefined };
  if (term.kind === 'ones') return { factor: Q.ONE, of: undefined };
  const [first, second, third] = term.kind === 'product' ? term.factors : [];
  if (first?.kind === 'number' && second !== undefined && third === undefined)
    return { factor: first.value, of: second.kind === 'ones' ? undefined : second };
  return { factor: Q.ONE, of: term };
}
