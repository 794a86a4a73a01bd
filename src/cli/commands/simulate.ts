/** `simulate`: runs a memory and shows where it goes and what its energy does. */
import { resolveDesign } from '../design-path.js';
import type { Engine } from '../engine.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { INTERRUPTED, interruptible } from '../interrupt.js';
import type { Io } from '../io.js';
import { checkSizes, sizesFor } from '../selection.js';
import { type GivenState, statesFrom } from '../starts.js';
import { breathing } from '../tick.js';
import { version } from '../version.js';

export interface SimulateOptions {
  readonly from?: readonly GivenState[];
  readonly runs?: number;
  readonly time: number;
  readonly tolerance: number;
  readonly steps: number;
  readonly seed: number;
  readonly size?: ReadonlyMap<string, number>;
  readonly json?: boolean;
}

export async function simulate(
  argument: string,
  options: SimulateOptions,
  engine: Engine,
  io: Io,
): Promise<ExitStatus> {
  const { path, shown } = resolveDesign(argument);
  const from = statesFrom('--from', options.from ?? []);
  const design = { ...(await engine.loadDesign(path)), file: shown };
  checkSizes(options.size ?? new Map(), [design]);
  const simulation = await interruptible(
    engine.simulate(design, {
      seed: options.seed,
      sizes: sizesFor(options.size ?? new Map(), design),
      from,
      ...(options.runs === undefined ? {} : { runs: options.runs }),
      time: options.time,
      tolerance: options.tolerance,
      maxSteps: options.steps,
      tick: breathing(io.interrupt),
    }),
    io.interrupt,
  );
  if (simulation === INTERRUPTED) return EXIT.interrupted;
  const { renderSimulation, CUT_OFF } = await import('../../report/simulation-text.js');
  const { renderSimulationJson } = await import('../../report/simulation-json.js');
  io.out(
    options.json === true ? renderSimulationJson(simulation, version()) : renderSimulation(simulation, io.terminal),
  );
  if (simulation.runs.some(({ ascent }) => ascent !== undefined)) return EXIT.refuted;
  return simulation.runs.some(({ status }) => CUT_OFF.has(status)) ? EXIT.inconclusive : EXIT.ok;
}
