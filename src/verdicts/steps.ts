/** What the replay of a derivation says: step by step, what was found and whether the file says so. */
import type { Evidence, Wording } from './types.js';

/** `holds`: proved and replayed. `fails`: there is a counterexample. `open`: neither. */
export type StepOutcome = 'holds' | 'fails' | 'open';

export interface StepVerdict {
  readonly id: string;
  readonly statement: string;
  readonly cite?: string;
  readonly outcome: StepOutcome;
  /** What the file says. */
  readonly expected: 'holds' | 'fails';
  /** The steps that it may use, and those that its proof uses. */
  readonly from: readonly string[];
  readonly uses: readonly string[];
  /** The rules of its proof, in the order of their first use. */
  readonly rules: readonly string[];
  /** Everything that the step rests on, through the steps it uses as well. */
  readonly assumptions: readonly string[];
  readonly evidence: Evidence;
  /** For a step that fails, the step that holds in its place. */
  readonly repairedBy?: string;
  readonly wording?: Wording;
}

export interface StepsReport {
  readonly name: string;
  readonly cite?: string;
  readonly file: string | null;
  readonly steps: readonly StepVerdict[];
}

/** All steps together: `otherwise` where one holds or fails that the file says does not, else `open` where one is. */
export function verdictOfSteps(steps: readonly StepVerdict[]): 'as-stated' | 'otherwise' | 'open' {
  if (steps.some((s) => s.outcome !== 'open' && s.outcome !== s.expected)) return 'otherwise';
  return steps.some((s) => s.outcome === 'open') ? 'open' : 'as-stated';
}
