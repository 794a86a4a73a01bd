/**
 * Basins of attraction: where a state leads and how far around it other states lead there too, the share of a region
 * that leads to each attractor, and maps of two entries of the state.
 */
import { kinkArguments } from '../derivation/kinks.js';
import { clopperPearson, type ShareInterval } from '../numeric/binomial.js';
import { type Random, randomFrom } from '../numeric/random.js';
import { type Attractor, Attractors, type Destination } from './attractors.js';
import type { Memory } from './memory.js';
import { greatest } from './newton.js';
import { DEFAULT_TOLERANCE, type Run, Runner, type RunOptions } from './run.js';
import { RUN_STATUSES, type RunStatus } from './run-status.js';

export interface BasinOptions extends Pick<RunOptions, 'time' | 'tolerance' | 'maxSteps'> {
  readonly seed?: number;
  /** Called between runs. */
  readonly tick?: () => Promise<void>;
}

/** What became of states at one distance from another. */
export interface Neighbours {
  /** The greatest difference of entries. */
  readonly radius: number;
  readonly tried: number;
  /** How many lead where the state itself does. */
  readonly same: number;
}

/** Where a state leads. */
export interface Membership {
  readonly run: Run;
  readonly destination: Destination;
  /** States around it, by growing distance, up to the first at which some lead elsewhere. */
  readonly neighbours: readonly Neighbours[];
  /** Whether the state lies on a kink of the velocity, where its linearisation says nothing. */
  readonly onKink: boolean;
}

/** Distances of neighbours, relative to the size of the state, and how many there are at each. */
const RADII = [1e-6, 1e-4, 1e-2, 0.1, 0.5] as const;
const NEIGHBOURS = 8;
/** The confidence of each interval of a share. */
export const CONFIDENCE = 0.95;

/** Follows states of one memory to their attractors, which keep their numbers. */
export class Basins {
  readonly memory: Memory;
  private readonly runner: Runner;
  private readonly attractors: Attractors;
  private readonly seed: number;
  private readonly tick: () => Promise<void>;

  constructor(memory: Memory, { seed = 1, tick = () => Promise.resolve(), ...options }: BasinOptions = {}) {
    this.memory = memory;
    this.runner = new Runner(memory, { ...options, energy: false, kinks: false });
    this.attractors = new Attractors(memory, options.tolerance ?? DEFAULT_TOLERANCE);
    this.seed = seed;
    this.tick = tick;
  }

  /** The attractors that were found so far. */
  get found(): readonly Attractor[] {
    return this.attractors.list;
  }

  /** Where a state leads. */
  async destinationOf(y: Float64Array): Promise<Destination> {
    await this.tick();
    return this.attractors.destinationOf(this.runner.run(y));
  }

  /** Where a state leads, and its neighbours. */
  async membershipOf(y: Float64Array): Promise<Membership> {
    const run = this.runner.run(y);
    const destination = this.attractors.destinationOf(run);
    const random = randomFrom(this.seed, 'neighbours', ...y);
    const neighbours: Neighbours[] = [];
    for (const share of RADII) {
      const radius = share * (1 + greatest(y));
      let same = 0;
      for (let k = 0; k < NEIGHBOURS; k += 1)
        if (isSame(await this.destinationOf(neighbour(y, radius, random)), destination)) same += 1;
      neighbours.push({ radius, tried: NEIGHBOURS, same });
      if (same < NEIGHBOURS) break;
    }
    return { run, destination, neighbours, onKink: isOnKink(this.memory, y) };
  }

  /** The shares of a region that lead to each attractor, or end otherwise, by states drawn from it. */
  async shares(draw: (random: Random) => Float64Array, samples: number): Promise<readonly Share[]> {
    const counts = new Map<string, { readonly destination: Destination; count: number }>();
    for (let k = 0; k < samples; k += 1) {
      const destination = await this.destinationOf(draw(randomFrom(this.seed, 'basin', k)));
      const key = `${destination.attractor ?? destination.status}`;
      const entry = counts.get(key) ?? { destination, count: 0 };
      entry.count += 1;
      counts.set(key, entry);
    }
    return [...counts.values()]
      .map(({ destination, count }) => ({
        destination,
        count,
        share: count / samples,
        interval: clopperPearson(count, samples, CONFIDENCE),
      }))
      .sort((a, b) => rank(a.destination) - rank(b.destination));
  }
}

/** A share of a region. */
export interface Share {
  readonly destination: Destination;
  readonly count: number;
  readonly share: number;
  /** Clopper and Pearson's, with `CONFIDENCE`. */
  readonly interval: ShareInterval;
}

const STATUSES = Object.keys(RUN_STATUSES) as readonly RunStatus[];
/** Attractors by number, then other ends. */
const rank = ({ attractor, status }: Destination): number => attractor ?? 1e9 + STATUSES.indexOf(status);

/** Whether two states lead to the same attractor, or end in the same way. */
const isSame = (a: Destination, b: Destination): boolean =>
  a.attractor === b.attractor && (a.attractor !== undefined || a.status === b.status);

/** A state on the surface of the cube around another. */
function neighbour(y: Float64Array, radius: number, random: Random): Float64Array {
  const face = random.below(y.length);
  return y.map((v, i) => v + radius * (i === face ? random.sign() : random.uniform(-1, 1)));
}

function isOnKink(memory: Memory, y: Float64Array): boolean {
  const formulas = memory.design.states.flatMap(({ velocity }) => kinkArguments(memory.concrete(velocity)));
  return (
    formulas.length > 0 &&
    memory
      .compile(formulas)(y)
      .some((values) => values.includes(0))
  );
}

/** Draws from the domain of the states, uniformly. */
export const inDomain =
  ({ n, states }: Memory) =>
  (random: Random): Float64Array => {
    const y = new Float64Array(n);
    for (const { from, size, domain } of states) random.fillUniform(y, from, from + size, domain[0], domain[1]);
    return y;
  };

/** Draws from the ball of a radius around a state, uniformly. */
export const inBall =
  (centre: Float64Array, radius: number) =>
  (random: Random): Float64Array => {
    const y = new Float64Array(centre.length);
    random.fillNormal(y, 0, y.length, 1);
    const length = Math.sqrt(y.reduce((sum, v) => sum + v * v, 0));
    const scale = (radius * random.unit() ** (1 / y.length)) / length;
    return y.map((v, i) => (centre[i] as number) + scale * v);
  };

/** Two entries of the stacked state that are varied, each over an interval. */
export interface MapAxis {
  readonly entry: number;
  readonly low: number;
  readonly high: number;
}

/** The destinations on a grid: `labels[i][j]` is that of the i-th value of `down` and the j-th of `across`. */
export interface BasinMap {
  readonly across: readonly number[];
  readonly down: readonly number[];
  readonly labels: readonly (readonly Destination[])[];
}

/** A map of the plane through a state in which two of its entries vary. */
export async function basinMap(
  basins: Basins,
  through: Float64Array,
  [across, down]: readonly [MapAxis, MapAxis],
  resolution: number,
): Promise<BasinMap> {
  const values = ({ low, high }: MapAxis): readonly number[] =>
    Array.from({ length: resolution }, (_, k) => low + ((high - low) * k) / Math.max(1, resolution - 1));
  const labels: Destination[][] = [];
  const y = through.slice();
  for (const v of values(down)) {
    const row: Destination[] = [];
    for (const u of values(across)) {
      y[down.entry] = v;
      y[across.entry] = u;
      row.push(await basins.destinationOf(y));
    }
    labels.push(row);
  }
  return { across: values(across), down: values(down), labels };
}
