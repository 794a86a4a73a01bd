import { beforeAll, describe, expect, it } from 'vitest';
import type { Memory } from '../../src/dynamics/memory.js';
import { loadMpfr } from '../../src/numeric/enclosure.js';
import { randomFrom } from '../../src/numeric/random.js';
import { flowOf, found, hopfield, rowsOf } from './memories.js';

beforeAll(loadMpfr);

const near = (rows: readonly (readonly number[])[], wanted: readonly (readonly number[])[]): void => {
  expect(rows).toHaveLength(wanted.length);
  rows.forEach((row, k) => {
    row.forEach((v, i) => {
      expect(v).toBeCloseTo(wanted[k]?.[i] as number, 9);
    });
  });
};

const random = (n: number, seed: number): { W: number[][]; b: number[] } => {
  const r = randomFrom(seed, 'weights', n);
  const W = Array.from({ length: n }, () => Array.from({ length: n }, () => r.uniform(-1, 1)));
  return { W, b: Array.from({ length: n }, () => r.uniform(-1, 1)) };
};

describe('steady states that are searched', () => {
  it('of a bistable memory: three, each alone in its box', async () => {
    const s = await found(await hopfield('tanh', [[2]], [0]));
    const root = 1.9150080481545;
    near(rowsOf(s), [[-root], [0], [root]]);
    expect(s.states.every(({ verification }) => verification === 'unique')).toBe(true);
    expect(s.complete).toBeUndefined();
    expect(s.converged).toBeGreaterThan(20);
  });

  it('keep apart what is close', async () => {
    const s = await found(await flowOf(1, '-(y - ones(N)).*(y - 1.0001*ones(N)).*(y + ones(N))'));
    near(rowsOf(s), [[-1], [1], [1.0001]]);
  });

  it('of a pitchfork at its critical point: one, exact and not known to be isolated', async () => {
    const s = await found(await hopfield('tanh', [[1]], [0]));
    near(rowsOf(s), [[0]]);
    expect(s.states[0]).toMatchObject({ verification: 'exact' });
    expect(s.families).toEqual([]);
  });

  it('are not listed one by one where they make a continuum', async () => {
    const line = await found(await flowOf(2, 'ones(N)*ones(1, N)*(ones(N) - y)'));
    expect(line.states).toEqual([]);
    expect(line.families).toMatchObject([{ dimension: 1 }]);
    const circle = await found(await flowOf(2, "(1 - y'*y)*y"));
    expect(rowsOf(circle)).toEqual([[0, 0]]);
    expect(circle.families).toMatchObject([{ dimension: 1 }]);
    const two = await found(await flowOf(3, "(1 - y'*y)*(4 - y'*y)*y"), 40);
    expect(rowsOf(two)).toEqual([[0, 0, 0]]);
    expect(two.families).toMatchObject([{ dimension: 2 }, { dimension: 2 }]);
  });

  it('are none where the velocity only becomes slow', async () => {
    const slow = await found(await flowOf(1, 'exp(-y.*y)'));
    expect(slow.states).toEqual([]);
    expect(slow.families).toEqual([]);
    const saturated = await found(await flowOf(1, 'sigmoid(-y)'));
    expect(saturated.states).toEqual([]);
  });

  it('keep to a domain that is stated', async () => {
    const s = await found(await hopfield('tanh', [[2]], [0], { domain: { y: [0.5, 5] } }));
    near(rowsOf(s), [[1.9150080481545]]);
  });

  it('depend on the seed only', async () => {
    const memory = await hopfield('tanh', random(6, 3).W, random(6, 3).b);
    expect(await found(memory)).toEqual(await found(memory));
  });
});

describe('steady states that are enumerated', () => {
  it('of two neurons: three, and every one is known', async () => {
    const s = await found(
      await hopfield(
        'relu',
        [
          [0, -2],
          [-2, 0],
        ],
        [1, 1],
      ),
    );
    near(rowsOf(s), [
      [-1, 1],
      [1 / 3, 1 / 3],
      [1, -1],
    ]);
    expect(s.complete).toEqual({ pieces: 4, jumps: false });
  });

  it('on borders are counted once', async () => {
    for (const is of ['relu', 'leaky-relu', 'hard-tanh']) {
      const s = await found(
        await hopfield(
          is,
          [
            [0, 0.5],
            [0.5, 0],
          ],
          is === 'hard-tanh' ? [0.5, 0.5] : [0, 0],
        ),
      );
      expect(rowsOf(s)).toEqual([is === 'hard-tanh' ? [1, 1] : [0, 0]]);
      expect(s.states[0]?.verification).toBe('exact');
    }
  });

  it('of a hard tanh: three a neuron', async () => {
    const s = await found(
      await hopfield(
        'hard-tanh',
        [
          [2, 0],
          [0, 2],
        ],
        [0, 0],
      ),
    );
    expect(rowsOf(s)).toEqual([-2, 0, 2].flatMap((x) => [-2, 0, 2].map((y) => [x, y])));
  });

  it('make continua where pieces are degenerate, whole over their borders', async () => {
    const half = await found(await hopfield('relu', [[1]], [0]));
    expect(half.states).toEqual([]);
    expect(half.families).toMatchObject([{ dimension: 1, verification: 'exact' }]);
    const none = await found(await hopfield('relu', [[1]], [1]));
    expect([none.states, none.families]).toEqual([[], []]);
    // Steady for y ≤ 0 and at 2: a half-line and a point.
    const split = await found(await flowOf(1, 'relu(y) - 2*relu(y - ones(N))'));
    expect(split.families).toMatchObject([{ dimension: 1 }]);
    expect(rowsOf(split)).toEqual([[2]]);
    // Steady for y ≤ 0 and for y ≥ 1: two half-lines, not one.
    const two = await found(await flowOf(1, 'relu(y) - 2*relu(y - 0.5*ones(N)) + relu(y - ones(N))'));
    expect(two.families).toMatchObject([{ dimension: 1 }, { dimension: 1 }]);
    const plane = await found(
      await hopfield(
        'relu',
        [
          [1, 0],
          [0, 1],
        ],
        [0, 0],
      ),
    );
    expect(plane.families).toMatchObject([{ dimension: 2 }]);
  });

  it('agree with what a search finds', async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const { W, b } = random(4, seed);
      const memory = await hopfield(seed % 2 === 0 ? 'relu' : 'hard-tanh', W, b);
      const all = rowsOf(await found(memory));
      const some = await searched(memory);
      for (const row of some)
        expect(all.some((r) => r.every((v, i) => Math.abs(v - (row[i] as number)) < 1e-7))).toBe(true);
      const v = new Float64Array(4);
      for (const row of all) {
        memory.velocity(Float64Array.from(row), v);
        expect(Math.max(...v.map(Math.abs))).toBeLessThan(1e-12);
      }
    }
  });

  it('of layers in layers and of velocities with a factor that jumps', async () => {
    const layers = await found(await flowOf(2, 'relu(ones(N) - relu(y)) - y'));
    expect(rowsOf(layers)).toEqual([[0.5, 0.5]]);
    expect(layers.complete).toEqual({ pieces: 16, jumps: false });
    const jumping = await found(
      await hopfield(
        'relu',
        [
          [0, -2],
          [-2, 0],
        ],
        [1, 1],
        { velocity: { y: "(identity(N) - W'*Lambda(y))*(W*g(y) - y + b)" } },
      ),
    );
    expect(jumping.complete).toEqual({ pieces: 4, jumps: true });
    expect(jumping.states.length).toBeGreaterThanOrEqual(3);
  });

  it('of 12 neurons are all known in seconds', async () => {
    const { W, b } = random(12, 1);
    const begun = performance.now();
    const s = await found(await hopfield('relu', W, b));
    expect(s.complete).toEqual({ pieces: 4096, jumps: false });
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});

/** What Newton's method finds from random starts. */
async function searched(memory: Memory): Promise<number[][]> {
  const { compileNewton } = await import('../../src/dynamics/newton.js');
  const solve = compileNewton(memory)?.solve;
  const r = randomFrom(1, 'starts');
  return Array.from({ length: 40 }, () =>
    solve?.(Float64Array.from({ length: memory.n }, () => r.uniform(-5, 5))),
  ).flatMap((zero) => (zero === undefined ? [] : [[...zero.y]]));
}
