import { describe, expect, test } from 'vitest';
import * as build from '../../src/symbolic/build.js';
import { ExpressionError } from '../../src/symbolic/error.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { print } from '../../src/symbolic/print-text.js';
import * as Q from '../../src/symbolic/rational.js';
import { matrixShape, SCALAR, vectorShape } from '../../src/symbolic/shape.js';

const { product, sum, negate, transpose, hadamard, power, number } = build;
const A = build.symbol('A', matrixShape('N', 'N'), 'parameter');
const S = build.symbol('S', matrixShape('N', 'N'), 'parameter', ['symmetric']);
const K = build.symbol('K', matrixShape('N', 'N'), 'parameter', ['skew']);
const W = build.symbol('W', matrixShape('M', 'N'), 'parameter');
const x = build.symbol('x', vectorShape('N'), 'state');
const y = build.symbol('y', vectorShape('M'), 'state');
const s = build.symbol('s', SCALAR, 'parameter');

describe('shapes', () => {
  const wrong: readonly [string, () => Expression][] = [
    ['sum: x is a vector [N], but y is a vector [M]', () => sum(x, y)],
    ['matrix product: W is a matrix [M, N], but y is a vector [M]', () => product(W, y)],
    ['entrywise product: x is a vector [N], but y is a vector [M]', () => hadamard(x, y)],
    ['diag needs a vector, but A is a matrix [N, N]', () => build.diag(A)],
    ['the diagonal needs a square matrix, but W is a matrix [M, N]', () => build.diagonal(W)],
    ['an exponent needs a scalar, but x is a vector [N]', () => power(x, x)],
    ['inv needs a square matrix, but W is a matrix [M, N]', () => build.apply('inv', W)],
    ['softmax needs a vector, but A is a matrix [N, N]', () => build.apply('softmax', A)],
  ];
  test.each(wrong)('%s', (message, make) => {
    expect(make).toThrow(ExpressionError);
    expect(make).toThrow(message);
  });
  test('of products with scalars anywhere', () => {
    expect(product(W, s, x).shape).toEqual(vectorShape('M'));
    expect(product(transpose(x), x, A).shape).toEqual(matrixShape('N', 'N'));
    expect(product(x, transpose(x)).shape).toEqual(matrixShape('N', 'N'));
  });
  test('of blocks', () => {
    expect(build.stack([x, y]).shape).toEqual(vectorShape('M+N'));
    expect(() => build.block([[A, transpose(W)], [W]])).not.toThrow();
    expect(() => build.block([[A, y]])).toThrow(ExpressionError);
  });
});

describe('folding', () => {
  const folded: readonly [Expression, string][] = [
    [sum(x, sum(x, x)), 'x + x + x'],
    [sum(number(1), s, number(2)), 's + 3'],
    [sum(x, negate(negate(x))), 'x + x'],
    [product(number(2), product(number(3), x)), '6*x'],
    [product(A, product(A, x)), 'A*A*x'],
    [product(A, build.identity('N'), x), 'A*x'],
    [transpose(transpose(A)), 'A'],
    [transpose(S), 'S'],
    [transpose(K), '-K'],
    [transpose(product(A, W.kind === 'symbol' ? transpose(W) : A)), "W*A'"],
    [hadamard(x, build.ones(x.shape)), 'x'],
    [power(power(s, 2), 3), 's^6'],
    [power(number(2), -2), '1/4'],
    [build.diag(build.ones(x.shape)), 'identity(N)'],
    [build.diagonal(build.diag(x)), 'x'],
    [build.reciprocal(build.sqrt(s)), '1/sqrt(s)'],
  ];
  test.each(folded)('%#: %o', (e, text) => {
    expect(print(e)).toBe(text);
  });

  test('nothing is cancelled that may be undefined', () => {
    expect(print(product(build.reciprocal(s), s))).toBe('1/s*s');
    expect(print(power(build.sqrt(s), 2))).toBe('sqrt(s)^2');
    expect(build.isNumber(power(number(0), -1))).toBe(false);
  });
  test('numbers are exact', () => {
    expect(sum(number(0.1), number(0.2))).toMatchObject({ value: Q.rational(3, 10) });
  });
});
