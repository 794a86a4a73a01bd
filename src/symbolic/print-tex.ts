/**
 * Expressions as TeX, the way a paper prints them: `W\,g(y) - y + b`. Needs nothing beyond LaTeX with amsmath.
 * Entrywise operations are set with `\odot`, `\oslash` and the exponent `\odot k`; `\theta` is the unit step.
 */
import type { Expression, LagrangianExpression } from './expression.js';
import { entrywiseFunction } from './functions.js';
import * as Q from './rational.js';
import { isRowShape, isScalarShape, isVectorShape } from './shape.js';
import { UNIT } from './size.js';
import { texName, texSize } from './tex-names.js';

/** Binding strength, weakest first. */
const Precedence = { sum: 1, product: 2, script: 4, atom: 6 } as const;
type Level = (typeof Precedence)[keyof typeof Precedence];

interface Printed {
  readonly tex: string;
  /** `script`: ends in a superscript, so that another one needs parentheses. */
  readonly level: Level;
  /** Taller than a line of text: its parentheses grow with it. */
  readonly tall: boolean;
  /** What stands before a function needs a thin space, as in `W\,g(y)`. */
  readonly spaced: boolean;
}

export interface TexOptions {
  /** Set vectors, and gradients, which are vectors, in bold. */
  readonly boldVectors?: boolean;
}

/** The TeX of an expression, in math mode. */
export function printTex(expression: Expression, options: TexOptions = {}): string {
  return new TexPrinter(namesIn(expression), options.boldVectors ?? false).print(expression).tex;
}

const at = (level: Level, tex: string, tall = false, spaced = false): Printed => ({ tex, level, tall, spaced });
const atom = (tex: string, tall = false): Printed => at(Precedence.atom, tex, tall);

/** Names of symbols, so that `I`, `\sigma` and `\theta` are not used for two things. */
function namesIn(expression: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<unknown>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if ('kind' in value && value.kind === 'symbol' && 'name' in value) names.add(String(value.name));
    if (!(value instanceof Set)) Object.values(value).forEach(walk);
  };
  walk(expression);
  return names;
}
