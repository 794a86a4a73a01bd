/** Finds why the expressions of a claim have a value everywhere: a step for every denominator, root and logarithm. */
import type { Claim } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import * as build from '../../symbolic/build.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression, LagrangianExpression } from '../../symbolic/expression.js';
import * as Q from '../../symbolic/rational.js';
import { forEachNode, unfoldLagrangian } from '../../symbolic/rewrite.js';
import type { Fact } from './draft.js';
import { partsOf } from './replay/obligation.js';
import { isStrict, type Tools } from './tools.js';

/** The steps; undefined where one of the expressions may lack a value. */
export function findDefined(expressions: readonly Expression[], tools: Tools): Fact[] | undefined {
  const facts: Fact[] = [];
  let isKnown = true;
  const need = (fact: Fact | undefined): void => {
    if (fact === undefined) isKnown = false;
    else facts.push(fact);
  };
  const strict = (fact: Fact | undefined): Fact | undefined =>
    fact !== undefined && isStrict(fact) ? fact : undefined;
  forEachNode(withFormulas(expressions), (e) => {
    if (!isKnown) return;
    if (e.kind === 'map') {
      if (e.function === 'log') need(strict(tools.sign(e.argument)));
      if (e.function === 'log1p') need(strict(tools.sign(build.sum(e.argument, build.ones(e.shape)))));
      if (e.function === 'tan') need(undefined);
    }
    if (e.kind === 'power') {
      const q = e.exponent.kind === 'number' ? e.exponent.value : undefined;
      if (q !== undefined && Q.isInteger(q) && q.numerator > 0n) return;
      const sign = tools.sign(e.base);
      if (q !== undefined && q.numerator > 0n) need(sign);
      else if (q !== undefined && Q.isInteger(q)) need(strict(sign) ?? strict(tools.sign(build.negate(e.base))));
      else need(strict(sign));
    }
    if (e.kind === 'function' && e.name === 'inv') need(tools.regular(e.argument));
    if (e.kind === 'function' && e.name === 'sqrtm') need(tools.form(e.argument));
  });
  return isKnown ? facts : undefined;
}

/** What the claim and the design speak of, with the parts that simplification took out of their formulas. */
export const spokenOf = (claim: Claim, d: Derivation): Expression[] => [
  d.design.energy,
  ...d.velocities.values(),
  ...d.gradients.values(),
  ...partsOf(claim, d),
  ...claim.obligations.flatMap((o) => {
    switch (o.kind) {
      case 'sign':
        return [o.quantity];
      case 'equal':
        return [o.left, o.right];
      case 'semidefinite':
        return [o.matrix];
      case 'zero-implies':
        return [o.zero, o.then];
      case 'invariant':
        return [o.of, o.along];
      case 'dead-directions':
      case 'bounded-below':
      case 'unsupported':
        return [];
    }
  }),
];

function withFormulas(expressions: readonly Expression[]): Expression[] {
  const all = [...expressions];
  const formula = (e: LagrangianExpression): void => {
    try {
      all.push(unfoldLagrangian(e));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
    }
  };
  forEachNode(expressions, (e) => {
    if (e.kind !== 'lagrangian' || e.lagrangian.definition.kind === 'any') return;
    formula(e);
    const slope = build.lagrangian(e.lagrangian, 1, e.argument);
    if (e.order === 0 && slope.kind === 'lagrangian') formula(slope);
  });
  return all;
}
