import { describe, expect, it } from 'vitest';
import { compileKernel } from '../../src/numeric/kernel.js';
import { stabilise } from '../../src/numeric/stable.js';
import * as build from '../../src/symbolic/build.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { print } from '../../src/symbolic/print-text.js';
import { rational } from '../../src/symbolic/rational.js';
import { SCALAR, vectorShape } from '../../src/symbolic/shape.js';
import { DOUBLES, interpret } from './naive.js';
import { generator } from './random-expressions.js';

const N = vectorShape('N');
const y = build.symbol('y', N, 'state');
const w = build.symbol('w', N, 'state');
const x = build.symbol('x', SCALAR, 'variable');
const t = build.symbol('t', SCALAR, 'variable');
const exp = (e: Expression): Expression => build.map('exp', e);
const log = (e: Expression): Expression => build.map('log', e);
const one = build.ones(N);
const total = build.sumEntries(exp(y));
const scaled = build.product(t, y);
const minus = build.negate;
const over = (a: Expression, b: Expression): Expression => build.divide(a, b);

/** Left side, and the text of the stable form. */
const FORMS: readonly (readonly [string, Expression, string])[] = [
  ['log-sum-exp', log(total), 'logsumexp(y)'],
  ['scaled log-sum-exp', over(log(build.sumEntries(exp(scaled))), t), '1/t*logsumexp(t*y)'],
  ['softmax', over(exp(y), total), 'softmax(y)'],
  ['softmax of a scaled vector', over(exp(scaled), build.sumEntries(exp(scaled))), 'softmax(t*y)'],
  ['softmax in a Hadamard product', over(build.hadamard(w, exp(y)), total), 'w.*softmax(y)'],
  ['softmax on a diagonal', over(build.diag(exp(y)), total), 'diag(softmax(y))'],
  ['softmax in an inner product', over(build.dot(w, exp(y)), total), "w'*softmax(y)"],
  [
    'the Hessian term of log-sum-exp',
    build.product(build.power(total, -2), exp(y), build.transpose(exp(y))),
    "softmax(y)*softmax(y)'",
  ],
  ['softplus', log(build.sum(one, exp(y))), 'softplus(y)'],
  ['scalar softplus', log(build.sum(build.ONE, exp(x))), 'softplus(x)'],
  ['sigmoid', build.reciprocal(build.sum(one, exp(minus(y)))), 'sigmoid(y)'],
  ['sigmoid as exp(y)/(1 + exp(y))', over(exp(y), build.sum(one, exp(y))), 'sigmoid(y)'],
  [
    'the slope of the sigmoid',
    build.hadamard(exp(y), build.power(build.sum(one, exp(y)), -2)),
    'sigmoid(y).*sigmoid(-y)',
  ],
  ['log cosh', log(build.map('cosh', y)), 'logcosh(y)'],
  ['log1p', log(build.sum(one, build.power(y, 2))), 'log1p(y.^2)'],
  ['expm1', build.sum(exp(y), minus(one)), 'expm1(y)'],
  ['1 − exp', build.sum(build.ONE, minus(exp(x))), '-expm1(x)'],
  ['tanh from exponentials', over(build.subtract(exp(y), exp(minus(y))), build.sum(exp(y), exp(minus(y)))), 'tanh(y)'],
  [
    'tanh from exp(2x)',
    over(
      build.subtract(exp(build.product(build.number(2), x)), build.ONE),
      build.sum(exp(build.product(build.number(2), x)), build.ONE),
    ),
    'tanh(x)',
  ],
  ['tanh from sinh and cosh', over(build.map('sinh', x), build.map('cosh', x)), 'tanh(x)'],
  ['two scalar exponentials', log(build.sum(exp(x), exp(t))), 'logsumexp([x; t])'],
  ['what only looks like it', over(exp(y), build.sumEntries(exp(w))), '1/(ones(1, N)*exp(w))*exp(y)'],
];

describe('stable forms', () => {
  it.each(FORMS)('%s', (_, before, after) => {
    expect(print(stabilise(before))).toBe(after);
  });

  it.each(FORMS)('%s: the same value, without overflow', (_, before) => {
    const random = generator(4);
    const dimensions = { N: 3 };
    const kernel = compileKernel([before], dimensions);
    for (let sample = 0; sample < 20; sample += 1) {
      const values = new Map<string, number[][]>();
      for (const symbol of [y, w, x, t]) {
        const rows = symbol.shape.rows === 'N' ? 3 : 1;
        const entries = Array.from({ length: rows }, () => random() * 4 - 1.5);
        values.set(
          symbol.name,
          entries.map((v) => [v]),
        );
        kernel.inputs.get(symbol.name)?.set(entries);
      }
      kernel.run();
      const expected = interpret(before, values, dimensions, DOUBLES).flat();
      expected.forEach((v, i) => expect(kernel.outputs[0]?.[i]).toBeCloseTo(v, 11));
    }
  });

  it('survives arguments of size 1e4', () => {
    const finite = FORMS.filter(([name]) =>
      ['softmax', 'log-sum-exp', 'softplus', 'sigmoid', 'the Hessian term of log-sum-exp', 'log cosh'].includes(name),
    );
    expect(finite).toHaveLength(6);
    for (const [name, before] of finite) {
      const kernel = compileKernel([before], { N: 3 });
      kernel.inputs.get('y')?.set([1e4, -1e4, 9999]);
      kernel.run();
      expect(kernel.outputs[0]?.every(Number.isFinite), name).toBe(true);
    }
  });

  it('leaves the domain as it is: log of a negative number stays undefined', () => {
    const kernel = compileKernel([log(build.sum(build.ONE, x)), build.power(x, build.number(rational(1, 3)))], {});
    kernel.inputs.get('x')?.set([-2]);
    kernel.run();
    expect(kernel.outputs.map((o) => o[0])).toEqual([Number.NaN, Number.NaN]);
  });
});
