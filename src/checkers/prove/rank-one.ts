/** Finds why A − t (Aw)(Aw)' is semi-definite: t w'Aw ≤ 1. */
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import { equalByNormalForm } from '../../symbolic/normal-form.js';
import * as Q from '../../symbolic/rational.js';
import { forEachNode } from '../../symbolic/rewrite.js';
import type { Fact } from './draft.js';
import { agree } from './quotients.js';
import { isStrict, strength, type Tools } from './tools.js';

/** A0 − s uu' with u a multiple of A0 w, for w the ones or an argument of a function in it. */
export function byRankOne(A: Expression, tools: Tools): Fact | undefined {
  if (A.kind !== 'sum') return undefined;
  for (const term of A.terms) {
    if (term.kind !== 'product') continue;
    const chain = term.factors.filter((f) => !build.isScalar(f));
    const [u, row, ...more] = chain;
    if (u === undefined || row === undefined || more.length > 0 || !build.isVector(u)) continue;
    if (!equalByNormalForm(build.transpose(u), row)) continue;
    const rest = build.sum(...A.terms.filter((t) => t !== term));
    const found = rankOne(A, rest, build.negate(build.product(...term.factors.filter(build.isScalar))), u, tools);
    if (found !== undefined) return found;
  }
  return undefined;
}

function rankOne(A: Expression, rest: Expression, s: Expression, u: Expression, tools: Tools): Fact | undefined {
  const { draft, sign, form } = tools;
  const base = form(rest);
  if (base === undefined || !equalByNormalForm(rest, build.transpose(rest))) return undefined;
  const scalars = rest.kind === 'product' ? rest.factors.filter(build.isScalar) : [];
  const bare = rest.kind === 'product' ? build.product(...rest.factors.filter((f) => !build.isScalar(f))) : rest;
  for (const w of candidates(A, u)) {
    // A0 w = λ u, so that s uu' = (s/λ²)(A0 w)(A0 w)'.
    if (!equalByNormalForm(build.product(bare, w), u)) continue;
    const t = joined([s, ...scalars.flatMap((x) => [x, x]).map(inverse)]);
    const factor = sign(t);
    if (factor === undefined) continue;
    const taken = build.product(joined([t, ...scalars]), build.product(build.transpose(w), u));
    const room = roomLeft(build.subtract(build.ONE, taken), [t, rest], tools);
    if (room === undefined) continue;
    return draft.add('rank-one', strength(isStrict(base) && isStrict(room)), [A], {
      premises: [base, factor, room],
      with: [w],
    });
  }
  return undefined;
}

const factorsOf = (e: Expression): readonly Expression[] =>
  e.kind === 'product' && e.factors.every(build.isScalar) ? e.factors.flatMap(factorsOf) : [e];

const powerOf = (e: Expression): { base: Expression; exponent: Q.Rational } =>
  e.kind === 'power' && e.exponent.kind === 'number'
    ? { base: e.base, exponent: e.exponent.value }
    : { base: e, exponent: Q.ONE };

const inverse = (e: Expression): Expression =>
  build.product(
    ...factorsOf(e)
      .map(powerOf)
      .map(({ base, exponent }) => build.power(base, build.number(Q.negate(exponent)))),
  );

/** A product of scalars in which every base has one exponent: q^(−3/2) q = q^(−1/2). */
function joined(scalars: readonly Expression[]): Expression {
  const bases: { base: Expression; exponent: Q.Rational }[] = [];
  for (const { base, exponent } of scalars.flatMap(factorsOf).map(powerOf)) {
    const at = bases.findIndex((b) => equalByNormalForm(b.base, base));
    const before = bases[at];
    if (before === undefined) bases.push({ base, exponent });
    else bases[at] = { base, exponent: Q.add(before.exponent, exponent) };
  }
  return build.product(build.ONE, ...bases.map((b) => build.power(b.base, build.number(b.exponent))));
}

/** Vectors w that may solve A0 w = u: the ones, u, and vectors that occur in the matrix. */
function candidates(A: Expression, u: Expression): Expression[] {
  const found = [build.ones(u.shape), u];
  forEachNode([A], (e) => {
    if (build.isVector(e) && e.shape.rows === u.shape.rows && found.length < 10) found.push(e);
  });
  return found;
}

/** 1 − t w'Aw ≥ 0: by its form, as 0, or as what a term of the denominator leaves, 1 − p/(p + ε) = ε/(p + ε). */
function roomLeft(left: Expression, within: readonly Expression[], { draft, sign }: Tools): Fact | undefined {
  const bases: Expression[] = [];
  forEachNode(within, (e) => {
    if (e.kind === 'power' && build.isScalar(e) && !bases.some((b) => equalByNormalForm(b, e.base))) bases.push(e.base);
  });
  const guesses = bases.flatMap((b) =>
    b.kind === 'sum' ? b.terms.map((x) => build.product(build.reciprocal(b), x)) : [],
  );
  for (const guess of [build.ZERO, ...guesses]) {
    if (!agree(left, guess, bases)) continue;
    const fact = sign(guess);
    if (fact === undefined) continue;
    return draft.add('sign-rearranged', isStrict(fact) ? 'positive' : 'nonnegative', [left], { premises: [fact] });
  }
  return sign(left);
}
