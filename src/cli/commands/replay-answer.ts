/** What `replay` says of saved evidence that a checker accepts or rejects as a whole. */
import { evidenceJson, writeJson } from '../../report/json.js';
import { indented } from '../../report/wrap.js';
import type { Evidence } from '../../verdicts/types.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import type { Io } from '../io.js';
import { version } from '../version.js';

interface Saved {
  readonly design: { readonly file: string | null };
  readonly claim: { readonly id: string; readonly statement: string };
  readonly evidence: Evidence;
}

interface Answer {
  readonly file: string;
  /** What was checked: `proof`, `certificate`. */
  readonly kind: string;
  readonly accepted: boolean;
  /** Why, in a sentence. */
  readonly detail: string;
  /** The evidence in sentences. */
  readonly evidence: readonly string[];
}

/** Status 0 where it is accepted; what is rejected says nothing about the claim: status 3. */
export function answerReplay(saved: Saved, answer: Answer, json: boolean, io: Io): ExitStatus {
  const { file, kind, accepted, detail, evidence } = answer;
  if (json)
    io.out(
      `${writeJson({
        tool: 'energy-audit',
        version: version(),
        file,
        claim: saved.claim,
        replay: { verdict: accepted ? 'accepted' : 'rejected', detail },
        evidence: evidenceJson(saved.evidence),
      })}\n`,
    );
  else {
    const { style, width } = io.terminal;
    const lines = [
      style.bold(saved.claim.id) + (saved.design.file === null ? '' : style.dim(`  ${saved.design.file}`)),
      '',
      `  ${accepted ? style.green(`✔ ${kind} accepted`) : style.yellow(`? ${kind} rejected`)}`,
      ...[saved.claim.statement, detail, ...evidence].flatMap((text) => indented(text, '      ', width)),
    ];
    io.out(`${lines.join('\n')}\n`);
  }
  return accepted ? EXIT.ok : EXIT.inconclusive;
}
