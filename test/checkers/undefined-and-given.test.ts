import { describe, expect, it } from 'vitest';
import type { ClaimInput, DesignInput } from '../../src/design/define.js';
import type { Verdict } from '../../src/verdicts/types.js';
import { counterexampleOf, design, names, settle } from './support.js';

const CLAIMS = ['descent', 'strict-descent', 'stationary-points', 'bounded-below'] as const;
type Rest = Parameters<typeof design>[0];
const codes = (verdicts: Readonly<Record<string, Verdict>>): string[] => [
  ...new Set(
    Object.values(verdicts).map(({ evidence }) => (evidence.kind === 'reason' ? evidence.code : evidence.kind)),
  ),
];

describe('formulas that are undefined somewhere', () => {
  it.each<[string, string]>([
    ['logarithm', 'sum(log(y))'],
    ['root', 'sum(sqrt(y))'],
    ['inverse square', '-sum(1./y.^2)'],
    ['power', 'sum(y.^(3/2))'],
  ])('in the domain: %s', async (_, energy) => {
    const verdicts = await settle(design({ velocity: { y: '-y' }, energy, claims: CLAIMS }));
    expect(codes(verdicts)).toEqual(['undefined-in-domain']);
    for (const { evidence } of Object.values(verdicts)) {
      if (evidence.kind !== 'reason') throw new Error('expected a reason');
      const y = [evidence.values?.['y']].flat(2) as number[];
      // All of these have a value, and derivatives, at positive states.
      expect(y.some((v) => v <= 0 && v >= -10)).toBe(true);
      expect(evidence.dimensions?.['N']).toBe(y.length);
    }
  });

  it('by division of a parameter or an inverse', async () => {
    const parameters = { a: { shape: [] }, A: { shape: ['N', 'N'] } } as const;
    for (const velocity of ['-y/a^2', "-inv(A)*inv(A)'*y"]) {
      const input = design({ parameters, velocity: { y: velocity }, energy: "y'*y", claims: ['descent'] });
      expect(codes(await settle(input))).toEqual(['undefined-in-domain']);
    }
  });

  it.each<[string, string, string]>([
    ['a constant of the energy', '-y', "1/0 + y'*y"],
    ['a constant that vanishes from the gradient', '-y', "log(-1) + y'*y"],
    ['times zero in the energy', '-y', "y'*y + 0*sum(log(y))"],
    ['times zero in the velocity', '-y + 0*log(-1)', "y'*y"],
    ['to the power of zero', '-y', "y'*y + sum((1./y).^0)"],
    ['behind an abbreviation', '-y + 0*f', "y'*y"],
  ])('also where simplification drops it: %s', async (_, velocity, energy) => {
    const verdicts = await settle(
      design({ define: { f: 'sqrt(y)' }, velocity: { y: velocity }, energy, claims: CLAIMS }),
    );
    expect(codes(verdicts)).toEqual(['undefined-in-domain']);
  });

  it.each<[string, NonNullable<DesignInput['lagrangians']>]>([
    ['an activation', { L: { activation: 'x + 0*log(x)', gradient: 'g' } }],
    ['a formula', { L: { formula: '1/2*sum(x.^2) + 0*log(sum(x))', gradient: 'g' } }],
    ["the author's gradient", { L: { is: 'identity', gradient: { g: 'x + 0*log(x)' } } }],
  ])('also in %s of a Lagrangian', async (_, lagrangians) => {
    const claims: ClaimInput[] = ['descent', 'strict-descent', 'gradient', 'convex'];
    const verdicts = await settle(design({ lagrangians, velocity: { y: '-g(y)' }, energy: 'L(y)', claims }));
    expect(codes(verdicts)).toEqual(['undefined-in-domain']);
  });

  it('do not concern statements that do not speak of them', async () => {
    const claims: ClaimInput[] = [
      { id: 'a', nonnegative: "y'*y" },
      { id: 'b', nonnegative: "grad(y'*y, y)'*y" },
    ];
    const verdicts = await settle(design({ velocity: { y: '-y' }, energy: "y'*y + 0*log(-1)", claims }));
    expect(names(verdicts)).toEqual({ a: 'unrefuted', b: 'unrefuted' });
    const spoken = design({
      velocity: { y: '-y' },
      energy: "y'*y + 0*log(-1)",
      claims: [{ id: 'a', nonpositive: 'rate' }],
    });
    expect(codes(await settle(spoken))).toEqual(['undefined-in-domain']);
  });

  it('are refuted only where they have a value', async () => {
    const input = design({
      velocity: { y: 'y' },
      energy: "y'*y + 0*sum(log(y))",
      claims: ['descent', 'strict-descent'],
    });
    for (const verdict of Object.values(await settle(input)))
      expect((counterexampleOf(verdict).values['y'] as number[]).every((v) => v > 0)).toBe(true);
  });

  it('at one point say how the other samples went', async () => {
    const input = design({
      velocity: { y: '-y' },
      energy: "(y'*diag([1; 2])*y)/(y'*y)",
      state: { y: [2] },
      claims: ['descent'],
    });
    const { evidence } = (await settle(input))['descent'] ?? {};
    expect(evidence?.kind === 'reason' && evidence.detail).toMatch(
      /^1\/\(y'\*y\) is undefined .*; at \d+ samples elsewhere/,
    );
  });

  it('a norm has a rate where the velocity is 0', async () => {
    const input = design({ velocity: { y: '-y' }, energy: 'norm(y)', claims: ['descent', 'strict-descent'] });
    expect(names(await settle(input))).toEqual({ descent: 'unrefuted', 'strict-descent': 'unrefuted' });
    const pushed = design({ velocity: { y: 'ones(N)' }, energy: 'norm(y)', claims: ['descent'] });
    counterexampleOf((await settle(pushed))['descent']);
  });

  it('only outside the stated domain are fine', async () => {
    const energy = 'sum(log(y)) + sum(sqrt(y))';
    const stated = design({ domain: { y: [0.5, 3] }, velocity: { y: '-y' }, energy, claims: CLAIMS });
    expect(codes(await settle(stated))).toEqual(['samples']);
    const ranged = design({
      parameters: { a: { shape: [], range: [0.5, 2] } },
      velocity: { y: '-y/a' },
      energy: "log(a)^2*(y'*y)",
      claims: ['descent'],
    });
    expect(codes(await settle(ranged))).toEqual(['samples']);
  });

  it('are refuted where they are false elsewhere', async () => {
    const energy = 'sum(1./y.^2) + sum(y.^4)';
    counterexampleOf((await settle(design({ velocity: { y: 'y' }, energy, claims: ['descent'] })))['descent']);
  });

  it.each<[string, string, string]>([
    ['the velocity', '-y./(y.^2 - 2).^2', "y'*y"],
    ['the energy', '-y', 'sum(1./(y - 10/7).^2)'],
    ['an inner function', '-y./(1 + cos(y))', "y'*y"],
  ])('at poles that are no doubles, in %s', async (_, velocity, energy) => {
    for (const seed of [1, 2, 3])
      for (const { evidence } of Object.values(
        await settle(design({ velocity: { y: velocity }, energy, claims: ['descent'] }), { seed }),
      )) {
        if (evidence.kind === 'counterexample') continue;
        expect(evidence).toMatchObject({ kind: 'reason', code: 'undefined-in-domain' });
      }
  });

  it('but not at poles outside the domain', async () => {
    const input = design({
      velocity: { y: '-y./(y.^2 - 2).^2' },
      domain: { y: [-1, 1] },
      energy: "y'*y",
      claims: ['descent'],
    });
    expect(codes(await settle(input))).toEqual(['samples']);
  });

  it('an overflow is not undefined', async () => {
    for (const energy of ['sum(exp(y.^2))', 'sum(exp(exp(y)))', "1e200*y'*y", 'sum(cosh(y))'])
      expect(codes(await settle(design({ velocity: { y: '-y' }, energy, claims: CLAIMS })))).not.toContain(
        'undefined-in-domain',
      );
    const large = design({ velocity: { y: '-1e200*y' }, energy: "1e200*y'*y", claims: ['descent'] });
    expect(codes(await settle(large))).not.toContain('undefined-in-domain');
  });
});

describe('what is given', () => {
  const input = (claims: readonly ClaimInput[]): DesignInput =>
    design({
      parameters: { W: { shape: ['N', 'N'] }, a: { shape: [] } },
      lagrangians: { L: { is: 'relu', gradient: 'g' } },
      velocity: { y: 'W*y' },
      energy: "1/2*y'*y",
      claims,
    });

  it('holds at every counterexample, and a claim may rest on it', async () => {
    const verdicts = await settle(
      input([
        { id: 'sign', nonpositive: 'a', given: [{ nonpositive: 'a + 1' }] },
        { id: 'sign-wrong', nonpositive: 'a', given: [{ nonpositive: 'a - 1' }, { nonnegative: 'a - 1/2' }] },
        { id: 'psd', nonpositive: 'rate', given: [{ psd: '-W' }] },
        { id: 'psd-wrong', nonpositive: 'rate', given: [{ psd: 'W' }] },
        { id: 'equal', equal: ['rate', 0], given: [{ equal: ['W', "-W'"] }] },
        { id: 'equal-wrong', nonpositive: 'rate', given: [{ equal: ['W', "W'"] }] },
      ]),
    );
    expect(names(verdicts)).toEqual({
      sign: 'unrefuted',
      'sign-wrong': 'refuted',
      psd: 'unrefuted',
      'psd-wrong': 'refuted',
      equal: 'unrefuted',
      'equal-wrong': 'refuted',
    });
    const a = counterexampleOf(verdicts['sign-wrong']).values['a'] as number;
    expect(a).toBeGreaterThanOrEqual(0.5);
    expect(a).toBeLessThanOrEqual(1);
    const W = counterexampleOf(verdicts['equal-wrong']).values['W'] as number[][];
    expect(W.every((row, i) => row.every((v, j) => v === W[j]?.[i]))).toBe(true);
  });

  it('speaks of one state: what speaks of more is not judged', async () => {
    const verdicts = await settle(
      input([
        { id: 'named', claim: 'strict-descent', given: ['descent'] },
        { id: 'moved', nonpositive: 'rate', given: [{ invariant: { of: 'energy', along: 'identity(N)' } }] },
      ]),
    );
    expect(codes(verdicts)).toEqual(['unsupported']);
    for (const { evidence } of Object.values(verdicts))
      expect(evidence.kind === 'reason' && evidence.detail).toContain('"given" takes what can be judged at one state');
  });

  it('that is impossible leaves every claim undecided', async () => {
    const given = [{ nonpositive: '1 + a^2' }] as const;
    const statements: ClaimInput[] = [
      { id: 'sign', nonpositive: "y'*y + 1", given },
      { id: 'equal', equal: ['y', '2*y'], given },
      { id: 'psd', psd: 'W', given },
      { id: 'invariant', invariant: { of: 'energy', along: 'identity(N)' }, given },
      { id: 'equality', nonpositive: "y'*y + 1", given: [{ equal: ['a^2', '-1'] }] },
    ];
    const named: ClaimInput[] = CLAIMS.map((claim) => ({ id: claim, claim, given }));
    const dead: ClaimInput = { id: 'dead', claim: 'flat-directions', given };
    const verdicts = await settle({ ...input([...statements, ...named, dead]), velocity: { y: 'W*g(y)' } });
    expect([...new Set(Object.values(names(verdicts)))]).toEqual(['inconclusive']);
    expect(codes(verdicts)).toEqual(['budget']);
  });
});

describe('bounded below', () => {
  const verdict = async (energy: string, rest: Partial<Rest> = {}): Promise<string | undefined> =>
    (await settle(design({ velocity: { y: '-y' }, energy, claims: ['bounded-below'], ...rest })))['bounded-below']
      ?.verdict;
  const relu: Partial<Rest> = { lagrangians: { L: { is: 'relu', gradient: 'g' } }, dimensions: { N: { fixed: 1 } } };

  it.each([
    ["y'*g(y) - L(y) - 1/2*2*g(y)'*g(y)", 'refuted'],
    ["y'*g(y) - L(y) - 1/2*0.5*g(y)'*g(y)", 'unrefuted'],
    ["y'*g(y) - L(y) - 1/2*g(y)'*g(y)", 'unrefuted'],
    ['L(y) - 1000*sum(g(y))', 'unrefuted'],
    ['sum(g(y)) + sum(y)', 'refuted'],
    ['sum(g(y)) - sum(y)/2', 'unrefuted'],
    ['2*sum(g(y)) - sum(y)', 'unrefuted'],
    ['sum(g(y))/2 - sum(y)', 'refuted'],
  ])('relu: %s', async (energy, expected) => {
    expect(await verdict(energy, relu)).toBe(expected);
  });

  it.each<[string, string[]]>([
    ['sum(y.^4) - 1e6*sum(y.^2)', ['unrefuted']],
    ['sum(y.^3)', ['refuted']],
    ['sum(y)^2', ['unrefuted']],
    ['sum(y)^2 - 1e-9*sum(y)^4', ['refuted']],
    ['sum(cosh(y))', ['unrefuted']],
    ['sum(sin(y)) - sum(cos(y))', ['unrefuted']],
    ['sum(tanh(y))', ['unrefuted']],
    ["sum(tanh(y)) - y'*y", ['inconclusive', 'refuted']],
    ['sum(log(1 + y.^2))', ['unrefuted', 'inconclusive']],
    ["-sum(y.^2)*exp(-y'*y)", ['unrefuted']],
  ])('%s', async (energy, expected) => {
    expect(expected).toContain(await verdict(energy));
  });

  it('concerns only what may go to infinity', async () => {
    const two = { dimensions: { N: 2 }, state: { y: ['N'], z: ['N'] }, velocity: { y: '-y', z: '-z' } } as const;
    expect(await verdict("z'*z - y'*y", { ...two, domain: { y: [-3, 3] } })).toBe('unrefuted');
    expect(await verdict("-10*y'*z", { ...two, domain: { y: [1, 3] } })).toBe('refuted');
    expect(await verdict("y'*y - z'*z", { ...two, domain: { y: [1, 3] } })).toBe('refuted');
    const given: ClaimInput = { id: 'bounded-below', claim: 'bounded-below', given: [{ nonpositive: "y'*y - 1" }] };
    expect(await verdict("-y'*y", { claims: [given] })).toBe('inconclusive');
  });
});
