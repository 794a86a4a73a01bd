/**
 * Functions of a vector on arrays of lower and upper ends. Each entry of their values is monotone in each entry of the
 * argument, so that its extremes over a box are at corners and widths stay small. Infinite ends are limits.
 */
import { INTERVAL_FUNCTIONS } from './functions.js';
import { quotientAbove, quotientBelow, sumAbove, sumBelow } from './rounding.js';

/** Lower and upper ends of the entries, row by row. */
export interface Ends {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export const endsOf = (all: readonly { readonly low: number; readonly high: number }[]): Ends => ({
  low: Float64Array.from(all, (a) => a.low),
  high: Float64Array.from(all, (a) => a.high),
});

const { exp, log1p } = INTERVAL_FUNCTIONS;
const at = (z: Float64Array, i: number): number => z[i] as number;

function greatest(z: Float64Array, n: number): number {
  let best = 0;
  for (let i = 1; i < n; i += 1) if (!(at(z, i) <= at(z, best))) best = i;
  return best;
}

/** log Σ exp(z_i) = m + log1p(Σ exp(z_j − m)) with m the greatest entry and j the others; increasing in each. */
export function logSumExp(z: Ends, to: Ends, n: number): void {
  const [i, j] = [greatest(z.low, n), greatest(z.high, n)];
  const [least, most] = [at(z.low, i), at(z.high, j)];
  let [below, above] = [0, 0];
  for (let k = 0; k < n; k += 1) {
    const [down, up] = [sumBelow(at(z.low, k), -least), sumAbove(at(z.high, k), -most)];
    if (k !== i) below = sumBelow(below, exp.low(down, down));
    if (k !== j) above = sumAbove(above, exp.high(up, up));
  }
  to.low[0] = least === -Infinity ? least : sumBelow(least, log1p.low(Math.max(0, below), below));
  to.high[0] = most === Infinity ? most : sumAbove(most, log1p.high(above, above));
}

/** softmax(z)_i = 1/(1 + Σ exp(z_j − z_i)), j ≠ i: increasing in z_i, decreasing in the others. */
export function softmax(z: Ends, to: Ends, n: number): void {
  for (let i = 0; i < n; i += 1) {
    const [least, most] = [at(z.low, i), at(z.high, i)];
    let [above, below] = [1, 1];
    for (let j = 0; j < n; j += 1) {
      if (j === i) continue;
      const [up, down] = [sumAbove(at(z.high, j), -least), sumBelow(at(z.low, j), -most)];
      above = sumAbove(above, exp.high(up, up));
      below = sumBelow(below, exp.low(down, down));
    }
    to.low[i] = Math.max(0, quotientBelow(1, above));
    to.high[i] = Math.min(1, quotientAbove(1, Math.max(1, below)));
  }
}

/**
 * Writes bounds of x_i − τ with τ = max over k of (s_k − 1)/k, s_k the sum of the k largest entries, which is the least of
 * (1 + Σ_{j ≤ k} (x_i − x_j))/k: increasing in x_i, decreasing in the others.
 */
function excesses(z: Ends, to: Ends, n: number): void {
  const descending = (i: number, own: Float64Array, others: Float64Array): number[] =>
    Array.from({ length: n }, (_, j) => at(j === i ? own : others, j)).sort((a, b) => b - a);
  for (let i = 0; i < n; i += 1) {
    const [least, most] = [at(z.low, i), at(z.high, i)];
    const [upper, lower] = [descending(i, z.low, z.high), descending(i, z.high, z.low)];
    let [down, up, below, above] = [1, 1, Infinity, 1];
    for (let k = 1; k <= n; k += 1) {
      down = sumBelow(down, difference(least, upper[k - 1] as number, sumBelow));
      up = sumAbove(up, difference(most, lower[k - 1] as number, sumAbove));
      below = Math.min(below, quotientBelow(down, k));
      above = Math.min(above, quotientAbove(up, k));
    }
    to.low[i] = below;
    to.high[i] = above;
  }
}
/** x − y; 0 for an entry and itself, also where it is infinite. */
const difference = (x: number, y: number, sum: (a: number, b: number) => number): number => (x === y ? 0 : sum(x, -y));

/** The projection on the probability simplex. */
export function sparsemax(z: Ends, to: Ends, n: number): void {
  excesses(z, to, n);
  for (let i = 0; i < n; i += 1) {
    to.low[i] = Math.max(0, at(to.low, i));
    to.high[i] = Math.max(0, at(to.high, i));
  }
}

/** The support of the projection: 1 where it is positive, 0 elsewhere; whether each entry is certainly one of the two. */
export function sparsemaxSupport(z: Ends, to: Ends, n: number): boolean {
  excesses(z, to, n);
  let certain = true;
  for (let i = 0; i < n; i += 1) {
    to.low[i] = at(to.low, i) > 0 ? 1 : 0;
    to.high[i] = at(to.high, i) > 0 ? 1 : 0;
    certain &&= to.low[i] === to.high[i];
  }
  return certain;
}
