/** Finds why the energy falls, from common factors of gradient and velocity. */
import { commonFactors, type Factors } from '../../derivation/factorisation/factors.js';
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import { equalByNormalForm } from '../../symbolic/normal-form.js';
import type { Fact } from './draft.js';
import { isStrict, type Tools } from './tools.js';

export interface Descent {
  readonly fact: Fact;
  readonly factors: Factors;
  readonly squares: readonly Fact[];
  readonly forms: readonly Fact[];
}

/**
 * −Ė = Σ z_j'Q_jj z_j with every Q_jj semi-definite. With `strict`, every Q_jj is definite, or z_j'Q_jj z_j = 0 shows
 * that the velocity is 0 since it is Q_jj z_j.
 */
export function descent(minusRate: Expression, tools: Tools, strict = false): Descent | undefined {
  const { draft } = tools;
  for (const factors of commonFactors(draft.derivation, draft)) {
    const forms = factors.z.map((_, j) => tools.form(factors.Q[j]?.[j] as Expression));
    if (!forms.every((f) => f !== undefined)) continue;
    if (strict && !forms.every((f, j) => isStrict(f) || isVelocity(factors, j))) continue;
    const squares = factors.z.map((z, j) => {
      const Q = forms[j] as Fact;
      const form = build.product(build.transpose(z), Q.of[0] as Expression, z);
      return draft.add('quadratic', 'nonnegative', [form], { premises: [Q], with: [z] });
    });
    const fact = draft.join('sign-sum', minusRate, squares);
    return { fact, factors, squares, forms };
  }
  return undefined;
}

/** Whether v_j = Q_jj z_j with a symmetric Q_jj, and no other velocity has to do with z_j. */
function isVelocity({ z, N, Q }: Factors, j: number): boolean {
  const own = Q[j]?.[j] as Expression;
  return (
    build.isVector(z[j] as Expression) &&
    N.every((row, i) =>
      i === j ? equalByNormalForm(row[j] as Expression, own) : isZeroMatrix(row[j] as Expression),
    ) &&
    (N[j] ?? []).every((x, k) => k === j || isZeroMatrix(x)) &&
    equalByNormalForm(own, build.transpose(own))
  );
}

export const isZeroMatrix = (A: Expression): boolean => build.isZero(A);
