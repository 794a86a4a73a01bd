import { describe, expect, it } from 'vitest';
import { formulateClaims } from '../../src/claims/formulate.js';
import { type ClaimInput, defineDesign, type DesignInput } from '../../src/design/define.js';
import { DesignError } from '../../src/design/types.js';
import { design, names, settle } from '../checkers/support.js';

const decay = (claims: readonly ClaimInput[], more: Partial<DesignInput> = {}): DesignInput =>
  design({
    parameters: { h: { shape: [], structure: 'positive', range: [0, 2] } },
    velocity: { y: '-y' },
    energy: "1/2*y'*y",
    claims,
    ...more,
  });
const step = (id: string, size?: string | number): ClaimInput => ({
  id,
  claim: 'discrete-descent',
  ...(size === undefined ? {} : { step: size }),
});

describe('descent along Euler steps', () => {
  it('has the size 1 where none is stated, and says which', async () => {
    const claims = formulateClaims(await defineDesign(decay([step('one'), step('tenth', 0.1)])));
    expect(claims.map((c) => c.statement)).toEqual([
      'the energy never increases along Euler steps of size 1: E(y + velocity) ≤ E(y)',
      'the energy never increases along Euler steps of size 0.1: E(y + (0.1)*velocity) ≤ E(y)',
    ]);
  });

  it('holds up to the size at which steps overshoot, and not beyond', async () => {
    // E(y − hy) − E(y) = ½((1 − h)² − 1) y'y.
    const sizes = [step('one'), step('two', 2), step('beyond', 2.01), step('parameter', 'h'), step('double', '2*h')];
    expect(names(await settle(decay(sizes)))).toEqual({
      one: 'unrefuted',
      two: 'unrefuted',
      beyond: 'refuted',
      parameter: 'unrefuted',
      double: 'refuted',
    });
  });

  it('shows a counterexample that is one', async () => {
    const { beyond } = await settle(decay([step('beyond', 3)]));
    const evidence = beyond?.evidence;
    if (evidence?.kind !== 'counterexample') throw new Error('expected a counterexample');
    const y = evidence.values['y'] as readonly number[];
    expect(evidence.value).toBeCloseTo(1.5 * y.reduce((sum, v) => sum + v * v, 0), 9);
    expect(evidence.enclosure[0]).toBeGreaterThan(0);
  });

  it('finds where the iterated map of a memory climbs although the flow descends', async () => {
    const memory = design({
      dimensions: { N: { fixed: 2 } },
      parameters: {
        W: {
          shape: ['N', 'N'],
          value: [
            [0, -3],
            [-3, 0],
          ],
        },
      },
      lagrangians: { L: { is: 'tanh', gradient: 'g' } },
      velocity: { y: 'W*g(y) - y' },
      energy: "y'*g(y) - L(y) - 1/2*g(y)'*W*g(y)",
      claims: ['descent', step('map'), step('short', 0.05)],
    });
    expect(names(await settle(memory))).toEqual({ descent: 'unrefuted', map: 'refuted', short: 'unrefuted' });
  });

  it('does not count steps that leave the domain, nor ends at which the energy has no value', async () => {
    const [claim, one] = [[step('s', 3)], { domain: { y: [-1, 1] as const } }];
    expect(names(await settle(decay(claim, { ...one, velocity: { y: '-ones(N)' }, energy: 'sum(y)' })))).toEqual({
      s: 'unrefuted',
    });
    const upwards = { velocity: { y: '-2*y' }, energy: 'sum(y.^4) + 0*sum(log(y))' };
    expect((await settle(decay(claim, upwards)))['s']?.verdict).not.toBe('refuted');
  });

  it.each<[ClaimInput, RegExp]>([
    [step('s', 0), /a step size is positive, but found 0/],
    [step('s', '-1/2'), /a step size is positive/],
    [step('s', "y'*y"), /a step size is the same at every state/],
    [step('s', 'y'), /a step size is a scalar, but y is a vector \[N\]/],
    [step('s', 'k'), /k/],
    [{ claim: 'descent', step: 1 }, /"step" goes with the claim discrete-descent only/],
    [{ nonpositive: 'energy', step: 1 }, /"step" goes with the claim discrete-descent only/],
  ])('%j is refused', async (claim, message) => {
    const refused = defineDesign(decay([claim])).then(formulateClaims);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(DesignError);
  });
});
