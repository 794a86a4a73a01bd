/**
 * Finds why a scalar is ≥ 0 whose terms are not all ≥ 0: squares are completed, c p'Ap + 2 p'r = c (p + x)'A(p + x) −
 * c x'Ax with c Ax = r, and squares of products are taken together with the product of squares that bounds them.
 */
import type { Powers } from '../../derivation/factorisation/words.js';
import * as build from '../../symbolic/build.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression } from '../../symbolic/expression.js';
import { equalByNormalForm, normalForm, type NormalTerm } from '../../symbolic/normal-form.js';
import * as Q from '../../symbolic/rational.js';
import { isScalarShape } from '../../symbolic/shape.js';
import { beforeHalf, type Chain, chainOf, factorsOf, type Half, palindrome, splits, vectorOf } from './chains.js';
import type { Fact } from './draft.js';
import { isStrict, type Tools } from './tools.js';

const MOST_TERMS = 16;

export function bySquares(e: Expression, tools: Tools): Fact | undefined {
  if (!tools.isThorough || !isScalarShape(e.shape) || (e.kind !== 'sum' && e.kind !== 'product')) return undefined;
  let terms: readonly NormalTerm[];
  try {
    terms = [...normalForm(e).values()];
    if (terms.length > MOST_TERMS) return undefined;
    return terms.length === 1 ? ofOneTerm(terms[0] as NormalTerm, e, tools) : ofTerms(e, terms, tools);
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

const valueOf = (t: NormalTerm): Expression => build.scale(t.coefficient, t.tree);
const half = Q.rational(1n, 2n);

/** A chain that is a square by its ends, or a sum of entrywise products. */
function ofOneTerm(t: NormalTerm, e: Expression, tools: Tools): Fact | undefined {
  const chain = chainOf(t.coefficient, t.tree);
  if (chain === undefined) return undefined;
  const fact = squareOf(chain, tools) ?? entrywise(chain, tools);
  return fact && tools.draft.add('sign-rearranged', fact.judgement, [e], { premises: [fact] });
}

/** c s h'Mh with c s ≥ 0 and M semi-definite. */
function squareOf(chain: Chain, tools: Tools): Fact | undefined {
  const found = palindrome(chain);
  if (found === undefined || chain.coefficient.numerator < 0n) return undefined;
  const form = tools.form(found.core);
  if (form === undefined) return undefined;
  return scaledSquare(chain.coefficient, chain.scalars, form, vectorOf(found.half), tools);
}

function scaledSquare(
  c: Q.Rational,
  scalars: readonly Expression[],
  form: Fact,
  w: Expression,
  tools: Tools,
): Fact | undefined {
  const { draft, sign } = tools;
  const square = build.product(build.transpose(w), form.of[0] as Expression, w);
  const fact = draft.add('quadratic', 'nonnegative', [square], { premises: [form], with: [w] });
  const factors = [build.number(c), ...scalars].filter((s) => !build.isNumber(s, 1)).map(sign);
  if (!factors.every((f) => f !== undefined)) return undefined;
  const all = [...factors, fact];
  return all.length === 1
    ? fact
    : draft.join('sign-product', build.product(...all.map((f) => f.of[0] as Expression)), all);
}

/** 1'(a .* b .* …) without a matrix between. */
function entrywise({ coefficient, scalars, word, sizes }: Chain, tools: Tools): Fact | undefined {
  const { draft, sign } = tools;
  const [powers, ...more] = word.diagonals;
  if (powers === undefined || more.length > 0) return undefined;
  const parts = signedFactors(powers, tools);
  if (parts === undefined || parts.length === 0) return undefined;
  const [first] = parts as [Fact];
  const product =
    parts.length === 1
      ? first
      : draft.join('sign-product', build.hadamard(...parts.map((p) => p.of[0] as Expression)), parts);
  const row = build.transpose(build.ones({ rows: sizes[0], columns: build.ONE.shape.columns }));
  const ones = sign(row);
  const factors = [build.number(coefficient), ...scalars].filter((s) => !build.isNumber(s, 1)).map(sign);
  if (ones === undefined || !factors.every((f) => f !== undefined)) return undefined;
  const total = draft.join('sign-matrix-product', build.product(row, product.of[0] as Expression), [ones, product]);
  const all = [...factors, total];
  return all.length === 1
    ? total
    : draft.join('sign-product', build.product(...all.map((f) => f.of[0] as Expression)), all);
}

/** Facts about factors whose product these powers are; undefined where one has no sign. */
function signedFactors(powers: Powers, { draft, sign }: Tools): Fact[] | undefined {
  const facts: Fact[] = [];
  const odd: { base: Expression; exponent: number }[] = [];
  for (const p of powers.values()) {
    const fact = sign(build.power(p.base, p.exponent));
    if (fact !== undefined) facts.push(fact);
    else odd.push(p);
  }
  while (odd.length > 0) {
    const a = odd.pop() as { base: Expression; exponent: number };
    if (a.exponent < 0) return undefined;
    const at = odd.findIndex((b) => b.exponent > 0 && sameSign(a.base, b.base));
    const [b] = at < 0 ? [] : odd.splice(at, 1);
    if (b === undefined) return undefined;
    const pair = [build.power(a.base, a.exponent), build.power(b.base, b.exponent)];
    facts.push(draft.add('same-sign', 'nonnegative', [build.hadamard(...pair)], { with: pair }));
  }
  return facts;
}

/** Functions with the sign of their argument. */
const SIGN_OF_ARGUMENT: ReadonlySet<string> = new Set(['tanh', 'sinh', 'atan', 'asinh', 'erf', 'sign', 'expm1']);
const argumentOf = (e: Expression): Expression =>
  e.kind === 'map' && SIGN_OF_ARGUMENT.has(e.function) ? e.argument : e;
const sameSign = (a: Expression, b: Expression): boolean => equalByNormalForm(argumentOf(a), argumentOf(b));

function ofTerms(e: Expression, terms: readonly NormalTerm[], tools: Tools): Fact | undefined {
  const facts = terms.map((t) => tools.sign(valueOf(t)));
  if (facts.every((f) => f !== undefined)) return tools.draft.join('sign-sum', e, facts);
  const bad = terms.filter((_, i) => facts[i] === undefined);
  for (const found of [...completions(terms, bad, tools), ...bounds(bad)]) {
    tools.draft.spend(8);
    const rest = build.sum(build.ZERO, ...[...normalForm(build.subtract(e, found.value)).values()].map(valueOf));
    const part = found.prove(tools);
    if (part === undefined) continue;
    if (build.isZero(rest)) return tools.draft.add('sign-rearranged', part.judgement, [e], { premises: [part] });
    const other = tools.sign(rest);
    if (other !== undefined) return tools.draft.join('sign-sum', e, [part, other]);
  }
  return undefined;
}

interface Part {
  readonly value: Expression;
  readonly prove: (tools: Tools) => Fact | undefined;
}

/** Squares with the cross terms of one vector p. */
function completions(terms: readonly NormalTerm[], bad: readonly NormalTerm[], tools: Tools): Part[] {
  const chains = terms.map((t) => chainOf(t.coefficient, t.tree));
  const crosses = bad.flatMap((t) => chainOf(t.coefficient, t.tree) ?? []);
  const found: Part[] = [];
  for (const [n, chain] of chains.entries()) {
    const square = chain && palindrome(chain);
    if (chain === undefined || square === undefined || chain.coefficient.numerator < 0n) continue;
    if (bad.includes(terms[n] as NormalTerm)) continue;
    const form = tools.form(square.core);
    if (form === undefined || !equalByNormalForm(square.core, build.transpose(square.core))) continue;
    for (const share of [Q.ONE, half]) {
      const c = Q.multiply(chain.coefficient, share);
      const part = completed(c, chain.scalars, form, square.half, crosses, tools);
      if (part !== undefined) found.push(part);
    }
  }
  return found;
}

interface Shift {
  /** x, and Ax. */
  readonly x: Expression;
  readonly Ax: Expression;
}

/** c s (p + Σ x)'A(p + Σ x) with c s A Σ x the half of what p' stands before in the cross terms. */
function completed(
  c: Q.Rational,
  scalars: readonly Expression[],
  form: Fact,
  p: Half,
  crosses: readonly Chain[],
  { sign, regular }: Tools,
): Part | undefined {
  const A = form.of[0] as Expression;
  const isPlain = A.kind === 'identity';
  const inverse = isPlain
    ? A
    : A.kind === 'diag' && sign(A.argument)?.judgement === 'positive'
      ? build.diag(build.reciprocal(A.argument))
      : isStrict(form) && regular(A) !== undefined
        ? build.apply('inv', A)
        : undefined;
  const shifts = crosses.flatMap((cross): Shift[] => {
    const factor = build.product(
      build.number(Q.multiply(cross.coefficient, Q.reciprocal(Q.multiply(Q.rational(2n), c)))),
      ...cross.scalars,
      ...scalars.map(build.reciprocal),
    );
    const within = isPlain ? undefined : beforeHalf(cross, A, p);
    if (within !== undefined) {
      const x = vectorOf(within);
      return [{ x: build.product(factor, x), Ax: build.product(factor, A, x) }];
    }
    const before = beforeHalf(cross, undefined, p);
    if (before === undefined || inverse === undefined) return [];
    const r = vectorOf(before);
    return [{ x: build.product(factor, inverse, r), Ax: build.product(factor, r) }];
  });
  if (shifts.length === 0 || scalars.some((s) => sign(s)?.judgement !== 'positive')) return undefined;
  const start = vectorOf(p);
  const w = build.sum(start, ...shifts.map((s) => s.x));
  const [x, Ax] = [build.sum(...shifts.map((s) => s.x)), build.sum(...shifts.map((s) => s.Ax))];
  const row = build.transpose;
  const inside = build.sum(
    build.product(row(start), A, start),
    build.product(build.number(2), row(start), Ax),
    build.product(row(x), Ax),
  );
  return {
    value: build.product(build.number(c), ...scalars, inside),
    prove: (tools) => scaledSquare(c, scalars, form, w, tools),
  };
}

/** κ((u'Bu)(w'Bw) − (u'Bw)²) for the squares −κ(u'Bw)² among the terms. */
function bounds(bad: readonly NormalTerm[]): Part[] {
  return bad.flatMap((t): Part[] => {
    if (t.coefficient.numerator > 0n) return [];
    const { scalars, chains } = factorsOf(t.tree);
    const [r, s] = chains.length === 2 ? chains : squared(scalars);
    const others = chains.length === 2 ? scalars : scalars.filter((x) => x.kind !== 'power');
    if (r === undefined || s === undefined || !equalByNormalForm(r, s)) return [];
    const chain = chainOf(Q.ONE, r);
    if (chain === undefined || chain.scalars.length > 0) return [];
    return splits(chain).flatMap((split): Part[] => {
      const [u, w] = [vectorOf(split.u), vectorOf(split.w)];
      const B = split.B ?? build.identity(u.shape.rows);
      const form = (a: Expression, b: Expression): Expression => build.product(build.transpose(a), B, b);
      if (u.shape.rows !== B.shape.rows || B.shape.rows !== B.shape.columns) return [];
      const inner = build.subtract(build.product(form(u, u), form(w, w)), build.product(form(u, w), form(u, w)));
      const factors = [build.number(Q.negate(t.coefficient)), ...others];
      return [
        {
          value: build.product(...factors, inner),
          prove: ({ draft, form: find, sign }) => {
            const core = find(B);
            const outer = factors.filter((f) => !build.isNumber(f, 1)).map(sign);
            if (core === undefined || !equalByNormalForm(B, build.transpose(B))) return undefined;
            if (!outer.every((f) => f !== undefined)) return undefined;
            const fact = draft.add('cauchy-schwarz', 'nonnegative', [inner], { premises: [core], with: [u, w] });
            const all = [...outer, fact];
            return all.length === 1 ? fact : draft.join('sign-product', build.product(...factors, inner), all);
          },
        },
      ];
    });
  });
}

/** The chain of which one of the scalars is the square. */
function squared(scalars: readonly Expression[]): Expression[] {
  const found = scalars.find((s) => s.kind === 'power' && build.isNumber(s.exponent, 2));
  return found?.kind === 'power' ? [found.base, found.base] : [];
}
