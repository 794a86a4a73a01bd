/** How a parameter is put together from independent numbers, so that it has its structure exactly. */
import type { EntryPattern } from '../../numeric/sampler-pattern.js';
import type { Expression, SymbolExpression } from '../../symbolic/expression.js';
import type { Parameter } from '../types.js';

/** A named block of numbers: a matrix, vector or scalar with a pattern. */
export interface Part {
  /** The name in evidence, e.g. `A`. */
  readonly name: string;
  /** The symbol in the construction: `W.A`, which no formula of a design can name. */
  readonly symbol: SymbolExpression;
  readonly pattern: EntryPattern;
  /** Multiplying every part by t^`scales` multiplies the parameter by t^`degree`. */
  readonly scales: number;
}

export interface Construction {
  readonly parameter: Parameter;
  /**
   * The parameter in the symbols of the parts. Where the parameter is `direct` it is its own only part, and `value` its
   * own symbol; where its value is given there are no parts.
   */
  readonly value: Expression;
  readonly parts: readonly Part[];
  readonly direct: boolean;
  /** The power of t by which the parameter grows when its parts are scaled; 0: it cannot be. */
  readonly degree: number;
}
