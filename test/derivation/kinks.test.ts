import { describe, expect, it } from 'vitest';
import { derivation } from '../../src/derivation/derivation.js';
import { jumpArguments, kinkArguments } from '../../src/derivation/kinks.js';
import { defineDesign, type LagrangianInput } from '../../src/design/define.js';
import { print } from '../../src/symbolic/print-text.js';

const kinks = async (
  energy: string,
  is: LagrangianInput = { is: 'relu' },
): Promise<{ jumps: string[]; kinks: string[] }> => {
  const design = await defineDesign({
    name: 't',
    dimensions: { N: 2 },
    state: { y: ['N'] },
    parameters: { W: { shape: ['N', 'N'] } },
    lagrangians: { L: { ...is, gradient: 'g', hessian: 'Lambda' } },
    velocity: { y: '-y' },
    energy,
  });
  return { jumps: jumpArguments(design.energy).map(print), kinks: kinkArguments(design.energy).map(print) };
};

describe('kinks', () => {
  it.each([
    ["y'*y", [], []],
    ['sum(tanh(y))', [], []],
    ['sum(relu(y))', [], ['y']],
    ['sum(abs(W*y))', [], ['W*y']],
    ['sum(sign(y))', ['y'], ['y']],
    ['sum(abs(y)) + sum(abs(y))*sum(y)', [], ['y']],
    ['sum(abs(y)) + sum(sign(W*y))', ['W*y'], ['y', 'W*y']],
    ['sum(max(y, 1))', [], ['y - ones(N)']],
    ["y'*g(y)", [], ['y']],
    ['sum(Lambda(W*y)*y)', ['W*y'], ['W*y']],
  ] as const)('of %s', async (energy, jumps, found) => {
    const result = await kinks(energy);
    expect(result.jumps).toEqual(jumps);
    expect(new Set(result.kinks)).toEqual(new Set(found));
  });

  it('of a Lagrangian lie where its own formula has them', async () => {
    expect(await kinks('L(y)', { is: 'tanh' })).toEqual({ jumps: [], kinks: [] });
    expect(await kinks('sum(Lambda(y)*y)', { is: 'tanh' })).toEqual({ jumps: [], kinks: [] });
    expect(await kinks('sum(Lambda(y)*y)', { is: 'any' })).toEqual({ jumps: [], kinks: [] });
    expect((await kinks('sum(Lambda(y)*y)', { is: 'hard-tanh' })).jumps).toHaveLength(2);
    expect((await kinks('sum(Lambda(y)*y)', { is: 'sparsemax' })).jumps.length).toBeGreaterThan(0);
    expect((await kinks('sum(Lambda(y)*y)', { is: 'repu', n: 2 })).jumps).toEqual([]);
  });
});

describe('a velocity', () => {
  const jumps = async (velocity: string): Promise<boolean> =>
    derivation(
      await defineDesign({
        name: 't',
        dimensions: { N: 2 },
        state: { y: ['N'] },
        lagrangians: { L: { is: 'relu', gradient: 'g', hessian: 'Lambda' } },
        velocity: { y: velocity },
        energy: 'L(y)',
      }),
    ).velocityJumps;
  it.each([
    ['-y', false],
    ['-g(y)', false],
    ['-abs(y)', false],
    ['-max(y, 0)', false],
    ['-sign(y)', true],
    ['-Lambda(y)*y', true],
  ] as const)('%s', async (velocity, expected) => {
    expect(await jumps(velocity)).toBe(expected);
  });
});
