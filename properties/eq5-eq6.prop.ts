/**
 * EQ5 with EQ6 over the catalogue: ∇E = F(u − g), inequality (7) R'F + F'R ≥ 0 and descent, for E1, E2, E3 and mixtures
 * of them, with R the polar factor of F and with R = F.
 */
import { describe, expect, it } from 'vitest';
import { CATALOGUE_NAMES } from '../src/lagrangians/index.js';
import {
  assertProperty,
  claimProperty,
  type EnergyMix,
  flatDirectionProperty,
  gradientSystem,
  mixedSystem,
  polarSystem,
} from './index.js';

const MIXES: readonly (readonly [name: string, mix: EnergyMix])[] = [
  ['E1', { alpha: 1, beta: 0, gamma: 0 }],
  ['E2', { alpha: 0, beta: 1, gamma: 0 }],
  ['E3', { alpha: 0, beta: 0, gamma: 1 }],
  ['E1 - 2 E2 + E3/2', { alpha: 1, beta: -2, gamma: 0.5 }],
  ['-E1/2 + E2 + E3', { alpha: -0.5, beta: 1, gamma: 1 }],
];
/** Few runs for each of the many systems. */
const RUNS = 40;

describe.each(MIXES)('EQ5 with %s', (_name, mix) => {
  describe.each(CATALOGUE_NAMES)('%s', (name) => {
    it.each(['gradient-form', 'inequality-7', 'descent'])('polar factor: %s', async (claim) => {
      const design = await polarSystem(mix, name);
      expect(assertProperty(await claimProperty(design, claim), { runs: RUNS }).judged).toBeGreaterThan(0);
    });
    it.each(['inequality-7', 'descent'])('R = F: %s', async (claim) => {
      const design = await gradientSystem(mix, name);
      expect(assertProperty(await claimProperty(design, claim), { runs: RUNS }).judged).toBeGreaterThan(0);
    });
  });
});

describe.each(CATALOGUE_NAMES)('EQ5, %s', (name) => {
  it.each(['inequality-7', 'descent'])('E2 with R = W: %s', async (claim) => {
    const design = await mixedSystem({ alpha: 0, beta: 1, gamma: 0 }, 'W', name);
    expect(assertProperty(await claimProperty(design, claim), { runs: RUNS }).judged).toBeGreaterThan(0);
  });
  it('E1 is flat along dead directions', async () => {
    const design = await mixedSystem({ alpha: 1, beta: 0, gamma: 0 }, 'identity(N)', name);
    const { judged, vacuous } = assertProperty(await flatDirectionProperty(design), { runs: RUNS });
    expect(judged + vacuous).toBeGreaterThan(0);
  });
});
