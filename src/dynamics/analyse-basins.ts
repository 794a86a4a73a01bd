/** What the command `basin` asks: where states lead, the shares of a region, a map. */
import { type Design, DesignError } from '../design/types.js';
import { loadMpfr } from '../numeric/enclosure.js';
import type { Dimensions } from '../symbolic/size.js';
import type { Attractor } from './attractors.js';
import { type BasinMap, basinMap, type BasinOptions, Basins, inBall, inDomain, type MapAxis } from './basin.js';
import type { Membership, Share } from './basin.js';
import { type Memory, memoryOf } from './memory.js';
import type { Stability } from './stability/route.js';
import { stabilityOf } from './stability/stability.js';
import { type GivenStates, startState } from './start.js';
import { verifySteadyState } from './verify-steady-state.js';

export interface BasinQuestion extends BasinOptions {
  readonly sizes?: Dimensions;
  /** States whose destination is asked for; a state vector that one leaves out is drawn. */
  readonly at?: readonly GivenStates[];
  /** States drawn to estimate shares; 0, none, by default. */
  readonly samples?: number;
  /** The ball around the first state from which they are drawn; without it, the domain. */
  readonly radius?: number;
  /** The map of two entries, in the plane through the first state, or through the middle of the domain. */
  readonly map?: { readonly axes: readonly [EntryName, EntryName]; readonly resolution: number };
}

/** An entry of a state vector, counted from 1. */
export interface EntryName {
  readonly state: string;
  readonly index: number;
}

export interface BasinAnswer {
  readonly memory: Memory;
  readonly seed: number;
  readonly at: readonly (Membership & { readonly state: Float64Array })[];
  readonly shares:
    | { readonly samples: number; readonly radius: number | undefined; readonly of: readonly Share[] }
    | undefined;
  readonly map: (BasinMap & { readonly axes: readonly [EntryName, EntryName] }) | undefined;
  readonly attractors: readonly JudgedAttractor[];
}

/** An attractor, and of a steady state whether it is stable, by the verified Jacobian. */
export interface JudgedAttractor extends Attractor {
  readonly stability: Stability | undefined;
}

/** The stability of so many attractors is judged: those that were found first. */
const MOST_JUDGED = 32;

export async function analyseBasins(design: Design, question: BasinQuestion): Promise<BasinAnswer> {
  const { seed = 1, sizes = {}, at = [], samples = 0, radius, map } = question;
  const memory = memoryOf(design, { seed, sizes });
  const states = at.map((given, k) => startState(memory, seed, k, given));
  const axes = map?.axes.map((entry) => axisOf(memory, entry)) as [MapAxis, MapAxis] | undefined;
  const basins = new Basins(memory, question);
  const members: (Membership & { state: Float64Array })[] = [];
  for (const state of states) members.push({ state, ...(await basins.membershipOf(state)) });
  const [first = middleOf(memory)] = states;
  const draw = radius === undefined ? inDomain(memory) : inBall(first, radius);
  const shares = samples === 0 ? undefined : { samples, radius, of: await basins.shares(draw, samples) };
  const drawn =
    map === undefined || axes === undefined
      ? undefined
      : { axes: map.axes, ...(await basinMap(basins, first, axes, map.resolution)) };
  await loadMpfr();
  const attractors = basins.found.map((a, k) => ({
    ...a,
    stability:
      a.kind === 'steady' && k < MOST_JUDGED
        ? stabilityOf(memory, verifySteadyState(memory, a.state)).verdict
        : undefined,
  }));
  return { memory, seed, at: members, shares, map: drawn, attractors };
}

function middleOf({ n, states }: Memory): Float64Array {
  const y = new Float64Array(n);
  for (const { from, size, domain } of states) y.fill((domain[0] + domain[1]) / 2, from, from + size);
  return y;
}

function axisOf(memory: Memory, { state, index }: EntryName): MapAxis {
  const slice = memory.states.find(({ name }) => name === state);
  if (slice === undefined || index < 1 || index > slice.size) {
    const known = memory.states.map(({ name, size }) => `${name}[1] to ${name}[${size}]`).join(', ');
    throw noEntry(memory, `${state}[${index}] is no entry of a state; there are ${known}`);
  }
  return { entry: slice.from + index - 1, low: slice.domain[0], high: slice.domain[1] };
}

const noEntry = ({ design }: Memory, message: string): DesignError =>
  new DesignError({ file: design.file, place: undefined, message });
