/** `basin`: where states of a memory lead, and how much of a region leads where. */
import type { EntryName } from '../../dynamics/analyse-basins.js';
import { resolveDesign } from '../design-path.js';
import type { Engine } from '../engine.js';
import { badInput } from '../error-text.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { INTERRUPTED, interruptible } from '../interrupt.js';
import type { Io } from '../io.js';
import { checkSizes, sizesFor } from '../selection.js';
import { type GivenState, statesFrom } from '../starts.js';
import { breathing } from '../tick.js';
import { version } from '../version.js';

export interface BasinOptions {
  readonly at?: readonly GivenState[];
  readonly samples?: number;
  readonly radius?: number;
  readonly map?: readonly [EntryName, EntryName];
  readonly resolution: number;
  readonly time: number;
  readonly tolerance: number;
  readonly steps: number;
  readonly seed: number;
  readonly size?: ReadonlyMap<string, number>;
  readonly json?: boolean;
}

export async function basin(argument: string, options: BasinOptions, engine: Engine, io: Io): Promise<ExitStatus> {
  const { samples, radius, map, resolution } = options;
  if (options.at === undefined && samples === undefined && map === undefined)
    throw badInput('nothing is asked for; give --at for states, --samples for shares, or --map for a map');
  if (radius !== undefined && (samples === undefined || options.at === undefined))
    throw badInput('--radius is that of a ball around --at from which --samples are drawn; give both');
  const at = statesFrom('--at', options.at ?? []);
  const { path, shown } = resolveDesign(argument);
  const design = { ...(await engine.loadDesign(path)), file: shown };
  checkSizes(options.size ?? new Map(), [design]);
  const answer = await interruptible(
    engine.analyseBasins(design, {
      seed: options.seed,
      sizes: sizesFor(options.size ?? new Map(), design),
      at,
      ...(samples === undefined ? {} : { samples }),
      ...(radius === undefined ? {} : { radius }),
      ...(map === undefined ? {} : { map: { axes: map, resolution } }),
      time: options.time,
      tolerance: options.tolerance,
      maxSteps: options.steps,
      tick: breathing(io.interrupt),
    }),
    io.interrupt,
  );
  if (answer === INTERRUPTED) return EXIT.interrupted;
  const { CUT_OFF } = await import('../../report/simulation-text.js');
  if (options.json === true) io.out((await import('../../report/basin-json.js')).renderBasinJson(answer, version()));
  else io.out((await import('../../report/basin-text.js')).renderBasin(answer, io.terminal));
  return answer.at.some(({ run }) => CUT_OFF.has(run.status)) ? EXIT.inconclusive : EXIT.ok;
}
