/**
 * MPFR as the arbiter of intervals of doubles: enclosures at points, random and adversarial, and every interval that
 * does not contain the exact result. An end of 53 bits lies below a real number exactly where it lies below that number
 * rounded down to more bits, so that no comparison errs.
 */
import * as I from '../../src/interval/interval.js';
import { logSumExp, softmax, sparsemax } from '../../src/interval/vector-functions.js';
import {
  encloseLogSumExp,
  encloseMap,
  encloseSoftmax,
  encloseSparsemax,
} from '../../src/numeric/enclosure-functions.js';
import { type Interval as Enclosure, intervals } from '../../src/numeric/enclosure-interval.js';
import { type Reals, reals } from '../../src/numeric/mpfr.js';
import type { Random } from '../../src/numeric/random.js';
import { ENTRYWISE_FUNCTIONS, type EntrywiseName } from '../../src/symbolic/functions.js';

export const FUNCTION_NAMES = Object.keys(ENTRYWISE_FUNCTIONS) as EntrywiseName[];

/** Comparisons made and the first misses, in words. */
export class Tally {
  comparisons = 0;
  readonly misses: string[] = [];
  miss(text: string): void {
    if (this.misses.length < 20) this.misses.push(text);
  }
}

const GREATEST_BITS = 0x7fefffffffffffffn;
const view = new DataView(new ArrayBuffer(8));
/** The double with these bits. */
const fromBits = (bits: bigint): number => {
  view.setBigUint64(0, BigInt.asUintN(64, bits));
  return view.getFloat64(0);
};
/** The double k places after x, none beyond the greatest. */
export function neighbour(x: number, k: number): number {
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  const ordered = bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
  const moved = ordered + BigInt(k);
  const size = moved < 0n ? -moved : moved;
  return Math.sign(Number(moved)) * (size > GREATEST_BITS ? Number.MAX_VALUE : fromBits(size));
}

/** Where functions and their implementations change: ends of ranges, thresholds, multiples of π/2 next to doubles. */
const SPECIAL: readonly number[] = [
  0,
  Number.MIN_VALUE,
  2 ** -1022,
  2 ** -1000,
  2 ** -970,
  2 ** -960,
  2 ** -538,
  2 ** -537,
  1e-200,
  2 ** -60,
  2 ** -54,
  2 ** -53,
  2 ** -52,
  2 ** -29,
  2 ** -28,
  2 ** -26,
  2 ** -13,
  0.25,
  Math.LN2 / 2,
  0.41421356237309503,
  0.4375,
  0.5,
  0.6744,
  Math.LN2,
  0.6875,
  1,
  1.0397207708399179,
  1.1875,
  1.5,
  2,
  2.4375,
  3,
  5,
  6,
  18,
  19,
  22,
  26,
  28,
  36,
  37,
  38,
  40,
  50,
  100,
  177.44,
  354.89,
  372.5,
  372.7,
  708.396,
  709.4,
  709.7822265625,
  709.7827128933839,
  710.4758600739439,
  744.44,
  745.1332191019411,
  746,
  1e3,
  2 ** 19,
  2 ** 20,
  2 ** 28,
  2 ** 30,
  2 ** 52,
  2 ** 53,
  1e17,
  2 ** 500,
  1e154,
  1.3407807929942597e154,
  2 ** 989,
  2 ** 990,
  2 ** 1000,
  6381956970095103 * 2 ** 797,
  Number.MAX_VALUE,
];

/** A double: a neighbour of a special value or of a multiple of π/2, any bits, or of ordinary size. */
export function adversarial(random: Random): number {
  const kind = random.below(10);
  if (kind < 3) {
    const special = SPECIAL[random.below(SPECIAL.length)] as number;
    return finite(random.sign() * neighbour(special, random.integer(-4, 4)));
  }
  if (kind === 3) {
    const turns = random.below(2 ** random.integer(1, 30));
    return random.sign() * neighbour(turns * (Math.PI / 2), random.integer(-3, 3));
  }
  if (kind === 4) return finite(fromBits((BigInt(random.int32()) << 32n) ^ BigInt(random.int32() >>> 0)));
  if (kind === 5) return random.sign() * random.unit() * 2 ** random.integer(-40, 40);
  if (kind === 6) return random.integer(-20, 20) / 2 ** random.integer(0, 4);
  if (kind === 7) return random.uniform(-750, 750);
  return random.uniform(-8, 8);
}
const finite = (x: number): number => (Number.isFinite(x) ? x : Number.isNaN(x) ? 1 : Math.sign(x) * Number.MAX_VALUE);

/** An interval with an adversarial end: a point, a few doubles wide, wide, or unbounded. */
export function adversarialInterval(random: Random): I.Interval {
  const x = adversarial(random);
  const kind = random.below(8);
  if (kind < 3) return I.point(x);
  if (kind === 3) return { low: x, high: finite(neighbour(x, random.integer(0, 5))) };
  if (kind === 4) return random.unit() < 0.5 ? { low: x, high: Infinity } : { low: -Infinity, high: x };
  const y = kind === 5 ? x + random.unit() * 2 ** random.integer(-30, 8) : adversarial(random);
  return { low: Math.min(x, y), high: Math.max(x, finite(y)) };
}

/** A finite member of an interval: often an end, also one next to 0 or a multiple of π/2 inside. */
export function member(a: I.Interval, random: Random): number {
  const [low, high] = [Math.max(a.low, -Number.MAX_VALUE), Math.min(a.high, Number.MAX_VALUE)];
  const kind = random.below(6);
  if (kind === 0 || a.low === a.high) return low;
  if (kind === 1) return high;
  const inside = (x: number): number => Math.min(high, Math.max(low, x));
  if (kind === 2) return inside(adversarial(random));
  if (kind === 3) return inside(Math.round((low / 2 + high / 2) / (Math.PI / 2)) * (Math.PI / 2));
  return inside(low + random.unit() * (high - low));
}

export const text = (a: I.Interval): string => `[${a.low}, ${a.high}]`;

export class Arbiter {
  readonly R: Reals;
  readonly J: ReturnType<typeof intervals>;
  readonly tally = new Tally();

  constructor(precision = 100) {
    this.R = reals(precision);
    this.J = intervals(this.R);
  }

  /** Counts one comparison: a contains every number of the enclosure. */
  expectWithin(exact: Enclosure, a: I.Interval, what: () => string): void {
    const { R, tally } = this;
    tally.comparisons += 1;
    const low = a.low === -Infinity || R.compare(R.fromDouble(a.low), exact.low) <= 0;
    const high = a.high === Infinity || R.compare(exact.high, R.fromDouble(a.high)) <= 0;
    if (a.low <= a.high && a.low < Infinity && a.high > -Infinity && low && high) return;
    const { toDouble } = R;
    tally.miss(`${what()} is in ${toDouble(exact.low, 3)} … ${toDouble(exact.high, 2)}, but the result is ${text(a)}`);
  }

  /** An outcome against the exact value at one member; undefined: there is none. */
  judge(exact: Enclosure | undefined, outcome: I.Outcome, what: () => string): void {
    if (typeof outcome !== 'string') {
      if (exact === undefined) this.tally.miss(`${what()} has no value, but the result is ${text(outcome)}`);
      else this.expectWithin(exact, outcome, what);
      return;
    }
    this.tally.comparisons += 1;
    if (outcome === 'undefined' && exact !== undefined) this.tally.miss(`${what()} has a value`);
  }

  /** f(x) as MPFR has it. */
  valueOf(name: EntrywiseName, x: number): Enclosure | undefined {
    const value = encloseMap(this.J, name, this.J.fromDouble(x));
    return typeof value === 'string' ? undefined : value;
  }

  functionAt(name: EntrywiseName, a: I.Interval, random: Random): void {
    const outcome = I.mapInterval(name, a);
    this.R.scope(() => {
      for (const x of new Set([member(a, random), member(a, random)]))
        this.judge(this.valueOf(name, x), outcome, () => `${name}(${x}) for ${text(a)}`);
    });
  }

  /** (f(x) − f(y))/(x − y) for members x and y. */
  slopeAt(name: EntrywiseName, a: I.Interval, random: Random): void {
    const [x, y] = [member(a, random), member(a, random)];
    if (x === y) return;
    const slope = I.slopeInterval(name, a);
    const { J } = this;
    this.R.scope(() => {
      const [p, q] = [this.valueOf(name, x), this.valueOf(name, y)];
      if (p === undefined || q === undefined) return;
      const quotient = J.divide(J.subtract(p, q), J.subtract(J.fromDouble(x), J.fromDouble(y)));
      if (typeof quotient === 'string') return;
      // Where the values nearly cancel, only what is certain counts.
      this.tally.comparisons += 1;
      const [low, high] = [this.R.fromDouble(slope.low), this.R.fromDouble(slope.high)];
      if (
        !(slope.low <= slope.high) ||
        this.R.compare(quotient.high, low) < 0 ||
        this.R.compare(high, quotient.low) < 0
      )
        this.tally.miss(`the slope of ${name} between ${x} and ${y} leaves ${text(slope)} for ${text(a)}`);
    });
  }

  /** Sums, products, quotients, roots and powers at members of two intervals. */
  operationsAt(a: I.Interval, b: I.Interval, random: Random): void {
    const { J } = this;
    const [x, y] = [member(a, random), member(b, random)];
    const at = (sign: string) => (): string => `${x} ${sign} ${y} for ${text(a)} and ${text(b)}`;
    const known = (value: Enclosure | string): Enclosure | undefined => (typeof value === 'string' ? undefined : value);
    this.R.scope(() => {
      const [p, q] = [J.fromDouble(x), J.fromDouble(y)];
      this.judge(J.add(p, q), I.add(a, b), at('+'));
      this.judge(J.subtract(p, q), I.subtract(a, b), at('−'));
      this.judge(J.multiply(p, q), I.multiply(a, b), at('·'));
      this.judge(known(J.divide(p, q)), I.divide(a, b), at('/'));
      this.judge(known(J.reciprocal(q)), I.reciprocal(b), at('1/'));
      this.judge(x < 0 ? undefined : J.increasing('sqrt', p), I.root(a), at('√'));
      this.judge(J.absolute(p), I.absolute(a), at('|·|'));
      const n = random.integer(0, 9);
      this.judge(J.power(p, n), I.integerPower(a, n), () => `${x}^${n} for ${text(a)}`);
      const half = random.integer(-40, 40) / 2;
      const halves = known(J.powerInterval(p, J.fromDouble(half)));
      this.judge(halves, I.power(a, I.point(half)), () => `${x}^${half} for ${text(a)}`);
    });
  }

  /** x^y for members of two intervals, where the exponents are of ordinary size. */
  powerAt(a: I.Interval, b: I.Interval, random: Random): void {
    const { J } = this;
    const [x, y] = [member(a, random), member(b, random)];
    if (Math.abs(y) > 1e6 || (Math.abs(y) < 1e-6 && y !== 0)) return;
    this.R.scope(() => {
      const exact = J.powerInterval(J.fromDouble(x), J.fromDouble(y));
      this.judge(typeof exact === 'string' ? undefined : exact, I.power(a, b), () => {
        return `${x}^${y} for ${text(a)} and ${text(b)}`;
      });
    });
  }

  /**
   * log-sum-exp, softmax and sparsemax at members of one to five intervals: with so many bits that sums of doubles are
   * exact, as the ends that are compared may be the values themselves.
   */
  vectorsAt(random: Random): void {
    const J = intervals(reals(2400));
    const z = Array.from({ length: random.integer(1, 5) }, () => adversarialInterval(random));
    const x = z.map((a) => member(a, random));
    const what = (name: string) => (): string => `${name}(${x.join(', ')}) for ${z.map(text).join(', ')}`;
    const judge = (): void => {
      const p = x.map(J.fromDouble);
      this.expectWithin(encloseLogSumExp(J, p), logSumExp(z), what('logsumexp'));
      const [sharp, flat] = [encloseSoftmax(J, p), encloseSparsemax(J, p)];
      softmax(z).forEach((a, i) => this.expectWithin(sharp[i] as Enclosure, a, what('softmax')));
      sparsemax(z).forEach((a, i) => this.expectWithin(flat[i] as Enclosure, a, what('sparsemax')));
    };
    this.R.scope(() => J.R.scope(judge));
  }
}

/** Comparisons of everything, `scale` times a first portion of some 12,000. */
export function compareAll(scale: number, randomOf: (name: string) => Random): Tally {
  const arbiter = new Arbiter();
  for (const name of FUNCTION_NAMES) {
    const random = randomOf(name);
    // Its enclosure takes a hundred times longer than the others.
    const rounds = name === 'softplus_integral' ? 20 : 100;
    for (let k = 0; k < rounds * scale; k += 1) {
      arbiter.functionAt(name, I.point(adversarial(random)), random);
      arbiter.functionAt(name, adversarialInterval(random), random);
      arbiter.slopeAt(name, adversarialInterval(random), random);
    }
  }
  const random = randomOf('operations');
  for (let k = 0; k < 500 * scale; k += 1) {
    const [a, b] = [adversarialInterval(random), adversarialInterval(random)];
    arbiter.operationsAt(a, b, random);
    arbiter.powerAt(a, b, random);
    if (k % 5 === 0) arbiter.vectorsAt(random);
  }
  return arbiter.tally;
}
