import { afterEach, describe, expect, it, vi } from 'vitest';
import { audit, Contradiction } from '../../src/checkers/audit.js';
import { checkDesign, type CheckDesignOptions } from '../../src/checkers/check-design.js';
import * as proofs from '../../src/checkers/prove/index.js';
import * as derivation from '../../src/derivation/index.js';
import { SecondRouteDisagreement } from '../../src/derivation/second-route/index.js';
import { defineDesign } from '../../src/design/define.js';
import { NAMED_CLAIMS } from '../../src/design/types.js';
import { design, names, settle } from './support.js';

vi.mock('../../src/derivation/index.js', { spy: true });
vi.mock('../../src/checkers/prove/index.js', { spy: true });
afterEach(() => void vi.restoreAllMocks());

const slow = design({
  dimensions: { N: 24 },
  parameters: { W: { shape: ['N', 'N'], structure: 'symmetric' }, b: { shape: ['N'] } },
  lagrangians: { L: { is: 'tanh', gradient: 'g' } },
  velocity: { y: 'W*g(y) - y + b' },
  energy: "(y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)",
  claims: NAMED_CLAIMS,
});

describe('an audit', () => {
  it('stops when the two derivations disagree', async () => {
    const one = { low: 1, high: 1 };
    const disagreement = new SecondRouteDisagreement('rate', [1, 1], one, { low: 2, high: 2 }, new Map());
    vi.spyOn(derivation, 'compareWithComponents').mockRejectedValueOnce(disagreement);
    const input = design({ velocity: { y: '-y' }, energy: "y'*y", claims: ['descent'] });
    await expect(settle(input)).rejects.toBe(disagreement);
  });

  it('stops when a claim is both proved and refuted', async () => {
    vi.spyOn(proofs, 'prove').mockResolvedValueOnce({ kind: 'proof', steps: [], assumptions: [] });
    const input = await defineDesign(design({ velocity: { y: 'y' }, energy: "y'*y", claims: ['descent'] }));
    await expect(checkDesign(input)).rejects.toThrow(Contradiction);
  });

  it('looks for proofs unless it is told not to', async () => {
    const input = await defineDesign(design({ velocity: { y: '-y' }, energy: "y'*y", claims: ['descent'] }));
    const verdictWith = async (options: CheckDesignOptions): Promise<unknown> =>
      (await checkDesign(input, { samples: 700, ...options })).claims[0];
    expect(await verdictWith({})).toMatchObject({ verdict: 'proved', evidence: { kind: 'proof' } });
    expect(await verdictWith({ prove: false })).toMatchObject({ verdict: 'unrefuted', evidence: { kind: 'samples' } });
  });

  it('ends at its time limit, with the claims that are left undecided', async () => {
    const begun = performance.now();
    const verdicts = await settle(slow, { samples: 100_000_000, timeLimitSeconds: 1.5 });
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(Object.keys(verdicts)).toEqual([...NAMED_CLAIMS]);
    expect(verdicts['descent']?.verdict).toBe('inconclusive');
    expect(verdicts['descent']?.evidence).toMatchObject({ kind: 'reason', code: 'timeout' });
  });

  it('ends when it is aborted', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 600);
    const begun = performance.now();
    const verdicts = await settle(slow, { samples: 100_000_000, signal: controller.signal });
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(verdicts['descent']?.evidence).toMatchObject({
      kind: 'reason',
      code: 'timeout',
      detail: expect.stringMatching(
        /^interrupted after about [1-9][\d,]* samples and search steps without a violation$/,
      ) as string,
    });
    const again = await settle(design({ velocity: { y: '-y' }, energy: "y'*y" }), { signal: controller.signal });
    expect([...new Set(Object.values(names(again)))]).toEqual(['inconclusive']);
    expect(again['descent']?.evidence).toMatchObject({ detail: 'interrupted before the first sample' });
  });

  it('settles only what it is asked to, and reports as it goes', async () => {
    const claims = ['descent', 'strict-descent'] as const;
    const input = await defineDesign(design({ velocity: { y: 'y' }, energy: "y'*y", claims }));
    const seen: string[] = [];
    const report = await audit(input, {
      seed: 1,
      samples: 300,
      sizes: { N: 5 },
      only: ['strict-descent'],
      timings: true,
      signal: new AbortController().signal,
      onVerdict: (v) => seen.push(v.id),
    });
    expect(report.claims.map((v) => v.id)).toEqual(['strict-descent']);
    expect(seen).toEqual(['strict-descent']);
    expect(report.claims[0]?.seconds).toBeGreaterThan(0);
  });

  it('leaves claims undecided for an energy without a derivative, naming it', async () => {
    const energy = 'norm(diag(y) + identity(N))';
    const verdicts = await settle(design({ velocity: { y: '-y' }, energy, claims: ['descent', 'bounded-below'] }));
    for (const { verdict, evidence } of Object.values(verdicts)) {
      expect(verdict).toBe('inconclusive');
      expect(evidence.kind === 'reason' && evidence.detail).toContain('norm');
    }
  });
});
