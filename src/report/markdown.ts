/** The report of `check` as Markdown: a table of verdicts, then the evidence claim by claim. */
import type { CheckReport, Counterexample, DesignReport, Value, Verdict, Wording } from '../verdicts/types.js';
import { VERDICTS } from '../verdicts/types.js';
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
import { seconds } from './numbers.js';

const WIDTH = 100;

export function renderCheckMarkdown(report: CheckReport): string {
  const used = [...new Set(report.designs.flatMap((d) => d.claims.map((c) => c.verdict)))].sort();
  const legend = used.map((name) => `- *${name}*: ${VERDICTS[name]}`);
  const parts = [
    '# Energy audit',
    `${report.tool} ${report.version}, seed ${report.seed}.`,
    ...report.designs.map(designSection),
    ...(legend.length === 0 ? [] : ['## What the verdicts mean', legend.join('\n')]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function designSection(design: DesignReport): string {
  const timed = design.claims.some((c) => c.seconds !== undefined);
  const rows = design.claims.map((c) => {
    const time = timed ? ` ${c.seconds === undefined ? '' : seconds(c.seconds)} |` : '';
    return `| ${cell(c.id)} | ${verdictWord(c)} | ${cell(c.statement)} |${time}`;
  });
  const table = [
    `| claim | verdict | statement |${timed ? ' time |' : ''}`,
    `|---|---|---|${timed ? '---|' : ''}`,
    ...rows,
  ];
  return [
    `## ${text(design.name)}`,
    ...(design.file === null ? [] : [`File: ${code(design.file)}`]),
    ...(design.warnings ?? []).map((w) => `> **Warning.** ${text(w)}`),
    table.join('\n'),
    ...design.claims.map(claimSection),
  ].join('\n\n');
}

const verdictWord = (v: Verdict): string => (v.verdict === 'refuted' ? `**${v.verdict}**` : v.verdict);

function claimSection(v: Verdict): string {
  const parts = [`### ${text(v.id)}: ${v.verdict}`, code(v.statement)];
  if (v.cite !== undefined) parts.push(`Source: ${text(v.cite)}`);
  parts.push(evidenceSentences(v.evidence, v.wording).map(text).join('  \n'));
  const { evidence, wording } = v;
  if (evidence.kind === 'counterexample') parts.push(...counterexampleParts(evidence, wording));
  if (evidence.kind === 'reason' && evidence.values !== undefined)
    parts.push(`At ${dimensionsText(evidence.dimensions ?? {})}:`, values(relevant(evidence.values, wording)));
  if (v.assumptions.length > 0 && evidence.kind !== 'proof')
    parts.push(`Assumptions:\n\n${v.assumptions.map((a) => `- ${text(a)}`).join('\n')}`);
  if (v.repairs !== undefined && v.repairs.length > 0)
    parts.push(
      `${REPAIRS}\n\n${repairSentences(v.repairs)
        .map((r) => `- ${text(r)}`)
        .join('\n')}`,
    );
  return parts.join('\n\n');
}

/** The point, and what else a reader needs to check the violation by hand. */
export function counterexampleParts(evidence: Counterexample, wording: Wording | undefined): readonly string[] {
  const [shown, factored] = [relevant(evidence.values, wording), relevant(evidence.parts ?? {}, wording)];
  const parts = [`At ${dimensionsText(evidence.dimensions)}:`, values(shown)];
  if (evidence.direction !== undefined) parts.push('along the direction', values(evidence.direction));
  const witness = wording?.witness ?? 'x';
  if (evidence.witness !== undefined)
    parts.push(`with the witness ${code(witness)}`, values({ [witness]: evidence.witness }));
  if (evidence.factors !== undefined) parts.push(FACTORS_TAKEN, values(evidence.factors));
  for (const [name, factors] of Object.entries(factored)) parts.push(`${code(name)} is built from`, values(factors));
  const hidden = leftOut(evidence.values, wording);
  if (hidden !== undefined) parts.push(`(${text(hidden)})`);
  if (!shownInFull([shown, evidence.direction, evidence.witness, evidence.factors, factored]))
    parts.push('(Entries are rounded here; the JSON report has every digit.)');
  return parts;
}

const values = (of: Readonly<Record<string, Value>>): string => `\`\`\`text\n${layOut(of, WIDTH).join('\n')}\n\`\`\``;

/** Text in which nothing is taken for markup. */
export const text = (value: string): string => value.replace(/([\\`*_{}[\]<>#|~])/g, '\\$1');
/** Text as code, with a fence longer than any run of backticks inside. */
export function code(value: string): string {
  const fence = '`'.repeat(Math.max(0, ...[...value.matchAll(/`+/g)].map((run) => run[0].length)) + 1);
  const space = value.startsWith('`') || value.endsWith('`') ? ' ' : '';
  return `${fence}${space}${value.replaceAll('\n', ' ')}${space}${fence}`;
}
/** Code in a cell of a table, where a bar would end the cell. */
const cell = (value: string): string => code(value).replaceAll('|', '\\|');
