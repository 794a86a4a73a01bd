/** The certifying checker: rigorous statements about given sizes, numbers and boxes. */
import type { Claim } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import type { CertificateEvidence, Counterexample } from '../../verdicts/types.js';

/** How a certifying method works, and whom it tells. */
export interface CertifyOptions {
  readonly seed: number;
  /** Called between pieces of work: lets the program breathe and throws when the work must end. */
  readonly tick: () => Promise<void>;
}

/** One way to certify a claim, or to find that it is false; undefined where it decides nothing. */
export type Method = (
  d: Derivation,
  claim: Claim,
  options: CertifyOptions,
) => Promise<CertificateEvidence | Counterexample | undefined>;

/** In the order in which they are tried. */
const METHODS: readonly Method[] = [];

/** The first answer of a method, for a claim that is neither proved nor refuted by a search. */
export async function certify(
  d: Derivation,
  claim: Claim,
  options: CertifyOptions,
): Promise<CertificateEvidence | Counterexample | undefined> {
  for (const method of METHODS) {
    const answer = await method(d, claim, options);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
