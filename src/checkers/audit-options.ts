/** What an audit is told. */
import type { Verdict } from '../verdicts/types.js';

/** How far a claim is. */
export interface AuditProgress {
  readonly claim: string;
  readonly done: number;
  readonly total: number;
}

/** How far a search came before it was stopped. Climbs count by their steps, so that the number is no exact one. */
export const howFar = (done: number): string =>
  done === 0
    ? 'before the first sample'
    : `after about ${done.toLocaleString('en-US')} samples and search steps without a violation`;

/** How much work an audit does, and whom it tells. */
export interface AuditOptions {
  readonly seed: number;
  /** Samples for each claim. */
  readonly samples: number;
  /** Values of dimensions that replace those of the design. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Ids of the claims to settle; all of them where it is left out. */
  readonly only?: readonly string[];
  readonly timeLimitSeconds?: number;
  readonly timings: boolean;
  /** Whether proofs and certificates are looked for besides counterexamples, as they are unless this is `false`. */
  readonly prove?: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: AuditProgress) => void;
  readonly onVerdict?: (verdict: Verdict) => void;
}
