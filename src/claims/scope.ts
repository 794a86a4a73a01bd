/** What the formulas of statements may say beyond those of the design: derivatives of its energy and velocity. */
import { type Derivation, fullHessian, hessianBlock, stateJacobian } from '../derivation/derivation.js';
import * as build from '../symbolic/build.js';
import { gradient, jacobian } from '../symbolic/differential.js';
import { ExpressionError } from '../symbolic/error.js';
import type { Expression, SymbolExpression } from '../symbolic/expression.js';
import { nearest } from '../symbolic/nearest.js';
import type { ArgumentSource, FormulaFunction } from '../symbolic/parse.js';

/**
 * `grad`, `hess`, `jacobian`, `rate`, `energy` and `velocity`, for the formulas of statements. `note` is told of the
 * parts of the design that may be undefined, where a formula speaks of its energy or velocity, and `noteDerivative` of
 * what is differentiated.
 */
export function derivativeFunctions(
  d: Derivation,
  note: (part: Expression) => void,
  noteDerivative: (of: Expression) => void,
): ReadonlyMap<string, FormulaFunction> {
  const { energy, partial } = d.design;
  /** What is derived from the design, whose parts go with it. */
  const ofDesign = (e: Expression): Expression => {
    partial.forEach(note);
    return e;
  };

  const stateOf = (argument: ArgumentSource): SymbolExpression => {
    const found = d.states.find((s) => s.name === argument.name);
    if (found !== undefined) return found;
    const names = d.states.map((s) => s.name);
    const close = nearest(argument.text, names);
    throw new ExpressionError(
      'unknown-name',
      `${argument.text} is not a state${close === undefined ? '' : `; did you mean ${close}?`} (states: ${names.join(', ')})`,
    );
  };
  const arity = (name: string, args: readonly ArgumentSource[], least: number, most: number): void => {
    if (args.length >= least && args.length <= most) return;
    const wanted = least === most ? `${least}` : `${least} or ${most}`;
    throw new ExpressionError(
      'syntax',
      `${name} takes ${wanted} argument${wanted === '1' ? '' : 's'}, not ${args.length}`,
    );
  };
  const isName = (argument: ArgumentSource | undefined, name: string): boolean => argument?.name === name;
  const stacked = (parts: readonly Expression[]): Expression => build.stack(parts);

  const grad: FormulaFunction = (args) => {
    arity('grad', args, 1, 2);
    const [of, at] = args as [ArgumentSource, ArgumentSource?];
    if (isName(of, 'energy'))
      return ofDesign(at === undefined ? d.gradient : (d.gradients.get(stateOf(at).name) as Expression));
    const s = of.expression();
    noteDerivative(s);
    return at === undefined ? stacked(d.states.map((x) => gradient(s, x))) : gradient(s, stateOf(at));
  };
  const hess: FormulaFunction = (args) => {
    arity('hess', args, 1, 2);
    const [of, at] = args as [ArgumentSource, ArgumentSource?];
    if (isName(of, 'energy')) {
      noteDerivative(d.gradient);
      return ofDesign(at === undefined ? fullHessian(d) : hessianBlock(d, stateOf(at), stateOf(at)));
    }
    const s = of.expression();
    noteDerivative(s);
    const slopes = (x: SymbolExpression): Expression => {
      const slope = gradient(s, x);
      noteDerivative(slope);
      return slope;
    };
    if (at !== undefined) return jacobian(slopes(stateOf(at)), stateOf(at));
    return build.block(d.states.map((x) => d.states.map((y) => jacobian(slopes(x), y))));
  };
  const jac: FormulaFunction = (args) => {
    arity('jacobian', args, 1, 2);
    const [of, at] = args as [ArgumentSource, ArgumentSource?];
    const v = isName(of, 'velocity') ? ofDesign(d.velocity) : of.expression();
    noteDerivative(v);
    return at === undefined ? stateJacobian(d, v) : jacobian(v, stateOf(at));
  };
  const constant =
    (name: string, value: Expression): FormulaFunction =>
    (args) => {
      arity(name, args, 0, 0);
      return ofDesign(value);
    };

  return new Map<string, FormulaFunction>([
    ['grad', grad],
    ['hess', hess],
    ['jacobian', jac],
    ['rate', constant('rate', d.rate)],
    ['energy', constant('energy', energy)],
    ['velocity', constant('velocity', d.velocity)],
  ]);
}
