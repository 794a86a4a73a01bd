/**
 * A scalar formula beyond its outermost kink: relu, abs, sign and step of arguments whose sign no longer changes are
 * replaced by what they are there.
 */
import * as build from '../symbolic/build.js';
import type { Expression } from '../symbolic/expression.js';
import * as Q from '../symbolic/rational.js';
import { rewrite } from '../symbolic/rewrite.js';
import { dependsOnX } from './derivative.js';
import { compileEnclosure } from './enclosure.js';
import type { Interval } from './interval.js';
import { degree, leading, UnknownTail } from './tail.js';
import { constantSign, tailOf } from './tail-functions.js';

/** A bound of a half-line x ≥ bound; exact where the arithmetic allows it. */
export type Threshold = Q.Rational | number;
export const thresholdValue = (t: Threshold): number => (typeof t === 'number' ? t : Q.toDouble(t));

export interface Beyond {
  /** The formula without kinks, equal to the given one for x ≥ from (x > from where `open`). */
  readonly formula: Expression;
  readonly from: Threshold;
  readonly open: boolean;
}

/** Coefficients of 1, x, x², … of a polynomial with rational coefficients. */
export function polynomialOf(e: Expression): readonly Q.Rational[] | undefined {
  switch (e.kind) {
    case 'number':
      return [e.value];
    case 'symbol':
      return [Q.ZERO, Q.ONE];
    case 'sum':
      return fold(e.terms.map(polynomialOf), plus);
    case 'product':
      return fold(e.factors.map(polynomialOf), times);
    case 'power': {
      const n = e.exponent.kind === 'number' && Q.isInteger(e.exponent.value) ? Number(e.exponent.value.numerator) : -1;
      if (n < 1 || n > 16) return undefined;
      return fold(
        Array.from({ length: n }, () => polynomialOf(e.base)),
        times,
      );
    }
    default:
      return undefined;
  }
}

type Polynomial = readonly Q.Rational[];

function fold(
  parts: readonly (Polynomial | undefined)[],
  join: (a: Polynomial, b: Polynomial) => Polynomial,
): Polynomial | undefined {
  return parts.reduce((a, b) => (a === undefined || b === undefined ? undefined : trimmed(join(a, b))));
}
const at = (p: Polynomial, i: number): Q.Rational => p[i] ?? Q.ZERO;
const plus = (a: Polynomial, b: Polynomial): Polynomial =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, i) => Q.add(at(a, i), at(b, i)));
function times(a: Polynomial, b: Polynomial): Polynomial {
  const result: Q.Rational[] = Array.from({ length: a.length + b.length - 1 }, () => Q.ZERO);
  a.forEach((p, i) => {
    b.forEach((q, j) => {
      result[i + j] = Q.add(at(result, i + j), Q.multiply(p, q));
    });
  });
  return result;
}
function trimmed(p: Polynomial): Polynomial {
  let n = p.length;
  while (n > 1 && Q.isZero(at(p, n - 1))) n -= 1;
  return p.slice(0, n);
}

interface Sign {
  readonly sign: -1 | 0 | 1;
  /** The sign holds for x > from, and at `from` too unless z is 0 there. */
  readonly from: Threshold;
}

/** The sign of z(x) for large x, and from where on it holds; undefined where it cannot be told. */
function signBeyond(z: Expression): Sign | undefined {
  if (!dependsOnX(z)) {
    const sign = constantSign(z);
    return sign === undefined ? undefined : { sign, from: -Infinity };
  }
  const p = polynomialOf(z);
  if (p !== undefined && p.length <= 2) {
    const [c = Q.ZERO, slope = Q.ZERO] = p;
    if (Q.isZero(slope)) return { sign: Math.sign(Q.compare(c, Q.ZERO)) as -1 | 0 | 1, from: -Infinity };
    return { sign: Q.compare(slope, Q.ZERO) > 0 ? 1 : -1, from: Q.negate(Q.multiply(c, Q.reciprocal(slope))) };
  }
  for (const start of [4, 64, 1024, 65536]) {
    const tail = tailOf(z, start);
    const sign = tail === undefined ? undefined : tail.kind === 'huge' ? tail.sign : leadingSign(tail, start);
    if (sign !== undefined) return { sign, from: extend(z, sign, start) };
  }
  return undefined;
}

function leadingSign(tail: Parameters<typeof leading>[0], start: number): 1 | -1 | undefined {
  if (degree(tail) === -Infinity) return undefined;
  try {
    return leading(tail, start).sign;
  } catch (error) {
    if (error instanceof UnknownTail) return undefined;
    throw error;
  }
}

const FINEST = 1e-6;

/** The least x, up to `FINEST`, down to which z keeps its sign; enclosures of neighbouring cells show it. */
function extend(z: Expression, sign: 1 | -1, start: number): number {
  const enclose = compileEnclosure(z);
  const holds = (cell: Interval): boolean => {
    const [low, high] = enclose(cell);
    return sign > 0 ? low > 0 : high < 0;
  };
  let from = start;
  let step = start / 16;
  while (step > FINEST && from > -1e6) {
    if (holds([from - step, from])) {
      from -= step;
      step *= 2;
    } else step /= 2;
  }
  return from;
}

/** The formula for large x without kinks; undefined where a sign cannot be told. */
export function beyondKinks(formula: Expression): Beyond | undefined {
  let from: Threshold = -Infinity;
  let open = false;
  let known = true;
  const settle = (z: Expression, jumps: boolean, atZero: (sign: number) => boolean): -1 | 0 | 1 => {
    const found = signBeyond(z);
    if (found === undefined) {
      known = false;
      return 0;
    }
    const [here, before] = [thresholdValue(found.from), thresholdValue(from)];
    if (here > before) {
      from = found.from;
      open = false;
    }
    if (here >= before && here > -Infinity && jumps && !atZero(found.sign)) open = true;
    return found.sign;
  };
  const result = rewrite(formula, (e) => {
    if (e.kind === 'step') return settle(e.argument, true, (s) => s <= 0) > 0 ? build.ONE : build.ZERO;
    if (e.kind !== 'map') return e;
    if (e.function === 'relu') return settle(e.argument, false, () => true) > 0 ? e.argument : build.ZERO;
    if (e.function === 'abs') return settle(e.argument, false, () => true) < 0 ? build.negate(e.argument) : e.argument;
    if (e.function === 'sign') return build.number(settle(e.argument, true, () => false));
    return e;
  });
  return known ? { formula: result, from, open } : undefined;
}
