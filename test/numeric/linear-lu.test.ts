import { expect, it } from 'vitest';
import { factorise, solveFactorised } from '../../src/numeric/linear-lu.js';
import { randomFrom } from '../../src/numeric/random.js';

it('solves systems of every size with the same factors', () => {
  for (const n of [1, 2, 3, 7, 20]) {
    const random = randomFrom(1, n);
    const a = Float64Array.from({ length: n * n }, () => random.uniform(-1, 1));
    const [lu, order] = [a.slice(), new Int32Array(n)];
    expect(factorise(lu, order, n)).toBe(true);
    for (let k = 0; k < 3; k += 1) {
      const x = Float64Array.from({ length: n }, () => random.uniform(-1, 1));
      const b = x.map((_, i) => x.reduce((sum, v, j) => sum + (a[i * n + j] ?? 0) * v, 0));
      solveFactorised(lu, order, b, n);
      b.forEach((v, i) => expect(v).toBeCloseTo(x[i] ?? Number.NaN, 9));
    }
  }
});

it('exchanges rows where a pivot is 0, and says where there is none', () => {
  const order = new Int32Array(2);
  const turned = Float64Array.of(0, 2, 4, 0);
  expect(factorise(turned, order, 2)).toBe(true);
  const b = Float64Array.of(6, 8);
  solveFactorised(turned, order, b, 2);
  expect([...b]).toEqual([2, 3]);
  expect(factorise(Float64Array.of(1, 2, 2, 4), order, 2)).toBe(false);
  expect(factorise(Float64Array.of(Number.NaN, 1, 1, 1), order, 2)).toBe(false);
});
