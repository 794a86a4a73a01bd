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

describe('zeros of the rate away from rest are found', () => {
  it.each([1, 2, 3, 4])('where one block of states is not 0 and all else is (seed %i)', async (seed) => {
    const input = design({
      dimensions: { N: 3, M: 2, Q: 2 },
      state: { x: ['N'], y: ['M'], z: ['Q'] },
      parameters: { U: { shape: ['M', 'N'] }, V: { shape: ['Q', 'M'] } },
      lagrangians: {
        A: { is: 'softplus', gradient: 'f' },
        B: { is: 'tanh', gradient: 'g' },
        C: { is: 'softmax', gradient: 'h' },
      },
      velocity: { x: "U'*g(y) - x", y: "U*f(x) + V'*h(z) - y", z: 'V*g(y) - z' },
      energy: "x'*f(x) - A(x) + y'*g(y) - B(y) + z'*h(z) - C(z) - g(y)'*U*f(x) - h(z)'*V*g(y)",
      claims: ['strict-descent', 'stationary-points'],
    });
    const verdicts = await settle(input, { seed });
    for (const id of ['strict-descent', 'stationary-points']) {
      expect(counterexampleOf(verdicts[id]).zero, id).toBe('exact');
      expect((await replay(input, verdicts[id])).verdict, id).toBe('confirmed');
    }
  });

  it.each([1, 2, 3])('where a factor only touches 0 (seed %i)', async (seed) => {
    const memory = design({
      parameters: { W: { shape: ['N', 'N'], structure: 'symmetric' }, b: { shape: ['N'] } },
      define: { g: 'y + sin(y)' },
      velocity: { y: 'W*g - y + b' },
      energy: "(y - b)'*g - 1/2*y'*y + sum(cos(y)) - 1/2*g'*W*g",
      claims: ['strict-descent'],
    });
    const touching = design({
      velocity: { y: '-((tanh(y) - 1/2).^2).*(y + 3)' },
      energy: "1/2*y'*y + 3*sum(y)",
      claims: ['stationary-points'],
    });
    for (const [input, id] of [
      [memory, 'strict-descent'],
      [touching, 'stationary-points'],
    ] as const) {
      const verdict = (await settle(input, { seed }))[id];
      const at = counterexampleOf(verdict);
      expect(at.zero).not.toBe('exact');
      confirm(input, id, at);
      expect((await replay(input, verdict)).verdict).toBe('confirmed');
    }
  });
});
