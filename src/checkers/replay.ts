/** Checks saved evidence again. */
import { formulateClaims } from '../claims/formulate.js';
import type { Claim } from '../claims/types.js';
import { type Derivation, derivation } from '../derivation/derivation.js';
import { parseDesign } from '../design/load.js';
import { DesignError } from '../design/types.js';
import { loadMpfr } from '../numeric/enclosure.js';
import { ExpressionError } from '../symbolic/error.js';
import type { Counterexample, SavedCounterexample, Wording } from '../verdicts/types.js';
import { disagreement } from './search/disagreements.js';
import { recheck } from './search/replay.js';

export interface ReplayResult {
  readonly verdict: 'confirmed' | 'not-reproduced';
  readonly detail: string;
  /** The claim as the design states it; as the file does, where the design has no claim of that id. */
  readonly claim: { readonly id: string; readonly statement: string };
  /** The evidence as it was found anew; only of a refutation that is confirmed. */
  readonly evidence?: Counterexample;
  /** What the claim is about at these numbers, and bounds of its exact value, where they are known. */
  readonly quantity?: string;
  readonly enclosure?: readonly [number, number];
  /** What the file says otherwise than it is, one sentence each. */
  readonly disagreements: readonly string[];
  readonly wording?: Wording;
}

/**
 * Judges a saved counterexample from its design and its numbers alone. What else the file says is compared with what
 * was found, and decides nothing. A design with an error is a `DesignError`.
 */
export async function replayCounterexample(saved: SavedCounterexample): Promise<ReplayResult> {
  const { d, claims } = await embeddedDesign(saved.design.source);
  const claim = claims.find(({ id }) => id === saved.claim.id);
  if (claim === undefined) {
    const detail = `the design has no claim ${JSON.stringify(saved.claim.id)}`;
    return { verdict: 'not-reproduced', detail, claim: saved.claim, disagreements: [] };
  }
  await loadMpfr();
  const { id, statement } = claim;
  const result = recheck(d, claim, saved.evidence, saved.seed);
  const disagreements = [...disagreement('the statement', saved.claim.statement, statement), ...result.disagreements];
  const common = { claim: { id, statement }, disagreements, wording: claim.wording };
  if ('problem' in result) return { verdict: 'not-reproduced', detail: result.problem, ...common, ...result.measured };
  const { found: evidence } = result;
  const { quantity, enclosure } = evidence;
  const detail = evidence.detail ?? `${quantity} violates the claim at these numbers`;
  return { verdict: 'confirmed', detail, ...common, evidence, quantity, enclosure };
}

interface Embedded {
  readonly d: Derivation;
  readonly claims: readonly Claim[];
}

/** The design that a file carries with it. Its places are those in the design, not in the file. */
async function embeddedDesign(source: string): Promise<Embedded> {
  try {
    const design = await parseDesign(source);
    return { d: derivation(design), claims: formulateClaims(design) };
  } catch (error) {
    const wrong = (message: string, where = ''): DesignError =>
      new DesignError({
        file: undefined,
        place: undefined,
        message: `the design in the saved counterexample has an error${where}: ${message}`,
      });
    if (error instanceof ExpressionError) throw wrong(error.message);
    if (!(error instanceof DesignError)) throw error;
    const { message, place } = error.diagnostic;
    throw wrong(message, place === undefined ? '' : ` at its line ${place.line}, column ${place.column}`);
  }
}
