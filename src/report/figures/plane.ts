/** The plane of a design with two state variables: its vector field, the level sets of its energy, dead regions. */
import { activations } from '../../derivation/activations.js';
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import { counted, rounded } from '../numbers.js';
import { basinLayers } from './basins.js';
import { type FigureContext, numbersText } from './context.js';
import type { Figure, Grid, Layer, Panel, Point, Range } from './figure.js';
import { hatch } from './hatch.js';
import { SHADES } from './look.js';
import type { SteadyPoint } from './steady.js';

/** A steady state in the plane. */
export interface MarkedPoint {
  readonly at: Point;
  readonly stability: SteadyPoint['stability'];
}

const CELLS = 72;
const ARROWS = 15;

/** The panels of a plane. */
export interface Plane {
  readonly field: Panel;
  readonly levels: Panel;
  /** Where there are several stable steady states. */
  readonly basins: Panel | undefined;
  /** What the panels show, in words. */
  readonly says: string;
}

/** The two state variables of a design, as axes: `y₁` and `y₂`, or the names of two scalar states. */
function axisNames({ memory }: FigureContext): readonly [string, string] {
  const names = memory.states.flatMap(({ name, size }) =>
    size === 1 ? [name] : Array.from({ length: size }, (_, i) => `${name}${SUBSCRIPTS[i] ?? ''}`),
  );
  return [names[0] ?? '', names[1] ?? ''];
}
const SUBSCRIPTS = ['₁', '₂'];

/** The panels in a window of the plane; undefined where the design has other than two state variables. */
export function planeOf(
  c: FigureContext,
  window: readonly [Range, Range],
  states: readonly SteadyPoint[],
): Plane | undefined {
  if (c.memory.n !== 2) return undefined;
  const steady = states.map(({ y: [a = 0, b = 0], stability }): MarkedPoint => ({ at: [a, b], stability }));
  const [x, y] = window;
  const [left, below] = axisNames(c);
  const axes = {
    x: { label: `${left} (dimensionless)`, range: x },
    y: { label: `${below} (dimensionless)`, range: y },
    square: true,
  };
  const dead = deadLayer(c, window);
  const points = steadyLayers(steady.filter(({ at }) => inside(at, window)));
  const grid = energyGrid(c, window);
  const levels = levelsOf(grid.values);
  const shades: Layer[] =
    levels.length === 0 ? [] : [{ kind: 'levels', label: 'level sets of the energy', grid, levels }];
  const basins = basinLayers(c, window, states);
  return {
    field: {
      title: 'velocity',
      ...axes,
      layers: [
        ...dead,
        { kind: 'arrows', label: 'velocity (length compressed)', arrows: arrowsOf(c, window) },
        ...points,
      ],
    },
    levels: {
      title: 'level sets of the energy',
      ...axes,
      layers: [...shades, ...dead, ...certifiedBoxes(c, window), ...points],
    },
    basins:
      basins === undefined ? undefined : { title: 'basins of attraction', ...axes, layers: [...basins, ...points] },
    says: describe(c, grid, steady, dead.length > 0, window),
  };
}

const inside = ([x, y]: Point, [[x0, x1], [y0, y1]]: readonly [Range, Range]): boolean =>
  x >= x0 && x <= x1 && y >= y0 && y <= y1;

/** Centres of columns × rows cells of a window, row by row from below. */
function centres([[x0, x1], [y0, y1]]: readonly [Range, Range], columns: number, rows: number): readonly Point[] {
  return Array.from(
    { length: columns * rows },
    (_, k): Point => [
      x0 + ((x1 - x0) * ((k % columns) + 0.5)) / columns,
      y0 + ((y1 - y0) * (Math.floor(k / columns) + 0.5)) / rows,
    ],
  );
}

function energyGrid({ memory }: FigureContext, window: readonly [Range, Range]): Grid {
  const y = new Float64Array(2);
  const values = centres(window, CELLS, CELLS).map((point) => {
    y.set(point);
    return memory.energy(y);
  });
  return { x: window[0], y: window[1], columns: CELLS, rows: CELLS, values };
}

/** Levels that lie closer together near the lowest value, where the wells are: E₀ + (E₁ − E₀)(k/n)². */
export function levelsOf(values: readonly number[]): readonly number[] {
  const finite = values.filter(Number.isFinite).sort((a, b) => a - b);
  const [low, high] = [finite[0] ?? 0, finite[Math.floor(finite.length * 0.98)] ?? 0];
  if (!(high > low)) return [];
  const n = SHADES.length;
  return Array.from({ length: n - 1 }, (_, k) => low + (high - low) * ((k + 1) / n) ** 2);
}

/** The velocity at the points of a lattice; lengths are compressed so that slow places still show their direction. */
function arrowsOf({ memory }: FigureContext, window: readonly [Range, Range]): readonly Arrow[] {
  const [state, v] = [new Float64Array(2), new Float64Array(2)];
  return arrowsOn(window, (point) => {
    state.set(point);
    memory.velocity(state, v);
    return [v[0] ?? 0, v[1] ?? 0];
  });
}

type Arrow = readonly [from: Point, to: Point];

/** Arrows of a field at the points of a lattice, with lengths compressed. */
export function arrowsOn(window: readonly [Range, Range], field: (point: Point) => Point): readonly Arrow[] {
  const [w, h] = window.map(([low, high]) => (high - low) / ARROWS) as [number, number];
  const at = centres(window, ARROWS, ARROWS).flatMap((point) => {
    const [vx, vy] = field(point);
    const [a, b] = [vx / w, vy / h];
    const speed = Math.hypot(a, b);
    return Number.isFinite(speed) && speed > 0 ? [{ point, a, b, speed }] : [];
  });
  const fastest = at.reduce((m, { speed }) => Math.max(m, speed), 0);
  return at.map(({ point: [px, py], a, b, speed }) => {
    const length = 0.3 + 0.55 * (speed / fastest) ** 0.4;
    const [dx, dy] = [(a / speed) * length * w, (b / speed) * length * h];
    return [
      [px - dx / 2, py - dy / 2],
      [px + dx / 2, py + dy / 2],
    ] as const;
  });
}

/** Hatching of the states at which an entry of the derivative of some activation is 0. */
function deadLayer(c: FigureContext, window: readonly [Range, Range]): readonly Layer[] {
  const slopes = activations(c.derivation).flatMap(({ behaviour, argument }): Expression[] => {
    if (behaviour.kind !== 'lagrangian') return [];
    return [build.diagonal(build.lagrangian(behaviour.lagrangian, 2, argument))];
  });
  if (slopes.length === 0) return [];
  const at = c.memory.compile(slopes);
  const state = new Float64Array(2);
  const isDead = (point: Point): boolean => {
    state.set(point);
    return at(state).some((entries) => entries.some((slope) => slope === 0));
  };
  const paths = hatch(isDead, window);
  return paths.length === 0
    ? []
    : [{ kind: 'lines', label: 'dead neurons: an activation is flat', look: 'hatch', paths }];
}

/** The border of the box of states for which a claim is certified. */
function certifiedBoxes({ memory, verdicts }: FigureContext, window: readonly [Range, Range]): readonly Layer[] {
  return verdicts.flatMap(({ id, evidence }): Layer[] => {
    if (evidence.kind !== 'certificate') return [];
    const sides = memory.states.flatMap(({ name, size }) => Array.from({ length: size }, () => evidence.domain[name]));
    const [x, y] = [0, 1].map((i) => {
      const [low, high] = sides[i] ?? [];
      const [from, to] = window[i] ?? [0, 0];
      return low === undefined || high === undefined ? undefined : ([Math.max(low, from), Math.min(high, to)] as const);
    });
    if (x === undefined || y === undefined) return [];
    const path: readonly Point[] = [
      [x[0], y[0]],
      [x[1], y[0]],
      [x[1], y[1]],
      [x[0], y[1]],
      [x[0], y[0]],
    ];
    return [{ kind: 'lines', label: `certified inside: ${id}`, look: 'third', paths: [path] }];
  });
}

export function steadyLayers(steady: readonly MarkedPoint[]): readonly Layer[] {
  const of = (stability: SteadyPoint['stability']): readonly Point[] =>
    steady.filter((s) => s.stability === stability).map(({ at }) => at);
  const layer = (
    label: string,
    marker: 'circle' | 'cross' | 'square',
    look: 'first' | 'second' | 'fourth',
    points: readonly Point[],
  ): Layer[] => (points.length === 0 ? [] : [{ kind: 'points', label, marker, look, points }]);
  return [
    ...layer('stable steady state', 'circle', 'first', of('stable')),
    ...layer('unstable steady state', 'cross', 'second', of('unstable')),
    ...layer('steady state, not decided', 'square', 'fourth', of('undecided')),
  ];
}

function describe(
  c: FigureContext,
  grid: Grid,
  steady: readonly MarkedPoint[],
  dead: boolean,
  window: readonly [Range, Range],
): string {
  const count = (stability: SteadyPoint['stability']): number =>
    steady.filter((s) => s.stability === stability && inside(s.at, window)).length;
  const [stable, unstable, undecided] = [count('stable'), count('unstable'), count('undecided')];
  const kinds = [
    ...(stable > 0 ? [`${stable} stable`] : []),
    ...(unstable > 0 ? [`${unstable} unstable`] : []),
    ...(undecided > 0 ? [`${undecided} not decided`] : []),
  ];
  const places = steady
    .filter(({ at }) => inside(at, window))
    .map(({ at, stability }) => `(${at.map((v) => rounded(v)).join(', ')}) ${stability}`);
  const rises = risesOn(c, window);
  const finite = grid.values.filter(Number.isFinite);
  return [
    kinds.length === 0
      ? 'No steady state was found here.'
      : `Steady states: ${kinds.join(', ')}: ${places.join('; ')}.`,
    ...(finite.length === 0
      ? []
      : [
          `The energy lies between ${rounded(Number(finite.reduce((m, v) => Math.min(m, v), Infinity).toPrecision(3)))} and ${rounded(Number(finite.reduce((m, v) => Math.max(m, v), -Infinity).toPrecision(3)))}.`,
        ]),
    rises === 0
      ? 'It falls or rests at every point of the lattice that was looked at.'
      : `It rises along the flow at ${counted(rises, 'point')} of ${CELLS * CELLS} looked at.`,
    ...(dead ? ['In the hatched part some neurons are dead.'] : []),
  ].join(' ');
}

/** At how many cells of a window the energy rises, beyond what rounding explains. */
function risesOn({ memory, derivation: d }: FigureContext, window: readonly [Range, Range]): number {
  const at = memory.compile([memory.rate, d.gradient, d.velocity]);
  const state = new Float64Array(2);
  return centres(window, CELLS, CELLS).filter((point) => {
    state.set(point);
    const [rate, gradient, velocity] = at(state);
    const scale = Math.hypot(...(gradient ?? [])) * Math.hypot(...(velocity ?? []));
    return (rate?.[0] ?? 0) > ROUNDING * scale;
  }).length;
}
const ROUNDING = 1e-9;

/** The plane of a design as a figure. */
export function planeFigure(
  c: FigureContext,
  window: readonly [Range, Range],
  steady: readonly SteadyPoint[],
): Figure | undefined {
  const plane = planeOf(c, window, steady);
  if (plane === undefined) return undefined;
  return {
    id: 'plane',
    title: 'The plane of the two state variables',
    caption: `Velocity and level sets of the energy ${numbersText(c)}. Levels, darker where the energy is higher, lie closer together near the lowest value. ${plane.says}`,
    alt: `Panels over the same part of the plane: arrows of the velocity, level sets of the energy${plane.basins === undefined ? '' : ', and basins of attraction'}. ${plane.says}`,
    columns: 2,
    panels: [plane.field, plane.levels, ...(plane.basins === undefined ? [] : [plane.basins])],
  };
}
