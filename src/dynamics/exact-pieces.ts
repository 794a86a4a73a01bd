/** Linear pieces of a velocity in rational numbers: points, and polyhedra of steady states where M is singular. */
import { affineSolutions } from '../numeric/exact-affine.js';
import { evaluateExactly } from '../numeric/exact.js';
import { type Halfspace, interiorPoint } from '../numeric/exact-polyhedron.js';
import * as Q from '../symbolic/rational.js';
import type { Memory } from './memory.js';
import { type Digits, formulasOf, type PiecewiseForm } from './piecewise-form.js';
import { byState, exactForms, type StateBox } from './state-box.js';
import type { SteadyFamily } from './steady-state.js';

type Vector = readonly Q.Rational[];

/** The steady states of a closed piece: {y : Ay ≤ b} within point + span of the directions. */
export interface PieceSolution {
  readonly dimension: number;
  /** A point of its relative interior. */
  readonly point: Vector;
  /** Independent directions of its affine hull. */
  readonly directions: readonly Vector[];
  /** The equations M y = −c and the inequalities of the closed piece. */
  readonly equations: readonly Vector[];
  readonly halfspaces: readonly Halfspace[];
}

/** Pairs of pieces that are tested for a common point. */
const MOST_PAIRS = 2000;

const minus = (a: Q.Rational, b: Q.Rational): Q.Rational => Q.add(a, Q.negate(b));
const dot = (a: Vector, b: Vector): Q.Rational =>
  a.reduce((s, x, i) => (Q.isZero(x) ? s : Q.add(s, Q.multiply(x, b[i] as Q.Rational))), Q.ZERO);

export class ExactPieces {
  private readonly n: number;
  private readonly exact: ReturnType<typeof exactForms>;

  constructor(
    private readonly memory: Memory,
    private readonly form: PiecewiseForm,
  ) {
    this.n = memory.n;
    this.exact = exactForms(memory, formulasOf(form));
  }

  /** `unknown` where a number of the piece is not rational. */
  solve(digits: Digits): PieceSolution | 'none' | 'unknown' {
    const { n } = this;
    const values = this.evaluate(digits);
    if (values === undefined) return 'unknown';
    const [matrix = [], offset = [], ...rest] = values;
    const equations = offset.map((c, i) => [...matrix.slice(i * n, (i + 1) * n), Q.negate(c)]);
    const space = affineSolutions(equations, n);
    if (space === undefined) return 'none';
    const halfspaces = this.halfspaces(digits, rest);
    const found = within(space.point, space.directions, halfspaces);
    return found === undefined ? 'none' : { ...found, equations, halfspaces };
  }

  private evaluate(digits: Digits): readonly Vector[] | undefined {
    let at = 0;
    const signs = this.form.units.flatMap(({ size, beyond }) => {
      const own = digits.subarray(at, (at += size));
      return beyond.map((b, k) => [b.name, Array.from(own, (digit) => (digit > k ? 1 : 0))] as const);
    });
    const zero = byState(
      this.memory,
      Array.from({ length: this.n }, () => 0),
    );
    const numbers = new Map<string, readonly (number | Q.Rational)[]>([...this.exact.parameters, ...zero, ...signs]);
    const result = evaluateExactly(this.exact.forms, this.memory.dimensions, numbers);
    return result.kind === 'exact' ? result.values : undefined;
  }

  private halfspaces(digits: Digits, arguments_: readonly Vector[]): Halfspace[] {
    let at = 0;
    return this.form.units.flatMap(({ size, pieces }, u) => {
      const [slopes = [], offsets = []] = arguments_.slice(2 * u);
      return Array.from({ length: size }, (_, i) => {
        const line = digits[at++] as number;
        const a = slopes.slice(i * this.n, (i + 1) * this.n);
        const z = offsets[i] as Q.Rational;
        const [from, to] = [pieces.breaks[line - 1], pieces.breaks[line]];
        return [
          ...(to === undefined ? [] : [{ a, b: minus(to, z) }]),
          ...(from === undefined ? [] : [{ a: a.map(Q.negate), b: minus(z, from) }]),
        ];
      }).flat();
    });
  }

  /** Whether a rational state belongs to the steady states of a piece. */
  contains({ equations, halfspaces }: PieceSolution, box: StateBox): boolean {
    const y = box.map(({ low }) => (typeof low === 'number' ? Q.fromDouble(low) : low));
    return (
      equations.every((row) => Q.equals(dot(row.slice(0, this.n), y), row[this.n] as Q.Rational)) &&
      halfspaces.every(({ a, b }) => Q.compare(dot(a, y), b) <= 0)
    );
  }

  /** The connected sets that polyhedra of steady states make up; each is shown by one of greatest dimension. */
  families(solutions: readonly PieceSolution[]): readonly SteadyFamily[] {
    const group = solutions.map((_, i) => i);
    const rootOf = (i: number): number => (group[i] === i ? i : rootOf(group[i] as number));
    let pairs = 0;
    for (let i = 0; i < solutions.length; i += 1)
      for (let j = 0; j < i && pairs < MOST_PAIRS; j += 1) {
        if (rootOf(i) === rootOf(j)) continue;
        pairs += 1;
        if (this.touch(solutions[i] as PieceSolution, solutions[j] as PieceSolution)) group[rootOf(i)] = rootOf(j);
      }
    const roots = [...new Set(solutions.map((_, i) => rootOf(i)))];
    return roots.map((root) => {
      const members = solutions.filter((_, i) => rootOf(i) === root);
      const largest = members.reduce((a, b) => (b.dimension > a.dimension ? b : a));
      return {
        dimension: largest.dimension,
        y: Float64Array.from(largest.point, Q.toDouble),
        directions: largest.directions.map((d) => Float64Array.from(d, Q.toDouble)),
        verification: 'exact',
        box: largest.point.map((value) => ({ low: value, high: value })),
      };
    });
  }

  private touch(a: PieceSolution, b: PieceSolution): boolean {
    const space = affineSolutions([...a.equations, ...b.equations], this.n);
    if (space === undefined) return false;
    return within(space.point, space.directions, [...a.halfspaces, ...b.halfspaces]) !== undefined;
  }
}

/** The part of an affine space that satisfies inequalities. */
function within(
  point: Vector,
  directions: readonly Vector[],
  halfspaces: readonly Halfspace[],
): Pick<PieceSolution, 'dimension' | 'point' | 'directions'> | undefined {
  const k = directions.length;
  const inside = halfspaces.map(({ a, b }) => ({ a: directions.map((d) => dot(a, d)), b: minus(b, dot(a, point)) }));
  if (k === 0)
    return inside.every(({ b }) => Q.compare(b, Q.ZERO) >= 0) ? { dimension: 0, point, directions: [] } : undefined;
  const found = interiorPoint(inside, k);
  if (found === undefined) return undefined;
  const combination = (t: Vector): Vector =>
    point.map((_, i) =>
      directions.reduce((s, d, j) => Q.add(s, Q.multiply(t[j] as Q.Rational, d[i] as Q.Rational)), Q.ZERO),
    );
  const hull = affineSolutions(
    found.tight.map((i) => [...(inside[i]?.a ?? []), Q.ZERO]),
    k,
  );
  return {
    dimension: found.dimension,
    point: combination(found.point).map((x, i) => Q.add(x, point[i] as Q.Rational)),
    directions: (hull?.directions ?? []).map(combination),
  };
}
