import { describe, expect, it } from 'vitest';
import type { DesignInput } from '../../src/design/define.js';
import { confirm, counterexampleOf, design, names, settle } from './support.js';

type Rest = Parameters<typeof design>[0];
const BOTH = ['flat-directions', 'no-flat-directions'] as const;
const of = (rest: Rest): DesignInput => design({ ...rest, claims: BOTH });
const notesOf = async (rest: Rest): Promise<readonly string[]> => {
  const evidence = (await settle(of(rest)))['flat-directions']?.evidence;
  return evidence?.kind === 'samples' ? (evidence.notes ?? []) : [];
};
const relu = { L: { is: 'relu', gradient: 'g' } } as const;
const VACUOUS = 'no dead direction was found, so that the claim holds vacuously';

describe('an energy that is periodic along a dead direction', () => {
  it('is not constant along it', async () => {
    const input = design({
      lagrangians: relu,
      velocity: { y: 'g(y) - y' },
      energy: 'L(y) + sum(cos(2*pi*y))',
      claims: ['flat-directions'],
    });
    confirm(input, 'flat-directions', counterexampleOf((await settle(input))['flat-directions']));
  });
});

describe('dead directions', () => {
  it.each<[string, boolean, boolean, Rest]>([
    ['entrywise', true, false, { lagrangians: relu, velocity: { y: '-y' }, energy: "y'*g(y) - L(y)" }],
    ['with a tilt', false, true, { lagrangians: relu, velocity: { y: '-y' }, energy: 'L(y) + sum(y)' }],
    ['with a square', false, true, { lagrangians: relu, velocity: { y: '-y' }, energy: "L(y) + y'*y" }],
    [
      'shift of softmax',
      true,
      false,
      { lagrangians: { L: { is: 'softmax', gradient: 'g' } }, velocity: { y: '-y' }, energy: "y'*g(y) - L(y)" },
    ],
    ['softmax written out', false, true, { velocity: { y: '-softmax(y)' }, energy: "y'*softmax(y)" }],
    [
      'shift of layer norm',
      true,
      false,
      { lagrangians: { L: { is: 'layer-norm', gradient: 'g' } }, velocity: { y: '-y' }, energy: 'sum(g(y)) + L(y)' },
    ],
    [
      'off the support of sparsemax',
      true,
      false,
      { lagrangians: { L: { is: 'sparsemax', gradient: 'g' } }, velocity: { y: '-y' }, energy: "y'*g(y) - L(y)" },
    ],
    [
      'both sides of hard tanh',
      true,
      false,
      { lagrangians: { L: { is: 'hard-tanh', gradient: 'g' } }, velocity: { y: '-y' }, energy: "g(y)'*g(y)" },
    ],
    [
      'nested argument, constant energy',
      true,
      false,
      {
        parameters: { W: { shape: ['N', 'N'] }, b: { shape: ['N'] } },
        lagrangians: relu,
        velocity: { y: '-y' },
        energy: 'sum(g(W*y + b))',
      },
    ],
    [
      'nested argument, square',
      false,
      true,
      {
        parameters: { W: { shape: ['N', 'N'] }, b: { shape: ['N'] } },
        lagrangians: relu,
        velocity: { y: '-y' },
        energy: "1/2*y'*y - L(W*y + b)",
      },
    ],
    [
      'two states',
      true,
      false,
      {
        dimensions: { N: 2, M: 1 },
        state: { y: ['N'], z: ['M'] },
        lagrangians: relu,
        velocity: { y: '-y', z: '-z' },
        energy: "sum(g(y)) + z'*z",
      },
    ],
    [
      'two activations that share a state',
      true,
      false,
      {
        lagrangians: { ...relu, K: { is: 'hard-tanh', gradient: 'f' } },
        velocity: { y: '-f(y)' },
        energy: 'L(y) + sum(g(y))',
      },
    ],
    ['of a scalar of the state', true, false, { velocity: { y: '-y' }, energy: 'relu(sum(y))' }],
    [
      'beyond a kink that is no activation',
      false,
      true,
      { lagrangians: relu, velocity: { y: '-y' }, energy: 'L(y) + sum(abs(y + 20)) - sum(y)' },
    ],
  ])('%s', async (_, flat, never, rest) => {
    const input = of(rest);
    const verdicts = await settle(input);
    expect(names(verdicts)).toEqual({
      'flat-directions': flat ? 'unrefuted' : 'refuted',
      'no-flat-directions': never ? 'unrefuted' : 'refuted',
    });
    for (const [id, v] of Object.entries(verdicts)) {
      if (v.verdict !== 'refuted') {
        expect(v.evidence.kind === 'samples' && v.evidence.count).toBeGreaterThan(0);
        continue;
      }
      const { energy } = input;
      // What the evaluation of the tests has formulas for.
      if (
        !/softmax\(|relu\(/.test(String(energy)) &&
        JSON.stringify(input.lagrangians ?? {}).match(/"is":"(?!relu|softmax)/) === null
      )
        confirm(input, id, counterexampleOf(v));
    }
  });

  it('are not there when another activation moves', async () => {
    const two = of({ lagrangians: relu, velocity: { y: '-g(-y)' }, energy: "y'*g(y) - L(y)" });
    expect(names(await settle(two))).toEqual({ 'flat-directions': 'unrefuted', 'no-flat-directions': 'unrefuted' });
    expect(await notesOf({ lagrangians: relu, velocity: { y: '-g(-y)' }, energy: "y'*g(y) - L(y)" })).toEqual([
      VACUOUS,
    ]);
  });

  it('that saturate only in the limit are bounded in a note', async () => {
    const network = (is: string): Rest => ({
      lagrangians: { L: { is, gradient: 'g' } },
      velocity: { y: '-g(y)' },
      energy: 'L(y)',
    });
    for (const [is, epsilon] of [
      ['tanh', 1 - Math.tanh(20)],
      ['sigmoid', Math.exp(-20)],
    ] as const) {
      const notes = await notesOf(network(is));
      expect(notes[0]).toBe(VACUOUS);
      const stated = notes.slice(1).map((n) => Number(/at most (\S+)$/.exec(n)?.[1]));
      expect(stated).toHaveLength(2);
      for (const bound of stated) {
        expect(bound).toBeGreaterThanOrEqual(epsilon * 0.999);
        expect(bound).toBeLessThan(1e-8);
      }
    }
    expect(await notesOf(network('identity'))).toEqual([VACUOUS]);
  });

  it('of one stand-in make the claim no more vacuous than those of another', async () => {
    const any: Rest = {
      lagrangians: { L: { is: 'any', gradient: 'g' } },
      velocity: { y: '-y' },
      energy: "y'*g(y) - L(y)",
    };
    expect(await notesOf(any)).not.toContain(VACUOUS);
  });

  it('leave nothing known where an argument is curved', async () => {
    const curved = await settle(of({ lagrangians: relu, velocity: { y: '-y' }, energy: 'L(y.*y)' }));
    expect(names(curved)).toEqual({ 'flat-directions': 'inconclusive', 'no-flat-directions': 'inconclusive' });
  });

  it('end where a stated domain ends', async () => {
    const within = (domain: readonly [number, number], energy: string): Promise<Record<string, string>> =>
      settle(of({ domain: { y: domain }, lagrangians: relu, velocity: { y: '-y' }, energy })).then(names);
    expect(await within([-3, 3], 'L(y) + sum(abs(y + 1)) - sum(y)')).toMatchObject({ 'flat-directions': 'refuted' });
    expect(await within([-3, 3], 'L(y) + sum(abs(y + 10) - y)')).toMatchObject({ 'flat-directions': 'unrefuted' });
    expect(await within([0, 3], 'L(y)')).toMatchObject({ 'no-flat-directions': 'unrefuted' });
    expect(await within([-3, 3], 'L(y)')).toMatchObject({ 'no-flat-directions': 'refuted' });
  });
});
