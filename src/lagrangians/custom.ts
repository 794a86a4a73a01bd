/** Lagrangians that a design brings: `formula:`, a scalar in the vector x, and `activation:`, entrywise in x. */
import * as build from '../symbolic/build.js';
import { differential, gradient, hessian } from '../symbolic/differential.js';
import { ExpressionError } from '../symbolic/error.js';
import {
  type Expression,
  FORMULA_DIRECTION,
  FORMULA_SIZE,
  FORMULA_VARIABLE,
  type LagrangianDefinition,
  type SymbolExpression,
} from '../symbolic/expression.js';
import { integralCandidate, withoutPowersOfE } from '../symbolic/nerdamer.js';
import { equalByNormalForm } from '../symbolic/normal-form.js';
import { print } from '../symbolic/print-text.js';
import { lift, mentions, rewrite } from '../symbolic/rewrite.js';
import { describeShape, vectorShape } from '../symbolic/shape.js';
import { UNIT } from '../symbolic/size.js';
import { integralByRules, isAntiderivative } from './antiderivative.js';
import { derivatives } from './derivative.js';
import { X } from './entry.js';
import { CATALOGUE_NAMES, catalogueDefinition } from './registry.js';

/** Reads a formula in which x is a scalar or the vector of size `FORMULA_SIZE`. */
export type FormulaParser = (text: string, variable: 'scalar' | 'vector') => Expression;

const VARIABLE = new Set([FORMULA_VARIABLE]);
const VECTOR: SymbolExpression = build.symbol(FORMULA_VARIABLE, vectorShape(FORMULA_SIZE));
const DIRECTION = build.symbol(FORMULA_DIRECTION, vectorShape(FORMULA_SIZE));

/** The scalar formula f(x) of which a vector formula in the vector x is the entrywise application, if it is one. */
export function entrywiseFormula(v: Expression): Expression | undefined {
  const all = (parts: readonly Expression[], join: (parts: readonly Expression[]) => Expression) => {
    const formulas = parts.map(entrywiseFormula);
    return formulas.every((f) => f !== undefined) ? join(formulas) : undefined;
  };
  if (build.isScalar(v)) return mentions(v, VARIABLE) || mentionsSize(v) ? undefined : v;
  switch (v.kind) {
    case 'symbol':
      return v.name === FORMULA_VARIABLE ? X : undefined;
    case 'ones':
      return v.shape.columns === UNIT ? build.ONE : undefined;
    case 'sum':
      return all(v.terms, (t) => build.sum(...t));
    case 'hadamard':
      return all(v.factors, (f) => build.product(...f));
    case 'product': {
      const chain = v.factors.filter((f) => !build.isScalar(f));
      return chain.length === 1 ? all(v.factors, (f) => build.product(...f)) : undefined;
    }
    case 'power':
      return all([v.base, v.exponent], ([b, e]) => build.power(b as Expression, e as Expression));
    case 'map':
      return all([v.argument], ([z]) => build.map(v.function, z as Expression));
    case 'step':
      return v.direction === undefined ? all([v.argument], ([z]) => build.step(z as Expression)) : undefined;
    default:
      return undefined;
  }
}

const mentionsSize = (e: Expression): boolean => print(e).split(/\W+/).includes(FORMULA_SIZE);

/** The ℓ of a scalar that is Σ ℓ(x_i) by its form: sums of 1'v and u'v with entrywise u and v. */
export function separableFormula(s: Expression): Expression | undefined {
  if (s.kind === 'sum') {
    const parts = s.terms.map(separableFormula);
    return parts.every((p) => p !== undefined) ? build.sum(...parts) : undefined;
  }
  if (s.kind !== 'product') return undefined;
  const scalars = s.factors.filter(build.isScalar);
  const chain = s.factors.filter((f) => !build.isScalar(f));
  if (chain.length === 0) {
    const varying = scalars.filter((f) => mentions(f, VARIABLE));
    const inner = varying.length === 1 ? separableFormula(varying[0] as Expression) : undefined;
    if (inner === undefined) return undefined;
    const constants = scalars.filter((f) => !varying.includes(f));
    return constants.some(mentionsSize) ? undefined : build.product(...constants, inner);
  }
  const [row, column] = chain;
  if (row === undefined || column === undefined || chain.length !== 2) return undefined;
  const parts = [...scalars, build.transpose(row), column].map(entrywiseFormula);
  return parts.every((p) => p !== undefined) ? build.product(...parts) : undefined;
}

/** L from a scalar formula in the vector x: entrywise where its form says so, else with ∇L, ∇²L and its differential. */
export function formulaDefinition(text: string, parse: FormulaParser): LagrangianDefinition {
  const potential = parse(text, 'vector');
  if (!build.isScalar(potential))
    throw new ExpressionError(
      'shape',
      `the formula of a Lagrangian must be a scalar, but ${print(potential)} is a ${describeShape(potential.shape)}`,
      potential,
    );
  const separable = separableFormula(potential);
  if (separable !== undefined) return { kind: 'entrywise', derivatives: derivatives(separable, 4) };
  const second = hessian(potential, VECTOR);
  let third: Expression | undefined;
  try {
    third = differential(second, new Map([[FORMULA_VARIABLE, DIRECTION]]));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
  }
  return { kind: 'vector', potential, gradient: gradient(potential, VECTOR), hessian: second, third };
}

/** The catalogue definition whose g is the given formula, at the default options. */
function catalogueMatch(g: Expression): LagrangianDefinition | undefined {
  for (const name of CATALOGUE_NAMES) {
    const definition = catalogueDefinition(name);
    const own = definition.kind === 'entrywise' ? definition.derivatives[1] : undefined;
    if (own !== undefined && equalByNormalForm(own, g)) return definition;
  }
  return undefined;
}

/**
 * L from an entrywise formula of g in x. L is found in the catalogue, by rules, or by nerdamer, and counts only if its
 * derivative gives g back; else ℓ stays undefined, and values of L are integrals of g by quadrature.
 */
export async function activationDefinition(text: string, parse: FormulaParser): Promise<LagrangianDefinition> {
  const g = withoutVaryingExponents(parse(text, 'scalar'));
  if (!build.isScalar(g))
    throw new ExpressionError(
      'shape',
      `an activation must be an entrywise formula in ${FORMULA_VARIABLE}, but ${print(g)} is a ${describeShape(g.shape)}`,
      g,
    );
  lift(g, FORMULA_VARIABLE, VECTOR);
  const slopes = derivatives(g, 3);
  const known = catalogueMatch(g);
  if (known !== undefined) return known;
  const byRules = integralByRules(g);
  if (byRules !== undefined && isAntiderivative(byRules, g))
    return { kind: 'entrywise', derivatives: [byRules, ...slopes] };
  return { kind: 'entrywise', derivatives: [await nerdamerIntegral(g, parse), ...slopes] };
}

/** a^b as exp(b log a) where b contains x, so that it can be applied entry by entry. */
const withoutVaryingExponents = (g: Expression): Expression =>
  rewrite(g, (e) =>
    e.kind === 'power' && mentions(e.exponent, VARIABLE)
      ? build.map('exp', build.product(e.exponent, build.map('log', e.base)))
      : e,
  );

async function nerdamerIntegral(g: Expression, parse: FormulaParser): Promise<Expression | undefined> {
  const text = await integralCandidate(g, FORMULA_VARIABLE);
  if (text === undefined) return undefined;
  let candidate: Expression;
  try {
    candidate = withoutPowersOfE(parse(text, 'scalar'));
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
  return isAntiderivative(candidate, g) ? candidate : undefined;
}
