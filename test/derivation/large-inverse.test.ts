import { describe, expect, test } from 'vitest';
import { compareRoutes, type MatrixRoute, SecondRouteDisagreement } from '../../src/derivation/second-route/compare.js';
import * as build from '../../src/symbolic/build.js';
import { gradient, hessian } from '../../src/symbolic/differential.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { matrixShape, vectorShape } from '../../src/symbolic/shape.js';

const { product, sum, transpose, apply, dot, scale } = build;
const y = build.symbol('y', vectorShape('N'), 'state');
const b = build.symbol('b', vectorShape('N'), 'parameter');
const P = build.symbol('P', matrixShape('N', 'N'), 'parameter', ['positive-definite', 'symmetric']);

/** (P + diag(y.^2))⁻¹, and yy' in place of the diagonal. */
const inverses: readonly [string, Expression][] = [
  ['a diagonal that varies', apply('inv', sum(P, build.diag(build.power(y, 2))))],
  ['every entry varies', apply('inv', sum(P, product(y, transpose(y))))],
];

function routeOf(energy: Expression): MatrixRoute {
  const slope = gradient(energy, y);
  return {
    energy,
    states: [{ symbol: y, velocity: sum(b, build.negate(y)) }],
    gradients: new Map([['y', slope]]),
    hessians: [{ rows: 'y', columns: 'y', expression: hessian(energy, y) }],
    rate: dot(slope, sum(b, build.negate(y))),
  };
}

describe('inverses above the size of cofactors', () => {
  test.each(inverses)('%s', async (_, inverse) => {
    const route = routeOf(product(transpose(b), inverse, b));
    const result = await compareRoutes(route, { seed: 3, sizes: { N: 4 }, points: 2 });
    expect(result.notCompared).toEqual([]);
    expect(result.compared).toEqual(['the gradient in y', 'the Hessian in y', 'the energy rate']);
    expect(result.points).toBe(2);
    expect(result.maxDisagreement).toBeLessThan(1e-6);
  });

  test('a wrong derivative is noticed', async () => {
    const energy = product(transpose(b), apply('inv', sum(P, product(y, transpose(y)))), b);
    const route = routeOf(energy);
    const wrong = {
      ...route,
      gradients: new Map([['y', scale({ numerator: 1001n, denominator: 1000n }, gradient(energy, y))]]),
    };
    await expect(compareRoutes(wrong, { seed: 3, sizes: { N: 4 } })).rejects.toThrow(SecondRouteDisagreement);
  });

  test('skew orthogonal matrices are drawn at an even size', async () => {
    const J = build.symbol('J', matrixShape('N', 'N'), 'parameter', ['skew', 'orthogonal']);
    const route = { ...routeOf(dot(y, y)), rate: undefined };
    const energy = product(transpose(b), J, y);
    const result = await compareRoutes(
      { ...route, energy, gradients: new Map([['y', gradient(energy, y)]]), hessians: [] },
      { seed: 1 },
    );
    expect(result).toMatchObject({ compared: ['the gradient in y'], dimensions: { N: 2 } });
  });
});
