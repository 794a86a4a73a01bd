import { describe, expect, it } from 'vitest';
import { audit } from '../../../src/checkers/audit.js';
import { replayCounterexample } from '../../../src/checkers/replay.js';
import { parseDesign } from '../../../src/design/load.js';
import type { Verdict } from '../../../src/verdicts/types.js';

const settled = async (source: string): Promise<Verdict> => {
  const { claims } = await audit(await parseDesign(source), {
    seed: 1,
    samples: 3000,
    sizes: {},
    timings: false,
    signal: new AbortController().signal,
  });
  const [verdict] = claims;
  if (verdict === undefined) throw new Error('no verdict');
  return verdict;
};

const design = (velocity: string, energy: string, more = ''): string => `
name: test
dimensions: { N: 2 }
state: { y: [N] }
parameters:
  A: { shape: [N, N], structure: positive-definite }
  W: { shape: [N, N], structure: symmetric }
  b: { shape: [N] }
lagrangians:
  L: { is: tanh, gradient: g, hessian: Lambda }
velocity: { y: "${velocity}" }
energy: "${energy}"
claims: [${more === '' ? 'stability' : `{ claim: stability, ${more} }`}]
`;

describe('stability', () => {
  it('is refuted where the flow leaves a minimum of the energy, and the evidence replays', async () => {
    const source = design('A*y', "1/2*y'*y");
    const { verdict, evidence, statement } = await settled(source);
    if (verdict !== 'refuted' || evidence.kind !== 'counterexample') throw new Error(verdict);
    expect(evidence.detail).toContain('the Jacobian of the flow says unstable');
    expect(evidence.detail).toContain('the Hessian of the energy stable');
    expect(evidence.enclosure[0]).toBeGreaterThan(0);
    const replayed = await replayCounterexample({
      tool: 'energy-audit',
      version: '',
      kind: 'counterexample',
      seed: 1,
      design: { file: null, source },
      claim: { id: 'stability', statement },
      evidence,
    });
    expect(replayed).toMatchObject({ verdict: 'confirmed', disagreements: [] });
    const elsewhere = { ...evidence, values: { ...evidence.values, A: [[1]], y: [0.5] }, parts: {} };
    const moved = await replayCounterexample({
      tool: 'energy-audit',
      version: '',
      kind: 'counterexample',
      seed: 1,
      design: { file: null, source },
      claim: { id: 'stability', statement },
      evidence: elsewhere,
    });
    expect(moved.disagreements.length + (moved.verdict === 'confirmed' ? 0 : 1)).toBeGreaterThan(0);
  });

  it('is refuted where the flow returns to a saddle of the energy', async () => {
    const { verdict } = await settled(design('-y', "1/2*y'*y - y'*A*y"));
    expect(verdict).toBe('refuted');
  });

  it('is not refuted for gradient flows, nor for memories with their energy', async () => {
    for (const [velocity, energy] of [
      ['W*g(W*y + b) - W*y', "1/2*y'*W*y - L(W*y + b)"],
      ['W*g(y) - y + b', "(y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)"],
    ] as const) {
      const { verdict, evidence } = await settled(design(velocity, energy));
      expect(verdict).toBe('unrefuted');
      if (evidence.kind !== 'samples') throw new Error(evidence.kind);
      expect(evidence.count).toBeGreaterThan(8);
    }
  });

  it('is not decided where there are no steady states', async () => {
    const { verdict } = await settled(design('exp(y)', "1/2*y'*y"));
    expect(verdict).toBe('inconclusive');
  });

  it('keeps to what is given', async () => {
    const { verdict } = await settled(design('A*y - 2*A*y', "1/2*y'*y", 'given: [{ nonpositive: "-y\'*y" }]'));
    expect(verdict).toBe('unrefuted');
  });
});
