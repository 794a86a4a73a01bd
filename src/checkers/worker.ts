/** What a thread does: settles one claim of a design from the design's text, as a pure function of its task. */
import { parseDesign } from '../design/load.js';
import type { Verdict } from '../verdicts/types.js';
import { settleClaim } from './audit.js';
import type { AuditOptions } from './audit-options.js';

export interface Task {
  readonly source: string;
  readonly file: string | undefined;
  readonly claim: string;
  readonly seed: number;
  readonly samples: number;
  readonly sizes: Readonly<Record<string, number>>;
  readonly timeLimitSeconds: number | undefined;
  readonly timings: boolean;
  readonly prove: boolean;
}

/** The options of a task; it is not told of interruptions, which end the thread. */
export const optionsOf = ({ seed, samples, sizes, timings, prove, timeLimitSeconds }: Task): AuditOptions => ({
  seed,
  samples,
  sizes,
  timings,
  prove,
  signal: new AbortController().signal,
  ...(timeLimitSeconds === undefined ? {} : { timeLimitSeconds }),
});

export default async function settleTask(task: Task): Promise<Verdict> {
  return settleClaim(await parseDesign(task.source, task.file), task.claim, optionsOf(task));
}
