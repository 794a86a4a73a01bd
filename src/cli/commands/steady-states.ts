/** `steady-states`: finds the steady states of a memory and says which are stable, and by what evidence. */
import { ExpressionError } from '../../symbolic/error.js';
import { resolveDesign } from '../design-path.js';
import type { Engine } from '../engine.js';
import { badInput } from '../error-text.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { INTERRUPTED, interruptible } from '../interrupt.js';
import type { Io } from '../io.js';
import { checkSizes, sizesFor } from '../selection.js';
import { breathing } from '../tick.js';
import { version } from '../version.js';

export interface SteadyStatesOptions {
  readonly starts: number;
  readonly seed: number;
  readonly size?: ReadonlyMap<string, number>;
  readonly json?: boolean;
}

export async function steadyStates(
  argument: string,
  options: SteadyStatesOptions,
  engine: Engine,
  io: Io,
): Promise<ExitStatus> {
  const { path, shown } = resolveDesign(argument);
  const design = { ...(await engine.loadDesign(path)), file: shown };
  const sizes = options.size ?? new Map<string, number>();
  checkSizes(sizes, [design]);
  const work = engine.survey(design, {
    seed: options.seed,
    sizes: sizesFor(sizes, design),
    starts: options.starts,
    tick: breathing(io.interrupt),
  });
  const survey = await interruptible(work, io.interrupt).catch((error: unknown) => {
    if (error instanceof ExpressionError) throw badInput(error.message, shown);
    throw error;
  });
  if (survey === INTERRUPTED) return EXIT.interrupted;
  const { renderSteadyStates } = await import('../../report/steady-states-text.js');
  const { renderSteadyStatesJson } = await import('../../report/steady-states-json.js');
  io.out(options.json === true ? renderSteadyStatesJson(survey, version()) : renderSteadyStates(survey, io.terminal));
  return EXIT.ok;
}
