/** Ways to tell whether a steady state is stable, and what each of them says. */
import type { Complex } from '../../numeric/eigenvalues.js';

export const STABILITY = {
  stable: 'states nearby stay nearby; where the verdict is by the Jacobian of the flow, they return',
  unstable: 'some states nearby move away',
  'not decided by linearisation': 'an eigenvalue may have real part 0, or linearisation does not apply',
} as const;
export type Stability = keyof typeof STABILITY;
export const UNDECIDED = 'not decided by linearisation' satisfies Stability;

export const ROUTES = {
  jacobian: 'eigenvalues of the Jacobian J of the flow',
  reduced: 'eigenvalues of S = W⊥Λ⊥ − I, the flow without the dead directions',
  symmetric: 'definiteness of Λ⊥W⊥Λ⊥ − Λ⊥, for symmetric W and Λ⊥ > 0',
  hessian: 'definiteness of the Hessian of the energy',
  condition: "definiteness of F ∂f/∂y + (F ∂f/∂y)', where the gradient of the energy is F f",
} as const;
export type RouteName = keyof typeof ROUTES;

export interface Route {
  readonly name: RouteName;
  readonly verdict: Stability | 'not applicable';
  /** On what the verdict rests, or why there is none. */
  readonly evidence: string;
  /** Approximate eigenvalues of what is looked at, those with large real parts first. */
  readonly eigenvalues?: readonly Complex[];
  /** Verified bounds of the greatest real part, or of the least or greatest eigenvalue of a symmetric matrix. */
  readonly bounds?: readonly [number, number];
}

export const notApplicable = (name: RouteName, evidence: string): Route => ({
  name,
  verdict: 'not applicable',
  evidence,
});
export const undecided = (name: RouteName, evidence: string): Route => ({ name, verdict: UNDECIDED, evidence });

/** A number for a reader. */
export const short = (x: number): string => (Math.abs(x) < 1e-300 ? '0' : Number(x.toPrecision(4)).toString());
