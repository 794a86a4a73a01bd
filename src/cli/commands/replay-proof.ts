/** `replay` of a saved proof. */
import type { SavedProof } from '../../report/proof-file.js';
import type { Engine } from '../engine.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { INTERRUPTED, interruptible } from '../interrupt.js';
import type { Io } from '../io.js';
import { answerReplay } from './replay-answer.js';

export async function replayProof(
  file: string,
  saved: SavedProof,
  json: boolean,
  engine: Engine,
  io: Io,
): Promise<ExitStatus> {
  const result = await interruptible(engine.replayProof(saved), io.interrupt);
  if (result === INTERRUPTED) return EXIT.interrupted;
  const { accepted } = result;
  const detail = result.accepted ? 'every step follows from the assumptions listed' : result.reason;
  const { assumptions, steps } = saved.evidence;
  const evidence = [
    ...(assumptions.length === 0 ? [] : [`Assumes ${assumptions.join('; ')}.`]),
    ...steps.map((s) => `${s.id}. ${s.text}`),
  ];
  return answerReplay(saved, { file, kind: 'proof', accepted, detail, evidence }, json, io);
}
