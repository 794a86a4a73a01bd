/** Runs of a design from given and drawn starts. */
import type { Design } from '../design/types.js';
import { loadMpfr } from '../numeric/enclosure.js';
import type { Dimensions } from '../symbolic/size.js';
import { type Memory, memoryOf } from './memory.js';
import { type Run, Runner, type RunOptions } from './run.js';
import { type GivenStates, startState } from './start.js';

export interface SimulateOptions extends RunOptions {
  /** Seed of the parameters and starts that are not given; 1 by default. */
  readonly seed?: number;
  readonly sizes?: Dimensions;
  /** The starts that are given, one run each; a state vector that one leaves out is drawn. */
  readonly from?: readonly GivenStates[];
  /** Runs from starts that are drawn, beside those that are given; 5 by default where none are given, else none. */
  readonly runs?: number;
  /** Called between pieces of work: lets the program breathe; what it throws ends the simulation. */
  readonly tick?: () => Promise<void>;
}

export interface Simulation {
  readonly memory: Memory;
  readonly seed: number;
  readonly runs: readonly Run[];
}

const DEFAULT_RUNS = 5;
/** Multiplications between two ticks, roughly. */
const PIECE = 3e7;

/** Runs a design. The same design, seed, sizes and starts give the same runs. */
export async function simulate(design: Design, options: SimulateOptions = {}): Promise<Simulation> {
  const { seed = 1, sizes = {}, from = [], runs = from.length === 0 ? DEFAULT_RUNS : 0, tick } = options;
  const memory = memoryOf(design, { seed, sizes });
  const starts = Array.from({ length: from.length + runs }, (_, k) => startState(memory, seed, k, from[k]));
  await loadMpfr();
  const runner = new Runner(memory, options);
  const piece = Math.max(1, Math.ceil(PIECE / (10 * memory.n ** 2 + 1000)));
  const done: Run[] = [];
  for (const start of starts) {
    runner.start(start);
    let ended = runner.proceed(piece);
    while (ended === undefined) {
      await tick?.();
      ended = runner.proceed(piece);
    }
    done.push(ended);
    await tick?.();
  }
  return { memory, seed, runs: done };
}
