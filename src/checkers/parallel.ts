/** Claims settled by several threads. Who takes which claim does not matter: each is a function of its task alone. */
import type { Design } from '../design/types.js';
import type { Verdict } from '../verdicts/types.js';
import type { AuditOptions } from './audit.js';
import type { Task } from './worker.js';

/** The verdicts of the claims, in their order; `onVerdict` hears of each as soon as it is there. */
export async function settleInThreads(
  design: Design,
  claims: readonly string[],
  options: AuditOptions,
): Promise<Verdict[]> {
  const { Tinypool } = await import('tinypool');
  const pool = new Tinypool({
    filename: new URL('./worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: Math.min(options.threads ?? 1, claims.length),
  });
  const settle = async (claim: string): Promise<Verdict> => {
    const task: Task = {
      source: design.source,
      file: design.file,
      claim,
      seed: options.seed,
      samples: options.samples,
      sizes: options.sizes,
      timings: options.timings,
      timeLimitSeconds: options.timeLimitSeconds,
    };
    try {
      const verdict = (await pool.run(task, { signal: options.signal })) as Verdict;
      options.onVerdict?.(verdict);
      return verdict;
    } finally {
      const total = options.samples;
      options.onProgress?.({ claim, done: total, total });
    }
  };
  try {
    return await Promise.all(claims.map(settle));
  } finally {
    await pool.destroy();
  }
}
