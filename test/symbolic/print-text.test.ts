import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../src/numeric/random.js';
import * as build from '../../src/symbolic/build.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { print } from '../../src/symbolic/print-text.js';
import * as Q from '../../src/symbolic/rational.js';
import { matrixShape, SCALAR, vectorShape } from '../../src/symbolic/shape.js';
import { Grammar } from '../support/random-expression.js';

const { product, sum, negate, transpose, hadamard, power, number, map } = build;
const A = build.symbol('A', matrixShape('N', 'N'), 'parameter');
const x = build.symbol('x', vectorShape('N'), 'state');
const b = build.symbol('b', vectorShape('N'), 'parameter');
const s = build.symbol('s', SCALAR, 'parameter');
const half = Q.rational(1, 2);

describe('text', () => {
  const printed: readonly [string, Expression][] = [
    ['A*x - x + b', sum(product(A, x), negate(x), b)],
    ['-x', negate(x)],
    ['1/2*x', build.scale(half, x)],
    ["x'*A*x", product(transpose(x), A, x)],
    ["(x + b)'*A", product(transpose(sum(x, b)), A)],
    ['A*(x.*b)', product(A, hadamard(x, b))],
    ['x.*(A*b)', hadamard(x, product(A, b))],
    ['tanh(x + b)', map('tanh', sum(x, b))],
    ['(x + b).^2', power(sum(x, b), 2)],
    ['s^2', power(s, 2)],
    ['(s + 1)^(-2)', power(sum(s, number(1)), number(-2))],
    ['1./(ones(N) + x)', build.reciprocal(sum(build.ones(x.shape), x))],
    ['1/sqrt(s)', power(s, number(Q.rational(-1, 2)))],
    ['sqrt(x)', build.sqrt(x)],
    ['1/s*x', build.divide(x, s)],
    ['diag(x)*A', product(build.diag(x), A)],
    ['[x; b]', build.stack([x, b])],
    ['1/N*(ones(1, N)*x)', product(build.reciprocal(build.sizeNumber('N')), build.sumEntries(x))],
  ];
  test.each(printed)('%s', (text, e) => {
    expect(print(e)).toBe(text);
  });

  test('is balanced and has no doubled signs, for random expressions', () => {
    for (let seed = 0; seed < 500; seed += 1) {
      const text = print(new Grammar(randomFrom(seed, 'print'), { kinks: true, inverses: true }).scalar(3));
      let depth = 0;
      for (const c of text) {
        if ('(['.includes(c)) depth += 1;
        if (')]'.includes(c)) depth -= 1;
        expect(depth).toBeGreaterThanOrEqual(0);
      }
      expect(depth).toBe(0);
      expect(text).not.toMatch(/[+-] ?[+-]|\*\*|\(\)|undefined|\[object/);
    }
  });
});
