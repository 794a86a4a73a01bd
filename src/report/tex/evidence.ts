/** Verdicts in TeX: theorems with proofs for what is proved, the rest with its evidence. */
import type { StepView } from '../../derivation/view.js';
import type { Counterexample, Value, Verdict, Wording } from '../../verdicts/types.js';
import { assumptionsOf } from '../assumptions.js';
import { breakTex } from '../break-tex.js';
import { escapeTex } from '../derivation-tex.js';
import {
  briefEvidence,
  dimensionsText,
  evidenceSentences,
  FACTORS_TAKEN,
  leftOut,
  relevant,
  REPAIRS,
  repairSentences,
  sentence,
} from '../evidence-text.js';
import { isShortened, valueTex } from '../values-tex.js';

/** Glyphs in a line of the document. */
const LINE = 78;

/** A displayed formula with a number, broken into lines where it is long. */
export function equation(tex: string, label?: string): readonly string[] {
  const lines = breakTex(tex, LINE);
  const body =
    lines.length === 1
      ? [tex]
      : [
          '\\begin{aligned}',
          lines.map((l, i) => `${i === 0 ? '&' : '&\\quad '}${l}`).join(' \\\\\n'),
          '\\end{aligned}',
        ];
  return ['\\begin{equation}', ...(label === undefined ? [] : [`\\label{${label}}`]), ...body, '\\end{equation}'];
}

/** Steps as numbered equations, each followed by its rule and what it rests on. */
export const stepsTex = (steps: readonly StepView[], prefix: string): readonly string[] =>
  steps.flatMap((step) => {
    const from = step.from.map((n) => `\\eqref{${prefix}-${n}}`).join(', ');
    return [
      ...equation(step.formula.tex, `${prefix}-${step.number}`),
      `{\\small\\noindent by ${escapeTex(step.rule)}${from === '' ? '' : `; from ${from}`}.}\n`,
    ];
  });

/** The table of verdicts. */
export function verdictTable(claims: readonly Verdict[]): readonly string[] {
  const row = (v: Verdict): string =>
    [v.id, v.verdict, v.statement, briefEvidence(v.evidence)].map(escapeTex).join(' & ');
  return [
    '{\\small\\begin{longtable}{@{}>{\\raggedright}p{29mm}>{\\raggedright}p{20mm}>{\\raggedright}p{68mm}>{\\raggedright\\arraybackslash}p{29mm}@{}}',
    '\\textbf{claim} & \\textbf{verdict} & \\textbf{statement} & \\textbf{evidence} \\\\\\hline\\endhead',
    ...claims.map((v) => `${row(v)} \\\\`),
    '\\end{longtable}}',
  ];
}

/** One claim with its evidence. */
export function claimTex(v: Verdict, steps: readonly StepView[] | undefined, prefix: string): readonly string[] {
  const assumptions = assumptionsOf(v);
  const assumed = assumptions.length === 0 ? '' : `Assume ${assumptions.map(escapeTex).join('; ')}. `;
  const title = `[${escapeTex(v.id)}${v.cite === undefined ? '' : `, ${escapeTex(v.cite)}`}]`.replaceAll(
    /(?<=.)\](?=.)/g,
    '{]}',
  );
  const words = evidenceSentences(v.evidence, v.wording)
    .filter((s) => !s.startsWith('Assumes '))
    .map(escapeTex)
    .join(' ');
  const environment = v.verdict === 'proved' ? 'theorem' : v.verdict === 'refuted' ? 'refuted' : 'open';
  const head = [
    `\\begin{${environment}}${title}`,
    `${assumed}${escapeTex(sentence(v.statement))}`,
    `\\end{${environment}}`,
  ];
  if (v.verdict === 'proved' && steps !== undefined && steps.length > 0)
    return [...head, '\\begin{proof}', words, ...stepsTex(steps, prefix), '\\end{proof}'];
  return [
    ...head,
    `\\noindent\\emph{${v.verdict}.} ${words}`,
    ...(v.evidence.kind === 'counterexample' ? counterexampleTex(v.evidence, v.wording) : []),
    ...repairsTex(v),
    '',
  ];
}

const repairsTex = ({ repairs = [] }: Verdict): readonly string[] =>
  repairs.length === 0
    ? []
    : [
        `\n\\noindent ${REPAIRS}`,
        '\\begin{itemize}',
        ...repairSentences(repairs).map((s) => `\\item ${escapeTex(s)}`),
        '\\end{itemize}',
      ];

/** The numbers of a counterexample; large matrices in part. */
export function counterexampleTex(e: Counterexample, wording: Wording | undefined): readonly string[] {
  const shown = relevant(e.values, wording);
  const hidden = leftOut(e.values, wording);
  const section = (words: string, of: Readonly<Record<string, Value>>): string[] => [
    `${escapeTex(words)}`,
    ...valuesTex(of),
  ];
  return [
    ...section(`At ${dimensionsText(e.dimensions)}:`, shown),
    ...(e.direction === undefined ? [] : section('along the direction', e.direction)),
    ...(e.witness === undefined ? [] : section('with the witness', { [wording?.witness ?? 'x']: e.witness })),
    ...(e.factors === undefined ? [] : section(FACTORS_TAKEN, e.factors)),
    ...Object.entries(relevant(e.parts ?? {}, wording)).flatMap(([name, parts]) =>
      section(`${name} is built from`, parts),
    ),
    ...(hidden === undefined ? [] : [`(${escapeTex(hidden)}.)`]),
  ];
}

function valuesTex(of: Readonly<Record<string, Value>>): readonly string[] {
  const entries = Object.entries(of);
  const cut = entries.some(([, value]) => isShortened(value));
  return [
    '\\begin{gather*}',
    entries.map(([name, value]) => valueTex(name, value)).join(' \\\\\n'),
    '\\end{gather*}',
    ...(cut ? ['(Matrices are shown in part; the JSON report has every entry.)'] : []),
  ];
}
