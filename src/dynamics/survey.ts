/** The steady states of a design with numbers, and the stability of each. */
import type { Design } from '../design/types.js';
import { loadMpfr } from '../numeric/enclosure.js';
import type { Dimensions } from '../symbolic/size.js';
import { type Memory, memoryOf } from './memory.js';
import { stabilityOf, type StabilityReport } from './stability/stability.js';
import type { SteadyFamily, SteadyState, SteadyStates } from './steady-state.js';
import { steadyStates } from './steady-states.js';

export interface SurveyOptions {
  /** Seed of the parameters that are not given and of the starts; 1 by default. */
  readonly seed?: number;
  readonly sizes?: Dimensions;
  /** Starts of the search, where steady states are not enumerated; 100 by default. */
  readonly starts?: number;
  /** Called between pieces of work: lets the program breathe; what it throws ends the survey. */
  readonly tick?: () => Promise<void>;
}

export interface SurveyedState extends SteadyState {
  readonly energy: number;
  readonly stability: StabilityReport;
}

export interface Survey extends Omit<SteadyStates, 'states'> {
  readonly memory: Memory;
  readonly seed: number;
  readonly states: readonly SurveyedState[];
  readonly families: readonly SteadyFamily[];
}

const DEFAULT_STARTS = 100;

/** Finds the steady states of a design and judges each. The same design, seed, sizes and starts give the same survey. */
export async function survey(design: Design, options: SurveyOptions = {}): Promise<Survey> {
  const { seed = 1, sizes = {} } = options;
  return surveyOf(memoryOf(design, { seed, sizes }), options);
}

/** The same for a memory. */
export async function surveyOf(memory: Memory, options: SurveyOptions): Promise<Survey> {
  const { seed = 1, starts = DEFAULT_STARTS, tick } = options;
  await loadMpfr();
  const found = await steadyStates(memory, { starts, seed, ...(tick === undefined ? {} : { tick }) });
  const states: SurveyedState[] = [];
  for (const state of found.states) {
    await tick?.();
    states.push(surveyed(memory, state));
  }
  return { ...found, memory, seed, states };
}

/** A steady state with its energy and stability. */
export const surveyed = (memory: Memory, state: SteadyState): SurveyedState => ({
  ...state,
  energy: memory.energy(state.y),
  stability: stabilityOf(memory, state),
});
