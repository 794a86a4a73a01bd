import { describe, expect, it } from 'vitest';
import { replayCounterexample } from '../../src/checkers/replay.js';
import { polarFactors } from '../../src/checkers/search/polar-factors.js';
import { exactMatrix } from '../../src/design/structures/exact-matrix.js';
import type { ClaimInput, DesignInput } from '../../src/design/define.js';
import * as Q from '../../src/symbolic/rational.js';
import type { Counterexample } from '../../src/verdicts/types.js';
import { counterexampleOf, design, names, saved, settle } from './support.js';

type Structure = NonNullable<DesignInput['parameters']>[string];
const square = { shape: ['N', 'N'] } as const;

const flow = (velocity: string, W: Structure, ...claims: ClaimInput[]): DesignInput =>
  design({ parameters: { W }, velocity: { y: velocity }, energy: "1/2*y'*y", claims });

/** The factor that a counterexample takes, as rows. */
function factorOf(at: Counterexample): readonly (readonly number[])[] {
  const factor = at.factors?.['polar(W)'];
  if (!Array.isArray(factor)) throw new Error(`no factor of W: ${JSON.stringify(at)}`);
  return factor as readonly (readonly number[])[];
}

describe('a claim about polar(A) must hold for each factor of a singular A', () => {
  it.each<[string, Structure]>([
    ['semi-definite', { ...square, structure: 'positive-semidefinite' }],
    ['diagonal and nonnegative', { ...square, structure: ['diagonal', 'nonnegative'] }],
    [
      'given as 0',
      {
        ...square,
        value: [
          [0, 0],
          [0, 0],
        ],
      },
    ],
    [
      'given and singular',
      {
        ...square,
        value: [
          [1, 1],
          [1, 1],
        ],
      },
    ],
    ['of rank 1', { ...square, structure: ['positive-semidefinite', { rank: 1 }] }],
  ])('W %s: the energy rises along -polar(W)*y for one of them', async (_, W) => {
    const at = counterexampleOf((await settle(flow('-polar(W)*y', W, 'descent')))['descent']);
    const O = factorOf(at);
    const y = [at.values['y']].flat(2) as number[];
    const rate = -y.reduce((s, v, i) => s + v * (O[i] ?? []).reduce((t, o, j) => t + o * (y[j] as number), 0), 0);
    expect(rate).toBeGreaterThan(0);
    expect(rate).toBeCloseTo(at.value, 12);
    for (const [i, row] of O.entries())
      for (const [j, other] of O.entries())
        expect(row.reduce((s, v, k) => s + v * (other[k] as number), 0)).toBeCloseTo(i === j ? 1 : 0, 14);
  });

  it('where W is regular there is one factor, and nothing is refuted', async () => {
    const W: Structure = { ...square, structure: 'positive-definite' };
    const input = flow('-polar(W)*y', W, 'descent', { id: 'psd', psd: 'polar(W)' });
    for (const verdict of Object.values(names(await settle(input)))) expect(['unrefuted', 'proved']).toContain(verdict);
  });

  it('what holds for each of them is not refuted', async () => {
    const input = flow(
      "-polar(W)'*W*y",
      square,
      'descent',
      { id: 'orthogonal', equal: ["polar(W)'*polar(W)", 'identity(N)'] },
      { id: 'root', psd: "W*polar(W)'" },
      { id: 'decomposition', equal: ['W', "polar(W)*sqrtm(W'*W)"] },
      { id: 'same-factor', equal: ["y'*polar(W)*y", "y'*polar(W)'*y"] },
    );
    const { 'same-factor': last, ...others } = names(await settle(input));
    for (const verdict of Object.values(others)) expect(['unrefuted', 'proved']).toContain(verdict);
    expect(last).not.toBe('proved');
  });

  it('is replayed with its factor, and not with a matrix that is none', async () => {
    const W: Structure = { ...square, structure: 'positive-semidefinite' };
    const input = flow('-polar(W)*y', W, 'descent');
    const file = await saved(input, (await settle(input))['descent']);
    const replayed = (factor: readonly (readonly number[])[]): ReturnType<typeof replayCounterexample> =>
      replayCounterexample({ ...file, evidence: { ...file.evidence, factors: { 'polar(W)': factor } } });
    expect(await replayCounterexample(file)).toMatchObject({ verdict: 'confirmed', disagreements: [] });
    const O = factorOf(file.evidence);
    for (const wrong of [O.map((row) => row.map((v) => 2 * v)), O.map((row) => row.map(Math.abs)), []])
      expect((await replayed(wrong)).verdict).toBe('not-reproduced');
    const { factors: _, ...without } = file.evidence;
    expect((await replayCounterexample({ ...file, evidence: without })).verdict).toBe('not-reproduced');
  });
});

describe('the factors of a matrix', () => {
  const factors = (rows: readonly (readonly number[])[]): number[][][] =>
    polarFactors(exactMatrix(rows.flat(), rows.length, rows.length)).map((O) => O.map((row) => row.map(Q.toDouble)));

  it('of a regular matrix is one', () => {
    expect(
      factors([
        [0, 2],
        [-3, 0],
      ]),
    ).toEqual([
      [
        [0, 1],
        [-1, 0],
      ],
    ]);
  });

  it('of 0 are all signed permutations', () => {
    expect(
      factors([
        [0, 0],
        [0, 0],
      ]),
    ).toHaveLength(8);
    expect(factors([[0]])).toEqual([[[-1]], [[1]]]);
  });

  it('of a singular matrix turn only its null space', () => {
    expect(
      factors([
        [1, 0],
        [0, 0],
      ]),
    ).toEqual([
      [
        [1, 0],
        [0, -1],
      ],
      [
        [1, 0],
        [0, 1],
      ],
    ]);
    expect(
      factors([
        [1, 1],
        [1, 1],
      ]),
    ).toEqual([
      [
        [0, 1],
        [1, 0],
      ],
      [
        [1, 0],
        [0, 1],
      ],
    ]);
  });
});
