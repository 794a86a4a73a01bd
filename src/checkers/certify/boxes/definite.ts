/** Whether all symmetric matrices with entries in intervals are positive semi-definite, or definite. */
import { ballDefiniteness } from '../../../interval/definite.js';
import { exactly } from '../../../interval/matrix-ball.js';
import { timesHigh, timesLow } from '../../../interval/interval.js';
import { quotientAbove, quotientBelow, sumAbove, sumBelow } from '../../../interval/rounding.js';

/** Entries of a symmetric matrix, row by row; only the lower triangle is read. */
export interface IntervalMatrix {
  readonly size: number;
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** What holds for every matrix: `definite`, `semidefinite` (at least), or nothing that is known. */
export type Definite = 'definite' | 'semidefinite' | undefined;

const LARGEST_BY_VERTICES = 4;

/**
 * First by an interval elimination; then by vertices: all are semi-definite exactly where those 2^(n−1) matrices are
 * whose entry (i, j), i ≠ j, is its lower end where z_i z_j = 1, else its upper end, with the least diagonal (Rohn 1994).
 */
export function definiteness(a: IntervalMatrix): Definite {
  if (![...a.low, ...a.high].every((x) => Number.isFinite(x))) return undefined;
  const quick = eliminated(a);
  if (quick !== undefined || a.size < 2 || a.size > LARGEST_BY_VERTICES) return quick;
  let all: Definite = 'definite';
  for (let signs = 0; signs < 2 ** (a.size - 1); signs += 1) {
    const found = ballDefiniteness(exactly(a.size, a.size, vertex(a, signs)));
    if (found !== 'definite' && found !== 'semidefinite') return undefined;
    if (found === 'semidefinite') all = 'semidefinite';
  }
  return all;
}

function vertex({ size, low, high }: IntervalMatrix, signs: number): Float64Array {
  const z = (i: number): number => (signs >> i) & 1;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= i; j += 1) {
      const from = i === j || z(i) === z(j) ? low : high;
      matrix[i * size + j] = matrix[j * size + i] = from[i * size + j] as number;
    }
  return matrix;
}

/** By Schur complements of diagonal entries; a row that is 0 besides its diagonal stands for itself. */
function eliminated({ size, low, high }: IntervalMatrix): Definite {
  let rows = Array.from({ length: size }, (_, i) => i);
  const [l, h] = [Float64Array.from(low), Float64Array.from(high)];
  const at = (i: number, j: number): number => Math.max(i, j) * size + Math.min(i, j);
  const ends = (i: number, j: number): readonly [number, number] => [l[at(i, j)] as number, h[at(i, j)] as number];
  let result: Definite = 'definite';
  while (rows.length > 0) {
    const alone = rows.find((i) => rows.every((j) => j === i || ends(i, j).every((x) => x === 0)));
    const pivot = alone ?? rows.reduce((best, i) => (ends(i, i)[0] > ends(best, best)[0] ? i : best));
    const [least, most] = ends(pivot, pivot);
    if (!(least > 0) && !(alone !== undefined && least === 0)) return undefined;
    if (least === 0) result = 'semidefinite';
    rows = rows.filter((i) => i !== pivot);
    if (alone !== undefined) continue;
    const reciprocal = [quotientBelow(1, most), quotientAbove(1, least)] as const;
    for (const i of rows)
      for (const j of rows) {
        if (j > i) continue;
        const [a, b] = [ends(i, pivot), ends(j, pivot)];
        const product = i === j ? square(a) : ([timesLow(...a, ...b), timesHigh(...a, ...b)] as const);
        const [own, k] = [ends(i, j), at(i, j)];
        l[k] = sumBelow(own[0], -timesHigh(...product, ...reciprocal));
        h[k] = sumAbove(own[1], -timesLow(...product, ...reciprocal));
      }
  }
  return result;
}

function square([low, high]: readonly [number, number]): readonly [number, number] {
  const [near, far] = [low > 0 ? low : high < 0 ? -high : 0, Math.max(-low, high)];
  return [timesLow(near, near, near, near), timesHigh(far, far, far, far)];
}
