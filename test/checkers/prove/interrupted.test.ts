import { expect, it } from 'vitest';
import { prove } from '../../../src/checkers/prove/index.js';
import { prepared, shipped } from './support.js';

class Stop extends Error {}

it('a search for a proof ends where it is told to, between pieces of work and between the smallest', async () => {
  const { d, claims } = prepared(await shipped('paper/eq2-any'));
  const [claim] = claims;
  if (claim === undefined) throw new Error('the design has claims');
  let checks = 0;
  const check = (): void => {
    checks += 1;
    if (checks > 3) throw new Stop();
  };
  const tick = (): Promise<void> => Promise.resolve();
  await expect(prove(d, claim, { tick, check })).rejects.toThrow(Stop);
  expect(checks).toBe(4);
  await expect(prove(d, claim, { tick: () => Promise.reject(new Stop()) })).rejects.toThrow(Stop);
  let ticks = 0;
  const found = await prove(d, claim, {
    tick: () => {
      ticks += 1;
      return Promise.resolve();
    },
  });
  expect(found?.assumptions).toEqual(['W symmetric', 'L convex']);
  // Before the search, and before each assumption that is tried.
  expect(ticks).toBeGreaterThan(2);
});
