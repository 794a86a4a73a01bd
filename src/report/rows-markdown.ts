/** The rows of a paper as Markdown: a table of verdicts, then what is wrong and what holds instead. */
import type { ClaimOfDesign, PaperReport, RowVerdict, TableVerdict } from '../verdicts/rows.js';
import type { Counterexample, VerdictName } from '../verdicts/types.js';
import { VERDICTS } from '../verdicts/types.js';
import { evidenceSentences } from './evidence-text.js';
import { counterexampleParts, text } from './markdown.js';

const ORDER: readonly VerdictName[] = ['refuted', 'proved', 'certified', 'unrefuted', 'inconclusive'];

/** The whole audit. What depends on the version of the tool is left out, so that the page changes with the verdicts. */
export function renderPaperMarkdown({ tool, seed, claims, tables = [] }: PaperReport): string {
  const counts = ORDER.map((name) => [name, claims.filter((row) => row.verdict === name).length] as const)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `- ${count} *${name}*: ${VERDICTS[name]}`);
  const refuted = claims.filter((row) => row.verdict === 'refuted');
  const parts = [
    '# The paper, claim by claim',
    `Made by \`${tool} paper --report\`, seed ${seed}. Every row is judged as printed; nothing is corrected.`,
    counts.join('\n'),
    ['| row | place | verdict | printed |', '|---|---|---|---|', ...claims.map(tableRow)].join('\n'),
    ...(refuted.length === 0 ? [] : ['## What does not hold as printed', ...refuted.map(errata)]),
    ...tables.map(table),
    '## Why rows are not decided, and how others are read',
    ...claims.filter((row) => row.verdict !== 'refuted').map(remarks),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const cell = (value: string): string => text(value).replaceAll('\n', ' ');

function tableRow(row: RowVerdict): string {
  const word = row.verdict === 'refuted' ? `**${row.verdict}**` : row.verdict;
  return `| ${row.id} | ${cell(row.place)} | ${word} | ${cell(row.statement)} |`;
}

function table({ title, activations, systems }: TableVerdict): string {
  const lines = activations.map((activation, i) =>
    ['', `\`${activation}\``, ...systems.map(({ verdicts }) => verdicts[i]?.verdict ?? ''), ''].join(' | ').trim(),
  );
  return [
    `## ${text(title)}`,
    [
      ['', 'activation', ...systems.map(({ name }) => cell(name)), ''].join(' | ').trim(),
      `|${'---|'.repeat(systems.length + 1)}`,
      ...lines,
    ].join('\n'),
  ].join('\n\n');
}

function errata(row: RowVerdict): string {
  const { evidence, repaired } = row;
  return [
    `### ${row.id}`,
    `Printed (${text(row.place)}): ${text(row.statement)}`,
    ...(row.note === undefined ? [] : [text(row.note)]),
    evidenceSentences(evidence, row.wording).map(text).join('  \n'),
    ...(evidence.kind === 'counterexample' ? counterexampleParts(evidence satisfies Counterexample, row.wording) : []),
    ...(row.assumptions.length === 0 ? [] : [row.assumptions.map((a) => `- Assumes ${text(a)}`).join('\n')]),
    ...(row.readings.length > 1 ? [readings(row)] : []),
    ...(repaired === undefined
      ? []
      : [`**Instead** (${repaired.verdict}): ${text(repaired.statement)}`, claimList(repaired.claims)]),
  ].join('\n\n');
}

const readings = (row: RowVerdict): string =>
  row.readings.map((r) => `- Read as “${text(r.name)}”: ${r.verdict}.`).join('\n');

const claimList = (claims: readonly ClaimOfDesign[]): string =>
  claims
    .map(({ verdict: v }) => `- ${v.verdict}: ${text(v.statement)} ${text(evidenceSentences(v.evidence)[0] ?? '')}`)
    .join('\n');

function remarks(row: RowVerdict): string {
  const [literal, ...others] = row.readings;
  if (row.verdict === 'inconclusive' && row.evidence.kind === 'reason')
    return [
      `**${row.id}** (${row.verdict}). ${text(evidenceSentences(row.evidence).join(' '))}`,
      ...(literal === undefined ? [] : [claimList(literal.claims)]),
    ].join('\n\n');
  const list = claimList(literal?.claims ?? []);
  return [`**${row.id}** (${row.verdict}).`, list, ...(others.length === 0 ? [] : [readings(row)])].join('\n\n');
}
