/** What an audit of the rows of a paper says: a verdict for each row, with those of its readings and of its repair. */
import type { Evidence, Verdict, VerdictName } from './types.js';

/** One way to read a row, settled. */
export interface ReadingVerdict {
  readonly name: string;
  readonly verdict: VerdictName;
  readonly assumptions: readonly string[];
  readonly evidence: Evidence;
  /** The claims on which it rests; a claim is named after its design. */
  readonly claims: readonly ClaimOfDesign[];
}

export interface ClaimOfDesign {
  readonly design: string;
  readonly verdict: Verdict;
}

/** The nearest statement that the audit has for a row that is refuted, with a verdict of its own. */
export interface RepairVerdict extends Omit<ReadingVerdict, 'name'> {
  readonly statement: string;
}

export interface RowVerdict extends Verdict {
  readonly place: string;
  /** What is wrong, in words, where the row is refuted. */
  readonly note?: string;
  /** The first is the literal one, whose verdict is the row's. */
  readonly readings: readonly ReadingVerdict[];
  readonly repaired?: RepairVerdict;
}

/** The object that `paper --json` prints. */
export interface PaperReport {
  readonly tool: 'energy-audit';
  readonly version: string;
  readonly seed: number;
  readonly claims: readonly RowVerdict[];
  /** Only where no rows are chosen. */
  readonly tables?: readonly TableVerdict[];
}

/** One question asked of every activation in several systems. */
export interface TableVerdict {
  readonly id: string;
  readonly title: string;
  readonly activations: readonly string[];
  /** Across the top; the verdicts are those of the activations, in their order. */
  readonly systems: readonly { readonly name: string; readonly verdicts: readonly ReadingVerdict[] }[];
}
