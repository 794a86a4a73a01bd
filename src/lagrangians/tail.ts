/**
 * What a scalar formula f(t) does far out, for all t ≥ X: an expansion f(t) = Σ cᵢ t^pᵢ + r(t) with a bound
 * |r(t)| ≤ C t^q exp(−λt), or a lower bound of its size where it grows exponentially.
 */
import * as Q from '../symbolic/rational.js';

/** |r(t)| ≤ scale · t^power · exp(−rate·t) for t ≥ X ≥ 1. */
export interface Bound {
  readonly scale: number;
  readonly power: number;
  readonly rate: number;
}

/** A coefficient, known exactly or to a double's accuracy. */
export interface Coefficient {
  readonly value: Q.Rational;
  readonly exact: boolean;
}

export type Tail =
  | { readonly kind: 'expansion'; readonly powers: ReadonlyMap<number, Coefficient>; readonly rest: Bound }
  /** |f(t)| ≥ scale · exp(rate·t), with a constant sign. */
  | { readonly kind: 'huge'; readonly scale: number; readonly rate: number; readonly sign: 1 | -1 };
export type Expansion = Tail & { kind: 'expansion' };

/** Thrown where the rules below do not tell what a formula does far out. */
export class UnknownTail extends Error {}
const unknown = (): never => {
  throw new UnknownTail('unknown tail');
};

/** Covers the rounding of the few operations behind each bound. */
const MARGIN = 1 + 1e-9;
const NOTHING: Bound = { scale: 0, power: 0, rate: 1 };

export const exactly = (value: Q.Rational): Coefficient => ({ value, exact: true });
export const nearly = (value: number): Coefficient => ({ value: Q.fromDouble(value), exact: false });
const size = (c: Coefficient): number => Math.abs(Q.toDouble(c.value)) * MARGIN;

export const expansion = (powers: Iterable<readonly [number, Coefficient]>, rest: Bound = NOTHING): Expansion => ({
  kind: 'expansion',
  powers: new Map(powers),
  rest,
});
export const constantTail = (c: Coefficient, rest: Bound = NOTHING): Expansion =>
  expansion(Q.isZero(c.value) && c.exact ? [] : [[0, c]], rest);

function addCoefficients(a: Coefficient, b: Coefficient): Coefficient {
  const value = Q.add(a.value, b.value);
  const exact = a.exact && b.exact;
  if (!exact && Math.abs(Q.toDouble(value)) <= 1e-12 * (size(a) + size(b))) unknown();
  return { value, exact };
}

/** Where the larger of two bounds is, on [X, ∞). */
function addBounds(a: Bound, b: Bound, X: number): Bound {
  if (a.scale === 0) return b;
  if (b.scale === 0) return a;
  const power = Math.max(a.power, b.power);
  const rate = Math.min(a.rate, b.rate);
  const at = (c: Bound): number => c.scale * X ** (c.power - power) * Math.exp(-(c.rate - rate) * X);
  return { scale: (at(a) + at(b)) * MARGIN, power, rate };
}

const multiplyBounds = (a: Bound, b: Bound): Bound =>
  a.scale === 0 || b.scale === 0
    ? NOTHING
    : { scale: a.scale * b.scale * MARGIN, power: a.power + b.power, rate: a.rate + b.rate };

/** The largest value of a bound on [from, ∞), from ≥ X. */
export function supremum({ scale, power, rate }: Bound, from: number): number {
  if (scale === 0) return 0;
  if (rate <= 0) return power > 0 ? Infinity : scale * from ** power * MARGIN;
  const at = Math.max(from, power / rate);
  return Math.exp(Math.log(scale) + power * Math.log(at) - rate * at) * MARGIN + Number.MIN_VALUE;
}

export const vanishes = (b: Bound): boolean => b.scale === 0 || b.rate > 0 || b.power < 0;

/** The highest power, −∞ where there is none. */
export const degree = (t: Expansion): number => Math.max(-Infinity, ...t.powers.keys());

/** A bound of everything but the powers that `keep` keeps. */
function boundOf(t: Expansion, X: number, keep: (power: number) => boolean = () => false): Bound {
  let bound = t.rest;
  for (const [power, c] of t.powers) if (!keep(power)) bound = addBounds(bound, { scale: size(c), power, rate: 0 }, X);
  return bound;
}

export function addTails(a: Tail, b: Tail, X: number): Tail {
  if (a.kind === 'huge' || b.kind === 'huge') {
    const [big, other] = a.kind === 'huge' ? [a, b] : [b as Tail & { kind: 'huge' }, a];
    if (other.kind === 'huge') return other.sign === big.sign ? big : unknown();
    // What does not grow exponentially is below half of what does, from X on, if it is so at X and falls behind.
    const bound = boundOf(other, X);
    const ratio: Bound = { scale: bound.scale / big.scale, power: bound.power, rate: bound.rate + big.rate };
    return supremum(ratio, X) < 0.5 ? { ...big, scale: big.scale / 2 / MARGIN } : unknown();
  }
  const powers = new Map(a.powers);
  for (const [p, c] of b.powers) {
    const before = powers.get(p);
    const total = before === undefined ? c : addCoefficients(before, c);
    if (total.exact && Q.isZero(total.value)) powers.delete(p);
    else powers.set(p, total);
  }
  return expansion(powers, addBounds(a.rest, b.rest, X));
}

export function multiplyTails(a: Tail, b: Tail, X: number): Tail {
  if (a.kind === 'huge' || b.kind === 'huge') {
    const [big, other] = a.kind === 'huge' ? [a, b] : [b as Tail & { kind: 'huge' }, a];
    if (other.kind === 'huge')
      return {
        kind: 'huge',
        scale: (big.scale * other.scale) / MARGIN,
        rate: big.rate + other.rate,
        sign: big.sign === other.sign ? 1 : -1,
      };
    if (other.powers.size === 0 && other.rest.scale === 0) return other;
    const lead = leading(other, X);
    if (lead.power < 0) unknown();
    return { ...big, scale: (big.scale * lead.least) / MARGIN, sign: lead.sign === big.sign ? 1 : -1 };
  }
  let result: Tail = expansion([], multiplyBounds(a.rest, b.rest));
  for (const [p, c] of a.powers)
    for (const [q, d] of b.powers)
      result = addTails(
        result,
        expansion([[p + q, { value: Q.multiply(c.value, d.value), exact: c.exact && d.exact }]]),
        X,
      );
  const cross = addBounds(
    multiplyBounds(boundOf({ ...a, rest: NOTHING }, X), b.rest),
    multiplyBounds(boundOf({ ...b, rest: NOTHING }, X), a.rest),
    X,
  );
  return addTails(result, expansion([], cross), X);
}

/** The leading power with f(t) = c t^power (1 + u(t)), |u| ≤ `relative` ≤ 1/2, so that |f| ≥ `least` t^power. */
export function leading(
  t: Expansion,
  X: number,
): { power: number; coefficient: Coefficient; sign: 1 | -1; least: number; relative: Bound } {
  const power = degree(t);
  const coefficient = t.powers.get(power) ?? unknown();
  const c = Math.abs(Q.toDouble(coefficient.value));
  const others = boundOf(t, X, (p) => p === power);
  const relative: Bound = { ...others, scale: (others.scale / c) * MARGIN, power: others.power - power };
  const most = supremum(relative, X);
  if (!(most <= 0.5)) unknown();
  return {
    power,
    coefficient,
    sign: coefficient.value.numerator > 0n ? 1 : -1,
    least: (c * (1 - most)) / MARGIN,
    relative,
  };
}

/** f^r. */
export function powerTail(t: Tail, exponent: Q.Rational, X: number): Tail {
  const r = Q.toDouble(exponent);
  const whole = Q.isInteger(exponent);
  if (t.kind === 'huge') {
    if (!whole && t.sign < 0) unknown();
    if (r < 0) return expansion([], { scale: t.scale ** r * MARGIN, power: 0, rate: -r * t.rate });
    return { kind: 'huge', scale: t.scale ** r / MARGIN, rate: r * t.rate, sign: t.sign < 0 && r % 2 !== 0 ? -1 : 1 };
  }
  if (whole && r >= 0 && r <= 16) {
    let result: Tail = constantTail(exactly(Q.ONE));
    for (let k = 0; k < r; k += 1) result = multiplyTails(result, t, X);
    return result;
  }
  const { power, coefficient, sign, relative } = leading(t, X);
  if (!whole && sign < 0) unknown();
  const raised =
    whole && Math.abs(r) <= 64
      ? { value: Q.power(coefficient.value, r), exact: coefficient.exact }
      : Q.isOne(coefficient.value)
        ? coefficient
        : nearly(Q.toDouble(coefficient.value) ** r);
  // |(1 + u)^r − 1| ≤ |r| 2^|r−1| |u| for |u| ≤ 1/2.
  const reach = Math.abs(r) * 2 ** Math.abs(r - 1) * size(raised);
  const rest: Bound = {
    scale: relative.scale * reach * MARGIN,
    power: relative.power + power * r,
    rate: relative.rate,
  };
  return expansion([[power * r, raised]], rest);
}
