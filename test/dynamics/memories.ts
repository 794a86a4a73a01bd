/** Memories with steady states that are known in closed form. */
import { defineDesign, type DesignInput } from '../../src/design/define.js';
import { type Memory, memoryOf } from '../../src/dynamics/memory.js';
import type { SteadyStates } from '../../src/dynamics/steady-state.js';
import { steadyStates } from '../../src/dynamics/steady-states.js';

type Rows = readonly (readonly number[])[];

export const memoryFrom = async (input: DesignInput, seed = 1): Promise<Memory> =>
  memoryOf(await defineDesign(input), { seed });

/** ẏ = W g(y) − y + b with the energy of Krotov and Hopfield. */
export const hopfield = (is: string, W: Rows, b: readonly number[], more: Partial<DesignInput> = {}): Promise<Memory> =>
  memoryFrom({
    name: `${is} memory`,
    dimensions: { N: b.length },
    state: { y: ['N'] },
    parameters: { W: { shape: ['N', 'N'], value: W }, b: { shape: ['N'], value: b } },
    lagrangians: { L: { is, gradient: 'g', hessian: 'Lambda' } },
    velocity: { y: 'W*g(y) - y + b' },
    energy: "(y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)",
    ...more,
  });

/** A memory of the state y alone, whose energy does not matter. */
export const flowOf = (
  n: number,
  velocity: string,
  energy = "1/2*y'*y",
  more: Partial<DesignInput> = {},
): Promise<Memory> =>
  memoryFrom({
    name: velocity,
    dimensions: { N: n },
    state: { y: ['N'] },
    velocity: { y: velocity },
    energy,
    ...more,
  });

export const found = (memory: Memory, starts = 20): Promise<SteadyStates> => steadyStates(memory, { starts, seed: 1 });

/** The states as rows of numbers, in increasing order. */
export const rowsOf = ({ states }: SteadyStates): number[][] =>
  states.map(({ y }) => [...y]).sort((a, b) => (a[0] as number) - (b[0] as number) || (a[1] ?? 0) - (b[1] ?? 0));
