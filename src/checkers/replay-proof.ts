/** Checks a saved proof again, from its design and its steps alone. */
import { parseDesign } from '../design/load.js';
import type { SavedProof } from '../verdicts/types.js';
import { checkProof } from './prove/index.js';

export const replayProof = async (saved: SavedProof): Promise<Awaited<ReturnType<typeof checkProof>>> =>
  checkProof(await parseDesign(saved.design.source, saved.design.file ?? undefined), saved.claim.id, saved.evidence);
