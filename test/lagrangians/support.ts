/** High-precision values and difference quotients of formulas: a route that shares nothing with symbolic derivatives. */
import * as build from '../../src/symbolic/build.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { parseExpression } from '../../src/symbolic/parse.js';
import * as Q from '../../src/symbolic/rational.js';
import { lift, substitute } from '../../src/symbolic/rewrite.js';
import { vectorShape } from '../../src/symbolic/shape.js';
import { type EnclosableValue, enclose, type Enclosure } from '../../src/numeric/enclosure.js';
import { X, XV } from '../../src/lagrangians/entry.js';
import type { FormulaParser } from '../../src/lagrangians/resolve.js';

/** Reads formulas in x as a design does. */
export const parse: FormulaParser = (text, variable) =>
  parseExpression(text, {
    symbols: new Map([['x', variable === 'scalar' ? X : XV]]),
    lagrangians: [],
    dimensions: new Set(variable === 'vector' ? ['n'] : []),
  });

/** Bounds of a scalar formula in x at many points. */
export function valuesAt(f: Expression, points: readonly (number | Q.Rational)[]): readonly Enclosure[] {
  const lifted = lift(f, 'x', build.symbol('p', vectorShape('m')));
  const values = enclose([lifted], { m: points.length }, new Map([['p', points]]), { precision: 160 })[0] ?? [];
  if (values.some((v) => v.fault !== undefined)) throw new Error('no value');
  return values;
}

/** Bounds of a scalar formula in x at a point. */
export function valueAt(f: Expression, x: number | Q.Rational): readonly [number, number] {
  const [value] = valuesAt(f, [x]) as [Enclosure];
  return [value.low, value.high];
}

export const middleAt = (f: Expression, x: number | Q.Rational): number => {
  const [low, high] = valueAt(f, x);
  return low === high ? low : low + (high - low) / 2;
};

const STEP = Q.rational(1n, 2n ** 44n);

/** (f(x + h a) − f(x − h a))/2h with h = 2⁻⁴⁴; the scalar case has a = 1. */
export function quotient(f: Expression, direction: Expression, x: Expression): Expression {
  const moved = (sign: 1 | -1): Expression =>
    substitute(f, new Map([['x', build.sum(x, build.scale(Q.multiply(STEP, Q.rational(sign)), direction))]]));
  return build.scale(Q.reciprocal(Q.multiply(STEP, Q.rational(2))), build.subtract(moved(1), moved(-1)));
}
export const scalarQuotient = (f: Expression): Expression => quotient(f, build.ONE, X);

/** Middles of the entries of an expression, row-major. */
export const entries = (
  e: Expression,
  n: number,
  values: Readonly<Record<string, readonly EnclosableValue[]>>,
): number[] =>
  (enclose([e], { n }, new Map(Object.entries(values)))[0] ?? []).map((v) => {
    if (v.fault !== undefined) throw new Error('no value');
    return v.low === v.high ? v.low : v.low + (v.high - v.low) / 2;
  });

/** A seeded stream of numbers in [0, 1). */
export function stream(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
