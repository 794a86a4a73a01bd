/** Where an entrywise activation is constant, exactly or in the limit: computed from its formula. */
import * as build from '../symbolic/build.js';
import { type Expression, FORMULA_VARIABLE } from '../symbolic/expression.js';
import { normalForm } from '../symbolic/normal-form.js';
import * as Q from '../symbolic/rational.js';
import { substitute } from '../symbolic/rewrite.js';
import { dependsOnX } from './derivative.js';
import { compileEnclosure, type Enclosure } from './enclosure.js';
import { type Side, X } from './entry.js';
import { above, hull, type Interval, point, width } from './interval.js';
import { beyondKinks, type Threshold } from './kinks.js';
import { degree, type Expansion, expansion, supremum, vanishes } from './tail.js';
import { tailOf } from './tail-functions.js';

/** g(x) = value for all x ≤ from (left) or x ≥ from (right); `from` is infinite where g is constant everywhere. */
export interface DeadHalfLine {
  readonly side: Side;
  readonly from: Threshold;
}

/** g tends to `value`: |g(t) − g(x)| ≤ epsilonAt(x) for all t beyond x on that side. */
export interface LimitSaturation {
  readonly side: Side;
  readonly value: number;
  readonly epsilonAt: (x: number) => number;
}

export interface Saturation {
  readonly exact: readonly DeadHalfLine[];
  readonly limit: readonly LimitSaturation[];
}

const MIRROR = new Map([[FORMULA_VARIABLE, build.negate(X)]]);

/**
 * The half-lines on which g = `derivatives[1]` is constant: beyond the outermost kink, relu, abs, sign and step are
 * what they are there, and what is left must be free of x after collecting terms. Sides on which g is not constant
 * but tends to a constant are listed with a bound of what is left of it.
 */
export function deadHalfLines(derivatives: readonly (Expression | undefined)[]): Saturation {
  const g = derivatives[1];
  const exact: DeadHalfLine[] = [];
  const limit: LimitSaturation[] = [];
  if (g === undefined) return { exact, limit };
  for (const side of ['left', 'right'] as const) {
    const towards = side === 'right' ? g : substitute(g, MIRROR);
    const from = constantFrom(towards);
    if (from !== undefined) {
      exact.push({ side, from: side === 'right' ? from : negative(from) });
      continue;
    }
    const found = limitOf(towards);
    if (found === undefined) continue;
    const epsilonAt = (x: number): number => found.epsilonAt(side === 'right' ? x : -x);
    limit.push({ side, value: found.value, epsilonAt });
  }
  return { exact, limit };
}

const negative = (t: Threshold): Threshold => (typeof t === 'number' ? -t : Q.negate(t));

/** From where on a formula is constant for all larger x. */
function constantFrom(g: Expression): Threshold | undefined {
  const beyond = beyondKinks(g);
  if (beyond === undefined || !isConstant(beyond.formula)) return undefined;
  if (!beyond.open) return beyond.from;
  // g jumps at the last kink, so that the half-line is open there: a closed one begins just beyond.
  return typeof beyond.from === 'number' ? above(beyond.from, 4) : Q.add(beyond.from, Q.rational(1, 2n ** 40n));
}

const isConstant = (e: Expression): boolean =>
  !dependsOnX(e) || [...normalForm(e).values()].every((term) => !dependsOnX(term.tree));

const STARTS = [16, 256, 4096, 65536];
const CELLS = 128;

/** The limit of a formula for x → ∞, with the bound of what is left. */
function limitOf(g: Expression): { value: number; epsilonAt: (x: number) => number } | undefined {
  const enclose = compileEnclosure(g);
  for (const start of STARTS) {
    const tail = tailOf(g, start);
    if (tail === undefined || tail.kind === 'huge' || !(degree(tail) <= 0) || !vanishes(tail.rest)) continue;
    const value = Q.toDouble(tail.powers.get(0)?.value ?? Q.ZERO);
    return { value, epsilonAt: (x) => remainder(enclose, tail, start, x) };
  }
  return undefined;
}

/** A bound of |g(t) − g(x)| for all t ≥ x. */
function remainder(enclose: Enclosure, tail: Expansion, start: number, x: number): number {
  const here = enclose(point(x));
  const direct = enclose([x, Infinity]);
  const deviation = (all: Interval): number => Math.max(0, width([here[0], all[1]]), width([all[0], here[1]]));
  const far = Math.max(x, start);
  let decay = supremum(tail.rest, far);
  for (const [power, c] of tail.powers) if (power !== 0) decay += supremum(expansionBound(power, c.value), far);
  const limit = Q.toDouble(tail.powers.get(0)?.value ?? Q.ZERO);
  const slack = above(decay + Math.abs(limit) * 1e-14 * (tail.powers.get(0)?.exact === false ? 1 : 0.1));
  let all: Interval = [limit - slack, limit + slack];
  for (let k = 0, a = x; a < start && k < CELLS; k += 1) {
    const b = k === CELLS - 1 ? start : Math.min(start, x + (start - x) * ((k + 1) / CELLS) ** 3);
    all = hull(all, enclose([a, b]));
    a = b;
  }
  return Math.min(deviation(direct), deviation(hull(all, here)));
}

const expansionBound = (power: number, c: Q.Rational): Expansion['rest'] =>
  expansion([], { scale: Math.abs(Q.toDouble(c)), power, rate: 0 }).rest;
