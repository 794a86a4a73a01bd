import { beforeAll, describe, expect, test } from 'vitest';
import { compareRoutes } from '../../src/derivation/second-route/compare.js';
import { enclose, loadMpfr } from '../../src/numeric/enclosure.js';
import { randomFrom } from '../../src/numeric/random.js';
import * as build from '../../src/symbolic/build.js';
import { gradient, hessian, jacobian } from '../../src/symbolic/differential.js';
import { ExpressionError } from '../../src/symbolic/error.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { equalByNormalForm } from '../../src/symbolic/normal-form.js';
import { print } from '../../src/symbolic/print-text.js';
import * as Q from '../../src/symbolic/rational.js';
import { substitute } from '../../src/symbolic/rewrite.js';
import { matrixShape, vectorShape } from '../../src/symbolic/shape.js';
import { DIMENSIONS, drawValues } from '../support/compare-values.js';
import { Grammar, STATES, x, y } from '../support/random-expression.js';

const { product, sum, negate, transpose, hadamard, diag, dot, apply, map } = build;
const A = build.symbol('A', matrixShape('N', 'N'), 'parameter');
const S = build.symbol('S', matrixShape('N', 'N'), 'parameter', ['symmetric']);
const W = build.symbol('W', matrixShape('M', 'N'), 'parameter');
const b = build.symbol('b', vectorShape('M'), 'parameter');

const grammar = (seed: number): Grammar =>
  new Grammar(randomFrom(seed, 'differential'), { kinks: seed % 3 === 0, inverses: seed % 2 === 0 });

describe('known derivatives', () => {
  const known: readonly [string, Expression, Expression][] = [
    ["x'Ax", product(transpose(x), A, x), product(sum(A, transpose(A)), x)],
    ["x'Sx/2", build.scale(Q.rational(1, 2), product(transpose(x), S, x)), product(S, x)],
    [
      'sum(tanh(Wx + b))',
      build.sumEntries(map('tanh', sum(product(W, x), b))),
      product(transpose(W), map_slope(sum(product(W, x), b))),
    ],
    ['logsumexp(x)', apply('logsumexp', x), apply('softmax', x)],
    ["√(x'x)", build.sqrt(dot(x, x)), product(build.power(dot(x, x), build.number(Q.rational(-1, 2))), x)],
    ["x'(x ⊙ x)", dot(x, hadamard(x, x)), build.scale(Q.rational(3), hadamard(x, x))],
    ['trace(A diag(x))', apply('trace', product(A, diag(x))), build.diagonal(A)],
    ['a constant', build.sumEntries(b), build.zero(x.shape)],
  ];
  test.each(known)('of %s', (_, e, expected) => {
    expect(equalByNormalForm(gradient(e, x), expected)).toBe(true);
  });

  function map_slope(z: Expression): Expression {
    return build.subtract(build.ones(z.shape), build.power(map('tanh', z), 2));
  }

  test('of a rectangular map', () => {
    expect(equalByNormalForm(jacobian(hadamard(product(W, x), b), x), product(diag(b), W))).toBe(true);
  });

  test('a Hessian of two states is the transpose of the other', () => {
    const e = product(transpose(y), map('tanh', product(W, x)));
    expect(equalByNormalForm(hessian(e, x, y), transpose(hessian(e, y, x)))).toBe(true);
  });
});

describe('what has no derivative is refused', () => {
  const outer = product(x, transpose(x));
  const refused: readonly [string, Expression][] = [
    ["polar(x*x')", build.sumEntries(product(apply('polar', outer), x))],
    ["expm(x*x')", apply('trace', product(A, apply('expm', outer)))],
    ["sqrtm(x*x')", map('exp', apply('trace', apply('sqrtm', outer)))],
    ["norm(x*x')", sum(dot(x, x), apply('norm', outer))],
    ["lambda_max(x*x')", product(dot(x, x), apply('lambda_max', outer))],
    ["lambda_min(x*x')", build.reciprocal(apply('lambda_min', outer))],
  ];
  test.each(refused)('naming %s', (name, e) => {
    const error = failure(() => gradient(e, x));
    expect(error.code).toBe('not-differentiable');
    expect(error.culprit && print(error.culprit)).toBe(name);
    expect(error.message).toContain(name);
  });
  test('but not where it is constant', () => {
    expect(print(gradient(product(apply('norm', A), dot(x, x)), x))).toBe('2*norm(A)*x');
  });
  test('a gradient of a vector', () => {
    expect(failure(() => gradient(product(A, x), x)).code).toBe('shape');
  });

  function failure(compute: () => unknown): ExpressionError {
    try {
      compute();
    } catch (error) {
      if (error instanceof ExpressionError) return error;
      throw error;
    }
    throw new Error('nothing was thrown');
  }
});

describe('random expressions', () => {
  test('gradients agree with the second route', async () => {
    let compared = 0;
    for (let seed = 0; seed < 1600; seed += 1) {
      const e = grammar(seed).scalar(seed % 8 === 0 ? 3 : 2);
      const gradients = new Map(STATES.map((s) => [s.name, gradient(e, s)]));
      const result = await compareRoutes(
        { energy: e, states: STATES.map((symbol) => ({ symbol })), gradients },
        { seed, points: 1 },
      );
      compared += result.compared.length;
    }
    expect(compared).toBeGreaterThan(3180);
  });

  test('Hessians agree with the second route', async () => {
    let compared = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      const e = grammar(seed).scalar(2);
      const hessians = STATES.flatMap((r) =>
        STATES.map((c) => ({ rows: r.name, columns: c.name, expression: hessian(e, r, c) })),
      );
      const result = await compareRoutes(
        { energy: e, states: STATES.map((symbol) => ({ symbol })), gradients: new Map(), hessians },
        { seed, points: 1 },
      );
      compared += result.compared.length;
    }
    expect(compared).toBeGreaterThan(790);
  });

  test('Jacobians of vectors agree with the second route', async () => {
    let compared = 0;
    for (let seed = 0; seed < 300; seed += 1) {
      const g = grammar(seed);
      const v = g.vector(g.size(), 2);
      const result = await compareRoutes(
        {
          energy: build.ZERO,
          states: STATES.map((symbol) => ({ symbol })),
          gradients: new Map(),
          jacobians: STATES.map((s) => ({ what: s.name, of: v, by: s.name, expression: jacobian(v, s) })),
        },
        { seed, points: 1 },
      );
      compared += result.compared.length;
    }
    expect(compared).toBeGreaterThan(590);
  });
});

describe('high-precision differences', () => {
  beforeAll(loadMpfr);

  /** (s(z + hd) − s(z − hd))/2h along a direction d of all states. */
  function difference(s: Expression, h: Q.Rational): Expression {
    const moved = (sign: Q.Rational): Expression =>
      substitute(
        s,
        new Map(
          STATES.map((z) => [z.name, sum(z, build.scale(Q.multiply(sign, h), build.symbol(`d${z.name}`, z.shape)))]),
        ),
      );
    return build.scale(Q.reciprocal(Q.multiply(Q.rational(2), h)), sum(moved(Q.ONE), negate(moved(Q.MINUS_ONE))));
  }

  test('gradients lie within the error of the differences', () => {
    const h = Q.rational(1n, 1n << 40n);
    const half = Q.rational(1n, 1n << 41n);
    let compared = 0;
    for (let seed = 0; seed < 120; seed += 1) {
      const e = grammar(seed).scalar(2);
      const slope = sum(...STATES.map((z) => dot(gradient(e, z), build.symbol(`d${z.name}`, z.shape))));
      const all = [slope, difference(e, h), difference(e, half)];
      const [exact, coarse, fine] = enclose(all, DIMENSIONS, drawValues(all, seed), { precision: 300 }).map(
        (r) => r[0],
      );
      if (exact === undefined || coarse === undefined || fine === undefined) throw new Error('no entries');
      if ([exact, coarse, fine].some((r) => r.fault !== undefined)) continue;
      // The differences err by c h² + O(h⁴): what they change between h and h/2 is three times what is left at h/2.
      const width = exact.high - exact.low + (coarse.high - coarse.low) + (fine.high - fine.low);
      const bound = Math.abs(coarse.low - fine.low) + width;
      if (Math.abs(exact.low - fine.low) > bound) expect.fail(`seed ${seed}: ${print(e)}: ${exact.low}, ${fine.low}`);
      if (width > 1e-9 * Math.max(1, Math.abs(exact.low))) continue;
      compared += 1;
    }
    expect(compared).toBeGreaterThan(110);
  });
});
