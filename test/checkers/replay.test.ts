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
    expect(await replayCounterexample(file)).toMatchObject({
      verdict: 'confirmed',
      evidence: file.evidence,
      disagreements: [],
    });
    const random = randomFrom(1, 'corrupted', name);
    let refused = 0;
    for (let i = 0; i < PERTURBATIONS; i += 1) {
      const evidence = corrupted(random, file.evidence);
      const { detail, evidence: found, disagreements } = await replayCounterexample({ ...file, evidence });
      expect(detail).not.toMatch(/internal|undefined|TypeError/);
      if (found === undefined) {
        refused += 1;
        continue;
      }
      const what = JSON.stringify(evidence);
      const { enclosure } = found;
      if (disagreements.length === 0) expect(JSON.stringify(evidence)).toBe(JSON.stringify(found));
      const numbers: readonly number[] = Object.values<Value>(found.values).flatMap(flatten);
      expect(broken(input, found), what).toEqual([]);
      expect(numbers.every(Number.isFinite), what).toBe(true);
      // Differences of doubles say nothing about huge numbers, nor about violations of the size of rounding.
      const isOrdinary = Math.max(...numbers.map(Math.abs)) < 1e3;
      if (isOrdinary && (enclosure[0] === enclosure[1] || enclosure[0] > 1e-3)) confirm(input, id, found);
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

describe('what a file says otherwise than it is', () => {
  const input = design({
    parameters: {
      W: square,
      A: { ...square, structure: 'symmetric' },
      P: { ...square, structure: 'positive-definite' },
      c: { value: 2 },
    },
    velocity: { y: 'W*y + c*y' },
    energy: "1/2*y'*y + 1/1000*y'*P*y",
    claims: ['descent', { id: 'psd', psd: 'A' }],
  });
  const relu = design({ ...network('relu', 'symmetric'), claims: ['strict-descent', 'no-flat-directions'] });
  const fileOf = async (of: DesignInput, id: string): Promise<SavedCounterexample> => saved(of, (await settle(of))[id]);
  const judge = async (
    file: SavedCounterexample,
    evidence: Partial<Record<keyof Counterexample, unknown>>,
    without: readonly string[] = [],
  ): Promise<readonly string[]> => {
    const changedEvidence = Object.entries({ ...file.evidence, ...evidence }).filter(([key]) => !without.includes(key));
    const result = await replayCounterexample({
      ...file,
      evidence: Object.fromEntries(changedEvidence) as unknown as Counterexample,
    });
    // The numbers refute the claim whatever else the file says, and what is printed is what was found.
    expect(result).toMatchObject({ verdict: 'confirmed', evidence: file.evidence });
    return result.disagreements;
  };

  it('is listed, each in a sentence', async () => {
    const file = await fileOf(input, 'descent');
    const { values, value, enclosure, quantity, parts } = file.evidence;
    expect(await judge(file, {})).toEqual([]);
    expect(await judge(file, { value: 7 })).toEqual([`the file says that the value is 7, it is ${value}`]);
    expect(await judge(file, { enclosure: [6, 8] })).toEqual([
      `the file says that the enclosure is [6, 8], it is [${enclosure.join(', ')}]`,
    ]);
    expect(await judge(file, { quantity: 'energy' })).toEqual([
      `the file says that the quantity is energy, it is ${quantity}`,
    ]);
    expect(await judge(file, { detail: 'it explodes' })).toEqual([
      'the file says that the detail is it explodes, but there is none',
    ]);
    expect(await judge(file, { values: { ...values, z: [1, 2] } })).toEqual([
      'the file says that z is [1, 2], but there is none',
    ]);
    expect(await judge(file, { values: { ...values, c: 3 } })).toEqual(['the file says that c is 3, it is 2']);
    expect(await judge(file, { dimensions: { ...file.evidence.dimensions, K: 3 } })).toEqual([
      'the file says that the dimension K is 3, but there is none',
    ]);
    expect(await judge(file, { zero: 'exact', witness: [1], direction: { y: [1] }, lagrangian: { L: 'x' } })).toEqual([
      'the file says that L(x) is "x", but there is none',
      'the file says that the zero is exact, but there is none',
      'the file says that the witness is [1], but there is none',
      'the file says that the direction y is [1], but there is none',
    ]);
    expect(await judge(file, { parts: { ...parts, z: { q: [1] }, W: { W: [3] } } })).toEqual([
      'the file says that the part q of z is [1], but there is none',
      'the file says that the part W of W is [3], but there is none',
    ]);
    const { statement } = file.claim;
    const claim = { id: 'descent', statement: 'the energy explodes' };
    const result = await replayCounterexample({ ...file, claim });
    expect(result).toMatchObject({
      verdict: 'confirmed',
      claim: { id: 'descent', statement },
      disagreements: [`the file says that the statement is the energy explodes, it is ${statement}`],
    });
  });

  it('a factored parameter is what its parts give, whatever is printed', async () => {
    const factored = design({
      dimensions: { N: { fixed: 2 } },
      parameters: { W: { ...square, structure: 'orthogonal' } },
      velocity: { y: '-y' },
      energy: "1/2*y'*y",
      claims: [{ id: 'permutation', nonnegative: 'sum(sum(W.^4)) - 1.9' }],
    });
    const file = await fileOf(factored, 'permutation');
    const W = file.evidence.values['W'] as number[][];
    const off = W.map((row) => row.map((v) => v + 1));
    const parts = file.evidence.parts;
    expect(parts).toBeDefined();
    expect(await judge(file, { values: { ...file.evidence.values, W: off } })).toEqual([
      `the file says that W is ${JSON.stringify(off).replaceAll(',', ', ')}, it is ${JSON.stringify(W).replaceAll(',', ', ')}`,
    ]);
    const known = parts?.['W'] ?? {};
    expect(await judge(file, { parts: { W: { ...known, extra: [1] } } })).toEqual([
      'the file says that the part extra of W is [1], but there is none',
    ]);
    for (const name of Object.keys(known)) {
      const evidence = { ...file.evidence, parts: { W: { ...known, [name]: [] } } };
      expect((await replayCounterexample({ ...file, evidence })).detail).toMatch(
        new RegExp(`^the part ${name} of W needs [1-9]\\d* numbers, but has 0$`),
      );
    }
  });

  it('how a zero is known', async () => {
    const file = await fileOf(relu, 'strict-descent');
    expect(file.evidence.zero).toBe('exact');
    const box = { y: [[0, 1]] };
    expect(await judge(file, { zero: { box } })).toEqual([
      'the file says that the zero is verified in the box y in [[0, 1]], it is exact',
    ]);
    expect(await judge(file, {}, ['zero'])).toEqual(['the file does not say that the zero is exact']);
  });

  it('a zero known in a box only', async () => {
    const smooth = design({
      lagrangians: { L: { is: 'softplus', gradient: 'g' } },
      velocity: { y: 'y' },
      energy: 'L(y) - 2*sum(y)',
      claims: ['stationary-points'],
    });
    const file = await fileOf(smooth, 'stationary-points');
    const { zero } = file.evidence;
    // The gradient is 0 at log(exp(2) - 1), which is no double.
    if (zero === undefined || zero === 'exact') throw new Error(`not in a box: ${JSON.stringify(file.evidence)}`);
    expect(await judge(file, {})).toEqual([]);
    expect(await judge(file, { zero: 'exact' })).toEqual([
      `the file says that the zero is exact, it is verified in the box y in ${JSON.stringify(zero.box['y']).replaceAll(',', ', ')}`,
    ]);
  });

  it('where it is not reproduced, there is an interval only where one is known', async () => {
    const file = await fileOf(input, 'descent');
    const size = file.evidence.dimensions['N'] as number;
    const none = { ...file.evidence, values: { ...file.evidence.values, y: Array.from({ length: size }, () => 0) } };
    expect(await replayCounterexample({ ...file, evidence: none })).toMatchObject({
      verdict: 'not-reproduced',
      quantity: 'rate',
      enclosure: [0, 0],
    });
    const short = await replayCounterexample({
      ...file,
      evidence: { ...file.evidence, values: { ...file.evidence.values, y: [] } },
    });
    expect(short.verdict).toBe('not-reproduced');
    expect('enclosure' in short).toBe(false);
    const ragged = { ...file.evidence, dimensions: { N: 2 }, values: { ...file.evidence.values, W: [[1, 2, 3], [4]] } };
    const { detail } = await replayCounterexample({
      ...file,
      evidence: { ...ragged, values: { ...ragged.values, y: [1, 1] } },
    });
    expect(detail).toBe('W is not laid out as 2 rows of 2 numbers');
  });

  it('which function stands for any: unknown, not admitted, not said', async () => {
    const any = design({
      lagrangians: { L: { is: 'any', gradient: 'g', assume: 'convex' } },
      velocity: { y: 'y' },
      energy: "y'*g(y) - L(y)",
      claims: ['descent'],
    });
    const file = await fileOf(any, 'descent');
    const detail = async (lagrangian: Counterexample['lagrangian']): Promise<string> => {
      const { lagrangian: _, ...rest } = file.evidence;
      const evidence = lagrangian === undefined ? rest : { ...rest, lagrangian };
      return (await replayCounterexample({ ...file, evidence })).detail;
    };
    expect(await detail({ L: 'sum(-cos(x))' })).toBe(
      'the file takes L(x) = sum(-cos(x)), which is not convex, as the design assumes of L',
    );
    expect(await detail({ L: 'x of the moon' })).toBe(
      'the file takes L(x) = "x of the moon", which is none of the functions that this version takes for any',
    );
    expect(await detail(undefined)).toBe('the file does not say which function L is');
  });

  it('an error in its design is said to be there', async () => {
    const file = await fileOf(input, 'descent');
    const broken_ = { ...file, design: { file: 'elsewhere.yaml', source: 'name: x\nenrgy: 1\n' } };
    await expect(replayCounterexample(broken_)).rejects.toThrow(
      /^the design in the saved counterexample has an error at its line 2, column 1: unknown key "enrgy"/,
    );
  });
});
