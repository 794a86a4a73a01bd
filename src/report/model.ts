/**
 * What a report says, as data: the input of every renderer. A report that a command prints while it works has verdicts
 * only; what is left out is not rendered.
 */
import type { DerivationView, StepView } from '../derivation/view.js';
import type { PaperReport } from '../verdicts/rows.js';
import type { CheckReport, DesignReport } from '../verdicts/types.js';
import type { Figure } from './figures/figure.js';

/** The verdicts on the claims of designs, with how they were reached. */
export interface ReportModel extends CheckReport {
  readonly designs: readonly DesignPart[];
  /** The command that makes the report again. */
  readonly command?: string;
}

/** A design with its verdicts. */
export interface DesignPart extends DesignReport {
  /** The text of the design file. */
  readonly source?: string;
  /** Absent where the design could not be derived. */
  readonly derivation?: DerivationView;
  /** The steps of the proof of each proved claim, by its id. */
  readonly proofs?: Readonly<Record<string, readonly StepView[]>>;
  readonly figures?: readonly Figure[];
}

/** The audit of a paper. */
export interface PaperModel extends PaperReport {
  readonly command?: string;
  readonly figures?: readonly Figure[];
}
