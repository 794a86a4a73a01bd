/** Statements that are false. A suite that lets one of them pass could not fail at all. */
import { describe, expect, it } from 'vitest';
import type { Design } from '../src/design/types.js';
import { replayCounterexample } from '../src/index.js';
import { CATALOGUE_NAMES } from '../src/lagrangians/index.js';
import {
  checkProperty,
  classicalSystem,
  descentProperty,
  type DesignProperty,
  flatDirectionProperty,
  matrixInequalityProperty,
  mixedSystem,
  polarSystem,
  velocitySystem,
} from './index.js';

const E1 = { alpha: 1, beta: 0, gamma: 0 };
const E2 = { alpha: 0, beta: 1, gamma: 0 };
const E3 = { alpha: 0, beta: 0, gamma: 1 };
const MIX = { alpha: 1, beta: -2, gamma: 0.5 };

async function expectCaught(property: DesignProperty): Promise<void> {
  const result = checkProperty(property, { save: false, runs: 1000 });
  if (result.kind !== 'violated') throw new Error(`${result.claim} of ${property.design.name} was not caught`);
  const { verdict } = await replayCounterexample(result.saved);
  expect(verdict).toBe('confirmed');
}

describe('false statements are caught', () => {
  it.each(CATALOGUE_NAMES)('EQ1 with EQ2 and any W descends: %s', async (name) => {
    // With one neuron every W is symmetric, so that only larger sizes show it.
    await expectCaught(await descentProperty(await classicalSystem(name, { weights: 'general' })));
  });

  // For the identity Λ = I, and (I − W)² ≥ 0.
  const curved = CATALOGUE_NAMES.filter((name) => name !== 'identity');
  it.each(curved)('inequality (7) for EQ9 with R = I - W Lambda, as printed: %s', async (name) => {
    const design = await velocitySystem('printed', name);
    await expectCaught(await matrixInequalityProperty(design, "R'*F + F'*R"));
  });

  it.each(['tanh', 'softmax', 'repu'] as const)('EQ9 with R = I - W Lambda, as printed, descends: %s', async (name) => {
    await expectCaught(await descentProperty(await velocitySystem('printed', name)));
  });

  it.each([
    // For convex L it holds for E1, where F = WΛW.
    ['E1', E1, 'gaussian'],
    ['E2', E2, 'tanh'],
    ['E3', E3, 'tanh'],
    ['a mixture', MIX, 'tanh'],
  ] as const)('%s with R = I', async (_name, mix, lagrangian) => {
    const design = await mixedSystem(mix, 'identity(N)', lagrangian);
    await expectCaught(await descentProperty(design));
    await expectCaught(await matrixInequalityProperty(design, "R'*F + F'*R"));
  });

  it('the wrong sign of the polar factor', async () => {
    const design = await mixedSystem(MIX, '-polar(F)', 'relu');
    await expectCaught(await descentProperty(design));
    await expectCaught(await matrixInequalityProperty(design, "R'*F + F'*R"));
  });

  it('inequality (7) with one transpose lost', async () => {
    await expectCaught(await matrixInequalityProperty(await polarSystem(MIX, 'relu'), "R*F + F'*R'"));
  });

  it('E2 is flat along dead directions', async () => {
    const design: Design = await mixedSystem(E2, 'W', 'relu');
    await expectCaught(await flatDirectionProperty(design));
  });
});
