/**
 * A claim must hold for each polar factor of a singular matrix. A choice of factors puts a parameter of given numbers in
 * the place of polar(A), the same one wherever it occurs, and its transpose in the place of polar(A').
 *
 * Factors of different matrices of the same parameters may be meant to go together, as those of W and 2W: such a choice
 * is not made.
 */
import { judgedExpressions } from '../../claims/judged.js';
import type { Claim, Obligation } from '../../claims/types.js';
import { type ExactMatrix, rowsOf, scaleMatrix } from '../../design/structures/exact-matrix.js';
import type { Design, Parameter } from '../../design/types.js';
import type { ExactResult } from '../../numeric/exact.js';
import * as build from '../../symbolic/build.js';
import type { Expression, FunctionExpression } from '../../symbolic/expression.js';
import { normalKey } from '../../symbolic/normal-form.js';
import { print } from '../../symbolic/print-text.js';
import * as Q from '../../symbolic/rational.js';
import { contains, forEachNode, rewrite, symbolNames } from '../../symbolic/rewrite.js';
import { type Dimensions, sizeValue } from '../../symbolic/size.js';
import type { Value } from '../../verdicts/types.js';
import { isPolarFactor, isSymmetricMatrix } from './polar-factors.js';

/** All polar(A) and polar(A') in a claim for one A that depends on parameters only. */
export interface Polar {
  /** The text of polar(A). */
  readonly name: string;
  readonly argument: Expression;
  /** The parameters in A. */
  readonly symbols: ReadonlySet<string>;
  /** The normal forms of A and A'. */
  readonly key: string;
  readonly flippedKey: string;
  /** Whether polar(A') occurs beside polar(A), and is not the same by the facts of the symbols. */
  readonly bothWays: boolean;
}

/** A choice of factors: claims are judged with `replace`, at points that have numbers for the `parameters` too. */
export interface FactorChoice {
  /** What stands for the polar factors, with its numbers. */
  readonly parameters: readonly Parameter[];
  /** The factors, by the text of polar(A). */
  readonly shown: Readonly<Record<string, Value>>;
  /** The expression with the parameters in the place of the polar factors. */
  readonly replace: (e: Expression) => Expression;
  /** Whether they are factors of the matrices of a point. */
  readonly fit: (dimensions: Dimensions, evaluate: (e: Expression) => ExactResult) => boolean;
}

const isPolar = (e: Expression): e is FunctionExpression => e.kind === 'function' && e.name === 'polar';

function spokenOf(design: Design, o: Obligation): readonly Expression[] {
  if (o.kind === 'bounded-below') return [o.quantity];
  if (o.kind === 'dead-directions' || o.kind === 'stability')
    return [design.energy, ...design.states.map((s) => s.velocity)];
  return judgedExpressions(o);
}

/** The polar factors that a claim speaks of. Those of a matrix that moves with the states jump, and are left as they are. */
export function polarsOf(design: Design, claim: Claim): readonly Polar[] {
  const parameters = new Set(design.parameters.map((p) => p.symbol.name));
  const found: Polar[] = [];
  forEachNode(
    [...claim.obligations, ...claim.given].flatMap((o) => spokenOf(design, o)),
    (e) => {
      if (!isPolar(e) || contains(e.argument, isPolar)) return;
      const { argument } = e;
      const symbols = symbolNames([argument]);
      if (![...symbols].every((name) => parameters.has(name))) return;
      const [key, flippedKey] = [normalKey(argument), normalKey(build.transpose(argument))];
      const known = found.findIndex((polar) => polar.key === key || polar.key === flippedKey);
      const before = found[known];
      if (before === undefined) found.push({ name: print(e), argument, symbols, key, flippedKey, bothWays: false });
      else found[known] = { ...before, bothWays: before.bothWays || before.key !== key };
    },
  );
  return found;
}

/** The value of A as rational numbers, where it is known as such. */
export function matrixOf(
  { argument }: Polar,
  dimensions: Dimensions,
  evaluate: (e: Expression) => ExactResult,
): ExactMatrix | undefined {
  const result = evaluate(argument);
  return result.kind === 'exact'
    ? rowsOf(result.values[0] ?? [], sizeValue(argument.shape.columns, dimensions))
    : undefined;
}

/** One polar factor, with the value of its matrix. */
export interface ChosenFactor {
  readonly polar: Polar;
  readonly matrix: ExactMatrix;
  readonly factor: ExactMatrix;
}

/** The choice of these factors; undefined where one is no factor of its matrix, or it is not clear which go together. */
export function chooseFactors(chosen: readonly ChosenFactor[]): FactorChoice | undefined {
  const symbols = chosen.flatMap(({ polar }) => [...polar.symbols]);
  if (new Set(symbols).size < symbols.length) return undefined;
  // Of a symmetric matrix polar(A') may be read as polar(A) as well as as its transpose.
  const isClear = ({ polar, matrix, factor }: ChosenFactor): boolean =>
    !polar.bothWays || !isSymmetricMatrix(matrix) || isSymmetricMatrix(factor);
  if (!chosen.every((c) => isClear(c) && isPolarFactor(c.factor, c.matrix))) return undefined;
  const standing = chosen.map(standInFor);
  const replacements = new Map(
    standing.flatMap(({ polar, expression }) => [
      [polar.flippedKey, build.transpose(expression)] as const,
      [polar.key, expression] as const,
    ]),
  );
  return {
    parameters: standing.map((s) => s.parameter),
    shown: Object.fromEntries(chosen.map(({ polar, factor }) => [polar.name, valueOf(polar, factor)])),
    fit: (dimensions, evaluate) =>
      chosen.every(({ polar, factor }) => {
        const matrix = matrixOf(polar, dimensions, evaluate);
        return matrix !== undefined && isPolarFactor(factor, matrix);
      }),
    replace: (e) => rewrite(e, (part) => (isPolar(part) ? (replacements.get(normalKey(part.argument)) ?? part) : part)),
  };
}

/** A parameter of integers whose quotient by their common denominator is the factor: integers are doubles exactly. */
function standInFor({ polar, factor }: ChosenFactor): {
  readonly polar: Polar;
  readonly parameter: Parameter;
  readonly expression: Expression;
} {
  const symbol = build.symbol(polar.name, polar.argument.shape, 'parameter');
  const denominator = factor.flat().reduce((lcm, q) => lcm * Q.rational(lcm, q.denominator).denominator, 1n);
  const integers = scaleMatrix(Q.rational(denominator), factor);
  return {
    polar,
    parameter: { symbol, structures: [], range: undefined, value: integers.map((row) => row.map(Q.toDouble)) },
    expression: build.product(build.number(Q.rational(1n, denominator)), symbol),
  };
}

const valueOf = ({ argument }: Polar, factor: ExactMatrix): Value => {
  const rows = factor.map((row) => row.map(Q.toDouble));
  return build.isScalar(argument) ? (rows[0]?.[0] ?? 0) : rows;
};
