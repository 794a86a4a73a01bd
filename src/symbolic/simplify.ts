/** Shorter forms of an expression, by the normal form: like terms collected, common factors taken out. */
import * as build from './build.js';
import { withLimits } from './effort.js';
import { ExpressionError } from './error.js';
import type { Expression } from './expression.js';
import { idOf, sameExpression } from './identity.js';
import { type NormalForm, normalForm } from './normal-form.js';
import { print } from './print-text.js';
import * as Q from './rational.js';

/** Terms with more terms than this when multiplied out are compared as they stand. */
const MOST_TERMS = 150;

/**
 * An equal expression in which like terms are collected and common left and right factors are taken out: the shorter
 * of what collecting the terms as they stand and collecting after multiplying everything out lead to.
 */
export function collect(e: Expression): Expression {
  const candidates = [factored(likeTerms(e)), ...unlessTooLarge(() => [factored(multipliedOut(e))], [])];
  return candidates.reduce((best, other) => (print(other).length < print(best).length ? other : best));
}

function unlessTooLarge<T>(compute: () => T, otherwise: T): T {
  try {
    return withLimits({ terms: MOST_TERMS }, compute);
  } catch (error) {
    if (error instanceof ExpressionError && error.code === 'too-large') return otherwise;
    throw error;
  }
}

const termsOf = (e: Expression): readonly Expression[] => (e.kind === 'sum' ? e.terms : [e]);

/** The terms of the normal form as a sum. */
function multipliedOut(e: Expression): Expression[] {
  const terms = [...normalForm(e).values()];
  if (terms.length === 0) return [build.zero(e.shape)];
  return terms.map((term) => build.broadcast(build.scale(term.coefficient, term.tree), e.shape));
}

/** A normal form up to a rational factor: the factor and what is left. */
function content(form: NormalForm): { factor: Q.Rational; rest: string } {
  const sorted = [...form].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  const factor = sorted[0]?.[1].coefficient ?? Q.ZERO;
  const inverse = Q.isZero(factor) ? Q.ONE : Q.reciprocal(factor);
  return { factor, rest: sorted.map(([key, t]) => `${Q.toText(Q.multiply(t.coefficient, inverse))} ${key}`).join('+') };
}

/** Adds up the terms of a sum that are rational multiples of each other, without multiplying out. */
function likeTerms(e: Expression): Expression[] {
  const groups = new Map<string, { first: Expression; of: Q.Rational; total: Q.Rational }>();
  for (const term of termsOf(e)) {
    const { factor, rest } = unlessTooLarge(() => content(normalForm(term)), { factor: Q.ONE, rest: `#${idOf(term)}` });
    if (Q.isZero(factor)) continue;
    const group = groups.get(rest);
    if (group === undefined) groups.set(rest, { first: term, of: factor, total: factor });
    else groups.set(rest, { ...group, total: Q.add(group.total, factor) });
  }
  const kept = [...groups.values()].filter((g) => !Q.isZero(g.total));
  if (kept.length === 0) return [build.zero(e.shape)];
  return kept.map((g) => build.broadcast(build.scale(Q.multiply(g.total, Q.reciprocal(g.of)), g.first), e.shape));
}

interface Split {
  readonly factor: Expression;
  readonly rest: Expression;
}

/** A term as (number) × left factor × rest. */
function splitLeft(term: Expression): Split | undefined {
  if (term.kind !== 'product') return undefined;
  const scalars = term.factors.filter(build.isScalar);
  const chain = term.factors.filter((f) => !build.isScalar(f));
  const [factor, ...rest] = chain;
  if (factor === undefined || rest.length === 0 || !isMatrix(factor)) return undefined;
  return { factor, rest: build.product(...scalars, ...rest) };
}

/** A term as rest × right factor. */
function splitRight(term: Expression): Split | undefined {
  if (term.kind !== 'product') return undefined;
  const scalars = term.factors.filter(build.isScalar);
  const chain = term.factors.filter((f) => !build.isScalar(f));
  const factor = chain[chain.length - 1];
  if (factor === undefined || chain.length < 2 || !isMatrix(factor)) return undefined;
  return { factor, rest: build.product(...scalars, ...chain.slice(0, -1)) };
}

const isMatrix = (e: Expression): boolean => e.shape.rows !== '1' && e.shape.columns !== '1';

/** Takes out factors that two or more terms share on the left, else on the right. */
function factored(terms: readonly Expression[]): Expression {
  for (const side of ['left', 'right'] as const) {
    const split = side === 'left' ? splitLeft : splitRight;
    for (const term of terms) {
      const shared = split(term)?.factor;
      if (shared === undefined) continue;
      const parts = terms.map((t) => ({ term: t, split: split(t) }));
      const inside = parts.filter((p) => p.split !== undefined && sameExpression(p.split.factor, shared));
      const itself = terms.filter((t) => sameExpression(t, shared));
      if (inside.length < 2) continue;
      const bracket = factored(inside.map((p) => (p.split as Split).rest));
      const grouped = side === 'left' ? build.product(shared, bracket) : build.product(bracket, shared);
      const outside = parts.filter((p) => !inside.includes(p)).map((p) => p.term);
      if (itself.length > 0 && outside.length === 0) continue;
      const at = terms.indexOf(inside[0]?.term as Expression);
      const before = outside.filter((t) => terms.indexOf(t) < at);
      const after = outside.filter((t) => terms.indexOf(t) > at);
      return factored([...before, grouped, ...after]);
    }
  }
  return build.sum(...(absorbed(terms) ?? terms));
}

/** z and A z for a sum z whose terms stand beside A z: (I + A) z. */
function absorbed(terms: readonly Expression[]): readonly Expression[] | undefined {
  for (const term of terms) {
    const z = term.kind === 'product' ? term.factors.at(-1) : undefined;
    if (term.kind !== 'product' || z?.kind !== 'sum' || build.isScalar(z)) continue;
    const others = terms.filter((t) => t !== term && !z.terms.some((part) => sameExpression(part, t)));
    if (others.length + z.terms.length + 1 !== terms.length) continue;
    const A = build.product(...term.factors.slice(0, -1));
    if (build.isScalar(A) || A.shape.rows !== A.shape.columns) continue;
    return [build.product(build.sum(build.identity(A.shape.rows), A), z), ...others];
  }
  return undefined;
}
