/** The audit of a paper as a TeX document: a table of verdicts, then what does not hold as printed and what holds instead. */
import type { RowVerdict, TableVerdict } from '../../verdicts/rows.js';
import { escapeTex } from '../derivation-tex.js';
import { evidenceSentences } from '../evidence-text.js';
import type { PaperModel } from '../model.js';
import { document } from './document.js';
import { counterexampleTex } from './evidence.js';
import { figureTex } from './tikz.js';

export function renderPaperTex(model: PaperModel): string {
  const refuted = model.claims.filter((row) => row.verdict === 'refuted');
  return document([
    '\\section*{The paper, claim by claim}',
    `\\noindent Every statement of arXiv:2410.13866 is judged as it is printed; nothing is corrected. By ${escapeTex(`${model.tool} ${model.version}, seed ${model.seed}`)}${
      model.command === undefined ? '' : `, by the command {\\raggedright\\ttfamily ${escapeTex(model.command)}\\par}`
    }.`,
    ...table(model.claims),
    ...(model.figures ?? []).flatMap(figureTex),
    ...(model.tables ?? []).flatMap(activations),
    ...(refuted.length === 0 ? [] : ['\\subsection*{What does not hold as printed}']),
    ...refuted.flatMap(errata),
  ]);
}

function table(rows: readonly RowVerdict[]): readonly string[] {
  const line = (row: RowVerdict): string => [row.id, row.place, row.verdict, row.statement].map(escapeTex).join(' & ');
  return [
    '{\\small\\begin{longtable}{@{}>{\\raggedright}p{27mm}>{\\raggedright}p{24mm}>{\\raggedright}p{20mm}>{\\raggedright\\arraybackslash}p{74mm}@{}}',
    '\\textbf{row} & \\textbf{place} & \\textbf{verdict} & \\textbf{printed} \\\\\\hline\\endhead',
    ...rows.map((row) => `${line(row)} \\\\`),
    '\\end{longtable}}',
  ];
}

/** A line for each activation, with its verdict in each system; the systems are named below by their numbers. */
function activations({ title, activations: names, systems }: TableVerdict): readonly string[] {
  const line = (name: string, i: number): string =>
    [`\\texttt{${escapeTex(name)}}`, ...systems.map(({ verdicts }) => verdicts[i]?.verdict ?? '')].join(' & ');
  return [
    `\\subsection*{${escapeTex(title)}}`,
    `{\\scriptsize\\begin{longtable}{@{}l${'l'.repeat(systems.length)}@{}}`,
    `\\textbf{activation} & ${systems.map((_, k) => `\\textbf{${k + 1}}`).join(' & ')} \\\\\\hline\\endhead`,
    ...names.map((name, i) => `${line(name, i)} \\\\`),
    '\\end{longtable}}',
    '\\begin{enumerate}',
    ...systems.map(({ name }) => `\\item ${escapeTex(name)}`),
    '\\end{enumerate}',
  ];
}

function errata(row: RowVerdict): readonly string[] {
  const { evidence: e, repaired } = row;
  return [
    `\\begin{refuted}[${escapeTex(row.id)}]`,
    escapeTex(row.statement),
    '\\end{refuted}',
    ...(row.note === undefined ? [] : [`\\noindent ${escapeTex(row.note)}\n`]),
    `\\noindent ${evidenceSentences(e, row.wording).map(escapeTex).join(' ')}`,
    ...(e.kind === 'counterexample' ? counterexampleTex(e, row.wording) : []),
    ...(repaired === undefined
      ? []
      : [`\n\\noindent\\textbf{Instead} (${repaired.verdict}): ${escapeTex(repaired.statement)}`]),
    '',
  ];
}
