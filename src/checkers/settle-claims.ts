/** Settles single claims of designs given as text: here, or by several threads. */
import { setMaxListeners } from 'node:events';
import { parseDesign } from '../design/load.js';
import type { Verdict } from '../verdicts/types.js';
import { audit } from './audit.js';
import type { AuditOptions } from './audit-options.js';
import type { Task } from './worker.js';

type Options = Pick<AuditOptions, 'seed' | 'samples' | 'timings' | 'signal' | 'prove'>;
type Settle = (design: { readonly source: string; readonly file: string }, claim: string) => Promise<Verdict>;

/** Calls `use` with what settles a claim; at most `threads` claims are settled at once. */
export async function withSettler<T>(
  options: Options,
  threads: number,
  use: (settle: Settle) => Promise<T>,
): Promise<T> {
  if (threads === 1) return use(oneAfterTheOther(options));
  const { Tinypool } = await import('tinypool');
  const { seed, samples, timings, signal, prove = true } = options;
  // Every claim that waits listens to the signal.
  setMaxListeners(0, signal);
  const pool = new Tinypool({
    filename: new URL('./worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
  });
  try {
    return await use(async ({ source, file }, claim) => {
      const common = { seed, samples, sizes: {}, timings, prove, timeLimitSeconds: undefined };
      const task: Task = { source, file, claim, ...common };
      return (await pool.run(task, { signal })) as Verdict;
    });
  } finally {
    await pool.destroy();
  }
}

function oneAfterTheOther(options: Options): Settle {
  let last: Promise<unknown> = Promise.resolve();
  return ({ source, file }, claim) => {
    const mine = last.then(async () => {
      const { claims } = await audit(await parseDesign(source, file), { ...options, sizes: {}, only: [claim] });
      const [verdict] = claims;
      if (verdict === undefined) throw new Error(`internal error: no claim ${claim}`);
      return verdict;
    });
    last = mine.catch(() => undefined);
    return mine;
  };
}
