import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../src/numeric/random.js';
import { compileEntries } from '../../src/numeric/sampler.js';
import { compileNormBound } from '../../src/numeric/sampler-norm.js';
import { BLOCK } from '../../src/numeric/random-block.js';
import { freePattern } from '../../src/numeric/sampler-pattern.js';
import { compileStateSampler, STATE_REGIME_NAMES } from '../../src/numeric/sampler-state.js';

const draws = (n: number, draw: () => number): number[] => Array.from({ length: n }, draw);
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

describe('streams', () => {
  test('are a function of seed and identifiers', () => {
    const first = randomFrom(1, 'descent', 4, 0);
    const again = randomFrom(1, 'descent', 4, 0);
    expect(draws(8, () => first.int32())).toEqual(draws(8, () => again.int32()));
    const seen = new Set<string>();
    for (const seed of [0, 1, 2, -1, 2 ** 40, 0.5])
      for (const claim of ['descent', 'descenu', '', 'd', 'e'])
        for (const shard of [0, 1, 2, 256]) {
          const random = randomFrom(seed, claim, shard);
          seen.add(draws(2, () => random.int32()).join());
        }
    expect(seen.size).toBe(6 * 5 * 4);
    expect(randomFrom(1, '12').int32()).not.toBe(randomFrom(1, '1', '2').int32());
    expect(randomFrom(1, 12).int32()).not.toBe(randomFrom(1, '12').int32());
  });

  test('a saved state continues the stream', () => {
    const random = randomFrom(3);
    random.int32();
    const state = random.save();
    const first = draws(5, () => random.int32());
    random.restore(state);
    expect(draws(5, () => random.int32())).toEqual(first);
  });

  test('neighbouring streams are uncorrelated', () => {
    const correlations = [0, 1, 2, 3].map((shard) => {
      const [a, b] = [randomFrom(1, shard), randomFrom(1, shard + 1)];
      return mean(draws(20_000, () => (a.unit() - 0.5) * (b.unit() - 0.5))) * 12;
    });
    // The deviation of each is 1/√20000 = 0.007.
    for (const c of correlations) expect(Math.abs(c)).toBeLessThan(0.03);
  });
});

describe('distributions', () => {
  test('bits are balanced and bytes uniform', () => {
    const random = randomFrom(5);
    const counts = new Int32Array(32);
    const bytes = new Int32Array(256);
    const n = 64_000;
    for (let k = 0; k < n; k += 1) {
      const word = random.int32();
      for (let bit = 0; bit < 32; bit += 1) counts[bit] = (counts[bit] ?? 0) + ((word >>> bit) & 1);
      bytes[word >>> 24] = (bytes[word >>> 24] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - n / 2)).toBeLessThan(5 * Math.sqrt(n / 4));
    const chi = bytes.reduce((sum, count) => sum + (count - n / 256) ** 2 / (n / 256), 0);
    expect(chi).toBeGreaterThan(255 - 5 * Math.sqrt(510));
    expect(chi).toBeLessThan(255 + 5 * Math.sqrt(510));
  });

  test('filling gives the same numbers as the generator, inside the interval, with the right moments', () => {
    const array = new Float64Array(40_000);
    randomFrom(9).fillUniform(array, 0, array.length, -1, 3);
    const one = randomFrom(9);
    for (let k = 0; k < 100; k += 1) expect(array[k]).toBeCloseTo(-1 + 4 * one.unit(), 12);
    expect(Math.min(...array)).toBeGreaterThan(-1);
    expect(Math.max(...array)).toBeLessThan(3);
    expect(mean([...array])).toBeCloseTo(1, 1);
    expect(mean([...array].map((x) => (x - 1) ** 2))).toBeCloseTo(16 / 12, 1);
  });

  test('filling by blocks gives the draws of the stream, bit by bit, and leaves it where they end', () => {
    const [whole, piecewise] = [randomFrom(10), randomFrom(10)];
    for (const length of [BLOCK, 3 * BLOCK + 77, BLOCK - 1]) {
      const [at, end] = [5, length + 5];
      const [expected, found] = [new Float64Array(end + 1), new Float64Array(end + 1)];
      whole.fillUniform(found, at, end, -1, 3);
      for (let k = at; k < end; k += 100) piecewise.fillUniform(expected, k, Math.min(k + 100, end), -1, 3);
      expect(found).toEqual(expected);
      expect(whole.save()).toEqual(piecewise.save());
    }
  });

  test('narrow and degenerate intervals are kept', () => {
    const array = new Float64Array(1000);
    const random = randomFrom(2);
    for (const [low, high] of [
      [0.1, 0.1],
      [1e6, 1e6 + 1e-9],
      [0.1, 0.3],
      [-0.3, -0.1],
      [0, 5e-324],
    ] as const) {
      random.fillUniform(array, 0, array.length, low, high);
      expect(array.every((x) => x >= low && x <= high)).toBe(true);
    }
  });

  test('normal deviates have mean 0 and variance 1', () => {
    const random = randomFrom(4);
    const single = draws(40_000, () => random.normal());
    const filled = new Float64Array(40_001);
    random.fillNormal(filled, 0, filled.length, 2);
    expect(Math.abs(mean(single))).toBeLessThan(0.03);
    expect(Math.abs(mean(single.map((x) => x * x)) - 1)).toBeLessThan(0.05);
    expect(Math.abs(mean([...filled].map((x) => x * x)) - 4)).toBeLessThan(0.2);
  });

  test('integers and orders are uniform', () => {
    const random = randomFrom(6);
    const counts = new Map<string, number>();
    const order = Int32Array.from([0, 1, 2]);
    for (let k = 0; k < 6000; k += 1) {
      random.shuffle(order);
      counts.set(order.join(), (counts.get(order.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
    const integers = new Set(draws(500, () => random.integer(-2, 2)));
    expect([...integers].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
  });
});

test('the ensemble has variance 1 on the diagonal and ½ off it', () => {
  const sampler = compileEntries({ ...freePattern(4, 4, -2, 2), symmetry: 'symmetric', values: 'goe' });
  const random = randomFrom(12);
  const w = new Float64Array(16);
  const [diagonal, off]: [number[], number[]] = [[], []];
  for (let k = 0; k < 8000; k += 1) {
    sampler.fill(w, random, 'ordinary');
    diagonal.push(w[5] ?? 0);
    off.push(w[6] ?? 0);
    expect(w[6]).toBe(w[9]);
  }
  expect(Math.abs(mean(diagonal.map((x) => x * x)) - 1)).toBeLessThan(0.1);
  expect(Math.abs(mean(off.map((x) => x * x)) - 0.5)).toBeLessThan(0.05);
});

test('large symmetric and skew matrices are mirrored everywhere', () => {
  for (const n of [31, 32, 33, 100])
    for (const symmetry of ['symmetric', 'skew'] as const) {
      const sampler = compileEntries({ ...freePattern(n, n, -2, 2), symmetry });
      const w = new Float64Array(n * n);
      sampler.fill(w, randomFrom(n), 'ordinary');
      const factor = symmetry === 'skew' ? -1 : 1;
      let wrong = 0;
      for (let i = 0; i < n; i += 1)
        for (let j = 0; j < n; j += 1) if (w[i * n + j] !== factor * (w[j * n + i] ?? NaN)) wrong += 1;
      expect(wrong).toBe(0);
      expect(new Set(w).size).toBeGreaterThan((n * n) / 2 - n);
    }
});

describe('norm bounds', () => {
  /** The norm from below, by power iteration on A'A. */
  function normFromBelow(a: Float64Array, rows: number, columns: number): number {
    let x = Float64Array.from({ length: columns }, (_, j) => 1 + 0.1 * Math.sin(j + 1));
    let norm = 0;
    for (let step = 0; step < 300; step += 1) {
      const y = Float64Array.from({ length: rows }, (_, i) =>
        x.reduce((s, xj, j) => s + (a[i * columns + j] ?? 0) * xj, 0),
      );
      const z = Float64Array.from({ length: columns }, (_, j) =>
        y.reduce((s, yi, i) => s + (a[i * columns + j] ?? 0) * yi, 0),
      );
      norm = Math.sqrt(z.reduce((s, v, j) => s + v * (x[j] ?? 0), 0) / x.reduce((s, v) => s + v * v, 0));
      const size = Math.hypot(...z);
      if (size === 0) return 0;
      x = z.map((v) => v / size);
    }
    return norm;
  }

  test('lie above the norm, and close at small sizes', () => {
    const random = randomFrom(20);
    for (const [rows, columns, slack] of [
      [2, 2, 1.02],
      [4, 4, 1.02],
      [3, 7, 1.02],
      [8, 2, 1.02],
      [20, 20, 1.1],
      [60, 50, 1.3],
    ] as const) {
      const bound = compileNormBound(Math.max(rows, columns));
      for (let k = 0; k < 10; k += 1) {
        const a = new Float64Array(rows * columns);
        random.fillUniform(a, 0, a.length, -1, 1);
        const below = normFromBelow(a, rows, columns);
        const above = bound.of(a, columns, { r0: 0, r1: rows, c0: 0, c1: columns });
        expect(above).toBeGreaterThanOrEqual(below * (1 - 1e-12));
        expect(above).toBeLessThanOrEqual(slack * below);
      }
    }
  });

  test('are exact for scaled permutations and survive extreme scales', () => {
    const bound = compileNormBound(2);
    const whole = { r0: 0, r1: 2, c0: 0, c1: 2 };
    expect(bound.of(Float64Array.from([0, -3, 0.5, 0]), 2, whole)).toBe(3);
    expect(bound.of(new Float64Array(4), 2, whole)).toBe(0);
    for (const scale of [1e-300, 1e300]) {
      const value = bound.of(Float64Array.from([scale, scale, scale, scale]), 2, whole) / scale;
      expect(value).toBeGreaterThanOrEqual(2);
      expect(value).toBeLessThan(2.01);
    }
  });
});

test('states of every regime are finite and visit what the regime promises', () => {
  const sampler = compileStateSampler(3, [-10, 10]);
  const random = randomFrom(30);
  const state = new Float64Array(5);
  const seen = new Map(STATE_REGIME_NAMES.map((regime) => [regime, [] as number[]]));
  for (const regime of STATE_REGIME_NAMES)
    for (let k = 0; k < 300; k += 1) {
      state.fill(NaN);
      sampler.fill(state, random, regime, 1);
      expect([state[0], state[4]]).toEqual([NaN, NaN]);
      const drawn = [...state.subarray(1, 4)];
      expect(drawn.every(Number.isFinite)).toBe(true);
      seen.get(regime)?.push(...drawn);
      if (regime === 'repeated') expect(new Set(drawn).size).toBeLessThanOrEqual(2);
      if (regime === 'dead') expect(Math.min(...drawn)).toBeLessThan(Number.MAX_VALUE);
    }
  const sizes = (regime: (typeof STATE_REGIME_NAMES)[number]): number[] => (seen.get(regime) ?? []).map(Math.abs);
  expect(Math.max(...sizes('ordinary'))).toBeLessThanOrEqual(10);
  expect(Math.min(...sizes('far'))).toBeGreaterThan(10);
  expect(Math.max(...sizes('tiny'))).toBeLessThan(0.01);
  expect(Math.max(...sizes('huge'))).toBeGreaterThan(1e5);
  expect(sizes('sparse').filter((x) => x === 0).length).toBeGreaterThan(200);
  expect(sizes('integers').every((x) => Number.isInteger(2 * x))).toBe(true);
});
