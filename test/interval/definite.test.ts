import { describe, expect, test } from 'vitest';
import { definiteness, exactMatrix } from '../../src/design/structures/exact-matrix.js';
import { ballDefiniteness, definitenessBesides, isAbove } from '../../src/interval/definite.js';
import {
  type BallMatrix,
  ballOf,
  exactly,
  multiplyBalls,
  scaleRows,
  transposeBall,
} from '../../src/interval/matrix-ball.js';
import { randomFrom } from '../../src/numeric/random.js';
import { memberOf, randomMatrix, widened, withEigenvalues } from './balls.js';

const truth = (a: BallMatrix, entries = a.middle): string => definiteness(exactMatrix(entries, a.rows, a.rows));
const symmetric = (rows: readonly (readonly number[])[]): BallMatrix =>
  exactly(rows.length, rows.length, Float64Array.from(rows.flat()));
/** KK' with small whole numbers, exactly. */
const wholeGram = (n: number, k: number, seed: number): BallMatrix => {
  const random = randomFrom(seed, 'gram');
  const K = exactly(
    n,
    k,
    Float64Array.from({ length: n * k }, () => random.integer(-3, 3)),
  );
  return exactly(n, n, multiplyBalls(K, transposeBall(K)).middle);
};

describe('one matrix', () => {
  test.each([-1e-12, 1e-12, 0, -1e-15, 1e-15, -3e-17])('a least eigenvalue near %d is told apart', (least) => {
    const random = randomFrom(1, `least ${least}`);
    for (const n of [2, 3, 5, 12, 24])
      for (let k = 0; k < 4; k += 1) {
        const rest = Array.from({ length: n - 1 }, () => random.uniform(0.1, 2));
        const a = withEigenvalues(random, [least, ...rest]);
        expect(ballDefiniteness(a)).toBe(truth(a));
      }
  });

  test('a singular matrix is semi-definite', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const n = 2 + (seed % 8);
      expect(ballDefiniteness(wholeGram(n, n - 1, seed))).toBe('semidefinite');
    }
  });

  test('rows and columns of zeros', () => {
    expect(
      ballDefiniteness(
        symmetric([
          [0, 0],
          [0, 1],
        ]),
      ),
    ).toBe('semidefinite');
    expect(
      ballDefiniteness(
        symmetric([
          [0, 1e-300],
          [1e-300, 1],
        ]),
      ),
    ).toBe('indefinite');
    expect(
      ballDefiniteness(
        symmetric([
          [0, 0],
          [0, 0],
        ]),
      ),
    ).toBe('semidefinite');
  });

  test('scales that differ by many orders of magnitude', () => {
    const random = randomFrom(2, 'scales');
    for (let k = 0; k < 20; k += 1) {
      const a = withEigenvalues(random, [k % 2 === 0 ? 1e-3 : -1e-3, 1, 2, 3]);
      const d = [2 ** -200, 2 ** -20, 1, 2 ** 300];
      const scaled = scaleRows(d, transposeBall(scaleRows(d, a)));
      expect(ballDefiniteness(scaled)).toBe(truth(a));
    }
  });

  test('what is not finite is undecided', () => {
    expect(
      ballDefiniteness(
        symmetric([
          [Infinity, 0],
          [0, 1],
        ]),
      ),
    ).toBe('undecided');
    expect(
      ballDefiniteness(
        symmetric([
          [1, Number.NaN],
          [Number.NaN, 1],
        ]),
      ),
    ).toBe('undecided');
    expect(
      ballDefiniteness(
        symmetric([
          [1e308, 1e308],
          [1e308, 1e308],
        ]),
      ),
    ).not.toBe('definite');
  });
});

describe('balls', () => {
  test('what is decided holds for members', () => {
    const random = randomFrom(3, 'members');
    const seen = new Set<string>();
    for (let k = 0; k < 300; k += 1) {
      const n = random.integer(1, 5);
      const least = random.sign() * 10 ** random.uniform(-8, -1);
      const a = withEigenvalues(random, [least, ...Array.from({ length: n - 1 }, () => random.uniform(0.1, 2))]);
      const ball = widened(a, 10 ** random.uniform(-9, -1));
      const decided = ballDefiniteness(ball);
      seen.add(decided);
      if (decided === 'undecided') continue;
      for (let m = 0; m < 5; m += 1) expect(truth(ball, memberOf(ball, random, true))).toBe(decided);
    }
    expect([...seen].sort()).toEqual(['definite', 'indefinite', 'undecided']);
  });

  test('a radius that reaches a singular matrix', () => {
    // [1, c; c, 1] is singular for c = 1.
    const around = (radius: number): BallMatrix =>
      ballOf(2, 2, Float64Array.of(1, 0.5, 0.5, 1), Float64Array.of(0, radius, radius, 0));
    expect(ballDefiniteness(around(0.4999))).toBe('definite');
    expect(ballDefiniteness(around(0.5))).toBe('undecided');
  });
});

describe('a known kernel', () => {
  /** The Laplacian of a graph on a circle, with irrational weights: its kernel is spanned by the vector of ones. */
  const laplacian = (n: number, weight: (i: number) => number): BallMatrix => {
    const m = new Float64Array(n * n);
    const radius = new Float64Array(n * n);
    for (let i = 0; i < n; i += 1) {
      const [j, w] = [(i + 1) % n, weight(i)];
      for (const [p, q, s] of [
        [i, i, 1],
        [j, j, 1],
        [i, j, -1],
        [j, i, -1],
      ] as const) {
        m[p * n + q] = (m[p * n + q] as number) + s * w;
        radius[p * n + q] = 1e-14;
      }
    }
    return ballOf(n, n, m, radius);
  };
  const ones = (n: number): BallMatrix => exactly(n, 1, new Float64Array(n).fill(1));

  test('is no failure', () => {
    const a = laplacian(7, (i) => Math.SQRT2 + i);
    expect(ballDefiniteness(a)).toBe('undecided');
    expect(definitenessBesides(a, ones(7))).toBe('semidefinite');
  });
  test('does not hide a negative eigenvalue, nor a second kernel', () => {
    expect(
      definitenessBesides(
        laplacian(7, (i) => (i === 3 ? -Math.SQRT2 : Math.SQRT2)),
        ones(7),
      ),
    ).toBe('indefinite');
    expect(
      definitenessBesides(
        laplacian(7, (i) => (i === 3 || i === 5 ? 0 : Math.SQRT2)),
        ones(7),
      ),
    ).toBe('undecided');
  });
  test('of many columns', () => {
    const random = randomFrom(4, 'kernel');
    const K = randomMatrix(random, 6, 2);
    // Two rows that are orthogonal to both columns, in exact numbers, are those of whole numbers.
    const whole = exactly(6, 2, Float64Array.of(1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0));
    const B = exactly(6, 4, Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1));
    const a = multiplyBalls(B, transposeBall(B));
    expect(definitenessBesides(widened(a, 0), whole)).toBe('semidefinite');
    expect(definitenessBesides(widened(a, 0), K)).not.toBe('indefinite');
  });
});

test('isAbove is strict and right', () => {
  expect(
    isAbove(
      symmetric([
        [2, 1],
        [1, 2],
      ]),
      0.9999999,
    ),
  ).toBe(true);
  expect(
    isAbove(
      symmetric([
        [2, 1],
        [1, 2],
      ]),
      1,
    ),
  ).toBe(false);
});
