/** The range of g' of an entrywise Lagrangian over all real arguments. */
import type { Lagrangian } from '../symbolic/expression.js';
import { type ScalarRange, scalarRange } from './scalar-range.js';

const ALL = { low: -Infinity, high: Infinity } as const;
const known = new WeakMap<Lagrangian, ScalarRange>();

/** Undefined where L is not entrywise, has no formula, or g' may have no value. At a kink of g it has both slopes. */
export function slopeRange(lagrangian: Lagrangian): ScalarRange | undefined {
  const { definition } = lagrangian;
  const slope = definition.kind === 'entrywise' ? definition.derivatives[2] : undefined;
  if (slope === undefined) return undefined;
  const range = known.get(lagrangian) ?? scalarRange(slope, ALL);
  if (range !== undefined) known.set(lagrangian, range);
  return range;
}
