/** Polyhedra {t : a_i't ≤ b_i} of few dimensions, exactly: whether there is a point, and one in the relative interior. */
import * as Q from '../symbolic/rational.js';
import { affineSolutions } from './exact-affine.js';

/** a't ≤ b. */
export interface Halfspace {
  readonly a: readonly Q.Rational[];
  readonly b: Q.Rational;
}

export interface PolyhedronPoint {
  /** A point at which every inequality is strict that can be. */
  readonly point: readonly Q.Rational[];
  /** Those that are equalities all over the polyhedron. */
  readonly tight: readonly number[];
  /** The dimension of the polyhedron. */
  readonly dimension: number;
}

const minus = (a: Q.Rational, b: Q.Rational): Q.Rational => Q.add(a, Q.negate(b));
const dot = (a: readonly Q.Rational[], b: readonly Q.Rational[]): Q.Rational =>
  a.reduce((s, x, i) => (Q.isZero(x) ? s : Q.add(s, Q.multiply(x, b[i] as Q.Rational))), Q.ZERO);

/** A point in the relative interior; undefined where the polyhedron is empty. */
export function interiorPoint(halfspaces: readonly Halfspace[], dimension: number): PolyhedronPoint | undefined {
  // The greatest ε ≤ 1 by which all inequalities hold at once.
  const rows = halfspaces.map(({ a, b }) => ({ a: [...a, Q.ONE], b }));
  const objective = [...Array.from({ length: dimension }, () => Q.ZERO), Q.ONE];
  const best = maximise([...rows, { a: objective, b: Q.ONE }], objective);
  if (best === undefined) return undefined;
  const least = best.at(-1) as Q.Rational;
  if (Q.compare(least, Q.ZERO) < 0) return undefined;
  if (Q.compare(least, Q.ZERO) > 0) return { point: best.slice(0, dimension), tight: [], dimension };
  // Some are equalities: each is made as slack as it can be, and the middle of these points is slack wherever one is.
  const points: (readonly Q.Rational[])[] = [best.slice(0, dimension)];
  const tight: number[] = [];
  halfspaces.forEach(({ a, b }, i) => {
    if (points.some((t) => Q.compare(dot(a, t), b) < 0)) return;
    const bounded = [...halfspaces, { a: a.map(Q.negate), b: Q.add(Q.negate(b), Q.ONE) }];
    const slack = maximise(bounded, a.map(Q.negate));
    if (slack !== undefined && Q.compare(dot(a, slack), b) < 0) points.push(slack);
    else tight.push(i);
  });
  const share = Q.rational(1, points.length);
  const point = Array.from({ length: dimension }, (_, j) =>
    Q.multiply(share, points.map((t) => t[j] as Q.Rational).reduce(Q.add)),
  );
  const equalities = tight.map((i) => [...(halfspaces[i] as Halfspace).a, (halfspaces[i] as Halfspace).b]);
  const free = affineSolutions(equalities, dimension)?.directions.length ?? 0;
  return { point, tight, dimension: free };
}

/**
 * A maximiser of c't over the polyhedron, where c't is bounded on it; undefined where the polyhedron is empty. By the
 * simplex method with Bland's rule, which ends: t = p − q·1 with p, q ≥ 0, and a slack variable for each inequality.
 */
function maximise(halfspaces: readonly Halfspace[], c: readonly Q.Rational[]): readonly Q.Rational[] | undefined {
  const n = c.length + 1;
  const negativeSum = (v: readonly Q.Rational[]): Q.Rational => Q.negate(v.reduce(Q.add, Q.ZERO));
  const tableau = new Tableau(
    halfspaces.map(({ a, b }) => ({ row: [...a, negativeSum(a)], b })),
    n,
  );
  if (!tableau.makeFeasible()) return undefined;
  tableau.maximise([...c, negativeSum(c)]);
  const values = tableau.values();
  const q = values[n - 1] as Q.Rational;
  return values.slice(0, n - 1).map((p) => minus(p, q));
}

/**
 * A dictionary: each basic variable is its constant minus the row times the variables that are not basic. Variables
 * 0 … n − 1 are the unknowns, n + i is the slack of row i, and n + m is the auxiliary one of the first phase.
 */
class Tableau {
  private readonly rows: Q.Rational[][];
  private readonly constants: Q.Rational[];
  private readonly basic: number[];
  private readonly others: number[];

  constructor(
    rows: readonly { readonly row: readonly Q.Rational[]; readonly b: Q.Rational }[],
    private readonly n: number,
  ) {
    this.rows = rows.map(({ row }) => [...row]);
    this.constants = rows.map(({ b }) => b);
    this.basic = rows.map((_, i) => n + i);
    this.others = Array.from({ length: n }, (_, j) => j);
  }

  /** Finds a first point with all variables ≥ 0, by making an auxiliary variable, which every row has, as small as 0. */
  makeFeasible(): boolean {
    const least = this.constants.reduce((k, b, i) => (Q.compare(b, this.constants[k] as Q.Rational) < 0 ? i : k), 0);
    if (this.constants.length === 0 || Q.compare(this.constants[least] as Q.Rational, Q.ZERO) >= 0) return true;
    const auxiliary = this.n + this.rows.length;
    this.rows.forEach((row) => row.push(Q.MINUS_ONE));
    this.others.push(auxiliary);
    this.pivot(least, this.others.length - 1);
    const objective = Array.from({ length: auxiliary + 1 }, (_, v) => (v === auxiliary ? Q.MINUS_ONE : Q.ZERO));
    this.maximise(objective);
    if (!Q.isZero(this.values()[auxiliary] ?? Q.ZERO)) return false;
    const row = this.basic.indexOf(auxiliary);
    if (row >= 0) {
      const entering = (this.rows[row] as Q.Rational[]).findIndex((x) => !Q.isZero(x));
      this.pivot(row, entering);
    }
    const column = this.others.indexOf(auxiliary);
    this.others.splice(column, 1);
    this.rows.forEach((r) => r.splice(column, 1));
    return true;
  }

  /** Maximises c'x from a feasible point; where it is unbounded, stops at one from which it grows without bound. */
  maximise(c: readonly Q.Rational[]): void {
    for (;;) {
      const gains = this.gains(c);
      let entering = -1;
      gains.forEach((g, j) => {
        const isBetter = entering < 0 || (this.others[j] as number) < (this.others[entering] as number);
        if (Q.compare(g, Q.ZERO) > 0 && isBetter) entering = j;
      });
      if (entering < 0) return;
      let leaving = -1;
      let least = Q.ZERO;
      this.rows.forEach((row, i) => {
        const x = row[entering] as Q.Rational;
        if (Q.compare(x, Q.ZERO) <= 0) return;
        const ratio = Q.multiply(this.constants[i] as Q.Rational, Q.reciprocal(x));
        const order = leaving < 0 ? -1 : Q.compare(ratio, least);
        const isEarlier = order === 0 && (this.basic[i] as number) < (this.basic[leaving] as number);
        if (order < 0 || isEarlier) [leaving, least] = [i, ratio];
      });
      if (leaving < 0) return;
      this.pivot(leaving, entering);
    }
  }

  /** What c'x gains by each variable that is not basic. */
  private gains(c: readonly Q.Rational[]): Q.Rational[] {
    const weight = (v: number): Q.Rational => c[v] ?? Q.ZERO;
    return this.others.map((v, j) =>
      this.rows.reduce((s, row, i) => {
        const w = weight(this.basic[i] as number);
        return Q.isZero(w) ? s : minus(s, Q.multiply(w, row[j] as Q.Rational));
      }, weight(v)),
    );
  }

  private pivot(leaving: number, entering: number): void {
    const row = this.rows[leaving] as Q.Rational[];
    const inverse = Q.reciprocal(row[entering] as Q.Rational);
    const scaled = row.map((x, j) => (j === entering ? inverse : Q.multiply(x, inverse)));
    const constant = Q.multiply(this.constants[leaving] as Q.Rational, inverse);
    this.rows.forEach((other, i) => {
      const factor = other[entering] as Q.Rational;
      if (i === leaving || Q.isZero(factor)) return;
      this.rows[i] = other.map((x, j) =>
        j === entering ? Q.negate(Q.multiply(factor, inverse)) : minus(x, Q.multiply(factor, scaled[j] as Q.Rational)),
      );
      this.constants[i] = minus(this.constants[i] as Q.Rational, Q.multiply(factor, constant));
    });
    this.rows[leaving] = scaled;
    this.constants[leaving] = constant;
    const variable = this.basic[leaving] as number;
    this.basic[leaving] = this.others[entering] as number;
    this.others[entering] = variable;
  }

  /** The values of all variables at the current point. */
  values(): Q.Rational[] {
    const values = Array.from({ length: this.n + this.rows.length + 1 }, () => Q.ZERO);
    this.basic.forEach((v, i) => {
      values[v] = this.constants[i] as Q.Rational;
    });
    return values;
  }
}
