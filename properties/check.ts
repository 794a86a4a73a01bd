/** Runs properties: what failed is shrunk, saved, and shown with the command that replays it. */
import fc from 'fast-check';
import { SavedFiles } from '../src/cli/saved-files.js';
import { version } from '../src/cli/version.js';
import type { Design } from '../src/design/types.js';
import { writeCounterexample } from '../src/report/counterexample-file.js';
import { counterexampleLines, PLAIN_TERMINAL } from '../src/report/terminal.js';
import type { Counterexample, SavedCounterexample } from '../src/verdicts/types.js';
import { claimProperty, type DesignProperty } from './property.js';
import { type PropertySettings, settings } from './settings.js';

/** How a property came out. */
export type PropertyResult =
  | {
      readonly kind: 'kept';
      readonly claim: string;
      readonly runs: number;
      /** Samples at which there was something to judge, and a value to judge it by. */
      readonly judged: number;
      /** Samples at which there was nothing to judge: no dead direction. */
      readonly vacuous: number;
    }
  | {
      readonly kind: 'violated';
      readonly claim: string;
      readonly counterexample: Counterexample;
      readonly saved: SavedCounterexample;
      /** Where the counterexample was saved. */
      readonly file: string | undefined;
      /** What to show a reader: the shrunk counterexample and how to replay it. */
      readonly message: string;
    }
  | { readonly kind: 'untested'; readonly claim: string; readonly reason: string };

/** A property that does not hold; the message has the shrunk counterexample and the command that replays it. */
export class PropertyViolation extends Error {
  readonly result: PropertyResult & { kind: 'violated' };

  constructor(result: PropertyResult & { kind: 'violated' }) {
    super(result.message);
    this.name = 'PropertyViolation';
    this.result = result;
  }
}

/** Draws samples and says whether one violates the property. */
export function checkProperty(property: DesignProperty, options: PropertySettings = {}): PropertyResult {
  const { seed, runs, save } = settings(options);
  const { id } = property.claim;
  const before = { ...property.counts };
  const details = fc.check(property.property, { seed, numRuns: runs });
  if (details.counterexample !== null) {
    // A predicate that throws is a bug, not a violation.
    if (details.errorInstance instanceof Error && !isPlainFailure(details.errorInstance)) throw details.errorInstance;
    const counterexample = property.violation(details.counterexample[0]);
    if (counterexample === undefined) throw new Error('internal error: a violation that is none when looked at again');
    const saved = savedOf(property, counterexample, seed);
    const file =
      save === false ? undefined : new SavedFiles(save).pathFor({ name: property.design.name, file: null }, id);
    if (file !== undefined) writeCounterexample(file, saved);
    const lines = [
      `${id} does not hold for ${property.design.name}: ${property.claim.statement}`,
      `    ${counterexample.quantity} = ${counterexample.value}${counterexample.detail === undefined ? '' : ` (${counterexample.detail})`}`,
      ...counterexampleLines(counterexample, PLAIN_TERMINAL, property.claim.wording),
      `    Found by sample ${details.numRuns} with seed ${seed}, shrunk ${details.numShrinks} times.`,
      ...(file === undefined ? [] : [`    Replay: npx energy-audit replay ${file}`]),
    ];
    return { kind: 'violated', claim: id, counterexample, saved, file, message: lines.join('\n') };
  }
  const judged = property.counts.kept - before.kept;
  const vacuous = property.counts.vacuous - before.vacuous;
  if (judged + vacuous > 0) return { kind: 'kept', claim: id, runs: details.numRuns, judged, vacuous };
  const [reason = 'no sample had a finite value'] = property.untested;
  return { kind: 'untested', claim: id, reason };
}

/** fast-check's own error for a predicate that returned false. */
const isPlainFailure = (error: Error): boolean => error.message.startsWith('Property failed by returning false');

/** Throws a `PropertyViolation` where a sample violates the property, and an error where no sample could test it. */
export function assertProperty(
  property: DesignProperty,
  options: PropertySettings = {},
): PropertyResult & { kind: 'kept' } {
  const result = checkProperty(property, options);
  switch (result.kind) {
    case 'violated':
      throw new PropertyViolation(result);
    case 'untested':
      throw new Error(`${result.claim} of ${property.design.name} was not tested: ${result.reason}`);
    case 'kept':
      return result;
  }
}

/**
 * Tests the claims of a design on random samples. Throws a `PropertyViolation` at the first that does not hold, and an
 * error if none of them can be tested on samples; the result names those that cannot.
 */
export async function checkDesignProperties(
  design: Design,
  options: PropertySettings = {},
): Promise<readonly PropertyResult[]> {
  const results: PropertyResult[] = [];
  for (const { id } of design.claims) {
    const result = checkProperty(await claimProperty(design, id), options);
    if (result.kind === 'violated') throw new PropertyViolation(result);
    results.push(result);
  }
  if (results.every((r) => r.kind === 'untested'))
    throw new Error(`no claim of ${design.name} can be tested on samples: ${results.map((r) => r.claim).join(', ')}`);
  return results;
}

const savedOf = ({ design, claim }: DesignProperty, evidence: Counterexample, seed: number): SavedCounterexample => ({
  tool: 'energy-audit',
  version: version(),
  kind: 'counterexample',
  seed,
  design: { file: design.file ?? null, source: design.source },
  claim: { id: claim.id, statement: claim.statement },
  evidence,
});
