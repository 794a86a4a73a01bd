/** Whether a steady state is stable, by every route that its memory has, and whether they agree. */
import type { Memory } from '../memory.js';
import { neighbourhood } from '../state-box.js';
import type { SteadyState } from '../steady-state.js';
import { type DeadRegion, deadRegion } from './dead-region.js';
import { conditionRoute, hessianRoute } from './energy-routes.js';
import { jacobianRoute, kinksAt } from './jacobian-route.js';
import { reducedRoutes } from './reduced-route.js';
import { type Route, ROUTES, type RouteName, type Stability, UNDECIDED, undecided } from './route.js';
import { type ZeroModes, zeroModes } from './zero-modes.js';

export interface StabilityReport {
  /** By the Jacobian of the flow, which alone decides. */
  readonly verdict: Stability;
  readonly routes: readonly Route[];
  /** Routes that say otherwise than the Jacobian, where both are decided. */
  readonly disagreeing: readonly RouteName[];
  readonly dead: DeadRegion | { readonly unknown: string };
  /** Arguments of kinks of the velocity that are 0 at the state. */
  readonly kinks: readonly string[];
  /** Directions in which the Jacobian, or the Hessian, is 0; not known at a kink. */
  readonly zeroModes: { readonly jacobian: ZeroModes; readonly hessian: ZeroModes } | undefined;
}

/** The verdict alone: by the Jacobian, which decides. After `await loadMpfr()`. */
export function stabilityVerdict(memory: Memory, state: SteadyState): Stability {
  const box = state.box === undefined ? undefined : neighbourhood(state.box);
  return box === undefined ? UNDECIDED : decidedBy(jacobianRoute(memory, box, kinksAt(memory, box)));
}

const decidedBy = ({ verdict }: Route): Stability => (verdict === 'not applicable' ? UNDECIDED : verdict);

/** The stability of a steady state; nothing is decided where its existence is not verified. After `await loadMpfr()`. */
export function stabilityOf(memory: Memory, state: SteadyState): StabilityReport {
  const box = state.box === undefined ? undefined : neighbourhood(state.box);
  if (box === undefined) {
    const names = Object.keys(ROUTES) as RouteName[];
    const unverified = 'the steady state is not verified';
    return {
      verdict: UNDECIDED,
      routes: names.map((name) => undecided(name, unverified)),
      disagreeing: [],
      kinks: [],
      dead: { unknown: unverified },
      zeroModes: undefined,
    };
  }
  const kinks = kinksAt(memory, box);
  const jacobian = jacobianRoute(memory, box, kinks);
  const routes = [
    jacobian,
    ...reducedRoutes(memory, box, kinks),
    hessianRoute(memory, box),
    conditionRoute(memory, box),
  ];
  const decided = (v: Route['verdict']): boolean => v === 'stable' || v === 'unstable';
  const dead = deadRegion(memory, box);
  return {
    verdict: decidedBy(jacobian),
    routes,
    disagreeing: routes
      .filter(({ verdict }) => decided(verdict) && decided(jacobian.verdict) && verdict !== jacobian.verdict)
      .map(({ name }) => name),
    dead,
    kinks,
    zeroModes: kinks.length > 0 ? undefined : zeroModes(memory, state.y, 'unknown' in dead ? [] : dead.basis),
  };
}
