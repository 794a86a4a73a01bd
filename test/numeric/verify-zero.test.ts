import { beforeAll, describe, expect, it } from 'vitest';
import { type EnclosableValue, enclose, loadMpfr } from '../../src/numeric/enclosure.js';
import { verifyZero, type ZeroProblem, type ZeroResult } from '../../src/numeric/verify-zero.js';
import * as B from '../../src/symbolic/build.js';
import type { Expression } from '../../src/symbolic/expression.js';
import * as Q from '../../src/symbolic/rational.js';
import { matrixShape, SCALAR, vectorShape } from '../../src/symbolic/shape.js';
import { numbers } from './generator.js';

beforeAll(loadMpfr);

const s = B.symbol('s', SCALAR);
const scalarZero = (equations: Expression, jacobian: Expression, start: number): ZeroResult =>
  verifyZero({ equations, jacobian, dimensions: {}, values: new Map(), approximation: new Map([['s', [start]]]) });
const boxOf = (result: ZeroResult): readonly [number, number] => {
  if (result.kind === 'failed') throw new Error(result.reason);
  return result.box.get('s')?.[0] as readonly [number, number];
};
const number = (value: number): Expression => B.number(value);

describe('verified zeros', () => {
  it('finds the steady states of s = tanh(2s)', () => {
    const tanh = B.map('tanh', B.product(number(2), s));
    const f = B.subtract(tanh, s);
    const slope = B.subtract(B.product(number(2), B.subtract(B.ONE, B.power(tanh, 2))), B.ONE);
    const [low, high] = boxOf(scalarZero(f, slope, 0.9));
    expect(high - low).toBeLessThan(1e-15);
    expect(Math.tanh(2 * low) - low).toBeGreaterThanOrEqual(-1e-15);
    expect(low).toBeCloseTo(0.957504024079, 10);
    const [a, b] = boxOf(scalarZero(f, slope, 1e-3));
    expect(a <= 0 && b >= 0 && b - a < 1e-30).toBe(true);
  });

  it('gives an enclosure in which other expressions can be bounded', () => {
    const f = B.subtract(B.power(s, 2), number(2));
    const result = scalarZero(f, B.product(number(2), s), 1.4);
    if (result.kind === 'failed') throw new Error(result.reason);
    const [[root] = [], [off] = [], [at] = []] = enclose(
      [s, B.subtract(s, B.number(Q.fromDecimal('1.41421356237309504880168872420969807856967'))), f],
      {},
      result.enclosure,
    );
    expect(root?.low).toBe(1.414213562373095);
    expect(off?.sign).toBe(1);
    expect(Math.max(Math.abs(at?.low ?? 1), Math.abs(at?.high ?? 1))).toBeLessThan(1e-50);
  });

  it('refuses what is not isolated, not there, or may jump', () => {
    const square = B.power(s, 2);
    expect(scalarZero(square, B.product(number(2), s), 0).kind).toBe('failed');
    expect(scalarZero(square, B.product(number(2), s), 1e-9).kind).toBe('failed');
    expect(scalarZero(B.sum(square, B.ONE), B.product(number(2), s), 0.3).kind).toBe('failed');
    expect(scalarZero(B.map('sign', s), B.ZERO, 0).kind).toBe('failed');
    // −1/2 − s for s < 0 and 1/2 − s for s > 0 has no zero at 0, whatever the slopes say.
    const jump = B.subtract(B.subtract(B.step(s), B.HALF), s);
    const result = scalarZero(jump, number(-1), 2 ** -40);
    expect(result.kind === 'failed' || Math.abs(boxOf(result)[0]) > 0.4).toBe(true);
    // s + d for s > 0 and s − d for s ≤ 0 has none either, and slope 1 on both sides.
    for (const d of [2 ** -50, 2 ** -150]) {
      const gap = B.sum(s, B.product(B.number(Q.fromDouble(d)), B.subtract(B.product(number(2), B.step(s)), B.ONE)));
      expect(scalarZero(gap, B.ONE, 0.1).kind).toBe('failed');
    }
    expect(scalarZero(B.map('log', s), B.reciprocal(s), -1).kind).toBe('failed');
    expect(scalarZero(s, B.ONE, Number.NaN).kind).toBe('failed');
  });

  it('refuses an orthogonal factor that may jump in the box, and allows one that does not change', () => {
    const A = B.symbol('A', matrixShape('N', 'N'));
    // The orthogonal factor of s·I is ±I: s + trace(polar(s·I)) jumps at 0 from −2 to 2.
    const trace = (matrix: Expression): Expression => B.apply('trace', B.apply('polar', matrix));
    const problem = (equations: Expression, start: number): ZeroProblem => ({
      equations,
      jacobian: B.ONE,
      dimensions: { N: 2 },
      values: new Map([['A', [0, 2, -2, 0]]]),
      approximation: new Map([['s', [start]]]),
    });
    const moving = B.sum(s, trace(B.product(s, B.identity('N'))));
    expect(verifyZero(problem(moving, 1e-3)).kind).toBe('failed');
    expect(verifyZero(problem(B.sum(s, trace(A)), 1e-3)).kind).toBe('verified');
  });

  it('ignores jumps in what does not change', () => {
    const fixed = B.symbol('c', SCALAR);
    const result = verifyZero({
      equations: B.subtract(s, B.step(fixed)),
      jacobian: B.ONE,
      dimensions: {},
      values: new Map([['c', [0]]]),
      approximation: new Map([['s', [0.1]]]),
    });
    expect(result.kind).toBe('verified');
  });

  it('accepts kinks of continuous equations', () => {
    // relu(s) + s/2 = 0 at 0, with slopes 1/2 and 3/2.
    const f = B.sum(B.map('relu', s), B.product(B.HALF, s));
    const result = scalarZero(f, B.sum(B.step(s), B.HALF), 1e-8);
    const [low, high] = boxOf(result);
    expect(low <= 0 && high >= 0).toBe(true);
  });

  it('solves random linear systems, and finds their exact solutions in the boxes', () => {
    const random = numbers(51);
    const [x, A, b] = [
      B.symbol('x', vectorShape('N')),
      B.symbol('A', matrixShape('N', 'N')),
      B.symbol('b', vectorShape('N')),
    ];
    for (let k = 0; k < 40; k++) {
      const N = random.integer(1, 6);
      const solution = Array.from({ length: N }, () => random.integer(-9, 9) / 8);
      const matrix = Array.from({ length: N * N }, (_, i) => random.integer(-4, 4) + (i % (N + 1) === 0 ? 20 : 0));
      const right = solution.map((_, i) =>
        solution.reduce((total, value, j) => total + (matrix[i * N + j] as number) * value, 0),
      );
      const problem: ZeroProblem = {
        equations: B.subtract(B.product(A, x), b),
        jacobian: A,
        dimensions: { N },
        values: new Map([
          ['A', matrix],
          ['b', right],
        ]),
        approximation: new Map([['x', solution.map((value) => value + (random.unit() - 0.5) * 1e-3)]]),
      };
      const result = verifyZero(problem);
      if (result.kind === 'failed') throw new Error(result.reason);
      result.enclosure.get('x')?.forEach((interval, i) => {
        const truth = Q.fromDouble(solution[i] as number);
        expect(Q.compare(interval.low as Q.Rational, truth)).toBeLessThanOrEqual(0);
        expect(Q.compare(truth, interval.high as Q.Rational)).toBeLessThanOrEqual(0);
      });
      const singular = verifyZero({
        ...problem,
        values: new Map([
          ['A', matrix.map(() => 1)],
          ['b', right],
        ]),
      });
      expect(singular.kind).toBe(N === 1 ? 'verified' : 'failed');
    }
  });

  it('verifies steady states of two states of neurons together', () => {
    const [u, v] = [B.symbol('u', vectorShape('N')), B.symbol('v', vectorShape('M'))];
    const W = B.symbol('W', matrixShape('N', 'M'));
    const equations = B.stack([
      B.subtract(B.product(W, B.map('tanh', v)), B.subtract(u, B.ones(u.shape))),
      B.subtract(B.product(B.transpose(W), B.map('tanh', u)), v),
    ]);
    const slope = (z: Expression): Expression => B.diag(B.subtract(B.ones(z.shape), B.power(B.map('tanh', z), 2)));
    const jacobian = B.block([
      [B.negate(B.identity('N')), B.product(W, slope(v))],
      [B.product(B.transpose(W), slope(u)), B.negate(B.identity('M'))],
    ]);
    const weights = [0.5, -0.25, 0.125, 0.25, 0.5, -0.5];
    let [a, c] = [
      [1, 1],
      [0, 0, 0],
    ];
    for (let k = 0; k < 200; k++) {
      a = [0, 1].map((i) => 1 + c.reduce((t, value, j) => t + (weights[i * 3 + j] as number) * Math.tanh(value), 0));
      c = [0, 1, 2].map((j) => a.reduce((t, value, i) => t + (weights[i * 3 + j] as number) * Math.tanh(value), 0));
    }
    const values = new Map([['W', weights]]);
    const result = verifyZero({
      equations,
      jacobian,
      dimensions: { N: 2, M: 3 },
      values,
      approximation: new Map([
        ['u', a],
        ['v', c],
      ]),
    });
    if (result.kind === 'failed') throw new Error(result.reason);
    expect([...result.box].map(([name, box]) => [name, box.length])).toEqual([
      ['u', 2],
      ['v', 3],
    ]);
    const residual =
      enclose(
        [equations],
        { N: 2, M: 3 },
        new Map<string, readonly EnclosableValue[]>([...values, ...result.enclosure]),
      )[0] ?? [];
    expect(residual.every(({ low, high }) => low <= 0 && high >= 0 && high - low < 1e-50)).toBe(true);
  });
});
