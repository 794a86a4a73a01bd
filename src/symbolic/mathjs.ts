/**
 * The only file that imports mathjs. It parses formulas (`parse.ts` gives the names their meaning) and differentiates
 * scalar formulas for the second route, without simplification: mathjs rewrites `x/x` to 1 when it simplifies.
 * Text from a design file is parsed here and never evaluated.
 */
import {
  absDependencies,
  acosDependencies,
  addDependencies,
  asinDependencies,
  asinhDependencies,
  atanDependencies,
  cbrtDependencies,
  cosDependencies,
  coshDependencies,
  create,
  derivativeDependencies,
  divideDependencies,
  erfDependencies,
  expDependencies,
  expm1Dependencies,
  log1pDependencies,
  logDependencies,
  type FactoryFunctionMap,
  type MathNode,
  multiplyDependencies,
  parseDependencies,
  powDependencies,
  secDependencies,
  sechDependencies,
  signDependencies,
  sinDependencies,
  sinhDependencies,
  sqrtDependencies,
  subtractDependencies,
  tanDependencies,
  tanhDependencies,
  unaryMinusDependencies,
  unaryPlusDependencies,
} from 'mathjs/number';

export type { MathNode } from 'mathjs/number';

const factories = [
  parseDependencies,
  derivativeDependencies,
  absDependencies,
  acosDependencies,
  addDependencies,
  asinDependencies,
  asinhDependencies,
  atanDependencies,
  cbrtDependencies,
  cosDependencies,
  coshDependencies,
  divideDependencies,
  erfDependencies,
  expDependencies,
  expm1Dependencies,
  log1pDependencies,
  logDependencies,
  multiplyDependencies,
  powDependencies,
  secDependencies,
  sechDependencies,
  signDependencies,
  sinDependencies,
  sinhDependencies,
  sqrtDependencies,
  subtractDependencies,
  tanDependencies,
  tanhDependencies,
  unaryMinusDependencies,
  unaryPlusDependencies,
].filter((factory) => factory !== undefined);

const math = create(factories.reduce<FactoryFunctionMap>((all, factory) => Object.assign(all, factory), {}));

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

export type ScalarFunction = (values: Record<string, number>) => number;

/** A scalar formula as a function of the values of its names; NaN where mathjs has no real value. */
export function compileScalar(formula: string | MathNode): ScalarFunction {
  const code = (typeof formula === 'string' ? math.parse(formula) : formula).compile();
  return (values) => {
    const result: unknown = code.evaluate({ ...values });
    return typeof result === 'number' ? result : Number.NaN;
  };
}
