/** Given numbers of a parameter: their form, and whether they have the structure that is declared. */
import * as Q from '../symbolic/rational.js';
import { definiteness, integers, isAlmostStable, type NumberMatrix, normGap } from './exact.js';
import type { Sizes } from './sizes.js';
import { describeNode, type Source, type SourceNode } from './source.js';
import type { Interval, Structure } from './types.js';

/** Largest size for which definiteness, and stability, of given numbers is decided. */
const MAX_DEFINITE = 64;
const MAX_STABLE = 16;

export interface GivenNumbers {
  readonly rows: NumberMatrix;
  /** How many sizes their shape has. */
  readonly rank: 0 | 1 | 2;
}

/** Given numbers row by row: a number, a list (a vector) or a list of rows. */
export function readValue(node: SourceNode, source: Source): GivenNumbers {
  if (node.kind !== 'list') return { rows: [[source.number(node, 'a number, a list or a list of rows')]], rank: 0 };
  const [first] = node.items;
  if (first === undefined) throw source.error(node, 'the list of numbers is empty');
  if (first.kind !== 'list') return { rows: node.items.map((item) => [source.number(item, 'a number')]), rank: 1 };
  const rows = node.items.map((row) => source.list(row, 'a row of numbers').map((x) => source.number(x, 'a number')));
  const columns = rows[0]?.length ?? 0;
  const ragged = rows.findIndex((row) => row.length !== columns);
  if (columns === 0) throw source.error(first, 'the row of numbers is empty');
  if (ragged >= 0)
    throw source.error(
      node.items[ragged] ?? node,
      `row ${ragged + 1} has ${rows[ragged]?.length} numbers, but the first has ${columns}`,
    );
  return { rows, rank: 2 };
}

/** Refuses numbers outside the range or without the structure that is declared for them. */
export function checkValue(
  rows: NumberMatrix,
  structures: readonly Structure[],
  range: Interval | undefined,
  sizes: Sizes,
  node: SourceNode,
  source: Source,
): void {
  for (const row of rows)
    for (const x of row)
      if (range !== undefined && (x < range[0] || x > range[1]))
        throw source.error(node, `the entry ${x} is outside the range [${range[0]}, ${range[1]}]`);
  for (const structure of structures) {
    const why = contradiction(rows, structure, sizes);
    if (why !== undefined) throw source.error(node, `${describeNode(node)} is not ${structure.kind}: ${why}`);
  }
}

const entry = (rows: NumberMatrix, i: number, j: number): number => rows[i]?.[j] ?? 0;

/** The first entry for which a test fails, in words. */
function findEntry(rows: NumberMatrix, bad: (x: number, i: number, j: number) => boolean): string | undefined {
  for (const [i, row] of rows.entries())
    for (const [j, x] of row.entries()) if (bad(x, i, j)) return `entry (${i + 1}, ${j + 1}) is ${x}`;
  return undefined;
}

function contradiction(rows: NumberMatrix, structure: Structure, sizes: Sizes): string | undefined {
  const mirror = (i: number, j: number): string => `, but entry (${j + 1}, ${i + 1}) is ${entry(rows, j, i)}`;
  const compareMirror = (sign: 1 | -1): string | undefined => {
    for (const [i, row] of rows.entries())
      for (const [j, x] of row.entries())
        if (x !== sign * entry(rows, j, i)) return `entry (${i + 1}, ${j + 1}) is ${x}${mirror(i, j)}`;
    return undefined;
  };
  switch (structure.kind) {
    case 'general':
      return undefined;
    case 'symmetric':
      return compareMirror(1);
    case 'skew':
      return compareMirror(-1);
    case 'diagonal':
      return findEntry(rows, (x, i, j) => i !== j && x !== 0);
    case 'positive':
      return findEntry(rows, (x) => x <= 0);
    case 'nonnegative':
      return findEntry(rows, (x) => x < 0);
    case 'positive-definite':
    case 'positive-semidefinite':
    case 'negative-semidefinite':
      return compareMirror(1) ?? indefinite(rows, structure.kind);
    case 'orthogonal':
      return notOrthogonal(rows);
    case 'stable':
      return unstable(rows);
    case 'goe':
      return 'it is a distribution of random matrices, not one matrix';
    case 'rank': {
      const rank = rankOf(rows);
      return rank > sizes.valueOf(structure.rank) ? `its rank is ${rank}, above ${structure.rank}` : undefined;
    }
    case 'norm-at-most':
      return normAbove(rows, structure.bound);
    case 'block-tridiagonal':
      return offBlocks(
        rows,
        structure.sizes.map((size) => sizes.valueOf(size)),
      );
    case 'block-norm-at-most':
      return undefined;
  }
}

function indefinite(rows: NumberMatrix, kind: Structure['kind']): string | undefined {
  if (rows.length > MAX_DEFINITE) return `that cannot be decided above size ${MAX_DEFINITE}`;
  const signed = kind === 'negative-semidefinite' ? rows.map((row) => row.map((x) => (x === 0 ? 0 : -x))) : rows;
  const found = definiteness(integers(signed).entries);
  if (found === 'definite') return undefined;
  if (kind === 'positive-definite')
    return found === 'neither' ? 'it has a negative eigenvalue' : 'it has the eigenvalue 0';
  if (found === 'semidefinite') return undefined;
  return `it has a ${kind === 'negative-semidefinite' ? 'positive' : 'negative'} eigenvalue`;
}

/** W'W = I up to the rounding of its entries to doubles. */
function notOrthogonal(rows: NumberMatrix): string | undefined {
  const tolerance = 8 * rows.length * Number.EPSILON;
  for (let i = 0; i < rows.length; i += 1)
    for (let j = 0; j <= i; j += 1) {
      const inner = rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0);
      const off = Math.abs(inner - (i === j ? 1 : 0));
      if (off > tolerance)
        return i === j
          ? `column ${i + 1} has squared length ${inner}`
          : `columns ${j + 1} and ${i + 1} have inner product ${inner}`;
    }
  return undefined;
}

function unstable(rows: NumberMatrix): string | undefined {
  if (rows.length > MAX_STABLE) return `that cannot be decided above size ${MAX_STABLE}`;
  return isAlmostStable(integers(rows).entries) ? undefined : 'it has an eigenvalue with a positive real part';
}

/** ‖A‖ ≤ c, up to a relative 1e-12. */
function normAbove(rows: NumberMatrix, bound: number): string | undefined {
  const { entries, scale } = integers(rows);
  const c = Q.multiply(Q.fromDecimal(String(bound)), Q.rational(10n ** 12n + 1n, 10n ** 12n));
  const limit = Q.multiply(Q.power(c, 2), Q.rational(scale * scale));
  // Everything times the denominator of the limit, so that the gap stays in integers: (q·A)'(q·A) against q²·limit.
  const q = limit.denominator;
  const scaled = entries.map((row) => row.map((x) => x * q));
  if (rows.length > MAX_DEFINITE) return `that cannot be decided above size ${MAX_DEFINITE}`;
  return definiteness(normGap(scaled, limit.numerator * q)) === 'neither' ? `its norm is above ${bound}` : undefined;
}

/** Zero outside the blocks next to the diagonal ones. */
function offBlocks(rows: NumberMatrix, blocks: readonly number[]): string | undefined {
  const blockOf = blocks.flatMap((size, k) => Array.from({ length: size }, () => k));
  return findEntry(rows, (x, i, j) => x !== 0 && Math.abs((blockOf[i] ?? 0) - (blockOf[j] ?? 0)) !== 1);
}

/** The blocks next to the diagonal, each with the bound on its norm. */
export function checkBlockNorms(
  rows: NumberMatrix,
  structures: readonly Structure[],
  sizes: Sizes,
  node: SourceNode,
  source: Source,
): void {
  const bound = structures.find((s) => s.kind === 'block-norm-at-most')?.bound;
  const blocks = structures.find((s) => s.kind === 'block-tridiagonal')?.sizes.map((size) => sizes.valueOf(size));
  if (bound === undefined || blocks === undefined) return;
  const starts = blocks.map((_, k) => blocks.slice(0, k).reduce((sum, size) => sum + size, 0));
  for (const [i, size] of blocks.entries())
    for (const j of [i - 1, i + 1]) {
      const [top = 0, left, width] = [starts[i], starts[j], blocks[j]];
      if (left === undefined || width === undefined) continue;
      const block = rows.slice(top, top + size).map((row) => row.slice(left, left + width));
      const why = normAbove(block, bound);
      if (why !== undefined) throw source.error(node, `block (${i + 1}, ${j + 1}) is too large: ${why}`);
    }
}

/** The rank up to a relative 1e-9, by elimination with full pivoting. */
function rankOf(rows: NumberMatrix): number {
  const a = rows.map((row) => [...row]);
  const largest = Math.max(...a.flat().map(Math.abs));
  let rank = 0;
  for (;;) {
    let best: { i: number; j: number; size: number } = { i: 0, j: 0, size: 0 };
    for (let i = rank; i < a.length; i += 1)
      for (const [j, x] of (a[i] ?? []).entries()) if (Math.abs(x) > best.size) best = { i, j, size: Math.abs(x) };
    if (best.size <= 1e-9 * largest || rank >= a.length) return rank;
    const pivot = a[best.i] as number[];
    a[best.i] = a[rank] as number[];
    a[rank] = pivot;
    rank += 1;
    for (let i = rank; i < a.length; i += 1) {
      const row = a[i] as number[];
      const factor = (row[best.j] ?? 0) / (pivot[best.j] ?? 1);
      for (const j of row.keys()) row[j] = j === best.j ? 0 : (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
}
