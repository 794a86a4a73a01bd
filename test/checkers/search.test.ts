import { describe, expect, it } from 'vitest';
import { CASES } from './cases.js';
import { broken } from './structure-holds.js';
import { confirm, counterexampleOf, design, names, replay, settle } from './support.js';

describe.each(CASES)('$name', ({ input, truth }) => {
  it('is refuted where it is false, with evidence that holds without the tool, and nowhere else', async () => {
    const verdicts = await settle(input);
    for (const [id, holds] of Object.entries(truth)) {
      const verdict = verdicts[id];
      if (holds) {
        expect(verdict?.verdict, `${id}: ${JSON.stringify(verdict?.evidence)}`).not.toBe('refuted');
        continue;
      }
      const found = counterexampleOf(verdict);
      confirm(input, id, found);
      expect(broken(input, found)).toEqual([]);
      const { verdict: again, enclosure } = await replay(input, verdict);
      expect(again).toBe('confirmed');
      expect(enclosure).toEqual(found.enclosure);
    }
  });
});

describe('a search', () => {
  const input = design({
    parameters: { W: { shape: ['N', 'N'] }, P: { shape: ['N', 'N'], structure: 'positive-semidefinite' } },
    lagrangians: { L: { is: 'any', gradient: 'g' } },
    velocity: { y: 'W*g(y) - P*y' },
    energy: "y'*g(y) - L(y)",
    claims: [
      'descent',
      'strict-descent',
      'flat-directions',
      'no-flat-directions',
      'stationary-points',
      'bounded-below',
    ],
  });

  it('gives the same output for the same seed', async () => {
    const [a, b] = [await settle(input, { samples: 800 }), await settle(input, { samples: 800 })];
    expect(JSON.stringify(a)).toBe(JSON.stringify(b));
  });

  it('gives verdicts for another seed that agree', async () => {
    const [a, b] = [await settle(input, { samples: 800 }), await settle(input, { seed: 2, samples: 800 })];
    expect(names(a)).toEqual(names(b));
  });

  it('judges about as many samples as it may', async () => {
    const right = design({ velocity: { y: '-y' }, energy: "y'*y", claims: ['descent'] });
    for (const samples of [640, 6400]) {
      const evidence = (await settle(right, { samples }))['descent']?.evidence;
      if (evidence?.kind !== 'samples') throw new Error('expected samples');
      expect(evidence.count).toBeGreaterThan(0.8 * samples);
      expect(evidence.count).toBeLessThan(1.2 * samples);
    }
  });

  it('names the Lagrangian taken for any, one for each', async () => {
    const two = design({
      lagrangians: { L: { is: 'any', gradient: 'g' }, K: { is: 'any', assume: 'convex', gradient: 'f' } },
      velocity: { y: '-y' },
      energy: "y'*g(y) - L(y) + y'*f(y) - K(y)",
      claims: ['descent'],
    });
    const verdict = (await settle(two))['descent'];
    const { lagrangian } = counterexampleOf(verdict);
    expect(Object.keys(lagrangian ?? {}).sort()).toEqual(['K', 'L']);
    expect((await replay(two, verdict)).verdict).toBe('confirmed');
  });
});
