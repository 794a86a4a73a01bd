import { beforeAll, describe, expect, it } from 'vitest';
import { defineDesign, type DesignInput } from '../../src/design/define.js';
import { memoryOf } from '../../src/dynamics/memory.js';
import { type Run, Runner, type RunOptions } from '../../src/dynamics/run.js';
import { loadMpfr } from '../../src/numeric/enclosure.js';

beforeAll(loadMpfr);

/** A run of a design with one state y of size N = 2, unless it says otherwise. */
async function run(input: Partial<DesignInput>, start: readonly number[], options: RunOptions = {}): Promise<Run> {
  const design = await defineDesign({
    name: 't',
    dimensions: { N: start.length },
    state: { y: ['N'] },
    velocity: { y: '-y' },
    energy: "1/2*y'*y",
    ...input,
  });
  return new Runner(memoryOf(design), options).run(start);
}

const matrix = (value: readonly (readonly number[])[]) => ({ W: { shape: ['N', 'N'], value } }) as const;
const TANH = { L: { is: 'tanh', gradient: 'g' } } as const;

describe('runs that come to rest', () => {
  it('finds the way to a steady state, to the tolerance', async () => {
    const { status, end, energy, rise, ascent } = await run(
      { velocity: { y: '1 - y' }, energy: "(y-1)'*(y-1)" },
      [3, -4],
    );
    expect(status).toBe('steady');
    for (const v of end) expect(Math.abs(v - 1)).toBeLessThan(2e-6);
    expect(energy?.start).toBe(29);
    expect(energy?.end).toBeLessThan(1e-11);
    expect([rise, ascent]).toEqual([undefined, undefined]);
  });

  it('is at rest at once where the velocity is 0, also where that is not stable', async () => {
    expect(await run({ velocity: { y: 'y' }, energy: "-y'*y" }, [0, 0])).toMatchObject({ status: 'steady', time: 0 });
  });

  it('does not take a start for steady that will leave: within the tolerance of a saddle', async () => {
    const { status, end } = await run({ velocity: { y: 'y - y.^3' } }, [1e-10, -1e-10]);
    expect(status).toBe('steady');
    expect([...end].map((v) => Math.round(1e4 * v) / 1e4)).toEqual([1, -1]);
  });

  it('does not take a state for steady that moves slowly: time constants 1 and 10^6', async () => {
    const slow = { parameters: { T: { shape: ['N'], value: [1, 1e-6] } }, velocity: { y: '-T.*y' } } as const;
    expect(await run(slow, [1, 1], { time: 1000 })).toMatchObject({ status: 'moving', time: 1000 });
    const settled = await run(slow, [1, 1], { time: 1e9 });
    expect(settled.status).toBe('steady');
    expect(settled.time).toBeGreaterThan(1e7);
    expect(Math.abs(settled.end[1] ?? 1)).toBeLessThan(1e-8);
  });

  it('comes to rest on a continuum of steady states', async () => {
    const { status, end } = await run(
      {
        parameters: matrix([
          [-1, 1],
          [1, -1],
        ]),
        velocity: { y: 'W*y' },
      },
      [3, 1],
    );
    expect(status).toBe('steady');
    expect(end[0]).toBeCloseTo(2, 5);
    expect(end[1]).toBeCloseTo(2, 5);
  });

  it('follows stiff time constants 1 : 10^6 in few steps', async () => {
    const memory = {
      lagrangians: TANH,
      parameters: {
        T: { shape: ['N'], value: [1, 1e6] },
        ...matrix([
          [0, 2],
          [2, 0],
        ]),
      },
      velocity: { y: 'T.*(W*g(y) - y)' },
      energy: "y'*g(y) - L(y) - 1/2*g(y)'*W*g(y)",
    } as const;
    const { status, end, steps, stiffSteps } = await run(memory, [0.1, 3]);
    expect(status).toBe('steady');
    expect(steps).toBeLessThan(400);
    expect(stiffSteps).toBeGreaterThan(10);
    const [a = 0, b = 0] = end;
    expect(Math.abs(2 * Math.tanh(b) - a)).toBeLessThan(1e-5);
    expect(Math.abs(2 * Math.tanh(a) - b)).toBeLessThan(1e-5);
  });
});

describe('runs that do not settle', () => {
  it('recognises the closed orbits of a rotation', async () => {
    const { status, period } = await run(
      {
        parameters: matrix([
          [0, 1],
          [-1, 0],
        ]),
        velocity: { y: 'W*y' },
      },
      [1, 0],
    );
    expect(status).toBe('cycle');
    expect(period).toBeCloseTo(2 * Math.PI, 4);
  });

  it('recognises the limit cycle of a memory with skew weights', async () => {
    const input = {
      lagrangians: TANH,
      parameters: matrix([
        [2, 4],
        [-4, 2],
      ]),
      velocity: { y: 'W*g(y) - y' },
    } as const;
    const { status, period, ascent } = await run(input, [0.3, 0]);
    expect(status).toBe('cycle');
    // Once round, half the orbit is the mirror image of the other.
    expect(period).toBeGreaterThan(1);
    expect(ascent?.evidence.quantity).toBe('rate');
  });

  it('says of a chaotic flow that it still moves', async () => {
    const lorenz = await defineDesign({
      name: 'Lorenz',
      dimensions: { D: 1 },
      state: { x: ['D'], y: ['D'], z: ['D'] },
      velocity: { x: '10*(y - x)', y: 'x.*(28 - z) - y', z: 'x.*y - 8/3*z' },
      energy: "1/2*x'*x",
    });
    const { status, end } = new Runner(memoryOf(lorenz), { time: 100 }).run([1, 1, 20]);
    expect(status).toBe('moving');
    expect(Math.abs(end[0] ?? Number.NaN)).toBeLessThan(25);
  });

  it.each([
    { name: 'growth', velocity: 'y', start: [1, 0], status: 'diverging' },
    { name: 'growth to infinity in finite time', velocity: 'y.^2', start: [1, 0], status: 'diverging' },
    { name: 'a pole', velocity: '-1./y', start: [1, 2], status: 'singular' },
    { name: 'no value', velocity: 'log(y)', start: [-1, 1], status: 'undefined' },
    { name: 'a flow that is turned back at a jump', velocity: '-sign(y)', start: [1, 1], status: 'step-limit' },
  ])('$name: $status', async ({ velocity, start, status }) => {
    expect(await run({ velocity: { y: velocity } }, start, { maxSteps: 3000 })).toMatchObject({ status });
  });

  it('stops at the border of the domain that the design states, and only of that', async () => {
    const leaving = { velocity: { y: 'ones(N)' }, domain: { y: [-2, 2] as const } };
    const { status, time, left, end } = await run(leaving, [0, 1], { time: 5 });
    expect([status, left]).toEqual(['left-domain', 'y']);
    expect(time).toBeCloseTo(1, 9);
    expect(end[1]).toBeCloseTo(2, 9);
    expect(await run({ velocity: { y: 'ones(N)' } }, [0, 1], { time: 50 })).toMatchObject({ status: 'moving' });
  });
});

describe('the energy along a run', () => {
  it('is refuted as falling only by a state at which it certainly rises', async () => {
    const wrong = {
      parameters: matrix([
        [0, 2],
        [0, 0],
      ]),
      lagrangians: TANH,
      velocity: { y: 'W*g(y) - y' },
    } as const;
    const energy = "y'*g(y) - L(y) - 1/2*g(y)'*W*g(y)";
    const { rise, ascent } = await run({ ...wrong, energy }, [0.1, 3]);
    expect(rise?.value).toBeGreaterThan(rise?.bound ?? 0);
    const [low, high] = ascent?.evidence.enclosure ?? [0, 0];
    expect(low).toBeGreaterThan(0);
    // ∂E/∂y_i = g'(y_i) (y − ½(W + W')g)_i, at the numbers shown.
    const [a, b] = ascent?.evidence.values['y'] as readonly [number, number];
    const slope = (x: number): number => 1 - Math.tanh(x) ** 2;
    const rate = slope(a) * (a - Math.tanh(b)) * (2 * Math.tanh(b) - a) + slope(b) * (b - Math.tanh(a)) * -b;
    expect(rate).toBeGreaterThanOrEqual(low - 1e-12);
    expect(rate).toBeLessThanOrEqual(high + 1e-12);
  });

  it('does not rise beyond its error bound where it falls', async () => {
    const right = {
      parameters: matrix([
        [1, 2],
        [2, 0],
      ]),
      lagrangians: TANH,
      velocity: { y: 'W*g(y) - y' },
    } as const;
    for (const start of [
      [0.1, 3],
      [5, -5],
      [-0.01, 0],
    ]) {
      const { rise, ascent } = await run({ ...right, energy: "y'*g(y) - L(y) - 1/2*g(y)'*W*g(y)" }, start);
      expect(rise?.value ?? 0).toBeLessThanOrEqual(rise?.bound ?? 0);
      expect(ascent).toBeUndefined();
    }
  });

  it('does not count outside the domain, nor where a part has no value', async () => {
    const rising = { velocity: { y: 'y' }, energy: "1/2*y'*y" } as const;
    expect((await run(rising, [0.1, 0], { time: 1 })).ascent).toBeDefined();
    expect((await run({ ...rising, domain: { y: [-1, 0.05] } }, [0.1, 0], { time: 1 })).ascent).toBeUndefined();
    const partly = { velocity: { y: 'y' }, energy: "1/2*y'*y + 0*sum(log(-y))" } as const;
    expect((await run(partly, [0.1, 0], { time: 1 })).ascent).toBeUndefined();
  });

  it('counts the kinks that are crossed', async () => {
    const relu = { L: { is: 'relu', gradient: 'g' } } as const;
    const rotating = {
      parameters: matrix([
        [0, 1],
        [-1, 0],
      ]),
      lagrangians: relu,
      velocity: { y: 'W*y + 0*g(y)' },
    } as const;
    const turned = { ...rotating, velocity: { y: 'W*y + 1e-3*g(y) - 1e-3*y' } } as const;
    const { kinks } = await run(turned, [1, 0.1], { time: 2 * Math.PI, untilSettled: false });
    expect(kinks).toBe(4);
    expect((await run({}, [1, 1])).kinks).toBeUndefined();
  });
});

it('gives the same runs again, whatever ran before', async () => {
  const design = await defineDesign({
    name: 't',
    dimensions: { N: 3 },
    state: { y: ['N'] },
    parameters: { W: { shape: ['N', 'N'], structure: 'symmetric' } },
    lagrangians: TANH,
    velocity: { y: 'W*g(y) - y' },
    energy: "y'*g(y) - L(y) - 1/2*g(y)'*W*g(y)",
  });
  const runner = new Runner(memoryOf(design, { seed: 5 }));
  const first = runner.run([1, -2, 3]);
  runner.run([9, 9, -9]);
  expect(runner.run([1, -2, 3])).toEqual(first);
  expect(new Runner(memoryOf(design, { seed: 5 })).run([1, -2, 3])).toEqual(first);
});
