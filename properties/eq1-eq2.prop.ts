/** EQ1 with EQ2 over the catalogue: descent where L is convex, Ė = −ẏ'Λẏ everywhere, flatness along dead directions. */
import { describe, expect, it } from 'vitest';
import { CATALOGUE_NAMES } from '../src/lagrangians/index.js';
import { entryClaims } from './catalogue.js';
import { assertProperty, checkProperty, claimProperty, classicalSystem } from './index.js';

describe.each(CATALOGUE_NAMES)('EQ1 with EQ2, %s', (name) => {
  const { convex, isSometimesDead } = entryClaims(name);

  it(convex ? 'descends' : 'does not descend for every state, and the property notices', async () => {
    const property = await claimProperty(await classicalSystem(name), 'descent');
    if (convex) expect(assertProperty(property).judged).toBeGreaterThan(0);
    else expect(checkProperty(property, { save: false, runs: 1000 }).kind).toBe('violated');
  });

  it('has the rate −ẏ′Λẏ', async () => {
    const result = assertProperty(await claimProperty(await classicalSystem(name), 'rate-form'));
    expect(result.judged).toBeGreaterThan(0);
  });

  it(isSometimesDead ? 'is flat along dead directions' : 'has no dead directions', async () => {
    const result = assertProperty(await claimProperty(await classicalSystem(name), 'flat-directions'));
    expect(result.judged > 0).toBe(isSometimesDead);
  });
});
