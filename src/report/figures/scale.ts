/** Ranges of axes. */
import type { Range } from './figure.js';

/** A range that holds the values, a little wider, and never empty. */
export function rangeOf(values: readonly number[], margin = 0.05): Range {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [-1, 1];
  const low = finite.reduce((m, v) => Math.min(m, v), Infinity);
  const high = finite.reduce((m, v) => Math.max(m, v), -Infinity);
  const pad = high > low ? margin * (high - low) : Math.max(1, Math.abs(high)) / 2;
  return [low - pad, high + pad];
}

/** `count` numbers from low to high, both included. */
export const spaced = ([low, high]: Range, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));

/** The parts of a curve that lie inside a range of heights; where it leaves the range, it ends at the edge. */
export function clipped(
  curve: readonly (readonly [number, number])[],
  [low, high]: Range,
): (readonly [number, number])[][] {
  const paths: (readonly [number, number])[][] = [];
  let path: (readonly [number, number])[] = [];
  const end = (): void => {
    if (path.length > 1) paths.push(path);
    path = [];
  };
  const inside = (y: number): boolean => y >= low && y <= high;
  curve.forEach((point, i) => {
    const before = curve[i - 1];
    if (!Number.isFinite(point[1])) {
      end();
      return;
    }
    if (before !== undefined && Number.isFinite(before[1]) && inside(before[1]) !== inside(point[1])) {
      const edge = (inside(point[1]) ? before[1] : point[1]) > high ? high : low;
      const t = (edge - before[1]) / (point[1] - before[1]);
      path.push([before[0] + t * (point[0] - before[0]), edge]);
    }
    if (inside(point[1])) path.push(point);
    else end();
  });
  end();
  return paths;
}
