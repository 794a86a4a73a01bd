/**
 * The exact range of a formula in one variable over an interval that may be unbounded, up to a tolerance: boxes with the
 * least bound are halved until a value is known next to it. Far out a formula is bounded by its expansion, so that what
 * holds for the range holds for every real number.
 */
import { tailOf } from '../lagrangians/tail-functions.js';
import { degree, leading, supremum, type Tail, UnknownTail } from '../lagrangians/tail.js';
import * as build from '../symbolic/build.js';
import { ExpressionError } from '../symbolic/error.js';
import { type Expression, FORMULA_VARIABLE } from '../symbolic/expression.js';
import { substitute } from '../symbolic/rewrite.js';
import { SCALAR } from '../symbolic/shape.js';
import { type BoxKernel, compileBoxKernel } from './box-kernel.js';
import { fromRational, type Interval, negate } from './interval.js';
import { productAbove, sumAbove } from './rounding.js';
import { slopeBound } from './slope-bound.js';

export interface ScalarRange {
  /** The infimum and the supremum lie in these; an end is infinite where nothing is known. */
  readonly infimum: Interval;
  readonly supremum: Interval;
  /** Boxes that were looked at. */
  readonly boxes: number;
}

export interface ScalarRangeOptions {
  /** The width of the two intervals that is aimed at. */
  readonly tolerance?: number;
  readonly mostBoxes?: number;
}

/** From where on expansions are used. */
const FIRST_TAIL = 8;
const LAST_TAIL = 2 ** 40;

/**
 * The range of a scalar formula in `FORMULA_VARIABLE` over the reals of an interval. Steps have both values at their
 * jump. Undefined where the formula has no interval form, or may have no value.
 */
export function scalarRange(
  f: Expression,
  over: Interval,
  { tolerance = 1e-7, mostBoxes = 4000 }: ScalarRangeOptions = {},
): ScalarRange | undefined {
  try {
    const below = greatest(build.negate(f), over, tolerance, mostBoxes);
    const above = greatest(f, over, tolerance, mostBoxes);
    if (below === undefined || above === undefined) return undefined;
    return { infimum: negate(below.value), supremum: above.value, boxes: below.boxes + above.boxes };
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

interface Box extends Interval {
  /** An upper bound of f over the box. */
  readonly bound: number;
  /** Whether f may have no value in it; then nothing bounds it. */
  readonly partial: boolean;
}

/** An interval that contains the supremum. */
function greatest(
  f: Expression,
  over: Interval,
  tolerance: number,
  mostBoxes: number,
): { readonly value: Interval; readonly boxes: number } | undefined {
  const bounds = new UpperBounds(f);
  const queue = initialBoxes(over).map((b) => bounds.over(b));
  let boxes = queue.length;
  for (;;) {
    const next = queue.reduce((best, b, i) => (b.bound > (queue[best] as Box).bound ? i : best), 0);
    const box = queue[next] as Box;
    const halves = box.bound - bounds.known <= tolerance || boxes >= mostBoxes ? undefined : halved(box);
    if (halves === undefined) {
      if (queue.some((b) => b.partial)) return undefined;
      return { value: { low: bounds.known, high: Math.max(box.bound, bounds.known) }, boxes };
    }
    const [left, right] = halves.map((b) => bounds.over(b)) as [Box, Box];
    queue[next] = left;
    queue.push(right);
    boxes += 2;
  }
}

const initialBoxes = ({ low, high }: Interval): Interval[] => {
  const cuts = [-FIRST_TAIL, 0, FIRST_TAIL].filter((c) => c > low && c < high);
  const ends = [low, ...cuts, high];
  return ends.slice(1).map((end, i) => ({ low: ends[i] as number, high: end }));
};

/** Halves of a box; of an unbounded one what lies below twice its end, and the rest. */
function halved({ low, high }: Interval): readonly [Interval, Interval] | undefined {
  const cut =
    high === Infinity ? Math.max(1, 2 * low) : low === -Infinity ? Math.min(-1, 2 * high) : low / 2 + high / 2;
  if (!(cut > low && cut < high) || Math.abs(cut) > LAST_TAIL) return undefined;
  return [
    { low, high: cut },
    { low: cut, high },
  ];
}

/** Upper bounds of f over intervals, and the greatest lower bound of a value that was met. */
class UpperBounds {
  readonly #f: Expression;
  readonly #kernel: BoxKernel;
  readonly #place: number;
  known = -Infinity;

  constructor(f: Expression) {
    this.#f = f;
    this.#kernel = compileBoxKernel([f], {}, new Map([[FORMULA_VARIABLE, [{ variable: 0, sign: 1 }]]]), 1);
    this.#place = this.#kernel.outputs[0]?.[0] ?? 0;
  }

  over({ low, high }: Interval): Box {
    const [kernel, place] = [this.#kernel, this.#place];
    [kernel.box.low[0], kernel.box.high[0]] = [low, high];
    kernel.run();
    const natural = kernel.values.high[place] as number;
    if (Number.isNaN(natural)) return { low, high, bound: Infinity, partial: true };
    const sloped = slopeBound(kernel, place, kernel.used);
    if (sloped.low > this.known) this.known = sloped.low;
    const far = high === Infinity && low >= FIRST_TAIL ? low : low === -Infinity && -high >= FIRST_TAIL ? -high : 0;
    const tail = far === 0 ? Infinity : tailBound(this.#f, far, high === Infinity ? 1 : -1);
    const bounds = [natural, sloped.bound, tail].filter((b) => b === b);
    return { low, high, bound: Math.min(...bounds), partial: false };
  }
}

const X = build.symbol(FORMULA_VARIABLE, SCALAR);

/** An upper bound of f(side · t) for t ≥ start, from an expansion whose coefficients are exact. */
function tailBound(f: Expression, start: number, side: 1 | -1): number {
  const mirrored = side === 1 ? f : substitute(f, new Map([[FORMULA_VARIABLE, build.negate(X)]]));
  const tail = tailOf(mirrored, start);
  try {
    return tail === undefined ? Infinity : upperEnd(tail, start);
  } catch (error) {
    if (error instanceof UnknownTail) return Infinity;
    throw error;
  }
}

function upperEnd(tail: Tail, start: number): number {
  if (tail.kind === 'huge') return tail.sign < 0 ? 0 : Infinity;
  if (![...tail.powers.values()].every((c) => c.exact)) return Infinity;
  if (degree(tail) > 0) return leading(tail, start).sign < 0 ? 0 : Infinity;
  let bound = supremum(tail.rest, start);
  for (const [power, { value }] of tail.powers) {
    const { low, high } = fromRational(value);
    // For p < 0 the size of t^p is at most that of start^p, known to a few units.
    bound = sumAbove(bound, power === 0 ? high : productAbove(Math.max(high, -low, 0), start ** power * (1 + 1e-14)));
  }
  return bound;
}
