import { describe, expect, test } from 'vitest';
import { scalarRange } from '../../src/interval/scalar-range.js';
import { slopeRange } from '../../src/interval/slope-range.js';
import { CATALOGUE_NAMES, catalogueDefinition } from '../../src/lagrangians/registry.js';
import { NUMERIC_FUNCTIONS } from '../../src/numeric/functions.js';
import * as build from '../../src/symbolic/build.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { SCALAR } from '../../src/symbolic/shape.js';

const ALL = { low: -Infinity, high: Infinity };
const x = build.symbol('x', SCALAR);
const number = (n: number): Expression => build.number(n);

describe('ranges over all reals', () => {
  test('the slope of the smooth leaky ReLU to 1e-6', () => {
    const definition = catalogueDefinition('smooth-leaky-relu', {});
    const range = slopeRange({ name: 'L', gradient: undefined, hessian: undefined, definition });
    // g'(±8/3) = 5/8 ± (3 erf(1)/8 + 3/(4e√π)).
    const half = (3 * NUMERIC_FUNCTIONS.erf.apply(1)) / 8 + 3 / (4 * Math.E * Math.sqrt(Math.PI));
    if (range === undefined) throw new Error('no range');
    expect(range.infimum.low).toBeLessThanOrEqual(5 / 8 - half + 1e-15);
    expect(range.infimum.high).toBeGreaterThanOrEqual(5 / 8 - half - 1e-15);
    expect(range.supremum.high).toBeGreaterThanOrEqual(5 / 8 + half - 1e-15);
    expect(range.infimum.high - range.infimum.low).toBeLessThan(1e-6);
    expect(range.supremum.high - range.supremum.low).toBeLessThan(1e-6);
  });

  test.each(CATALOGUE_NAMES)('the slope of %s at points lies in its range', (name) => {
    const definition = catalogueDefinition(name, {});
    const range = slopeRange({ name: 'L', gradient: undefined, hessian: undefined, definition });
    if (definition.kind !== 'entrywise') {
      expect(range).toBeUndefined();
      return;
    }
    const slope = definition.derivatives[2] as Expression;
    for (let k = -400; k <= 400; k += 1) {
      const at = scalarRange(slope, { low: k / 7, high: k / 7 });
      expect(at?.infimum.low).toBeGreaterThanOrEqual((range?.infimum.low as number) - 1e-9 * 2 ** 12);
      expect(at?.supremum.high as number).toBeLessThanOrEqual((range?.supremum.high as number) * (1 + 1e-9) + 1e-9);
    }
  });

  test.each<[string, Expression, number, number]>([
    [
      'x exp(−x²)',
      build.product(x, build.map('exp', build.negate(build.power(x, 2)))),
      -0.42888194248035344,
      0.42888194248035344,
    ],
    ['1/(1 + x²)', build.reciprocal(build.sum(number(1), build.power(x, 2))), 0, 1],
    ['x/(1 + x²)', build.product(x, build.reciprocal(build.sum(number(1), build.power(x, 2)))), -0.5, 0.5],
    ['tanh', build.map('tanh', x), -1, 1],
    ['x² − x', build.subtract(build.power(x, 2), x), -0.25, Infinity],
  ])('%s', (_, f, low, high) => {
    const range = scalarRange(f, ALL);
    if (range === undefined) throw new Error('no range');
    expect(range.infimum.low).toBeLessThanOrEqual(low);
    expect(range.infimum.low).toBeGreaterThan(low - 1e-6);
    expect(range.supremum.high).toBeGreaterThanOrEqual(high);
    if (high < Infinity) expect(range.supremum.high).toBeLessThan(high + 1e-6);
  });

  test('a thin or far spike is not missed', () => {
    const spike = (at: number, width: number): Expression =>
      build.map('exp', build.negate(build.power(build.product(number(1 / width), build.subtract(x, number(at))), 2)));
    for (const [at, width] of [
      [0.3, 2 ** -20],
      [1000, 0.25],
      [-123456, 2 ** -8],
    ] as const)
      expect(scalarRange(spike(at, width), ALL)?.supremum.high).toBeGreaterThanOrEqual(1);
  });

  test('nothing where there may be no value', () => {
    expect(scalarRange(build.map('log', x), ALL)).toBeUndefined();
    expect(scalarRange(build.reciprocal(x), { low: -1, high: 1 })).toBeUndefined();
    expect(scalarRange(build.reciprocal(x), { low: 1, high: 2 })?.supremum.high).toBeGreaterThanOrEqual(1);
  });
});
