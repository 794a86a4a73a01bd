/** `replay` of a saved proof. */
import { evidenceJson, writeJson } from '../../report/json.js';
import type { SavedProof } from '../../report/proof-file.js';
import { indented } from '../../report/wrap.js';
import type { Engine } from '../engine.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { INTERRUPTED, interruptible } from '../interrupt.js';
import type { Io } from '../io.js';
import { version } from '../version.js';

/** Status 0 for a proof that is accepted; one that is rejected says nothing about the claim: status 3. */
export async function replayProof(
  file: string,
  saved: SavedProof,
  json: boolean,
  engine: Engine,
  io: Io,
): Promise<ExitStatus> {
  const result = await interruptible(engine.replayProof(saved), io.interrupt);
  if (result === INTERRUPTED) return EXIT.interrupted;
  const detail = result.accepted ? 'every step follows from the assumptions listed' : result.reason;
  const verdict = result.accepted ? 'accepted' : 'rejected';
  if (json)
    io.out(
      `${writeJson({
        tool: 'energy-audit',
        version: version(),
        file,
        claim: saved.claim,
        replay: { verdict, detail },
        evidence: evidenceJson(saved.evidence),
      })}\n`,
    );
  else {
    const { style, width } = io.terminal;
    const steps = saved.evidence.steps.flatMap((s) => indented(`${s.id}. ${s.text}`, '      ', width));
    const lines = [
      style.bold(saved.claim.id) + (saved.design.file === null ? '' : style.dim(`  ${saved.design.file}`)),
      '',
      `  ${result.accepted ? style.green('✔ proof accepted') : style.yellow('? proof rejected')}`,
      ...indented(saved.claim.statement, '      ', width),
      ...indented(detail, '      ', width),
      ...(saved.evidence.assumptions.length === 0
        ? []
        : indented(`Assumes ${saved.evidence.assumptions.join('; ')}.`, '      ', width)),
      ...steps,
    ];
    io.out(`${lines.join('\n')}\n`);
  }
  return result.accepted ? EXIT.ok : EXIT.inconclusive;
}
