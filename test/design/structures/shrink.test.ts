import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dimensionsArbitrary,
  numberArbitrary,
  parameterArbitrary,
  stateArbitrary,
} from '../../../src/design/structures/arbitrary.js';
import { constructionOf } from '../../../src/design/structures/construct.js';
import { partsHold, type Point } from '../../../src/design/structures/pattern-holds.js';
import { compileSampler } from '../../../src/design/structures/sampler.js';
import { shrinkPoint } from '../../../src/design/structures/shrink.js';
import { complexity, simpler, simplerNumbers } from '../../../src/design/structures/simple-number.js';
import { randomFrom } from '../../../src/numeric/random.js';
import { norm, parameter, rank } from './cases.js';

describe('simple numbers', () => {
  test('come in the order in which one would write them', () => {
    const order = [0, 1, -1, 2, -2, 3, 4, 0.5, -0.5, 1.5, 0.25, 0.1, 1e-9];
    for (let k = 1; k < order.length; k += 1) {
      const [a, b] = [order[k - 1] as number, order[k] as number];
      expect({ a, b, simpler: complexity(a) < complexity(b) }).toEqual({ a, b, simpler: true });
    }
  });

  test('candidates are simpler, and 0 comes first', () => {
    for (const value of [3.14159, -1e-7, 1e12, 0.5, -0.75, 7, 1e300, 5e-324]) {
      const candidates = simplerNumbers(value);
      expect(candidates[0]).toBe(0);
      expect(candidates.every((candidate) => simpler(candidate, value))).toBe(true);
    }
    expect(simplerNumbers(0)).toEqual([]);
  });
});

/** A random failing point of a predicate, shrunk. */
function shrunk(
  structures: Parameters<typeof parameter>[0],
  size: number,
  fails: (point: Point) => boolean,
  seed = 1,
): Point {
  const p = parameter(structures);
  const dimensions = { N: size };
  const construction = constructionOf(p, dimensions);
  const sampler = compileSampler(p, dimensions);
  const value = new Float64Array(sampler.length);
  const random = randomFrom(seed);
  for (let k = 0; k < 10_000; k += 1) {
    sampler.fill(value, random, 'ordinary');
    const parts = construction.direct
      ? { W: Array.from(value) }
      : Object.fromEntries([...sampler.parts].map(([name, part]) => [`W.${name}`, Array.from(part)]));
    const point: Point = { ...parts, y: Array.from({ length: size }, () => random.uniform(-10, 10)) };
    if (!fails(point)) continue;
    const result = shrinkPoint({ point, constructions: [construction], dimensions, fails });
    expect(fails(result.point)).toBe(true);
    expect(partsHold(construction, dimensions, result.point)).toBe(true);
    expect(result.complete).toBe(true);
    expect(shrinkPoint({ point, constructions: [construction], dimensions, fails })).toEqual(result);
    return result.point;
  }
  throw new Error('no failing point was found');
}

const at = (point: Point, name: string, k: number): number => point[name]?.[k] ?? 0;

describe('failing points shrink to simple ones', () => {
  test('a threshold on one number', () => {
    for (const seed of [1, 2, 3]) {
      expect(shrunk(['general'], 2, (p) => at(p, 'y', 1) > 2.3, seed)).toEqual({ W: [0, 0, 0, 0], y: [0, 3] });
      expect(shrunk(['general'], 2, (p) => at(p, 'W', 1) < -1.6, seed)).toEqual({ W: [0, -2, 0, 0], y: [0, 0] });
    }
  });

  test('an asymmetric pair', () => {
    const point = shrunk(
      ['general'],
      3,
      (p) => Math.abs(at(p, 'W', 1) - at(p, 'W', 3)) > 0.4 && at(p, 'y', 0) * at(p, 'y', 1) > 1,
    );
    expect(point.W?.filter((x) => x !== 0).map(Math.abs)).toEqual([1]);
    expect(point.y?.map(Math.abs)).toEqual([1, 2, 0]);
  });

  test('symmetric matrices stay symmetric', () => {
    expect(shrunk(['symmetric'], 3, (p) => at(p, 'W', 5) > 0.2 && at(p, 'W', 0) < 0)).toEqual({
      W: [-1, 0, 0, 0, 0, 1, 0, 1, 0],
      y: [0, 0, 0],
    });
  });

  test('factors of structured matrices become small integers', () => {
    const definite = shrunk(['positive-definite'], 2, (p) => {
      const [a = 0, b = 0, c = 0, d = 0] = p['W.A'] ?? [];
      return a * c + b * d < -0.1;
    });
    expect(definite['W.A']?.every(Number.isInteger)).toBe(true);
    expect(definite['W.A']?.filter((x) => x !== 0)).toHaveLength(2);
    expect(definite['W.d']).toEqual([1]);

    const orthogonal = shrunk(['orthogonal'], 3, () => true);
    expect(orthogonal['W.P']).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect(orthogonal['W.v1']).toEqual([1, 0, 0]);

    const low = shrunk([rank('1')], 3, (p) => at(p, 'y', 0) !== 0);
    expect(low['W.A']?.filter((x) => x !== 0)).toEqual([1]);
    expect(low['W.B']?.filter((x) => x !== 0)).toEqual([1]);
    expect(low.y).toEqual([1, 0, 0]);
  });

  test('bounds hold on the way', () => {
    const point = shrunk([norm(1)], 2, (p) => at(p, 'W', 0) > 0.3 && at(p, 'W', 1) > 0.3);
    expect(point.W).toEqual([0.5, 0.5, 0, 0]);
    const stable = shrunk(['stable'], 2, (p) => at(p, 'W.T', 1) > 0.7);
    expect(stable['W.T']).toEqual([0, 1, 0, 0]);
  });

  test('the budget is kept', () => {
    let calls = 0;
    const point = { y: [Math.PI, Math.E, Math.SQRT2] };
    const result = shrinkPoint({
      point,
      constructions: [],
      dimensions: {},
      fails: () => {
        calls += 1;
        return calls % 7 === 0;
      },
      budget: 20,
    });
    expect(calls).toBe(20);
    expect(result).toMatchObject({ evaluations: 20, complete: false });
    expect(shrinkPoint({ point, constructions: [], dimensions: {}, fails: () => false })).toMatchObject({
      point,
      complete: true,
    });
  });
});

describe('arbitraries in properties', () => {
  test('a false property ends at a simple counterexample', () => {
    const result = fc.check(
      fc.property(
        dimensionsArbitrary([{ name: 'N', value: 4, fixed: false }]).chain((dimensions) =>
          fc.tuple(
            parameterArbitrary(parameter(['symmetric']), dimensions),
            stateArbitrary(dimensions.N ?? 1, [-10, 10]),
          ),
        ),
        ([w, y]) => {
          const n = y.length;
          const form = w.value.reduce((s, x, k) => s + x * (y[Math.floor(k / n)] ?? 0) * (y[k % n] ?? 0), 0);
          return form <= 0.5;
        },
      ),
      { seed: 3, numRuns: 500 },
    );
    expect(result.failed).toBe(true);
    const [w, y] = result.counterexample?.[0] ?? [];
    // One entry of W (or a mirrored pair) and the entries of y that it meets are left, each 1 in size.
    for (const numbers of [w?.value, y]) {
      const left = [...(numbers ?? [])].filter((x) => x !== 0);
      expect(left.every((x) => Math.abs(x) === 1)).toBe(true);
      expect(left.length).toBeGreaterThanOrEqual(1);
      expect(left.length).toBeLessThanOrEqual(2);
    }
  });

  test('generated numbers are short and not crowded at 0', () => {
    const samples = fc.sample(stateArbitrary(4, [-10, 10]), { seed: 1, numRuns: 400 }).flatMap((s) => [...s]);
    expect(samples.filter((x) => Math.abs(x) > 0.1).length).toBeGreaterThan(samples.length / 3);
    const products = samples.slice(1).map((x, k) => x * (samples[k] ?? 0));
    expect(products.every(Number.isFinite)).toBe(true);
    const numbers = fc.sample(numberArbitrary([0.5, 3]), { seed: 1, numRuns: 200 });
    expect(numbers.every((x) => x >= 0.5 && x <= 3)).toBe(true);
  });

  test('dimensions keep fixed sizes and shrink the others to 1', () => {
    const arbitrary = dimensionsArbitrary([
      { name: 'N', value: 4, fixed: false },
      { name: 'K', value: 3, fixed: true },
    ]);
    const result = fc.check(
      fc.property(arbitrary, (d) => d.K === 3 && d.N !== undefined && d.N < 2),
      { seed: 1 },
    );
    expect(result.counterexample?.[0]).toEqual({ N: 2, K: 3 });
  });
});
