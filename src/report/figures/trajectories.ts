/** Trajectories of a memory, and the energy along them. */
import { Flow } from '../../dynamics/flow.js';
import { differenceJacobian } from '../../dynamics/jacobian-differences.js';
import { startState } from '../../dynamics/start.js';
import { rounded } from '../numbers.js';
import { type FigureContext, numbersText } from './context.js';
import type { Figure, Point } from './figure.js';
import { rangeOf } from './scale.js';

/** A trajectory: times, states and energies, from the start on. */
export interface Trajectory {
  readonly times: readonly number[];
  readonly states: readonly (readonly number[])[];
  readonly energies: readonly number[];
  /** Whether the velocity was nearly 0 at its end. */
  readonly settled: boolean;
}

const TOLERANCE = { relative: 1e-6, absolute: 1e-9 } as const;
const LONGEST = 200;
const MOST_STEPS = 2000;
/** Relative to the size of the state. */
const AT_REST = 1e-6;
const FARTHEST = 1e6;
const STARTS = 6;
/** States with more entries take too long for a figure. */
export const LARGEST_STATE = 256;

/** Trajectories from starts drawn for the seed; those that leave the finite numbers end there. */
export const trajectoriesOf = (c: FigureContext, count = STARTS): readonly Trajectory[] =>
  Array.from({ length: count }, (_, k) => trajectoryFrom(c, startState(c.memory, c.seed, k)));

/** The trajectory from a stacked state. */
export function trajectoryFrom({ memory }: FigureContext, start: Float64Array): Trajectory {
  const { n, velocity } = memory;
  const flow = new Flow({ n, velocity, jacobian: memory.jacobian ?? differenceJacobian(velocity, n) }, TOLERANCE);
  const times: number[] = [];
  const states: number[][] = [];
  const energies: number[] = [];
  const note = (): void => {
    times.push(flow.t);
    states.push([...flow.y]);
    energies.push(memory.energy(flow.y));
  };
  const isAtRest = (): boolean => greatest(flow.velocity) <= AT_REST * (1 + greatest(flow.y));
  let failed = flow.start(start) !== undefined;
  if (!failed) note();
  while (!failed && !isAtRest() && flow.t < LONGEST && flow.steps < MOST_STEPS && greatest(flow.y) < FARTHEST) {
    failed = flow.advance(LONGEST) !== undefined;
    if (failed) break;
    note();
    flow.chooseMethod(LONGEST);
  }
  return { times, states, energies, settled: !failed && isAtRest() };
}

export const greatest = (v: ArrayLike<number>): number => Array.from(v).reduce((m, x) => Math.max(m, Math.abs(x)), 0);

/** The energy along trajectories; undefined where it has no values. */
export function energyFigure(c: FigureContext, trajectories: readonly Trajectory[]): Figure | undefined {
  const drawn = trajectories.filter(({ energies }) => energies.length > 1 && energies.every(Number.isFinite));
  if (drawn.length === 0) return undefined;
  const until = Math.max(...drawn.map(settlingTime)) * 1.1;
  const paths = drawn.map((t) => thinned(t, until));
  const [low, high] = rangeOf(paths.flat().map(([, e]) => e));
  const rise = Math.max(...drawn.map(({ energies }) => greatestRise(energies)));
  const scale = Math.max(...drawn.map(({ energies }) => greatest(energies)), 1e-300);
  const rests = drawn.filter((t) => t.settled).length;
  const says =
    rise <= ROUNDING * scale
      ? 'Along none of them does it rise, but for the errors of integration.'
      : `It rises by up to ${rounded(rise)} on the way.`;
  const settled = rests === drawn.length ? 'All come to rest.' : `${rests} of them come to rest.`;
  return {
    id: 'trajectories',
    title: 'The energy along trajectories',
    caption: `Energy against time along ${drawn.length} trajectories, ${numbersText(c)}, from starts drawn from the domain of the states (integrated with relative tolerance ${TOLERANCE.relative.toExponential()}). ${says} ${settled}`,
    alt: `Curves of the energy along ${drawn.length} trajectories: from between ${extremes(drawn.map((t) => t.energies[0]))} at the start to between ${extremes(drawn.map((t) => t.energies.at(-1)))} at the end. ${says} ${settled}`,
    panels: [
      {
        title: '',
        x: { label: 'time (dimensionless)', range: [0, until] },
        y: { label: 'energy (dimensionless)', range: [low, high] },
        layers: [
          { kind: 'lines', label: 'energy along a trajectory', look: 'first', paths },
          {
            kind: 'points',
            label: 'start',
            marker: 'triangle',
            look: 'third',
            points: paths.flatMap((path) => path.slice(0, 1)),
          },
        ],
      },
    ],
  };
}

/** Relative to the energies: rises up to this may be errors of integration. */
const ROUNDING = 1e-5;
/** The part of the way down that is left when a trajectory counts as settled in a figure. */
const LEFT = 0.002;
const MOST_POINTS = 160;

const extremes = (values: readonly (number | undefined)[]): string => {
  const known = values.flatMap((v) => (v === undefined ? [] : [v]));
  return `${rounded(Math.min(...known))} and ${rounded(Math.max(...known))}`;
};

const greatestRise = (energies: readonly number[]): number =>
  energies.reduce((most, e, i) => Math.max(most, e - (energies[i - 1] ?? e)), 0);

/** When the energy has come close to where it ends. */
function settlingTime({ times, energies }: Trajectory): number {
  const end = energies.at(-1) ?? 0;
  const size = energies.reduce((m, e) => Math.max(m, Math.abs(e - end)), 0);
  const last = energies.findLastIndex((e) => Math.abs(e - end) > LEFT * size);
  return Math.max(times[Math.min(last + 1, times.length - 1)] ?? 1, 1e-3);
}

/** The energy against time until some time, with points left out where there are many. */
function thinned({ times, energies }: Trajectory, until: number): readonly Point[] {
  const points = times.map((t, i): Point => [t, energies[i] ?? Number.NaN]).filter(([t]) => t <= until);
  const step = Math.ceil(points.length / MOST_POINTS);
  const kept = points.filter((_, i) => i % step === 0 || i === points.length - 1);
  // A trajectory that came to rest stays where it is.
  const [t, e] = kept.at(-1) ?? [0, 0];
  return t < until ? [...kept, [until, e]] : kept;
}
