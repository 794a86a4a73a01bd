/** Re-checks a proof from the text of its design: with the assumptions that the proof names and no others. */
import { formulateClaims } from '../../../claims/formulate.js';
import type { Claim } from '../../../claims/types.js';
import { type Derivation, derivation } from '../../../derivation/derivation.js';
import type { Design } from '../../../design/types.js';
import { assumptionsOf, withAssumptions } from './assumptions.js';
import { type Checked, checkSteps } from './check.js';
import { JUDGEMENTS, type Proof, type ProofStep } from './proof.js';

/** A claim with the assumptions left to it; undefined where the design does not have one of them. */
export async function weakened(
  design: Design,
  claim: Claim,
  assumptions: ReadonlySet<string>,
): Promise<{ readonly derivation: Derivation; readonly claim: Claim } | undefined> {
  const weaker = await withAssumptions(design, claim, assumptions);
  const found = weaker && formulateClaims(weaker).find(({ id }) => id === claim.id);
  return weaker === undefined || found === undefined ? undefined : { derivation: derivation(weaker), claim: found };
}

/** Judges a proof of a claim of a design, which the design must state in these words. */
export async function checkProof(
  design: Design,
  { id, statement }: Pick<Claim, 'id' | 'statement'>,
  proof: Proof,
): Promise<Checked> {
  const claim = formulateClaims(design).find((c) => c.id === id);
  if (claim === undefined) return { accepted: false, reason: `the design has no claim ${id}` };
  if (claim.statement !== statement)
    return { accepted: false, reason: `the claim ${id} of the design is another one: ${claim.statement}` };
  if (new Set(proof.assumptions).size !== proof.assumptions.length)
    return { accepted: false, reason: 'an assumption is listed twice' };
  const all = assumptionsOf(design, claim);
  const spare = proof.unneeded?.find((a) => proof.assumptions.includes(a) || !all.includes(a));
  if (spare !== undefined)
    return { accepted: false, reason: `${spare} is no assumption of the design that the proof does without` };
  const problem = proof.steps.map(malformed).find((p) => p !== undefined);
  if (problem !== undefined) return { accepted: false, reason: problem };
  const weaker = await weakened(design, claim, new Set(proof.assumptions));
  if (weaker === undefined)
    return { accepted: false, reason: 'the design does not have the assumptions that the proof uses' };
  return checkSteps(proof.steps, weaker.claim, weaker.derivation);
}

/** What is wrong with the form of a step that may come from a file. */
function malformed(step: ProofStep): string | undefined {
  const isList = (x: unknown): x is readonly unknown[] => Array.isArray(x);
  const fits =
    Number.isInteger(step.id) &&
    typeof step.rule === 'string' &&
    isList(step.premises) &&
    step.premises.every((n) => Number.isInteger(n)) &&
    JUDGEMENTS.includes(step.judgement) &&
    isList(step.of) &&
    (step.with === undefined || isList(step.with)) &&
    (step.index === undefined || Number.isInteger(step.index));
  return fits ? undefined : 'a step does not have the form of a step';
}
