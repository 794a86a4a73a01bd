/** Stability by the Jacobian of the flow. */
import { derivation, ifDifferentiable, stateJacobian } from '../../derivation/derivation.js';
import { jumpArguments, kinkArguments } from '../../derivation/kinks.js';
import { eigenvalues } from '../../numeric/eigenvalues.js';
import { encloseAbscissa, type MatrixBall } from '../../numeric/spectral-abscissa.js';
import type { Expression } from '../../symbolic/expression.js';
import { print } from '../../symbolic/print-text.js';
import type { Memory } from '../memory.js';
import { ballOf, encloseOver, type StateBox } from '../state-box.js';
import { type Route, type RouteName, short, UNDECIDED, undecided } from './route.js';

/** Arguments that may be 0 in a box, as text: `y[2]`. */
export function vanishingArguments(memory: Memory, all: readonly Expression[], box: StateBox): readonly string[] {
  const entries = encloseOver(memory, all, box);
  return all.flatMap((z, k) =>
    (entries[k] ?? []).flatMap(({ sign }, i, { length }) =>
      sign === 1 || sign === -1 ? [] : [length === 1 ? print(z) : `(${print(z)})[${i + 1}]`],
    ),
  );
}

/** The arguments of kinks of the velocity that are 0 at the state. */
export const kinksAt = (memory: Memory, box: StateBox): readonly string[] =>
  vanishingArguments(memory, kinkArguments(memory.concrete(derivation(memory.design).velocity)), box);

/**
 * By Lyapunov's indirect method: stable where every eigenvalue of J has Re λ < 0, unstable where one has Re λ > 0, both
 * verified for all Jacobians over a neighbourhood of the state. They are verified by one quadratic form for all of them,
 * so that at a kink of a continuous velocity, where J is one of several, the verdicts hold as well.
 */
export function jacobianRoute(memory: Memory, box: StateBox, kinks: readonly string[]): Route {
  const d = derivation(memory.design);
  const velocity = memory.concrete(d.velocity);
  const jumps = vanishingArguments(memory, jumpArguments(velocity), box);
  if (jumps.length > 0) return undecided('jacobian', `the velocity may jump here, where ${jumps.join(', ')} is 0`);
  const J = ifDifferentiable(() => stateJacobian(d, d.velocity));
  const ball = J === undefined ? undefined : ballOf(encloseOver(memory, [J], box)[0] ?? []);
  if (ball === undefined) return undecided('jacobian', 'the Jacobian of the flow has no bounds here');
  const route = byAbscissa('jacobian', ball, memory.n);
  if (kinks.length === 0) return route;
  const at = `at a kink, where ${kinks.join(', ')} is 0`;
  const { eigenvalues: _, ...rest } = route;
  return {
    ...rest,
    evidence:
      route.verdict === UNDECIDED
        ? `${at}, linearisation holds to one side only, and no quadratic form serves all sides`
        : `${at}, one quadratic form serves the linearisations to all sides: ${route.evidence}`,
  };
}

/** The verdict of the spectral abscissa of a matrix. */
export function byAbscissa(name: RouteName, ball: MatrixBall, n: number): Route {
  const { low, high } = encloseAbscissa(ball, n);
  const approximate = eigenvalues(ball.middle, n);
  const values = approximate.kind === 'failed' ? {} : { eigenvalues: approximate.values };
  const verdict = high < 0 ? 'stable' : low > 0 ? 'unstable' : UNDECIDED;
  const evidence =
    high < 0
      ? `every eigenvalue has a real part below ${short(high)}`
      : low > 0
        ? `an eigenvalue has a real part above ${short(low)}`
        : `the greatest real part lies between ${short(low)} and ${short(high)}`;
  return { name, verdict, evidence, ...values, bounds: [low, high] };
}
