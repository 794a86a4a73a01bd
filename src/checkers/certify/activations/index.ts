/**
 * That Λ = diag(g') of an entrywise Lagrangian is positive semi-definite at every argument of every size: g' ≥ 0 for every
 * real number, by intervals that reach to infinity.
 */
import { differentiatesJumps, slopeJumps } from '../../../claims/jumps.js';
import type { Obligation } from '../../../claims/types.js';
import { slopeRange } from '../../../interval/slope-range.js';
import type { ScalarRange } from '../../../interval/scalar-range.js';
import type { Method } from '../method.js';

export const activations: Method = async (_, claim, { tick }) => {
  if (claim.partial.length > 0 || differentiatesJumps(claim) || claim.obligations.length === 0) return undefined;
  const ranges: ScalarRange[] = [];
  for (const obligation of claim.obligations) {
    await tick();
    const range = rangeFor(obligation);
    if (range === undefined || !(range.infimum.low >= 0)) return undefined;
    ranges.push(range);
  }
  return {
    kind: 'certificate',
    method: "intervals (g' ≥ 0 for every real argument)",
    domain: {},
    boxes: ranges.reduce((n, r) => n + r.boxes, 0),
    bound: Math.min(...ranges.map((r) => r.infimum.low)),
  };
};

/** The range of g' where the obligation says that Λ is semi-definite. */
function rangeFor(o: Obligation): ScalarRange | undefined {
  if (o.kind !== 'semidefinite' || o.matrix.kind !== 'lagrangian' || o.matrix.order !== 2) return undefined;
  return slopeJumps(o.matrix) ? undefined : slopeRange(o.matrix.lagrangian);
}
