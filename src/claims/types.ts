/** What can be claimed, in the form in which checkers settle it. */
import type { DeclaredLagrangian, Place } from '../design/types.js';
import type { Expression, SymbolExpression } from '../symbolic/expression.js';

/** A condition on one sample of states and parameters, or on all that happens along a direction. */
export type Obligation =
  /** The scalar is ≤ 0, or ≥ 0. */
  | {
      readonly kind: 'sign';
      readonly quantity: Expression;
      readonly sign: 'nonpositive' | 'nonnegative';
      readonly label: string;
      /** The form to confirm a violation with at kinks, where it differs. */
      readonly atKinks?: Expression;
      /** The quantity is Ė: 0 wherever the velocity is 0 and the energy has a value. */
      readonly alongFlow?: true;
      /** States at the other end of a step, which must lie in their stated domains too. */
      readonly moved?: ReadonlyMap<string, Expression>;
    }
  /** Every entry of the difference is 0. */
  | { readonly kind: 'equal'; readonly left: Expression; readonly right: Expression; readonly label: string }
  /** x'Ax ≥ 0 for every x. */
  | {
      readonly kind: 'semidefinite';
      readonly matrix: Expression;
      readonly label: string;
      /** The name of x in x'Ax. */
      readonly witness: string;
    }
  /** Wherever all of `zero` is 0, all of `then` is 0. */
  | {
      readonly kind: 'zero-implies';
      readonly zero: Expression;
      readonly zeroLabel: string;
      readonly then: Expression;
      readonly thenLabel: string;
      /** A vector whose zeros are zeros of `zero`, by which zeros can be found: ∇E for Ė. */
      readonly through?: Expression;
      readonly atKinks?: Expression;
      /** `zero` is Ė, as above. */
      readonly alongFlow?: true;
    }
  /** The energy is constant along every dead direction (`all`), or along none (`none`). */
  | { readonly kind: 'dead-directions'; readonly flat: 'all' | 'none' }
  /** s(y + Vc) = s(y) for all c ≥ 0. */
  | { readonly kind: 'invariant'; readonly of: Expression; readonly along: Expression; readonly label: string }
  /** The scalar has a lower bound on the state space, for any given parameters. */
  | { readonly kind: 'bounded-below'; readonly quantity: Expression; readonly label: string }
  /** The means of two random scalars have a ratio in [1 − within, 1 + within]. */
  | {
      readonly kind: 'expectation';
      readonly left: Expression;
      readonly right: Expression;
      readonly within: number;
      readonly label: string;
    }
  /** At steady states the Hessian of the energy and the Jacobian of the flow agree on stability. */
  | { readonly kind: 'stability' }
  /** No checker settles it, for the reason given. */
  | { readonly kind: 'unsupported'; readonly reason: string };

/** Words for a reader of text, beside the evidence; no part of `--json`. */
export interface Wording {
  /** Parameters that occur in neither energy, velocity nor claim, so that their numbers do not matter. */
  readonly unused: readonly string[];
  /** The name of x in x'Ax: one that the design does not use. */
  readonly witness: string;
  /** What bound variables stand for: `x_L` → `any argument of L`. */
  readonly bound: Readonly<Record<string, string>>;
}

export interface Claim {
  readonly id: string;
  readonly cite: string | undefined;
  /** The claim in words and formulas. */
  readonly statement: string;
  /** All of them together are the claim. */
  readonly obligations: readonly Obligation[];
  /** What is assumed of every sample. */
  readonly given: readonly Obligation[];
  /** Vectors besides states and parameters over which the claim is quantified. */
  readonly variables: readonly SymbolExpression[];
  /** The parts of its formulas, as they are written, that may be undefined: where one is, the claim says nothing. */
  readonly partial: readonly Expression[];
  /** What its formulas are derivatives of: where one of these jumps, the derivative is not all of its change. */
  readonly differentiated: readonly Expression[];
  readonly assumptions: readonly string[];
  readonly wording: Wording;
  readonly place: Place;
}

export type { DeclaredLagrangian };
