/** The exact numbers of a sample: of a factored parameter its factors, of everything else its entries. */
import type { Expression } from '../../symbolic/expression.js';
import { substitute } from '../../symbolic/rewrite.js';
import type { Construction } from './construction.js';

/** The factors behind factored parameters: parameter → part → numbers, row by row. */
export type PartNumbers = ReadonlyMap<string, Readonly<Record<string, readonly number[]>>>;

export interface ExactValues {
  /** The expression in the symbols whose numbers are exact. */
  readonly form: (expression: Expression) => Expression;
  /** The exact numbers, by symbol. */
  readonly numbers: ReadonlyMap<string, readonly number[]>;
}

/**
 * Puts factored parameters together from their exact factors. `values` are the entries of every symbol, row by row; of a
 * factored parameter they are rounded and not used. Parameters without parts count as their entries.
 */
export function exactValues(
  constructions: readonly Construction[],
  values: ReadonlyMap<string, readonly number[]>,
  parts: PartNumbers,
): ExactValues {
  const factored = constructions.filter((k) => parts.has(k.parameter.symbol.name));
  const forms = new Map(factored.map((k) => [k.parameter.symbol.name, k.value]));
  const factors = factored.flatMap((k) =>
    k.parts.map((p) => [p.symbol.name, parts.get(k.parameter.symbol.name)?.[p.name] ?? []] as const),
  );
  return {
    form: (expression) => (forms.size === 0 ? expression : substitute(expression, forms)),
    numbers: new Map([...[...values].filter(([name]) => !forms.has(name)), ...factors]),
  };
}
