/** What a certifying method is. */
import type { Claim } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import type { CertificateEvidence, Counterexample } from '../../verdicts/types.js';

/** How a certifying method works, and whom it tells. */
export interface CertifyOptions {
  readonly seed: number;
  /** Called between pieces of work: lets the program breathe and throws when the work must end. */
  readonly tick: () => Promise<void>;
}

/** A certificate, or numbers that violate the claim and are still to be confirmed. */
export type Answer = CertificateEvidence | Counterexample;

/** One way to certify a claim, or to find that it is false; undefined where it decides nothing. */
export type Method = (d: Derivation, claim: Claim, options: CertifyOptions) => Promise<Answer | undefined>;
