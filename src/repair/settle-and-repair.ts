/** A verdict with the repairs of what it refutes, and without the assumptions that what it proves does not need. */
import { settleClaim, withSizes } from '../checkers/audit.js';
import type { AuditOptions } from '../checkers/audit-options.js';
import type { Design } from '../design/types.js';
import type { Verdict } from '../verdicts/types.js';
import { repairsOf } from './repair.js';
import { spared } from './spare.js';

export async function settleAndRepair(design: Design, id: string, options: AuditOptions): Promise<Verdict> {
  const { seed, sizes, signal, timeLimitSeconds = Number.POSITIVE_INFINITY } = options;
  const end = performance.now() + timeLimitSeconds * 1000;
  const isOver = (): boolean => signal.aborted || performance.now() > end;
  const verdict = await settleClaim(design, id, options);
  const sized = withSizes(design, sizes);
  if (verdict.evidence.kind === 'proof')
    return { ...verdict, evidence: await spared(sized, id, verdict.evidence, seed, isOver) };
  if (verdict.evidence.kind !== 'counterexample') return verdict;
  const repairs = await repairsOf(sized, id, seed, isOver);
  return repairs.length === 0 ? verdict : { ...verdict, repairs };
}
