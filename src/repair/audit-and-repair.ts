/** Settles the claims of a design and repairs those that are refuted. */
import { claimsToSettle, reportOf } from '../checkers/audit.js';
import type { AuditOptions } from '../checkers/audit-options.js';
import { auditInThreads } from '../checkers/parallel.js';
import type { Design } from '../design/types.js';
import type { DesignReport, Verdict } from '../verdicts/types.js';
import { settleAndRepair } from './settle-and-repair.js';

const WORKER = new URL('./worker.js', import.meta.url);

/** The verdicts of the claims of a design, with repairs; what they are does not depend on the number of threads. */
export async function auditAndRepair(design: Design, options: AuditOptions, threads: number): Promise<DesignReport> {
  if (threads > 1) return auditInThreads(design, options, threads, WORKER);
  const started = performance.now();
  const verdicts: Verdict[] = [];
  const { onVerdict, ...rest } = options;
  for (const { id } of claimsToSettle(design, options.only)) {
    const verdict = await settleAndRepair(design, id, { ...rest, ...remaining(options, started) });
    verdicts.push(verdict);
    onVerdict?.(verdict);
  }
  return reportOf(design, verdicts);
}

/** Shortest time limit, in seconds: enough to say that the time is up. */
const SHORTEST = 0.001;

const remaining = ({ timeLimitSeconds }: AuditOptions, started: number): Pick<AuditOptions, 'timeLimitSeconds'> =>
  timeLimitSeconds === undefined
    ? {}
    : { timeLimitSeconds: Math.max(SHORTEST, timeLimitSeconds - (performance.now() - started) / 1000) };
