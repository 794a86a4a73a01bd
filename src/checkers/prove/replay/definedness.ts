/** Where an expression has a value: what must hold of its parts. */
import * as build from '../../../symbolic/build.js';
import { ExpressionError } from '../../../symbolic/error.js';
import type { Expression, LagrangianExpression } from '../../../symbolic/expression.js';
import { isPartial } from '../../../symbolic/partial.js';
import * as Q from '../../../symbolic/rational.js';
import { forEachNode, unfoldLagrangian } from '../../../symbolic/rewrite.js';
import type { Judgement } from './proof.js';

/** One of the judgements, of one of the expressions; none where the expression counts as undefined somewhere. */
export interface Condition {
  readonly either: readonly { readonly judgements: readonly Judgement[]; readonly of: Expression }[];
  readonly symmetric?: true;
}

/** The conditions under which expressions have a value, each with the formula of every Lagrangian in it. */
export function conditionsOf(expressions: readonly Expression[]): Condition[] {
  const found: Condition[] = [];
  const add = (judgements: readonly Judgement[], ...of: readonly Expression[]): void => {
    found.push({ either: of.map((e) => ({ judgements, of: e })) });
  };
  forEachNode(withFormulas(expressions), (e) => {
    if (e.kind === 'lagrangian' && isIntegralOfPartial(e)) add([]);
    if (e.kind === 'map') {
      if (e.function === 'log') add(['positive'], e.argument);
      if (e.function === 'log1p') add(['positive'], build.sum(e.argument, build.ones(e.shape)));
      if (e.function === 'tan') add([]);
    }
    if (e.kind === 'power') {
      const { base, exponent } = e;
      const q = exponent.kind === 'number' ? exponent.value : undefined;
      if (q === undefined) add(['positive'], base);
      else if (!Q.isInteger(q)) add(q.numerator > 0n ? ['positive', 'nonnegative'] : ['positive'], base);
      else if (q.numerator < 0n) add(['positive'], base, build.negate(base));
    }
    if (e.kind === 'function' && e.name === 'inv') add(['nonsingular', 'definite'], e.argument);
    if (e.kind === 'function' && e.name === 'sqrtm')
      found.push({
        either: [{ judgements: ['semidefinite', 'definite'], of: e.argument }],
        symmetric: true,
      });
  });
  return found.filter((c) => !isObvious(c));
}

/** L as the integral of an activation that may be undefined on the way from 0. */
function isIntegralOfPartial({ lagrangian: { definition }, order }: LagrangianExpression): boolean {
  if (order > 0 || definition.kind !== 'entrywise') return false;
  const [potential, activation] = definition.derivatives;
  return potential === undefined && (activation === undefined || isPartial(activation));
}

/** A number other than 0 in a denominator, or above 0 under a root. */
function isObvious({ either }: Condition): boolean {
  return either.some(
    ({ judgements, of }) =>
      judgements.includes('positive') &&
      (of.kind === 'size' || of.kind === 'constant' || (of.kind === 'number' && of.value.numerator > 0n)),
  );
}

/** The expressions, and the formulas of the Lagrangians in them as far as they have any. */
function withFormulas(expressions: readonly Expression[]): Expression[] {
  const all = [...expressions];
  forEachNode(expressions, (e) => {
    if (e.kind !== 'lagrangian' || e.lagrangian.definition.kind === 'any') return;
    for (const order of e.order === 0 ? [0, 1] : [e.order])
      try {
        const applied = build.lagrangian(e.lagrangian, order, e.argument, e.directions);
        if (applied.kind === 'lagrangian') all.push(unfoldLagrangian(applied));
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
      }
  });
  return all;
}
