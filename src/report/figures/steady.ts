/** The steady states of a memory for figures, marked by whether the flow stays near them. */
import type { Memory } from '../../dynamics/memory.js';
import { steadyStates } from '../../dynamics/steady-states.js';
import { eigenvalues } from '../../numeric/eigenvalues.js';
import { loadMpfr } from '../../numeric/enclosure.js';
import type { FigureContext } from './context.js';

export interface SteadyPoint {
  readonly y: readonly number[];
  readonly stability: 'stable' | 'unstable' | 'undecided';
}

const STARTS = 32;
/** Larger memories take too long for a figure. */
const LARGEST = 32;
/** Relative to the largest eigenvalue: real parts nearer to 0 decide nothing. */
const UNDECIDED = 1e-7;

/** All steady states, or those that some starts lead to. */
export async function steadyPoints({ memory, seed }: FigureContext): Promise<readonly SteadyPoint[]> {
  if (memory.n > LARGEST || memory.jacobian === undefined) return [];
  await loadMpfr();
  const { states } = await steadyStates(memory, { starts: STARTS, seed });
  return states.map(({ y }) => ({ y: [...y], stability: stabilityAt(memory, y) }));
}

/** By the eigenvalues of the Jacobian, in doubles: enough for a picture, no verdict. */
function stabilityAt({ jacobian, n }: Memory, y: Float64Array): SteadyPoint['stability'] {
  const matrix = new Float64Array(n * n);
  jacobian?.(y, matrix);
  const found = matrix.every(Number.isFinite) ? eigenvalues(matrix, n) : undefined;
  if (found?.kind !== 'eigenvalues') return 'undecided';
  const size = found.values.reduce((m, { re, im }) => Math.max(m, Math.hypot(re, im)), 0);
  const largest = found.values.reduce((m, { re }) => Math.max(m, re), -Infinity);
  if (largest < -UNDECIDED * size) return 'stable';
  return largest > UNDECIDED * size ? 'unstable' : 'undecided';
}
