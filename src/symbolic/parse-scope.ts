/** What the names in a formula mean. */
import type { Expression, Lagrangian } from './expression.js';
import type { Span } from './parse-error.js';
import { gradientName, hessianName, higherName } from './print-text.js';
import type { Size } from './size.js';

export interface FormulaScope {
  /** States, parameters, bound variables and abbreviations: name → expression. */
  readonly symbols: ReadonlyMap<string, Expression>;
  /** Called by the names of L, ∇L and ∇²L that they declare, and by the default names of `print-text.ts`. */
  readonly lagrangians: readonly Lagrangian[];
  /** Formulas that take the place of ∇L, in the vector `FORMULA_VARIABLE` of size `FORMULA_SIZE`, by the name of L. */
  readonly gradients?: ReadonlyMap<string, Expression>;
  /** Names of dimensions; in a formula each is a number. */
  readonly dimensions: ReadonlySet<string>;
  /** Further functions: they see what stands between the brackets. Without brackets they are called with nothing. */
  readonly functions?: ReadonlyMap<string, FormulaFunction>;
  /** Told of every part that may be undefined, as it is written: see `partial.ts`. */
  readonly note?: (part: Expression) => void;
  /** What was noted of the formulas of a Lagrangian, at an argument. */
  readonly notesOfLagrangian?: (name: string, argument: Expression) => readonly Expression[];
  /** What was noted of the formulas behind abbreviations, by name. */
  readonly notes?: ReadonlyMap<string, readonly Expression[]>;
  /** Why a name that is not in scope cannot be used, where more is known than that; a clause without full stop. */
  readonly explain?: (name: string) => string | undefined;
}

export type FormulaFunction = (args: readonly ArgumentSource[]) => Expression;

/** An argument of a function, before it is read. */
export interface ArgumentSource {
  readonly text: string;
  readonly span: Span;
  /** The name, where the argument is a bare name. */
  readonly name: string | undefined;
  /** The argument as an expression. */
  readonly expression: () => Expression;
  /** The argument as a size: `N`, `3`, `N + M`. */
  readonly size: () => Size;
}

/** A derivative of a Lagrangian, as a name calls it. */
export interface LagrangianCall {
  readonly lagrangian: Lagrangian;
  readonly order: number;
}

/** Highest order of derivative that can be written. */
const MAX_ORDER = 9;

/** The derivative of a Lagrangian that a name stands for. */
export function lagrangianCall(name: string, lagrangians: readonly Lagrangian[]): LagrangianCall | undefined {
  for (const lagrangian of lagrangians) {
    if (name === lagrangian.name) return { lagrangian, order: 0 };
    if (name === gradientName(lagrangian)) return { lagrangian, order: 1 };
    if (name === hessianName(lagrangian)) return { lagrangian, order: 2 };
  }
  for (const lagrangian of lagrangians) {
    if (name === `${lagrangian.name}_gradient`) return { lagrangian, order: 1 };
    if (name === `${lagrangian.name}_hessian`) return { lagrangian, order: 2 };
    for (let order = 3; order <= MAX_ORDER; order += 1)
      if (name === higherName(lagrangian, order)) return { lagrangian, order };
  }
  return undefined;
}

/** Every name under which derivatives of a Lagrangian can be called. */
export const namesOfLagrangian = (l: Lagrangian): string[] => [
  ...new Set([l.name, gradientName(l), hessianName(l), `${l.name}_gradient`, `${l.name}_hessian`, higherName(l, 3)]),
];
