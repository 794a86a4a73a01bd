/** A derivation as Markdown with formulas between dollar signs, the form that GitHub and notebooks typeset. */
import { secondRouteSentences, stepReason } from './derivation-text.js';
import { givenSentence, type TexEquation, texSections } from './derivation-tex.js';
import type { DerivationView } from '../derivation/view.js';
import { code, text } from './markdown.js';

export function renderDerivationMarkdown(d: DerivationView): string {
  const sections = texSections(d);
  const part = (title: string, equations: readonly TexEquation[]): string[] =>
    equations.length === 0 ? [] : [`## ${title}`, ...equations.map(({ left, right }) => `$$\n${left} = ${right}\n$$`)];
  const parts = [
    `# ${text(d.name)}`,
    ...(d.cite === undefined ? [] : [text(d.cite)]),
    ...(d.file === null ? [] : [`File: ${code(d.file)}`]),
    givenSentence(d),
    ...part('Definitions', sections.definitions),
    ...part('Velocity', sections.velocity),
    ...part('Energy', sections.energy),
    ...part('Gradient', sections.gradient),
    ...part('Hessian', sections.hessian),
    ...part('Energy rate', sections.rate),
    ...part('Further', sections.further),
    ...(d.steps === undefined || d.steps.length === 0 ? [] : ['## Steps']),
    ...(d.steps ?? []).map((step) => `**(${step.number})** ${text(stepReason(step))}\n\n$$\n${step.formula.tex}\n$$`),
    '## Second route',
    ...secondRouteSentences(d.secondRoute).map(text),
  ];
  return `${parts.join('\n\n')}\n`;
}
