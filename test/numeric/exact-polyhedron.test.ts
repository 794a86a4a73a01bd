import { describe, expect, it } from 'vitest';
import { affineSolutions } from '../../src/numeric/exact-affine.js';
import { type Halfspace, interiorPoint } from '../../src/numeric/exact-polyhedron.js';
import { type Random, randomFrom } from '../../src/numeric/random.js';
import * as Q from '../../src/symbolic/rational.js';

const q = (x: number): Q.Rational => Q.fromDouble(x);
const half = (a: readonly number[], b: number): Halfspace => ({ a: a.map(q), b: q(b) });
const dot = (a: readonly Q.Rational[], b: readonly Q.Rational[]): Q.Rational =>
  a.map((x, i) => Q.multiply(x, b[i] as Q.Rational)).reduce(Q.add, Q.ZERO);
const integers = (random: Random, n: number): number[] => Array.from({ length: n }, () => random.integer(-3, 3));

describe('affineSolutions', () => {
  it('solves what it is given, and finds as many directions as there are', () => {
    const random = randomFrom(1, 'affine');
    for (let k = 0; k < 200; k += 1) {
      const n = random.integer(1, 5);
      const rows = Array.from({ length: random.integer(0, 6) }, () => integers(random, n + 1).map(q));
      const found = affineSolutions(rows, n);
      if (found === undefined) continue;
      for (const row of rows) {
        expect(Q.equals(dot(row.slice(0, n), found.point), row[n] as Q.Rational)).toBe(true);
        for (const d of found.directions) expect(Q.isZero(dot(row.slice(0, n), d))).toBe(true);
      }
      // Any solution is the point with a combination of the directions: free coordinates tell which.
      const homogeneous = affineSolutions(
        rows.map((row) => [...row.slice(0, n), Q.ZERO]),
        n,
      );
      expect(homogeneous?.directions.length).toBe(found.directions.length);
    }
    expect(affineSolutions([[q(0), q(0), q(1)]], 2)).toBeUndefined();
    expect(affineSolutions([], 2)?.directions).toHaveLength(2);
  });
});

describe('interiorPoint', () => {
  it('knows segments, points, empty sets and the whole space', () => {
    const segment = [half([1, 1], 1), half([-1, -1], -1), half([-1, 0], 0), half([0, -1], 0)];
    const inSegment = interiorPoint(segment, 2);
    expect(inSegment?.dimension).toBe(1);
    expect(inSegment?.tight).toEqual([0, 1]);
    expect(inSegment?.point.every((t) => Q.compare(t, Q.ZERO) > 0)).toBe(true);
    expect(interiorPoint([half([1], 2), half([-1], -2)], 1)).toMatchObject({ dimension: 0, point: [q(2)] });
    expect(interiorPoint([half([1], -1), half([-1], -1)], 1)).toBeUndefined();
    expect(interiorPoint([], 3)?.dimension).toBe(3);
    expect(interiorPoint([half([0, 0], -1)], 2)).toBeUndefined();
    expect(interiorPoint([half([0, 0], 0)], 2)).toMatchObject({ dimension: 2, tight: [0] });
    expect(interiorPoint([], 0)).toMatchObject({ dimension: 0, point: [] });
    expect(interiorPoint([{ a: [], b: q(-1) }], 0)).toBeUndefined();
  });

  it('agrees with what a grid shows', () => {
    const random = randomFrom(2, 'polyhedra');
    let [empty, flat] = [0, 0];
    for (let k = 0; k < 150; k += 1) {
      const n = random.integer(1, 3);
      const halfspaces = Array.from({ length: random.integer(1, 7) }, () =>
        half(integers(random, n), random.integer(-2, 2)),
      );
      const found = interiorPoint(halfspaces, n);
      const slack = (t: readonly Q.Rational[]): number[] => halfspaces.map(({ a, b }) => Q.compare(dot(a, t), b));
      if (found === undefined) {
        empty += 1;
        const grid = Array.from({ length: 9 ** n }, (_, i) =>
          Array.from({ length: n }, (__, j) => q((Math.floor(i / 9 ** j) % 9) / 2 - 2)),
        );
        expect(grid.some((t) => slack(t).every((s) => s <= 0))).toBe(false);
        continue;
      }
      slack(found.point).forEach((s, i) => expect(s).toBe(found.tight.includes(i) ? 0 : -1));
      if (found.dimension < n) flat += 1;
    }
    expect(empty).toBeGreaterThan(5);
    expect(flat).toBeGreaterThan(2);
  });
});
