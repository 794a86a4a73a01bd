/**
 * A scalar that is not bounded below: a ray along which it falls without bound. On a ray, beyond its last kink, a
 * piecewise polynomial is a polynomial, whose leading coefficient is read off exactly from its values.
 */
import { type Ray, rayOf } from '../../derivation/activations.js';
import { kinkArguments } from '../../derivation/kinks.js';
import { polynomialDegree } from '../../derivation/polynomial-degree.js';
import { type BoundedKernel, compileBoundedKernel, compileKernel } from '../../numeric/kernel.js';
import * as build from '../../symbolic/build.js';
import type { Expression, SymbolExpression } from '../../symbolic/expression.js';
import * as Q from '../../symbolic/rational.js';
import { mentions, substitute, unfold } from '../../symbolic/rewrite.js';
import type { Counterexample } from '../../verdicts/types.js';
import { climb } from './climb.js';
import { givenExpressions, isAdmitted } from './conditions.js';
import { concrete, type SearchContext, spaceOf, streamOf } from './context.js';
import { counterexampleAt, valuesOf } from './evidence.js';
import { ExactPoint } from './exact-point.js';
import { Given } from './given.js';
import type { Outcome } from './outcome.js';
import { SCHEDULE } from './regimes.js';
import { simplestConfirmed } from './shrink.js';
import type { Point, SampleSpace } from './space.js';
import { UndefinedPoints } from './undefined-points.js';

/** How far out values are taken: beyond the kinks of numbers of ordinary size, and exact in rational arithmetic. */
const FAR = 2 ** 40;
/** How far out the search looks in doubles. */
const PROBE = 2 ** 20;
/** Where a fall must go on for a ray to be suspicious: what is bounded has turned or has stopped falling by then. */
const DISTANT = [2 ** 20, 2 ** 60, 2 ** 100, 2 ** 200];
const RUN = 16;
const STARTS = 6;
const MOST_DEGREE = 12;
const MOST_EXACT = 60;

export async function searchUnbounded(c: SearchContext, quantity: Expression, index: number): Promise<Outcome> {
  return new UnboundedSearch(c, concrete(c, quantity), index).run();
}

/** States that may go to infinity. */
export const freeStates = (c: SearchContext): readonly SymbolExpression[] =>
  c.design.states.filter((s) => !s.domainStated).map((s) => s.symbol);

/** Whether what is given says something about the states, so that a ray may leave it. */
function givenBindsStates(c: SearchContext): boolean {
  const states = new Set(c.derivation.states.map((x) => x.name));
  return c.claim.given.some((o) => givenExpressions(o).some((e) => mentions(e, states)));
}

/** Confirms that the scalar falls without bound along the ray through the states of a point. */
export const confirmUnbounded = (c: SearchContext, quantity: Expression, point: Point): Counterexample | undefined =>
  new UnboundedSearch(c, concrete(c, quantity), 0).confirm(new ExactPoint(spaceOf(c), point));

class UnboundedSearch {
  private readonly space: SampleSpace;
  private readonly given: Given;
  private readonly ray: Ray;
  /** The scalar at t·y: states serve as directions from 0. States whose domain is stated stay where they are. */
  private readonly onRay: Expression;
  private readonly kinks: readonly Expression[];
  private readonly degree: number;
  private count = 0;
  private exactTries = 0;
  private distant: BoundedKernel | undefined;
  private suspicious: Outcome | undefined;

  constructor(
    private readonly c: SearchContext,
    private readonly quantity: Expression,
    private readonly index: number,
  ) {
    this.space = spaceOf(c);
    this.given = new Given(c, this.space);
    this.ray = rayOf(c.derivation);
    const scaled = new Map<string, Expression>(freeStates(c).map((x) => [x.name, build.product(this.ray.t, x)]));
    this.onRay = unfold(substitute(quantity, scaled));
    this.kinks = kinkArguments(this.onRay);
    this.degree = polynomialDegree(this.onRay, this.ray.t.name);
  }

  async run(): Promise<Outcome> {
    if (givenBindsStates(this.c))
      return {
        kind: 'inconclusive',
        code: 'unsupported',
        detail: 'rays are not known to stay where what is given holds, since it restricts the states',
      };
    const far = compileKernel(
      [1, 2, 4].map((k) => substitute(this.onRay, new Map([[this.ray.t.name, build.number(k * PROBE)]]))),
      this.c.dimensions,
    );
    const values = far.outputs;
    const near = compileKernel([this.quantity], this.c.dimensions);
    const undefinedPoints = new UndefinedPoints(this.c, this.space, [this.quantity]);
    /** How steeply the scalar falls far out; negative where it does not fall faster and faster. */
    const fall = (): number => {
      this.space.copyInto(far.inputs);
      far.run();
      const [a, b, c] = values.map((v) => v[0] as number) as [number, number, number];
      const steeper = c < b && b < a && c < 0 && b - c >= (a - b) / 2;
      return steeper ? -c / PROBE : -Math.abs(c) / PROBE - 1;
    };
    const samples = Math.min(this.c.samples, 4000);
    const random = streamOf(this.c, this.index, 'rays');
    for (let i = 0; i < samples; i += 1) {
      const [parameters, states] = SCHEDULE[Math.floor(i / RUN) % SCHEDULE.length] as (typeof SCHEDULE)[number];
      this.space.draw(random, parameters, states);
      if (!this.given.holds()) continue;
      this.count += 1;
      this.space.copyInto(near.inputs);
      near.run();
      if (!Number.isFinite((near.outputs[0] as Float64Array)[0])) undefinedPoints.look();
      if (!(fall() > 0)) continue;
      const found = this.refute(fall);
      if (found !== undefined) return { kind: 'refuted', counterexample: found };
      if (i % 256 === 0) await this.c.tick(256);
    }
    for (let k = 0; k < STARTS; k += 1) {
      const start = streamOf(this.c, this.index, 'rays', k);
      this.space.draw(start, 'ordinary', 'ordinary');
      climb(this.space, start, fall, 800, (h) => h > 1e-3);
      const found = fall() > 0 ? this.refute(fall) : undefined;
      if (found !== undefined) return { kind: 'refuted', counterexample: found };
      await this.c.tick(800);
    }
    return (
      undefinedPoints.found ??
      this.suspicious ?? { kind: 'none-found', count: this.count, restarts: STARTS, margin: Infinity, notes: [] }
    );
  }

  private refute(fall: () => number): Counterexample | undefined {
    const before = this.space.point();
    if (!(this.degree <= MOST_DEGREE)) {
      if (this.suspicious !== undefined || !this.keepsFalling()) return undefined;
      this.suspicious = {
        kind: 'inconclusive',
        code: 'unsupported',
        detail: `the values fall along the ray t·y at the point given, to ${this.farValue()} at t = ${4 * PROBE}, but that they fall without bound is not verified for a formula that is no piecewise polynomial`,
        dimensions: { ...this.c.dimensions },
        values: valuesOf(this.c, before),
      };
      return undefined;
    }
    if (this.exactTries >= MOST_EXACT) return undefined;
    this.exactTries += 1;
    return simplestConfirmed(
      this.c,
      this.space,
      (point) => this.confirm(new ExactPoint(this.space, point)),
      () => fall() > 0,
    );
  }

  /**
   * Whether the scalar falls from t to 2t to 4t at every distance t, by more than the rounding errors, and by no less in
   * the second step than half of the first.
   */
  private keepsFalling(): boolean {
    this.distant ??= compileBoundedKernel(
      DISTANT.flatMap((t) =>
        [t, 2 * t, 4 * t].map((s) => substitute(this.onRay, new Map([[this.ray.t.name, build.number(s)]]))),
      ),
      this.c.dimensions,
    );
    this.space.copyInto(this.distant.inputs);
    this.distant.run();
    const { outputs, bounds } = this.distant;
    return DISTANT.every((_, k) => {
      const [a, b, c] = [0, 1, 2].map((i) => outputs[3 * k + i]?.[0] ?? Number.NaN) as [number, number, number];
      const error = [0, 1, 2].reduce((sum, i) => sum + (bounds[3 * k + i]?.[0] ?? Number.NaN), 0);
      return a - b > error && b - c > error && b - c >= (a - b) / 2;
    });
  }

  private farValue(): string {
    const kernel = compileKernel(
      [substitute(this.onRay, new Map([[this.ray.t.name, build.number(4 * PROBE)]]))],
      this.c.dimensions,
    );
    this.space.copyInto(kernel.inputs);
    kernel.run();
    return ((kernel.outputs[0] as Float64Array)[0] as number).toPrecision(3);
  }

  /** The ray as evidence, if beyond its last kink the scalar is a polynomial with a negative leading coefficient. */
  confirm(at: ExactPoint): Counterexample | undefined {
    if (givenBindsStates(this.c)) return undefined;
    const points = Array.from({ length: this.degree + 1 }, (_, k) => (k + 1) * FAR);
    const atDistance = (t: number): ExactPoint => at.withNumbers(new Map([[this.ray.t.name, [t]]]));
    if (!this.isBeyondKinks(atDistance)) return undefined;
    const values: Q.Rational[] = [];
    for (const t of points) {
      const result = atDistance(t).exactly([this.onRay]);
      if (result.kind !== 'exact') return undefined;
      values.push((result.values[0] as readonly Q.Rational[])[0] as Q.Rational);
    }
    const leading = highestDifference(values);
    if (leading === undefined || leading.numerator >= 0n || !isAdmitted(this.c, at)) return undefined;
    const last = Q.toDouble(values[values.length - 1] as Q.Rational);
    const direction = Object.fromEntries(freeStates(this.c).map((x) => [x.name, at.point.values.get(x.name) ?? []]));
    return counterexampleAt(this.c, at, {
      quantity: 'energy(t d)',
      value: last,
      enclosure: [last, last],
      direction,
      detail: `along the ray t d the energy is a polynomial in t that falls without bound; its value at t = ${points[points.length - 1]} is given`,
    });
  }

  /** Whether every kink lies before `FAR`: arguments are affine in t, and at FAR have the sign of their slope. */
  private isBeyondKinks(at: (t: number) => ExactPoint): boolean {
    if (this.kinks.length === 0) return true;
    if (!this.kinks.every((z) => polynomialDegree(z, this.ray.t.name) <= 1)) return false;
    if (this.kinks.some((z) => kinkArguments(z).length > 0)) return false;
    const [near, far] = [at(FAR).exactly(this.kinks), at(2 * FAR).exactly(this.kinks)];
    if (near.kind !== 'exact' || far.kind !== 'exact') return false;
    return near.values.every((entries, i) =>
      entries.every((z, j) => {
        const slope = Q.add((far.values[i] as readonly Q.Rational[])[j] as Q.Rational, Q.negate(z));
        const sign = Q.compare(slope, Q.ZERO);
        return sign === 0 || sign === Q.compare(z, Q.ZERO);
      }),
    );
  }
}

/** The last nonzero of the repeated differences of equidistant values, which has the sign of the leading coefficient. */
function highestDifference(values: readonly Q.Rational[]): Q.Rational | undefined {
  let row = [...values];
  let highest: Q.Rational | undefined;
  while (row.length > 1) {
    row = row.slice(1).map((v, i) => Q.add(v, Q.negate(row[i] as Q.Rational)));
    const first = row[0] as Q.Rational;
    if (!Q.isZero(first)) highest = first;
  }
  return highest;
}
