import { describe, expect, test } from 'vitest';
import { exactMatrix } from '../../src/design/structures/exact-matrix.js';
import { invertBall, solveBalls, solveSylvester } from '../../src/interval/linear-system.js';
import { addBalls, type BallMatrix, exactly, multiplyBalls, symmetricPartOf } from '../../src/interval/matrix-ball.js';
import { solveExactly } from '../../src/numeric/exact-solve.js';
import { type Random, randomFrom } from '../../src/numeric/random.js';
import * as Q from '../../src/symbolic/rational.js';
import { memberOf, randomMatrix, widened } from './balls.js';

const within = (x: Q.Rational, a: BallMatrix, k: number): boolean => {
  const [m, r] = [Q.fromDouble(a.middle[k] as number), Q.fromDouble(a.radius[k] as number)];
  return Q.compare(Q.add(m, Q.negate(r)), x) <= 0 && Q.compare(x, Q.add(m, r)) <= 0;
};
const solved = (x: BallMatrix | undefined): BallMatrix => {
  if (x === undefined) throw new Error('no solution');
  return x;
};

describe('AX = B', () => {
  test('contains the exact solutions of members', () => {
    const random = randomFrom(1, 'systems');
    for (let k = 0; k < 60; k += 1) {
      const n = random.integer(1, 5);
      const radius = k % 2 === 0 ? 0 : 10 ** random.uniform(-12, -3);
      const [a, b] = [widened(randomMatrix(random, n, n), radius), widened(randomMatrix(random, n, 1), radius)];
      const x = solveBalls(a, b);
      if (x === undefined) continue;
      const [A, B] = [exactMatrix(memberOf(a, random), n, n), exactMatrix(memberOf(b, random), n, 1)];
      const exact =
        solveExactly(
          A.map((row, i) => [...row, ...(B[i] ?? [])]),
          n,
        ) ?? [];
      expect(exact).toHaveLength(n);
      exact.forEach((value, i) => expect(within(value, x, i)).toBe(true));
    }
  });

  test('is close, and there is none for a singular matrix', () => {
    const random = randomFrom(2, 'systems');
    const a = randomMatrix(random, 30, 30);
    expect(Math.max(...solved(invertBall(a)).radius)).toBeLessThan(1e-9);
    expect(invertBall(exactly(2, 2, Float64Array.of(1, 2, 2, 4)))).toBeUndefined();
    expect(invertBall(widened(exactly(2, 2, Float64Array.of(1, 1, 1, 1.1)), 0.06))).toBeUndefined();
  });
});

describe('AX + XB = Q', () => {
  const whole = (random: Random, rows: number, columns: number): BallMatrix =>
    exactly(
      rows,
      columns,
      Float64Array.from({ length: rows * columns }, () => random.integer(-4, 4)),
    );

  test.each(['symmetric', 'general'])('contains the solution: %s matrices', (kind) => {
    const random = randomFrom(3, kind);
    let count = 0;
    for (let k = 0; k < 40; k += 1) {
      const [n, m] = [random.integer(1, 5), random.integer(1, 5)];
      const part = (s: BallMatrix): BallMatrix => (kind === 'symmetric' ? symmetricPartOf(s) : s);
      const [a, b, x] = [part(whole(random, n, n)), part(whole(random, m, m)), whole(random, n, m)];
      const q = exactly(n, m, addBalls(multiplyBalls(a, x), multiplyBalls(x, b)).middle);
      const found = solveSylvester(a, b, q);
      if (found === undefined) continue;
      count += 1;
      x.middle.forEach((value, i) => expect(within(Q.fromDouble(value), found, i)).toBe(true));
      expect(Math.max(...found.radius)).toBeLessThan(1e-6);
    }
    expect(count).toBeGreaterThan(20);
  });

  test('for balls: the solution of a member', () => {
    const random = randomFrom(4, 'balls');
    const a = symmetricPartOf(randomMatrix(random, 4, 4));
    const shifted = addBalls(
      a,
      exactly(
        4,
        4,
        Float64Array.from({ length: 16 }, (_, k) => (k % 5 === 0 ? 6 : 0)),
      ),
    );
    const q = randomMatrix(random, 4, 4);
    const wide = solved(solveSylvester(widened(shifted, 1e-3), shifted, q));
    const narrow = solved(solveSylvester(exactly(4, 4, memberOf(widened(shifted, 1e-3), random, true)), shifted, q));
    narrow.middle.forEach((value, k) => expect(within(Q.fromDouble(value), wide, k)).toBe(true));
  });

  test('where two eigenvalues add up to 0 there is none', () => {
    const a = exactly(2, 2, Float64Array.of(1, 0, 0, 2));
    const b = exactly(2, 2, Float64Array.of(-1, 0, 0, 5));
    expect(solveSylvester(a, b, a)).toBeUndefined();
    expect(solveSylvester(exactly(2, 2, Float64Array.of(1, 1, 0, 2)), b, a)).toBeUndefined();
  });
});
