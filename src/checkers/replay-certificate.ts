/** Checks a saved certificate again, from its design and its boxes alone. */
import { formulateClaims } from '../claims/formulate.js';
import { derivation, ifDifferentiable } from '../derivation/derivation.js';
import { parseDesign } from '../design/load.js';
import type { SavedCertificate } from '../verdicts/types.js';
import { coverProblem } from './certify/boxes/index.js';

/** Whether the certificate is accepted, or why not. */
export type CheckedCertificate = { readonly accepted: true } | { readonly accepted: false; readonly reason: string };

const rejected = (reason: string): CheckedCertificate => ({ accepted: false, reason });

export async function replayCertificate({ design, claim, evidence }: SavedCertificate): Promise<CheckedCertificate> {
  const read = await parseDesign(design.source, design.file ?? undefined);
  const found = ifDifferentiable(() => formulateClaims(read).find((c) => c.id === claim.id));
  if (found === undefined) return rejected(`the design has no claim ${claim.id} that can be checked`);
  if (found.statement !== claim.statement)
    return rejected(`the claim ${claim.id} of the design is another one: ${found.statement}`);
  const problem = coverProblem(derivation(read), found, evidence);
  return problem === undefined ? { accepted: true } : rejected(problem);
}
