/** Equality of scalars with one denominator, and what is known of totals. */
import * as build from '../../symbolic/build.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression } from '../../symbolic/expression.js';
import { equalByNormalForm, isZeroByNormalForm, normalForm } from '../../symbolic/normal-form.js';
import * as Q from '../../symbolic/rational.js';
import { rewrite } from '../../symbolic/rewrite.js';

/** The entries of softmax have the total 1. */
const withTotals = (e: Expression): Expression =>
  rewrite(e, (x) => {
    if (x.kind !== 'product') return x;
    const chain = x.factors.filter((f) => !build.isScalar(f));
    const [row, s, ...more] = chain;
    const isTotal = row?.kind === 'ones' && s?.kind === 'function' && s.name === 'softmax' && more.length === 0;
    return isTotal ? build.product(...x.factors.filter(build.isScalar), build.ONE) : x;
  });

/** 1'1 is the size. */
const asSize = (f: Expression): Expression => {
  const [row, column, ...more] = f.kind === 'product' ? f.factors : [];
  return row?.kind === 'ones' && column?.kind === 'ones' && more.length === 0 && build.isScalar(f)
    ? build.sizeNumber(column.shape.rows)
    : f;
};

/** e times the power of q that leaves no negative exponent of q in any term; undefined for broken exponents. */
function cleared(e: Expression, q: Expression): Expression | undefined {
  const terms = [...normalForm(e).values()].map(({ coefficient, tree }) => {
    let exponent = Q.ZERO;
    const rest: Expression[] = [build.number(coefficient)];
    const factors = tree.kind === 'product' && tree.factors.every(build.isScalar) ? tree.factors : [tree];
    for (const f of factors.map(asSize)) {
      const [base, power] =
        f.kind === 'power' && f.exponent.kind === 'number' ? [f.base, f.exponent.value] : [f, Q.ONE];
      if (equalByNormalForm(base, q)) exponent = Q.add(exponent, power);
      else rest.push(f);
    }
    return { exponent, rest: build.product(...rest) };
  });
  if (terms.some((t) => !Q.isInteger(t.exponent))) return undefined;
  const least = terms.map((t) => t.exponent).reduce((x, y) => (Q.compare(x, y) <= 0 ? x : y), Q.ZERO);
  const power = (x: Q.Rational): Expression => build.power(q, build.number(Q.add(x, Q.negate(least))));
  return build.sum(build.ZERO, ...terms.map((t) => build.product(t.rest, power(t.exponent))));
}

/** Whether two scalars are equal, by the normal form of their difference once denominators are multiplied away. */
export function agree(a: Expression, b: Expression, denominators: readonly Expression[]): boolean {
  try {
    let e = withTotals(build.subtract(a, b));
    if (isZeroByNormalForm(e)) return true;
    const sizes = denominators.filter((q) => q.kind === 'size');
    for (const q of [...denominators.filter((x) => x.kind !== 'size'), ...sizes]) {
      const next = cleared(e, q);
      if (next === undefined) return false;
      if (isZeroByNormalForm(next)) return true;
      e = next;
    }
    return false;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}
