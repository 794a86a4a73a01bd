/** The rows of a paper for a person at a terminal: a line each, with counterexample and repair where one is refuted. */
import type { RowVerdict, TableVerdict } from '../verdicts/rows.js';
import type { VerdictName } from '../verdicts/types.js';
import { evidenceSentences } from './evidence-text.js';
import { counted } from './numbers.js';
import { MARKS } from './style.js';
import { counterexampleLines, type TerminalOptions } from './terminal.js';
import { indented } from './wrap.js';

const INDENT = '      ';

/** One row with what settles it. */
export function renderRow(row: RowVerdict, options: TerminalOptions): string {
  const { style, width } = options;
  const { sign, paint } = MARKS[row.verdict];
  const lines = [
    `  ${style[paint](`${sign} ${row.verdict}`)}  ${style.bold(row.id)}  ${style.dim(row.place)}`,
    ...indented(row.statement, INDENT, width),
  ];
  if (row.note !== undefined) lines.push(...indented(row.note, INDENT, width));
  lines.push(...evidenceSentences(row.evidence, row.wording).flatMap((s) => indented(s, INDENT, width)));
  if (row.evidence.kind === 'counterexample') {
    lines.push(...counterexampleLines(row.evidence, options, row.wording));
    for (const a of row.assumptions) lines.push(...indented(`Assumes: ${a}`, INDENT, width).map(style.dim));
  }
  if (row.readings.length > 1)
    lines.push(
      ...row.readings.flatMap((r) => indented(`Read as "${r.name}": ${r.verdict}.`, INDENT, width).map(style.dim)),
    );
  if (row.repaired !== undefined)
    lines.push(...indented(`Instead: ${row.repaired.statement} (${row.repaired.verdict})`, INDENT, width));
  return `${lines.join('\n')}\n`;
}

/** `103 rows: 20 refuted, …`. */
export function renderRowsSummary(rows: readonly RowVerdict[], { style }: TerminalOptions): string {
  const parts = (Object.keys(MARKS) as VerdictName[]).flatMap((name) => {
    const count = rows.filter((row) => row.verdict === name).length;
    return count === 0 ? [] : [style[MARKS[name].paint](`${count} ${name}`)];
  });
  return `${counted(rows.length, 'row')}: ${parts.join(', ')}\n`;
}

/** A table of marks, a line for each activation; the systems are named below it by their letters. */
export function renderTable({ title, activations, systems }: TableVerdict, { style, width }: TerminalOptions): string {
  const letter = (k: number): string => String.fromCharCode('A'.charCodeAt(0) + k);
  const longest = Math.max(...activations.map((name) => name.length));
  const lines = activations.map((activation, i) => {
    const marks = systems.map(({ verdicts }) => {
      const verdict = verdicts[i]?.verdict;
      return verdict === undefined ? ' ' : style[MARKS[verdict].paint](MARKS[verdict].sign);
    });
    return `  ${activation.padEnd(longest)}  ${marks.join(' ')}`;
  });
  return [
    style.bold(title),
    `  ${' '.repeat(longest)}  ${systems.map((_, k) => letter(k)).join(' ')}`,
    ...lines,
    ...systems.flatMap(({ name }, k) => indented(`${letter(k)}: ${name}`, '  ', width).map(style.dim)),
    '',
  ].join('\n');
}
