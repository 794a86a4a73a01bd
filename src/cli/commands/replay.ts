/** `replay`: checks a saved counterexample again. */
import { readCounterexample } from '../../report/counterexample-file.js';
import { exact } from '../../report/numbers.js';
import { evidenceJson, writeJson } from '../../report/json.js';
import { counterexampleLines } from '../../report/terminal.js';
import { indented } from '../../report/wrap.js';
import type { Engine } from '../engine.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { INTERRUPTED, interruptible } from '../interrupt.js';
import type { Io } from '../io.js';
import { version } from '../version.js';

/**
 * A confirmed counterexample refutes its claim: status 1. One that is not reproduced says nothing about the claim:
 * status 3.
 */
export async function replay(file: string, json: boolean, engine: Engine, io: Io): Promise<ExitStatus> {
  const saved = readCounterexample(file);
  const result = await interruptible(engine.replayCounterexample(saved), io.interrupt);
  if (result === INTERRUPTED) return EXIT.interrupted;
  const confirmed = result.verdict === 'confirmed';
  if (json)
    io.out(
      `${writeJson({
        tool: 'energy-audit',
        version: version(),
        file,
        claim: saved.claim,
        replay: { verdict: result.verdict, detail: result.detail, enclosure: result.enclosure },
        evidence: evidenceJson(saved.evidence),
      })}\n`,
    );
  else {
    const { style, width } = io.terminal;
    const [low, high] = result.enclosure;
    const word = confirmed ? style.red('✘ refutation confirmed') : style.yellow('? not reproduced');
    const lines = [
      style.bold(saved.claim.id) + (saved.design.file === null ? '' : style.dim(`  ${saved.design.file}`)),
      '',
      `  ${word}`,
      ...indented(saved.claim.statement, '      ', width),
      ...indented(result.detail, '      ', width),
      `      ${saved.evidence.quantity} ${low === high ? `= ${exact(low)} exactly` : `is in [${exact(low)}, ${exact(high)}]`}`,
      ...counterexampleLines(saved.evidence, io.terminal),
    ];
    io.out(`${lines.join('\n')}\n`);
  }
  return confirmed ? EXIT.refuted : EXIT.inconclusive;
}
