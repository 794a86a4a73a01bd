/** What an audit is told. */
import type { Verdict } from '../verdicts/types.js';

/** How far a claim is. */
export interface AuditProgress {
  readonly claim: string;
  readonly done: number;
  readonly total: number;
}

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
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: AuditProgress) => void;
  readonly onVerdict?: (verdict: Verdict) => void;
}
