/** Lines of equal height on a grid, by marching squares: where a level crosses the edges between neighbouring centres. */
import type { Grid, Point } from './figure.js';

interface Segment {
  readonly from: string;
  readonly to: string;
}

/** The lines on which the grid, linear between neighbouring centres, has a value; cells with an undefined corner have none. */
export function isolines(grid: Grid, level: number): readonly (readonly Point[])[] {
  const { columns, rows, values } = grid;
  const crossings = new Map<string, Point>();
  const segments: Segment[] = [];
  const value = (i: number, j: number): number => values[j * columns + i] ?? Number.NaN;
  /** The name of the crossing on the edge from (i, j) to the right, or upwards. */
  const crossing = (i: number, j: number, upwards: boolean): string => {
    const name = `${upwards ? 'u' : 'r'}${i},${j}`;
    const [a, b] = [value(i, j), upwards ? value(i, j + 1) : value(i + 1, j)];
    const t = (level - a) / (b - a);
    crossings.set(name, centre(grid, i + (upwards ? 0 : t), j + (upwards ? t : 0)));
    return name;
  };
  for (let j = 0; j + 1 < rows; j += 1)
    for (let i = 0; i + 1 < columns; i += 1) {
      const corners = [value(i, j), value(i + 1, j), value(i + 1, j + 1), value(i, j + 1)];
      if (!corners.every(Number.isFinite)) continue;
      const above = corners.map((v) => v > level);
      const edges = [
        () => crossing(i, j, false),
        () => crossing(i + 1, j, true),
        () => crossing(i, j + 1, false),
        () => crossing(i, j, true),
      ];
      const cut = edges.filter((_, k) => above[k] !== above[(k + 1) % 4]).map((edge) => edge());
      for (let k = 0; k + 1 < cut.length; k += 2) segments.push({ from: cut[k] ?? '', to: cut[k + 1] ?? '' });
    }
  return joined(segments).map((path) => path.map((name) => crossings.get(name) ?? [Number.NaN, Number.NaN]));
}

const centre = ({ x, y, columns, rows }: Grid, i: number, j: number): Point => [
  x[0] + ((x[1] - x[0]) * (i + 0.5)) / columns,
  y[0] + ((y[1] - y[0]) * (j + 0.5)) / rows,
];

/** Segments joined at their ends to paths as long as they go. */
function joined(segments: readonly Segment[]): readonly (readonly string[])[] {
  const at = new Map<string, number[]>();
  segments.forEach(({ from, to }, k) => {
    for (const end of [from, to]) at.set(end, [...(at.get(end) ?? []), k]);
  });
  const used = new Set<number>();
  const follow = (start: string): string[] => {
    const path: string[] = [];
    for (let end: string | undefined = start; end !== undefined; ) {
      const k: number | undefined = at.get(end)?.find((segment) => !used.has(segment));
      if (k === undefined) break;
      used.add(k);
      const segment = segments[k] as Segment;
      end = segment.from === end ? segment.to : segment.from;
      path.push(end);
    }
    return path;
  };
  return segments.flatMap(({ from }, k) => {
    if (used.has(k)) return [];
    const forwards = follow(from);
    const backwards = follow(from).reverse();
    return [[...backwards, from, ...forwards]];
  });
}
