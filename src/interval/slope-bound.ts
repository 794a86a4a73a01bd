/**
 * An upper bound of a value over a box, from its slopes: f(x) ≤ f(c) + Σ sᵢ(xᵢ − cᵢ) with sᵢ in the slopes over the box,
 * for a point c of it. Where f is monotone in a variable, c takes the end at which f is greatest, and the term is at most
 * 0; elsewhere the c at which both ends of the box give the same bound (Baumann 1988).
 */
import type { BoxKernel } from './box-kernel.js';
import { productAbove, sumAbove } from './rounding.js';

export interface SlopeBound {
  readonly bound: number;
  /** The point c, and the ends of f there. */
  readonly point: readonly number[];
  readonly low: number;
  readonly high: number;
  /** The variable over which f may change most. */
  readonly widest: number | undefined;
}

/** For the box of the last run, which is put back; values are those at the point afterwards. */
export function slopeBound(kernel: BoxKernel, place: number, used: readonly number[]): SlopeBound {
  const slopes = kernel.slopes(place);
  const { low, high } = kernel.box;
  const box = { low: Float64Array.from(low), high: Float64Array.from(high) };
  let [rest, most] = [0, 0];
  let widest: number | undefined;
  const point = Array.from(low, (l, i) => middle(l, high[i] as number));
  for (const i of used) {
    const [s, t] = [slopes.low[i] as number, slopes.high[i] as number];
    const [l, h] = [low[i] as number, high[i] as number];
    const c = s >= 0 && h < Infinity ? h : t <= 0 && l > -Infinity ? l : balanced(s, t, l, h);
    point[i] = c;
    const term = Math.max(upper(t, h, c), upper(-s, -l, -c), 0);
    const change = Math.max(t, -s) * (h - l);
    rest = sumAbove(rest, term);
    // A change of unknown size is ranked by the width.
    const rank = change < Infinity ? change : Number.MAX_VALUE * ((h - l) / (1 + Math.abs(h - l)));
    if (rank > most) [most, widest] = [rank, i];
  }
  low.set(point);
  high.set(point);
  kernel.run();
  const at = { low: kernel.values.low[place] as number, high: kernel.values.high[place] as number };
  low.set(box.low);
  high.set(box.high);
  return { bound: sumAbove(at.high, rest), point, ...at, widest };
}

/** An upper bound of t(h − c) for h ≥ c; 0 where t ≤ 0 or h = c. */
const upper = (t: number, h: number, c: number): number => (h === c || t <= 0 ? 0 : productAbove(t, sumAbove(h, -c)));

const middle = (l: number, h: number): number => {
  const m = l / 2 + h / 2;
  return Number.isFinite(m) ? Math.min(h, Math.max(l, m)) : l > -Infinity ? l : h < Infinity ? h : 0;
};

/** c with t(h − c) = s(l − c) for s < 0 < t. */
function balanced(s: number, t: number, l: number, h: number): number {
  const c = (t * h - s * l) / (t - s);
  return Number.isFinite(c) ? Math.min(h, Math.max(l, c)) : middle(l, h);
}
