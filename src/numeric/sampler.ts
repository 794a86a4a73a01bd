/** Samplers of matrices with a pattern: in place, without allocation, at the speed of the generator where nothing binds. */
import type { Random } from './random.js';
import { compileNormBound } from './sampler-norm.js';
import {
  type EntryPattern,
  freePositions,
  type Pairing,
  type Region,
  supportBlocks,
  supportMask,
} from './sampler-pattern.js';
import { fillRegime, type Regime, scratchFor } from './sampler-regime.js';

export interface EntrySampler {
  readonly pattern: EntryPattern;
  /** Draws a matrix of the pattern into the first rows × columns numbers of the target. */
  fill(target: Float64Array, random: Random, regime: Regime): void;
  /** The nearest simple repair that brings a matrix back into its pattern: mirror, mask, clamp, scale. */
  enforce(target: Float64Array): void;
  /** Positions of the entries that determine the matrix. */
  readonly free: Int32Array;
  /** Whether ordinary draws need no repair, so that `fillOrdinary` may be called. */
  readonly simple: boolean;
  /** Ordinary draws of `count` matrices, one after the other from target[from] on. */
  fillOrdinary(target: Float64Array, random: Random, from: number, count: number): void;
}

/** Scaling to a norm leaves this relative margin, above the rounding of the scaled entries. */
const MARGIN = 1 - 2 ** -45;
/** What replaces a 0 where entries must be positive. */
const SMALL = 2 ** -20;
const TILE = 32;
/** About how many numbers are drawn at once for triangles of several matrices. */
const DRAWN = 1024;

/** Copies the upper triangle below the diagonal, times `factor`, in tiles that stay in the cache. */
function mirror(target: Float64Array, n: number, factor: number, from = 0): void {
  if (n <= TILE) {
    for (let i = 1; i < n; i += 1)
      for (let j = 0; j < i; j += 1) target[from + i * n + j] = factor * (target[from + j * n + i] as number);
    return;
  }
  for (let bi = 0; bi < n; bi += TILE)
    for (let bj = 0; bj <= bi; bj += TILE)
      for (let i = bi; i < Math.min(bi + TILE, n); i += 1)
        for (let j = bj; j < Math.min(bj + TILE, i); j += 1)
          target[from + i * n + j] = factor * (target[from + j * n + i] as number);
}

/** The sampler of a pattern. */
export function compileEntries(pattern: EntryPattern): EntrySampler {
  const { rows, columns, symmetry, sign, bounded, norm, blockNorm, condition, values } = pattern;
  const low = sign === 'nonnegative' || sign === 'positive' ? Math.max(0, pattern.low) : pattern.low;
  const high = sign === 'nonpositive' ? Math.min(0, pattern.high) : pattern.high;
  const schur = pattern.support.kind === 'schur';
  const drawn: EntryPattern = schur ? pattern : { ...pattern, low, high };
  const size = rows * columns;
  const mask = supportMask(pattern);
  const blocks = supportBlocks(pattern.support);
  const whole: Region = { r0: 0, r1: rows, c0: 0, c1: columns };
  const scratch = scratchFor(pattern);
  const order = new Int32Array(condition === 'full-rank' || norm < Infinity || blockNorm < Infinity ? size : 0);
  const pivots = Int32Array.from({ length: rows }, (_, i) => i);
  const usedRows = new Uint8Array(rows);
  const usedColumns = new Uint8Array(columns);
  const limited = norm < Infinity || blockNorm < Infinity;
  const normBound = limited ? compileNormBound(Math.max(rows, columns)) : undefined;
  const simple = mask === undefined && !limited && condition === 'none' && values === 'real';

  /** Whether a draw may have to be repaired. */
  const binds = !simple || symmetry !== 'none' || sign !== 'any' || bounded;
  const triangleSize = (rows * (rows + 1)) / 2;
  const triangles = new Float64Array(
    simple && symmetry === 'symmetric' && rows <= TILE
      ? triangleSize * Math.max(1, Math.floor(DRAWN / triangleSize))
      : 0,
  );

  const signed = (value: number): number => {
    let entry = value;
    if (sign === 'nonnegative' || sign === 'positive') entry = Math.abs(entry);
    else if (sign === 'nonpositive') entry = -Math.abs(entry);
    if (bounded) entry = entry < low ? low : entry > high ? high : entry;
    if (sign === 'positive' && entry === 0) entry = bounded ? Math.min(SMALL, high) : SMALL;
    return entry === 0 ? 0 : entry;
  };

  /** Symmetry, support, signs and bounds of single entries. */
  const enforceEntries = (target: Float64Array): void => {
    if (symmetry !== 'none') mirror(target, rows, symmetry === 'skew' ? -1 : 1);
    if (mask !== undefined) for (let i = 0; i < size; i += 1) if (mask[i] === 0) target[i] = 0;
    if (schur) {
      for (let i = 0; i < rows; i += 1) {
        const at = i * columns + i;
        target[at] = signed(target[at] as number);
        if (i % 2 === 0) continue;
        const below = at - 1;
        const above = at - columns;
        if ((target[below] as number) * (target[above] as number) > 0) target[below] = -(target[below] as number);
      }
    } else if (sign !== 'any' || bounded) {
      for (let i = 0; i < size; i += 1)
        if (mask === undefined || mask[i] === 1) target[i] = signed(target[i] as number);
    }
  };

  const scaleRegion = (target: Float64Array, region: Region, bound: number, up: boolean): void => {
    const current = normBound?.of(target, columns, region) ?? 0;
    if (current === 0 || (current <= bound && !up)) return;
    const factor = (bound / current) * MARGIN;
    for (let i = region.r0; i < region.r1; i += 1)
      for (let j = region.c0; j < region.c1; j += 1)
        target[i * columns + j] = (target[i * columns + j] as number) * factor;
  };

  const enforceNorms = (target: Float64Array, up: boolean): void => {
    if (blockNorm < Infinity) {
      for (const block of blocks) scaleRegion(target, block, blockNorm, up);
      if (symmetry !== 'none') mirror(target, rows, symmetry === 'skew' ? -1 : 1);
    }
    if (norm < Infinity) scaleRegion(target, whole, norm, up && blockNorm === Infinity);
  };

  /** Keeps one entry in each row and column and gives it the size of the bound: the norm is the bound, exactly. */
  const keepMatching = (target: Float64Array, region: Region, bound: number, random: Random): void => {
    usedRows.fill(0);
    usedColumns.fill(0);
    const width = region.c1 - region.c0;
    const count = (region.r1 - region.r0) * width;
    for (let k = 0; k < count; k += 1) order[k] = k;
    random.shuffle(order, count);
    const paired = symmetry !== 'none' && region === whole;
    for (let k = 0; k < count; k += 1) {
      const i = region.r0 + Math.floor((order[k] as number) / width);
      const j = region.c0 + ((order[k] as number) % width);
      const at = i * columns + j;
      if (paired && i > j) continue;
      const taken =
        usedRows[i] === 1 || usedColumns[j] === 1 || (paired && (usedRows[j] === 1 || usedColumns[i] === 1));
      if (taken || (mask !== undefined && mask[at] === 0)) {
        target[at] = 0;
        continue;
      }
      usedRows[i] = 1;
      usedColumns[j] = 1;
      if (paired) {
        usedRows[j] = 1;
        usedColumns[i] = 1;
      }
      target[at] = (target[at] as number) < 0 ? -bound : bound;
    }
  };

  const enforceCondition = (target: Float64Array): void => {
    if (condition === 'nonzero') {
      for (let i = 0; i < size; i += 1) if (target[i] !== 0) return;
      target[0] = 1;
    } else if (condition === 'all-nonzero') {
      for (let i = 0; i < size; i += 1) if (target[i] === 0) target[i] = bounded ? Math.min(SMALL, high) : SMALL;
    } else if (condition === 'full-rank') {
      // The rows pivots[0], pivots[1], … form an invertible matrix: triangular, or dominated by its diagonal where
      // zeros are excluded.
      for (let k = 0; k < columns; k += 1) {
        const row = (pivots[k] as number) * columns;
        if (sign === 'positive') {
          let others = 0;
          for (let j = 0; j < columns; j += 1) if (j !== k) others += target[row + j] as number;
          if (!((target[row + k] as number) > 1.5 * others)) target[row + k] = (target[row + k] as number) + 2 * others;
        } else {
          target.fill(0, row + k + 1, row + columns);
          if (target[row + k] === 0) target[row + k] = norm < Infinity ? norm / 2 : 1;
        }
      }
    }
  };

  /** From the same order each time, so that a draw depends on the stream alone. */
  const shufflePivots = (random: Random): void => {
    for (let i = 0; i < rows; i += 1) pivots[i] = i;
    random.shuffle(pivots);
  };

  /** Rows in pairs, in the order of the pivots; a pair of rows may be two single ones, except where all must turn. */
  const fillPairs = (target: Float64Array, random: Random, pairing: Pairing): void => {
    target.fill(0, 0, size);
    const single = pairing === 'involution' ? 1 : -1;
    for (let k = 0; k < rows; k += 2) {
      const i = pivots[k] as number;
      const j = pivots[k + 1];
      if (j === undefined || (pairing !== 'turns' && random.sign() < 0)) {
        target[i * columns + i] = single;
        if (j !== undefined) target[j * columns + j] = single;
        continue;
      }
      const sign = random.sign();
      target[i * columns + j] = pairing === 'involution' ? 1 : sign;
      target[j * columns + i] = pairing === 'involution' ? 1 : -sign;
    }
  };

  const fillSpecial = (target: Float64Array, random: Random): void => {
    switch (values) {
      case 'signs':
        for (let i = 0; i < size; i += 1) target[i] = mask === undefined || mask[i] === 1 ? random.sign() : 0;
        return;
      case 'permutation':
      case 'signed-permutation':
        shufflePivots(random);
        target.fill(0, 0, size);
        for (let i = 0; i < rows; i += 1) {
          const j = pivots[i] as number;
          if (j < columns) target[i * columns + j] = values === 'permutation' ? 1 : random.sign();
        }
        return;
      case 'involution':
      case 'turns':
      case 'stable-turns':
        shufflePivots(random);
        fillPairs(target, random, values);
        return;
      case 'goe':
        random.fillNormal(target, 0, size, Math.SQRT1_2);
        for (let i = 0; i < rows; i += 1) target[i * columns + i] = (target[i * columns + i] as number) * Math.SQRT2;
        mirror(target, rows, 1);
        return;
      case 'real':
    }
  };

  const fillOrdinary = (target: Float64Array, random: Random, from: number, count: number): void => {
    if (symmetry === 'none') {
      random.fillUniform(target, from, from + count * size, low, high);
      return;
    }
    let k = 0;
    let drawn = 0;
    for (let base = from; base < from + count * size; base += size) {
      if (rows > TILE) {
        for (let i = 0; i < rows; i += 1)
          random.fillUniform(target, base + i * rows + i, base + (i + 1) * rows, low, high);
        mirror(target, rows, 1, base);
        continue;
      }
      if (k === drawn) {
        drawn = Math.min(triangles.length, ((from + count * size - base) / size) * triangleSize);
        random.fillUniform(triangles, 0, drawn, low, high);
        k = 0;
      }
      for (let i = 0; i < rows; i += 1) {
        target[base + i * rows + i] = triangles[k++] as number;
        for (let j = i + 1; j < rows; j += 1) {
          const entry = triangles[k++] as number;
          target[base + i * rows + j] = entry;
          target[base + j * rows + i] = entry;
        }
      }
    }
  };

  let free: Int32Array | undefined;
  return {
    pattern,
    simple,
    fillOrdinary,
    get free() {
      free ??= freePositions(pattern);
      return free;
    },
    fill(target, random, regime) {
      if (simple && regime === 'ordinary') {
        fillOrdinary(target, random, 0, 1);
        return;
      }
      if (values !== 'real') {
        fillSpecial(target, random);
        return;
      }
      fillRegime(target, drawn, random, regime, scratch);
      if (!binds) return;
      if (condition === 'full-rank') shufflePivots(random);
      enforceEntries(target);
      const extreme = regime === 'extreme' && limited && !bounded;
      if (extreme) {
        for (const block of blockNorm < Infinity ? blocks : [whole])
          keepMatching(target, block, Math.min(norm, blockNorm), random);
        enforceEntries(target);
      }
      enforceCondition(target);
      if (limited) enforceNorms(target, !bounded && !extreme && regime !== 'tiny' && random.sign() > 0);
    },
    enforce(target) {
      if (values !== 'real') return;
      enforceEntries(target);
      enforceCondition(target);
      if (limited) enforceNorms(target, false);
    },
  };
}
