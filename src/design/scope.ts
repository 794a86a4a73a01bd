import { type Expression, FORMULA_SIZE, FORMULA_VARIABLE } from '../symbolic/expression.js';
import type { FormulaScope } from '../symbolic/parse.js';
import * as build from '../symbolic/build.js';
import { equalByNormalForm } from '../symbolic/normal-form.js';
import { applyFormula, contains, lift, unfold } from '../symbolic/rewrite.js';
import { vectorShape } from '../symbolic/shape.js';
import type { DeclaredLagrangian, Definition, Design } from './types.js';

/** What the names in a design mean to formulas that are read after it: claims, and what users ask about. */
export function formulaScope(design: Design): FormulaScope {
  const symbols = new Map<string, Expression>();
  for (const { symbol } of [...design.states, ...design.parameters]) symbols.set(symbol.name, symbol);
  for (const { name, expression } of design.definitions) symbols.set(name, expression);
  const dimensions = new Set(design.dimensions.map(({ name }) => name));
  return scopeOf(symbols, dimensions, design.lagrangians, design.definitions);
}

/** The scope of formulas in which these symbols, dimensions, Lagrangians and definitions are known. */
export const scopeOf = (
  symbols: ReadonlyMap<string, Expression>,
  dimensions: ReadonlySet<string>,
  lagrangians: readonly DeclaredLagrangian[],
  definitions: readonly Definition[] = [],
): FormulaScope => ({
  symbols,
  dimensions,
  lagrangians: lagrangians.map(({ lagrangian }) => lagrangian),
  gradients: authoredGradients(lagrangians),
  notes: notesOf(definitions),
  notesOfLagrangian: partsOfLagrangians(lagrangians),
});

/** The parts of definitions that may be undefined, by name. */
export const notesOf = (definitions: readonly Definition[]): ReadonlyMap<string, readonly Expression[]> =>
  new Map(definitions.map(({ name, partial }) => [name, partial]));

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
function authoredGradients(declared: readonly DeclaredLagrangian[]): ReadonlyMap<string, Expression> {
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
