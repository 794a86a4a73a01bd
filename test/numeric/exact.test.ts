import { describe, expect, it } from 'vitest';
import { evaluateExactly, exactEntries } from '../../src/numeric/exact.js';
import { exactInverse } from '../../src/numeric/exact-matrix.js';
import { exactRoot } from '../../src/numeric/exact-root.js';
import * as B from '../../src/symbolic/build.js';
import type { Expression } from '../../src/symbolic/expression.js';
import * as Q from '../../src/symbolic/rational.js';
import { matrixShape, SCALAR, vectorShape } from '../../src/symbolic/shape.js';
import { numbers } from './generator.js';

const x = B.symbol('x', vectorShape('N'));
const y = B.symbol('y', vectorShape('N'));
const A = B.symbol('A', matrixShape('N', 'N'));
const s = B.symbol('s', SCALAR);
const exactly = (e: Expression, values: Record<string, readonly (number | Q.Rational)[]>, N = 2): string => {
  const result = evaluateExactly([e], { N }, new Map(Object.entries(values)));
  return result.kind === 'exact' ? (result.values[0] ?? []).map(Q.toText).join(' ') : result.kind;
};

describe('exact evaluation', () => {
  it('takes doubles for exactly what they are', () => {
    expect(exactly(B.subtract(B.product(B.number(10), s), B.ONE), { s: [0.1] })).toBe('1/18014398509481984');
    expect(exactly(B.subtract(B.product(B.number(10), s), B.ONE), { s: [Q.rational(1, 10)] })).toBe('0');
  });

  it('multiplies, transposes and assembles', () => {
    const at = { A: [1, 2, 3, 4], x: [5, 6], y: [7, 8] };
    expect(exactly(B.product(A, x), at)).toBe('17 39');
    expect(exactly(B.product(B.transpose(x), A, y), at)).toBe('433');
    expect(exactly(B.product(A, B.diag(x), B.transpose(A)), at)).toBe('29 63 63 141');
    expect(exactly(B.product(B.diag(x), A, B.diag(y)), at)).toBe('35 80 126 192');
    expect(exactly(B.product(x, B.transpose(y), A, x), at)).toBe('2155 2586');
    expect(exactly(B.transpose(B.sum(A, B.product(x, B.transpose(y)))), at)).toBe('36 45 42 52');
    expect(
      exactly(
        B.block([
          [A, x],
          [B.transpose(y), s],
        ]),
        { ...at, s: [9] },
      ),
    ).toBe('1 2 5 3 4 6 7 8 9');
    expect(exactly(B.hadamard(x, y, x), at)).toBe('175 288');
    expect(exactly(B.diagonal(B.product(A, A)), at)).toBe('7 22');
    expect(exactly(B.sum(B.diag(x), B.identity('N')), at)).toBe('6 0 0 7');
    expect(exactly(B.sumEntries(B.product(A, A)), at)).toBe('54');
    expect(exactly(B.product(B.reciprocal(B.sizeNumber('N')), B.sumEntries(x)), at)).toBe('11/2');
    expect(exactly(B.apply('trace', A), at)).toBe('5');
    expect(exactly(B.product(B.dot(x, y), A, x), at)).toBe('1411 3237');
  });

  it('associates products differently without changing them', () => {
    const random = numbers(31);
    const [P, T] = [B.symbol('P', matrixShape('N', 'M')), B.symbol('T', matrixShape('M', 'K'))];
    for (let k = 0; k < 200; k++) {
      const [N, M, K] = [random.integer(1, 4), random.integer(1, 4), random.integer(1, 4)];
      const fill = (n: number): number[] => Array.from({ length: n }, () => random.integer(-9, 9));
      const values = new Map([
        ['P', fill(N * M)],
        ['T', fill(M * K)],
        ['z', fill(K)],
        ['x', fill(N)],
      ]);
      const z = B.symbol('z', vectorShape('K'));
      const factors = [B.diag(x), P, T, B.diag(z), B.transpose(T), B.transpose(P), B.diag(x)];
      const all = exactEntries([B.product(...factors)], { N, M, K }, values)[0];
      // The same product step by step, through symbols that hold the results so far.
      let before = exactEntries([factors[0] as Expression], { N, M, K }, values)[0] as readonly Q.Rational[];
      for (const factor of factors.slice(1)) {
        const left = B.symbol('left', matrixShape('N', factor.shape.rows));
        const step = B.product(left, factor);
        before = exactEntries(
          [step],
          { N, M, K },
          new Map<string, readonly (number | Q.Rational)[]>([...values, ['left', before]]),
        )[0] as readonly Q.Rational[];
      }
      expect(all).toEqual(before);
    }
  });

  it('knows functions where they are rational, and says where they are not', () => {
    for (const [name, at, value] of [
      ['exp', 0, '1'],
      ['tanh', 0, '0'],
      ['log', 1, '0'],
      ['erf', 0, '0'],
      ['sin', 0, '0'],
      ['cos', 0, '1'],
      ['sigmoid', 0, '1/2'],
      ['softplus', 0, 'inexact'],
      ['relu', -0, '0'],
      ['relu', 2.5, '5/2'],
      ['abs', -3, '3'],
      ['sign', -3, '-1'],
      ['sign', 0, '0'],
      ['exp', 1, 'inexact'],
      ['log', 0, 'undefined'],
      ['log', -1, 'undefined'],
      ['log1p', -1, 'undefined'],
      ['log1p', 0, '0'],
    ] as const)
      expect(exactly(B.map(name, s), { s: [at] }), `${name}(${at})`).toBe(value);
    expect(exactly(B.sqrt(s), { s: [2.25] })).toBe('3/2');
    expect(exactly(B.sqrt(s), { s: [2] })).toBe('inexact');
    expect(exactly(B.sqrt(s), { s: [-4] })).toBe('undefined');
    expect(exactly(B.power(s, B.number(Q.rational(-2, 3))), { s: [Q.rational(27, 8)] })).toBe('4/9');
    expect(exactly(B.power(s, -2), { s: [0] })).toBe('undefined');
    expect(exactly(B.power(B.ONE, B.PI), {})).toBe('1');
    const result = evaluateExactly([B.sum(B.map('tanh', s), B.ONE)], {}, new Map([['s', [1]]]));
    expect(result.kind === 'inexact' && result.at).toEqual(B.map('tanh', s));
  });

  it('lets 0 absorb what has some value, but not what may have none', () => {
    const zero = B.subtract(s, B.ONE);
    expect(exactly(B.product(zero, B.map('tanh', s)), { s: [1] })).toBe('0');
    expect(exactly(B.product(zero, B.reciprocal(zero)), { s: [1] })).toBe('undefined');
    const unknown = B.subtract(B.map('exp', s), B.product(B.map('exp', B.HALF), B.map('exp', B.HALF)));
    expect(exactly(B.product(zero, unknown), { s: [1] })).toBe('0');
    expect(exactly(B.product(zero, B.reciprocal(unknown)), { s: [1] })).toBe('inexact');
    expect(exactly(B.product(zero, B.map('log', unknown)), { s: [1] })).toBe('inexact');
    expect(exactly(B.product(zero, B.map('exp', unknown)), { s: [1] })).toBe('0');
  });

  it('decides steps by the direction at 0', () => {
    expect(exactly(B.step(x), { x: [0, 3] })).toBe('0 1');
    expect(exactly(B.step(x, y), { x: [0, 0], y: [1, -1] })).toBe('1 0');
    expect(exactly(B.step(x, B.map('exp', y)), { x: [-1, 2], y: [1, -1] })).toBe('0 1');
  });

  it('inverts exactly, and tells singular matrices', () => {
    const random = numbers(32);
    for (let k = 0; k < 100; k++) {
      const n = random.integer(1, 6);
      const entries = Array.from({ length: n * n }, () => Q.rational(random.integer(-5, 5), random.integer(1, 4)));
      const values = new Map([['A', entries]]);
      const inverse = exactInverse({ rows: n, columns: n, entries });
      const result = evaluateExactly([B.product(A, B.apply('inv', A))], { N: n }, values);
      if (inverse === undefined) expect(result.kind).toBe('undefined');
      else
        expect(result).toMatchObject({
          values: [Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? Q.ONE : Q.ZERO))],
        });
    }
    expect(exactly(B.apply('inv', A), { A: [1, 2, 2, 4] })).toBe('undefined');
    expect(exactly(B.apply('inv', A), { A: [0, 1, 1, 0] })).toBe('0 1 1 0');
  });

  it('projects onto the simplex', () => {
    expect(exactly(B.apply('sparsemax', x), { x: [0.5, 0.25] })).toBe('5/8 3/8');
    expect(exactly(B.apply('sparsemax', x), { x: [2, 0.5, 0.75] }, 3)).toBe('1 0 0');
    expect(exactly(B.apply('sparsemax_support', x), { x: [1, 0, 0.5] }, 3)).toBe('1 0 1');
    expect(exactly(B.apply('sparsemax', x), { x: [0, 0, 0] }, 3)).toBe('1/3 1/3 1/3');
    expect(exactly(B.apply('softmax', x), { x: [7, 7] })).toBe('1/2 1/2');
  });

  it('finds roots exactly when they are rational', () => {
    const random = numbers(33);
    for (let k = 0; k < 300; k++) {
      const root = Q.rational(random.integer(0, 2 ** 40), random.integer(1, 2 ** 40));
      const degree = random.integer(1, 7);
      const power = Q.power(root, degree);
      expect(exactRoot(power, BigInt(degree))).toEqual(root);
      if (degree > 1)
        expect(exactRoot(Q.add(power, Q.rational(1, power.denominator)), BigInt(degree)) ?? root).not.toEqual(power);
    }
    expect(exactRoot(Q.rational(2), 2n)).toBeUndefined();
  });
});
