/** Systems (1) and (5): u is taken to y = Wu + b; what the choice of R does to memories. */
import { describe, expect, it } from 'vitest';
import { defineDesign, type DesignInput } from '../../src/design/define.js';
import { compareSteadyStates, type Comparison } from '../../src/dynamics/equivalence.js';

type Rows = readonly (readonly number[])[];

const W: Rows = [
  [1.75, 0.25],
  [0.25, 1.5],
];
const b = [0.125, -0.0625];

const eq1 = (is: string, more: Partial<DesignInput> = {}): DesignInput => ({
  name: 'EQ1',
  dimensions: { N: 2 },
  state: { y: ['N'] },
  parameters: { W: { shape: ['N', 'N'] }, b: { shape: ['N'] } },
  lagrangians: { L: { is, gradient: 'g', hessian: 'Lambda' } },
  velocity: { y: 'W*g(y) - y + b' },
  energy: "1/2*y'*y",
  ...more,
});

const eq5 = (is: string, R: string, weights = W, more: Partial<DesignInput> = {}): DesignInput => ({
  name: 'EQ5',
  dimensions: { N: 2 },
  state: { u: ['N'] },
  parameters: { W: { shape: ['N', 'N'], value: weights }, b: { shape: ['N'], value: b } },
  lagrangians: { L: { is, gradient: 'g', hessian: 'Lambda' } },
  velocity: { u: `${R}*(g(W*u + b) - u)` },
  energy: "1/2*u'*u",
  ...more,
});

const compare = async (from: DesignInput, to: DesignInput, map = 'W*u + b'): Promise<Comparison> =>
  compareSteadyStates(await defineDesign(from), await defineDesign(to), [{ state: undefined, text: map }], {
    starts: 30,
  });

const verdicts = ({ pairs }: Comparison): string[] => pairs.map((p) => p.verdict);

describe('the systems (1) and (5)', () => {
  it('have the same steady states, as stable, for R = I', async () => {
    const found = await compare(eq5('tanh', 'identity(N)'), eq1('tanh'));
    expect(found.added.from).toBeGreaterThan(0);
    expect(found.shared).toEqual(['W', 'b']);
    expect(found.pairs.length).toBeGreaterThanOrEqual(5);
    expect(new Set(verdicts(found))).toEqual(new Set(['same']));
    expect(new Set(found.pairs.map((p) => p.to)).size).toBe(found.to.states.length);
    expect(found.from.states.some((s) => s.stability.verdict === 'unstable')).toBe(true);
    for (const { from, image } of found.pairs) {
      const u = found.from.states[from?.index ?? -1]?.y ?? [];
      W.forEach((row, i) => {
        const expected = row.reduce((s, w, j) => s + w * (u[j] ?? Number.NaN), b[i] ?? Number.NaN);
        expect(image?.[i]).toBeCloseTo(expected, 12);
      });
    }
  });

  it('have the same steady states for R = −I, but memories become unstable', async () => {
    const found = await compare(eq5('tanh', '(-identity(N))'), eq1('tanh'));
    const lost = found.pairs.filter(({ to }) => found.to.states[to ?? -1]?.stability.verdict === 'stable');
    expect(lost.length).toBeGreaterThanOrEqual(2);
    for (const { from, verdict } of lost) {
      expect(verdict).toBe('differs');
      expect(found.from.states[from?.index ?? -1]?.stability.verdict).toBe('unstable');
    }
    expect(found.pairs.every((p) => p.from !== undefined && p.to !== undefined)).toBe(true);
  });

  it('differ where R is singular at a state: it is a false memory', async () => {
    const diagonal: Rows = [
      [2, 0],
      [0, 0.5],
    ];
    const found = await compare(eq5('tanh', '(identity(N) - Lambda(W*u + b)*W)', diagonal), eq1('tanh'));
    const false_ = found.pairs.filter((p) => p.reason?.startsWith('a false memory'));
    expect(false_.length).toBeGreaterThanOrEqual(2);
    for (const { verdict, to, from } of false_) {
      expect([verdict, to]).toEqual(['differs', undefined]);
      // There 1 − 2 g'(2u + b) = 0 in the first neuron.
      const y = 2 * (found.from.states[from?.index ?? -1]?.y[0] ?? Number.NaN) + 0.125;
      expect(2 * (1 - Math.tanh(y) ** 2)).toBeCloseTo(1, 10);
    }
  });

  it('differ where R = W of low rank: continua in place of memories', async () => {
    const low: Rows = [
      [2, 2],
      [2, 2],
    ];
    const exact = await compare(
      eq5('relu', 'W', [
        [-1, 1],
        [1, -1],
      ]),
      eq1('relu'),
    );
    expect(exact.from.families.length).toBeGreaterThanOrEqual(1);
    const continua = exact.pairs.filter((p) => p.from?.kind === 'continuum');
    expect(continua.some((p) => p.verdict === 'differs' && p.reason?.startsWith('one of a continuum') === true)).toBe(
      true,
    );
    const rounded = await compare(eq5('tanh', 'W', low), eq1('tanh'));
    expect(rounded.from.families.length).toBeGreaterThanOrEqual(1);
    expect(new Set(verdicts(rounded))).toEqual(new Set(['not decided']));
  });

  it('differ where R of low rank adds a line of false memories, in rational numbers', async () => {
    const shared = {
      W: {
        shape: ['N', 'N'],
        value: [
          [0, -1],
          [-1, 0],
        ],
      },
      b: { shape: ['N'], value: [1, 0.5] },
    };
    const R = {
      shape: ['N', 'N'],
      value: [
        [1, 0],
        [0, 0],
      ],
    };
    const found = await compare(eq5('relu', 'R', W, { parameters: { ...shared, R } }), eq1('relu'));
    const continua = found.pairs.filter((p) => p.from?.kind === 'continuum');
    expect(continua.some((p) => p.verdict === 'differs' && p.reason?.startsWith('a false memory') === true)).toBe(true);
  });

  it('tells a steady state from one that is much nearer than a rounding', async () => {
    const near = eq1('tanh', { velocity: { y: 'W*g(y) - y + b + 1e-40' } });
    const found = await compare(eq5('tanh', 'identity(N)'), near);
    expect(found.pairs.filter((p) => p.from !== undefined).map((p) => p.verdict)).not.toContain('same');
  });
});

describe('steady states of the other', () => {
  it('that none is mapped to are proved to be so where all are known', async () => {
    const one: DesignInput = {
      name: 'one',
      dimensions: { N: 1 },
      state: { x: ['N'] },
      velocity: { x: '-x' },
      energy: "1/2*x'*x",
    };
    const three: DesignInput = { ...one, name: 'three', velocity: { x: 'x - x.^3' } };
    const found = await compare(one, three, 'x');
    expect(found.pairs.map((p) => [p.from?.index, p.verdict]).slice(0, 1)).toEqual([[0, 'differs']]);
    expect(found.pairs.filter((p) => p.from === undefined).map((p) => [p.verdict, p.reason])).toEqual([
      ['differs', 'no steady state is mapped to it'],
      ['differs', 'no steady state is mapped to it'],
    ]);
    const back = await compare(three, one, 'x + 5');
    expect(back.pairs.filter((p) => p.from === undefined).map((p) => p.reason)).toEqual([
      'none was found that is mapped to it',
    ]);
  });
});

describe('what is refused', () => {
  const cases: readonly (readonly [string, DesignInput, DesignInput, string, RegExp])[] = [
    [
      'a map of another size',
      eq5('tanh', 'W'),
      eq1('tanh'),
      "u'*u",
      /the map y = u'\*u is .*, but y of "EQ1" has 2 entries/,
    ],
    ['an unknown name', eq5('tanh', 'W'), eq1('tanh'), 'V*u', /V/],
    [
      'a shape of its own',
      eq5('tanh', 'W'),
      eq1('tanh', { parameters: { W: { shape: ['N', 'N'] }, b: { shape: [] } } }),
      'W*u + b',
      /b is .* here, but .* in "EQ5"/,
    ],
    [
      'numbers without the structure',
      eq5('tanh', 'W'),
      eq1('tanh', { parameters: { W: { shape: ['N', 'N'], structure: 'skew' }, b: { shape: ['N'] } } }),
      'W*u + b',
      /W has the numbers of "EQ5", but they are not skew/,
    ],
    [
      'another fixed size',
      eq5('tanh', 'W'),
      eq1('tanh', { dimensions: { N: { fixed: 3 } } }),
      'W*u + b',
      /N is fixed at 3/,
    ],
  ];
  it.each(cases)('%s', async (_, from, to, map, message) => {
    await expect(compare(from, to, map)).rejects.toThrow(message);
  });

  it('states that are missing, unknown or given twice', async () => {
    const [from, to] = [await defineDesign(eq5('tanh', 'W')), await defineDesign(eq1('tanh'))];
    const y = { state: 'y', text: 'u' };
    await expect(compareSteadyStates(from, to, [])).rejects.toThrow(/does not give the state y/);
    await expect(compareSteadyStates(from, to, [y, y])).rejects.toThrow(/gives y twice/);
    await expect(compareSteadyStates(from, to, [{ state: 'x', text: 'u' }])).rejects.toThrow(
      /"x" is no state of "EQ1"/,
    );
  });
});
