/** Claims settled by several threads. Who takes which claim does not matter: each is a function of its task alone. */
import type { Design } from '../design/types.js';
import type { DesignReport } from '../verdicts/types.js';
import { claimsToSettle, reportOf } from './audit.js';
import type { AuditOptions } from './audit-options.js';
import { withThreads } from './settle-claims.js';

/** Settles the claims of a design, each in a thread of its own, at most `threads` at once; `worker` settles a `Task`. */
export async function auditInThreads(
  design: Design,
  options: AuditOptions,
  threads: number,
  worker?: URL,
): Promise<DesignReport> {
  const claims = claimsToSettle(design, options.only);
  const verdicts = await withThreads(
    options,
    Math.max(1, Math.min(threads, claims.length)),
    (settle) =>
      Promise.all(
        claims.map(async ({ id }) => {
          const verdict = await settle(design, id);
          options.onProgress?.({ claim: id, done: options.samples, total: options.samples });
          options.onVerdict?.(verdict);
          return verdict;
        }),
      ),
    worker,
  );
  return reportOf(design, verdicts);
}
