/**
 * Positive parts, and steps and powers of e of them, by cases. With s = step(z), relu(z) is z s, and f(a) is
 * s f(a₁) + (1 − s) f(a₀) where s is 1 in a₁ and 0 in a₀. Both hold at every point, whichever of 0 and 1 a step is at 0.
 */
import * as build from '../../../symbolic/build.js';
import type { Expression } from '../../../symbolic/expression.js';
import { distinct, sameExpression } from '../../../symbolic/identity.js';
import * as Q from '../../../symbolic/rational.js';
import { contains, rewrite } from '../../../symbolic/rewrite.js';

/** Steps in the argument of one, each of which doubles the cases. */
const MOST_STEPS = 3;

const isStep = (e: Expression): boolean => e.kind === 'step' && e.direction === undefined;

/** The expression with steps in place of positive parts, none of them inside another where cases can be told apart. */
export const inCases = (expression: Expression): Expression =>
  rewrite(expression, (e) => {
    if (e.kind === 'map' && e.function === 'relu')
      return build.hadamard(
        e.argument,
        split((a) => build.step(a), e.argument),
      );
    if (e.kind === 'map' && e.function === 'exp') return split((a) => build.map('exp', a), e.argument);
    return e.kind === 'step' && isStep(e) ? split((a) => build.step(a), e.argument) : e;
  });

/** f(a) for an f that has a value everywhere. */
function split(f: (a: Expression) => Expression, a: Expression): Expression {
  const steps = stepsIn(a);
  const [s] = steps ?? [];
  if (steps === undefined || s === undefined || steps.length > MOST_STEPS) return f(a);
  const one = build.ones(a.shape);
  const where = (value: Expression): Expression =>
    split(
      f,
      rewrite(a, (e) => (sameExpression(e, s) ? value : e)),
    );
  return build.sum(build.hadamard(s, where(one)), build.hadamard(build.subtract(one, s), where(build.zero(a.shape))));
}

/** step(−z) as 1 − step(z), which is so where z is not 0. */
export function offKinks(expression: Expression): Expression {
  const kept: Expression[] = [];
  return rewrite(expression, (e) => {
    if (e.kind !== 'step' || !isStep(e)) return e;
    const turned = kept.find((z) => sameExpression(build.negate(z), e.argument));
    if (turned !== undefined) return build.subtract(build.ones(e.shape), build.step(turned));
    kept.push(e.argument);
    return e;
  });
}

/**
 * The steps in a polynomial of entries, of which entry i depends on entry i of each step alone; undefined where a step
 * stands elsewhere, as in W step(z), or where a formula need not have a value for both cases, as in 1/step(z).
 */
function stepsIn(a: Expression): Expression[] | undefined {
  if (isStep(a)) return contains((a as Expression & { kind: 'step' }).argument, isStep) ? undefined : [a];
  if (!contains(a, isStep)) return [];
  const isEntrywise =
    a.kind === 'sum' ||
    a.kind === 'hadamard' ||
    (a.kind === 'product' && isScaled(a)) ||
    (a.kind === 'power' && a.exponent.kind === 'number' && isNatural(a.exponent.value));
  if (!isEntrywise) return undefined;
  const parts = a.kind === 'sum' ? a.terms : a.kind === 'power' ? [a.base] : a.factors;
  const found = parts.map(stepsIn);
  return found.every((f) => f !== undefined) ? distinct(found.flat()) : undefined;
}

/** Scalars without steps times one factor, or scalars alone. */
function isScaled(a: Expression & { kind: 'product' }): boolean {
  if (a.factors.every(build.isScalar)) return true;
  const [, ...more] = a.factors.filter((f) => !build.isScalar(f));
  return more.length === 0 && a.factors.every((f) => !build.isScalar(f) || !contains(f, isStep));
}

const isNatural = (q: Q.Rational): boolean => Q.isInteger(q) && q.numerator > 0n;
