/** Dead directions at a point, exactly: rational directions in which no activation changes although its argument does. */
import type { Activation } from '../../derivation/activations.js';
import type { Deadness } from '../../derivation/deadness.js';
import type { Derivation } from '../../derivation/derivation.js';
import { rowsOf } from '../../design/structures/exact-matrix.js';
import { solveExactly } from '../../numeric/exact-solve.js';
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import * as Q from '../../symbolic/rational.js';
import { sizeValue } from '../../symbolic/size.js';
import { concrete, type SearchContext } from './context.js';
import type { ExactPoint } from './exact-point.js';

/** How an entry of an argument may move: not at all, in one direction, in both, or together with all others. */
type Freedom = 'fixed' | 'up' | 'down' | 'both';

/** An activation at a point: how each entry of its argument may move, and how it moves with the states. */
interface Local {
  readonly freedom: readonly Freedom[];
  readonly shift: boolean;
  /** Rows of ∂z/∂y, states stacked. */
  readonly rows: readonly (readonly Q.Rational[])[];
}

const atMost = (z: Q.Rational, t: Q.Rational | number): boolean =>
  typeof t === 'number' ? (Number.isFinite(t) ? Q.compare(z, Q.fromDouble(t)) <= 0 : t > 0) : Q.compare(z, t) <= 0;
const atLeast = (z: Q.Rational, t: Q.Rational | number): boolean =>
  typeof t === 'number' ? (Number.isFinite(t) ? Q.compare(z, Q.fromDouble(t)) >= 0 : t < 0) : Q.compare(z, t) >= 0;

function localAt(
  c: SearchContext,
  d: Derivation,
  at: ExactPoint,
  activation: Activation,
  dead: Deadness,
): Local | undefined {
  if (activation.jacobians === undefined) return undefined;
  const blocks = d.states.map((x) => activation.jacobians?.get(x.name) as Expression);
  const support = dead.sparse ? [build.apply('sparsemax_support', activation.argument)] : [];
  const result = at.exactly([activation.argument, build.block([blocks]), ...support].map((e) => concrete(c, e)));
  if (result.kind !== 'exact') return undefined;
  const [z = [], flat = [], inSupport] = result.values;
  const rows = rowsOf(flat, flat.length / z.length);
  const freedom = z.map((value, i): Freedom => {
    if (inSupport !== undefined) return Q.isZero(inSupport[i] as Q.Rational) ? 'down' : 'fixed';
    const { exact } = dead.saturation;
    const down = exact.some((h) => h.side === 'left' && atMost(value, h.from));
    const up = exact.some((h) => h.side === 'right' && atLeast(value, h.from));
    return down && up ? 'both' : down ? 'down' : up ? 'up' : 'fixed';
  });
  return { freedom, shift: dead.shift, rows };
}

/**
 * Directions d (states stacked, integers) that are dead at the point: in each one activation moves in one entry, or in
 * all entries together. Empty where there are none, or none that is known exactly.
 */
export function deadDirectionsAt(
  c: SearchContext,
  d: Derivation,
  at: ExactPoint,
  activations: readonly { readonly activation: Activation; readonly dead: Deadness }[],
): readonly (readonly number[])[] {
  const locals: Local[] = [];
  for (const { activation, dead } of activations) {
    const local = localAt(c, d, at, activation, dead);
    if (local === undefined) return [];
    locals.push(local);
  }
  const unknowns = d.states.reduce((n, x) => n + sizeValue(x.shape.rows, c.dimensions), 0);
  const found: number[][] = [];
  locals.forEach((local, k) => {
    const moves = local.freedom.flatMap((f, i): { row: number | 'all'; by: number }[] =>
      f === 'fixed'
        ? []
        : f === 'both'
          ? [
              { row: i, by: 1 },
              { row: i, by: -1 },
            ]
          : [{ row: i, by: f === 'up' ? 1 : -1 }],
    );
    if (local.shift) moves.push({ row: 'all', by: 1 }, { row: 'all', by: -1 });
    for (const move of moves) {
      const equations = locals.flatMap((other, m) =>
        other.rows.flatMap((row, i) => {
          const freeElsewhere = m !== k && (other.freedom[i] !== 'fixed' || other.shift);
          if (freeElsewhere) return [];
          const value = m === k && (move.row === 'all' || move.row === i) ? Q.rational(move.by) : Q.ZERO;
          return [[...row, value]];
        }),
      );
      const solution = solveExactly(equations, unknowns);
      if (solution !== undefined && locals.every((other) => keeps(other, solution))) {
        const integers = toIntegers(solution);
        if (integers !== undefined) found.push(integers);
      }
    }
  });
  return found;
}

/** Whether a direction is dead at the point: every activation keeps its value, and some argument changes. */
export function isDeadDirection(
  c: SearchContext,
  d: Derivation,
  at: ExactPoint,
  activations: readonly { readonly activation: Activation; readonly dead: Deadness }[],
  direction: readonly number[],
): boolean {
  const exact = direction.map((v) => Q.fromDouble(v));
  const locals = activations.map(({ activation, dead }) => localAt(c, d, at, activation, dead));
  return (
    locals.every((local) => local !== undefined && keeps(local, exact)) &&
    locals.some((local) => local !== undefined && movesOf(local, exact).some((m) => !Q.isZero(m)))
  );
}

const movesOf = (local: Local, d: readonly Q.Rational[]): Q.Rational[] =>
  local.rows.map((row) => row.reduce((s, v, j) => Q.add(s, Q.multiply(v, d[j] as Q.Rational)), Q.ZERO));

/** Whether an activation certainly keeps its value along a direction. */
function keeps(local: Local, d: readonly Q.Rational[]): boolean {
  const moves = movesOf(local, d);
  const together = local.shift ? (moves[0] ?? Q.ZERO) : Q.ZERO;
  const allTogether = moves.every((m) => Q.equals(m, together));
  if (allTogether && local.shift) return true;
  return moves.every((m, i) => {
    const sign = Q.compare(m, Q.ZERO);
    const f = local.freedom[i] as Freedom;
    return sign === 0 || f === 'both' || (sign > 0 ? f === 'up' : f === 'down');
  });
}

/** A multiple of a rational vector whose entries are integers that doubles hold exactly. */
function toIntegers(d: readonly Q.Rational[]): number[] | undefined {
  const scale = d.reduce((m, q) => m * q.denominator, 1n);
  const scaled = d.map((q) => (q.numerator * scale) / q.denominator);
  const common = scaled.reduce(Q.gcd, 0n);
  if (common === 0n) return undefined;
  const reduced = scaled.map((v) => Number(v / common));
  return reduced.every((v) => Math.abs(v) <= 2 ** 50) ? reduced : undefined;
}
