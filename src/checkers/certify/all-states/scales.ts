/**
 * Scales t of a lower bound (`box-bound.ts`) for which its least eigenvalue is large. With the eigenvectors x of weights
 * X = Σ w xx' that stress the least eigenvalues, t_i = √(q_i'Xq_i / p_i'Xp_i) is optimal for X; both are taken in turn.
 * Any positive scales are right: nothing rests on what is computed here.
 */
import type { BallMatrix } from '../../../interval/matrix-ball.js';
import { symmetricEigen, type Eigen } from '../../../numeric/linear-algebra-dense.js';
import { type Expansion, lowerBound } from './box-bound.js';

export type Scales = readonly Float64Array[];

/** A bound with the scales it was made with and its approximate eigenvalues. */
export interface Scaled {
  readonly scales: Scales;
  readonly bound: BallMatrix;
  readonly eigen: Eigen;
}

/** Weights fall by e for eigenvalues that are higher by this part of the spread; it becomes smaller from round to round. */
const SOFTEST = 0.3;
const HARDER = 0.6;

export const scaledBy = (e: Expansion, scales: Scales): Scaled => {
  const bound = lowerBound(e, scales);
  return { scales, bound, eigen: symmetricEigen(bound.middle, e.size) };
};

/** The lengths of the columns of P and the rows of Q are a first guess. */
export function firstScales(e: Expansion): Scales {
  return e.linear.map(({ diagonal, left, right }) => {
    const n = (e.radius[diagonal] as Float64Array).length;
    return Float64Array.from({ length: n }, (_, i) => {
      let [p, q] = [left === undefined ? 1 : 0, right === undefined ? 1 : 0];
      if (left !== undefined) for (let k = 0; k < left.rows; k += 1) p += (left.middle[k * n + i] as number) ** 2;
      if (right !== undefined)
        for (let k = 0; k < right.columns; k += 1) q += (right.middle[i * right.columns + k] as number) ** 2;
      return ratio(q, p);
    });
  });
}
const ratio = (q: number, p: number): number => Math.min(LARGEST, Math.max(1 / LARGEST, Math.sqrt(q / p) || 1));
const LARGEST = 2 ** 40;

/** The best bound of a few rounds; a round that makes all eigenvalues positive is the last. */
export function improved(e: Expansion, start: Scaled, rounds: number): Scaled {
  let current = start;
  let best = start;
  let softness = SOFTEST;
  for (let k = 0; k < rounds && e.linear.length > 0 && !isPositive(best); k += 1, softness *= HARDER) {
    current = scaledBy(e, step(e, current, softness));
    if (leastOf(current) > leastOf(best)) best = current;
  }
  return best;
}

export const leastOf = ({ eigen }: Scaled): number => eigen.values[0] as number;
const isPositive = (s: Scaled): boolean => leastOf(s) > 0.02 * Math.abs(s.eigen.values[s.eigen.values.length - 1] ?? 0);

function step(e: Expansion, { scales, eigen }: Scaled, softness: number): Scales {
  const { values, vectors } = eigen;
  const n = e.size;
  const least = values[0] as number;
  const spread = (values[n - 1] as number) - least;
  const weights = values.map((v) => (spread > 0 ? Math.exp(-(v - least) / (softness * spread)) : 1));
  return e.linear.map(({ diagonal, left, right }, k) => {
    const m = (e.radius[diagonal] as Float64Array).length;
    const [p, q] = [forms(left, false, m, n, vectors, weights), forms(right, true, m, n, vectors, weights)];
    return (scales[k] as Float64Array).map((t, i) => Math.sqrt(t * ratio(q[i] as number, p[i] as number)));
  });
}

/** p_i'Xp_i of the columns of P, or with `byRows` q_i'Xq_i of the rows of Q. */
function forms(
  a: BallMatrix | undefined,
  byRows: boolean,
  m: number,
  n: number,
  vectors: Float64Array,
  weights: Float64Array,
): Float64Array {
  const result = new Float64Array(m);
  const entry = (i: number, k: number): number => (byRows ? a?.middle[i * n + k] : a?.middle[k * m + i]) as number;
  for (let i = 0; i < m; i += 1)
    for (let x = 0; x < n; x += 1) {
      const w = weights[x] as number;
      if (w < NEGLIGIBLE) break;
      let dot = 0;
      if (a === undefined) dot = vectors[i * n + x] as number;
      else for (let k = 0; k < n; k += 1) dot += entry(i, k) * (vectors[k * n + x] as number);
      result[i] = (result[i] as number) + w * dot * dot;
    }
  return result;
}
/** Weights fall with the eigenvalue: those after the first so small are smaller. */
const NEGLIGIBLE = 1e-6;
