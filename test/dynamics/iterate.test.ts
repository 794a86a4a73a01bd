import { describe, expect, it } from 'vitest';
import { defineDesign, type DesignInput } from '../../src/design/define.js';
import { iterate, type IterateOptions, type Iteration } from '../../src/dynamics/iterate.js';
import { memoryOf } from '../../src/dynamics/memory.js';

async function run(
  input: Partial<DesignInput>,
  start: readonly number[],
  options?: IterateOptions,
): Promise<Iteration> {
  const design = await defineDesign({
    name: 't',
    dimensions: { N: start.length },
    state: { y: ['N'] },
    velocity: { y: '-y' },
    energy: "1/2*y'*y",
    ...input,
  });
  return iterate(memoryOf(design), start, options);
}

describe('the iterated map', () => {
  it('comes to a fixed point', async () => {
    expect(await run({}, [3, -1])).toMatchObject({ status: 'fixed', steps: 1, rise: undefined });
    const half = await run({}, [3, -1], { step: 0.5 });
    expect(half.status).toBe('fixed');
    expect(half.steps).toBeGreaterThan(30);
  });

  it('falls into a cycle, whose period is found', async () => {
    const W = {
      W: {
        shape: ['N', 'N'],
        value: [
          [0, -3],
          [-3, 0],
        ],
      },
    } as const;
    const memory = {
      parameters: W,
      lagrangians: { L: { is: 'tanh', gradient: 'g' } },
      velocity: { y: 'W*g(y) - y' },
      energy: "y'*g(y) - L(y) - 1/2*g(y)'*W*g(y)",
    } as const;
    const { status, period, rise } = await run(memory, [1, 1.1]);
    expect([status, period]).toEqual(['cycle', 2]);
    expect(rise?.enclosure[0]).toBeGreaterThan(0);
  });

  it('overshoots where steps are too long, and says along which steps the energy falls', async () => {
    const { status, rise, energy } = await run({}, [1], { step: 2.5 });
    expect(status).toBe('diverging');
    expect(rise?.step).toBe(1);
    // ½((1 − h)² − 1) at h = 5/2.
    expect(rise?.enclosure[0]).toBeCloseTo(0.625, 12);
    expect(rise?.fallsUpTo).toBeCloseTo(2, 9);
    expect(energy.lowest).toBe(0.5);
  });

  it('does not take rounding for a rise: at a step of 2 the energy stays', async () => {
    expect(await run({}, [0.3, 0.7], { step: 2 })).toMatchObject({ status: 'cycle', period: 2, rise: undefined });
  });

  it('does not count steps that leave the domain', async () => {
    expect((await run({ domain: { y: [-1, 1] } }, [0.9], { step: 2.5, maxSteps: 1 })).rise).toBeUndefined();
    expect((await run({ domain: { y: [-2, 2] } }, [0.9], { step: 2.5, maxSteps: 1 })).rise).toBeDefined();
  });

  it.each([
    { velocity: '3*y.*(1 - y)', start: [0.3], options: { step: 0.9333 }, status: 'moving' },
    { velocity: 'log(y)', start: [-1], options: {}, status: 'undefined' },
  ])('$velocity: $status', async ({ velocity, start, options, status }) => {
    expect(await run({ velocity: { y: velocity } }, start, { maxSteps: 2000, ...options })).toMatchObject({ status });
  });
});
