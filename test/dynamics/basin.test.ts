import { describe, expect, it } from 'vitest';
import { defineDesign, type DesignInput } from '../../src/design/define.js';
import { analyseBasins } from '../../src/dynamics/analyse-basins.js';
import { Attractors } from '../../src/dynamics/attractors.js';
import { Basins, inBall, inDomain } from '../../src/dynamics/basin.js';
import { memoryOf } from '../../src/dynamics/memory.js';
import { Runner } from '../../src/dynamics/run.js';
import { randomFrom } from '../../src/numeric/random.js';

const define = (input: Partial<DesignInput>) =>
  defineDesign({
    name: 't',
    dimensions: { N: 1 },
    state: { y: ['N'] },
    velocity: { y: '-y' },
    energy: "1/2*y'*y",
    ...input,
  });
/** Steady states −1, 0 and 1 in each entry; 0 is not stable. */
const BISTABLE = { velocity: { y: 'y - y.^3' } } as const;

describe('where a state leads', async () => {
  const memory = memoryOf(await define(BISTABLE));
  const member = (y: number) => new Basins(memory).membershipOf(Float64Array.of(y));

  it('is the steady state that its flow comes to', async () => {
    const basins = new Basins(memory);
    for (const y of [0.01, 3, -0.2, 0.9]) await basins.destinationOf(Float64Array.of(y));
    expect(basins.found.map(({ kind, state }) => [kind, state[0]])).toEqual([
      ['steady', 1],
      ['steady', -1],
    ]);
  });

  it('is said with how far around it others lead there too', async () => {
    const { destination, neighbours } = await member(0.05);
    expect(destination).toEqual({ status: 'steady', attractor: 0 });
    const [last] = neighbours.slice(-1);
    expect(last?.radius).toBeCloseTo(0.105, 9);
    expect(last?.same).toBeLessThan(last?.tried ?? 0);
    expect(neighbours.slice(0, -1).every(({ tried, same }) => tried === same)).toBe(true);
  });

  it('is on a border where the nearest lead elsewhere', async () => {
    const { run, neighbours } = await member(0);
    expect(run).toMatchObject({ status: 'steady', time: 0 });
    expect(neighbours).toHaveLength(1);
    expect(neighbours[0]?.same).toBe(0);
  });

  it('may be no attractor', async () => {
    const away = memoryOf(await define({ velocity: { y: 'y' } }));
    const { destination, neighbours } = await new Basins(away).membershipOf(Float64Array.of(2));
    expect(destination).toEqual({ status: 'diverging', attractor: undefined });
    expect(neighbours.every(({ tried, same }) => tried === same)).toBe(true);
  });

  it('is one continuum for all of its states', async () => {
    const line = memoryOf(
      await define({
        dimensions: { N: { fixed: 2 } },
        parameters: {
          W: {
            shape: ['N', 'N'],
            value: [
              [-1, 1],
              [1, -1],
            ],
          },
        },
        velocity: { y: 'W*y' },
      }),
    );
    const basins = new Basins(line);
    for (const y of [
      [1, 0],
      [4, 2],
      [-3, 1],
    ])
      await basins.destinationOf(Float64Array.from(y));
    expect(basins.found.map(({ kind }) => kind)).toEqual(['family']);
  });

  it('may be a closed orbit, one for all that come to it', async () => {
    const round = memoryOf(
      await define({
        dimensions: { N: { fixed: 2 } },
        parameters: {
          J: {
            shape: ['N', 'N'],
            value: [
              [0, -3],
              [3, 0],
            ],
          },
        },
        velocity: { y: "(1 - y'*y)*y + J*y" },
      }),
    );
    const attractors = new Attractors(round, 1e-6);
    const runner = new Runner(round, { energy: false });
    const numbers = [
      [0.1, 0],
      [2, 2],
      [0, -1.5],
    ].map((y) => attractors.destinationOf(runner.run(y)).attractor);
    expect(numbers).toEqual([0, 0, 0]);
    expect(attractors.list[0]?.period).toBeCloseTo((2 * Math.PI) / 3, 4);
  });

  it('tells whether the state lies on a kink', async () => {
    const kinked = memoryOf(await define({ velocity: { y: 'abs(y) - y' } }));
    const basins = new Basins(kinked);
    expect((await basins.membershipOf(Float64Array.of(0))).onKink).toBe(true);
    expect((await basins.membershipOf(Float64Array.of(1))).onKink).toBe(false);
  });
});

describe('shares', async () => {
  const memory = memoryOf(await define({ ...BISTABLE, domain: { y: [-1, 3] } }));

  it('are estimated with an interval that holds them', async () => {
    const shares = await new Basins(memory).shares(inDomain(memory), 400);
    expect(shares.map(({ count }) => count).reduce((a, b) => a + b)).toBe(400);
    const positive = shares.find(({ share }) => share > 0.5);
    expect(positive?.interval.low).toBeLessThan(0.75);
    expect(positive?.interval.high).toBeGreaterThan(0.75);
  });

  it('of a ball are those around a state', async () => {
    const shares = await new Basins(memory).shares(inBall(Float64Array.of(0.5), 0.4), 50);
    expect(shares).toHaveLength(1);
    expect(shares[0]?.interval.high).toBe(1);
    expect(shares[0]?.interval.low).toBeGreaterThan(0.9);
  });

  it('draws a ball uniformly', () => {
    const draw = inBall(Float64Array.of(1, 2, 3), 2);
    const distances = Array.from({ length: 2000 }, (_, k) => {
      const y = draw(randomFrom(1, k));
      return Math.hypot((y[0] ?? 0) - 1, (y[1] ?? 0) - 2, (y[2] ?? 0) - 3);
    });
    expect(Math.max(...distances)).toBeLessThanOrEqual(2);
    // Half of the volume lies within 2^(2/3).
    const inner = distances.filter((r) => r <= 2 ** (2 / 3)).length / 2000;
    expect(Math.abs(inner - 0.5)).toBeLessThan(0.05);
  });
});

it('draws maps of two entries', async () => {
  const plane = await define({ ...BISTABLE, dimensions: { N: 2 }, domain: { y: [-2, 2] } });
  const { map, attractors } = await analyseBasins(plane, {
    map: {
      axes: [
        { state: 'y', index: 1 },
        { state: 'y', index: 2 },
      ],
      resolution: 4,
    },
  });
  expect(attractors).toHaveLength(4);
  const numbers = map?.labels.map((row) => row.map(({ attractor }) => attractor));
  expect(numbers).toEqual([
    [0, 0, 1, 1],
    [0, 0, 1, 1],
    [2, 2, 3, 3],
    [2, 2, 3, 3],
  ]);
  expect(map?.across).toEqual([-2, -2 / 3, 2 / 3, 2].map((v) => expect.closeTo(v, 12) as number));
  expect(attractors[1]?.state).toEqual(Float64Array.of(1, -1));
});
