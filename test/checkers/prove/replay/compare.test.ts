import { describe, expect, test } from 'vitest';
import { Comparison } from '../../../../src/checkers/prove/replay/compare.js';
import { randomFrom } from '../../../../src/numeric/random.js';
import * as build from '../../../../src/symbolic/build.js';
import type { Expression, Fact } from '../../../../src/symbolic/expression.js';
import { print } from '../../../../src/symbolic/print-text.js';
import * as Q from '../../../../src/symbolic/rational.js';
import { matrixShape, SCALAR, vectorShape } from '../../../../src/symbolic/shape.js';
import { agreeAt } from '../../../support/compare-values.js';
import { Grammar, M, N } from '../../../support/random-expression.js';
import { mutated, rewritten } from '../../../support/rewrites.js';

const { product, sum, negate, transpose, hadamard, diag, dot, apply, map, subtract, power, reciprocal, step } = build;
const square = (name: string, ...facts: Fact[]): Expression =>
  build.symbol(name, matrixShape(N, N), 'parameter', facts);
const [A, B, S, K, O] = [
  square('A'),
  square('B'),
  square('S', 'symmetric'),
  square('K', 'skew'),
  square('O', 'orthogonal'),
];
const [u, v] = ['u', 'v'].map((name) => build.symbol(name, vectorShape(N))) as [Expression, Expression];
const r = build.symbol('r', SCALAR);
const I = build.identity(N);
const ones = build.ones(vectorShape(N));
const one = build.ONE;
const number = (p: number, q = 1): Expression => build.number(Q.rational(p, q));
const twice = (e: Expression): Expression => product(number(2), e);
const same = (a: Expression, b: Expression): boolean => new Comparison().same(a, b);

describe('what is equal', () => {
  const softmax = apply('softmax', u);
  const room = sum(dot(u, u), one);
  const equal: readonly [string, Expression, Expression][] = [
    ["u'Av = v'A'u", product(transpose(u), A, v), product(transpose(v), transpose(A), u)],
    ["u'Ku = 0", product(transpose(u), K, u), build.ZERO],
    ["u'KSKu = −(Ku)'S(Ku)", product(transpose(u), K, S, K, u), negate(product(transpose(u), transpose(K), S, K, u))],
    ["OO' = I", product(O, transpose(O)), I],
    ['A inv(A) = I', product(A, apply('inv', A)), I],
    ["trace(AB) = trace(B'A')", apply('trace', product(A, B)), apply('trace', product(transpose(B), transpose(A)))],
    ['diag(u) v = u ⊙ v', product(diag(u), v), hadamard(u, v)],
    ['u ⊙ (1/u) = 1', hadamard(u, reciprocal(u)), ones],
    ['q/q = 1 for a sum q', product(room, reciprocal(room)), one],
    ['1 − p/(p + 1) = 1/(p + 1)', subtract(one, product(dot(u, u), reciprocal(room))), reciprocal(room)],
    ['√q √q = q', product(power(room, number(1, 2)), power(room, number(1, 2))), room],
    ['√8 = 2 √2', power(number(8), number(1, 2)), product(number(2), power(number(2), number(1, 2)))],
    ['|u| = 2 relu(u) − u', map('abs', u), subtract(product(number(2), map('relu', u)), u)],
    ['relu(Au) step(Au)', hadamard(map('relu', product(A, u)), step(product(A, u))), map('relu', product(A, u))],
    ['relu(3u/2) = 3/2 relu(u)', map('relu', product(number(3, 2), u)), product(number(3, 2), map('relu', u))],
    ['step(2u − 4v) = step(u − 2v)', step(sum(twice(u), twice(negate(twice(v))))), step(subtract(u, twice(v)))],
    [
      'step(1 − relu(u)) step(u) = step(1 − u) step(u)',
      hadamard(step(subtract(ones, map('relu', u))), step(u)),
      hadamard(step(subtract(ones, u)), step(u)),
    ],
    [
      'exp(−relu(u)) relu(u) = exp(−u) relu(u)',
      hadamard(map('exp', negate(map('relu', u))), map('relu', u)),
      hadamard(map('exp', negate(u)), map('relu', u)),
    ],
    ['exp(u + v) = exp(u) exp(v)', map('exp', sum(u, v)), hadamard(map('exp', u), map('exp', v))],
    ['σ(u) = 1/(1 + exp(−u))', map('sigmoid', u), reciprocal(sum(ones, map('exp', negate(u))))],
    ['1 − tanh² = 4σ(2u)σ(−2u)', subtract(ones, power(map('tanh', u), 2)), sech(u)],
    ['the total of softmax', build.sumEntries(softmax), one],
    ['a shift of softmax', apply('softmax', sum(u, product(r, ones))), softmax],
    ['a shift of logsumexp', apply('logsumexp', sum(u, product(r, ones))), sum(r, apply('logsumexp', u))],
    ['softplus(u) − softplus(−u) = u', subtract(map('softplus', u), map('softplus', negate(u))), u],
  ];
  test.each(equal)('%s', (_, a, b) => {
    expect(same(a, b)).toBe(true);
  });
});

/** 4σ(2u)σ(−2u), the derivative of tanh. */
function sech(z: Expression): Expression {
  const twice = product(number(2), z);
  return product(number(4), hadamard(map('sigmoid', twice), map('sigmoid', negate(twice))));
}

describe('what differs', () => {
  const different: readonly [string, Expression, Expression][] = [
    ['AB and BA', product(A, B), product(B, A)],
    ["A and A'", A, transpose(A)],
    ['KK and 0', product(K, K), build.zero(K.shape)],
    ['K ⊙ K and 0', hadamard(K, K), build.zero(K.shape)],
    ['sum of K ⊙ K and 0', build.sumEntries(hadamard(K, K)), build.ZERO],
    ['OO and I', product(O, O), I],
    ['√(r²) and r', power(power(r, 2), number(1, 2)), r],
    ['√q and q', power(sum(r, one), number(1, 2)), sum(r, one)],
    ['1/(1 + u) and 1/(1 + v)', reciprocal(sum(ones, u)), reciprocal(sum(ones, v))],
    ['step(−u) and 1 − step(u)', step(negate(u)), subtract(ones, step(u))],
    ['step(−2u) and step(u)', step(negate(twice(u))), step(u)],
    ['relu(−2u) and −2 relu(u)', map('relu', negate(twice(u))), negate(twice(map('relu', u)))],
    [
      'step(1 − A relu(u)) step(u) and step(1 − Au) step(u)',
      hadamard(step(subtract(ones, product(A, map('relu', u)))), step(u)),
      hadamard(step(subtract(ones, product(A, u))), step(u)),
    ],
    [
      'step(1 − relu(u)) step(v) and step(1 − u) step(v)',
      hadamard(step(subtract(ones, map('relu', u))), step(v)),
      hadamard(step(subtract(ones, u)), step(v)),
    ],
    ['u step(v) and relu(u)', hadamard(u, step(v)), map('relu', u)],
    ['relu(−u) and −relu(u)', map('relu', negate(u)), negate(map('relu', u))],
    ['trace(ABS) and trace(BAS)', apply('trace', product(A, B, S)), apply('trace', product(B, A, S))],
    ['inv(A) and inv(A)′', apply('inv', A), apply('inv', transpose(A))],
    ['polar(A)A and A polar(A)', product(apply('polar', A), A), product(A, apply('polar', A))],
    ['sums of different sizes', build.sumEntries(ones), build.sumEntries(build.ones(vectorShape(M)))],
    ['exp(u ⊙ v) and exp(u) exp(v)', map('exp', hadamard(u, v)), hadamard(map('exp', u), map('exp', v))],
    [
      'logsumexp(2u) and 2 logsumexp(u)',
      apply('logsumexp', product(number(2), u)),
      product(number(2), apply('logsumexp', u)),
    ],
  ];
  test.each(different)('%s', (_, a, b) => {
    expect(same(a, b)).toBe(false);
  });
});

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

describe('random expressions', () => {
  test('no two with different values are called equal', { timeout: 120_000 }, () => {
    const counts = { equal: 0, different: 0 };
    for (let seed = 0; seed < 4000; seed += 1) {
      const random = randomFrom(seed, 'false identities');
      const grammar = new Grammar(random, { kinks: seed % 3 === 0, inverses: seed % 4 === 0 });
      const e = any(grammar, 1 + (seed % 2));
      const other = seed % 5 === 0 ? any(grammar, 1) : mutated(e, random, grammar);
      if (e.shape.rows !== other.shape.rows || e.shape.columns !== other.shape.columns) continue;
      const agree = agreeAt(e, other, seed);
      if (agree === undefined) continue;
      const judged = same(e, other);
      if (judged && !agree) expect.fail(`seed ${seed}: ${print(e)} and ${print(other)} are not equal`);
      counts[judged ? 'equal' : 'different'] += 1;
    }
    expect(counts.equal).toBeGreaterThan(150);
    expect(counts.different).toBeGreaterThan(1000);
  });

  test('most rewritten ones are recognised', { timeout: 120_000 }, () => {
    let recognised = 0;
    for (let seed = 0; seed < 400; seed += 1) {
      const random = randomFrom(seed, 'rewriting for the replay');
      const e = any(new Grammar(random, { kinks: seed % 4 === 0 }), 1 + (seed % 2));
      if (same(e, rewritten(e, random))) recognised += 1;
    }
    expect(recognised).toBeGreaterThan(330);
  });
});
