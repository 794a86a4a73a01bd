/** The steps from the energy to its gradient and its rate, each with the rule of the differential calculus it is by. */
import * as build from '../symbolic/build.js';
import { differential } from '../symbolic/differential.js';
import type { Expression } from '../symbolic/expression.js';
import { idOf } from '../symbolic/identity.js';
import { print } from '../symbolic/print-text.js';
import { printTex } from '../symbolic/print-tex.js';
import { children, contains, mentions } from '../symbolic/rewrite.js';
import { texName } from '../symbolic/tex-names.js';
import type { Derivation } from './derivation.js';
import type { Formula, StepView } from './view.js';

/** Collects steps and numbers them. */
export class StepList {
  readonly steps: StepView[] = [];

  add(formula: Formula, rule: string, from: readonly number[] = []): number {
    const number = this.steps.length + 1;
    this.steps.push({ number, formula, rule, from: [...new Set(from)].sort((a, b) => a - b) });
    return number;
  }
}

const zeroOr = (e: Expression, shown: (e: Expression) => string): string => (build.isZero(e) ? '0' : shown(e));

/** An expression as text and as TeX. */
export const formulaOf = (e: Expression): Formula => ({ text: zeroOr(e, print), tex: zeroOr(e, printTex) });

export const equation = (left: Formula, right: Expression): Formula => {
  const { text, tex } = formulaOf(right);
  return { text: `${left.text} = ${text}`, tex: `${left.tex} = ${tex}` };
};

export const velocityName = (state: string): Formula => ({
  text: `d${state}/dt`,
  tex: `\\dot{${texName(state)}}`,
});
export const gradientName = (state: string): Formula => ({
  text: `grad(E, ${state})`,
  tex: `\\nabla_{${texName(state)}} E`,
});

/** Where the gradient in each state and the rate stand in the list. */
export interface Landmarks {
  readonly gradients: ReadonlyMap<string, number>;
  readonly rate: number;
}

/** Adds dE, the gradients and Ė to a list of steps. */
export function addDerivation(d: Derivation, list: StepList): Landmarks {
  const states = new Set(d.states.map((x) => x.name));
  const taken = new Set([...states, ...d.design.parameters.map((p) => p.symbol.name)]);
  const moves = new Map(d.states.map((x) => [x.name, build.symbol(unused(`d${x.name}`, taken), x.shape)]));
  const numbers = new Map<number, number>();
  const below = (e: Expression): number[] =>
    children(e).flatMap((part) => {
      const own = numbers.get(idOf(part));
      return own === undefined ? below(part) : [own];
    });
  const { energy } = d.design;
  differential(energy, moves, {
    onStep: (e, de) => {
      const isWhole = idOf(e) === idOf(energy);
      if (!isWhole && (isLinear(e, states) || e.kind === 'transpose' || e.kind === 'sum')) return;
      const of = formulaOf(e);
      const left = isWhole
        ? { text: 'dE', tex: '\\mathrm{d}E' }
        : { text: `d(${of.text})`, tex: `\\mathrm{d}\\bigl(${of.tex}\\bigr)` };
      numbers.set(idOf(e), list.add(equation(left, de), ruleOf(e), below(e)));
    },
  });
  const whole = numbers.get(idOf(energy));
  const from = whole === undefined ? [] : [whole];
  const gradients = new Map(
    d.states.map((x) => {
      const g = d.gradients.get(x.name) as Expression;
      const what = `dE = a'd${x.name} + …, and the gradient is a`;
      return [x.name, list.add(equation(gradientName(x.name), g), what, from)];
    }),
  );
  const rate = list.add(
    equation({ text: 'dE/dt', tex: '\\dot{E}' }, d.rate),
    'chain rule: the gradient times the velocity, summed over the states',
    [...gradients.values()],
  );
  return { gradients, rate };
}

function unused(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  while (taken.has(free)) free += '_';
  return free;
}

/** Whether an expression is a sum of products with one factor each that is a state, so that its differential is plain. */
function isLinear(e: Expression, states: ReadonlySet<string>): boolean {
  if (e.kind === 'symbol') return true;
  const isBent = (x: Expression): boolean =>
    (x.kind === 'lagrangian' || x.kind === 'map' || x.kind === 'function' || x.kind === 'power') && mentions(x, states);
  if (contains(e, isBent)) return false;
  const isSimple = (x: Expression): boolean => {
    if (!mentions(x, states) || x.kind === 'symbol') return true;
    const moving = children(x).filter((part) => mentions(part, states));
    return (moving.length <= 1 || x.kind === 'sum' || x.kind === 'block') && moving.every(isSimple);
  };
  return isSimple(e);
}

/** The rule by which an expression moves, in words and as a formula. */
function ruleOf(e: Expression): string {
  switch (e.kind) {
    case 'sum':
      return 'sum rule: d(a + b) = da + db';
    case 'product':
      return 'product rule: d(A B) = dA B + A dB';
    case 'hadamard':
      return 'entrywise product rule: d(a .* b) = b .* da + a .* db';
    case 'power':
      return 'power rule: d(a^p) = p a^(p-1) da';
    case 'map':
      return "entrywise function: df(z) = f'(z) .* dz";
    case 'lagrangian':
      return e.order === 0
        ? "Lagrangian: dL(z) = g(z)'dz"
        : e.order === 1
          ? 'activation: dg(z) = Λ(z) dz, with Λ the Hessian of L'
          : 'Hessian of a Lagrangian: the next derivative in the direction dz';
    case 'function':
      return e.name === 'inv' ? 'inverse: d(inv(A)) = -inv(A) dA inv(A)' : `derivative of ${e.name}`;
    case 'diag':
    case 'diagonal':
    case 'transpose':
    case 'block':
      return 'linear';
    default:
      return 'differential';
  }
}
