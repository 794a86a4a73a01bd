/** Settles single claims of designs given as text: here, or by several threads. */
import { setMaxListeners } from 'node:events';
import { parseDesign } from '../design/load.js';
import type { Verdict } from '../verdicts/types.js';
import { settleClaim } from './audit.js';
import type { AuditOptions } from './audit-options.js';
import type { Task } from './worker.js';

type Settle = (
  design: { readonly source: string; readonly file: string | undefined },
  claim: string,
) => Promise<Verdict>;

const SETTLES = new URL('./worker.js', import.meta.url);

/** Calls `use` with what settles a claim in a thread, at most `threads` at once; `worker` settles a `Task`. */
export async function withThreads<T>(
  options: AuditOptions,
  threads: number,
  use: (settle: Settle) => Promise<T>,
  worker: URL = SETTLES,
): Promise<T> {
  const { Tinypool } = await import('tinypool');
  const { seed, samples, sizes, timings, prove = true, timeLimitSeconds, signal } = options;
  // Every claim that waits listens to the signal.
  setMaxListeners(0, signal);
  const pool = new Tinypool({ filename: worker.href, minThreads: 0, maxThreads: threads });
  try {
    return await use(async ({ source, file }, claim) => {
      const task: Task = { source, file, claim, seed, samples, sizes, timings, prove, timeLimitSeconds };
      return (await pool.run(task, { signal })) as Verdict;
    });
  } finally {
    await pool.destroy();
  }
}

/** Calls `use` with what settles a claim; at most `threads` claims are settled at once. */
export const withSettler = <T>(
  options: AuditOptions,
  threads: number,
  use: (settle: Settle) => Promise<T>,
): Promise<T> => (threads === 1 ? use(oneAfterTheOther(options)) : withThreads(options, threads, use));

function oneAfterTheOther(options: AuditOptions): Settle {
  let last: Promise<unknown> = Promise.resolve();
  return ({ source, file }, claim) => {
    const mine = last.then(async () => settleClaim(await parseDesign(source, file), claim, options));
    last = mine.catch(() => undefined);
    return mine;
  };
}
