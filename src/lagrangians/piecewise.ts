/** Piecewise linear functions with rational data: what relu, abs, min and max of affine formulas build. */
import * as build from '../symbolic/build.js';
import type { Expression } from '../symbolic/expression.js';
import * as Q from '../symbolic/rational.js';
import { X } from './entry.js';

/** f(x) = slope·x + intercept + Σ jump·max(x − at, 0), kinks in increasing order. */
interface PiecewiseLinear {
  readonly slope: Q.Rational;
  readonly intercept: Q.Rational;
  readonly kinks: readonly { readonly at: Q.Rational; readonly jump: Q.Rational }[];
}

const MOST_KINKS = 64;

const affine = (slope: Q.Rational, intercept: Q.Rational): PiecewiseLinear => ({ slope, intercept, kinks: [] });
const scaled = (f: PiecewiseLinear, c: Q.Rational): PiecewiseLinear => ({
  slope: Q.multiply(f.slope, c),
  intercept: Q.multiply(f.intercept, c),
  kinks: f.kinks.map(({ at, jump }) => ({ at, jump: Q.multiply(jump, c) })),
});

function added(f: PiecewiseLinear, g: PiecewiseLinear): PiecewiseLinear {
  const kinks: { at: Q.Rational; jump: Q.Rational }[] = [];
  for (const kink of [...f.kinks, ...g.kinks].sort((a, b) => Q.compare(a.at, b.at))) {
    const last = kinks.at(-1);
    if (last !== undefined && Q.equals(last.at, kink.at)) last.jump = Q.add(last.jump, kink.jump);
    else kinks.push({ ...kink });
  }
  return {
    slope: Q.add(f.slope, g.slope),
    intercept: Q.add(f.intercept, g.intercept),
    kinks: kinks.filter((k) => !Q.isZero(k.jump)),
  };
}

/** max(f, 0): each piece of f is kept or dropped, or cut at its zero. */
function positivePart(f: PiecewiseLinear): PiecewiseLinear {
  let result: PiecewiseLinear | undefined;
  let { slope, intercept } = f;
  /** Slope of the result on the piece before. */
  let before = Q.ZERO;
  const turn = (at: Q.Rational, next: Q.Rational): void => {
    if (result === undefined || Q.equals(next, before)) return;
    const jump = Q.add(next, Q.negate(before));
    result = { ...result, kinks: [...result.kinks, { at, jump }] };
    before = next;
  };
  for (let i = 0; i <= f.kinks.length; i += 1) {
    const from = f.kinks[i - 1];
    const to = f.kinks[i]?.at;
    if (from !== undefined) {
      slope = Q.add(slope, from.jump);
      intercept = Q.add(intercept, Q.negate(Q.multiply(from.jump, from.at)));
    }
    const zero = Q.isZero(slope) ? undefined : Q.negate(Q.multiply(intercept, Q.reciprocal(slope)));
    const inside =
      zero !== undefined &&
      (from === undefined || Q.compare(zero, from.at) > 0) &&
      (to === undefined || Q.compare(zero, to) < 0);
    const rising = slope.numerator > 0n;
    const probe = from === undefined ? (to ?? Q.ZERO) : from.at;
    // Without a zero inside, the sign of a piece is that of its value at an end, or of its slope where that is 0.
    const value = Q.add(Q.multiply(slope, probe), intercept);
    const leans = from === undefined ? !rising && !Q.isZero(slope) : rising;
    const positiveAtStart = inside ? !rising : value.numerator > 0n || (Q.isZero(value) && leans);
    const first = positiveAtStart ? slope : Q.ZERO;
    if (result === undefined || from === undefined) {
      result = affine(first, positiveAtStart ? intercept : Q.ZERO);
      before = first;
    } else turn(from.at, first);
    if (inside) turn(zero, rising ? slope : Q.ZERO);
  }
  return result ?? f;
}

/** A formula as a piecewise linear function; undefined where it is none by its form. */
export function piecewiseLinear(e: Expression): PiecewiseLinear | undefined {
  const f = read(e);
  return f !== undefined && f.kinks.length <= MOST_KINKS ? f : undefined;
}

function read(e: Expression): PiecewiseLinear | undefined {
  switch (e.kind) {
    case 'number':
      return affine(Q.ZERO, e.value);
    case 'symbol':
      return affine(Q.ONE, Q.ZERO);
    case 'sum':
      return e.terms
        .map(piecewiseLinear)
        .reduce((a, b) => (a === undefined || b === undefined ? undefined : added(a, b)));
    case 'product': {
      const [c, factor, ...more] = e.factors;
      if (c?.kind !== 'number' || factor === undefined || more.length > 0) return undefined;
      const f = piecewiseLinear(factor);
      return f === undefined ? undefined : scaled(f, c.value);
    }
    case 'map': {
      const f = e.function === 'relu' || e.function === 'abs' ? piecewiseLinear(e.argument) : undefined;
      if (f === undefined) return undefined;
      const positive = positivePart(f);
      return e.function === 'relu' ? positive : added(scaled(positive, Q.rational(2)), scaled(f, Q.MINUS_ONE));
    }
    default:
      return undefined;
  }
}

/** ∫ f = ½ slope·x² + intercept·x + Σ ½ jump·max(x − at, 0)². */
export function integralOfPieces(f: PiecewiseLinear): Expression {
  const half = (c: Q.Rational): Q.Rational => Q.multiply(c, Q.rational(1, 2));
  const squares = f.kinks.map(({ at, jump }) =>
    build.scale(half(jump), build.power(build.map('relu', build.sum(X, build.number(Q.negate(at)))), 2)),
  );
  return build.sum(build.scale(half(f.slope), build.power(X, 2)), build.scale(f.intercept, X), ...squares);
}
