/** A derivation as a TeX document that compiles with pdflatex and amsmath; its body is a fragment for other documents. */
import { isZero } from '../symbolic/build.js';
import type { Expression } from '../symbolic/expression.js';
import { printTex, type TexOptions } from '../symbolic/print-tex.js';
import { texName, texSize } from '../symbolic/tex-names.js';
import { secondRouteSentences, stepReason, structuresOf } from './derivation-text.js';
import type { DerivationView, LagrangianView, ParameterView, StepView } from '../derivation/view.js';

/** Formulas with names on the left, as the renderers of TeX and Markdown show them. */
export interface TexEquation {
  readonly left: string;
  readonly right: string;
}

export interface TexSections {
  readonly definitions: readonly TexEquation[];
  readonly velocity: readonly TexEquation[];
  readonly energy: readonly TexEquation[];
  readonly gradient: readonly TexEquation[];
  readonly hessian: readonly TexEquation[];
  readonly rate: readonly TexEquation[];
  readonly further: readonly TexEquation[];
}

/** The derived formulas as equations in TeX. */
export function texSections(d: DerivationView, options: TexOptions = {}): TexSections {
  const tex = (e: Expression): string => (isZero(e) ? '0' : printTex(e, options));
  const bold = options.boldVectors ?? false;
  const state = (name: string): string => texName(name, bold);
  return {
    definitions: d.definitions.map((f) => ({ left: texName(f.name), right: tex(f.expression) })),
    velocity: d.velocity.map((f) => ({ left: `\\dot{${state(f.name)}}`, right: tex(f.expression) })),
    energy: [{ left: 'E', right: tex(d.energy) }],
    gradient: d.gradient.map((f) => ({
      left: `\\frac{\\partial E}{\\partial ${state(f.name)}}`,
      right: tex(f.expression),
    })),
    hessian: d.hessian.map((b) => ({
      left:
        b.row === b.column
          ? `\\frac{\\partial^2 E}{\\partial ${state(b.row)}^2}`
          : `\\frac{\\partial^2 E}{\\partial ${state(b.row)}\\,\\partial ${state(b.column)}}`,
      right: tex(b.expression),
    })),
    rate: [{ left: '\\dot{E}', right: tex(d.rate) }],
    further: (d.further ?? []).map((f) => ({ left: texName(f.name), right: tex(f.expression) })),
  };
}

export function renderDerivationTex(d: DerivationView, options: TexOptions = {}): string {
  const sections = texSections(d, options);
  const part = (title: string, equations: readonly TexEquation[]): string[] =>
    equations.length === 0 ? [] : [`\\paragraph{${title}.}`, display(equations)];
  const lines = [
    ...PREAMBLE,
    `\\paragraph{${escapeTex(d.name)}.}`,
    `${[...(d.cite === undefined ? [] : [`${escapeTex(d.cite)}.`]), givenSentence(d)].join(' ')}`,
    ...part('Definitions', sections.definitions),
    ...part('Velocity', sections.velocity),
    ...part('Energy', sections.energy),
    ...part('Gradient', sections.gradient),
    ...part('Hessian', sections.hessian),
    ...part('Energy rate', sections.rate),
    ...part('Further', sections.further),
    ...stepsTex(d.steps ?? []),
    ...secondRouteSentences(d.secondRoute).map((s) => `% ${s.replaceAll('\n', ' ')}`),
    '\\end{document}',
  ];
  return `${lines.join('\n')}\n`;
}

const PREAMBLE = [
  '\\documentclass{article}',
  '\\usepackage[T1]{fontenc}',
  '\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}',
  '\\usepackage[utf8]{inputenc}',
  '\\usepackage{amsmath,amssymb}',
  '\\allowdisplaybreaks',
  '\\begin{document}',
];

/** Numbered steps; formulas stand in the text so that long ones are broken into lines. */
function stepsTex(steps: readonly StepView[]): readonly string[] {
  if (steps.length === 0) return [];
  const items = steps.map(
    (step) => `  \\item[(${step.number})] $${step.formula.tex}$\\\\ {\\small ${escapeTex(stepReason(step))}}`,
  );
  return ['\\paragraph{Steps.}', '\\begin{itemize}\\sloppy', ...items, '\\end{itemize}'];
}

const display = (equations: readonly TexEquation[]): string =>
  `\\begin{align*}\n${equations.map(({ left, right }) => `  ${left} &= ${right}`).join(' \\\\\n')}\n\\end{align*}`;

/** Text with formulas in it. */
export type Mixed = readonly (string | { readonly tex: string })[];

/** `States $y \\in \\mathbf{R}^{N}$. Parameters …`, in TeX. */
export const givenSentence = (d: DerivationView): string =>
  givenText(d)
    .map((part) => (typeof part === 'string' ? escapeTex(part) : `$${part.tex}$`))
    .join('');

/** What a design is about: its states, parameters and Lagrangians, in a few sentences. */
export function givenText(d: DerivationView): Mixed {
  const sentence = (noun: string, of: readonly Mixed[], between: string): Mixed =>
    of.length === 0
      ? []
      : [
          `${noun}${of.length === 1 ? '' : 's'} `,
          ...of.flatMap((part, i) => (i === 0 ? part : [between, ...part])),
          '.',
        ];
  const states = d.states.map((s) => [{ tex: `${texName(s.name)} \\in \\mathbf{R}^{${texSize(s.size)}}` }]);
  const sentences = [
    sentence('State', states, ', '),
    sentence('Parameter', d.parameters.map(parameterText), ', '),
    sentence('Lagrangian', d.lagrangians.map(lagrangianText), '; '),
  ].filter((words) => words.length > 0);
  return sentences.flatMap((words, i) => (i === 0 ? words : [' ', ...words]));
}

function parameterText(p: ParameterView): Mixed {
  const space = p.shape.length === 0 ? '\\mathbf{R}' : `\\mathbf{R}^{${p.shape.map(texSize).join(' \\times ')}}`;
  const structures = structuresOf(p);
  return [
    { tex: `${texName(p.name)} \\in ${space}` },
    ...(structures.length === 0 ? [] : [` (${structures.join(', ')})`]),
  ];
}

function lagrangianText(l: LagrangianView): Mixed {
  const name = texName(l.name);
  const formulas = [
    ...(l.formulas === undefined ? [] : [`${name}(x) = ${printTex(l.formulas.potential)}`]),
    ...(l.gradient === undefined ? [] : [`${texName(l.gradient)} = \\nabla ${name}`]),
    ...(l.hessian === undefined ? [] : [`${texName(l.hessian)} = \\nabla^2 ${name}`]),
  ];
  return [{ tex: name }, ` (${l.is})`, ...formulas.flatMap((tex) => [', ', { tex }])];
}

/** What TeX reads as commands, and signs outside of Latin scripts that energies and claims are written with. */
const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '≥': '$\\ge$',
  '≤': '$\\le$',
  '≠': '$\\ne$',
  '²': '$^2$',
  '³': '$^3$',
  '₁': '$_1$',
  '₂': '$_2$',
  '−': '$-$',
  '×': '$\\times$',
  '·': '$\\cdot$',
  '→': '$\\to$',
  '∞': '$\\infty$',
  '≈': '$\\approx$',
  '∇': '$\\nabla$',
  '∂': '$\\partial$',
  '∫': '$\\int$',
  '∈': '$\\in$',
  '√': '$\\surd$',
  '‖': '$\\|$',
  '⊙': '$\\odot$',
  '⊥': '$\\perp$',
  '⇒': '$\\Rightarrow$',
  '½': '$\\frac12$',
  '≫': '$\\gg$',
  '≪': '$\\ll$',
  '±': '$\\pm$',
  Γ: '$\\Gamma$',
  Λ: '$\\Lambda$',
  Σ: '$\\Sigma$',
  α: '$\\alpha$',
  β: '$\\beta$',
  δ: '$\\delta$',
  ε: '$\\varepsilon$',
  θ: '$\\theta$',
  λ: '$\\lambda$',
  μ: '$\\mu$',
  ξ: '$\\xi$',
  π: '$\\pi$',
  ρ: '$\\rho$',
  σ: '$\\sigma$',
  τ: '$\\tau$',
  ω: '$\\omega$',
  Ė: '$\\dot{E}$',
  ẏ: '$\\dot{y}$',
  Ẽ: '$\\tilde{E}$',
  ỹ: '$\\tilde{y}$',
  '…': '\\dots{}',
  '“': '``',
  '”': "''",
  '’': "'",
  '–': '\\textendash{}',
  '—': '\\textemdash{}',
};
/** Characters that pdflatex can set in text without more packages. */
const SETTABLE = /[\u0020-\u007e\u00a1-\u017f\n]/;

/** Text with the characters that TeX reads as commands made printable; those it cannot set are shown by their codes. */
export const escapeTex = (value: string): string =>
  [...value]
    .map((c) => {
      const special = SPECIAL[c];
      if (special !== undefined) return special;
      if (/[#$%&_{}]/.test(c)) return `\\${c}`;
      return SETTABLE.test(c) ? c : `[U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase()}]`;
    })
    .join('')
    // Hyphens one after the other would become dashes.
    .replace(/-(?=-)/g, '-{}');
