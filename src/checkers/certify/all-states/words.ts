/**
 * Matrices as sums of words A₀ D₁ A₁ ⋯ D_k A_k: balls of numbers with diagonal matrices between them whose entries are
 * only known to lie in an interval. The same D may stand in several places: it is one unknown.
 */
import type { Interval } from '../../../interval/interval.js';
import * as I from '../../../interval/interval.js';
import {
  addBalls,
  ballOf,
  type BallMatrix,
  identityBall,
  multiplyBalls,
  transposeBall,
} from '../../../interval/matrix-ball.js';

/** A diagonal matrix of independent unknowns in one interval. */
export interface Diagonal {
  readonly size: number;
  readonly range: Interval;
}

export interface Word {
  /** One more than there are diagonals; where the identity stands, undefined. */
  readonly matrices: readonly (BallMatrix | undefined)[];
  readonly diagonals: readonly number[];
  readonly rows: number;
  readonly columns: number;
}

/** A sum of words in numbered diagonals. */
export interface MatrixForm {
  readonly words: readonly Word[];
  readonly diagonals: readonly Diagonal[];
}

/** A product of a few words has more; beyond this many a matrix is not multiplied out. */
const MOST_WORDS = 200;

/** Why a matrix is not certified: it is no sum of words, or too large. */
export class NotInWords extends Error {}

export const identityWord = (size: number): Word => ({
  matrices: [undefined],
  diagonals: [],
  rows: size,
  columns: size,
});
export const constantWord = (a: BallMatrix): Word => ({
  matrices: [a],
  diagonals: [],
  rows: a.rows,
  columns: a.columns,
});
export const diagonalWord = (index: number, size: number): Word => ({
  matrices: [undefined, undefined],
  diagonals: [index],
  rows: size,
  columns: size,
});

/** AB, where one may be the identity. */
export const joined = (a: BallMatrix | undefined, b: BallMatrix | undefined): BallMatrix | undefined =>
  a === undefined ? b : b === undefined ? a : multiplyBalls(a, b);

const product = (a: Word, b: Word): Word => ({
  matrices: [
    ...a.matrices.slice(0, -1),
    joined(a.matrices[a.matrices.length - 1], b.matrices[0]),
    ...b.matrices.slice(1),
  ],
  diagonals: [...a.diagonals, ...b.diagonals],
  rows: a.rows,
  columns: b.columns,
});

export const transposeWord = (w: Word): Word => ({
  matrices: w.matrices.map((m) => (m === undefined ? undefined : transposeBall(m))).reverse(),
  diagonals: [...w.diagonals].reverse(),
  rows: w.columns,
  columns: w.rows,
});

/** The words of a product, each of one sum with each of the other. */
export function multiplyWords(a: readonly Word[], b: readonly Word[]): Word[] {
  if (a.length * b.length > MOST_WORDS) throw new NotInWords('too many words');
  return collect(a.flatMap((x) => b.map((y) => product(x, y))));
}

/** The constants of a sum in one word. */
export function collect(words: readonly Word[]): Word[] {
  const constants = words.filter((w) => w.diagonals.length === 0);
  const rest = words.filter((w) => w.diagonals.length > 0);
  if (constants.length < 2) return [...words];
  return [constantWord(constants.map(constantOf).reduce(addBalls)), ...rest];
}

/** The matrix of a word without diagonals. */
export const constantOf = (w: Word): BallMatrix => w.matrices[0] ?? identityBall(w.rows);

/** c·A for every c of an interval. */
export function scaleByInterval(c: Interval, a: BallMatrix): BallMatrix {
  const size = a.rows * a.columns;
  const low = a.middle.map((x, k) => end(c, x, a.radius[k] as number, 'low'));
  const high = a.middle.map((x, k) => end(c, x, a.radius[k] as number, 'high'));
  const middle = new Float64Array(size);
  const radius = new Float64Array(size);
  for (let k = 0; k < size; k += 1) {
    const [x, y] = [low[k] as number, high[k] as number];
    const m = x === y ? x : x / 2 + y / 2;
    middle[k] = m;
    radius[k] =
      x === y ? 0 : Math.max(I.subtract(I.point(m), I.point(x)).high, I.subtract(I.point(y), I.point(m)).high);
  }
  return ballOf(a.rows, a.columns, middle, radius);
}
const end = (c: Interval, x: number, r: number, which: 'low' | 'high'): number =>
  I.multiply(c, r === 0 ? I.point(x) : I.add(I.point(x), { low: -r, high: r }))[which];

/** c times a word. */
export function scaleWord(c: Interval, w: Word): Word {
  if (c.low === 1 && c.high === 1) return w;
  const at = Math.max(
    0,
    w.matrices.findIndex((m) => m !== undefined),
  );
  const matrices = w.matrices.map((m, k) =>
    k === at ? scaleByInterval(c, m ?? identityBall(k === 0 ? w.rows : sizeBefore(w, k))) : m,
  );
  return { ...w, matrices };
}
/** The rows of the k-th matrix: only where all before it are identities, so that they are the rows of the word. */
const sizeBefore = (w: Word, k: number): number => w.matrices[k]?.rows ?? w.rows;

/** The word as part of a larger matrix, with its upper left corner at (row, column). */
export function embed(w: Word, rows: number, columns: number, row: number, column: number): Word {
  const last = w.matrices.length - 1;
  const matrices = w.matrices.map((m, k) => {
    if (k !== 0 && k !== last) return m;
    const inner = m ?? identityBall(k === 0 ? w.rows : w.columns);
    const [height, top] = k === 0 ? [rows, row] : [inner.rows, 0];
    const [width, left] = k === last ? [columns, column] : [inner.columns, 0];
    return placed(inner, height, width, top, left);
  });
  return { matrices, diagonals: w.diagonals, rows, columns };
}

/** A matrix with zeros around it. */
function placed(a: BallMatrix, rows: number, columns: number, top: number, left: number): BallMatrix {
  const put = (from: Float64Array): Float64Array => {
    const to = new Float64Array(rows * columns);
    for (let i = 0; i < a.rows; i += 1)
      for (let j = 0; j < a.columns; j += 1) to[(top + i) * columns + left + j] = from[i * a.columns + j] as number;
    return to;
  };
  return ballOf(rows, columns, put(a.middle), put(a.radius));
}
