/** Under which assumptions a verdict was reached. */
import type { Verdict } from '../verdicts/types.js';

/** What a proof uses, else what the claim assumes of every sample. */
export const assumptionsOf = ({
  evidence,
  assumptions,
}: Pick<Verdict, 'evidence' | 'assumptions'>): readonly string[] =>
  evidence.kind === 'proof' ? evidence.assumptions : assumptions;
