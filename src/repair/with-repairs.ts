/** A verdict with the repairs of what it refutes, and without the assumptions that what it proves does not need. */
import type { AuditOptions } from '../checkers/audit-options.js';
import type { Design } from '../design/types.js';
import type { Verdict } from '../verdicts/types.js';
import { repairsOf } from './repair.js';
import { spared } from './spare.js';

export async function withRepairs(
  design: Design,
  verdict: Verdict,
  {
    seed,
    sizes,
    signal,
    timeLimitSeconds = Number.POSITIVE_INFINITY,
  }: Pick<AuditOptions, 'seed' | 'sizes' | 'signal' | 'timeLimitSeconds'>,
): Promise<Verdict> {
  if (verdict.evidence.kind !== 'counterexample' && verdict.evidence.kind !== 'proof') return verdict;
  const end = performance.now() + timeLimitSeconds * 1000;
  const dimensions = design.dimensions.map((x) => ({ ...x, value: sizes[x.name] ?? x.value }));
  const isOver = (): boolean => signal.aborted || performance.now() > end;
  const sized = { ...design, dimensions };
  if (verdict.evidence.kind === 'proof')
    return { ...verdict, evidence: await spared(sized, verdict.id, verdict.evidence, seed, isOver) };
  const repairs = await repairsOf(sized, verdict.id, seed, isOver);
  return repairs.length === 0 ? verdict : { ...verdict, repairs };
}
