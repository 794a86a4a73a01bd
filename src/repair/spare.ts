/** What a proved claim does not need: its assumptions are left out one by one, and a proof is looked for without. */
import { provedClaim } from '../checkers/audit.js';
import { assumptionsOnSymbolsOf, withAssumptions } from '../checkers/prove/replay/assumptions.js';
import { formulateClaims } from '../claims/formulate.js';
import type { Design } from '../design/types.js';
import type { ProofEvidence } from '../verdicts/types.js';

/** Assumptions that are tried; a longer list is taken as it is. */
const MOST_TRIED = 8;

/** A proof of the same claim that uses no more assumptions, with those of the design that it does without. */
export async function spared(
  design: Design,
  id: string,
  proof: ProofEvidence,
  seed: number,
  isOver: () => boolean = () => false,
): Promise<ProofEvidence> {
  const claim = formulateClaims(design).find((c) => c.id === id);
  if (claim === undefined) return proof;
  let best = proof;
  for (const assumption of proof.assumptions.length > MOST_TRIED ? [] : proof.assumptions) {
    if (isOver()) break;
    if (!best.assumptions.includes(assumption)) continue;
    const kept = new Set(best.assumptions.filter((a) => a !== assumption));
    const weaker = await withAssumptions(design, claim, kept);
    const found = weaker && (await provedClaim(weaker, id, seed));
    if (found !== undefined) best = found.proof;
  }
  const unneeded = assumptionsOnSymbolsOf(design, claim).filter((a) => !best.assumptions.includes(a));
  return {
    kind: 'proof',
    steps: best.steps,
    assumptions: best.assumptions,
    ...(unneeded.length === 0 ? {} : { unneeded }),
  };
}
