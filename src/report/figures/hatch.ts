/** Hatching: parallel lines over the part of a window where something holds, visible without colour. */
import type { Point, Range } from './figure.js';

const LINES = 26;
const STEPS = 160;

/** Lines that fall from left to right, or rise. */
export function hatch(
  holds: (point: Point) => boolean,
  [[x0, x1], [y0, y1]]: readonly [Range, Range],
  direction: 'falling' | 'rising' = 'falling',
): readonly (readonly Point[])[] {
  const paths: (readonly Point[])[] = [];
  const at = (s: number, t: number): Point => [
    x0 + s * (x1 - x0),
    direction === 'falling' ? y0 + t * (y1 - y0) : y1 - t * (y1 - y0),
  ];
  for (let k = 1; k < 2 * LINES; k += 1) {
    // The line s + t = sum, from its left end on.
    const sum = k / LINES;
    const [from, to] = [Math.max(0, sum - 1), Math.min(1, sum)];
    let start: number | undefined;
    const steps = Math.max(2, Math.ceil((to - from) * STEPS));
    for (let i = 0; i <= steps; i += 1) {
      const s = from + ((to - from) * i) / steps;
      if (i < steps && holds(at(s, sum - s))) start ??= s;
      else if (start !== undefined) {
        if (s > start) paths.push([at(start, sum - start), at(s, sum - s)]);
        start = undefined;
      }
    }
  }
  return paths;
}
