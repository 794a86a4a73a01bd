/** A derivation as JSON: each formula as text that parses back (`text`) and as TeX (`tex`). */
import type { Expression } from '../symbolic/expression.js';
import { print } from '../symbolic/print-text.js';
import { printTex } from '../symbolic/print-tex.js';
import type { DerivationView, FormulaView, StepView } from '../derivation/view.js';
import { writeJson } from './json.js';

export const renderDerivationJson = (d: DerivationView, version: string): string =>
  `${writeJson({
    tool: 'energy-audit',
    version,
    name: d.name,
    cite: d.cite,
    file: d.file,
    ...derivationJson(d),
  })}\n`;

/** A derivation without the name of its design. */
export function derivationJson(d: DerivationView): object {
  return {
    states: d.states.map((s) => ({ name: s.name, size: s.size })),
    parameters: d.parameters.map((p) => ({ name: p.name, shape: p.shape, structures: p.structures })),
    lagrangians: d.lagrangians.map((l) => ({
      name: l.name,
      gradient: l.gradient,
      hessian: l.hessian,
      is: l.is,
      formulas:
        l.formulas === undefined
          ? undefined
          : {
              potential: formula(l.formulas.potential),
              gradient: formula(l.formulas.gradient),
              hessian: formula(l.formulas.hessian),
            },
    })),
    definitions: d.definitions.map(named),
    velocity: d.velocity.map(named),
    energy: formula(d.energy),
    gradient: d.gradient.map(named),
    hessian: d.hessian.map((b) => ({ row: b.row, column: b.column, ...formula(b.expression) })),
    rate: formula(d.rate),
    steps: d.steps?.map(stepJson),
    further: d.further?.map(named),
    secondRoute: {
      compared: d.secondRoute.compared,
      notCompared: d.secondRoute.notCompared.map(({ what, reason }) => ({ what, reason })),
      maxDisagreement: d.secondRoute.maxDisagreement,
    },
  };
}

/** A step of a derivation or of a proof. */
export const stepJson = (s: StepView): object => ({ number: s.number, ...s.formula, rule: s.rule, from: s.from });

const formula = (e: Expression): { text: string; tex: string } => ({ text: print(e), tex: printTex(e) });
const named = (f: FormulaView): object => ({ name: f.name, ...formula(f.expression) });
