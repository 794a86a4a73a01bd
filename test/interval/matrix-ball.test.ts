import { describe, expect, test } from 'vitest';
import {
  addMatrices,
  type ExactMatrix,
  exactMatrix,
  multiplyMatrices,
  scaleMatrix,
} from '../../src/design/structures/exact-matrix.js';
import * as M from '../../src/interval/matrix-ball.js';
import { type Random, randomFrom } from '../../src/numeric/random.js';
import * as Q from '../../src/symbolic/rational.js';
import { memberOf, randomMatrix, widened } from './balls.js';

const exact = (a: M.BallMatrix, entries: Float64Array): ExactMatrix => exactMatrix(entries, a.rows, a.columns);

/** Whether every entry of an exact matrix is within the ball. */
function contains(a: M.BallMatrix, m: ExactMatrix): boolean {
  return m.flat().every((x, k) => {
    const off = Q.add(x, Q.negate(Q.fromDouble(a.middle[k] as number)));
    const size = off.numerator < 0n ? Q.negate(off) : off;
    return a.radius[k] === Infinity || Q.compare(size, Q.fromDouble(a.radius[k] as number)) <= 0;
  });
}

/** Entries of very different size, some 0, some tiny. */
function wild(random: Random, rows: number, columns: number): M.BallMatrix {
  const a = randomMatrix(random, rows, columns);
  const exponent = random.unit() < 0.3 ? 530 : 30;
  const middle = a.middle.map((x) => (random.unit() < 0.2 ? 0 : x * 2 ** random.integer(-exponent, exponent)));
  return M.ballOf(
    rows,
    columns,
    middle,
    middle.map((x) => (random.unit() < 0.5 ? 0 : Math.abs(x) * 2 ** -20)),
  );
}

describe('balls contain the results for their members', () => {
  test('of sums, products, multiples, powers of two', () => {
    const random = randomFrom(5, 'balls');
    for (let k = 0; k < 150; k += 1) {
      const [m, n, p] = [random.integer(1, 4), random.integer(1, 5), random.integer(1, 4)];
      const [a, b, c] = [wild(random, m, n), wild(random, n, p), wild(random, m, n)];
      const [x, y, z] = [a, b, c].map((s) => exact(s, memberOf(s, random))) as [ExactMatrix, ExactMatrix, ExactMatrix];
      const factor = random.normal() * 2 ** random.integer(-40, 40);
      const minus = scaleMatrix(Q.MINUS_ONE, z);
      expect(contains(M.multiplyBalls(a, b), multiplyMatrices(x, y))).toBe(true);
      expect(contains(M.addBalls(a, c), addMatrices(x, z))).toBe(true);
      expect(contains(M.subtractBalls(a, c), addMatrices(x, minus))).toBe(true);
      expect(contains(M.scaleBall(factor, a), scaleMatrix(Q.fromDouble(factor), x))).toBe(true);
      const d = Array.from({ length: m }, () => 2 ** random.integer(-60, 60));
      const scaled = x.map((row, i) => row.map((v) => Q.multiply(v, Q.fromDouble(d[i] as number))));
      expect(contains(M.scaleRows(d, a), scaled)).toBe(true);
    }
  });

  test('norms bound those of members', () => {
    const random = randomFrom(6, 'balls');
    for (let k = 0; k < 60; k += 1) {
      const a = wild(random, random.integer(1, 4), random.integer(1, 5));
      const x = exact(a, memberOf(a, random));
      const size = (v: Q.Rational): Q.Rational => (v.numerator < 0n ? Q.negate(v) : v);
      for (const row of x)
        expect(Q.compare(row.map(size).reduce(Q.add), Q.fromDouble(M.rowNorm(a)))).toBeLessThanOrEqual(0);
      const squares = x.flat().map((v) => Q.multiply(v, v));
      const bound = Q.fromDouble(M.frobeniusNorm(a));
      expect(Q.compare(squares.reduce(Q.add), Q.multiply(bound, bound))).toBeLessThanOrEqual(0);
    }
  });
});

test('what is exact stays a point', () => {
  const a = M.exactly(2, 2, Float64Array.of(1, 0.5, -3, 2));
  expect(M.isExact(M.addBalls(a, M.identityBall(2)))).toBe(true);
  expect(M.isExact(M.symmetricPartOf(a))).toBe(true);
  expect(M.isExact(M.scaleBall(3, a))).toBe(true);
  const third = M.scaleBall(1 / 3, M.exactly(1, 1, Float64Array.of(1 / 3)));
  expect(M.isExact(third)).toBe(false);
});

test('a ball may be wide', () => {
  const a = widened(M.identityBall(2), 1);
  expect(M.rowNorm(a)).toBeGreaterThanOrEqual(3);
  expect(M.rowNorm(a)).toBeLessThan(3.0000001);
});
