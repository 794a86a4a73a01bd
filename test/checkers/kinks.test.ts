import { describe, expect, it } from 'vitest';
import type { ClaimInput } from '../../src/design/define.js';
import { counterexampleOf, design, names, settle } from './support.js';

const relu = { L: { is: 'relu', gradient: 'g', hessian: 'Lambda' } } as const;
const verdicts = async (
  velocity: string,
  energy: string,
  claims: readonly ClaimInput[] = ['descent', 'strict-descent', 'stationary-points'],
): Promise<Record<string, string>> =>
  names(await settle(design({ lagrangians: relu, velocity: { y: velocity }, energy, claims })));

describe('at kinks', () => {
  it('a continuous velocity is judged by the one-sided rate', async () => {
    // At y = 0 the energy rises in both directions, and off 0 it falls for y < 0 only with this velocity.
    expect(await verdicts('ones(N)', 'sum(abs(y))', ['descent'])).toEqual({ descent: 'refuted' });
    // The velocity vanishes at the kinks: nothing rises.
    expect(await verdicts('-y', 'sum(abs(y))')).not.toMatchObject({ descent: 'refuted' });
  });

  it('a rise only at a kink refutes where the velocity is continuous', async () => {
    // E = |y1 - y2| - |y1 + y2| has slopes that cancel except where y1 = 0 or y2 = 0.
    const e = design({
      dimensions: { N: { fixed: 2 } },
      velocity: { y: 'ones(N)' },
      energy: 'sum(abs(y)) - sum(y)',
      claims: ['descent'],
    });
    const { evidence, verdict } = (await settle(e))['descent'] ?? {};
    // Off the kinks the rate is 0 for y > 0 and −2 for y < 0; at 0 the flow leads to y > 0.
    expect([verdict, evidence?.kind]).toEqual(['unrefuted', 'samples']);
  });

  it('a gradient that is not there is not other than 0', async () => {
    expect((await verdicts('-y', 'sum(abs(y))'))['stationary-points']).toBe('unrefuted');
    expect((await verdicts('-y', 'sum(relu(y)) - sum(y)/2'))['stationary-points']).toBe('unrefuted');
  });

  it('a velocity that jumps is judged off them', async () => {
    // sign(0) = 0: at the kink alone the velocity 1 - |sign(y)| is not 0.
    const e = design({ velocity: { y: 'ones(N) - abs(sign(y))' }, energy: 'sum(y)', claims: ['descent'] });
    const verdict = (await settle(e))['descent'];
    expect(verdict?.verdict).toBe('unrefuted');
    expect(verdict?.assumptions.join()).toContain('off the kinks, where the velocity jumps');
    expect(await verdicts('-sign(y)', "1/2*y'*y")).toEqual({
      descent: 'unrefuted',
      'strict-descent': 'unrefuted',
      'stationary-points': 'unrefuted',
    });
    const wrong = (await settle({ ...e, velocity: { y: 'sign(y)' }, energy: "1/2*y'*y" }))['descent'];
    expect((counterexampleOf(wrong).values['y'] as number[]).every((v) => v !== 0)).toBe(true);
  });

  it('with Λ in the velocity no counterexample lies on one', async () => {
    const e = design({
      parameters: { W: { shape: ['N', 'N'] } },
      lagrangians: relu,
      velocity: { y: 'Lambda(y)*W*y - y + g(W*y)' },
      energy: "1/2*y'*y",
      claims: ['descent', 'strict-descent', 'stationary-points'],
    });
    for (const seed of [1, 2, 3])
      for (const verdict of Object.values(await settle(e, { seed }))) {
        const at = counterexampleOf(verdict);
        const y = at.values['y'] as number[];
        expect(
          y.every((v) => v !== 0),
          JSON.stringify(at),
        ).toBe(true);
      }
  });

  it('statements about Λ and steps hold off the kinks', async () => {
    const claims: ClaimInput[] = [
      { id: 'square', equal: ['Lambda(y)*Lambda(y)', 'Lambda(y)'] },
      { id: 'sign', equal: ['abs(sign(y))', 'ones(N)'] },
      { id: 'slope', equal: ['2*Lambda(y)*ones(N)', 'sign(y) + ones(N)'] },
      { id: 'psd', psd: 'Lambda(y)' },
      { id: 'moved', invariant: { of: 'sum(ones(N) - abs(sign(y)))', along: 'identity(N)' } },
      { id: 'wrong', equal: ['sign(y)', 'ones(N)'] },
    ];
    expect(await verdicts('-y', "y'*y", claims)).toEqual({
      square: 'unrefuted',
      sign: 'unrefuted',
      slope: 'unrefuted',
      psd: 'unrefuted',
      moved: 'unrefuted',
      wrong: 'refuted',
    });
  });
});
