/** Checks saved evidence again. */
import { formulateClaims } from '../claims/formulate.js';
import { derivation } from '../derivation/derivation.js';
import { parseDesign } from '../design/load.js';
import { loadMpfr } from '../numeric/enclosure.js';
import type { SavedCounterexample } from '../verdicts/types.js';
import { recheck } from './search/replay.js';

export interface ReplayResult {
  readonly verdict: 'confirmed' | 'not-reproduced';
  readonly detail: string;
  readonly enclosure: readonly [number, number];
}

/** Judges a saved counterexample from its design and its numbers alone. */
export async function replayCounterexample(saved: SavedCounterexample): Promise<ReplayResult> {
  const design = await parseDesign(saved.design.source, saved.design.file ?? undefined);
  const missing = (detail: string): ReplayResult => ({
    verdict: 'not-reproduced',
    detail,
    enclosure: [-Infinity, Infinity],
  });
  const claim = formulateClaims(design).find(({ id }) => id === saved.claim.id);
  if (claim === undefined) return missing(`the design has no claim ${saved.claim.id}`);
  await loadMpfr();
  const result = recheck(derivation(design), claim, saved.evidence, saved.seed);
  if ('problem' in result) return missing(result.problem);
  const { detail, enclosure, quantity } = result.found;
  return { verdict: 'confirmed', detail: detail ?? `${quantity} violates the claim at these numbers`, enclosure };
}
