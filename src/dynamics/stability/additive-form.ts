/** Velocities of the form ẏ = A a(By + d) − y + c with activations a: the form of EQ1, and of EQ5 with R = I. */
import type { Activation } from '../../derivation/activations.js';
import { activations } from '../../derivation/activations.js';
import { derivation, ifDifferentiable } from '../../derivation/derivation.js';
import * as build from '../../symbolic/build.js';
import { jacobian } from '../../symbolic/differential.js';
import type { Expression, SymbolExpression } from '../../symbolic/expression.js';
import { sameExpression } from '../../symbolic/identity.js';
import { isZeroByNormalForm } from '../../symbolic/normal-form.js';
import { mentions, rewrite } from '../../symbolic/rewrite.js';
import { vectorShape } from '../../symbolic/shape.js';
import type { Memory } from '../memory.js';

/** One activation of the form. */
export interface Part {
  readonly activation: Activation;
  readonly argument: Expression;
  /** Λ = ∂a/∂z at the argument. */
  readonly slope: Expression;
  /** Its columns of A and its rows of B. */
  readonly A: Expression;
  readonly B: Expression;
}

export interface AdditiveForm {
  readonly parts: readonly Part[];
  /** BA, all parts together: what S = V⊥'BAV⊥ Λ⊥ − I is made of. */
  readonly weights: Expression;
}

/** The form, where the velocity has it. */
export function additiveForm(memory: Memory): AdditiveForm | undefined {
  return ifDifferentiable(() => read(memory));
}

function read(memory: Memory): AdditiveForm | undefined {
  const d = derivation(memory.design);
  const states = new Set(d.states.map((x) => x.name));
  const symbols: { readonly symbol: SymbolExpression; readonly value: Expression; readonly activation: Activation }[] =
    [];
  const known = activations(d);
  const replace = (e: Expression): Expression => {
    const activation = known.find((a) => isApplied(e, a));
    if (activation === undefined) return e;
    const before = symbols.find((s) => sameExpression(s.value, e));
    if (before !== undefined) return before.symbol;
    const symbol = build.symbol(`activation_${symbols.length}$`, vectorShape(e.shape.rows));
    symbols.push({ symbol, value: e, activation });
    return symbol;
  };
  const velocities = d.states.map((x) => rewrite(d.velocities.get(x.name) as Expression, replace));
  const moving = new Set([...states, ...symbols.map((s) => s.symbol.name)]);
  const isMinusState = velocities.every((v, i) =>
    d.states.every((x, j) => {
      const slope = jacobian(v, x);
      return isZeroByNormalForm(i === j ? build.sum(slope, build.identity(x.shape.rows)) : slope);
    }),
  );
  if (!isMinusState) return undefined;
  const replaced = build.stack(velocities);
  const parts = symbols.map(({ symbol, value, activation }): Part | undefined => {
    const { argument } = value as Expression & { readonly argument: Expression };
    const A = jacobian(replaced, symbol);
    const z = build.symbol('argument$', vectorShape(argument.shape.rows));
    const at = rewrite(value, (e) => (sameExpression(e, argument) ? z : e));
    const slope = rewrite(jacobian(at, z), (e) =>
      e === z || (e.kind === 'symbol' && e.name === z.name) ? argument : e,
    );
    const B = build.block([d.states.map((x) => jacobian(argument, x))]);
    return mentions(A, moving) || mentions(B, moving) ? undefined : { activation, argument, slope, A, B };
  });
  if (parts.length === 0 || parts.some((p) => p === undefined)) return undefined;
  const all = parts as readonly Part[];
  const weights = build.block(all.map((p) => all.map((q) => build.product(p.B, q.A))));
  return { parts: all, weights };
}

/** Whether an expression is an activation applied to its argument. */
function isApplied(e: Expression, { argument, behaviour }: Activation): boolean {
  if (!('argument' in e) || !build.isVector(e) || !sameExpression(e.argument, argument)) return false;
  switch (behaviour.kind) {
    case 'lagrangian':
      return e.kind === 'lagrangian' && e.order === 1 && e.lagrangian.name === behaviour.lagrangian.name;
    case 'entrywise':
      return e.kind === 'map' && behaviour.formula.kind === 'map' && e.function === behaviour.formula.function;
    case 'function':
      return e.kind === 'function' && e.name === behaviour.name;
  }
}
