/**
 * What compiled interval kernels call: for each operation its lower and its upper end. NaN stands for a value that may
 * not exist. What happened besides is noted: whether something jumps, may be undefined, or certainly is.
 */
import type { MatrixFunction, VectorFunction } from '../numeric/program.js';
import { ENTRYWISE_FUNCTIONS, type EntrywiseName } from '../symbolic/functions.js';
import { INTERVAL_FUNCTIONS } from './functions.js';
import * as I from './interval.js';
import { productAbove, quotientAbove, quotientBelow, sumAbove, sumBelow } from './rounding.js';
import * as V from './vector-ends.js';
import { inverse } from './vector-functions.js';

/** What is known of a box, weakest last. */
export const STATUSES = ['continuous', 'defined', 'undecided', 'undefined'] as const;
export type Status = (typeof STATUSES)[number];
const [JUMPS, UNDECIDED, UNDEFINED] = [1, 2, 3] as const;

/** The worst that happened, as a place in `STATUSES`. */
export interface Events {
  worst: number;
}

type End = (...args: number[]) => number;
interface Side {
  readonly plus: (a: number, b: number) => number;
  readonly times: (al: number, ah: number, bl: number, bh: number) => number;
  readonly square: (l: number, h: number) => number;
  readonly power: (l: number, h: number, pl: number, ph: number) => number;
  readonly step: (l: number, h: number, dl: number, dh: number) => number;
  /** The unit step, and the sign, with both limits wherever the argument may be 0. */
  readonly limit: (l: number, h: number) => number;
  readonly signLimit: (l: number, h: number) => number;
}
type Barrier = (
  low: Float64Array,
  high: Float64Array,
  toLow: Float64Array,
  toHigh: Float64Array,
  ...n: number[]
) => void;

export interface Runtime {
  readonly low: Side & Readonly<Record<EntrywiseName, End>>;
  readonly high: Side & Readonly<Record<EntrywiseName, End>>;
  readonly vectorBounded: Readonly<Record<VectorFunction, Barrier>>;
  readonly matrixBounded: Readonly<Record<MatrixFunction, Barrier>>;
}

/** The helpers of one kernel, which note what happens. */
export function runtimeFor(events: Events): Runtime {
  const note = (what: number): void => {
    events.worst = Math.max(events.worst, what);
  };
  const missing = (certain: boolean): number => {
    note(certain ? UNDEFINED : UNDECIDED);
    return Number.NaN;
  };

  const maps = (side: 'low' | 'high'): Record<EntrywiseName, End> => {
    const made = Object.entries(INTERVAL_FUNCTIONS).map(([name, f]) => {
      const { [side]: end } = f;
      const known = ENTRYWISE_FUNCTIONS[name as EntrywiseName];
      if ('domain' in known)
        return [
          name,
          (a: number, b: number): number => {
            const value = end(a, b);
            return value === value || a !== a ? value : missing(hasNone(name, b));
          },
        ];
      if ('jump' in known && known.jump === 'value')
        return [
          name,
          (a: number, b: number): number => {
            if (a <= 0 && b >= 0 && a !== b) note(JUMPS);
            return end(a, b);
          },
        ];
      return [name, end];
    });
    return Object.fromEntries(made) as Record<EntrywiseName, End>;
  };

  /** [l, h]^[pl, ph]. */
  const power = (side: 'low' | 'high') => {
    const whole = side === 'low' ? I.powerLow : I.powerHigh;
    return (l: number, h: number, pl: number, ph: number): number => {
      if (l !== l || pl !== pl) return Number.NaN;
      if (pl === ph) {
        if (pl > 0 && pl <= 64 && Number.isInteger(pl)) return whole(l, h, pl);
        if (pl === -1 && (l > 0 || h < 0)) return side === 'low' ? quotientBelow(1, h) : quotientAbove(1, l);
      }
      const result = I.power({ low: l, high: h }, { low: pl, high: ph });
      return typeof result === 'string' ? missing(result === 'undefined') : result[side];
    };
  };

  const step = (least: (l: number, h: number, dl: number, dh: number) => boolean) => {
    return (l: number, h: number, dl: number, dh: number): number => {
      if (l !== l || dl !== dl) return Number.NaN;
      const decided = l === h && (dh <= 0 || dl > 0);
      if (l <= 0 && h >= 0 && !decided) note(JUMPS);
      return least(l, h, dl, dh) ? 1 : 0;
    };
  };

  const limit =
    (before: number, at: number) =>
    (l: number, h: number): number => {
      if (l > 0) return 1;
      if (h < 0) return before;
      if (l === l) note(JUMPS);
      return l === l ? at : l;
    };

  const jumping = (certain: boolean): void => {
    if (!certain) note(JUMPS);
  };
  const none: Barrier = (_, __, toLow, toHigh) => {
    note(UNDECIDED);
    toLow.fill(Number.NaN);
    toHigh.fill(Number.NaN);
  };
  return {
    low: {
      ...maps('low'),
      plus: sumBelow,
      times: I.timesLow,
      square: (l, h) => I.powerLow(l, h, 2),
      power: power('low'),
      step: step((l, _, dl) => l > 0 || (l === 0 && dl > 0)),
      limit: limit(0, 0),
      signLimit: limit(-1, -1),
    },
    high: {
      ...maps('high'),
      plus: sumAbove,
      times: I.timesHigh,
      square: (l, h) => I.powerHigh(l, h, 2),
      power: power('high'),
      step: step((_, h, __, dh) => h > 0 || (h === 0 && dh > 0)),
      limit: limit(0, 1),
      signLimit: limit(-1, 1),
    },
    vectorBounded: {
      logsumexp: onVectors(V.logSumExp),
      softmax: onVectors(V.softmax),
      sparsemax: onVectors(V.sparsemax),
      sparsemax_support: onVectors((z, to, n) => jumping(V.sparsemaxSupport(z, to, n))),
    },
    matrixBounded: {
      inv: (low, high, toLow, toHigh, n) => {
        const entries = Array.from(low, (l, i) => ({ low: l, high: high[i] as number }));
        const result = low.some((l) => l !== l) ? [] : inverse(entries, n);
        if (result.length === 0) none(low, high, toLow, toHigh);
        result.forEach((r, i) => {
          [toLow[i], toHigh[i]] = typeof r === 'string' ? [missing(r === 'undefined'), Number.NaN] : [r.low, r.high];
        });
      },
      norm: (low, high, toLow, toHigh) => {
        [toLow[0], toHigh[0]] = normBounds(low, high);
      },
      polar: none,
      sqrtm: none,
      expm: none,
      lambda_min: none,
      lambda_max: none,
    },
  };
}

/** Whether a function has no value anywhere on [a, b], beyond the end of its domain. */
const hasNone = (name: string, b: number): boolean => (name === 'log' && b <= 0) || (name === 'log1p' && b <= -1);

/** A function of vectors, or NaN where an entry may not exist. */
const onVectors =
  (f: (z: V.Ends, to: V.Ends, n: number) => void): Barrier =>
  (low, high, toLow, toHigh, n) => {
    if (!low.some((l) => l !== l)) return f({ low, high }, { low: toLow, high: toHigh }, n);
    toLow.fill(Number.NaN);
    toHigh.fill(Number.NaN);
  };

/** max |a_ij| ≤ ‖A‖₂ ≤ (Σ a_ij²)^½. */
function normBounds(low: Float64Array, high: Float64Array): readonly [number, number] {
  let [most, squares] = [0, 0];
  for (let i = 0; i < low.length; i += 1) {
    const { low: least, high: size } = I.absolute({ low: low[i] as number, high: high[i] as number });
    most = Math.max(most, least);
    squares = sumAbove(squares, productAbove(size, size));
  }
  const root = I.root({ low: squares, high: squares });
  return [most, typeof root === 'string' ? Number.NaN : root.high];
}
