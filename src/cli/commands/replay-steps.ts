/** `replay` of a derivation in steps. */
import type { StepsFile } from '../../design/steps/types.js';
import { renderStepsJson } from '../../report/steps-json.js';
import { renderStep, renderStepsSummary } from '../../report/steps-text.js';
import { renderHeading } from '../../report/terminal.js';
import { verdictOfSteps } from '../../verdicts/steps.js';
import type { Engine } from '../engine.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { INTERRUPTED, interruptible } from '../interrupt.js';
import type { Io } from '../io.js';
import { version } from '../version.js';

/**
 * Status 0 where every step is as the file says, 1 where one holds or fails that the file says does not, 3 where one is
 * not settled.
 */
export async function replaySteps(steps: StepsFile, json: boolean, engine: Engine, io: Io): Promise<ExitStatus> {
  const { terminal } = io;
  const { design } = steps;
  if (!json) io.out(renderHeading(design.name, design.file ?? null, terminal));
  let number = 0;
  const running = engine.replaySteps(steps, (step) => {
    number += 1;
    if (!json) io.out(`\n${renderStep(step, number, terminal)}`);
  });
  const report = await interruptible(running, io.interrupt);
  if (report === INTERRUPTED) return EXIT.interrupted;
  io.out(json ? renderStepsJson(report, version()) : `\n${renderStepsSummary(report, terminal)}`);
  switch (verdictOfSteps(report.steps)) {
    case 'as-stated':
      return EXIT.ok;
    case 'otherwise':
      return EXIT.refuted;
    case 'open':
      return EXIT.inconclusive;
  }
}
