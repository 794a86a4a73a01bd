/**
 * Whether the formulas of a Lagrangian belong together, ∇L = g and ∂g = Λ: proofs speak of L, g and Λ, and the rules of
 * differentiation by which gradients were derived rest on it.
 */
import * as build from '../../../symbolic/build.js';
import { gradient, jacobian } from '../../../symbolic/differential.js';
import { ExpressionError } from '../../../symbolic/error.js';
import type { Expression, Lagrangian, LagrangianDefinition } from '../../../symbolic/expression.js';
import { forEachNode, unfoldKnown } from '../../../symbolic/rewrite.js';
import { vectorShape } from '../../../symbolic/shape.js';
import { inCases, offKinks } from './cases.js';
import { Comparison, inExponentials } from './compare.js';

const known = new WeakMap<LagrangianDefinition, boolean>();

/** Whether every Lagrangian in the expressions has formulas that belong together; those of `any` have none. */
export function areCoherent(expressions: readonly Expression[]): boolean {
  const found = new Set<Lagrangian>();
  forEachNode(expressions, (e) => {
    if (e.kind === 'lagrangian') found.add(e.lagrangian);
  });
  return [...found].every(isCoherent);
}

function isCoherent(l: Lagrangian): boolean {
  const before = known.get(l.definition);
  if (before !== undefined) return before;
  const result = l.definition.kind === 'any' || judge(l);
  known.set(l.definition, result);
  return result;
}

/** Where g has a kink, Λ may be either of its slopes, or lie between them: there the formulas need not agree. */
const byPieces = (e: Expression): Expression => offKinks(inCases(inExponentials(e)));

function judge(l: Lagrangian): boolean {
  const x = build.symbol('x$', vectorShape('n$'));
  const [L, g, hessian] = [0, 1, 2].map((order) => unfoldKnown(build.lagrangian(l, order, x))) as [
    Expression,
    Expression,
    Expression,
  ];
  const comparison = new Comparison();
  try {
    // Without a formula L is the integral of g by definition.
    const slope = L.kind === 'lagrangian' || comparison.same(gradient(L, x), g);
    const difference = build.subtract(jacobian(g, x), hessian);
    const zero = build.zero(hessian.shape);
    return slope && (comparison.same(difference, zero) || comparison.same(byPieces(difference), zero));
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}
