import { describe, expect, it } from 'vitest';
import type { Grid } from '../../../src/report/figures/figure.js';
import { isolines } from '../../../src/report/figures/isolines.js';
import { clipped, rangeOf, spaced } from '../../../src/report/figures/scale.js';
import { ticksOf } from '../../../src/report/figures/ticks.js';

const grid = (of: (x: number, y: number) => number, n = 40): Grid => ({
  x: [-2, 2],
  y: [-2, 2],
  columns: n,
  rows: n,
  values: Array.from({ length: n * n }, (_, k) =>
    of(-2 + (4 * ((k % n) + 0.5)) / n, -2 + (4 * (Math.floor(k / n) + 0.5)) / n),
  ),
});

describe('isolines', () => {
  it('of a paraboloid are circles: one closed line at the radius', () => {
    const lines = isolines(
      grid((x, y) => x * x + y * y),
      1,
    );
    expect(lines).toHaveLength(1);
    const [line = []] = lines;
    for (const [x, y] of line) expect(Math.hypot(x, y)).toBeCloseTo(1, 1);
    expect(line[0]).toEqual(line.at(-1));
    expect(line.length).toBeGreaterThan(40);
  });

  it('of a saddle are two lines, and of a plane one from edge to edge', () => {
    expect(
      isolines(
        grid((x, y) => x * y),
        0.5,
      ),
    ).toHaveLength(2);
    const [line = []] = isolines(
      grid((x) => x),
      0.3,
    );
    for (const [x] of line) expect(x).toBeCloseTo(0.3, 9);
    expect(Math.abs((line[0]?.[1] ?? 0) - (line.at(-1)?.[1] ?? 0))).toBeCloseTo(3.9, 9);
  });

  it('keep away from cells that have no value, and are none where the level is not reached', () => {
    const lines = isolines(
      grid((x, y) => (x < 0 ? Number.NaN : x * x + y * y)),
      1,
    );
    for (const [x] of lines.flat()) expect(x).toBeGreaterThan(0);
    expect(
      isolines(
        grid(() => 1),
        2,
      ),
    ).toEqual([]);
  });
});

describe('axes', () => {
  it('have round ticks inside their range', () => {
    expect(ticksOf([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticksOf([-4, 4], 5)).toEqual([-4, -2, 0, 2, 4]);
    expect(ticksOf([1e-8, 3e-8], 4)).toEqual([1e-8, 1.5e-8, 2e-8, 2.5e-8, 3e-8]);
    expect(ticksOf([1, 1], 5)).toEqual([]);
  });

  it('hold all finite values and are never empty', () => {
    expect(rangeOf([0, 10], 0.1)).toEqual([-1, 11]);
    const [low, high] = rangeOf([3, 3, Number.NaN]);
    expect(low).toBeLessThan(3);
    expect(high).toBeGreaterThan(3);
    expect(rangeOf([Number.NaN])).toEqual([-1, 1]);
  });

  it('end curves at their edges', () => {
    const curve = spaced([-2, 2], 5).map((x) => [x, x * x] as const);
    const [path = [], ...more] = clipped(curve, [0, 2.5]);
    expect(more).toEqual([]);
    expect(path.map(([x]) => x)).toEqual([-1.5, -1, 0, 1, 1.5]);
    expect(path.map(([, y]) => y)).toEqual([2.5, 1, 0, 1, 2.5]);
    expect(clipped(curve, [0.5, 4]).map((part) => part.length)).toEqual([3, 3]);
    expect(
      clipped(
        [
          [0, 0],
          [1, Number.NaN],
          [2, 0],
          [3, 0],
        ],
        [-1, 1],
      ),
    ).toEqual([
      [
        [2, 0],
        [3, 0],
      ],
    ]);
  });
});
