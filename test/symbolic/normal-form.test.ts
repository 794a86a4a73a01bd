import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../src/numeric/random.js';
import * as build from '../../src/symbolic/build.js';
import { ExpressionError } from '../../src/symbolic/error.js';
import type { Expression, Fact } from '../../src/symbolic/expression.js';
import { equalByNormalForm, normalForm } from '../../src/symbolic/normal-form.js';
import { print } from '../../src/symbolic/print-text.js';
import { matrixShape, SCALAR, vectorShape } from '../../src/symbolic/shape.js';
import { agreeAt } from '../support/compare-values.js';
import { Grammar, M, N } from '../support/random-expression.js';
import { mutated, rewritten } from '../support/rewrites.js';

const { product, sum, negate, transpose, hadamard, diag, dot, apply, map, subtract } = build;
const square = (name: string, ...facts: Fact[]): Expression =>
  build.symbol(name, matrixShape(N, N), 'parameter', facts);
const [A, B, S, K, O, D] = [
  square('A'),
  square('B'),
  square('S', 'symmetric'),
  square('K', 'skew'),
  square('O', 'orthogonal'),
  square('D', 'diagonal', 'symmetric'),
];
const [u, v, w] = ['u', 'v', 'w'].map((name) => build.symbol(name, vectorShape(N))) as [
  Expression,
  Expression,
  Expression,
];
const I = build.identity(N);

/** Any expression of the grammar. */
function any(grammar: Grammar, depth: number): Expression {
  switch (grammar.pick(['scalar', 'vector', 'matrix'])) {
    case 'scalar':
      return grammar.scalar(depth);
    case 'vector':
      return grammar.vector(grammar.size(), depth);
    default:
      return grammar.matrix(grammar.size(), grammar.size(), depth);
  }
}
const tooLarge = (error: unknown): boolean => error instanceof ExpressionError && error.code === 'too-large';

describe('identities', () => {
  const equal: readonly [string, Expression, Expression][] = [
    ['A(B + S) = AB + AS', product(A, sum(B, S)), sum(product(A, B), product(A, S))],
    ["u'Av = v'A'u", product(transpose(u), A, v), product(transpose(v), transpose(A), u)],
    ['u ⊙ v = v ⊙ u', hadamard(u, v), hadamard(v, u)],
    ['diag(u)v = u ⊙ v', product(diag(u), v), hadamard(u, v)],
    ["u'v = sum(u ⊙ v)", dot(u, v), build.sumEntries(hadamard(u, v))],
    ['trace(AB) = trace(BA)', apply('trace', product(A, B)), apply('trace', product(B, A))],
    ["trace(uv') = v'u", apply('trace', product(u, transpose(v))), dot(v, u)],
    ["S' = S", product(transpose(S), u), product(S, u)],
    ["u'Ku = 0", product(transpose(u), K, u), build.ZERO],
    ["u'Kv = −v'Ku", product(transpose(u), K, v), negate(product(transpose(v), K, u))],
    ["O'O = I", product(transpose(O), O), I],
    ["u'O'SOu with O'(OSO')O = S", product(transpose(O), O, S, transpose(O), O), S],
    ['DA with D diagonal', product(D, u), hadamard(build.diagonal(D), u)],
    ['tanh(−u) = −tanh(u)', map('tanh', negate(u)), negate(map('tanh', u))],
    ['cosh(v − u) = cosh(u − v)', map('cosh', subtract(v, u)), map('cosh', subtract(u, v))],
    ['σ(−u) = 1 − σ(u)', map('sigmoid', negate(u)), subtract(build.ones(u.shape), map('sigmoid', u))],
    [
      '(u + v)⊙(u + v)',
      build.power(sum(u, v), 2),
      sum(hadamard(u, u), build.product(build.number(2), hadamard(u, v)), hadamard(v, v)),
    ],
    ["A'^{-1} = (A^{-1})'", apply('inv', transpose(A)), transpose(apply('inv', A))],
    ['sum(ones) = N', build.sumEntries(build.ones(vectorShape(N))), build.sizeNumber(N)],
  ];
  test.each(equal)('%s', (_, a, b) => {
    expect(equalByNormalForm(a, b)).toBe(true);
  });

  const different: readonly [string, Expression, Expression][] = [
    ['AB and BA', product(A, B), product(B, A)],
    ["A and A'", A, transpose(A)],
    ["u'Au and u'Av", product(transpose(u), A, u), product(transpose(u), A, v)],
    ['u ⊙ v and u ⊙ w', hadamard(u, v), hadamard(u, w)],
    ['x/x and 1', product(build.reciprocal(dot(u, u)), dot(u, u)), build.ONE],
    ['KK and 0', product(K, K), build.zero(K.shape)],
    ['OO and I', product(O, O), I],
    ['trace(ABS) and trace(BAS)', apply('trace', product(A, B, S)), apply('trace', product(B, A, S))],
    ['tanh(u − v) and tanh(v − u)', map('tanh', subtract(u, v)), map('tanh', subtract(v, u))],
  ];
  test.each(different)('%s differ', (_, a, b) => {
    expect(equalByNormalForm(a, b)).toBe(false);
  });

  test('the form does not depend on what was asked before', () => {
    const p = apply('softmax', subtract(v, product(build.sumEntries(v), build.ones(vectorShape(N)))));
    const e = product(
      build.reciprocal(build.symbol('rho', SCALAR)),
      subtract(I, product(build.ones(vectorShape(N)), build.ones(matrixShape('1', N)))),
      p,
    );
    expect(normalForm(e).size).toBe(2);
    expect(normalForm(sum(e, build.zero(e.shape))).size).toBe(2);
  });

  test('an expression with too many terms is refused', () => {
    const many = sum(...Array.from({ length: 40 }, (_, i) => build.symbol(`s${i}`, SCALAR)));
    expect(() => normalForm(product(many, many, many))).toThrow(/more than 4000 terms/);
  });
});

describe('random expressions', () => {
  test('rewriting that keeps the value keeps the normal form', () => {
    let decided = 0;
    for (let seed = 0; seed < 1500; seed += 1) {
      const random = randomFrom(seed, 'rewriting');
      const e = any(new Grammar(random, { kinks: seed % 4 === 0 }), 1 + (seed % 2));
      const other = rewritten(e, random);
      try {
        if (!equalByNormalForm(e, other)) expect.fail(`seed ${seed}: ${print(e)} and ${print(other)}`);
        decided += 1;
      } catch (error) {
        if (!tooLarge(error)) throw error;
      }
    }
    expect(decided).toBeGreaterThan(1450);
  });

  test('equal normal forms have equal values', () => {
    let equal = 0;
    let different = 0;
    for (let seed = 0; seed < 2000; seed += 1) {
      const random = randomFrom(seed, 'mutation');
      const grammar = new Grammar(random, { kinks: seed % 4 === 0, inverses: seed % 5 === 0 });
      const e = any(grammar, 2);
      const other = mutated(e, random, grammar);
      try {
        const same = equalByNormalForm(e, other);
        const agree = agreeAt(e, other, seed);
        if (agree === undefined) continue;
        if (same && !agree) expect.fail(`seed ${seed}: ${print(e)} and ${print(other)} are not equal`);
        if (same) equal += 1;
        if (!agree) different += 1;
      } catch (error) {
        if (!tooLarge(error)) throw error;
      }
    }
    expect(equal).toBeGreaterThan(200);
    expect(different).toBeGreaterThan(650);
  });
});

test('sizes are told apart', () => {
  expect(equalByNormalForm(build.sizeNumber(N), build.sizeNumber(M))).toBe(false);
});
