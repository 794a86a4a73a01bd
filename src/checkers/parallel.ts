/** Claims settled by several threads. Who takes which claim does not matter: each is a function of its task alone. */
import type { Design } from '../design/types.js';
import type { DesignReport, Verdict } from '../verdicts/types.js';
import { claimsToSettle, reportOf } from './audit.js';
import type { AuditOptions } from './audit-options.js';
import type { Task } from './worker.js';

const SETTLES = new URL('./worker.js', import.meta.url);

/** Settles the claims of a design, each in a thread of its own, at most `threads` at once; `worker` settles a `Task`. */
export async function auditInThreads(
  design: Design,
  options: AuditOptions,
  threads: number,
  worker: URL = SETTLES,
): Promise<DesignReport> {
  const claims = claimsToSettle(design, options.only);
  const { Tinypool } = await import('tinypool');
  const pool = new Tinypool({
    filename: worker.href,
    minThreads: 0,
    maxThreads: Math.max(1, Math.min(threads, claims.length)),
  });
  const { seed, samples, sizes, timings, prove = true, timeLimitSeconds, signal } = options;
  const settle = async (claim: string): Promise<Verdict> => {
    const { source, file } = design;
    const task: Task = { source, file, claim, seed, samples, sizes, timings, prove, timeLimitSeconds };
    const verdict = (await pool.run(task, { signal })) as Verdict;
    options.onProgress?.({ claim, done: samples, total: samples });
    options.onVerdict?.(verdict);
    return verdict;
  };
  try {
    return reportOf(design, await Promise.all(claims.map(({ id }) => settle(id))));
  } finally {
    await pool.destroy();
  }
}
