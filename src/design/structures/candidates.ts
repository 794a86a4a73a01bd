/** Simpler points to try in place of a given one. */
import { freePositions } from '../../numeric/sampler-pattern.js';
import type { Construction, Part } from './construction.js';
import type { Point } from './pattern-holds.js';
import { complexity, roundToBits, simpler, simplerNumbers } from './simple-number.js';

/** A block of numbers of a point: a part of a construction, or a state. */
interface Block {
  readonly name: string;
  readonly values: readonly number[];
  /** Positions that determine the block; each may have a mirrored one. */
  readonly positions: ArrayLike<number>;
  readonly part: Part | undefined;
}

export function blocksOf(point: Point, constructions: readonly Construction[]): Block[] {
  const parts = new Map(constructions.flatMap((c) => c.parts.map((part) => [part.symbol.name, part] as const)));
  return Object.entries(point).map(([name, values]) => {
    const part = parts.get(name);
    return { name, values, part, positions: part === undefined ? [...values.keys()] : freePositions(part.pattern) };
  });
}

/** The block with one number replaced, and its mirror image with it. */
function replaced({ values, part }: Block, position: number, value: number): number[] {
  const result = [...values];
  result[position] = value;
  if (part !== undefined && part.pattern.symmetry !== 'none') {
    const { columns, symmetry } = part.pattern;
    const mirror = (position % columns) * columns + Math.floor(position / columns);
    if (mirror !== position) result[mirror] = symmetry === 'skew' ? -value || 0 : value;
  }
  return result;
}

const isReal = ({ part }: Block): boolean =>
  part === undefined || part.pattern.values === 'real' || part.pattern.values === 'goe';

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + complexity(value), 0);

/** Changes of a whole block, the boldest first. */
function* wholeBlock(block: Block): Generator<number[]> {
  const { values, part } = block;
  const before = total(values);
  const tries: number[][] = [];
  if (part !== undefined && !isReal(block)) {
    const { rows, columns } = part.pattern;
    if (part.pattern.values !== 'signs')
      tries.push(Array.from({ length: rows * columns }, (_, k) => (k % columns === Math.floor(k / columns) ? 1 : 0)));
    tries.push(values.map(Math.abs));
  } else {
    tries.push(values.map(() => 0));
    if (part?.pattern.condition === 'nonzero') tries.push(values.map((_, k) => (k === 0 ? 1 : 0)));
    tries.push(
      values.map(() => 1),
      values.map(Math.sign),
      values.map(Math.round),
    );
    for (const bits of [1, 2, 4, 8, 16]) tries.push(values.map((value) => roundToBits(value, bits)));
    for (const factor of [2 ** -16, 2 ** -4, 0.5, 2, 2 ** 4, 2 ** 16])
      tries.push(values.map((value) => value * factor));
  }
  for (const candidate of tries) {
    const clean = candidate.map((value) => (value === 0 ? 0 : value));
    const differs = clean.some((value, k) => value !== values[k]);
    if (!differs) continue;
    // A permutation has the same numbers whichever it is; the identity counts as the simplest.
    if (total(clean) < before || (!isReal(block) && total(clean) === before && clean[0] === 1)) yield clean;
  }
}

/** Simpler values for one number: the simplest of all first, then those of its neighbours in the block. */
function* oneNumber(block: Block, position: number): Generator<number[]> {
  const value = block.values[position] ?? 0;
  if (!isReal(block)) {
    if (block.part?.pattern.values === 'signs' && value === -1) yield replaced(block, position, 1);
    if (block.part?.pattern.values === 'signed-permutation' && value === -1) yield replaced(block, position, 1);
    return;
  }
  for (const candidate of simplerNumbers(value)) yield replaced(block, position, candidate);
  const others = new Set(block.values.filter((other) => simpler(other, value)));
  let offered = 0;
  for (const other of others) {
    if (offered++ >= 4) return;
    yield replaced(block, position, other);
  }
}

/** A change to try, with the coordinate at which the search for further changes goes on. */
export interface Candidate {
  readonly point: Point;
  readonly coordinate: number;
}

/**
 * Simpler points: whole blocks first, then single numbers. Coordinates count whole blocks and then numbers; `start`
 * rotates the order, so that after a success at a coordinate the search goes on there instead of from the beginning.
 */
export function* simplerPoints(point: Point, constructions: readonly Construction[], start = 0): Generator<Candidate> {
  const blocks = blocksOf(point, constructions);
  const visits: (() => Generator<number[]>)[] = [];
  const names: string[] = [];
  for (const block of blocks) {
    visits.push(() => wholeBlock(block));
    names.push(block.name);
  }
  for (const block of blocks)
    for (const position of Array.from(block.positions)) {
      visits.push(() => oneNumber(block, position));
      names.push(block.name);
    }
  for (let k = 0; k < visits.length; k += 1) {
    const coordinate = (start + k) % visits.length;
    const name = names[coordinate] as string;
    for (const values of visits[coordinate]?.() ?? []) yield { point: { ...point, [name]: values }, coordinate };
  }
}
