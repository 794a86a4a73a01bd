/** EQ9 with EQ10 over the catalogue, for any weights: descent and the inequality for R = I − ΛW'. */
import { describe, expect, it } from 'vitest';
import { CATALOGUE_NAMES } from '../src/lagrangians/index.js';
import { assertProperty, claimProperty, velocitySystem } from './index.js';

describe.each(CATALOGUE_NAMES)('EQ9 with EQ10, %s', (name) => {
  describe.each(['symmetric', 'general'] as const)('W %s', (weights) => {
    it.each(['descent', 'inequality-7'])('%s', async (claim) => {
      const design = await velocitySystem('transposed', name, { weights });
      expect(assertProperty(await claimProperty(design, claim)).judged).toBeGreaterThan(0);
    });
  });
});
