/** Checks a saved proof again, from its design and its steps alone. */
import { parseDesign } from '../design/load.js';
import type { SavedProof } from '../verdicts/types.js';
import { type Checked, checkProof } from './prove/index.js';

/** Whether the proof is accepted, or why not. */
export const replayProof = async (saved: SavedProof): Promise<Checked> =>
  checkProof(await parseDesign(saved.design.source, saved.design.file ?? undefined), saved.claim, saved.evidence);

export type { Checked };
