import { expect, test } from 'vitest';
import * as build from '../../src/symbolic/build.js';
import type { Expression } from '../../src/symbolic/expression.js';
import * as Q from '../../src/symbolic/rational.js';
import { evaluateExactly } from '../../src/numeric/exact.js';
import { derivative } from '../../src/lagrangians/derivative.js';
import { X } from '../../src/lagrangians/entry.js';
import { integralOfPieces, piecewiseLinear } from '../../src/lagrangians/piecewise.js';
import { parse, stream } from './support.js';

/** A random formula of relu, abs, sums and multiples, nested `depth` deep. */
function randomFormula(next: () => number, depth: number): Expression {
  const whole = (): Expression => build.number(Math.floor(next() * 7) - 3);
  if (depth === 0) return build.sum(build.product(whole(), X), whole());
  const inner = (): Expression => randomFormula(next, depth - 1);
  const kind = Math.floor(next() * 4);
  if (kind === 0) return build.map('relu', inner());
  if (kind === 1) return build.map('abs', inner());
  if (kind === 2) return build.sum(inner(), inner());
  return build.sum(build.product(build.number(Q.rational(1, 2)), inner()), build.map('relu', inner()));
}

test('the derivative of the integral of a random piecewise linear formula is the formula, exactly', () => {
  const next = stream(17);
  for (let k = 0; k < 300; k += 1) {
    const g = randomFormula(next, 1 + (k % 4));
    const pieces = piecewiseLinear(g);
    if (pieces === undefined) throw new Error('not piecewise linear');
    const slope = derivative(integralOfPieces(pieces));
    for (let i = -60; i <= 60; i += 1) {
      const found = evaluateExactly([slope, g], {}, new Map([['x', [Q.rational(i * 7 + 1, 40)]]]));
      if (found.kind !== 'exact') throw new Error(found.reason);
      expect(found.values[0]).toEqual(found.values[1]);
    }
  }
});

test('other formulas are none', () => {
  for (const text of ['x^2', 'tanh(x)', 'x*relu(x)', 'relu(x)*relu(x)', 'sqrt(2)*x'])
    expect(piecewiseLinear(parse(text, 'scalar'))).toBeUndefined();
});
