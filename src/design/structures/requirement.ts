/** What a list of structures asks for, taken together; which structures exclude each other. */
import type { Size } from '../../symbolic/size.js';
import type { Structure, StructureKind } from '../types.js';

/** All structures of a parameter in one record. */
export interface Requirement {
  readonly kinds: ReadonlySet<StructureKind>;
  readonly rank: Size | undefined;
  readonly blocks: readonly Size[] | undefined;
  /** Bounds on the spectral norm; `Infinity`: none. */
  readonly norm: number;
  readonly blockNorm: number;
}

/** Why two structures do not go together. */
export interface Conflict {
  readonly first: StructureKind;
  readonly second: StructureKind;
  /** `contradictory`: at most trivial matrices have both; `unsupported`: there are some, but none can be generated. */
  readonly kind: 'contradictory' | 'unsupported';
  readonly why: string;
}

const ZERO_ONLY = 'only the zero matrix has both';
const ZERO_DIAGONAL = 'one asks for a diagonal of zeros';

type Row = readonly [StructureKind, StructureKind, Conflict['kind'], string];

const CONFLICTS: readonly Row[] = [
  ['skew', 'symmetric', 'contradictory', ZERO_ONLY],
  ['skew', 'diagonal', 'contradictory', ZERO_ONLY],
  ['skew', 'nonnegative', 'contradictory', ZERO_ONLY],
  ['skew', 'positive', 'contradictory', ZERO_DIAGONAL],
  ['skew', 'positive-definite', 'contradictory', 'no matrix has both'],
  ['skew', 'positive-semidefinite', 'contradictory', ZERO_ONLY],
  ['skew', 'negative-semidefinite', 'contradictory', ZERO_ONLY],
  ['diagonal', 'positive', 'contradictory', 'a diagonal matrix has zeros off its diagonal'],
  ['diagonal', 'block-tridiagonal', 'contradictory', ZERO_ONLY],
  ['positive-definite', 'negative-semidefinite', 'contradictory', 'no matrix has both'],
  ['positive-semidefinite', 'negative-semidefinite', 'contradictory', ZERO_ONLY],
  ['positive-definite', 'stable', 'contradictory', 'the eigenvalues of one are positive, of the other not'],
  ['positive-semidefinite', 'stable', 'contradictory', ZERO_ONLY],
  ['positive-definite', 'block-tridiagonal', 'contradictory', ZERO_DIAGONAL],
  ['positive-semidefinite', 'block-tridiagonal', 'contradictory', ZERO_ONLY],
  ['negative-semidefinite', 'block-tridiagonal', 'contradictory', ZERO_ONLY],
  ['negative-semidefinite', 'positive', 'contradictory', 'the diagonal of one is not positive'],
  ['negative-semidefinite', 'nonnegative', 'contradictory', ZERO_ONLY],
  ['orthogonal', 'positive', 'contradictory', 'columns with positive entries are not orthogonal'],
  ['block-tridiagonal', 'positive', 'contradictory', ZERO_DIAGONAL],
  ['stable', 'positive', 'contradictory', 'a matrix of positive entries has a positive eigenvalue'],
  ['stable', 'nonnegative', 'unsupported', 'such matrices are nilpotent'],
  ['orthogonal', 'block-tridiagonal', 'unsupported', 'take its blocks as parameters'],
  ['orthogonal', 'rank', 'contradictory', 'an orthogonal matrix has full rank'],
  ['orthogonal', 'block-norm-at-most', 'unsupported', 'take its blocks as parameters'],
  ['block-tridiagonal', 'rank', 'unsupported', 'take the factors of its blocks as parameters'],
  ['positive-definite', 'rank', 'contradictory', 'a positive definite matrix has full rank'],
];

/** A distribution has no structure added to it but symmetry, which it has. */
const COMPATIBLE_WITH_GOE: ReadonlySet<StructureKind> = new Set(['goe', 'general', 'symmetric']);

/** The first conflict among structures, if any. */
export function findConflict(structures: readonly Structure[]): Conflict | undefined {
  const kinds = new Set(structures.map((s) => s.kind));
  for (const [first, second, kind, why] of CONFLICTS) {
    if (!kinds.has(first) || !kinds.has(second)) continue;
    return { first, second, kind, why };
  }
  if (kinds.has('goe'))
    for (const other of kinds)
      if (!COMPATIBLE_WITH_GOE.has(other))
        return { first: 'goe', second: other, kind: 'unsupported', why: 'the ensemble is a distribution' };
  if (kinds.has('stable') && kinds.has('symmetric') && kinds.has('block-tridiagonal'))
    return {
      first: 'stable',
      second: 'block-tridiagonal',
      kind: 'contradictory',
      why: `of symmetric ones ${ZERO_ONLY}`,
    };
  for (const s of structures)
    if (s.kind === 'norm-at-most' && s.bound < 1 && kinds.has('orthogonal'))
      return {
        first: 'orthogonal',
        second: 'norm-at-most',
        kind: 'contradictory',
        why: `an orthogonal matrix has norm 1, more than ${s.bound}`,
      };
  return undefined;
}

/** Why no matrix has the structures at these sizes, which must be even: of what has eigenvalues in pairs ±iω alone. */
export function evenProblem(
  structures: readonly Structure[],
  size: Size,
  valueOf: (size: Size) => number,
): string | undefined {
  const kinds = new Set(structures.map((s) => s.kind));
  if (!kinds.has('skew')) return undefined;
  const n = valueOf(size);
  if (kinds.has('orthogonal') && n % 2 === 1)
    return `skew and orthogonal matrices exist for even sizes only, and the size is ${n}`;
  const rank = structures.find((s) => s.kind === 'rank');
  if (rank === undefined || valueOf(rank.rank) % 2 === 0) return undefined;
  return `the rank of a skew matrix is even, and ${valueOf(rank.rank)} is asked for`;
}

/** Joins structures; definite matrices are symmetric, symmetric stable ones negative semi-definite. */
export function joinStructures(structures: readonly Structure[]): Requirement {
  const kinds = new Set<StructureKind>(structures.map((s) => s.kind));
  let rank: Size | undefined;
  let blocks: readonly Size[] | undefined;
  let norm = Infinity;
  let blockNorm = Infinity;
  for (const s of structures) {
    if (s.kind === 'rank') rank = s.rank;
    else if (s.kind === 'block-tridiagonal') blocks = s.sizes;
    else if (s.kind === 'norm-at-most') norm = Math.min(norm, s.bound);
    else if (s.kind === 'block-norm-at-most') blockNorm = Math.min(blockNorm, s.bound);
  }
  if (kinds.has('stable') && (kinds.has('symmetric') || kinds.has('diagonal'))) kinds.add('negative-semidefinite');
  if (kinds.has('stable') && (kinds.has('skew') || kinds.has('negative-semidefinite'))) kinds.delete('stable');
  if (kinds.has('positive-definite')) kinds.delete('positive-semidefinite');
  if (kinds.has('positive')) kinds.delete('nonnegative');
  if (DEFINITE.some((kind) => kinds.has(kind)) || kinds.has('diagonal') || kinds.has('goe')) kinds.add('symmetric');
  return { kinds, rank, blocks, norm, blockNorm };
}

const DEFINITE = ['positive-definite', 'positive-semidefinite', 'negative-semidefinite'] as const;
