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
import { Comparison } from './compare.js';

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
    return slope && comparison.same(jacobian(g, x), hessian);
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}
