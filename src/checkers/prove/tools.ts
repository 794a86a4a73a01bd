/** What the parts of the search for proofs need of each other. */
import type { Expression } from '../../symbolic/expression.js';
import type { Draft, Fact } from './draft.js';
import type { Equations } from './equations.js';

export interface Tools {
  readonly draft: Draft;
  /** The equalities that are given. */
  readonly equations: Equations;
  /** Whether what takes long is tried too: squares that are completed, forms as scalars. */
  readonly isThorough: boolean;
  /** A step that shows that the entries of an expression are > 0 or ≥ 0. */
  readonly sign: (e: Expression) => Fact | undefined;
  /** A step that shows that x'Ax is > 0 for x ≠ 0, or ≥ 0. */
  readonly form: (A: Expression) => Fact | undefined;
  /** A step that shows that A is nonsingular. */
  readonly regular: (A: Expression) => Fact | undefined;
}

export const isStrict = (f: Fact): boolean => f.judgement === 'positive' || f.judgement === 'definite';
export const strength = (definite: boolean): 'definite' | 'semidefinite' => (definite ? 'definite' : 'semidefinite');
