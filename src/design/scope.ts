import type { Expression } from '../symbolic/expression.js';
import type { FormulaScope } from '../symbolic/parse.js';
import type { Design } from './types.js';

/** What the names in a design mean to formulas that are read after it: claims, and what users ask about. */
export function formulaScope(design: Design): FormulaScope {
  const symbols = new Map<string, Expression>();
  for (const { symbol } of [...design.states, ...design.parameters]) symbols.set(symbol.name, symbol);
  for (const { name, expression } of design.definitions) symbols.set(name, expression);
  return {
    symbols,
    lagrangians: design.lagrangians.map(({ lagrangian }) => lagrangian),
    dimensions: new Set(design.dimensions.map(({ name }) => name)),
  };
}
