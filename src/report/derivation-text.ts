/** A derivation as plain text, in the syntax of design files: what is printed can be pasted into one. */
import { isZero } from '../symbolic/build.js';
import type { Expression } from '../symbolic/expression.js';
import { print } from '../symbolic/print-text.js';
import type {
  DerivationView,
  FormulaView,
  LagrangianView,
  ParameterView,
  SecondRouteSummary,
  StepView,
} from '../derivation/view.js';
import { readable } from './numbers.js';
import { PLAIN, type Style } from './style.js';

export function renderDerivationText(d: DerivationView, style: Style = PLAIN): string {
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', style.bold(title), ...lines.map((line) => `  ${line}`)];
  const lines = [
    `${style.bold(d.name)}${d.file === null ? '' : style.dim(`  ${d.file}`)}`,
    ...(d.cite === undefined ? [] : [style.dim(d.cite)]),
    ...section('Given', [
      ...d.states.map((s) => `state ${s.name} [${s.size}]`),
      ...d.parameters.map((p) => `parameter ${describeParameter(p)}`),
      ...d.lagrangians.map(lagrangianLine),
    ]),
    ...section(
      'Definitions',
      d.definitions.map((f) => `${f.name} = ${print(f.expression)}`),
    ),
    ...section(
      'Velocity',
      d.velocity.map((f) => equation(`d${f.name}/dt`, f.expression)),
    ),
    ...section('Energy', [equation('E', d.energy)]),
    ...section(
      'Gradient',
      d.gradient.map((f) => equation(`grad(E, ${f.name})`, f.expression)),
    ),
    ...section(
      'Hessian',
      d.hessian.map((b) =>
        b.row === b.column
          ? equation(`hess(E, ${b.row})`, b.expression)
          : equation(`hess(E, ${b.row}, ${b.column})`, b.expression),
      ),
    ),
    ...section('Energy rate', [equation('dE/dt', d.rate)]),
    ...section(
      'Further',
      (d.further ?? []).map((f: FormulaView) => equation(f.name, f.expression)),
    ),
    ...section(
      'Steps',
      (d.steps ?? []).flatMap((step) => [`${step.number}. ${step.formula.text}`, style.dim(`   ${stepReason(step)}`)]),
    ),
    ...section('Second route', secondRouteSentences(d.secondRoute)),
  ];
  return `${lines.join('\n')}\n`;
}

/** By which rule a step is, and from which steps: `product rule (1, 2)`. */
export const stepReason = ({ rule, from }: StepView): string =>
  `by ${rule}${from.length === 0 ? '' : ` (from ${from.join(', ')})`}`;

/** Zero is written 0, which an `equal:` takes for every shape. */
const equation = (left: string, right: Expression): string => `${left} = ${isZero(right) ? '0' : print(right)}`;

/** `W [N, N], symmetric`. */
export const describeParameter = (p: ParameterView): string =>
  `${p.name}${p.shape.length === 0 ? '' : ` [${p.shape.join(', ')}]`}${structuresOf(p)
    .map((s) => `, ${s}`)
    .join('')}`;

/** The structures that say something. */
export const structuresOf = (p: ParameterView): readonly string[] => p.structures.filter((s) => s !== 'general');

function lagrangianLine(l: LagrangianView): string {
  const names = [l.name, ...(l.gradient === undefined ? [] : [`gradient ${l.gradient}`])];
  if (l.hessian !== undefined) names.push(`Hessian ${l.hessian}`);
  const formula = l.formulas === undefined ? '' : `: ${l.name}(x) = ${print(l.formulas.potential)}`;
  return `Lagrangian ${names.join(', ')} (${l.is})${formula}`;
}

/** What the comparison with the derivation in components found. */
export function secondRouteSentences(s: SecondRouteSummary): readonly string[] {
  const compared =
    s.compared.length === 0
      ? 'Nothing was compared with the derivation in components.'
      : `Differentiated in components as well, equal to within ${readable(s.maxDisagreement)}: ${s.compared.join('; ')}.`;
  return [compared, ...s.notCompared.map(({ what, reason }) => `Not compared: ${what} (${reason}).`)];
}
