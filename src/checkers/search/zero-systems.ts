/** Square systems whose solutions are zeros of a quantity: the quantity itself, or conditions under which it is 0. */
import type { Obligation } from '../../claims/types.js';
import { ifDifferentiable } from '../../derivation/derivation.js';
import { vanishingConditions } from '../../derivation/vanishing.js';
import * as build from '../../symbolic/build.js';
import { jacobian } from '../../symbolic/differential.js';
import type { Expression, SymbolExpression } from '../../symbolic/expression.js';
import { distinct } from '../../symbolic/identity.js';
import { mentions } from '../../symbolic/rewrite.js';
import { sizeValue } from '../../symbolic/size.js';
import { concrete, type SearchContext } from './context.js';

/** As many equations as there are unknown numbers in the states that are solved for. */
export interface ZeroSystem {
  readonly unknowns: readonly SymbolExpression[];
  readonly equations: Expression;
  readonly jacobian: Expression;
}

/** Systems up to this many unknown numbers are solved. */
const MOST_UNKNOWNS = 24;
/** Conditions other than the quantity itself are tried up to this many unknown numbers, and at most so many. */
const FEW_UNKNOWNS = 3;
const MOST_CONDITIONS = 8;

/**
 * The systems for an obligation, the main one first: the vector through which zeros are found, in all states. Then, at
 * small sizes, what makes a factor of the quantity 0, in all states or in one of them.
 */
export function zeroSystems(
  c: SearchContext,
  obligation: Obligation & { kind: 'zero-implies' },
): readonly ZeroSystem[] {
  const { states } = c.derivation;
  const count = (group: readonly SymbolExpression[]): number =>
    group.reduce((n, x) => n + sizeValue(x.shape.rows, c.dimensions), 0);
  const through = concrete(c, obligation.through ?? obligation.zero);
  const all = count(states);
  const conditions =
    all > FEW_UNKNOWNS ? [] : vanishingConditions(concrete(c, obligation.zero)).slice(0, MOST_CONDITIONS);
  const groups = states.length === 1 ? [states] : [states, ...states.map((x) => [x])];
  return distinct([through, ...conditions]).flatMap((equations, i) =>
    (i === 0 ? [states] : groups).flatMap((unknowns) => {
      const n = count(unknowns);
      const fits = sizeValue(equations.shape.rows, c.dimensions) === n && equations.shape.columns === '1';
      if (!fits || n > MOST_UNKNOWNS || !mentions(equations, new Set(unknowns.map((x) => x.name)))) return [];
      const slopes = ifDifferentiable(() => build.block([unknowns.map((x) => jacobian(equations, x))]));
      return slopes === undefined ? [] : [{ unknowns, equations, jacobian: slopes }];
    }),
  );
}
