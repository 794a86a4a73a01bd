/** A change of a design file that makes another claim of a claim. */
import type { Document } from 'yaml';

export interface Edit {
  /** What is changed, in words and formulas: `W symmetric`, `energy with … for …`. */
  readonly text: string;
  /** What the change is made to: a design is not changed twice at one place. */
  readonly target: string;
  /** Texts of weaker changes of the same target: where one of them is enough, this one says too much. */
  readonly weaker: readonly string[];
  readonly apply: (document: Document) => void;
}
