/** What is known of a steady state, and of a family of steady states. */
import type { StateBox } from './state-box.js';

/** How it is known that there is a steady state. */
export const VERIFICATIONS = {
  exact: 'the velocity is exactly 0 at these rational numbers',
  unique: 'exactly one steady state lies in the box',
  approximate: 'the velocity is 0 within rounding; that there is a steady state is not verified',
} as const;
export type Verification = keyof typeof VERIFICATIONS;

export interface SteadyState {
  /** The nearest doubles, states stacked. */
  readonly y: Float64Array;
  readonly verification: Verification;
  /** Where it lies; undefined where it is not verified. */
  readonly box: StateBox | undefined;
  /** Why it is not verified, or not known to be isolated. */
  readonly note: string | undefined;
}

/** A continuum of steady states. */
export interface SteadyFamily {
  readonly dimension: number;
  /** One of them, inside the family where that is known. */
  readonly y: Float64Array;
  /** Independent directions in which there are more of them, at `y`. */
  readonly directions: readonly Float64Array[];
  /** `exact`: by rational arithmetic. `approximate`: the velocity is 0 within rounding all along. */
  readonly verification: 'exact' | 'approximate';
  /** Exact numbers of `y`, where they are known. */
  readonly box: StateBox | undefined;
}

export interface SteadyStates {
  readonly states: readonly SteadyState[];
  readonly families: readonly SteadyFamily[];
  /**
   * Whether these are all: every linear piece of the velocity was solved; with `jumps`, all but those at which the
   * velocity jumps. Otherwise only those that were found.
   */
  readonly complete: { readonly pieces: number; readonly jumps: boolean } | undefined;
  /** Starts of the search, and how many of them led to a steady state; 0 where all are known without one. */
  readonly starts: number;
  readonly converged: number;
  /** Why an enumeration that was tried is not complete. */
  readonly incomplete: string | undefined;
}
