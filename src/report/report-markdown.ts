/** A whole report as Markdown: verdicts with evidence, then derivation, proofs and figures in words, for a code host. */
import type { StepView } from '../derivation/view.js';
import { stepReason } from './derivation-text.js';
import { renderDerivationMarkdown } from './derivation-markdown.js';
import type { Figure } from './figures/figure.js';
import { code, renderCheckMarkdown, text } from './markdown.js';
import type { DesignPart, ReportModel } from './model.js';

export function renderReportMarkdown(model: ReportModel): string {
  const many = model.designs.length > 1;
  const parts = [
    renderCheckMarkdown(model).trimEnd(),
    ...model.designs.flatMap((d) => [...(many ? [`# ${text(d.name)}`] : []), ...designParts(d)]),
    ...(model.command === undefined ? [] : ['## Run it again', fenced(model.command, 'sh')]),
    ...model.designs.flatMap(({ source, name }) =>
      source === undefined ? [] : [`The design file${many ? ` of ${text(name)}` : ''}:`, fenced(source, 'yaml')],
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function designParts({ derivation, proofs = {}, figures = [] }: DesignPart): readonly string[] {
  return [
    ...(derivation === undefined
      ? []
      : [
          renderDerivationMarkdown(derivation)
            .replace(/^# .*$/m, '## Derivation')
            .replaceAll(/^## (?!Derivation)/gm, '### ')
            .trimEnd(),
        ]),
    ...Object.entries(proofs).flatMap(([id, steps]) => [`## Proof of ${text(id)}`, ...steps.map(step)]),
    ...(figures.length === 0 ? [] : ['## Figures, in words', ...figures.map(figure)]),
  ];
}

const step = (s: StepView): string => `**(${s.number})** ${text(stepReason(s))}\n\n$$\n${s.formula.tex}\n$$`;
const figure = ({ title, alt, caption }: Figure): string => `**${text(title)}.** ${text(alt)}\n\n${text(caption)}`;

/** Longer texts are left out: the file is at hand. */
const LONGEST = 20_000;

/** A block of code with a fence longer than any run of backticks inside. */
function fenced(content: string, language: string): string {
  if (content.length > LONGEST) return code(`${content.slice(0, 200).replaceAll(/\s+/g, ' ')} …`);
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${content.trimEnd()}\n${fence}`;
}
