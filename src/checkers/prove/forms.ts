/** Finds why x'Ax is ≥ 0 for all x, or > 0 for x ≠ 0. */
import { sumOf, wordsOf } from '../../derivation/factorisation/words.js';
import * as build from '../../symbolic/build.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression } from '../../symbolic/expression.js';
import { equalByNormalForm, normalForm } from '../../symbolic/normal-form.js';
import { contains, unfoldLagrangian } from '../../symbolic/rewrite.js';
import { isSquareShape, sameShape, vectorShape } from '../../symbolic/shape.js';
import type { Fact } from './draft.js';
import { byRankOne } from './rank-one.js';
import { isUniversal, universalVector } from './replay/universal.js';
import { commonScalars, ratio } from './signs.js';
import { byInverseOrder, bySchur, type KnownForm, spectralForms } from './spectral.js';
import { isStrict, strength, type Tools } from './tools.js';

export function findForm(A: Expression, tools: Tools): Fact | undefined {
  tools.draft.spend();
  if (!isSquareShape(A.shape)) return undefined;
  const given = byGiven(A, tools);
  // Of a sum or a product that is given as it stands, its parts say no more.
  if (given !== undefined && (A.kind === 'sum' || A.kind === 'product')) return given;
  // What equalities that are given make of a matrix is shorter than the matrix: no other way is easier.
  const reduced = tools.draft.claim.given.some((g) => g.kind === 'equal') ? byEquations(A, tools) : undefined;
  if (reduced !== undefined) return reduced;
  const ways = [
    byForm,
    () => given,
    byEqualForm,
    byGivenAndMore,
    byRankOne,
    byDiagonal,
    byTerms,
    byInverseOrder,
    bySchur,
    byEveryVector,
  ];
  let best: Fact | undefined;
  for (const way of ways) {
    const found = way(A, tools);
    if (found !== undefined && isStrict(found)) return found;
    best ??= found;
  }
  return best;
}

function byForm(A: Expression, tools: Tools): Fact | undefined {
  const { draft, sign, form } = tools;
  if (build.isScalar(A)) {
    const fact = sign(A);
    return fact && draft.add('diagonal', strength(isStrict(fact)), [A], { premises: [fact] });
  }
  switch (A.kind) {
    case 'identity':
      return draft.add('identity', 'definite', [A]);
    case 'symbol':
      if (A.facts.has('positive-definite')) return draft.add('definite-assumed', 'definite', [A], { with: [A] });
      if (A.facts.has('positive-semidefinite'))
        return draft.add('definite-assumed', 'semidefinite', [A], { with: [A] });
      return undefined;
    case 'diag': {
      const fact = sign(A.argument);
      return fact && draft.add('diagonal', strength(isStrict(fact)), [A], { premises: [fact] });
    }
    case 'lagrangian': {
      const { definition } = A.lagrangian;
      if (A.order !== 2) return undefined;
      if (definition.kind === 'any')
        return definition.assumptions.has('convex') || definition.assumptions.has('strictly-convex')
          ? draft.add('convex', 'semidefinite', [A], { with: [A] })
          : undefined;
      return transported(A, unfoldLagrangian(A), tools);
    }
    case 'sum':
      return sumForm(A, A.terms, tools) ?? withoutScalars(A, tools);
    case 'transpose':
      return transported(A, A.argument, tools);
    case 'product':
      return productForm(A, A.factors, tools);
    case 'function': {
      if (A.name === 'expm')
        return equalByNormalForm(A.argument, build.transpose(A.argument))
          ? draft.add('exponential', 'definite', [A], { with: [A.argument] })
          : undefined;
      if (A.name !== 'inv' && A.name !== 'sqrtm') return undefined;
      const fact = form(A.argument);
      if (fact === undefined || (A.name === 'inv' && !isStrict(fact))) return undefined;
      const symmetric = A.name === 'inv' || equalByNormalForm(A.argument, build.transpose(A.argument));
      if (!symmetric) return undefined;
      return draft.add(A.name === 'inv' ? 'inverse' : 'square-root', strength(isStrict(fact)), [A], {
        premises: [fact],
      });
    }
    case 'hadamard':
      return schur(A, A.factors, tools);
    case 'power':
      return reciprocalSums(A, tools);
    default:
      return undefined;
  }
}

function transported(A: Expression, other: Expression, { draft, form }: Tools): Fact | undefined {
  const fact = form(other);
  return fact && draft.add('symmetric-part', strength(isStrict(fact)), [A], { premises: [fact] });
}

function sumForm(A: Expression, terms: readonly Expression[], { draft, form }: Tools): Fact | undefined {
  const parts: Fact[] = [];
  for (const t of terms) {
    const fact = form(t);
    if (fact === undefined) return undefined;
    parts.push(fact);
  }
  return draft.add('definite-sum', strength(parts.some(isStrict)), [A], { premises: parts });
}

/** c A + c B = c (A + B). */
function withoutScalars(A: Expression & { kind: 'sum' }, { draft, form, sign }: Tools): Fact | undefined {
  const { common, rest } = commonScalars(A);
  if (common.length === 0) return undefined;
  const factor = sign(build.product(...common));
  const fact = factor && form(rest);
  return (
    fact &&
    draft.add('definite-scaled', strength(isStrict(fact) && isStrict(factor)), [A], { premises: [fact, factor] })
  );
}

function productForm(A: Expression, factors: readonly Expression[], tools: Tools): Fact | undefined {
  const { draft, form, regular } = tools;
  const scalars = factors.filter((f) => build.isScalar(f));
  const chain = factors.filter((f) => !build.isScalar(f));
  const [first, last] = [chain[0], chain[chain.length - 1]] as [Expression, Expression];
  if (scalars.length > 0) {
    const inner = build.product(...chain);
    const factor = joinScalars(scalars, tools);
    if (factor === undefined) return negativeForm(A, scalars, inner, tools);
    const fact = form(inner);
    return (
      fact &&
      draft.add('definite-scaled', strength(isStrict(fact) && isStrict(factor)), [A], { premises: [fact, factor] })
    );
  }
  if (chain.length < 2) return undefined;
  const polar = polarForm(A, chain, tools);
  if (polar !== undefined) return polar;
  if (!equalByNormalForm(build.transpose(first), last)) return undefined;
  const inner = chain.slice(1, -1);
  const core = inner.length === 0 ? build.identity(first.shape.columns) : build.product(...inner);
  const fact = form(core);
  if (fact === undefined) return undefined;
  const nonsingular = isStrict(fact) && isSquareShape(last.shape) ? regular(last) : undefined;
  return draft.add('congruence', strength(nonsingular !== undefined), [A], {
    premises: nonsingular === undefined ? [fact] : [fact, nonsingular],
    with: [last],
  });
}

/** −cB with c ≥ 0, where −B is semi-definite: B is assumed to be negative, or P'CP with such a C. */
function negativeForm(A: Expression, scalars: readonly Expression[], B: Expression, tools: Tools): Fact | undefined {
  const { draft, form } = tools;
  const c = build.negate(build.product(...scalars));
  if (build.isNumber(c, 1)) {
    if (B.kind === 'symbol')
      return B.facts.has('negative-semidefinite')
        ? draft.add('definite-assumed', 'semidefinite', [A], { with: [B] })
        : undefined;
    const chain = B.kind === 'product' ? B.factors : [];
    const [first, last] = [chain[0], chain[chain.length - 1]];
    if (first === undefined || last === undefined || chain.length < 2) return undefined;
    const inner = chain.length === 2 ? build.identity(last.shape.rows) : build.product(...chain.slice(1, -1));
    // −SBS = S'BS for a skew S.
    const isTurned = equalByNormalForm(build.negate(build.transpose(first)), last);
    if (!isTurned && !equalByNormalForm(build.transpose(first), last)) return undefined;
    const fact = form(isTurned ? inner : build.negate(inner));
    return fact && draft.add('congruence', 'semidefinite', [A], { premises: [fact], with: [last] });
  }
  const factor = tools.sign(c);
  const fact = factor && form(build.negate(B));
  return (
    fact &&
    draft.add('definite-scaled', strength(isStrict(fact) && isStrict(factor)), [A], { premises: [fact, factor] })
  );
}

function joinScalars(scalars: readonly Expression[], { draft, sign }: Tools): Fact | undefined {
  const facts = scalars.map(sign);
  if (!facts.every((f) => f !== undefined)) return undefined;
  const [only, ...more] = facts;
  if (only !== undefined && more.length === 0) return only;
  return draft.join('sign-product', build.product(...scalars), facts);
}

function polarForm(A: Expression, chain: readonly Expression[], { draft }: Tools): Fact | undefined {
  for (const f of chain) {
    const O = f.kind === 'transpose' ? f.argument : f;
    if (O.kind !== 'function' || O.name !== 'polar') continue;
    const turned = build.transpose(O);
    const forms = [build.product(turned, O.argument), build.product(O.argument, turned)];
    const all = [...forms, ...forms.map(build.transpose)];
    const at = all.findIndex((form) => equalByNormalForm(form, A));
    if (at < 0) continue;
    const base = draft.add('polar', 'semidefinite', [all[at % 2] as Expression], { with: [O.argument] });
    return at < 2 ? base : draft.add('symmetric-part', 'semidefinite', [A], { premises: [base] });
  }
  return undefined;
}

function schur(A: Expression, factors: readonly Expression[], tools: Tools): Fact | undefined {
  const { draft, form, sign } = tools;
  const [first, ...rest] = factors;
  if (first === undefined || rest.length === 0) return undefined;
  const other = build.hadamard(...rest);
  const [a, b] = [form(first), form(other)];
  if (a === undefined || b === undefined) return undefined;
  if ([first, other].some((x) => !equalByNormalForm(x, build.transpose(x)))) return undefined;
  for (const [p, q, Y] of [
    [a, b, other],
    [b, a, first],
  ] as const) {
    if (!isStrict(p)) continue;
    const diagonal = sign(diagonalOf(Y));
    if (diagonal !== undefined && isStrict(diagonal))
      return draft.add('schur-product-definite', 'definite', [A], { premises: [p, q, diagonal] });
  }
  return draft.add('schur-product', strength(isStrict(a) && isStrict(b)), [A], { premises: [a, b] });
}

/** The diagonal of a matrix, entrywise operations carried out. */
function diagonalOf(A: Expression): Expression {
  const n = A.shape.rows;
  switch (A.kind) {
    case 'ones':
      return build.ones(vectorShape(n));
    case 'sum':
      return build.sum(...A.terms.map(diagonalOf));
    case 'hadamard':
      return build.hadamard(...A.factors.map(diagonalOf));
    case 'power':
      return build.power(diagonalOf(A.base), A.exponent);
    case 'product': {
      const [u, v, ...more] = A.factors.filter((f) => !build.isScalar(f));
      if (u === undefined || v === undefined || more.length > 0 || !build.isVector(u)) return build.diagonal(A);
      return build.product(...A.factors.filter(build.isScalar), build.hadamard(u, build.transpose(v)));
    }
    default:
      return build.diagonal(A);
  }
}

/** The matrix of 1/(w_i + w_j). */
function reciprocalSums(A: Expression & { kind: 'power' }, { draft, sign }: Tools): Fact | undefined {
  if (!build.isNumber(A.exponent, -1)) return undefined;
  const w = build.product(build.HALF, diagonalOf(A.base));
  const row = build.transpose(build.ones(w.shape));
  const sums = build.sum(build.product(w, row), build.product(build.ones(w.shape), build.transpose(w)));
  if (!equalByNormalForm(sums, A.base)) return undefined;
  const [term] = [...normalForm(w).values()];
  const tidy = term === undefined ? w : build.scale(term.coefficient, term.tree);
  const fact = sign(tidy);
  if (fact === undefined || !isStrict(fact)) return undefined;
  return draft.add('reciprocal-sums', 'semidefinite', [A], { premises: [fact] });
}

/** x'Ax as a scalar, block by block, for vectors x that A does not contain. */
function byEveryVector(A: Expression, { draft, sign, isThorough }: Tools): Fact | undefined {
  if (!isThorough) return undefined;
  if ((A.kind !== 'sum' && A.kind !== 'block') || contains(A, isUniversal)) return undefined;
  const blocks = A.kind === 'block' ? A.blocks : [[A]];
  if (blocks.length > MOST_BLOCKS || blocks.some((row) => row.length !== blocks.length)) return undefined;
  if (blocks.some((row, i) => row.some((B, j) => B.shape.columns !== blocks[j]?.[i]?.shape.rows))) return undefined;
  draft.spend(4);
  const x = blocks.map((row, i) => universalVector(i + 1, (row[i] as Expression).shape.rows));
  const terms = blocks.flatMap((row, i) =>
    row.map((B, j) => build.product(build.transpose(x[i] as Expression), B, x[j] as Expression)),
  );
  const fact = sign(build.sum(build.ZERO, ...terms));
  return fact?.judgement === 'nonnegative'
    ? draft.add('every-vector', 'semidefinite', [A], { premises: [fact], with: x })
    : undefined;
}

const MOST_BLOCKS = 4;

/** A statement that is given says so. */
function byGiven(A: Expression, { draft }: Tools): Fact | undefined {
  for (const [index, g] of draft.claim.given.entries()) {
    if (g.kind !== 'semidefinite' || g.matrix.shape.rows !== A.shape.rows) continue;
    const [a, b] = [A, g.matrix].map((X) => build.sum(X, build.transpose(X))) as [Expression, Expression];
    const c = ratio(a, b);
    if (c?.kind !== 'number' || c.value.numerator <= 0n) continue;
    const given = draft.add('given', 'semidefinite', [g.matrix], { index });
    const factor = draft.add('sign-assumed', 'positive', [c]);
    const multiple = build.isNumber(c, 1)
      ? given
      : draft.add('definite-scaled', 'semidefinite', [build.product(c, g.matrix)], { premises: [given, factor] });
    return draft.add('symmetric-part', 'semidefinite', [A], { premises: [multiple] });
  }
  return undefined;
}

/** The other side of an equality that is given. */
function byEqualForm(A: Expression, { draft, form }: Tools): Fact | undefined {
  for (const [index, g] of draft.claim.given.entries()) {
    if (g.kind !== 'equal' || !sameShape(g.left.shape, A.shape) || build.isScalar(A)) continue;
    for (const [own, other] of [
      [g.left, g.right],
      [g.right, g.left],
    ] as const) {
      const [a, b] = [A, own].map((X) => build.sum(X, build.transpose(X))) as [Expression, Expression];
      const c = ratio(a, b);
      if (c?.kind !== 'number' || c.value.numerator <= 0n) continue;
      const known = form(other);
      if (known === undefined) continue;
      const given = draft.add('given', 'equal', [g.left, g.right], { index });
      const turned =
        own === g.left
          ? given
          : draft.add('equal-combination', 'equal', [own, other], {
              premises: [given],
              with: [build.number(-1), build.ONE],
            });
      const fact = draft.add('equal-judged', known.judgement, [own], { premises: [known, turned] });
      const factor = draft.add('sign-assumed', 'positive', [c]);
      const scaled = draft.add('definite-scaled', known.judgement, [build.product(c, own)], {
        premises: [fact, factor],
      });
      return draft.add('symmetric-part', known.judgement, [A], { premises: [scaled] });
    }
  }
  return undefined;
}

/** What a given statement says, or what is known of norms and eigenvalues, and the rest besides: A = B + (A - B). */
function byGivenAndMore(A: Expression, tools: Tools): Fact | undefined {
  const { draft, form } = tools;
  const symmetric = (X: Expression): Expression => build.product(build.HALF, build.sum(X, build.transpose(X)));
  if (build.isScalar(A)) return undefined;
  const statements = draft.claim.given.flatMap((g, index): (KnownForm & { readonly excess: number })[] =>
    g.kind !== 'semidefinite' || g.matrix.shape.rows !== A.shape.rows
      ? []
      : [{ matrix: g.matrix, fact: () => draft.add('given', 'semidefinite', [g.matrix], { index }), excess: 0 }],
  );
  // A multiple of I comes with a norm.
  const spectral = draft.claim.given.length === 0 ? [] : spectralForms(A, tools).map((k) => ({ ...k, excess: 1 }));
  for (const { matrix, fact, excess } of [...statements, ...spectral]) {
    const size = normalForm(symmetric(A)).size + excess;
    for (const c of MULTIPLES) {
      const part = build.product(c, matrix);
      const terms = [...normalForm(symmetric(build.subtract(A, part))).values()];
      // Only a rest that is simpler than A: the search would not end otherwise.
      if (terms.length === 0 || terms.length >= size) continue;
      const rest = form(build.sum(...terms.map((x) => build.scale(x.coefficient, x.tree))));
      if (rest === undefined) continue;
      const known = fact();
      const factor = draft.add('sign-assumed', 'positive', [c]);
      const scaled = build.isNumber(c, 1)
        ? known
        : draft.add('definite-scaled', 'semidefinite', [part], { premises: [known, factor] });
      const whole = build.sum(part, rest.of[0] as Expression);
      const both = draft.add('definite-sum', strength(isStrict(rest)), [whole], { premises: [scaled, rest] });
      return draft.add('symmetric-part', strength(isStrict(rest)), [A], { premises: [both] });
    }
  }
  return undefined;
}

/** What equalities that are given make of the matrix, or of its symmetric part. */
function byEquations(A: Expression, { draft, equations, form }: Tools): Fact | undefined {
  const direct = equations.reduce(A);
  const half = build.product(build.HALF, build.sum(A, build.transpose(A)));
  const reduced = direct ?? (A.kind === 'symbol' ? undefined : equations.reduce(half));
  const fact = reduced && form(reduced.value);
  if (fact === undefined || reduced === undefined) return undefined;
  const judged = draft.add('equal-judged', fact.judgement, [direct === undefined ? half : A], {
    premises: [fact, reduced.fact],
  });
  return direct === undefined ? draft.add('symmetric-part', fact.judgement, [A], { premises: [judged] }) : judged;
}

/** Multiples of given matrices that are tried: x'(A + A')x is twice x'Ax. */
const MULTIPLES = [build.ONE, build.HALF, build.number(2)];

/** A diagonal matrix in another form. */
function byDiagonal(A: Expression, { draft, sign }: Tools): Fact | undefined {
  if (A.kind === 'diag' || A.kind === 'identity') return undefined;
  let words;
  try {
    words = wordsOf(A);
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
  if (words.length === 0 || words.some((w) => w.matrices.length > 0)) return undefined;
  const v = sumOf(words, true, A.shape.rows, build.ONE.shape.rows);
  const fact = sign(v);
  return fact && draft.add('diagonal', strength(isStrict(fact)), [A], { premises: [fact] });
}

function isMultipleOfSymbol(factors: readonly Expression[]): boolean {
  const [only, ...more] = factors.filter((f) => !build.isScalar(f));
  const inner = only?.kind === 'transpose' ? only.argument : only;
  return more.length === 0 && inner?.kind === 'symbol';
}

/** The symmetric part, multiplied out: its terms may cancel. */
function byTerms(A: Expression, { draft, form }: Tools): Fact | undefined {
  if ((A.kind !== 'sum' && A.kind !== 'product') || contains(A, (e) => e.kind === 'block')) return undefined;
  // A multiple of one symbol has no terms that cancel.
  if (A.kind === 'product' && isMultipleOfSymbol(A.factors)) return undefined;
  draft.spend(4);
  let other: Expression;
  try {
    const half = build.product(build.HALF, build.sum(A, build.transpose(A)));
    const terms = [...normalForm(half).values()].map((x) => build.scale(x.coefficient, x.tree));
    if (terms.length > 16) return undefined;
    if (terms.length === 0) {
      const zero = draft.add('sign-assumed', 'nonnegative', [build.ZERO]);
      const id = draft.add('identity', 'definite', [build.identity(A.shape.rows)]);
      const nothing = draft.add('definite-scaled', 'semidefinite', [build.zero(A.shape)], { premises: [id, zero] });
      return draft.add('symmetric-part', 'semidefinite', [A], { premises: [nothing] });
    }
    other = build.sum(...terms);
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
  const fact = form(other);
  return fact && draft.add('symmetric-part', strength(isStrict(fact)), [A], { premises: [fact] });
}
