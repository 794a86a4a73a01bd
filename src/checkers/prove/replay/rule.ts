/** What a rule of proofs is. */
import type { Claim } from '../../../claims/types.js';
import type { Derivation } from '../../../derivation/derivation.js';
import type { Expression } from '../../../symbolic/expression.js';
import type { Judgement } from './proof.js';

/** A step with its expressions, or what an earlier step established. */
export interface Judged {
  readonly judgement: Judgement;
  readonly of: readonly Expression[];
}

export interface Step extends Judged {
  readonly with: readonly Expression[];
  readonly index: number | undefined;
}

export interface RuleContext {
  readonly derivation: Derivation;
  readonly claim: Claim;
  /** Whether two expressions are equal wherever both are defined, as far as the normal form shows. */
  readonly same: (a: Expression, b: Expression) => boolean;
}

export interface Rule {
  /** The rule in words, with its source where it has a name. */
  readonly says: string;
  /** How many expressions it takes besides those that it judges. */
  readonly takes: number | 'many';
  /** Whether it takes an index. */
  readonly indexed?: true;
  readonly holds: (step: Step, premises: readonly Judged[], context: RuleContext) => boolean;
}
