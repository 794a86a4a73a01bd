/**
 * The search for violations where equalities are given: samples are moved to solutions, the best of them climb from
 * solution to solution, and what refutes is a violation all over a box in which a solution is verified to exist.
 */
import type { Obligation } from '../../claims/types.js';
import type { Expression } from '../../symbolic/expression.js';
import type { Counterexample } from '../../verdicts/types.js';
import { climb } from './climb.js';
import { concreteViolation, confirmNear, judgedOf } from './confirm-violation.js';
import { concrete, type SearchContext, spaceOf, streamOf } from './context.js';
import { ExactPoint } from './exact-point.js';
import { Given } from './given.js';
import { bindingEqualities, type GivenEquations, givenEquations } from './given-equations.js';
import { compileMatrixTest, Objective, type Violation, violationOf } from './objective.js';
import { joinOutcomes, NOTHING, type Outcome } from './outcome.js';
import { SCHEDULE } from './regimes.js';
import { simplestConfirmed } from './shrink.js';
import type { Point, SampleSpace } from './space.js';

/** One of so many samples of a search is moved to a solution, as long as so many numbers are moved at most. */
const SHARE = 10;
const MOST_NUMBERS = 4e5;
/** Samples between two looks at the clock. */
const SHARD = 64;
/** Evaluations of one climb. */
const STEPS = 200;
/** Violations that did not survive confirmation before the search ends. */
const MOST_FALSE_ALARMS = 12;

const UNSOLVED = 'only states that satisfy the given equality exactly, in doubles, were judged';

/** Searches the solutions of the equalities that are given, where one sample can violate the obligation. */
export async function searchOnGiven(c: SearchContext, obligation: Obligation, index: number): Promise<Outcome> {
  if (bindingEqualities(c).length === 0) return NOTHING;
  const violation = violationOf(obligation, c.derivation.states);
  const readings = givenEquations(c);
  if (violation === undefined || readings.length === 0) return { ...NOTHING, notes: [UNSOLVED] };
  const judged = judgedOf(obligation, violation).map((e) => concrete(c, e));
  let total: Outcome = NOTHING;
  for (const [reading, equations] of readings.entries()) {
    const search = new OnGiven(c, concreteViolation(c, violation), judged, equations, [index, reading]);
    total = joinOutcomes(total, await search.run());
    if (total.kind === 'refuted') return total;
  }
  return total;
}

class OnGiven {
  private readonly space: SampleSpace;
  private readonly objective: Objective;
  private readonly others: Given;
  private readonly solve: () => boolean;
  private readonly decideMatrix: () => void;
  /** The best solution of each place in the schedule. */
  private readonly best = new Map<number, { readonly margin: number; readonly coordinates: Float64Array }>();
  private count = 0;
  private closest = -Infinity;
  private falseAlarms = 0;

  constructor(
    private readonly c: SearchContext,
    private readonly violation: Violation,
    private readonly judged: readonly Expression[],
    private readonly equations: GivenEquations,
    private readonly work: readonly number[],
  ) {
    this.space = spaceOf(c, violation.variables);
    this.objective = new Objective(violation, this.space);
    this.others = new Given(c, this.space, equations.solved);
    this.solve = equations.compile(this.space);
    this.decideMatrix =
      violation.matrix === undefined ? () => undefined : compileMatrixTest(violation.matrix, this.space);
  }

  async run(): Promise<Outcome> {
    const most = Math.ceil(MOST_NUMBERS / Math.max(1, this.space.coordinates));
    const samples = Math.min(most, Math.max(SHARD, Math.floor(this.c.samples / SHARE)));
    for (let k = 0; k < samples; k += 1) {
      const place = k % SCHEDULE.length;
      const [parameters, states] = SCHEDULE[place] as (typeof SCHEDULE)[number];
      this.space.draw(streamOf(this.c, ...this.work, 'on given', k), parameters, states);
      const found = this.judge(place);
      if (found !== undefined) return { kind: 'refuted', counterexample: found };
      if (k % SHARD === 0) await this.c.tick(SHARD);
    }
    const found = await this.climbFromBest();
    if (found !== undefined) return { kind: 'refuted', counterexample: found };
    const margin = Math.max(0, -this.closest);
    return { kind: 'none-found', count: this.count, restarts: this.best.size, margin, notes: [] };
  }

  /** Moves the current sample to a solution and judges it there. */
  private judge(place: number): Counterexample | undefined {
    const coordinates = new Float64Array(this.space.coordinates);
    this.space.read(coordinates);
    const margin = this.height();
    if (margin === -Infinity) return undefined;
    this.count += 1;
    this.closest = Math.max(this.closest, margin);
    if (margin > (this.best.get(place)?.margin ?? -Infinity)) this.best.set(place, { margin, coordinates });
    return margin > 0 ? this.refute() : undefined;
  }

  /** The margin at the solution that the current sample leads to; −∞ where there is none. */
  private height(): number {
    if (!this.solve() || !this.space.isWithinBounds() || !this.others.holds()) return -Infinity;
    this.decideMatrix();
    const margin = this.objective.margin(this.objective.amount());
    return Number.isNaN(margin) ? -Infinity : margin;
  }

  private async climbFromBest(): Promise<Counterexample | undefined> {
    for (const [place, { coordinates }] of this.best) {
      this.space.write(coordinates);
      const random = streamOf(this.c, ...this.work, 'climb on given', place);
      const certain = (margin: number): boolean => margin > 0 && this.objective.isCertain();
      climb(this.space, random, () => this.height(), STEPS, certain);
      const margin = this.height();
      this.closest = Math.max(this.closest, margin);
      const found = margin > 0 ? this.refute() : undefined;
      if (found !== undefined) return found;
      await this.c.tick(STEPS);
    }
    return undefined;
  }

  private refute(): Counterexample | undefined {
    if (this.falseAlarms >= MOST_FALSE_ALARMS || !this.objective.isCertain()) return undefined;
    const found = simplestConfirmed(this.c, this.space, (point) => this.confirm(point));
    if (found === undefined) this.falseAlarms += 1;
    return found;
  }

  /** A violation at a solution near a point, with the numbers of the solution, so that it is found again from them. */
  private confirm(point: Point): Counterexample | undefined {
    const box = this.equations.verify(new ExactPoint(this.space, point))?.box;
    if (box === undefined) return undefined;
    const middles = [...box].map(([name, of]) => [name, of.map(([low, high]) => low + (high - low) / 2)] as const);
    const at = new ExactPoint(this.space, { ...point, values: new Map([...point.values, ...middles]) });
    return confirmNear(this.c, this.violation, this.judged, at, [this.equations]);
  }
}
