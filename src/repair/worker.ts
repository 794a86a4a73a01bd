/** What a thread does: settles one claim and repairs it, as a pure function of its task. */
import settleTask, { type Task } from '../checkers/worker.js';
import { parseDesign } from '../design/load.js';
import type { Verdict } from '../verdicts/types.js';
import { withRepairs } from './with-repairs.js';

export default async function settleAndRepair(task: Task): Promise<Verdict> {
  const { seed, sizes, timeLimitSeconds } = task;
  const started = performance.now();
  const verdict = await settleTask(task);
  const design = await parseDesign(task.source, task.file);
  const signal = new AbortController().signal;
  const left =
    timeLimitSeconds === undefined ? {} : { timeLimitSeconds: timeLimitSeconds - (performance.now() - started) / 1000 };
  return withRepairs(design, verdict, { seed, sizes, signal, ...left });
}
