/** `replay` of a saved certificate. */
import type { SavedCertificate } from '../../report/certificate-file.js';
import { evidenceSentences } from '../../report/evidence-text.js';
import { evidenceJson, writeJson } from '../../report/json.js';
import { indented } from '../../report/wrap.js';
import type { Engine } from '../engine.js';
import { badInput, inputError } from '../error-text.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { INTERRUPTED, interruptible } from '../interrupt.js';
import type { Io } from '../io.js';
import { version } from '../version.js';

/** Status 0 for a certificate that is accepted; one that is rejected says nothing about the claim: status 3. */
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
  const detail = result.accepted ? 'the boxes cover the domain, and the claim holds in each' : result.reason;
  if (json)
    io.out(
      `${writeJson({
        tool: 'energy-audit',
        version: version(),
        file,
        claim: saved.claim,
        replay: { verdict: result.accepted ? 'accepted' : 'rejected', detail },
        evidence: evidenceJson(saved.evidence),
      })}\n`,
    );
  else {
    const { style, width } = io.terminal;
    const lines = [
      style.bold(saved.claim.id) + (saved.design.file === null ? '' : style.dim(`  ${saved.design.file}`)),
      '',
      `  ${result.accepted ? style.green('✔ certificate accepted') : style.yellow('? certificate rejected')}`,
      ...[saved.claim.statement, detail, ...evidenceSentences(saved.evidence)].flatMap((text) =>
        indented(text, '      ', width),
      ),
    ];
    io.out(`${lines.join('\n')}\n`);
  }
  return result.accepted ? EXIT.ok : EXIT.inconclusive;
}
