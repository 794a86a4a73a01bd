/**
 * The search for one sample that violates an obligation: random samples of every kind, then climbing from the best of
 * them and along guides. Only a violation that exceeds the rounding error of its computation is looked at; only one
 * that holds in 200-bit arithmetic with its error bound is a refutation.
 */
import type { Obligation } from '../../claims/types.js';
import { compileKernel } from '../../numeric/kernel.js';
import type { Definiteness } from '../../numeric/linear-algebra.js';
import type { Expression } from '../../symbolic/expression.js';
import type { Random } from '../../numeric/random.js';
import type { Counterexample } from '../../verdicts/types.js';
import { climb } from './climb.js';
import { concreteViolation, confirmAt, judgedOf } from './confirm-violation.js';
import { concrete, type SearchContext, spaceOf, streamOf } from './context.js';
import { ExactPoint } from './exact-point.js';
import { criticalPoints } from './critical.js';
import { Given } from './given.js';
import { guides } from './guides.js';
import { visitNearZeros } from './near-zeros.js';
import { compileMatrixTest, Objective, type Violation, violationOf } from './objective.js';
import type { Outcome } from './outcome.js';
import { SCHEDULE } from './regimes.js';
import { compileRun, type SampleRun } from './sample-run.js';
import { simplestConfirmed } from './shrink.js';
import type { Point, SampleSpace } from './space.js';
import { restsAt, UndefinedPoints } from './undefined-points.js';

/**
 * Samples in a run of one kind: so few that every kind has its turn twice, within these bounds, and the fewest where a
 * sample has more numbers than `LARGE`. Then most runs in a shard, and about how many numbers it draws at most.
 */
const SHORTEST_RUN = 8;
const LONGEST_RUN = 128;
const LARGE = 10_000;
const SHARD_RUNS = 32;
const SHARD_NUMBERS = 4e6;
/** Starts of Newton's method for each system of critical points. */
const CRITICAL_STARTS = 3;
/** Violations that did not survive confirmation before the search goes on without looking at more of them. */
const MOST_FALSE_ALARMS = 25;

type Kinds = (typeof SCHEDULE)[number];

interface Start {
  readonly margin: number;
  readonly coordinates: Float64Array;
}

export async function searchViolations(c: SearchContext, obligation: Obligation, index: number): Promise<Outcome> {
  const violation = violationOf(obligation, c.derivation.states);
  if (violation === undefined) throw new Error(`internal error: ${obligation.kind} is not violated by a sample`);
  const alongFlow = obligation.kind === 'sign' && obligation.alongFlow === true;
  return new ViolationSearch(
    c,
    concreteViolation(c, violation),
    judgedOf(obligation, violation),
    index,
    alongFlow,
  ).run();
}

class ViolationSearch {
  private readonly space: SampleSpace;
  /** Samples in a run. */
  private readonly length: number;
  private readonly objective: Objective;
  private readonly given: Given;
  private readonly judged: readonly Expression[];
  /** The best sample of each place in the schedule: at a plateau of zeros all of one kind may be better than any other. */
  private readonly best = new Map<number, Start>();
  private closest = -Infinity;
  private readonly matrixTest: (() => Definiteness) | undefined;
  private readonly together: SampleRun | undefined;
  private readonly undefinedPoints: UndefinedPoints;
  private count = 0;
  private restarts = 0;
  private falseAlarms = 0;

  constructor(
    private readonly c: SearchContext,
    private readonly violation: Violation,
    judged: readonly Expression[],
    private readonly index: number,
    alongFlow: boolean,
  ) {
    this.space = spaceOf(c, violation.variables);
    this.length = runLength(c.samples, this.space.coordinates);
    this.objective = new Objective(violation, this.space);
    this.given = new Given(c, this.space);
    this.undefinedPoints = new UndefinedPoints(c, this.space, [violation.amounts], alongFlow ? restsAt(c) : undefined);
    this.judged = judged.map((e) => concrete(c, e));
    this.matrixTest = violation.matrix === undefined ? undefined : compileMatrixTest(violation.matrix, this.space);
    this.together = c.claim.given.length === 0 ? compileRun(this.space, violation, this.length) : undefined;
  }

  async run(): Promise<Outcome> {
    const size = this.length * shardRuns(this.space.coordinates, this.length);
    for (let from = 0, shard = 0; from < this.c.samples; from += size, shard += 1) {
      const samples = Math.min(size, this.c.samples - from);
      const found = this.sample(streamOf(this.c, this.index, 'samples', shard), from / this.length, samples);
      if (found !== undefined) return { kind: 'refuted', counterexample: found };
      await this.c.tick(samples);
    }
    const found = await this.adversarial();
    if (found !== undefined) return { kind: 'refuted', counterexample: found };
    const { found: undefinedPoint } = this.undefinedPoints;
    if (undefinedPoint !== undefined) return { ...undefinedPoint, count: this.count };
    const margin = Math.max(0, -this.closest);
    return { kind: 'none-found', count: this.count, restarts: this.restarts, margin, notes: [] };
  }

  /** Draws samples in runs of one kind and keeps the best as starts; returns the first confirmed violation. */
  private sample(random: Random, firstRun: number, samples: number): Counterexample | undefined {
    for (let from = 0; from < samples; from += this.length) {
      const place = (firstRun + from / this.length) % SCHEDULE.length;
      const count = Math.min(this.length, samples - from);
      const found =
        this.together === undefined
          ? this.oneByOne(random, place, count)
          : this.allTogether(this.together, random, place, count);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private oneByOne(random: Random, place: number, count: number): Counterexample | undefined {
    const [parameters, states] = SCHEDULE[place] as Kinds;
    let top = -Infinity;
    for (let k = 0; k < count; k += 1) {
      this.space.draw(random, parameters, states);
      if (!this.given.holds()) continue;
      if (this.matrixTest?.() === 'positive' && top > -Infinity) {
        this.count += 1;
        continue;
      }
      const amount = this.objective.amount();
      if (!Number.isFinite(amount)) {
        this.undefinedPoints.look();
        continue;
      }
      this.count += 1;
      if (amount > 0) {
        const found = this.refute(amount);
        if (found !== undefined) return found;
      }
      if (amount <= top) continue;
      top = amount;
      this.keep(place, this.objective.margin(amount));
    }
    return undefined;
  }

  private allTogether(run: SampleRun, random: Random, place: number, count: number): Counterexample | undefined {
    const [parameters, states] = SCHEDULE[place] as Kinds;
    run.draw(count, random, parameters, states);
    let top = -Infinity;
    let best = -1;
    for (let k = 0; k < count; k += 1) {
      const amount = run.amount(k);
      if (!Number.isFinite(amount)) {
        run.take(k);
        this.undefinedPoints.look();
        continue;
      }
      this.count += 1;
      if (amount > 0) {
        run.take(k);
        this.matrixTest?.();
        const found = this.refute(this.objective.amount());
        if (found !== undefined) return found;
      }
      if (amount <= top) continue;
      top = amount;
      best = k;
    }
    if (best === -1) return undefined;
    run.take(best);
    this.keep(place, this.objective.margin(this.objective.amount()));
    return undefined;
  }

  /** Keeps the current sample as a start if it is the best of its place in the schedule. */
  private keep(place: number, margin: number): void {
    if (margin <= (this.best.get(place)?.margin ?? -Infinity)) return;
    const coordinates = new Float64Array(this.space.coordinates);
    this.space.read(coordinates);
    this.best.set(place, { margin, coordinates });
    this.closest = Math.max(this.closest, margin);
  }

  private height(): number {
    if (!this.given.holds()) return -Infinity;
    const amount = this.objective.amount();
    const margin = this.objective.margin(amount);
    return Number.isNaN(margin) ? -Infinity : margin;
  }

  /** Climbs the margin from the best samples, then guides from fresh samples with the margin after them. */
  private async adversarial(): Promise<Counterexample | undefined> {
    const steps = stepsPerStart(this.c, this.space);
    const certain = (h: number): boolean => h > 0 && this.objective.isCertain();
    for (const [i, start] of this.best) {
      this.space.write(start.coordinates);
      const random = streamOf(this.c, this.index, 'climb', i);
      const found = this.climbAndRefute(random, steps, certain);
      if (found !== undefined) return found;
      await this.c.tick(steps);
    }
    const near = this.nearZeros();
    if (near !== undefined) return near;
    const critical = await this.nearCriticalPoints(steps, certain);
    if (critical !== undefined) return critical;
    const names = new Set(this.space.values.keys());
    const paths = guides([this.violation.amounts], names);
    for (const [i, guide] of paths.entries()) {
      const kernel = compileKernel([guide], this.c.dimensions);
      const values = kernel.outputs[0] as Float64Array;
      const random = streamOf(this.c, this.index, 'guide', i);
      this.space.draw(random, 'ordinary', 'ordinary');
      const height = (): number => {
        this.space.copyInto(kernel.inputs);
        kernel.run();
        return this.given.holds() ? (values[0] as number) : -Infinity;
      };
      let violated = false;
      climb(this.space, random, height, Math.ceil(steps / 2), () => {
        const amount = this.objective.amount();
        violated = amount > 0 && this.objective.isCertain();
        return violated;
      });
      const found = violated
        ? this.refute(this.objective.amount())
        : this.climbAndRefute(random, Math.ceil(steps / 2), certain);
      if (found !== undefined) return found;
      await this.c.tick(steps);
    }
    return undefined;
  }

  /** Starts from places where the argument of an inner function is stationary or 0. */
  private async nearCriticalPoints(
    steps: number,
    certain: (h: number) => boolean,
  ): Promise<Counterexample | undefined> {
    for (const [i, solve] of criticalPoints(this.c, this.space, [this.violation.amounts]).entries())
      for (let k = 0; k < CRITICAL_STARTS; k += 1) {
        const random = streamOf(this.c, this.index, 'critical', i, k);
        this.space.draw(random, 'ordinary', 'ordinary');
        if (!solve() || !this.space.isWithinBounds()) continue;
        const found = this.climbAndRefute(random, Math.ceil(steps / 2), certain);
        if (found !== undefined) return found;
        await this.c.tick(steps);
      }
    return undefined;
  }

  private nearZeros(): Counterexample | undefined {
    if (this.violation.compare !== 'positive' || this.violation.variables.length > 0) return undefined;
    return visitNearZeros(this.c, this.space, this.index, () => {
      if (!this.given.holds()) return undefined;
      const amount = this.objective.amount();
      return amount > 0 ? this.refute(amount) : undefined;
    });
  }

  private climbAndRefute(random: Random, steps: number, certain: (h: number) => boolean): Counterexample | undefined {
    this.restarts += 1;
    const top = climb(this.space, random, () => this.height(), steps, certain);
    const amount = this.objective.amount();
    this.closest = Math.max(this.closest, top);
    return amount > 0 ? this.refute(amount) : undefined;
  }

  /** The counterexample at the current sample, shrunk and confirmed, if its violation is real. */
  private refute(amount: number): Counterexample | undefined {
    if (!(amount > 0) || this.falseAlarms >= MOST_FALSE_ALARMS || !this.objective.isCertain()) return undefined;
    const certain = (): boolean => this.objective.amount() > 0 && this.objective.isCertain();
    const found = simplestConfirmed(this.c, this.space, (point) => this.confirm(point), certain);
    if (found === undefined) this.falseAlarms += 1;
    return found;
  }

  private confirm(point: Point): Counterexample | undefined {
    return confirmAt(this.c, this.violation, this.judged, new ExactPoint(this.space, point));
  }
}

/** Evaluations of one climb: fewer where a sample has many numbers. */
const stepsPerStart = (c: SearchContext, space: SampleSpace): number =>
  Math.max(24, Math.min(800, Math.floor(c.samples / 20), Math.floor(1.5e6 / Math.max(1, space.coordinates))));

/** Samples in a run, a power of two. */
function runLength(samples: number, coordinates: number): number {
  if (coordinates > LARGE) return SHORTEST_RUN;
  const fair = samples / (2 * SCHEDULE.length);
  return 2 ** Math.floor(Math.log2(Math.min(LONGEST_RUN, Math.max(SHORTEST_RUN, fair))));
}

/** Runs in a shard. */
const shardRuns = (coordinates: number, length: number): number =>
  Math.max(1, Math.min(SHARD_RUNS, Math.floor(SHARD_NUMBERS / (length * Math.max(1, coordinates)))));
