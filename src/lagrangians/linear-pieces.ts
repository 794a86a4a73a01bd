/** Scalar formulas that are linear in pieces: relu, leaky relu, hard tanh, hard sigmoid, |x| and what is made of them. */
import * as build from '../symbolic/build.js';
import { type Expression, FORMULA_VARIABLE } from '../symbolic/expression.js';
import * as Q from '../symbolic/rational.js';

/** slope·x + intercept. */
export interface Line {
  readonly slope: Q.Rational;
  readonly intercept: Q.Rational;
}

/** A function that is lines[k] between breaks[k − 1] and breaks[k]; at a break it may be either. */
export interface LinearPieces {
  /** In increasing order. */
  readonly breaks: readonly Q.Rational[];
  /** One more than there are breaks; neighbours differ. */
  readonly lines: readonly Line[];
}

const MOST_PIECES = 64;

const constant = (value: Q.Rational): LinearPieces => ({ breaks: [], lines: [{ slope: Q.ZERO, intercept: value }] });
const IDENTITY: LinearPieces = { breaks: [], lines: [{ slope: Q.ONE, intercept: Q.ZERO }] };

const sameLine = (a: Line, b: Line): boolean => Q.equals(a.slope, b.slope) && Q.equals(a.intercept, b.intercept);
const minus = (a: Q.Rational, b: Q.Rational): Q.Rational => Q.add(a, Q.negate(b));

/** The value of a line. */
export const lineAt = ({ slope, intercept }: Line, x: Q.Rational): Q.Rational => Q.add(Q.multiply(slope, x), intercept);

/** Pieces with equal neighbours put together; undefined where there are too many. */
function assembled(breaks: readonly Q.Rational[], lines: readonly Line[]): LinearPieces | undefined {
  const kept: { breaks: Q.Rational[]; lines: Line[] } = { breaks: [], lines: [lines[0] as Line] };
  breaks.forEach((at, k) => {
    const next = lines[k + 1] as Line;
    if (sameLine(kept.lines.at(-1) as Line, next)) return;
    kept.breaks.push(at);
    kept.lines.push(next);
  });
  return kept.lines.length > MOST_PIECES ? undefined : kept;
}

/** The line of f to the right of a point (`undefined`: to the left of all breaks). */
function lineBeyond(f: LinearPieces, from: Q.Rational | undefined): Line {
  const passed = from === undefined ? 0 : f.breaks.filter((b) => Q.compare(b, from) <= 0).length;
  return f.lines[passed] as Line;
}

function combined(
  f: LinearPieces,
  g: LinearPieces,
  join: (a: Line, b: Line) => Line | undefined,
): LinearPieces | undefined {
  const breaks: Q.Rational[] = [];
  for (const b of [...f.breaks, ...g.breaks].sort(Q.compare))
    if (breaks.length === 0 || !Q.equals(breaks.at(-1) as Q.Rational, b)) breaks.push(b);
  const lines = [undefined, ...breaks].map((from) => join(lineBeyond(f, from), lineBeyond(g, from)));
  return lines.some((l) => l === undefined) ? undefined : assembled(breaks, lines as Line[]);
}

const sumOf = (a: Line, b: Line): Line => ({
  slope: Q.add(a.slope, b.slope),
  intercept: Q.add(a.intercept, b.intercept),
});
const scaled = (c: Q.Rational, a: Line): Line => ({
  slope: Q.multiply(c, a.slope),
  intercept: Q.multiply(c, a.intercept),
});
const productOf = (a: Line, b: Line): Line | undefined =>
  Q.isZero(a.slope) ? scaled(a.intercept, b) : Q.isZero(b.slope) ? scaled(b.intercept, a) : undefined;

/** What a function with a kink or jump at 0 does to negative and to positive values. */
const SIDES: Readonly<Record<string, readonly [below: (a: Line) => Line, above: (a: Line) => Line]>> = {
  relu: [(a) => scaled(Q.ZERO, a), (a) => a],
  abs: [(a) => scaled(Q.MINUS_ONE, a), (a) => a],
  sign: [() => ({ slope: Q.ZERO, intercept: Q.MINUS_ONE }), () => ({ slope: Q.ZERO, intercept: Q.ONE })],
  step: [() => ({ slope: Q.ZERO, intercept: Q.ZERO }), () => ({ slope: Q.ZERO, intercept: Q.ONE })],
};

/** h(f(x)) for an h that is linear on either side of 0. */
function composed(name: string, f: LinearPieces): LinearPieces | undefined {
  const [below, above] = SIDES[name] ?? [];
  if (below === undefined || above === undefined) return undefined;
  const breaks: Q.Rational[] = [];
  const lines: Line[] = [];
  f.lines.forEach((line, k) => {
    const [from, to] = [f.breaks[k - 1], f.breaks[k]];
    if (from !== undefined) breaks.push(from);
    const { slope, intercept } = line;
    const rising = Q.compare(slope, Q.ZERO);
    if (rising === 0) {
      const sign = Q.compare(intercept, Q.ZERO);
      // A constant 0: 0 for relu, abs and sign, and the step of 0 is 0.
      lines.push(sign > 0 ? above(line) : sign < 0 || name !== 'sign' ? below(line) : line);
      return;
    }
    const zero = Q.negate(Q.multiply(intercept, Q.reciprocal(slope)));
    const [first, second] = rising > 0 ? [below(line), above(line)] : [above(line), below(line)];
    if (from !== undefined && Q.compare(zero, from) <= 0) lines.push(second);
    else if (to !== undefined && Q.compare(zero, to) >= 0) lines.push(first);
    else {
      lines.push(first, second);
      breaks.push(zero);
    }
  });
  return assembled(breaks, lines);
}

/** The pieces of a formula in the scalar `FORMULA_VARIABLE`; undefined where it is not linear in pieces, or not seen to be. */
export function linearPieces(e: Expression): LinearPieces | undefined {
  const all = (
    parts: readonly Expression[],
    join: (f: LinearPieces, g: LinearPieces) => LinearPieces | undefined,
  ): LinearPieces | undefined =>
    parts.map(linearPieces).reduce((f, g) => (f === undefined || g === undefined ? undefined : join(f, g)));
  switch (e.kind) {
    case 'number':
      return constant(e.value);
    case 'symbol':
      return e.name === FORMULA_VARIABLE ? IDENTITY : undefined;
    case 'sum':
      return all(e.terms, (f, g) => combined(f, g, sumOf));
    case 'product':
    case 'hadamard':
      return all(e.factors, (f, g) => combined(f, g, productOf));
    case 'map': {
      const inner = linearPieces(e.argument);
      return inner === undefined ? undefined : composed(e.function, inner);
    }
    case 'step': {
      const inner = e.direction === undefined ? linearPieces(e.argument) : undefined;
      return inner === undefined ? undefined : composed('step', inner);
    }
    case 'power':
      return build.isNumber(e.exponent, 1) ? linearPieces(e.base) : undefined;
    default:
      return undefined;
  }
}

/** Whether neighbouring lines meet at their breaks. */
export const isContinuous = ({ breaks, lines }: LinearPieces): boolean =>
  breaks.every((at, k) => Q.isZero(minus(lineAt(lines[k] as Line, at), lineAt(lines[k + 1] as Line, at))));
