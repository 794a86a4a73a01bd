/** Verdicts for a person at a terminal: one block a claim, with the evidence below it. */
import type { Counterexample, DesignReport, ReasonEvidence, Value, Verdict, Wording } from '../verdicts/types.js';
import { VERDICTS, WEAKEST_FIRST } from '../verdicts/types.js';
import {
  dimensionsText,
  evidenceSentences,
  FACTORS_TAKEN,
  leftOut,
  relevant,
  REPAIRS,
  repairSentences,
  shownInFull,
} from './evidence-text.js';
import { layOut } from './matrix-layout.js';
import { counted, seconds } from './numbers.js';
import { shellWord } from './shell.js';
import { MARKS, PLAIN, type Style } from './style.js';
import { indented } from './wrap.js';

export interface TerminalOptions {
  readonly style: Style;
  /** Columns of the terminal. */
  readonly width: number;
}

export const PLAIN_TERMINAL: TerminalOptions = { style: PLAIN, width: 100 };

const EVIDENCE_INDENT = '      ';
const ROUNDED = '(entries rounded here; --json and the saved file have every digit)';
const VALUES_INDENT = '        ';

/** The heading of a design, before its verdicts. */
export function renderHeading(name: string, file: string | null, { style }: TerminalOptions): string {
  return `${style.bold(name)}${file === null ? '' : style.dim(`  ${file}`)}\n`;
}

/** One verdict with its evidence. `replayFile` is where the counterexample was saved. */
export function renderVerdict(v: Verdict, options: TerminalOptions, replayFile?: string): string {
  const { style, width } = options;
  const { sign, paint } = MARKS[v.verdict];
  const word = v.verdict.padEnd(WORD_WIDTH);
  const time = v.seconds === undefined ? '' : style.dim(`  ${seconds(v.seconds)}`);
  const lines = [`  ${style[paint](`${sign} ${word}`)}  ${style.bold(v.id)}${time}`];
  if (v.statement !== v.id) lines.push(...indented(v.statement, EVIDENCE_INDENT, width));
  lines.push(...evidenceSentences(v.evidence, v.wording).flatMap((s) => indented(s, EVIDENCE_INDENT, width)));
  if (v.evidence.kind === 'counterexample') lines.push(...counterexampleLines(v.evidence, options, v.wording));
  if (v.evidence.kind === 'reason') lines.push(...pointLines(v.evidence, options, v.wording));
  for (const assumption of v.evidence.kind === 'proof' ? [] : v.assumptions)
    lines.push(...indented(`Assumes: ${assumption}`, EVIDENCE_INDENT, width).map(style.dim));
  if (v.repairs !== undefined && v.repairs.length > 0) lines.push(`${EVIDENCE_INDENT}${REPAIRS}`);
  for (const sentence of repairSentences(v.repairs ?? []))
    lines.push(...indented(`- ${sentence}`, VALUES_INDENT, width));
  if (replayFile !== undefined)
    lines.push(`${EVIDENCE_INDENT}${style.dim('Replay:')} energy-audit replay ${shellWord(replayFile)}`);
  return `${lines.join('\n')}\n`;
}

const WORD_WIDTH = Math.max(...Object.keys(VERDICTS).map((word) => word.length));

/** The point, and what else a reader needs to check the violation by hand. */
export function counterexampleLines(
  e: Counterexample,
  { style, width }: TerminalOptions,
  wording?: Wording,
): readonly string[] {
  const values = relevant(e.values, wording);
  const parts = relevant(e.parts ?? {}, wording);
  const witness = e.witness === undefined ? {} : { [wording?.witness ?? 'x']: e.witness };
  const lines = [`${EVIDENCE_INDENT}${style.dim('At')} ${dimensionsText(e.dimensions)}${style.dim(':')}`];
  const show = (title: string | undefined, values: Readonly<Record<string, Value>>): void => {
    if (title !== undefined) lines.push(`${EVIDENCE_INDENT}${style.dim(`${title}:`)}`);
    lines.push(...layOut(values, width - VALUES_INDENT.length).map((line) => `${VALUES_INDENT}${line}`));
  };
  show(undefined, values);
  if (e.direction !== undefined) show('along the direction', e.direction);
  for (const name of Object.keys(witness)) show(`with the witness ${name}`, witness);
  if (e.factors !== undefined) show(FACTORS_TAKEN, e.factors);
  for (const [name, factors] of Object.entries(parts)) show(`${name} is built from`, factors);
  const hidden = leftOut(e.values, wording);
  if (hidden !== undefined) lines.push(...indented(`(${hidden})`, EVIDENCE_INDENT, width).map(style.dim));
  if (!shownInFull([values, e.direction, e.witness, e.factors, parts]))
    lines.push(...indented(ROUNDED, EVIDENCE_INDENT, width).map(style.dim));
  return lines;
}

function pointLines(
  e: ReasonEvidence,
  { style, width }: TerminalOptions,
  wording: Wording | undefined,
): readonly string[] {
  if (e.values === undefined) return [];
  const sizes = e.dimensions === undefined ? '' : ` ${dimensionsText(e.dimensions)}`;
  return [
    `${EVIDENCE_INDENT}${style.dim('At')}${sizes}${style.dim(':')}`,
    ...layOut(relevant(e.values, wording), width - VALUES_INDENT.length).map((line) => `${VALUES_INDENT}${line}`),
  ];
}

/** A warning about a design. */
export const renderWarning = (message: string, { style, width }: TerminalOptions): string =>
  `${indented(`warning: ${message}`, '  ', width).map(style.yellow).join('\n')}\n`;

/** The count of each verdict over all designs: `1 refuted, 2 unrefuted`. */
export function renderSummary(designs: readonly DesignReport[], { style }: TerminalOptions): string {
  const verdicts = designs.flatMap((d) => d.claims);
  const parts = WEAKEST_FIRST.flatMap((name) => {
    const count = verdicts.filter((v) => v.verdict === name).length;
    return count === 0 ? [] : [style[MARKS[name].paint](`${count} ${name}`)];
  });
  const where = designs.length > 1 ? ` in ${counted(designs.length, 'design')}` : '';
  return `${counted(verdicts.length, 'claim')}${where}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}\n`;
}
