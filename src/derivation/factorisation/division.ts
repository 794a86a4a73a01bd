/** Division of vectors from the right: v = Σ N_j z_j + rest, and vectors that others may be multiples of. */
import * as Q from '../../symbolic/rational.js';
import type { Size } from '../../symbolic/size.js';
import {
  addWords,
  collectWords,
  matrixKey,
  type Powers,
  samePowers,
  scaled,
  times,
  timesPowers,
  type Word,
} from './words.js';

const MOST_ROUNDS = 120;
const MOST_REST = 300;

/** The powers of a without those of b, where a has them all. */
function without(a: Powers, b: Powers): Powers | undefined {
  const result = new Map(a);
  for (const [key, { exponent }] of b) {
    const found = result.get(key);
    if (found === undefined || Math.sign(found.exponent) !== Math.sign(exponent)) return undefined;
    if (Math.abs(found.exponent) < Math.abs(exponent)) return undefined;
    const rest = found.exponent - exponent;
    if (rest === 0) result.delete(key);
    else result.set(key, { base: found.base, exponent: rest });
  }
  return result;
}

const inverted = (p: Powers): Powers =>
  new Map([...p].map(([key, { base, exponent }]) => [key, { base, exponent: -exponent }]));

/** The words of a vector with its size. */
export interface Vector {
  readonly words: readonly Word[];
  readonly size: Size;
}

const lastSize = (w: Word, size: Size): Size => w.matrices[w.matrices.length - 1]?.shape.columns ?? size;

/**
 * The word m with w = m s, where s ends w; scalars of s that w does not have become reciprocals. The sizes are those of
 * the vectors that w and s are words of.
 */
export function quotient(w: Word, s: Word, sizeOfW: Size, sizeOfS: Size): Word | undefined {
  if (lastSize(w, sizeOfW) !== lastSize(s, sizeOfS)) return undefined;
  const offset = w.matrices.length - s.matrices.length;
  if (offset < 0) return undefined;
  for (let i = 0; i < s.matrices.length; i += 1) {
    if (matrixKey(w.matrices[offset + i]) !== matrixKey(s.matrices[i])) return undefined;
    if (!samePowers(w.diagonals[offset + i + 1] as Powers, s.diagonals[i + 1] as Powers)) return undefined;
  }
  const rest = without(w.diagonals[offset] as Powers, s.diagonals[0] as Powers);
  if (rest === undefined) return undefined;
  // A word of scalars alone divides only what contains it.
  const isScalar = s.matrices.length === 0 && s.diagonals.every((d) => d.size === 0);
  if (isScalar && without(w.scalars, s.scalars) === undefined) return undefined;
  return {
    coefficient: Q.multiply(w.coefficient, Q.reciprocal(s.coefficient)),
    scalars: timesPowers(w.scalars, inverted(s.scalars)),
    matrices: w.matrices.slice(0, offset),
    diagonals: [...w.diagonals.slice(0, offset), rest],
  };
}

/**
 * The quotients N_j of v = Σ N_j z_j, by the leading words chosen; undefined where something is left. `spend` is told of
 * every round.
 */
export function divide(
  v: Vector,
  z: readonly Vector[],
  leads: readonly number[],
  spend: () => void,
): Word[][] | undefined {
  const quotients: Word[][] = z.map(() => []);
  const rest = addWords(new Map(), v.words);
  for (let round = 0; rest.size > 0; round += 1) {
    if (round > MOST_ROUNDS || rest.size > MOST_REST) return undefined;
    spend();
    const found = firstQuotient([...rest.values()], v.size, z, leads);
    if (found === undefined) return undefined;
    quotients[found.j]?.push(found.m);
    const taken = (z[found.j] as Vector).words.map((s) => scaled(Q.MINUS_ONE, times(found.m, s)));
    addWords(rest, taken);
  }
  return quotients.map(collectWords);
}

function firstQuotient(
  rest: readonly Word[],
  size: Size,
  z: readonly Vector[],
  leads: readonly number[],
): { j: number; m: Word } | undefined {
  for (const w of rest)
    for (const [j, of] of z.entries()) {
      const lead = of.words[leads[j] ?? 0];
      const m = lead === undefined ? undefined : quotient(w, lead, size, of.size);
      if (m !== undefined) return { j, m };
    }
  return undefined;
}

const shared = (a: Powers, b: Powers): Powers =>
  new Map(
    [...a].flatMap(([key, x]) => {
      const y = b.get(key)?.exponent ?? 0;
      if (Math.sign(y) !== Math.sign(x.exponent)) return [];
      return [[key, { base: x.base, exponent: Math.sign(y) * Math.min(Math.abs(x.exponent), Math.abs(y)) }]];
    }),
  );

/**
 * Vectors of which v may be a multiple: v, what remains as common left factors are taken away, and with `splits` the same
 * of the parts of v that begin with one matrix each, as z is a part of (I - A)z.
 */
export function rightFactors(v: readonly Word[], splits: number): Word[][] {
  const found: Word[][] = [[...v]];
  let words = [...v];
  for (let depth = 0; depth < 12 && words.length > 0; depth += 1) {
    const [first] = words as [Word];
    const scalars = words.map((w) => w.scalars).reduce(shared);
    const front = words.map((w) => w.diagonals[0] as Powers).reduce(shared);
    let next = words.map((w) => ({
      ...w,
      coefficient: Q.multiply(w.coefficient, Q.reciprocal(first.coefficient)),
      scalars: without(w.scalars, scalars) ?? w.scalars,
      diagonals: [without(w.diagonals[0] as Powers, front) ?? (w.diagonals[0] as Powers), ...w.diagonals.slice(1)],
    }));
    const bare = next.every((w) => (w.diagonals[0] as Powers).size === 0 && w.matrices.length > 0);
    const [key] = next.map((w) => matrixKey(w.matrices[0]));
    const common = bare && next.every((w) => matrixKey(w.matrices[0]) === key);
    if (scalars.size > 0 || front.size > 0) found.push(next);
    if (!common) break;
    next = next.map((w) => ({ ...w, matrices: w.matrices.slice(1), diagonals: w.diagonals.slice(1) }));
    found.push(next);
    words = next;
  }
  const parts = new Map<string, Word[]>();
  for (const w of words) {
    const key = matrixKey(w.matrices[0]);
    parts.set(key, [...(parts.get(key) ?? []), w]);
  }
  if (splits === 0 || parts.size < 2) return found;
  const shortest = [...parts.values()].sort((a, b) => chainLength(a) - chainLength(b)).slice(0, MOST_PARTS);
  return [...found, ...shortest.flatMap((part) => rightFactors(part, splits - 1))];
}

const MOST_PARTS = 3;
const chainLength = (words: readonly Word[]): number => Math.max(...words.map((w) => w.matrices.length));
