/** `replay` of a saved certificate. */
import type { SavedCertificate } from '../../report/certificate-file.js';
import { evidenceSentences } from '../../report/evidence-text.js';
import type { Engine } from '../engine.js';
import { badInput, inputError } from '../error-text.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { INTERRUPTED, interruptible } from '../interrupt.js';
import type { Io } from '../io.js';
import { answerReplay } from './replay-answer.js';

export async function replayCertificate(
  file: string,
  saved: SavedCertificate,
  json: boolean,
  engine: Engine,
  io: Io,
): Promise<ExitStatus> {
  const result = await interruptible(engine.replayCertificate(saved), io.interrupt).catch((error: unknown) => {
    const found = inputError(error);
    throw found === undefined ? error : badInput(found.message, file);
  });
  if (result === INTERRUPTED) return EXIT.interrupted;
  const { accepted } = result;
  const detail = result.accepted ? 'the boxes cover the domain, and the claim holds in each' : result.reason;
  const evidence = evidenceSentences(saved.evidence);
  return answerReplay(saved, { file, kind: 'certificate', accepted, detail, evidence }, json, io);
}
