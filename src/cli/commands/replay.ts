/** `replay`: checks a saved counterexample, proof or certificate, or a derivation in steps, again. */
import type { ReplayResult } from '../../checkers/replay.js';
import { certificateOf } from '../../report/certificate-file.js';
import { counterexampleOf } from '../../report/counterexample-file.js';
import { evidenceSentences, quantitySentence, sentence } from '../../report/evidence-text.js';
import { evidenceJson, writeJson } from '../../report/json.js';
import { counterexampleLines } from '../../report/terminal.js';
import { proofOf } from '../../report/proof-file.js';
import { readSaved } from '../../report/saved-file.js';
import { indented } from '../../report/wrap.js';
import type { SavedCounterexample } from '../../verdicts/types.js';
import type { Engine } from '../engine.js';
import { badInput, inputError } from '../error-text.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { INTERRUPTED, interruptible } from '../interrupt.js';
import type { Io } from '../io.js';
import { version } from '../version.js';
import { replayCertificate } from './replay-certificate.js';
import { replayProof } from './replay-proof.js';
import { replaySteps } from './replay-steps.js';

/**
 * A confirmed counterexample refutes its claim: status 1, whatever else the file says; where that is something else than
 * was found, it is listed. A counterexample that is not reproduced says nothing about the claim: status 3.
 */
export async function replay(file: string, json: boolean, engine: Engine, io: Io): Promise<ExitStatus> {
  if (/\.ya?ml$/i.test(file)) return replaySteps(await engine.loadSteps(file), json, engine, io);
  const data = readSaved(file);
  if (isDerivation(data)) return replaySteps(await engine.loadSteps(file), json, engine, io);
  const proof = proofOf(data, file);
  if (proof !== undefined) return replayProof(file, proof, json, engine, io);
  const certificate = certificateOf(data, file);
  if (certificate !== undefined) return replayCertificate(file, certificate, json, engine, io);
  const saved = counterexampleOf(data, file);
  const result = await interruptible(engine.replayCounterexample(saved), io.interrupt).catch((error: unknown) => {
    const found = inputError(error);
    // What is wrong with the design is wrong with the file that carries it.
    throw found === undefined ? error : badInput(found.message, file);
  });
  if (result === INTERRUPTED) return EXIT.interrupted;
  io.out(json ? asJson(file, saved, result) : asText(saved, result, io));
  return result.verdict === 'confirmed' ? EXIT.refuted : EXIT.inconclusive;
}

/** Whether JSON is a derivation as a user writes it, and nothing that the program saved. */
const isDerivation = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'steps' in data && !('tool' in data);

/** `evidence` is what was found anew; what the file says, where nothing was. */
const asJson = (file: string, saved: SavedCounterexample, result: ReplayResult): string =>
  `${writeJson({
    tool: 'energy-audit',
    version: version(),
    file,
    claim: result.claim,
    replay: {
      verdict: result.verdict,
      detail: result.detail,
      quantity: result.quantity,
      value: result.evidence?.value,
      enclosure: result.enclosure,
      disagreements: result.disagreements,
    },
    evidence: evidenceJson(result.evidence ?? saved.evidence),
  })}\n`;

const INDENT = '      ';

function asText(saved: SavedCounterexample, result: ReplayResult, { terminal }: Io): string {
  const { style, width } = terminal;
  const { evidence, quantity, enclosure, disagreements, wording } = result;
  const known = quantity === undefined || enclosure === undefined ? [] : [quantitySentence({ quantity, enclosure })];
  const sentences = evidence === undefined ? [sentence(result.detail), ...known] : evidenceSentences(evidence, wording);
  const lines = [
    style.bold(result.claim.id) + (saved.design.file === null ? '' : style.dim(`  ${saved.design.file}`)),
    '',
    `  ${evidence === undefined ? style.yellow('? not reproduced') : style.red('✘ refutation confirmed')}`,
    ...[result.claim.statement, ...sentences].flatMap((text) => indented(text, INDENT, width)),
    ...(evidence === undefined ? [`${INDENT}${style.dim('What the file has:')}`] : []),
    ...counterexampleLines(evidence ?? saved.evidence, terminal, wording),
    ...disagreements.flatMap((text) => indented(`Disagreement: ${text}`, INDENT, width)).map(style.yellow),
  ];
  return `${lines.join('\n')}\n`;
}
