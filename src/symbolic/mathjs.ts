/**
 * The only file that imports mathjs. It parses formulas (`parse.ts` gives the names their meaning) and differentiates
 * scalar formulas for the second route, without simplification: mathjs rewrites `x/x` to 1 when it simplifies.
 * Text from a design file is parsed here and never evaluated.
 */
import { create, derivativeDependencies, type MathNode, parseDependencies } from 'mathjs/number';

export type { MathNode } from 'mathjs/number';

const math = create(Object.assign({}, parseDependencies, derivativeDependencies));

/** Why mathjs does not accept a text, and where: `offset` counts characters from 0. */
export class MathSyntaxError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'MathSyntaxError';
    this.offset = offset;
  }
}

/** The syntax tree of a text. Throws `MathSyntaxError`; a text that is nested too deeply is a `RangeError`. */
export function parseMath(text: string): MathNode {
  try {
    return math.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = 'char' in error && typeof error.char === 'number' ? error.char - 1 : 0;
    throw new MathSyntaxError(error.message.replace(/ \(char \d+\)$/, ''), at);
  }
}

/**
 * ∂/∂variable of a scalar formula, not simplified. mathjs knows no derivative of `erf`, `sign`, `log1p`, `expm1`,
 * `max`, `min`, conditions; it throws an `Error` for them. The derivative it gives for `abs(x)` is undefined at 0.
 */
export const differentiate = (formula: string | MathNode, variable: string): MathNode =>
  math.derivative(formula, variable, { simplify: false });
