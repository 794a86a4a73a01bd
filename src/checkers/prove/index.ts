/** The proving checker: proofs for every size, parameter and state, with the assumptions that they use. */
import type { Claim } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import type { ProofEvidence } from '../../verdicts/types.js';
import { findProof } from './prove.js';
import { assumptionsOf } from './replay/assumptions.js';
import { checkSteps } from './replay/check.js';
import { weakened } from './replay/replay-proof.js';

export type { Checked } from './replay/check.js';
export { checkProof } from './replay/replay-proof.js';

/** Assumptions that are tried one by one; of a longer list, those after them are named whether they are used or not. */
const MOST_TRIED = 12;

/** Called between pieces of work; both throw where the search for a proof must end. */
export interface ProveOptions {
  /** Lets the program breathe. */
  readonly tick: () => Promise<void>;
  /** Between the smallest pieces, where nothing can be waited for. */
  readonly check?: () => void;
}

/** A proof of a claim, accepted by the replay checker from the assumptions listed alone; undefined where none is found. */
export async function prove(
  d: Derivation,
  claim: Claim,
  { tick, check }: ProveOptions = { tick: () => Promise.resolve() },
): Promise<ProofEvidence | undefined> {
  await tick();
  const steps = findProof(d, claim, check);
  if (steps === undefined) return undefined;
  // An assumption is used where the replay fails without it. What is not used is left out before the next is tried.
  const all = assumptionsOf(d.design, claim);
  const used = new Set(all);
  for (const assumption of all.slice(0, MOST_TRIED).reverse()) {
    await tick();
    used.delete(assumption);
    const weaker = await weakened(d.design, claim, used);
    if (weaker === undefined || !checkSteps(steps, weaker.claim, weaker.derivation).accepted) used.add(assumption);
  }
  return { kind: 'proof', steps, assumptions: all.filter((a) => used.has(a)) };
}
