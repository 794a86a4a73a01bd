/** The figures of the report on the paper: its Figure 1 with weights of our own, and its Figure 2 as curves. */
import type { Design } from '../../design/types.js';
import { type FigureContext, figureContext } from './context.js';
import type { Figure, Layer, Panel, Point, Range } from './figure.js';
import { planeOf } from './plane.js';
import { rangeOf, spaced } from './scale.js';
import { steadyPoints } from './steady.js';

/** The two designs of Figure 1: the network with the classical energy, and the proposed one. */
export interface FigureDesigns {
  readonly classical: Design;
  readonly proposed: Design;
}

/**
 * Weights at which both pictures are as the paper describes them: with W = [[a, c], [c, a]] two neurons compete. Two
 * states with one dead neuron each are stable, and between them lies a saddle: |c| > 1 − a; and the energy of EQ10 falls
 * along EQ9 in every quadrant, which it does not for every W: |c| ≤ 2(1 − a)/(2 − a).
 */
const WEIGHTS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  W: [
    [0.7, -0.45],
    [-0.45, 0.7],
  ],
  b: [[1], [1]],
};
const WINDOW: Range = [-2, 4.5];

const withValues = (design: Design): Design => ({
  ...design,
  parameters: design.parameters.map((p) => ({ ...p, value: WEIGHTS[p.symbol.name] ?? p.value })),
});

/** The figures in the order of the paper. */
export async function paperFigures({ classical, proposed }: FigureDesigns, seed: number): Promise<readonly Figure[]> {
  const contexts = [classical, proposed].map((design) => figureContext(withValues(design), [], seed));
  const [left, right] = contexts;
  const first = left === undefined || right === undefined ? [] : [await planes(left, right)];
  return [...first, threeEnergies()];
}

async function planes(left: FigureContext, right: FigureContext): Promise<Figure> {
  const drawn = [];
  for (const c of [left, right]) drawn.push(planeOf(c, [WINDOW, WINDOW], await steadyPoints(c)));
  const [a, b] = drawn;
  const panels = (part: 'field' | 'levels', titles: readonly [string, string]): readonly Panel[] =>
    [a, b].flatMap((plane, i) => (plane === undefined ? [] : [{ ...plane[part], title: titles[i] ?? '' }]));
  const says = `Left: ${a?.says ?? ''} Right: ${b?.says ?? ''}`;
  return {
    id: 'figure-1',
    title: 'Figure 1 of the paper: vector fields above, level sets of the energies below',
    caption: `Two ReLU neurons with W = [[0.7, −0.45], [−0.45, 0.7]] and b = (1, 1); the paper does not print its weights, and these were chosen so that two stable states have a dead neuron each. Left: dynamics EQ1 with energy EQ2. Right: dynamics EQ9 with R = I − WΛ and energy EQ10 with S = I. ${says} The classical energy is flat in the direction of a dead neuron, so that its level sets do not show where the stable states lie; the proposed energy has an isolated minimum at each. Two things the paper does not say: the saddle of EQ1 is a minimum of EQ10 as well, and stable under EQ9; and at other weights EQ10 rises along EQ9 as printed (row S4-FIG1).`,
    alt: `Four panels over the same part of the plane of two neurons. ${says}`,
    columns: 2,
    panels: [
      ...panels('field', ['EQ1: velocity', 'EQ9: velocity']),
      ...panels('levels', ['EQ2: level sets of the energy', 'EQ10: level sets of the energy']),
    ],
  };
}

interface Sketch {
  readonly title: string;
  readonly energy: (y: number) => number;
  readonly range: Range;
  /** Where Lyapunov's theorems say nothing. */
  readonly silent: readonly Range[];
  readonly stable: readonly number[];
}

const SKETCHES: readonly Sketch[] = [
  {
    title: '(a) unbounded below',
    energy: (y) => (y * y - 1) ** 2 - 0.1 * y ** 6,
    range: [-2.9, 2.9],
    silent: [
      [-2.9, -2.333],
      [2.333, 2.9],
    ],
    stable: [-1.107, 1.107],
  },
  {
    title: '(b) compact flat region',
    energy: (y) => Math.max(Math.abs(y) - 1, 0) ** 2,
    range: [-2.3, 2.3],
    silent: [[-1, 1]],
    stable: [],
  },
  {
    title: '(c) non-compact flat region',
    energy: (y) => (y > 0 ? (y * y) / 4 - y : 0),
    range: [-3, 5],
    silent: [[-3, 0]],
    stable: [2],
  },
];

/** The parts of a range outside of others, which are in order and do not overlap. */
function without([low, high]: Range, others: readonly Range[]): readonly Range[] {
  const edges = [low, ...others.flat(), high];
  return edges.flatMap((edge, i): Range[] => {
    const next = edges[i + 1];
    return i % 2 === 0 && next !== undefined && next > edge ? [[edge, next]] : [];
  });
}

/** The three kinds of energy of Figure 2. */
function threeEnergies(): Figure {
  const panel = ({ title, energy, range, silent, stable }: Sketch): Panel => {
    const curve = (from: Range): Point[] => spaced(from, 160).map((y): Point => [y, energy(y)]);
    const whole = curve(range);
    const height = rangeOf(
      whole.map(([, e]) => e),
      0.12,
    );
    const layers: Layer[] = [
      { kind: 'lines', label: 'energy', look: 'first', paths: without(range, silent).map(curve) },
      { kind: 'lines', label: "Lyapunov's theorems say nothing here", look: 'second', paths: silent.map(curve) },
    ];
    if (stable.length > 0)
      layers.push({
        kind: 'points',
        label: 'stable steady state of the gradient flow',
        marker: 'circle',
        look: 'first',
        points: stable.map((y): Point => [y, energy(y)]),
      });
    return {
      title,
      x: { label: 'state y (dimensionless)', range },
      y: { label: 'energy (dimensionless)', range: height },
      layers,
    };
  };
  return {
    id: 'figure-2',
    title: 'Figure 2 of the paper: three kinds of energy',
    caption:
      'Energies of one neuron: (a) (y² − 1)² − 0.1 y⁶, unbounded below with two stable states; (b) max(|y| − 1, 0)², bounded below and flat on [−1, 1]; (c) EQ2 with one ReLU neuron, w = ½ and b = 1: flat for all y ≤ 0, where the neuron is dead. In (b) a set that the flow does not leave can be built from levels of the energy, and LaSalle’s principle then applies; in (c) it cannot.',
    alt: 'Three curves of an energy against one state. (a) has two wells and falls without bound beyond them; (b) is a basin with a flat floor between −1 and 1; (c) is flat at 0 for all negative states and has one well at 2.',
    columns: 2,
    panels: SKETCHES.map(panel),
  };
}
