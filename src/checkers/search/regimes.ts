/** Which kinds of parameters meet which kinds of states, in the order in which blocks of samples take them. */
import type { Regime } from '../../numeric/sampler-regime.js';
import type { StateRegime } from '../../numeric/sampler-state.js';

export const SCHEDULE: readonly (readonly [Regime, StateRegime])[] = [
  ['integers', 'integers'],
  ['ordinary', 'ordinary'],
  ['ordinary', 'dead'],
  ['ordinary', 'ordinary'],
  ['sparse', 'sparse'],
  ['ordinary', 'near-zero'],
  ['ordinary', 'ordinary'],
  ['low-rank', 'ordinary'],
  ['ordinary', 'mixed'],
  ['ordinary', 'ordinary'],
  ['ill-conditioned', 'ordinary'],
  ['ordinary', 'far'],
  ['extreme', 'ordinary'],
  ['ordinary', 'ordinary'],
  ['huge', 'ordinary'],
  ['ordinary', 'repeated'],
  ['tiny', 'ordinary'],
  ['ordinary', 'ordinary'],
  ['ordinary', 'huge'],
  ['huge', 'tiny'],
];

/** Kinds whose numbers are so simple that exact zeros occur. */
export const SIMPLE_SCHEDULE: readonly (readonly [Regime, StateRegime])[] = [
  ['integers', 'integers'],
  ['sparse', 'sparse'],
  ['integers', 'dead'],
  ['ordinary', 'dead'],
  ['extreme', 'sparse'],
  ['ordinary', 'far'],
  ['integers', 'repeated'],
  ['low-rank', 'integers'],
  ['sparse', 'integers'],
  ['ordinary', 'integers'],
];
