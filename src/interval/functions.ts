/**
 * The entrywise functions on intervals: bounds of their values and of their slopes over [a, b], from values at the ends
 * and the error bounds of `numeric/functions.ts`, which are at least twice what was seen against MPFR. NaN where a
 * function may have no value.
 */
import { NUMERIC_FUNCTIONS, sigmoid } from '../numeric/functions.js';
import type { EntrywiseName } from '../symbolic/functions.js';
import { above, aboveBy, below, belowBy, productAbove, productBelow, sumAbove, sumBelow } from './rounding.js';

/** A bound over [a, b]. */
type Bound = (a: number, b: number) => number;

/** Bounds of f(x), and of (f(x) − f(y))/(x − y), for all x and y in [a, b]. */
export interface IntervalFunction {
  readonly low: Bound;
  readonly high: Bound;
  readonly slopeLow: Bound;
  readonly slopeHigh: Bound;
}

interface Range {
  readonly low: Bound;
  readonly high: Bound;
}

const NONE: Bound = () => Number.NaN;
const nearest = (a: number, b: number): number => (a > 0 ? a : b < 0 ? -b : a === a ? 0 : a);
const farthest = (a: number, b: number): number => Math.max(Math.abs(a), Math.abs(b));

/** Values of an increasing f known to some units, cut to its range. f(0) = 0 is exact where it is computed so. */
function increasing(f: (x: number) => number, units: number, least = -Infinity, greatest = Infinity): Range {
  const low = (a: number): number => {
    const v = f(a);
    return Math.max(least, v === 0 && a === 0 ? 0 : belowBy(v, units));
  };
  const high = (_: number, b: number): number => {
    const v = f(b);
    return Math.min(greatest, v === 0 && b === 0 ? 0 : aboveBy(v, units));
  };
  return { low, high };
}

const decreasing = (f: (x: number) => number, units: number, least = -Infinity, greatest = Infinity): Range => {
  const mirrored = increasing((x) => -f(x), units, -greatest, -least);
  return { low: (a, b) => -mirrored.high(a, b), high: (a, b) => -mirrored.low(a, b) };
};

/** Values of an even f from those on [0, ∞). */
const even = ({ low, high }: Range): Range => ({
  low: (a, b) => low(nearest(a, b), farthest(a, b)),
  high: (a, b) => high(nearest(a, b), farthest(a, b)),
});

/** Values where x > least only. */
const beyond = (least: number, { low, high }: Range): Range => ({
  low: (a, b) => (a > least ? low(a, b) : Number.NaN),
  high: (a, b) => (a > least ? high(a, b) : Number.NaN),
});

const slopes = ({ low, high }: Range): Pick<IntervalFunction, 'slopeLow' | 'slopeHigh'> => ({
  slopeLow: low,
  slopeHigh: high,
});
const registered = (name: EntrywiseName, least?: number, greatest?: number): Range =>
  increasing(NUMERIC_FUNCTIONS[name].apply, NUMERIC_FUNCTIONS[name].ulps, least, greatest);

/** Beyond this size an angle is not reduced. */
const LARGEST_ANGLE = 2 ** 30;
const QUARTER = Math.PI / 2;

/**
 * Whether [a, b] may contain a point (shift + 4k)·π/2 or, with `period` 2, (shift + 2k)·π/2. Quotients by π/2 are off by
 * at most 2 units of their size, which `slack` covers.
 */
function mayContain(a: number, b: number, shift: number, period: number): boolean {
  const slack = 4 * Number.EPSILON * (1 + farthest(a, b));
  return Math.floor((b / QUARTER + slack - shift) / period) >= Math.ceil((a / QUARTER - slack - shift) / period);
}
const isAngle = (a: number, b: number): boolean => farthest(a, b) < LARGEST_ANGLE;
const isFinitePoint = (a: number, b: number): boolean => a === b && Number.isFinite(a);
/** A bound 4 units away from v; 0 is exact where the interval is [0, 0]. */
const zeroOr = (v: number, a: number, b: number, bound: (v: number, units: number) => number): number =>
  v === 0 && a === 0 && b === 0 ? 0 : bound(v, 4);

/** sin (peak 1) or cos (peak 0): greatest at (peak + 4k)·π/2, least half a turn away. At points the library reduces. */
function wave(f: (x: number) => number, peak: number): Range {
  const reaches = (a: number, b: number, extremum: number): boolean =>
    !isFinitePoint(a, b) && (!isAngle(a, b) || mayContain(a, b, extremum, 4));
  const high = (a: number, b: number): number =>
    a !== a ? a : reaches(a, b, peak) ? 1 : Math.min(1, zeroOr(Math.max(f(a), f(b)), a, b, aboveBy));
  const low = (a: number, b: number): number =>
    a !== a ? a : reaches(a, b, peak + 2) ? -1 : Math.max(-1, zeroOr(Math.min(f(a), f(b)), a, b, belowBy));
  return { low, high };
}
const sine = wave(Math.sin, 1);
const cosine = wave(Math.cos, 0);

/** No double is a pole. */
const betweenPoles = (a: number, b: number): boolean =>
  isFinitePoint(a, b) || (isAngle(a, b) && !mayContain(a, b, 1, 2));
const tangentRange = increasing(Math.tan, 4);
const tangent: Range = {
  low: (a, b) => (betweenPoles(a, b) ? tangentRange.low(a, b) : Number.NaN),
  high: (a, b) => (betweenPoles(a, b) ? tangentRange.high(a, b) : Number.NaN),
};

/** 1/(1 + x²) decreases with |x|; three operations. */
const bell = even(decreasing((x) => 1 / (1 + x * x), 8, 0, 1));
/** sech² x = 4σ(2x)σ(−2x); two values of 8 units. */
const sechSquared = even(decreasing((x) => 4 * sigmoid(2 * x) * sigmoid(-2 * x), 20, 0, 1));
const sigmoidSlope = even(decreasing((x) => sigmoid(x) * sigmoid(-x), 20, 0, 0.25));
/** 2/√π exp(−x²): the rounding of x² counts x² times in the exponential; beyond |x| = 28 it is below every double. */
const gauss = (x: number): number => (x > 28 ? 0 : (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x));
const gaussian: Range = even({
  low: (_, b) => Math.max(0, belowBy(gauss(b), 16 + 4 * Math.min(b, 28) ** 2)),
  high: (a) => aboveBy(gauss(a), 16 + 4 * Math.min(a, 28) ** 2),
});

/** On one side of a kink at 0; [0, 0] is on neither. */
const isRight = (a: number, b: number): boolean => a >= 0 && b > 0;
const isLeft = (a: number, b: number): boolean => b <= 0 && a < 0;

const exponential = registered('exp', 0);
const hyperbolicSine = registered('sinh');
const hyperbolicCosine = even(registered('cosh', 1));
const hyperbolicTangent = registered('tanh', -1, 1);
const softplus = registered('softplus', 0);
const logistic = registered('sigmoid', 0, 1);

export const INTERVAL_FUNCTIONS: Readonly<Record<EntrywiseName, IntervalFunction>> = {
  exp: { ...exponential, ...slopes(exponential) },
  log: {
    ...beyond(0, registered('log')),
    slopeLow: (a, b) => (a > 0 ? below(1 / b) : Number.NaN),
    slopeHigh: (a) => (a > 0 ? above(1 / a) : Number.NaN),
  },
  log1p: {
    ...beyond(-1, registered('log1p')),
    slopeLow: (a, b) => (a > -1 ? Math.max(0, below(1 / sumAbove(1, b))) : Number.NaN),
    slopeHigh: (a) => (sumBelow(1, a) > 0 ? above(1 / sumBelow(1, a)) : Number.NaN),
  },
  expm1: { ...registered('expm1', -1), ...slopes(exponential) },
  sin: { ...sine, ...slopes(cosine) },
  cos: { ...cosine, slopeLow: (a, b) => -sine.high(a, b), slopeHigh: (a, b) => -sine.low(a, b) },
  tan: {
    ...tangent,
    slopeLow: (a, b) => {
      const least = nearest(tangent.low(a, b), tangent.high(a, b));
      return betweenPoles(a, b) ? sumBelow(1, productBelow(least, least)) : Number.NaN;
    },
    slopeHigh: (a, b) => {
      const most = farthest(tangent.low(a, b), tangent.high(a, b));
      return betweenPoles(a, b) ? sumAbove(1, productAbove(most, most)) : Number.NaN;
    },
  },
  atan: { ...registered('atan'), ...slopes(bell) },
  sinh: { ...hyperbolicSine, ...slopes(hyperbolicCosine) },
  cosh: { ...hyperbolicCosine, ...slopes(hyperbolicSine) },
  tanh: { ...hyperbolicTangent, ...slopes(sechSquared) },
  asinh: { ...registered('asinh'), ...slopes(even(decreasing((x) => 1 / Math.hypot(1, x), 8, 0, 1))) },
  logcosh: { ...even(registered('logcosh', 0)), ...slopes(hyperbolicTangent) },
  erf: { ...registered('erf', -1, 1), ...slopes(gaussian) },
  sigmoid: { ...logistic, ...slopes(sigmoidSlope) },
  softplus: { ...softplus, ...slopes(logistic) },
  softplus_integral: { ...registered('softplus_integral', 0), ...slopes(softplus) },
  relu: {
    low: (a) => Math.max(a, 0),
    high: (_, b) => Math.max(b, 0),
    slopeLow: (a, b) => (isRight(a, b) ? 1 : 0),
    slopeHigh: (a, b) => (isLeft(a, b) ? 0 : 1),
  },
  abs: {
    low: nearest,
    high: farthest,
    slopeLow: (a, b) => (isRight(a, b) ? 1 : -1),
    slopeHigh: (a, b) => (isLeft(a, b) ? -1 : 1),
  },
  sign: {
    low: (a) => Math.sign(a),
    high: (_, b) => Math.sign(b),
    slopeLow: (a, b) => (a > 0 || b < 0 ? 0 : NONE(a, b)),
    slopeHigh: (a, b) => (a > 0 || b < 0 ? 0 : NONE(a, b)),
  },
};
