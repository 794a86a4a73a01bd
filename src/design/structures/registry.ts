/** The structures that a parameter can have: what each means and which shapes can have it. */
import { describeShape, isMatrixShape, isSquareShape } from '../../symbolic/shape.js';
import { type Dimensions, sizeValue } from '../../symbolic/size.js';
import type { Parameter, Structure, StructureKind } from '../types.js';
import { evenProblem, findConflict } from './requirement.js';

export interface StructureEntry {
  /** What holds for a matrix W of this structure. */
  readonly meaning: string;
  /** Which shapes can have it. */
  readonly shapes: 'any' | 'matrix' | 'square';
}

export const STRUCTURES = {
  general: { meaning: 'no condition', shapes: 'any' },
  symmetric: { meaning: "W = W'", shapes: 'square' },
  skew: { meaning: "W = -W'", shapes: 'square' },
  diagonal: { meaning: 'zero off the diagonal', shapes: 'square' },
  'positive-definite': { meaning: "W = W' and x'Wx > 0 for every x other than 0", shapes: 'square' },
  'positive-semidefinite': { meaning: "W = W' and x'Wx >= 0 for every x", shapes: 'square' },
  'negative-semidefinite': { meaning: "W = W' and x'Wx <= 0 for every x", shapes: 'square' },
  orthogonal: { meaning: "W'W = I", shapes: 'square' },
  positive: { meaning: 'every entry is positive', shapes: 'any' },
  nonnegative: { meaning: 'no entry is negative', shapes: 'any' },
  stable: { meaning: 'no eigenvalue has a positive real part', shapes: 'square' },
  goe: {
    meaning: 'drawn from the Gaussian orthogonal ensemble: variances 1 on the diagonal, 1/2 off it',
    shapes: 'square',
  },
  rank: { meaning: 'the rank is exactly the given one', shapes: 'matrix' },
  'norm-at-most': { meaning: 'the spectral norm (the 2-norm of a vector) is at most the bound', shapes: 'any' },
  'block-tridiagonal': {
    meaning: 'in a partition of rows and columns, only blocks next to the diagonal blocks differ from 0',
    shapes: 'square',
  },
  'block-norm-at-most': { meaning: 'the spectral norm of every block is at most the bound', shapes: 'square' },
} as const satisfies Record<StructureKind, StructureEntry>;

export const STRUCTURE_KINDS = Object.keys(STRUCTURES) as StructureKind[];

/** How a design file writes a structure. */
export function printStructure(s: Structure): string {
  switch (s.kind) {
    case 'rank':
      return `{ rank: ${s.rank} }`;
    case 'norm-at-most':
    case 'block-norm-at-most':
      return `{ ${s.kind}: ${s.bound} }`;
    case 'block-tridiagonal':
      return `{ block-tridiagonal: [${s.sizes.join(', ')}] }`;
    default:
      return s.kind;
  }
}

/** Why the structures of a parameter cannot be had together or by its shape; `undefined`: they can. */
export function structureProblem(parameter: Parameter): string | undefined {
  const { symbol, structures, range } = parameter;
  const { shape } = symbol;
  const matrix = isMatrixShape(shape);
  for (const s of structures) {
    const { shapes } = STRUCTURES[s.kind];
    if ((shapes === 'square' && !(matrix && isSquareShape(shape))) || (shapes === 'matrix' && !matrix)) {
      const wanted = shapes === 'square' ? 'square matrix' : 'matrix';
      return `the structure ${s.kind} needs a ${wanted}, but ${symbol.name} is a ${describeShape(shape)}`;
    }
    if ((s.kind === 'norm-at-most' || s.kind === 'block-norm-at-most') && !(s.bound > 0 && s.bound < Infinity))
      return `${s.kind} needs a finite bound greater than 0, found ${s.bound}`;
  }
  const kinds = new Set(structures.map((s) => s.kind));
  if (kinds.has('block-norm-at-most') && !kinds.has('block-tridiagonal'))
    return `${symbol.name}: block-norm-at-most needs the sizes of the blocks; add block-tridiagonal`;
  const conflict = findConflict(structures);
  if (conflict !== undefined) {
    const { first, second, kind, why } = conflict;
    return kind === 'contradictory'
      ? `${symbol.name}: the structures ${first} and ${second} contradict each other: ${why}`
      : `${symbol.name}: the combination of ${first} and ${second} is not supported: ${why}`;
  }
  if (range !== undefined && !(range[0] <= range[1])) return `${symbol.name}: the range [${range.join(', ')}] is empty`;
  return undefined;
}

/** Why a parameter has no value at these dimensions (a rank above the size, blocks that do not add up). */
export function sizeProblem(parameter: Parameter, dimensions: Dimensions): string | undefined {
  const { symbol, structures, value } = parameter;
  const rows = sizeValue(symbol.shape.rows, dimensions);
  const columns = sizeValue(symbol.shape.columns, dimensions);
  if (value !== undefined && (value.length !== rows || value.some((row) => row.length !== columns)))
    return `the given value of ${symbol.name} is ${value.length} by ${value[0]?.length ?? 0}, not ${rows} by ${columns}`;
  for (const s of structures) {
    if (s.kind === 'rank') {
      const rank = sizeValue(s.rank, dimensions);
      if (rank < 1 || rank > Math.min(rows, columns))
        return `${symbol.name} is ${rows} by ${columns} and cannot have rank ${rank}`;
    } else if (s.kind === 'block-tridiagonal') {
      const sizes = s.sizes.map((size) => sizeValue(size, dimensions));
      const total = sizes.reduce((sum, size) => sum + size, 0);
      if (total !== rows || sizes.some((size) => size < 1))
        return `the blocks of ${symbol.name} are [${sizes.join(', ')}], which is ${total} in all, not ${rows}`;
    }
  }
  const odd = evenProblem(structures, symbol.shape.rows, (size) => sizeValue(size, dimensions));
  return odd === undefined ? undefined : `${symbol.name}: ${odd}`;
}
