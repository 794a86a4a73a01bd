/** Which matrices of independent numbers a sampler draws: where entries may differ from 0, and what binds them. */

/** Where entries may differ from 0. */
export type Support =
  | { readonly kind: 'full' }
  /** i = j; a rectangular matrix has such entries too. */
  | { readonly kind: 'diagonal' }
  /**
   * A real Schur form: upper triangular, and entries (2k+1, 2k) below the diagonal. With a diagonal of one sign and
   * a_{2k+1,2k} a_{2k,2k+1} ≤ 0 its spectrum lies in the half plane of that sign.
   */
  | { readonly kind: 'schur' }
  /** Blocks (i, i+1) and (i+1, i) of the partition of rows and columns into these sizes. */
  | { readonly kind: 'block-tridiagonal'; readonly sizes: readonly number[] };

export interface EntryPattern {
  readonly rows: number;
  readonly columns: number;
  readonly support: Support;
  readonly symmetry: 'none' | 'symmetric' | 'skew';
  /** The sign of every entry of the support; in a Schur form that of the diagonal. */
  readonly sign: 'any' | 'nonnegative' | 'positive' | 'nonpositive';
  /** Ordinary draws are uniform here. */
  readonly low: number;
  readonly high: number;
  /** Whether entries of the support must stay in [low, high]. */
  readonly bounded: boolean;
  /** Bound on the spectral norm; `Infinity`: none. */
  readonly norm: number;
  /** Bound on the spectral norm of every block of a block-tridiagonal support. */
  readonly blockNorm: number;
  /**
   * `nonzero`: some entry is not 0. `all-nonzero`: no entry is. `full-rank`: the columns, at most as many as the rows,
   * are independent.
   */
  readonly condition: 'none' | 'nonzero' | 'all-nonzero' | 'full-rank';
  /**
   * `real`; `signs`: every entry of the support is ±1; `permutation`: distinct columns of a permutation matrix;
   * `signed-permutation`; `involution`: a symmetric permutation matrix; `turns`: a skew signed permutation, blocks
   * [[0, 1], [−1, 0]] up to the order of rows; `stable-turns`: such blocks and −1's; `goe`: the Gaussian orthogonal
   * ensemble, independent normal entries of variance 1 on the diagonal and ½ off it.
   */
  readonly values: 'real' | 'signs' | 'permutation' | 'signed-permutation' | Pairing | 'goe';
}

/** Signed permutations that exchange rows in pairs, or keep them. */
export type Pairing = 'involution' | 'turns' | 'stable-turns';

/** The pattern of a matrix of free numbers in [low, high]. */
export const freePattern = (rows: number, columns: number, low: number, high: number): EntryPattern => ({
  rows,
  columns,
  support: { kind: 'full' },
  symmetry: 'none',
  sign: 'any',
  low,
  high,
  bounded: false,
  norm: Infinity,
  blockNorm: Infinity,
  condition: 'none',
  values: 'real',
});

/** Rows r0 … r1 − 1, columns c0 … c1 − 1. */
export interface Region {
  readonly r0: number;
  readonly r1: number;
  readonly c0: number;
  readonly c1: number;
}

/** The blocks of a block-tridiagonal support; none for another support. */
export function supportBlocks(support: Support): Region[] {
  if (support.kind !== 'block-tridiagonal') return [];
  const starts = [0];
  for (const size of support.sizes) starts.push((starts[starts.length - 1] as number) + size);
  const region = (i: number, j: number): Region => ({
    r0: starts[i] as number,
    r1: starts[i + 1] as number,
    c0: starts[j] as number,
    c1: starts[j + 1] as number,
  });
  return support.sizes.slice(1).flatMap((_, i) => [region(i, i + 1), region(i + 1, i)]);
}

/** 1 where an entry may differ from 0, row by row; `undefined`: everywhere. */
export function supportMask(pattern: EntryPattern): Uint8Array | undefined {
  const { rows, columns, support, symmetry } = pattern;
  if (support.kind === 'full' && symmetry !== 'skew') return undefined;
  const mask = new Uint8Array(rows * columns);
  switch (support.kind) {
    case 'full':
      mask.fill(1);
      break;
    case 'diagonal':
      for (let i = 0; i < Math.min(rows, columns); i += 1) mask[i * columns + i] = 1;
      break;
    case 'schur':
      for (let i = 0; i < rows; i += 1) mask.fill(1, i * columns + i - (i % 2), (i + 1) * columns);
      break;
    case 'block-tridiagonal':
      for (const { r0, r1, c0, c1 } of supportBlocks(support))
        for (let i = r0; i < r1; i += 1) mask.fill(1, i * columns + c0, i * columns + c1);
  }
  if (symmetry === 'skew') for (let i = 0; i < rows; i += 1) mask[i * columns + i] = 0;
  return mask;
}

/** Positions, row by row, of the entries that determine the matrix: those of the support, one of each mirrored pair. */
export function freePositions(pattern: EntryPattern): Int32Array {
  const { rows, columns, symmetry } = pattern;
  const mask = supportMask(pattern);
  const positions: number[] = [];
  for (let i = 0; i < rows; i += 1)
    for (let j = symmetry === 'none' ? 0 : i; j < columns; j += 1)
      if (mask === undefined || mask[i * columns + j] === 1) positions.push(i * columns + j);
  return Int32Array.from(positions);
}
