/** A system and what is derived from it. */
import type { DerivationView } from '../../derivation/view.js';
import { secondRouteSentences } from '../derivation-text.js';
import { givenText, type Mixed, type TexEquation, texSections } from '../derivation-tex.js';
import { stepList } from './evidence.js';
import { type Child, html, type Markup } from './markup.js';
import { inlineMath } from './mathml.js';
import { formula } from './parts.js';

/** States, parameters, Lagrangians, definitions, velocity and energy. */
export function system(d: DerivationView): Child {
  const { definitions, velocity, energy } = texSections(d);
  return [
    html`<p>${mixed(givenText(d))}</p>`,
    equations('Definitions', definitions),
    equations(velocity.length === 1 ? 'Velocity' : 'Velocities', velocity),
    equations('Energy', energy),
  ];
}

/** Gradient, Hessian, energy rate, and the steps that lead there. */
export function derivation(d: DerivationView, prefix: string): Child {
  const { gradient, hessian, rate, further } = texSections(d);
  const steps = d.steps ?? [];
  return [
    equations('Gradient', gradient),
    equations('Hessian', hessian),
    equations('Energy rate', rate),
    equations('Further', further),
    steps.length === 0
      ? undefined
      : html`<details class="derivation"><summary>Step by step: ${steps.length} steps</summary>${stepList(steps, `${prefix}-derivation`)}</details>`,
    secondRouteSentences(d.secondRoute).map((s) => html`<p class="note">${s}</p>`),
  ];
}

const equations = (title: string, of: readonly TexEquation[]): Markup | undefined =>
  of.length === 0
    ? undefined
    : html`<h4>${title}</h4>${of.map(({ left, right }) => formula(`${left} = ${right}`, title))}`;

/** Text with formulas in it. */
const mixed = (text: Mixed): Child => text.map((part) => (typeof part === 'string' ? part : inlineMath(part.tex)));
