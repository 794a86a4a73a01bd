/** The replay of derivations: what is settled how, and that no corrupted derivation is as it says. */
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { replaySteps } from '../../src/checkers/steps.js';
import { formulateClaims } from '../../src/claims/formulate.js';
import { findProof } from '../../src/checkers/prove/prove.js';
import { derivation } from '../../src/derivation/derivation.js';
import { designOfStep, parseSteps } from '../../src/design/steps/load.js';
import type { StepsFile } from '../../src/design/steps/types.js';
import { type Random, randomFrom } from '../../src/numeric/random.js';
import { type StepsReport, verdictOfSteps } from '../../src/verdicts/steps.js';

interface StepText {
  equal?: string[];
  psd?: string;
  nonpositive?: string;
  nonnegative?: string;
  id: string;
  given?: object[];
  from?: string[];
  expect?: string;
  [key: string]: unknown;
}
interface FileText {
  parameters: Record<string, { shape: string[]; structure?: string }>;
  steps: StepText[];
  [key: string]: unknown;
}

/** Every structure, every given statement and every citation is needed. */
const FILE: FileText = {
  name: 't',
  dimensions: { N: 2 },
  state: { y: ['N'] },
  parameters: {
    W: { shape: ['N', 'N'], structure: 'symmetric' },
    Q: { shape: ['N', 'N'], structure: 'positive-definite' },
    A: { shape: ['N', 'N'] },
    B: { shape: ['N', 'N'] },
    b: { shape: ['N'] },
  },
  lagrangians: { L: { is: 'any', gradient: 'g', hessian: 'Lambda' } },
  define: { f: 'y - g(W*y + b)' },
  velocity: { y: '-Q*W*f' },
  energy: "1/2*y'*W*y - L(W*y + b)",
  steps: [
    { id: 'half', equal: ['grad(energy, y)', '1/2*W*f'], expect: 'fails', 'repaired-by': 'gradient' },
    { id: 'gradient', equal: ['grad(energy, y)', 'W*f'] },
    { id: 'descent', nonpositive: 'rate' },
    { id: 'replaced', psd: 'A', given: [{ equal: ['A', "B'*Q*B"] }] },
    { id: 'scaled', psd: "2*A + W'*W", given: [{ equal: ['A', "B'*Q*B"] }], from: ['replaced'] },
    { id: 'sum', nonnegative: "y'*(A + Q)*y", given: [{ psd: 'A' }] },
  ],
};

const read = async (file: FileText): Promise<StepsFile> =>
  (await parseSteps(stringify(file))) ?? expect.fail('a derivation has steps');
const copy = (): FileText => parse(stringify(FILE)) as FileText;
const replayed = async (file: FileText): Promise<StepsReport> => replaySteps(await read(file), { samples: 400 });

async function isProved(file: FileText, id: string): Promise<boolean> {
  const steps = await read(file);
  const design = designOfStep(steps, steps.steps.find((s) => s.id === id) ?? expect.fail(id));
  const [claim] = formulateClaims(design);
  return claim !== undefined && findProof(derivation(design), claim) !== undefined;
}

describe('the replay of a derivation', { timeout: 60_000 }, () => {
  it('says of every step what it is', async () => {
    const seen: string[] = [];
    const file = await read(FILE);
    const report = await replaySteps(file, { samples: 400, onStep: (s) => seen.push(s.id) });
    expect(report.steps.map((s) => s.outcome)).toEqual(['fails', 'holds', 'holds', 'holds', 'holds', 'holds']);
    expect(verdictOfSteps(report.steps)).toBe('as-stated');
    expect(seen).toEqual(file.steps.map((s) => s.id));
    expect(report.steps[3]?.rules).toContain('equal-judged');
    expect(report.steps[0]?.repairedBy).toBe('gradient');
  });

  it('says that a step fails which should hold, that nothing rests on it, and that one holds which should fail', async () => {
    const file = copy();
    file.steps = [
      { id: 'wrong', equal: ['grad(energy, y)', 'f'] },
      { id: 'after', nonpositive: 'rate', from: ['wrong'] },
      { id: 'right', equal: ['grad(energy, y)', 'W*f'], expect: 'fails' },
    ];
    const { steps } = await replayed(file);
    expect(steps.map((s) => s.outcome)).toEqual(['fails', 'open', 'holds']);
    expect(verdictOfSteps(steps)).toBe('otherwise');
    expect(steps[1]?.evidence).toMatchObject({ detail: 'it rests on wrong, which is not shown to hold' });
  });

  it('lists what a step rests on through the steps that it uses', async () => {
    const file = copy();
    file.steps = [
      { id: 'form', psd: "B'*Q*B + A", given: [{ psd: 'A' }] },
      { id: 'value', nonnegative: "y'*(B'*Q*B + A)*y", given: [{ psd: 'A' }], from: ['form'] },
    ];
    const { steps } = await replayed(file);
    expect(steps.map((s) => s.outcome)).toEqual(['holds', 'holds']);
    expect([...(steps[1]?.assumptions ?? [])].sort()).toEqual(['Q positive-definite', "given x'(A)x ≥ 0 for all x"]);
  });

  it('does not take a step off its kinks to be known at them', async () => {
    const file = copy();
    file.lagrangians = { L: { is: 'relu', gradient: 'g', hessian: 'Lambda' } };
    file.steps = [
      { id: 'jumps', equal: ['Lambda(y)*y', 'g(y)'] },
      { id: 'smooth', equal: ["y'*g(y)", "g(y)'*g(y)"], from: ['jumps'] },
    ];
    const { steps } = await replayed(file);
    expect(steps.map((s) => s.outcome)).toEqual(['holds', 'open']);
    expect(verdictOfSteps(steps)).toBe('open');
  });
});

/** What makes a derivation false, or takes from it what it needs; the step that is at stake. */
const CORRUPTIONS: Readonly<Record<string, (file: FileText, random: Random) => string | undefined>> = {
  'a factor is changed': (file, random) => {
    const step = pick(
      random,
      file.steps.filter((s) => s['equal'] !== undefined && s.expect === undefined),
    );
    const [left = '', right = ''] = step.equal ?? [];
    step.equal = [left, `${pick(random, ['3/2', '-1', '2', '1/3'])}*(${right})`];
    return step.id;
  },
  'a sign is changed': (file, random) => {
    const step = pick(
      random,
      file.steps.filter((s) => s['equal'] === undefined),
    );
    for (const key of ['psd', 'nonpositive', 'nonnegative'] as const)
      if (step[key] !== undefined) step[key] = `-(${step[key]})`;
    return step.id;
  },
  'what is given is left out': (file, random) => {
    const step = pick(
      random,
      file.steps.filter((s) => s.given !== undefined && s.from === undefined),
    );
    const given = step.given as object[];
    given.splice(random.below(given.length), 1);
    return step.id;
  },
  'a structure is left out': (file, random) => {
    const [name, id] = pick(random, [
      ['W', 'gradient'],
      ['Q', 'descent'],
      ['Q', 'replaced'],
    ] as const);
    file.parameters[name] = { shape: ['N', 'N'] };
    return id;
  },
  'more is subtracted': (file, random) => {
    const step = pick(
      random,
      file.steps.filter((s) => s['psd'] !== undefined || s['nonnegative'] !== undefined),
    );
    if (step.psd !== undefined) step.psd = `${step.psd} - ${2 + random.below(3)}*Q`;
    else step.nonnegative = `${step.nonnegative} - ${2 + random.below(3)}*y'*Q*y`;
    return step.id;
  },
};

const pick = <T>(random: Random, items: readonly T[]): T => items[random.below(items.length)] as T;

describe('corrupted derivations', { timeout: 60_000 }, () => {
  it.each(Object.keys(CORRUPTIONS))('are not proved where %s', async (kind) => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 30; seed += 1) {
      const file = copy();
      const id = CORRUPTIONS[kind]?.(file, randomFrom(seed, kind));
      const text = stringify(file);
      if (id === undefined || seen.has(text)) continue;
      seen.add(text);
      if (await isProved(file, id)) expect.fail(`${id} of\n${text}`);
    }
    expect(seen.size).toBeGreaterThan(1);
  });
});
