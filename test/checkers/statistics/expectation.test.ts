import { describe, expect, it } from 'vitest';
import type { ClaimInput } from '../../../src/design/define.js';
import { defineDesign } from '../../../src/design/define.js';
import { formulateClaims } from '../../../src/claims/formulate.js';
import { DesignError } from '../../../src/design/types.js';
import type { StatisticEvidence } from '../../../src/verdicts/types.js';
import { design, names, settle } from '../support.js';

const random = (claims: readonly ClaimInput[]) =>
  design({
    dimensions: { N: { fixed: 5 }, M: { fixed: 3 } },
    parameters: {
      W: { shape: ['N', 'N'], structure: 'goe' },
      A: { shape: ['M', 'M'], structure: 'goe' },
      B: { shape: ['N', 'N'] },
      V: { shape: ['N', 'M'], value: 'identity' },
    },
    velocity: { y: '-y' },
    energy: "y'*y/2",
    claims,
  });

describe('means over random matrices', () => {
  it('tell the moments of the ensemble from others', async () => {
    const verdicts = await settle(
      random([
        { id: 'trace', expectation: ['trace(W*W)', 'N*(N + 1)/2'], within: 0.05 },
        { id: 'fourth', expectation: ['trace(A*A*A*A)', '(2*M^3 + 5*M^2 + 5*M)/4'], within: 0.2 },
        { id: 'block', expectation: ["trace(V'*W*V*V'*W*V)", 'trace(A*A)'], within: 0.1 },
        { id: 'exactly', expectation: ["norm(V'*W*V)", 'norm(A)'] },
        { id: 'variances', expectation: ['trace(W*W)', 'N^2'], within: 0.05 },
        { id: 'sizes', expectation: ['norm(W)', 'norm(A)'], within: 0.1 },
      ]),
      { samples: 4000 },
    );
    expect(names(verdicts)).toEqual({
      trace: 'unrefuted',
      fourth: 'unrefuted',
      block: 'unrefuted',
      exactly: 'unrefuted',
      variances: 'refuted',
      sizes: 'refuted',
    });
    const { estimate, interval, claimed, count } = verdicts.variances?.evidence as StatisticEvidence;
    expect(count).toBe(4000);
    expect(estimate).toBeCloseTo(15 / 25, 1);
    expect(interval[1]).toBeLessThan(claimed[0]);
  });

  it('do not tell apart what is equal but for rounding', async () => {
    const equal = random([
      { id: 'norm', expectation: ['norm(W)^2', 'norm(W*W)'] },
      { id: 'exponential', expectation: ['exp(norm(W))', 'exp(norm(W)/3)^3'] },
      { id: 'sum', expectation: ['sum(exp(W))', 'sum(exp(W/3).^3)'] },
    ]);
    for (const seed of [1, 2, 3, 4]) {
      const verdicts = await settle(equal, { seed, samples: 300 });
      expect(names(verdicts)).toEqual({ norm: 'unrefuted', exponential: 'unrefuted', sum: 'unrefuted' });
    }
  });

  it('hold the truth as often as the error rate says', async () => {
    let missed = 0;
    for (let seed = 1; seed <= 40; seed += 1) {
      const verdicts = await settle(random([{ id: 'trace', expectation: ['trace(W*W)', 'N*(N + 1)/2'] }]), {
        seed,
        samples: 300,
      });
      if (verdicts.trace?.verdict === 'refuted') missed += 1;
    }
    expect(missed).toBeLessThanOrEqual(1);
  });

  it('are not decided where the second mean is not told from 0', async () => {
    const { centred } = await settle(random([{ id: 'centred', expectation: ['1', 'trace(W)'] }]), { samples: 100 });
    expect(centred?.evidence).toMatchObject({ kind: 'reason', code: 'budget' });
  });

  it.each([
    ['a state', "y'*W*y", 'depends on the state y'],
    ['a parameter that may be anything', 'trace(B*W)', 'needs the distribution of B'],
    ['nothing random', "trace(V*V')", 'needs a random parameter'],
    ['a matrix', 'W*W', 'a mean needs a scalar'],
  ])('are refused for %s', async (_, formula, message) => {
    const broken = await defineDesign(random([{ expectation: [formula, '1'] }]));
    expect(() => formulateClaims(broken)).toThrow(DesignError);
    expect(() => formulateClaims(broken)).toThrow(message);
  });

  it.each([
    [{ equal: ['W', 'W'], within: 0.1 }, '"within" goes with expectation only'],
    [{ expectation: ['trace(W)', '1'], given: [{ psd: 'W' }] }, '"given" does not go with expectation'],
    [{ expectation: ['trace(W)', '1'], within: 2 }, 'a number from 0 to 1'],
    [{ expectation: ['trace(W)'] }, 'two formulas'],
  ])('are refused as %o', async (claim, message) => {
    await expect(defineDesign(random([claim as unknown as ClaimInput]))).rejects.toThrow(message);
  });
});

describe('the value "identity"', () => {
  it('is for matrices', async () => {
    const input = design({
      dimensions: { N: { fixed: 3 } },
      parameters: { v: { shape: ['N'], value: 'identity' } },
      velocity: { y: '-y' },
      energy: "y'*y",
    });
    await expect(defineDesign(input)).rejects.toThrow('is for a matrix');
  });

  it('fixes the sizes of the matrix', async () => {
    const read = await defineDesign(random(['descent']));
    expect(read.parameters.find(({ symbol }) => symbol.name === 'V')?.value).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });
});
