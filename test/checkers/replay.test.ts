import { describe, expect, it } from 'vitest';
import { replayCounterexample } from '../../src/checkers/replay.js';
import type { DesignInput } from '../../src/design/define.js';
import { type Random, randomFrom } from '../../src/numeric/random.js';
import type { Counterexample, SavedCounterexample, Value } from '../../src/verdicts/types.js';
import { broken } from './structure-holds.js';
import { confirm, design, saved, settle } from './support.js';

type Rest = Parameters<typeof design>[0];
const square = { shape: ['N', 'N'] } as const;
const network = (is: string, structure: 'symmetric' | 'general'): Rest => ({
  parameters: { W: { ...square, structure }, b: { shape: ['N'] } },
  lagrangians: { L: { is, gradient: 'g' } },
  velocity: { y: 'W*g(y) - y + b' },
  energy: "(y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)",
});
const linear = (velocity: string, structure: NonNullable<Rest['parameters']>[string]['structure']): Rest => ({
  parameters: { W: { ...square, ...(structure === undefined ? {} : { structure }) } },
  velocity: { y: velocity },
  energy: "1/2*y'*y",
});
const CASES: readonly (readonly [string, string, Rest])[] = [
  ['descent', 'descent', network('tanh', 'general')],
  ['strict descent', 'strict-descent', network('relu', 'symmetric')],
  ['no flat directions', 'no-flat-directions', network('relu', 'symmetric')],
  ['unbounded', 'bounded-below', network('relu', 'symmetric')],
  ['stationary points', 'stationary-points', network('softmax', 'symmetric')],
  ['skew', 'strict-descent', linear('W*y', 'skew')],
  ['orthogonal', 'descent', linear('W*y - 0.99*y', 'orthogonal')],
  ['rank', 'stationary-points', linear("-W'*W*y", { rank: 1 })],
  ['norm', 'descent', linear('W*y - 0.9*y', { 'norm-at-most': 1 })],
  ['semi-definite', 'descent', linear('W*y', 'positive-semidefinite')],
  ['domain', 'descent', { domain: { y: [-2, 2] }, velocity: { y: '3*y.^3 - y' }, energy: "1/2*y'*y" }],
];

const PERTURBATIONS = 45;

const flatten = (v: Value): readonly number[] =>
  typeof v === 'number' ? [v] : (v as readonly Value[]).flatMap(flatten);

/** Numbers of a value, changed at one place. */
function changed(random: Random, v: Value): Value {
  if (typeof v === 'number') {
    const others = [v + 1, -v, 0, v * (1 + 1e-9), v + random.normal(), Number.NaN, Infinity, 1e300 * v, v + 1e-12];
    return others[random.below(others.length)] as number;
  }
  const at = random.below(v.length);
  return (v as readonly Value[]).map((item, i) => (i === at ? changed(random, item) : item)) as unknown as Value;
}

/** A counterexample with one thing changed at random. */
function corrupted(random: Random, at: Counterexample): Counterexample {
  const pick = <T>(of: Readonly<Record<string, T>>): [string, T] =>
    Object.entries(of)[random.below(Object.keys(of).length)] as [string, T];
  const without = <T>(of: Readonly<Record<string, T>>, name: string): Record<string, T> =>
    Object.fromEntries(Object.entries(of).filter(([other]) => other !== name));
  const [name, v] = pick(at.values);
  switch (random.below(8)) {
    case 0:
      return { ...at, values: without(at.values, name) };
    case 1:
      return { ...at, values: { ...at.values, [name]: typeof v === 'number' ? [v, v] : [...(v as number[]), 0] } };
    case 2:
      return { ...at, dimensions: { N: [0, 4, 2.5, -1, Number.NaN, 1e9][random.below(6)] as number } };
    case 3: {
      if (at.direction === undefined) return { ...at, dimensions: {} };
      const [state, d] = pick(at.direction);
      return { ...at, direction: { ...at.direction, [state]: changed(random, d) as readonly number[] } };
    }
    case 4: {
      if (at.parts === undefined) return { ...at, parts: { nobody: { a: [1] } } };
      const [parameter, parts] = pick(at.parts);
      const [part, numbers] = pick(parts);
      return { ...at, parts: { ...at.parts, [parameter]: { ...parts, [part]: changed(random, numbers) } } };
    }
    default:
      return { ...at, values: { ...at.values, [name]: changed(random, v) } };
  }
}

describe.each(CASES)('a saved counterexample: %s', (name, id, rest) => {
  it('is confirmed; changed at random it is confirmed only where it is one', async () => {
    const input: DesignInput = design({ ...rest, claims: [id as 'descent'] });
    const file = await saved(input, (await settle(input))[id]);
    expect((await replayCounterexample(file)).verdict).toBe('confirmed');
    const random = randomFrom(1, 'corrupted', name);
    let refused = 0;
    for (let i = 0; i < PERTURBATIONS; i += 1) {
      const evidence = corrupted(random, file.evidence);
      const { verdict, enclosure, detail } = await replayCounterexample({ ...file, evidence });
      expect(detail).not.toMatch(/internal|undefined|TypeError/);
      if (verdict === 'not-reproduced') {
        refused += 1;
        continue;
      }
      const what = JSON.stringify(evidence);
      const numbers: readonly number[] = Object.values<Value>(evidence.values).flatMap(flatten);
      expect(broken(input, evidence), what).toEqual([]);
      expect(numbers.every(Number.isFinite), what).toBe(true);
      // Differences of doubles say nothing about huge numbers, nor about violations of the size of rounding.
      const isOrdinary = Math.max(...numbers.map(Math.abs)) < 1e3;
      if (isOrdinary && (enclosure[0] === enclosure[1] || enclosure[0] > 1e-3))
        confirm(input, id, { ...evidence, enclosure, value: (enclosure[0] + enclosure[1]) / 2 });
    }
    expect(refused).toBeGreaterThan(PERTURBATIONS / 4);
  });
});

describe('a counterexample', () => {
  const psd = design({
    parameters: { W: square },
    velocity: { y: '-y' },
    energy: "y'*y",
    claims: [{ id: 'psd', psd: 'W' }, 'descent'],
  });
  const relu = design({
    parameters: { e: { shape: ['N'], structure: 'nonnegative' } },
    lagrangians: { L: { is: 'relu', gradient: 'g' } },
    velocity: { y: '-y' },
    energy: 'L(y)',
    claims: [
      { id: 'dead', invariant: { of: 'energy', along: '-diag(e)' }, given: [{ nonpositive: "e'*relu(y)" }] },
      { id: 'alive', invariant: { of: 'energy', along: 'diag(e)' }, given: [{ nonpositive: "e'*relu(y)" }] },
    ],
  });
  const judge = async (file: SavedCounterexample, evidence: Partial<Counterexample>): Promise<string> =>
    (await replayCounterexample({ ...file, evidence: { ...file.evidence, ...evidence } })).verdict;

  it('of a matrix inequality needs a witness of the right size', async () => {
    const file = await saved(psd, (await settle(psd))['psd']);
    expect(await judge(file, {})).toBe('confirmed');
    const { witness: _, ...without } = file.evidence;
    expect((await replayCounterexample({ ...file, evidence: without })).verdict).toBe('not-reproduced');
    for (const witness of [[], [0], [1, 2, 3, 4], [Number.NaN]])
      expect(await judge(file, { witness })).toBe('not-reproduced');
  });

  it('counts for its own claim only', async () => {
    const file = await saved(psd, (await settle(psd))['psd']);
    for (const id of ['descent', 'none', ''])
      expect((await replayCounterexample({ ...file, claim: { ...file.claim, id } })).verdict).toBe('not-reproduced');
  });

  it('of invariance needs c ≥ 0', async () => {
    const verdicts = await settle(relu);
    expect(verdicts['dead']?.verdict).not.toBe('refuted');
    const file = await saved(relu, verdicts['alive']);
    expect(await judge(file, {})).toBe('confirmed');
    const c = file.evidence.direction?.['c'] ?? [];
    const negative = { direction: { c: c.map((v) => -v) } };
    expect(await judge(file, negative)).toBe('not-reproduced');
    expect(await judge(file, { direction: { c: [...c, 1] } })).toBe('not-reproduced');
    // Against the claim that is true: a negative c would leave the dead region.
    const dead = { ...file, claim: { id: 'dead', statement: '' } };
    expect(await judge(dead, negative)).toBe('not-reproduced');
    expect(await judge(dead, {})).toBe('not-reproduced');
  });

  it('of any Lagrangian needs the one that was taken', async () => {
    const any = design({
      lagrangians: { L: { is: 'any', gradient: 'g' } },
      velocity: { y: '-y' },
      energy: "y'*g(y) - L(y)",
      claims: ['descent'],
    });
    const file = await saved(any, (await settle(any))['descent']);
    expect(await judge(file, {})).toBe('confirmed');
    for (const name of ['relu of the moon', '', 'tanh'])
      expect(await judge(file, { lagrangian: { L: name } })).toBe('not-reproduced');
    const { lagrangian: _, ...without } = file.evidence;
    expect((await replayCounterexample({ ...file, evidence: without })).verdict).toBe('not-reproduced');
  });
});
