/** A plane through the steady states of a memory with more than two state variables: its energy and its flow on it. */
import { rounded } from '../numbers.js';
import { type FigureContext, numbersText } from './context.js';
import type { Figure, Grid, Layer, Point, Range } from './figure.js';
import { arrowsOn, levelsOf, steadyLayers } from './plane.js';
import { rangeOf } from './scale.js';
import type { SteadyPoint } from './steady.js';
import { greatest, type Trajectory } from './trajectories.js';

/** A plane: a point in it and two orthonormal directions. */
interface Section {
  readonly origin: readonly number[];
  readonly axes: readonly [readonly number[], readonly number[]];
  /** Whether the points that span it are steady states rather than ends of trajectories. */
  readonly steady: boolean;
}

const CELLS = 60;
/** Directions in which the points differ by less, relative to the largest difference, are none. */
const FLAT = 1e-6;

/** Half the side of the window at least, relative to the domain of the states. */
const LEAST = 0.2;

const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((v, i) => v - (b[i] ?? 0));
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * (b[i] ?? 0), 0);
const norm = (a: readonly number[]): number => Math.sqrt(dot(a, a));

/** The plane in which points differ most: through the first of them, each direction along the largest rest. */
function spanned(points: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const [origin = [], ...others] = points;
  const axes: (readonly number[])[] = [];
  let rests = others.map((p) => minus(p, origin));
  const first = rests.reduce((m, r) => Math.max(m, norm(r)), 0);
  while (axes.length < 2) {
    const largest = rests.reduce((best, r) => (norm(r) > norm(best) ? r : best), [] as readonly number[]);
    const length = norm(largest);
    if (!(length > FLAT * first)) break;
    const axis = largest.map((v) => v / length);
    axes.push(axis);
    rests = rests.map((r) =>
      minus(
        r,
        axis.map((v) => v * dot(r, axis)),
      ),
    );
  }
  return axes;
}

function sectionOf(
  c: FigureContext,
  steady: readonly SteadyPoint[],
  trajectories: readonly Trajectory[],
): Section | undefined {
  const ways = trajectories.flatMap(({ states }) => [states.at(-1) ?? [], states[Math.floor(states.length / 8)] ?? []]);
  const points = [...steady.map(({ y }) => y), ...ways].filter(
    (p) => p.length === c.memory.n && p.every(Number.isFinite),
  );
  const own = spanned(steady.map(({ y }) => y));
  const [first, second] = own.length === 2 ? own : spanned(points);
  const [origin] = points;
  if (origin === undefined || first === undefined || second === undefined) return undefined;
  return { origin, axes: [first, second], steady: own.length === 2 };
}

/** The figure; undefined where the states seen span no plane. */
export function sectionFigure(
  c: FigureContext,
  steady: readonly SteadyPoint[],
  trajectories: readonly Trajectory[],
): Figure | undefined {
  const section = c.memory.n > 2 ? sectionOf(c, steady, trajectories) : undefined;
  if (section === undefined) return undefined;
  const { origin, axes } = section;
  const at = (y: readonly number[]): Point => [dot(minus(y, origin), axes[0]), dot(minus(y, origin), axes[1])];
  const inPlane = steady.filter(({ y }) => {
    const [s, t] = at(y);
    const rest = minus(
      minus(y, origin),
      axes[0].map((v, i) => s * v + t * (axes[1][i] ?? 0)),
    );
    return norm(rest) <= FLAT * (1 + norm(y));
  });
  const seen = [...steady.map(({ y }) => at(y)), ...trajectories.flatMap(({ states }) => states.slice(-1).map(at))];
  const least = LEAST * c.memory.states.reduce((m, { domain }) => Math.max(m, greatest(domain)), 0);
  const window = squared(
    rangeOf([0, ...seen.map(([s]) => s)], 0.35),
    rangeOf([0, ...seen.map(([, t]) => t)], 0.35),
    least,
  );
  const lift = ([s, t]: Point): Float64Array =>
    Float64Array.from(origin, (v, i) => v + s * (axes[0][i] ?? 0) + t * (axes[1][i] ?? 0));
  const grid = gridOf(window, (p) => c.memory.energy(lift(p)));
  const levels = levelsOf(grid.values);
  const velocity = new Float64Array(c.memory.n);
  const arrows = arrowsOn(window, (p) => {
    c.memory.velocity(lift(p), velocity);
    return [dot([...velocity], axes[0]), dot([...velocity], axes[1])];
  });
  const points = steadyLayers(inPlane.map(({ y, stability }) => ({ at: at(y), stability })));
  const shades: Layer[] =
    levels.length === 0 ? [] : [{ kind: 'levels', label: 'level sets of the energy', grid, levels }];
  const what = section.steady
    ? 'three steady states'
    : 'the directions in which states at rest and on the way differ most';
  const counts = `${inPlane.filter((p) => p.stability === 'stable').length} stable and ${inPlane.filter((p) => p.stability !== 'stable').length} other steady states lie in it.`;
  const [low, high] = rangeOf(grid.values, 0);
  const energies = `The energy in it lies between ${rounded(low)} and ${rounded(high)}.`;
  return {
    id: 'section',
    title: 'A plane through the state space',
    caption: `The plane through ${what}, ${numbersText(c)}: level sets of the energy (darker where it is higher) and the part of the velocity that lies in the plane. ${counts} ${energies}`,
    alt: `A plane through the ${c.memory.n}-dimensional state space with level sets of the energy and arrows of the velocity. ${counts} ${energies}`,
    panels: [
      {
        title: '',
        x: { label: 'first direction (dimensionless)', range: window[0] },
        y: { label: 'second direction (dimensionless)', range: window[1] },
        square: true,
        layers: [...shades, { kind: 'arrows', label: 'velocity in the plane (length compressed)', arrows }, ...points],
      },
    ],
  };
}

/** A window with sides of one length, at least 2·`least`, around the middles of two ranges. */
function squared(x: Range, y: Range, least: number): readonly [Range, Range] {
  const half = Math.max(x[1] - x[0], y[1] - y[0], 2 * least) / 2;
  const around = ([low, high]: Range): Range => [(low + high) / 2 - half, (low + high) / 2 + half];
  return [around(x), around(y)];
}

function gridOf([x, y]: readonly [Range, Range], of: (p: Point) => number): Grid {
  const values = Array.from({ length: CELLS * CELLS }, (_, k) =>
    of([
      x[0] + ((x[1] - x[0]) * ((k % CELLS) + 0.5)) / CELLS,
      y[0] + ((y[1] - y[0]) * (Math.floor(k / CELLS) + 0.5)) / CELLS,
    ]),
  );
  return { x, y, columns: CELLS, rows: CELLS, values };
}
