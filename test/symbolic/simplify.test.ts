import { expect, test } from 'vitest';
import { randomFrom } from '../../src/numeric/random.js';
import * as build from '../../src/symbolic/build.js';
import { differential } from '../../src/symbolic/differential.js';
import { print } from '../../src/symbolic/print-text.js';
import { matrixShape, vectorShape } from '../../src/symbolic/shape.js';
import { collect } from '../../src/symbolic/simplify.js';
import { agreeAt } from '../support/compare-values.js';
import { Grammar, STATES } from '../support/random-expression.js';
import { rewritten } from '../support/rewrites.js';

const A = build.symbol('A', matrixShape('N', 'N'), 'parameter');
const B = build.symbol('B', matrixShape('N', 'N'), 'parameter');
const v = build.symbol('v', vectorShape('N'), 'parameter');

test('like terms are added and common factors taken out', () => {
  const { product, sum, negate } = build;
  expect(print(collect(sum(product(A, v), product(A, v))))).toBe('2*A*v');
  expect(print(collect(sum(product(A, v), negate(product(A, v)))))).toBe('0*ones(N)');
  expect(print(collect(sum(product(A, B, v), product(A, v))))).toBe('A*(B*v + v)');
  expect(print(collect(sum(product(A, v), product(B, v))))).toBe('A*v + B*v');
});

test('collecting keeps the value', () => {
  let checked = 0;
  for (let seed = 0; seed < 800; seed += 1) {
    const random = randomFrom(seed, 'collect');
    const grammar = new Grammar(random, { kinks: seed % 4 === 0, inverses: seed % 3 === 0 });
    const e = seed % 2 === 0 ? grammar.matrix(grammar.size(), grammar.size(), 2) : grammar.vector(grammar.size(), 2);
    const moves = new Map(STATES.map((s) => [s.name, build.symbol(`d${s.name}`, s.shape)]));
    for (const before of [rewritten(e, random), differential(e, moves)]) {
      const after = collect(before);
      expect(after.shape).toEqual(before.shape);
      const agree = agreeAt(before, after, seed);
      if (agree === false) expect.fail(`seed ${seed}: ${print(before)} became ${print(after)}`);
      if (agree === true) checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(1500);
});
