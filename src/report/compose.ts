/** Puts a report together: verdicts, derivation, proofs in steps and figures of a design. */
import { withSizes } from '../checkers/audit.js';
import { derivationSteps } from '../checkers/derivation-steps.js';
import { proofSteps } from '../checkers/proof-steps.js';
import { derive } from '../derivation/index.js';
import type { StepView } from '../derivation/view.js';
import type { Design } from '../design/types.js';
import { ExpressionError } from '../symbolic/error.js';
import type { DesignReport } from '../verdicts/types.js';
import { figuresOf } from './figures/index.js';
import type { DesignPart } from './model.js';

export interface PartOptions {
  /** Seed of the numbers that figures are drawn for. */
  readonly seed: number;
  /** Sizes in place of those of the design. */
  readonly sizes: Readonly<Record<string, number>>;
}

/** All that a report says of a design whose claims are settled. */
export async function designPart(of: Design, report: DesignReport, { seed, sizes }: PartOptions): Promise<DesignPart> {
  const design = withSizes(of, sizes);
  const proofs = report.claims.flatMap(({ id, evidence }): [string, readonly StepView[]][] =>
    evidence.kind === 'proof' ? [[id, proofSteps(design, id, evidence.steps)]] : [],
  );
  const part = { ...report, source: design.source, proofs: Object.fromEntries(proofs) };
  try {
    const derivation = { ...(await derive(design)), steps: derivationSteps(design, false) };
    return { ...part, derivation, figures: await figuresOf(design, report.claims, seed) };
  } catch (error) {
    // A design without a derivative has verdicts that say so.
    if (error instanceof ExpressionError) return part;
    throw error;
  }
}
