/** The steady states of a memory for figures, marked by whether the flow stays near them, where that is verified. */
import { UNDECIDED } from '../../dynamics/stability/route.js';
import { stabilityVerdict } from '../../dynamics/stability/stability.js';
import { steadyStates } from '../../dynamics/steady-states.js';
import { loadMpfr } from '../../numeric/enclosure.js';
import type { FigureContext } from './context.js';

export interface SteadyPoint {
  readonly y: readonly number[];
  readonly stability: 'stable' | 'unstable' | 'undecided';
}

const STARTS = 32;
/** Larger memories take too long for a figure. */
const LARGEST = 32;

/** All steady states, or those that some starts lead to. */
export async function steadyPoints({ memory, seed }: FigureContext): Promise<readonly SteadyPoint[]> {
  if (memory.n > LARGEST || memory.jacobian === undefined) return [];
  await loadMpfr();
  const { states } = await steadyStates(memory, { starts: STARTS, seed });
  return states.map((state) => {
    const verdict = stabilityVerdict(memory, state);
    return { y: [...state.y], stability: verdict === UNDECIDED ? 'undecided' : verdict };
  });
}
