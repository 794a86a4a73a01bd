import { describe, expect, test } from 'vitest';
import {
  compareRoutes,
  type MatrixRoute,
  type RouteComparison,
  SecondRouteDisagreement,
} from '../../src/derivation/second-route/compare.js';
import { ComponentWriter } from '../../src/derivation/second-route/components.js';
import { CATALOGUE_NAMES, catalogueDefinition } from '../../src/lagrangians/registry.js';
import * as build from '../../src/symbolic/build.js';
import { gradient, hessian } from '../../src/symbolic/differential.js';
import type { Expression, Lagrangian } from '../../src/symbolic/expression.js';
import * as Q from '../../src/symbolic/rational.js';
import { unfold } from '../../src/symbolic/rewrite.js';
import { matrixShape, SCALAR, vectorShape } from '../../src/symbolic/shape.js';

const { product, sum, negate, subtract, dot, transpose, lagrangian, scale, apply, map } = build;
const HALF = Q.rational(1, 2);
const y = build.symbol('y', vectorShape('N'), 'state');
const u = build.symbol('u', vectorShape('M'), 'state');
const W = build.symbol('W', matrixShape('N', 'N'), 'parameter');
const V = build.symbol('V', matrixShape('N', 'M'), 'parameter');
const b = build.symbol('b', vectorShape('N'), 'parameter');

const named = (name: string, options: Readonly<Record<string, number>> = {}): Lagrangian => ({
  name: `L_${name.replaceAll('-', '_')}`,
  gradient: undefined,
  hessian: undefined,
  definition: catalogueDefinition(name, options),
});

/** Krotov and Hopfield's energy with its flow. */
function memory(L: Lagrangian): { energy: Expression; velocity: Expression } {
  const g = lagrangian(L, 1, y);
  const energy = sum(
    dot(subtract(y, b), g),
    negate(lagrangian(L, 0, y)),
    scale(Q.negate(HALF), product(transpose(g), W, g)),
  );
  return { energy, velocity: sum(product(W, g), negate(y), b) };
}

function routeOf(energy: Expression, velocity: Expression): MatrixRoute {
  const slope = gradient(energy, y);
  return {
    energy,
    states: [{ symbol: y, velocity }],
    gradients: new Map([['y', slope]]),
    hessians: [{ rows: 'y', columns: 'y', expression: hessian(energy, y) }],
    rate: dot(slope, velocity),
  };
}
const ALL = ['the gradient in y', 'the Hessian in y', 'the energy rate'];
const compare = (route: MatrixRoute): Promise<RouteComparison> => compareRoutes(route, { seed: 7 });

describe('agreement', () => {
  test.each(CATALOGUE_NAMES)('the memory with %s', async (name) => {
    const { energy, velocity } = memory(named(name));
    const result = await compare(routeOf(energy, velocity));
    expect(result).toMatchObject({ compared: ALL, notCompared: [], points: 3, dimensions: { N: 3 } });
    expect(result.maxDisagreement).toBeLessThan(1e-6);
  });

  test('two states of different sizes, with nested arguments and mixed Hessians', async () => {
    const [L, K] = [named('softmax', { beta: 2 }), named('layer-norm', { epsilon: 0.5 })];
    const energy = sum(
      lagrangian(L, 0, sum(product(V, u), b)),
      negate(dot(y, product(V, lagrangian(K, 1, u)))),
      dot(lagrangian(named('gelu'), 1, y), product(W, y)),
    );
    const states = [y, u];
    const gradients = new Map(states.map((s) => [s.name, gradient(energy, s)]));
    const result = await compare({
      energy,
      states: states.map((symbol) => ({ symbol, velocity: negate(gradients.get(symbol.name) as Expression) })),
      gradients,
      hessians: states.flatMap((r) =>
        states.map((c) => ({ rows: r.name, columns: c.name, expression: hessian(energy, r, c) })),
      ),
      rate: negate(sum(...[...gradients.values()].map((g) => dot(g, g)))),
    });
    expect(result.compared).toHaveLength(7);
    expect(result.notCompared).toEqual([]);
    expect(result.dimensions).toEqual({ M: 3, N: 2 });
  });

  test('functions of constant matrices are enclosed', async () => {
    const O = apply('polar', W);
    const energy = product(apply('lambda_max', product(transpose(W), W)), dot(y, product(O, map('tanh', y))));
    const result = await compareRoutes(routeOf(energy, product(apply('expm', W), y)), {
      seed: 2,
      sizes: { N: 2 },
      points: 1,
    });
    expect(result.compared).toEqual(ALL);
  });

  test('a Lagrangian of which only the activation is known', async () => {
    const x = build.symbol('x', SCALAR);
    const L: Lagrangian = {
      name: 'L',
      gradient: 'g',
      hessian: undefined,
      definition: {
        kind: 'entrywise',
        derivatives: [
          undefined,
          map('sin', build.power(x, 2)),
          product(build.number(2), x, map('cos', build.power(x, 2))),
        ],
      },
    };
    const { energy, velocity } = memory(L);
    const slope = gradient(energy, y);
    const result = await compare({
      energy,
      states: [{ symbol: y, velocity }],
      gradients: new Map([['y', slope]]),
      rate: dot(slope, velocity),
    });
    expect(result.compared).toEqual(['the gradient in y', 'the energy rate']);
  });

  test('the same seed gives the same comparison', async () => {
    const { energy, velocity } = memory(named('tanh'));
    const route = routeOf(energy, velocity);
    expect(await compare(route)).toEqual(await compare(route));
  });
});

describe('disagreement stops the run', () => {
  const { energy, velocity } = memory(named('tanh'));
  const right = routeOf(energy, velocity);
  const slope = right.gradients.get('y') as Expression;
  const wrong: readonly [string, Partial<MatrixRoute>][] = [
    ['a sign', { gradients: new Map([['y', negate(slope)]]) }],
    ['a missing term', { gradients: new Map([['y', product(lagrangian(named('tanh'), 2, y), y)]]) }],
    [
      'a coefficient that is off by 1e-12',
      { gradients: new Map([['y', scale(Q.fromDecimal('1.000000000001'), slope)]]) },
    ],
    [
      "W for (W + W')/2",
      {
        gradients: new Map([
          [
            'y',
            product(
              lagrangian(named('tanh'), 2, y),
              subtract(subtract(y, b), product(W, lagrangian(named('tanh'), 1, y))),
            ),
          ],
        ]),
      },
    ],
    ['a Hessian', { hessians: [{ rows: 'y', columns: 'y', expression: lagrangian(named('tanh'), 2, y) }] }],
    ['a rate', { rate: negate(dot(slope, velocity)) }],
  ];
  test.each(wrong)('%s', async (_, part) => {
    await expect(compare({ ...right, ...part })).rejects.toThrow(SecondRouteDisagreement);
  });

  test('with what, entry, values and point', async () => {
    const error: unknown = await compare({ ...right, gradients: new Map([['y', negate(slope)]]) }).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({ what: 'the gradient in y', entry: [1, 1] });
    const { matrixLevel, components, point } = error as SecondRouteDisagreement;
    expect(matrixLevel.low).toBeCloseTo(-components.low, 10);
    expect([...point.keys()].sort()).toEqual(['W', 'b', 'y']);
  });
});

describe('what cannot be compared is named', () => {
  test('a function of a matrix that varies', async () => {
    const energy = apply('norm', product(y, transpose(y)));
    const result = await compare({ energy, states: [{ symbol: y }], gradients: new Map([['y', y]]) });
    expect(result).toMatchObject({ compared: [], points: 0 });
    expect(result.notCompared[0]?.reason).toContain("norm(y*y') varies with the state");
  });
  test('nowhere defined', async () => {
    const energy = build.sqrt(sum(build.number(-1), negate(dot(y, y))));
    const result = await compare({ energy, states: [{ symbol: y }], gradients: new Map([['y', gradient(energy, y)]]) });
    expect(result.compared).toEqual([]);
    expect(result.notCompared[0]?.reason).toMatch(/no value/);
  });
  test('too many parts', async () => {
    const { energy, velocity } = memory(named('softmax'));
    const result = await compareRoutes(routeOf(energy, velocity), { seed: 1, mostVariables: 20 });
    expect(result.compared).toEqual([]);
    expect(result.notCompared.map((n) => n.what)).toEqual(ALL);
    expect(result.notCompared[0]?.reason).toContain('more than 20 parts');
  });
});

describe('components', () => {
  const text = (e: Expression, heaviest = 1000): readonly string[] =>
    new ComponentWriter({ N: 2, M: 3 }, { heaviest }).write(unfold(e)).entries.map((entry) => entry.text);

  test('are scalar formulas in mathjs syntax', () => {
    expect(text(product(W, y))).toEqual(['W_1_1*y_1 + W_1_2*y_2', 'W_2_1*y_1 + W_2_2*y_2']);
    expect(text(dot(y, y))).toEqual(['y_1*y_1 + y_2*y_2']);
    expect(text(apply('softmax', y))).toEqual(['exp(y_1)/(exp(y_1) + exp(y_2))', 'exp(y_2)/(exp(y_1) + exp(y_2))']);
    expect(text(apply('inv', W))[0]).toMatch(/^W_2_2\/t_1$/);
    expect(text(build.diag(y))).toEqual(['y_1', '0', '0', 'y_2']);
  });
  test('names do not collide', () => {
    const s = build.symbol('y_1', SCALAR, 'parameter');
    expect(text(product(s, y))).toEqual(['y_1*y_1_', 'y_1*y_2']);
  });
});
