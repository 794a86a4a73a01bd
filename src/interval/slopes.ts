/**
 * Slopes over boxes: for each operation an interval that contains (f(x) − f(y))/(x − y) for all x and y in the interval
 * of its operand; all of ℝ where none is known, as where the function jumps.
 */
import { ENTRYWISE_FUNCTIONS, type EntrywiseName } from '../symbolic/functions.js';
import { INTERVAL_FUNCTIONS } from './functions.js';
import { timesHigh, timesLow } from './interval.js';
import { sumAbove, sumBelow } from './rounding.js';
import { type Runtime, runtimeFor } from './runtime.js';
import type { ScalarOperation } from './scalar-program.js';
import { type Ends, softmax } from './vector-ends.js';

type End = (...args: number[]) => number;

interface Side {
  readonly square: (l: number, h: number) => number;
  /** Of x^p in x. */
  readonly base: (l: number, h: number, pl: number, ph: number) => number;
  /** Of x^p in p. */
  readonly exponent: (l: number, h: number, pl: number, ph: number) => number;
  readonly step: (l: number, h: number) => number;
}

export interface Slopes {
  readonly low: Side & Readonly<Record<EntrywiseName, End>>;
  readonly high: Side & Readonly<Record<EntrywiseName, End>>;
}

/** What happens here is no matter of values. */
const silent: Runtime = runtimeFor({ worst: 0 });

function side(which: 'low' | 'high'): Slopes['low'] {
  const unknown = which === 'low' ? -Infinity : Infinity;
  const times = which === 'low' ? timesLow : timesHigh;
  const known = (value: number): number => (value === value ? value : unknown);
  const names = Object.keys(ENTRYWISE_FUNCTIONS) as EntrywiseName[];
  const maps = names.map((name): [EntrywiseName, End] => {
    const { slopeLow, slopeHigh } = INTERVAL_FUNCTIONS[name];
    const slope = which === 'low' ? slopeLow : slopeHigh;
    return [name, (l, h) => known(slope(l, h))];
  });
  const { low, high } = silent;
  return {
    ...(Object.fromEntries(maps) as Record<EntrywiseName, End>),
    square: (l, h) => 2 * (which === 'low' ? l : h),
    base: (l, h, pl, ph) => {
      const [ql, qh] = [sumBelow(pl, -1), sumAbove(ph, -1)];
      return known(times(pl, ph, low.power(l, h, ql, qh), high.power(l, h, ql, qh)));
    },
    exponent: (l, h, pl, ph) =>
      known(times(low.power(l, h, pl, ph), high.power(l, h, pl, ph), low.log(l, h), high.log(l, h))),
    step: (l, h) => (l > 0 || h < 0 ? 0 : unknown),
  };
}

export const SLOPES: Slopes = { low: side('low'), high: side('high') };

/** Adds to the slopes of the operands of a function of a vector those of its values times its own. */
export function vectorSlopes(o: Extract<ScalarOperation, { kind: 'vector' }>, values: Ends, slopes: Ends): () => void {
  const n = o.of.length;
  const [z, s]: Ends[] = [0, 1].map(() => ({ low: new Float64Array(n), high: new Float64Array(n) })) as [Ends, Ends];
  const of = (ends: Float64Array, place: number): number => ends[place] as number;
  const add = (to: number, from: number, low: number, high: number): void => {
    const [l, h] = [of(slopes.low, from), of(slopes.high, from)];
    slopes.low[to] = sumBelow(of(slopes.low, to), timesLow(l, h, low, high));
    slopes.high[to] = sumAbove(of(slopes.high, to), timesHigh(l, h, low, high));
  };
  /** ∂ value_i / ∂ z_j. */
  const each = (low: (i: number, j: number) => number, high: (i: number, j: number) => number): void => {
    for (let j = 0; j < n; j += 1)
      for (let i = 0; i < n; i += 1) add(o.of[j] as number, o.at + i, low(i, j), high(i, j));
  };
  const at = (i: number): readonly [number, number] => [of(values.low, o.at + i), of(values.high, o.at + i)];
  switch (o.function) {
    case 'logsumexp':
      return () => {
        o.of.forEach((place, k) => {
          z.low[k] = of(values.low, place);
          z.high[k] = of(values.high, place);
        });
        softmax(z, s, n);
        o.of.forEach((place, k) => add(place, o.at, of(s.low, k), of(s.high, k)));
      };
    case 'softmax':
      // s_i(δ_ij − s_j), where s(1 − s) ≤ 1/4.
      return () =>
        each(
          (i, j) => {
            const [[l, h], [m, k]] = [at(i), at(j)];
            return i === j ? Math.max(0, timesLow(l, h, sumBelow(1, -h), sumAbove(1, -l))) : -timesHigh(l, h, m, k);
          },
          (i, j) => {
            const [[l, h], [m, k]] = [at(i), at(j)];
            return i === j ? Math.min(0.25, timesHigh(l, h, sumBelow(1, -h), sumAbove(1, -l))) : -timesLow(l, h, m, k);
          },
        );
    case 'sparsemax':
      // diag(s) − ss'/(1's) for the indicator s of a support.
      return () =>
        each(
          (i, j) => (i === j || n === 1 ? 0 : -0.5),
          (i, j) => (i === j && n > 1 ? 1 : 0),
        );
  }
}
