/** Constructions of parameters as products of factors. */
import type { EntryPattern } from '../../numeric/sampler-pattern.js';
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import { type Size, sizeValue, UNIT } from '../../symbolic/size.js';
import { addPart, addReflections, type Context, conjugate, reflect } from './parts.js';
import type { Requirement } from './requirement.js';

/** A square root rounded down by more than its error. */
const rootBelow = (bound: number): number => Math.sqrt(bound) * (1 - 2 ** -50);

export const isDefinite = (kinds: Requirement['kinds']): boolean =>
  kinds.has('positive-definite') || kinds.has('positive-semidefinite') || kinds.has('negative-semidefinite');
export const hasSign = (kinds: Requirement['kinds']): boolean => kinds.has('nonnegative') || kinds.has('positive');

interface Built {
  readonly value: Expression;
  readonly degree: number;
}

/** The value in the symbols of the parts, which are added to the context. */
export function construct(context: Context): Built {
  const { kinds, rank, blocks } = context.need;
  if (kinds.has('orthogonal')) return { value: constructOrthogonal(context), degree: 0 };
  if (kinds.has('stable')) {
    const value = blocks === undefined ? constructStable(context) : constructImaginary(context, blocks);
    return { value, degree: 1 };
  }
  if (rank !== undefined && kinds.has('diagonal')) return constructDiagonal(context, rank);
  if (rank !== undefined && kinds.has('skew')) return constructSkew(context, rank);
  if (kinds.has('negative-semidefinite')) {
    const { value, degree } = constructSemidefinite(context);
    return { value: build.negate(value), degree };
  }
  if (isDefinite(kinds)) return constructSemidefinite(context);
  return constructRank(context, rank ?? UNIT);
}

function constructOrthogonal(context: Context): Expression {
  const { kinds } = context.need;
  const size = context.parameter.symbol.shape.rows;
  if (kinds.has('negative-semidefinite')) return build.negate(build.identity(size));
  if (isDefinite(kinds) || kinds.has('diagonal')) return build.identity(size);
  if (kinds.has('symmetric')) {
    const signs = addPart(context, 's', size, UNIT, { values: 'signs' });
    return conjugate(addReflections(context, size), build.diag(signs));
  }
  if (kinds.has('skew') || kinds.has('stable')) {
    const turns = addPart(context, 'J', size, size, { values: kinds.has('skew') ? 'turns' : 'stable-turns' });
    return conjugate(addReflections(context, size), turns);
  }
  const vectors = addReflections(context, size);
  const permutation = addPart(context, 'P', size, size, { values: 'signed-permutation' });
  return vectors.reduceRight((y, v) => reflect(v, y), permutation);
}

/**
 * U T U' with T a real Schur form whose spectrum is in Re ≤ 0: every stable matrix is one, up to the size of U. Of rank r
 * it is U E (T − dI) E' U' with T of size r, d > 0 and E the columns of a permutation: a Schur form whose diagonal is
 * negative is invertible, since the product of the entries beside the diagonal of a block is not positive.
 */
function constructStable(context: Context): Expression {
  const { norm, rank } = context.need;
  const size = context.parameter.symbol.shape.rows;
  const triangular = addPart(context, 'T', rank ?? size, rank ?? size, {
    support: { kind: 'schur' },
    sign: 'nonpositive',
    low: -context.reach,
    high: context.reach,
    norm: rank === undefined ? norm : (norm * 15) / 16,
    scales: 1,
  });
  if (rank === undefined) return conjugate(addReflections(context, size), triangular);
  const high = Math.min(context.reach / 4, norm / 16);
  const shift = addPart(context, 'd', UNIT, UNIT, {
    low: 0,
    high,
    sign: 'positive',
    bounded: norm < Infinity,
    scales: 1,
  });
  const invertible = build.subtract(triangular, build.product(shift, build.identity(rank)));
  const columns = addPart(context, 'E', size, rank, { values: 'permutation' });
  return conjugate(addReflections(context, size), build.product(columns, invertible, build.transpose(columns)));
}

/**
 * K diag(p) with K skew and p ≥ 0: it has the blocks of K, and the spectrum of diag(√p) K diag(√p), which is skew. A
 * stable matrix whose diagonal blocks are 0 has trace 0, so that all its eigenvalues lie on the imaginary axis.
 */
function constructImaginary(context: Context, blocks: readonly Size[]): Expression {
  const { norm, blockNorm } = context.need;
  const size = context.parameter.symbol.shape.rows;
  const skew = addPart(context, 'K', size, size, {
    support: { kind: 'block-tridiagonal', sizes: blocks.map((block) => sizeValue(block, context.dimensions)) },
    symmetry: 'skew',
    low: -context.reach,
    high: context.reach,
    norm,
    blockNorm,
    scales: 1,
  });
  const bounded = norm < Infinity || blockNorm < Infinity;
  const weights = addPart(context, 'p', size, UNIT, { low: 0, high: 1, sign: 'nonnegative', bounded });
  return build.product(skew, build.diag(weights));
}

/** E diag(d) E' with r numbers d other than 0 and E the columns of a permutation: every diagonal matrix of rank r. */
function constructDiagonal(context: Context, rank: Size): Built {
  const { kinds, norm } = context.need;
  const signed = hasSign(kinds) || isDefinite(kinds);
  const reach = Math.min(context.reach, norm);
  const d = addPart(context, 'd', rank, UNIT, {
    low: signed ? 0 : -reach,
    high: reach,
    sign: signed ? 'positive' : 'any',
    condition: 'all-nonzero',
    bounded: norm < Infinity,
    scales: 1,
  });
  const columns = addPart(context, 'E', context.parameter.symbol.shape.rows, rank, { values: 'permutation' });
  const value = build.product(columns, build.diag(d), build.transpose(columns));
  return { value: kinds.has('negative-semidefinite') ? build.negate(value) : value, degree: 1 };
}

/** A J A' with independent columns in A and J skew and orthogonal: every skew matrix of even rank r is one. */
function constructSkew(context: Context, rank: Size): Built {
  const reach = Math.sqrt(context.reach / sizeValue(rank, context.dimensions));
  const factor = addPart(context, 'A', context.parameter.symbol.shape.rows, rank, {
    low: -reach,
    high: reach,
    condition: 'full-rank',
    norm: rootBelow(context.need.norm),
    scales: 1,
  });
  const turns = addPart(context, 'J', rank, rank, { values: 'turns' });
  return { value: build.product(factor, turns, build.transpose(factor)), degree: 2 };
}

/** AA', of the stated rank or any; AA' + dI with d > 0 for definite matrices; with A ≥ 0 or A > 0 where signs are asked for. */
function constructSemidefinite(context: Context): Built {
  const { kinds, rank, norm } = context.need;
  const size = context.parameter.symbol.shape.rows;
  const columns = rank ?? size;
  const definite = kinds.has('positive-definite');
  const reach = Math.sqrt(context.reach / sizeValue(columns, context.dimensions));
  const factor = addPart(context, 'A', size, columns, {
    low: -reach,
    high: reach,
    sign: signOf(kinds),
    condition: rank === undefined ? 'none' : 'full-rank',
    norm: rootBelow(definite ? (norm * 15) / 16 : norm),
    scales: 1,
  });
  const square = build.product(factor, build.transpose(factor));
  if (!definite) return { value: square, degree: 2 };
  const shift = addPart(context, 'd', UNIT, UNIT, {
    low: 0,
    high: Math.min(context.reach / 4, norm / 16),
    sign: 'positive',
    bounded: norm < Infinity,
    scales: 2,
  });
  return { value: build.sum(square, build.product(shift, build.identity(size))), degree: 2 };
}

/** AB' with independent columns in A and in B; H A diag(d) A' H with a reflection H where it must be symmetric. */
function constructRank(context: Context, rank: Size): Built {
  const { kinds, norm } = context.need;
  const { rows, columns } = context.parameter.symbol.shape;
  if (kinds.has('symmetric') && hasSign(kinds)) return constructSemidefinite(context);
  const reach = Math.sqrt(context.reach / sizeValue(rank, context.dimensions));
  const factor = {
    low: -reach,
    high: reach,
    sign: signOf(kinds),
    condition: 'full-rank',
    norm: rootBelow(norm),
  } as const;
  const a = addPart(context, 'A', rows, rank, { ...factor, scales: kinds.has('symmetric') ? 0 : 1 });
  if (!kinds.has('symmetric')) {
    const b = addPart(context, 'B', columns, rank, factor);
    return { value: build.product(a, build.transpose(b)), degree: 1 };
  }
  const d = addPart(context, 'd', rank, UNIT, {
    condition: 'all-nonzero',
    bounded: norm < Infinity,
    scales: 1,
  });
  const [v] = addReflections(context, rows, 1);
  const middle = build.product(a, build.diag(d), build.transpose(a));
  return { value: v === undefined ? middle : conjugate([v], middle), degree: 1 };
}

const signOf = (kinds: Requirement['kinds']): EntryPattern['sign'] =>
  kinds.has('positive') ? 'positive' : kinds.has('nonnegative') ? 'nonnegative' : 'any';
