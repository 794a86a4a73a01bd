/** Enclosures of the entrywise functions and of the functions of a vector. */
import type { EntrywiseName } from '../symbolic/functions.js';
import { type Interval, type Intervals, type NoValue } from './enclosure-interval.js';
import { softplusIntegralAt } from './enclosure-softplus-integral.js';
import { DOWN, type Real, UP } from './mpfr.js';

type Outcome = Interval | NoValue;

/** An increasing function of which `at` encloses the values at points. */
const byEnds = (z: Interval, at: (x: Real) => Interval): Interval => ({ low: at(z.low).low, high: at(z.high).high });

/** An even function that increases with |z|. */
const even = (I: Intervals, z: Interval, at: (x: Real) => Interval): Interval => byEnds(I.absolute(z), at);

/** log(1 + exp(x)) = max(x, 0) + log1p(exp(−|x|)). */
function softplusAt(I: Intervals, x: Real): Interval {
  const z = I.point(x);
  const decay = I.increasing('exp', I.R.sign(x) > 0 ? I.negate(z) : z);
  const rest = I.increasing('log1p', decay);
  return I.R.sign(x) > 0 ? I.add(z, rest) : rest;
}

/** 1 / (1 + exp(−x)). */
function sigmoidAt(I: Intervals, x: Real): Interval {
  const below = I.add(I.fromDouble(1), I.increasing('exp', I.negate(I.point(x))));
  const result = I.reciprocal(below);
  return typeof result === 'string' ? unitInterval(I) : result;
}

/** log cosh x = log1p(2 sinh²(x/2)) near 0, and x + log1p(exp(−2x)) − log 2 for x > 1. */
function logcoshAt(I: Intervals, x: Real): Interval {
  const { R } = I;
  const z = I.point(x);
  if (R.compare(x, R.fromInteger(1)) <= 0) {
    const half = I.increasing('sinh', I.point(R.scale(x, -1)));
    return I.increasing('log1p', I.multiply(I.fromDouble(2), I.power(half, 2)));
  }
  const decay = I.increasing('exp', I.negate(I.point(R.scale(x, 1))));
  return I.subtract(I.add(z, I.increasing('log1p', decay)), I.increasing('log', I.fromDouble(2)));
}

const unitInterval = (I: Intervals): Interval => ({ low: I.R.fromInteger(0), high: I.R.fromInteger(1) });

/**
 * The integers n with z ∩ (n + shift)π not certainly empty, as an inclusive range; undefined where they cannot be
 * told apart at this precision.
 */
function multiplesOfPi(I: Intervals, z: Interval, shift: number): { first: number; last: number } | undefined {
  const { R } = I;
  const pi: Interval = { low: R.pi(DOWN), high: R.pi(UP) };
  const turns = I.divide(z, pi);
  if (typeof turns === 'string') return undefined;
  const n = I.subtract(turns, I.fromDouble(shift));
  const first = -R.toDouble(R.floor(R.unary('neg', n.low, UP)), UP);
  const last = R.toDouble(R.floor(n.high), UP);
  return Math.abs(first) < 2 ** 50 && Math.abs(last) < 2 ** 50 ? { first, last } : undefined;
}

/** sin (shift 1/2) and cos (shift 0): extrema at (n + shift)π, a maximum for even n and a minimum for odd n. */
function wave(I: Intervals, name: 'sin' | 'cos', z: Interval): Interval {
  const { R } = I;
  const full: Interval = { low: R.fromInteger(-1), high: R.fromInteger(1) };
  if (!I.isFinite(z)) return full;
  if (I.isPoint(z)) return { low: R.unary(name, z.low, DOWN), high: R.unary(name, z.low, UP) };
  const extrema = multiplesOfPi(I, z, name === 'sin' ? 0.5 : 0);
  if (extrema === undefined) return full;
  const { first, last } = extrema;
  const has = (parity: number): boolean => last > first || (last === first && Math.abs(first % 2) === parity);
  const ends = I.hull(
    { low: R.unary(name, z.low, DOWN), high: R.unary(name, z.low, UP) },
    { low: R.unary(name, z.high, DOWN), high: R.unary(name, z.high, UP) },
  );
  return { low: has(1) ? full.low : ends.low, high: has(0) ? full.high : ends.high };
}

/** tan, increasing between its poles at (n + 1/2)π. */
function tangent(I: Intervals, z: Interval): Outcome {
  if (!I.isFinite(z)) return 'undecided';
  if (I.isPoint(z)) return I.increasing('tan', z);
  const poles = multiplesOfPi(I, z, 0.5);
  return poles === undefined || poles.last >= poles.first ? 'undecided' : I.increasing('tan', z);
}

/** A function of the registry on an interval. */
export function encloseMap(I: Intervals, name: EntrywiseName, z: Interval): Outcome {
  const { R } = I;
  switch (name) {
    case 'exp':
    case 'expm1':
    case 'atan':
    case 'sinh':
    case 'tanh':
    case 'asinh':
    case 'erf':
      return I.increasing(name, z);
    case 'log':
      if (R.sign(z.high) <= 0) return 'undefined';
      return R.sign(z.low) <= 0 ? 'undecided' : I.increasing('log', z);
    case 'log1p': {
      const end = R.fromInteger(-1);
      if (R.compare(z.high, end) <= 0) return 'undefined';
      return R.compare(z.low, end) <= 0 ? 'undecided' : I.increasing('log1p', z);
    }
    case 'sin':
    case 'cos':
      return wave(I, name, z);
    case 'tan':
      return tangent(I, z);
    case 'cosh':
      return I.increasing('cosh', I.absolute(z));
    case 'logcosh':
      return even(I, z, (x) => logcoshAt(I, x));
    case 'sigmoid':
      return byEnds(z, (x) => sigmoidAt(I, x));
    case 'softplus':
      return byEnds(z, (x) => softplusAt(I, x));
    case 'softplus_integral':
      return byEnds(z, (x) => softplusIntegralAt(I, x, (t) => softplusAt(I, t)));
    case 'relu': {
      const zero = R.fromInteger(0);
      return { low: I.greatest(z.low, zero), high: I.greatest(z.high, zero) };
    }
    case 'abs':
      return I.absolute(z);
    case 'sign':
      return { low: R.fromInteger(R.sign(z.low)), high: R.fromInteger(R.sign(z.high)) };
  }
}

/** The unit step of z; `direction`, if there is one, decides where z is 0. */
export function encloseStep(I: Intervals, z: Interval, direction: Interval | undefined): Interval {
  const [zero, one] = [I.R.fromInteger(0), I.R.fromInteger(1)];
  const [below, above] = [I.R.sign(z.low) < 0, I.R.sign(z.high) > 0];
  const touches = I.containsZero(z);
  const rises = direction !== undefined && I.R.sign(direction.high) > 0;
  const stays = direction === undefined || I.R.sign(direction.low) <= 0;
  return {
    low: below || (touches && stays) ? zero : one,
    high: above || (touches && rises) ? one : zero,
  };
}

/** log Σ exp(x_i) = m + log1p(Σ exp(x_j − m)) with m = x_i the greatest and j the others: increasing in every entry. */
export function encloseLogSumExp(I: Intervals, x: readonly Interval[]): Interval {
  const at = (points: readonly Real[]): Interval => {
    const top = points.reduce(I.greatest);
    if (!I.R.isFinite(top)) return I.point(top);
    const m = I.point(top);
    const first = points.indexOf(top);
    const others = points.filter((_, i) => i !== first).map((p) => I.increasing('exp', I.subtract(I.point(p), m)));
    return others.length === 0 ? m : I.add(m, I.increasing('log1p', others.reduce(I.add)));
  };
  return { low: at(x.map((z) => z.low)).low, high: at(x.map((z) => z.high)).high };
}

/** softmax_i = 1 / Σ_j exp(x_j − x_i): increasing in x_i, decreasing in the others. */
export function encloseSoftmax(I: Intervals, x: readonly Interval[]): Interval[] {
  const at = (own: Real, others: readonly Real[], rounding: 'low' | 'high'): Real => {
    const total = others
      .map((other) => I.increasing('exp', I.subtract(I.point(other), I.point(own))))
      .reduce(I.add, I.fromDouble(1));
    const result = I.reciprocal(total);
    return (typeof result === 'string' ? unitInterval(I) : result)[rounding];
  };
  return x.map((z, i) => {
    const others = x.filter((_, j) => j !== i);
    return {
      low: at(
        z.low,
        others.map((o) => o.high),
        'low',
      ),
      high: at(
        z.high,
        others.map((o) => o.low),
        'high',
      ),
    };
  });
}

/**
 * x_i − τ where sparsemax_i = max(0, x_i − τ) and τ = max_k (s_k − 1)/k, s_k the sum of the k largest entries: the
 * largest of these bounds is the one of the support. Increasing in x_i, decreasing in the others.
 */
function excesses(I: Intervals, x: readonly Interval[]): Interval[] {
  const at = (points: readonly Real[], i: number): Interval => {
    const sorted = [...points].sort((a, b) => I.R.compare(b, a));
    const own = I.point(points[i] as Real);
    // x_i − (s_k − 1)/k = (1 + Σ (x_i − x_j))/k, which is exact for more inputs than the difference.
    let total = I.fromDouble(1);
    let least: Interval | undefined;
    sorted.forEach((p, k) => {
      total = I.add(total, I.subtract(own, I.point(p)));
      const share = I.divide(total, I.fromDouble(k + 1)) as Interval;
      least =
        least === undefined ? share : { low: I.least(least.low, share.low), high: I.least(least.high, share.high) };
    });
    return least as Interval;
  };
  return x.map((z, i) => ({
    low: at(
      x.map((o, j) => (j === i ? z.low : o.high)),
      i,
    ).low,
    high: at(
      x.map((o, j) => (j === i ? z.high : o.low)),
      i,
    ).high,
  }));
}

export function encloseSparsemax(I: Intervals, x: readonly Interval[]): Interval[] {
  if (!x.every(I.isFinite)) return x.map(() => unitInterval(I));
  return excesses(I, x)
    .map((e) => I.clip(e, I.R.fromInteger(0), I.R.fromInteger(1)))
    .map((e) => ({
      low: e.low,
      high: I.greatest(e.low, e.high),
    }));
}

/** 1 where sparsemax is positive, else 0. */
export function encloseSparsemaxSupport(I: Intervals, x: readonly Interval[]): Interval[] {
  if (!x.every(I.isFinite)) return x.map(() => unitInterval(I));
  return excesses(I, x).map((e) => encloseStep(I, e, undefined));
}
