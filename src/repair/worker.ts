/** What a thread does: settles one claim and repairs it, as a pure function of its task. */
import { optionsOf, type Task } from '../checkers/worker.js';
import { parseDesign } from '../design/load.js';
import type { Verdict } from '../verdicts/types.js';
import { settleAndRepair } from './settle-and-repair.js';

export default async function settleTask(task: Task): Promise<Verdict> {
  return settleAndRepair(await parseDesign(task.source, task.file), task.claim, optionsOf(task));
}
