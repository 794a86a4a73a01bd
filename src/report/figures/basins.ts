/** Basins of attraction in the plane: to which stable steady state the flow leads from each cell of a lattice. */
import { Flow } from '../../dynamics/flow.js';
import { differenceJacobian } from '../../dynamics/jacobian-differences.js';
import type { Memory } from '../../dynamics/memory.js';
import type { FigureContext } from './context.js';
import type { Layer, Look, Point, Range } from './figure.js';
import { hatch } from './hatch.js';
import type { SteadyPoint } from './steady.js';

const CELLS = 26;
const TOLERANCE = { relative: 1e-4, absolute: 1e-7 } as const;
const LONGEST = 200;
const MOST_STEPS = 600;
/** A state this near to a stable steady state, relative to the window, counts as having reached it. */
const REACHED = 0.01;
/** Each basin has hatching of its own: a look and a direction. */
const LOOKS: readonly Look[] = ['first', 'second', 'third', 'fourth'];

/** Basins in a window of the plane, each hatched in its own way; undefined for fewer than two, or too many, basins. */
export function basinLayers(
  c: FigureContext,
  window: readonly [Range, Range],
  steady: readonly SteadyPoint[],
): readonly Layer[] | undefined {
  const stable = steady.filter((s) => s.stability === 'stable');
  if (stable.length < 2 || stable.length > LOOKS.length) return undefined;
  const [[x0, x1], [y0, y1]] = window;
  const near = REACHED * Math.max(x1 - x0, y1 - y0);
  const reached = follower(c.memory, stable, near);
  const cells = Array.from({ length: CELLS * CELLS }, (_, k) =>
    reached([x0 + ((x1 - x0) * ((k % CELLS) + 0.5)) / CELLS, y0 + ((y1 - y0) * (Math.floor(k / CELLS) + 0.5)) / CELLS]),
  );
  const cellOf = ([x, y]: Point): number => {
    const [i, j] = [Math.floor(((x - x0) / (x1 - x0)) * CELLS), Math.floor(((y - y0) / (y1 - y0)) * CELLS)];
    return Math.min(CELLS - 1, Math.max(0, j)) * CELLS + Math.min(CELLS - 1, Math.max(0, i));
  };
  return stable.map(({ y }, k): Layer => {
    const share = cells.filter((cell) => cell === k).length / cells.length;
    const place = y.map((v) => Number(v.toPrecision(3))).join(', ');
    return {
      kind: 'lines',
      label: `basin of (${place}): ${Math.round(100 * share)} % of the window`,
      look: LOOKS[k] ?? 'first',
      paths: hatch((point) => cells[cellOf(point)] === k, window, k % 2 === 0 ? 'falling' : 'rising'),
    };
  });
}

/** Follows the flow from a point; which of the states it comes near to, −1 for none. */
function follower(memory: Memory, stable: readonly SteadyPoint[], near: number): (start: Point) => number {
  const { n, velocity } = memory;
  const flow = new Flow({ n, velocity, jacobian: memory.jacobian ?? differenceJacobian(velocity, n) }, TOLERANCE);
  return (start) => {
    if (flow.start(start) !== undefined) return -1;
    while (flow.t < LONGEST && flow.steps < MOST_STEPS) {
      const [x = 0, y = 0] = flow.y;
      const at = stable.findIndex(({ y: [a = 0, b = 0] }) => Math.hypot(x - a, y - b) <= near);
      if (at >= 0) return at;
      if (flow.advance(LONGEST) !== undefined) return -1;
      flow.chooseMethod(LONGEST);
    }
    return -1;
  };
}
