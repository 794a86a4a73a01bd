/** The report on designs as a TeX document. */
import { VERDICTS, WEAKEST_FIRST } from '../../verdicts/types.js';
import { escapeTex, givenSentence, type TexEquation, texSections } from '../derivation-tex.js';
import { secondRouteSentences } from '../derivation-text.js';
import type { DerivationView } from '../../derivation/view.js';
import type { DesignPart, ReportModel } from '../model.js';
import { document } from './document.js';
import { claimTex, equation, stepsTex, verdictTable } from './evidence.js';
import { figureTex } from './tikz.js';

/** The TeX of a report. */
export function renderReportTex(model: ReportModel): string {
  const used = new Set(model.designs.flatMap((d) => d.claims.map((c) => c.verdict)));
  return document([
    ...model.designs.flatMap((d, i) => designTex(d, `d${i + 1}`)),
    '\\paragraph{What the verdicts mean.}',
    [...WEAKEST_FIRST]
      .reverse()
      .filter((name) => used.has(name))
      .map((name) => `\\emph{${name}}: ${escapeTex(VERDICTS[name])}`)
      .join('; ') + '.',
    `\\paragraph{How it was made.} By ${escapeTex(`${model.tool} ${model.version}, seed ${model.seed}`)}${
      model.command === undefined ? '' : `, by the command {\\raggedright\\ttfamily ${escapeTex(model.command)}\\par}`
    }.`,
  ]);
}

function designTex(design: DesignPart, prefix: string): readonly string[] {
  const { derivation: d, claims, proofs = {}, figures = [] } = design;
  return [
    `\\section*{${escapeTex(design.name)}}`,
    ...(d?.cite === undefined ? [] : [`\\noindent ${escapeTex(d.cite)}.\n`]),
    ...(design.warnings ?? []).map((w) => `\\noindent\\textbf{Warning.} ${escapeTex(w)}\n`),
    ...verdictTable(claims),
    ...(d === undefined ? [] : derivationTex(d, prefix)),
    '\\subsection*{Claims}',
    ...claims.flatMap((v, i) => claimTex(v, proofs[v.id], `${prefix}-c${i + 1}`)),
    ...figures.flatMap(figureTex),
  ];
}

function derivationTex(d: DerivationView, prefix: string): readonly string[] {
  const sections = texSections(d);
  const part = (title: string, of: readonly TexEquation[]): readonly string[] =>
    of.length === 0
      ? []
      : [`\\paragraph{${title}.}`, ...of.flatMap(({ left, right }) => equation(`${left} = ${right}`))];
  const steps = d.steps ?? [];
  return [
    '\\subsection*{The system}',
    givenSentence(d),
    ...part('Definitions', sections.definitions),
    ...part('Velocity', sections.velocity),
    ...part('Energy', sections.energy),
    '\\subsection*{Derivation}',
    ...part('Gradient', sections.gradient),
    ...part('Hessian', sections.hessian),
    ...part('Energy rate', sections.rate),
    ...part('Further', sections.further),
    ...(steps.length === 0 ? [] : ['\\paragraph{Step by step.}', ...stepsTex(steps, `${prefix}-s`)]),
    secondRouteSentences(d.secondRoute).map(escapeTex).join(' '),
  ];
}
