/** The derivations of the paper: every step is as the file says, and rests on what it cites and assumes. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { checkProof } from '../../src/checkers/prove/index.js';
import { findProof } from '../../src/checkers/prove/prove.js';
import { replaySteps } from '../../src/checkers/steps.js';
import { formulateClaims } from '../../src/claims/formulate.js';
import { derivation } from '../../src/derivation/derivation.js';
import { designOfStep, parseSteps } from '../../src/design/steps/load.js';
import type { StepsFile } from '../../src/design/steps/types.js';
import { type StepVerdict, verdictOfSteps } from '../../src/verdicts/steps.js';

const FOLDER = new URL('../../proofs/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
const textOf = (file: string): string => readFileSync(new URL(file, FOLDER), 'utf8');

async function read(text: string): Promise<StepsFile> {
  return (await parseSteps(text)) ?? expect.fail('a derivation has steps');
}

/** Whether one step of a derivation has a proof that is accepted. */
function isProved(file: StepsFile, id: string): boolean {
  const step = file.steps.find((s) => s.id === id) ?? expect.fail(id);
  const design = designOfStep(file, step);
  const [claim] = formulateClaims(design);
  return claim !== undefined && findProof(derivation(design), claim) !== undefined;
}

/** The derivation with one step changed. */
function changed(text: string, id: string, change: (step: YAMLMap) => void): string {
  const document = parseDocument(text);
  const steps = document.get('steps');
  if (!isSeq(steps)) return expect.fail('no steps');
  for (const step of steps.items) if (isMap(step) && step.get('id') === id) change(step);
  return document.toString({ lineWidth: 0 });
}

/** The verdicts of a file: it is replayed once for all tests. */
const known = new Map<string, Promise<readonly StepVerdict[]>>();
function verdictsOf(file: string): Promise<readonly StepVerdict[]> {
  let verdicts = known.get(file);
  verdicts ??= read(textOf(file)).then(async (steps) => (await replaySteps(steps)).steps);
  known.set(file, verdicts);
  return verdicts;
}

describe('the derivations in proofs', { timeout: 120_000 }, () => {
  it.each(FILES)('%s: every step is as the file says', async (file) => {
    const steps = await verdictsOf(file);
    expect(steps.filter((s) => s.outcome !== s.expected).map((s) => s.id)).toEqual([]);
    expect(verdictOfSteps(steps)).toBe('as-stated');
    for (const { outcome, evidence } of steps)
      expect(evidence.kind).toBe(outcome === 'holds' ? 'proof' : 'counterexample');
  });

  it.each(FILES)('%s: no step is proved with the opposite sign', async (file) => {
    for (const step of (await read(textOf(file))).steps) {
      if (step.expect === 'fails' || step.statement.kind === 'named') continue;
      const opposite = changed(textOf(file), step.id, (map) => {
        for (const key of ['nonpositive', 'nonnegative', 'psd'])
          if (map.has(key)) map.set(key, `-(${String(map.get(key))})`);
        const sides = map.get('equal');
        if (isSeq(sides)) {
          const [left, right] = sides.items.map(String);
          // What is 0 is its own opposite.
          sides.items = right === '0' || right?.startsWith('0*') === true ? [] : [left, `-(${right})`];
          if (sides.items.length === 0) map.set('equal', [left, `(${left}) + 1`]);
        }
      });
      expect([step.id, isProved(await read(opposite), step.id)]).toEqual([step.id, false]);
    }
  });

  it.each(FILES)('%s: a step stops without an assumption or a step that it uses', async (file) => {
    const steps = await read(textOf(file));
    for (const { id, evidence } of await verdictsOf(file)) {
      if (evidence.kind !== 'proof') continue;
      const design = designOfStep(steps, steps.steps.find((s) => s.id === id) ?? expect.fail(id));
      const [claim] = formulateClaims(design);
      if (claim === undefined) expect.fail(id);
      for (const assumption of evidence.assumptions) {
        const assumptions = evidence.assumptions.filter((a) => a !== assumption);
        const { accepted } = await checkProof(design, claim, { steps: evidence.steps, assumptions });
        expect([id, assumption, accepted]).toEqual([id, assumption, false]);
      }
    }
  });

  it('name a place in the paper for each file', () => {
    for (const file of FILES) expect(textOf(file)).toMatch(/^cite: arXiv:2410\.13866, /m);
  });
});
