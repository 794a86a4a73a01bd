import { type Expression, FORMULA_SIZE, FORMULA_VARIABLE } from '../symbolic/expression.js';
import type { FormulaScope } from '../symbolic/parse.js';
import * as build from '../symbolic/build.js';
import { equalByNormalForm } from '../symbolic/normal-form.js';
import { applyFormula, contains, lift, unfold } from '../symbolic/rewrite.js';
import { vectorShape } from '../symbolic/shape.js';
import type { DeclaredLagrangian, Design } from './types.js';

/** What the names in a design mean to formulas that are read after it: claims, and what users ask about. */
export function formulaScope(design: Design): FormulaScope {
  const symbols = new Map<string, Expression>();
  for (const { symbol } of [...design.states, ...design.parameters]) symbols.set(symbol.name, symbol);
  for (const { name, expression } of design.definitions) symbols.set(name, expression);
  return {
    symbols,
    notes: new Map(design.definitions.map(({ name, partial }) => [name, partial])),
    lagrangians: design.lagrangians.map(({ lagrangian }) => lagrangian),
    gradients: authoredGradients(design.lagrangians),
    notesOfLagrangian: partsOfLagrangians(design.lagrangians),
    dimensions: new Set(design.dimensions.map(({ name }) => name)),
  };
}

/** The parts of the formulas of Lagrangians that may be undefined, at an argument. */
export const partsOfLagrangians =
  (declared: readonly DeclaredLagrangian[]) =>
  (name: string, argument: Expression): readonly Expression[] =>
    declared
      .filter(({ lagrangian }) => lagrangian.name === name)
      .flatMap(({ partial }) =>
        partial.map((part) =>
          isInScalar(part) ? lift(part, FORMULA_VARIABLE, argument) : applyFormula(part, argument),
        ),
      );

/** Whether a formula is one of an activation, in a number. */
const isInScalar = (formula: Expression): boolean => contains(formula, (e) => e.kind === 'symbol' && build.isScalar(e));

/**
 * The authors' own formulas for gradients, which their names mean in formulas. One that is the gradient of its
 * Lagrangian by the normal form is left out: then the name means ∇L itself.
 */
export function authoredGradients(declared: readonly DeclaredLagrangian[]): ReadonlyMap<string, Expression> {
  const x = build.symbol(FORMULA_VARIABLE, vectorShape(FORMULA_SIZE));
  return new Map(
    declared.flatMap(({ lagrangian, claimedGradient }) => {
      if (claimedGradient === undefined) return [];
      const own = build.lagrangian(lagrangian, 1, x);
      const known =
        lagrangian.definition.kind !== 'any' && equalByNormalForm(unfold(own), applyFormula(claimedGradient, x));
      return known ? [] : [[lagrangian.name, claimedGradient] as const];
    }),
  );
}
