/** What the energy says about a steady state: its Hessian, and condition (8) from a factorisation of its gradient. */
import {
  derivation,
  type Derivation,
  fullHessian,
  ifDifferentiable,
  stateJacobian,
} from '../../derivation/derivation.js';
import { type Factors, someFactors } from '../../derivation/factorisation/factors.js';
import { jumpArguments, kinkArguments } from '../../derivation/kinks.js';
import { ballDefiniteness } from '../../interval/definite.js';
import { leastEigenvalue } from '../../interval/eigenvalues.js';
import { ballOf as ball, symmetricPartOf } from '../../interval/matrix-ball.js';
import { symmetricEigen } from '../../numeric/linear-algebra-dense.js';
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import type { Memory } from '../memory.js';
import { ballOf, encloseOver, type StateBox } from '../state-box.js';
import { vanishingArguments } from './jacobian-route.js';
import { notApplicable, type Route, type RouteName, short, UNDECIDED, undecided } from './route.js';

/** Whether some entry of a vector is certainly not 0 in the box. */
const isNonzero = (memory: Memory, v: Expression, box: StateBox): boolean =>
  (encloseOver(memory, [v], box)[0] ?? []).some(({ sign }) => sign === 1 || sign === -1);

/**
 * A strict minimum of the energy where the Hessian is positive definite, none where it has a negative eigenvalue. For an
 * energy that falls along the flow this is stable and unstable.
 */
export function hessianRoute(memory: Memory, box: StateBox): Route {
  const d = derivation(memory.design);
  if (isNonzero(memory, d.gradient, box)) return notApplicable('hessian', 'the gradient of the energy is not 0 here');
  const jumps = vanishingArguments(memory, jumpArguments(memory.concrete(d.gradient)), box);
  if (jumps.length > 0) return undecided('hessian', `the gradient may jump here, where ${jumps.join(', ')} is 0`);
  const H = ifDifferentiable(() => fullHessian(d));
  if (H === undefined) return notApplicable('hessian', 'the energy has no second derivative that is known');
  const kinks = vanishingArguments(memory, kinkArguments(memory.concrete(d.gradient)), box);
  const route = byDefiniteness('hessian', memory, H, box);
  if (kinks.length === 0) return route;
  return { ...route, evidence: `at a kink of the gradient, where ${kinks.join(', ')} is 0: ${route.evidence}` };
}

const EFFORT = 400;
const MOST_FACTORS = 6;

const factorsOf = new WeakMap<Derivation, readonly Factors[]>();
function knownFactors(d: Derivation): readonly Factors[] {
  const known = factorsOf.get(d) ?? someFactors(d, EFFORT, MOST_FACTORS);
  factorsOf.set(d, known);
  return known;
}

/** With ∇E = F f and f = 0 at the state, F ∂f/∂y is the Hessian there: positive definite is stable (condition (8)). */
export function conditionRoute(memory: Memory, box: StateBox): Route {
  const d = derivation(memory.design);
  for (const { z, M } of knownFactors(d)) {
    const f = build.stack(z);
    if (isNonzero(memory, f, box)) continue;
    const slopes = ifDifferentiable(() => stateJacobian(d, f));
    if (slopes === undefined) continue;
    return byDefiniteness('condition', memory, build.negate(build.product(build.block(M), slopes)), box);
  }
  return notApplicable('condition', 'no factorisation F f of the gradient was found with f = 0 here');
}

function byDefiniteness(name: RouteName, memory: Memory, matrix: Expression, box: StateBox): Route {
  const bounds = ballOf(encloseOver(memory, [matrix], box)[0] ?? []);
  if (bounds === undefined) return undecided(name, 'the matrix has no bounds here');
  const symmetric = symmetricPartOf(ball(memory.n, memory.n, bounds.middle, bounds.radius));
  const definiteness = ballDefiniteness(symmetric);
  const { low, high } = leastEigenvalue(symmetric);
  const { values } = symmetricEigen(symmetric.middle, memory.n);
  const common = {
    name,
    eigenvalues: Array.from(values, (re) => ({ re: re + 0, im: 0 })).reverse(),
    bounds: [low, high] as const,
  };
  switch (definiteness) {
    case 'definite':
      return {
        ...common,
        verdict: 'stable',
        evidence: `positive definite${low > 0 ? `, every eigenvalue above ${short(low)}` : ''}`,
      };
    case 'indefinite':
      return {
        ...common,
        verdict: 'unstable',
        evidence: `a negative eigenvalue${high < 0 ? `, of at most ${short(high)}` : ''}`,
      };
    case 'semidefinite':
      return { ...common, verdict: UNDECIDED, evidence: 'positive semi-definite and singular' };
    case 'undecided':
      return {
        ...common,
        verdict: UNDECIDED,
        evidence: `the least eigenvalue lies between ${short(low)} and ${short(high)}`,
      };
  }
}
