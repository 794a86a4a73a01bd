/** Whether numbers keep the pattern of their part, decided exactly where rounding could matter. */
import { compileNormBound } from '../../numeric/sampler-norm.js';
import { type EntryPattern, type Region, supportBlocks, supportMask } from '../../numeric/sampler-pattern.js';
import * as Q from '../../symbolic/rational.js';
import type { Dimensions } from '../../symbolic/size.js';
import type { Construction } from './construction.js';
import { type ExactMatrix, evaluateExactly, exactMatrix, exactRank, normIsAtMost } from './exact-matrix.js';
import { satisfiesParameter } from './satisfies.js';

/** The numbers of every part and state of a point, row by row, by the name of the symbol: `W`, `W.A`, `y`. */
export type Point = Readonly<Record<string, readonly number[]>>;

/** Above this size a norm that the rigorous bound cannot settle counts as too large. */
const EXACT_NORM_SIZE = 8;

export function patternHolds(pattern: EntryPattern, values: readonly number[]): boolean {
  const { rows, columns } = pattern;
  if (values.length !== rows * columns || values.some((value) => !Number.isFinite(value))) return false;
  return (
    entriesHold(pattern, values) &&
    valuesHold(pattern, values) &&
    normsHold(pattern, values) &&
    conditionHolds(pattern, values)
  );
}

function entriesHold(pattern: EntryPattern, values: readonly number[]): boolean {
  const { columns, symmetry, sign, low, high, bounded } = pattern;
  const mask = supportMask(pattern);
  const schur = pattern.support.kind === 'schur';
  const entry = (i: number, j: number): number => values[i * columns + j] ?? 0;
  return values.every((value, k) => {
    if (mask !== undefined && mask[k] === 0) return value === 0;
    const i = Math.floor(k / columns);
    const j = k % columns;
    if (symmetry === 'symmetric' && value !== entry(j, i)) return false;
    if (symmetry === 'skew' && value !== -entry(j, i)) return false;
    if (schur && i === j + 1 && value * entry(j, i) > 0) return false;
    if (schur && i !== j) return true;
    if ((sign === 'nonnegative' && value < 0) || (sign === 'positive' && value <= 0)) return false;
    if (sign === 'nonpositive' && value > 0) return false;
    return !bounded || (value >= low && value <= high);
  });
}

function valuesHold({ values: kind, columns, support }: EntryPattern, values: readonly number[]): boolean {
  switch (kind) {
    case 'real':
    case 'goe':
      return true;
    case 'signs':
      return values.every((value, k) =>
        support.kind === 'diagonal' && k % (columns + 1) !== 0 ? value === 0 : Math.abs(value) === 1,
      );
    case 'permutation':
    case 'signed-permutation':
    case 'involution':
    case 'turns':
    case 'stable-turns': {
      const ones = [...values.keys()].filter((k) => values[k] !== 0);
      const distinct = (of: (k: number) => number): boolean => new Set(ones.map(of)).size === columns;
      const allowed = ones.every((k) => values[k] === 1 || (values[k] === -1 && SIGNED.has(kind)));
      return (
        allowed &&
        ones.length === columns &&
        distinct((k) => k % columns) &&
        distinct((k) => Math.floor(k / columns)) &&
        ones.every((k) => isPaired(kind, columns, values, k))
      );
    }
  }
}

const SIGNED: ReadonlySet<EntryPattern['values']> = new Set(['signed-permutation', 'turns', 'stable-turns']);

/** Whether an entry of a signed permutation stands with its mirror image as the kind asks for. */
function isPaired(kind: EntryPattern['values'], columns: number, values: readonly number[], k: number): boolean {
  const mirror = (k % columns) * columns + Math.floor(k / columns);
  if (kind === 'involution') return values[mirror] === 1;
  if (kind !== 'turns' && kind !== 'stable-turns') return true;
  return mirror === k ? kind === 'stable-turns' && values[k] === -1 : values[mirror] === -(values[k] ?? 0);
}

function normsHold(pattern: EntryPattern, values: readonly number[]): boolean {
  const { rows, columns, norm, blockNorm } = pattern;
  if (norm === Infinity && blockNorm === Infinity) return true;
  const size = Math.max(rows, columns);
  const bounds = compileNormBound(size);
  const buffer = Float64Array.from(values);
  let exact: ExactMatrix | undefined;
  const within = (region: Region, bound: number): boolean => {
    if (bound === Infinity || bounds.of(buffer, columns, region) <= bound) return true;
    if (Math.max(region.r1 - region.r0, region.c1 - region.c0) > EXACT_NORM_SIZE) return false;
    exact ??= exactMatrix(values, rows, columns);
    const block = exact.slice(region.r0, region.r1).map((row) => row.slice(region.c0, region.c1));
    return normIsAtMost(block, Q.fromDouble(bound));
  };
  return (
    within({ r0: 0, r1: rows, c0: 0, c1: columns }, norm) &&
    supportBlocks(pattern.support).every((region) => within(region, blockNorm))
  );
}

function conditionHolds({ condition, rows, columns }: EntryPattern, values: readonly number[]): boolean {
  switch (condition) {
    case 'none':
      return true;
    case 'nonzero':
      return values.some((value) => value !== 0);
    case 'all-nonzero':
      return values.every((value) => value !== 0);
    case 'full-rank':
      return exactRank(exactMatrix(values, rows, columns)) === columns;
  }
}

/** Whether the parts of a construction in a point keep their patterns, and the value its range. */
export function partsHold(construction: Construction, dimensions: Dimensions, point: Point): boolean {
  const { parts, parameter, direct } = construction;
  if (!parts.every(({ symbol, pattern }) => patternHolds(pattern, point[symbol.name] ?? []))) return false;
  if (direct || parameter.range === undefined) return true;
  const exact = new Map(
    parts.map(({ symbol, pattern }) => [
      symbol.name,
      exactMatrix(point[symbol.name] ?? [], pattern.rows, pattern.columns),
    ]),
  );
  const value = evaluateExactly(construction.value, dimensions, exact);
  return satisfiesParameter({ ...parameter, structures: [] }, value, dimensions) === true;
}
