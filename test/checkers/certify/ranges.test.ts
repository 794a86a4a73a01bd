import { beforeAll, describe, expect, test } from 'vitest';
import { activationRange } from '../../../src/checkers/certify/all-states/ranges.js';
import { CATALOGUE_NAMES, catalogueDefinition, type CatalogueName } from '../../../src/lagrangians/registry.js';
import { compileKernel } from '../../../src/numeric/kernel.js';
import { randomFrom } from '../../../src/numeric/random.js';
import * as build from '../../../src/symbolic/build.js';
import type { Expression } from '../../../src/symbolic/expression.js';
import { loadMpfr, reals, NEAREST } from '../../../src/numeric/mpfr.js';

beforeAll(loadMpfr);

function slopeOf(name: CatalogueName): Expression | undefined {
  const definition = catalogueDefinition(name, {});
  return definition.kind === 'entrywise' ? definition.derivatives[2] : undefined;
}

describe('the slopes of the catalogue', () => {
  test.each([...CATALOGUE_NAMES])('%s: no value lies outside, and the ends are close', (name) => {
    const formula = slopeOf(name);
    const range = formula === undefined ? undefined : activationRange(formula);
    if (formula === undefined || range === undefined) return;
    const kernel = compileKernel([formula], {});
    const input = kernel.inputs.get('x') ?? new Float64Array(1);
    const random = randomFrom(1, name);
    let [low, high] = [Infinity, -Infinity];
    for (let k = 0; k < 30_000; k += 1) {
      input[0] = random.normal() * 10 ** random.uniform(-3, 2);
      kernel.run();
      const value = kernel.outputs[0]?.[0] ?? Number.NaN;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    expect(range.low).toBeLessThanOrEqual(low + 1e-14);
    expect(range.high).toBeGreaterThanOrEqual(high - 1e-14);
    expect(low - range.low).toBeLessThan(1e-3);
    expect(range.high - high).toBeLessThan(1e-3);
  });

  test('are not bounded where another symbol stands in the formula, which is not the argument', () => {
    const [x, a] = ['x', 'a'].map((name) => build.symbol(name, build.ONE.shape)) as [Expression, Expression];
    const product = build.product(build.map('tanh', a), build.map('sigmoid', x));
    expect(activationRange(product)).toBeUndefined();
    expect(activationRange(build.map('sigmoid', x))).toEqual({ low: 0, high: 1 });
  });

  test.each(['repu', 'power', 'exp'] as const)('%s has no bounds', (name) => {
    const formula = slopeOf(name);
    expect(formula === undefined ? undefined : activationRange(formula)).toBeUndefined();
  });
});

test('smooth leaky ReLU: 5/8 ± (3 erf(1)/8 + 3/(4e√π)), to 1e-6', () => {
  const R = reals();
  const half = R.scope(() => {
    const one = R.fromInteger(1);
    const erf = R.binary('mul', R.fromDouble(0.375), R.unary('erf', one, NEAREST), NEAREST);
    const below = R.binary('mul', R.unary('exp', one, NEAREST), R.unary('sqrt', R.pi(NEAREST), NEAREST), NEAREST);
    return R.toDouble(R.binary('add', erf, R.binary('div', R.fromDouble(0.75), below, NEAREST), NEAREST), NEAREST);
  });
  const formula = slopeOf('smooth-leaky-relu');
  const range = formula === undefined ? undefined : activationRange(formula);
  expect(range?.low).toBeLessThanOrEqual(0.625 - half);
  expect(range?.low).toBeGreaterThan(0.625 - half - 1e-6);
  expect(range?.high).toBeGreaterThanOrEqual(0.625 + half);
  expect(range?.high).toBeLessThan(0.625 + half + 1e-6);
});

test('slopes that are never negative have a range that says so', () => {
  for (const name of ['relu', 'tanh', 'sigmoid', 'softplus', 'selu', 'elu'] as const) {
    const formula = slopeOf(name);
    const range = formula === undefined ? undefined : activationRange(formula);
    expect(range?.low).toBe(0);
  }
});
