/** What a thread does: settles one claim of a design from the design's text, as a pure function of its task. */
import { parseDesign } from '../design/load.js';
import type { Verdict } from '../verdicts/types.js';
import { audit } from './audit.js';

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

export default async function settleTask(task: Task): Promise<Verdict> {
  const design = await parseDesign(task.source, task.file);
  const report = await audit(design, {
    seed: task.seed,
    samples: task.samples,
    sizes: task.sizes,
    only: [task.claim],
    timings: task.timings,
    prove: task.prove,
    signal: new AbortController().signal,
    ...(task.timeLimitSeconds === undefined ? {} : { timeLimitSeconds: task.timeLimitSeconds }),
  });
  const [verdict] = report.claims;
  if (verdict === undefined) throw new Error(`internal error: no claim ${task.claim}`);
  return verdict;
}
