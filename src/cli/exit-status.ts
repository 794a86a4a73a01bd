/** What the process returns to its caller. */
import type { VerdictName } from '../verdicts/types.js';

export const EXIT = {
  /** Nothing refuted, and everything decided or unrefuted. */
  ok: 0,
  /** At least one claim refuted. */
  refuted: 1,
  /** Bad input, also where other files were fine. */
  badInput: 2,
  /** Something inconclusive and nothing refuted. */
  inconclusive: 3,
  /** A bug in the tool. */
  internalError: 70,
  /** Ctrl-C. */
  interrupted: 130,
  /** Whoever read the output has gone: what a program that the pipe kills returns. */
  brokenPipe: 141,
} as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** The status of a run: bad input, else a refutation, else something inconclusive, else 0. */
export function exitStatus(verdicts: readonly VerdictName[], badInput: boolean): ExitStatus {
  if (badInput) return EXIT.badInput;
  if (verdicts.includes('refuted')) return EXIT.refuted;
  return verdicts.includes('inconclusive') ? EXIT.inconclusive : EXIT.ok;
}
