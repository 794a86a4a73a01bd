/**
 * Violations of "where this is 0, that is 0 too". The zero must be exact: either rational or 200-bit arithmetic gives
 * exactly 0 at a point of simple numbers, or a zero is verified to exist in a small box on which the other quantity is
 * certainly not 0.
 */
import type { Obligation } from '../../claims/types.js';
import { judgedExpressions } from '../../claims/judged.js';
import type { Enclosure, IntervalValue } from '../../numeric/enclosure.js';
import { type BoundedKernel, compileBoundedKernel, compileKernel } from '../../numeric/kernel.js';
import type { Random } from '../../numeric/random.js';
import type { Expression } from '../../symbolic/expression.js';
import { isZeroByNormalForm } from '../../symbolic/normal-form.js';
import { collect } from '../../symbolic/simplify.js';
import * as build from '../../symbolic/build.js';
import type { Counterexample } from '../../verdicts/types.js';
import { isAdmitted, offJumps } from './conditions.js';
import { concrete, type SearchContext, spaceOf, streamOf } from './context.js';
import { counterexampleAt } from './evidence.js';
import { ExactPoint } from './exact-point.js';
import { Given } from './given.js';
import { compileNewton } from './newton.js';
import type { Outcome } from './outcome.js';
import { SCHEDULE, SIMPLE_SCHEDULE } from './regimes.js';
import { simplestConfirmed } from './shrink.js';
import type { Point, SampleSpace } from './space.js';
import { restsAt, UndefinedPoints } from './undefined-points.js';
import { verifySystem, type ZeroSystem, zeroSystems } from './zero-systems.js';

type ZeroImplies = Obligation & { kind: 'zero-implies' };

const RUN = 16;
const SHARD = 1024;
/** Points at which the zero turned out not to be exact before no more are looked at. */
const MOST_FALSE_ALARMS = 40;
const NEWTON_STARTS = 48;
/** Solutions at which the other quantity is smaller are taken for zeros of both, and spared the verification. */
const CONSPICUOUS = 1e-6;

export async function searchZeros(c: SearchContext, obligation: ZeroImplies, index: number): Promise<Outcome> {
  return new ZeroSearch(c, obligation, index).run();
}

/** Confirms at a point that the zero is exact, or verified in a small box near it, and the other quantity is not 0. */
export function confirmZero(c: SearchContext, obligation: ZeroImplies, point: Point): Counterexample | undefined {
  const search = new ZeroSearch(c, obligation, 0);
  return search.confirm(point) ?? search.confirmInBox(point);
}

class ZeroSearch {
  private readonly space: SampleSpace;
  private readonly given: Given;
  private readonly zero: Expression;
  private readonly zeroAtKinks: Expression;
  private readonly then: Expression;
  /** Its squared length, which does not depend on orthogonal factors. */
  private readonly thenSquared: Expression;
  private readonly judged: readonly Expression[];
  private readonly kernel: BoundedKernel;
  /** The zero holds identically, by the normal form. */
  private readonly identically: boolean;
  private readonly undefinedPoints: UndefinedPoints;
  private falseAlarms = 0;
  private count = 0;
  private starts = 0;

  constructor(
    private readonly c: SearchContext,
    private readonly obligation: ZeroImplies,
    private readonly index: number,
  ) {
    this.space = spaceOf(c);
    this.given = new Given(c, this.space);
    this.zero = concrete(c, obligation.zero);
    this.zeroAtKinks = concrete(c, obligation.atKinks ?? obligation.zero);
    this.then = concrete(c, obligation.then);
    this.judged = judgedExpressions(obligation).map((e) => concrete(c, e));
    this.thenSquared = collect(build.dot(this.then, this.then));
    this.kernel = compileBoundedKernel([this.zero, this.then, this.thenSquared], c.dimensions);
    this.identically = isZeroByNormalForm(this.zero);
    const exempt = obligation.alongFlow === true ? restsAt(c) : undefined;
    this.undefinedPoints = new UndefinedPoints(c, this.space, [this.zero, this.then], exempt);
  }

  async run(): Promise<Outcome> {
    const samples = Math.max(SHARD, Math.floor(this.c.samples / 10));
    for (let done = 0, shard = 0; done < samples; done += SHARD, shard += 1) {
      const random = streamOf(this.c, this.index, 'zeros', shard);
      const found = this.simplePoints(random, Math.min(SHARD, samples - done));
      if (found !== undefined) return { kind: 'refuted', counterexample: found };
      await this.c.tick(SHARD);
    }
    const found = await this.newton();
    if (found !== undefined) return { kind: 'refuted', counterexample: found };
    const { count, starts: restarts } = this;
    const { found: undefinedPoint } = this.undefinedPoints;
    if (undefinedPoint !== undefined) return { ...undefinedPoint, count };
    return { kind: 'none-found', count, restarts, margin: Infinity, notes: [] };
  }

  private simplePoints(random: Random, samples: number): Counterexample | undefined {
    for (let i = 0; i < samples; i += 1) {
      const [parameters, states] = SIMPLE_SCHEDULE[
        Math.floor(i / RUN) % SIMPLE_SCHEDULE.length
      ] as (typeof SIMPLE_SCHEDULE)[number];
      this.space.draw(random, parameters, states);
      if (i % 2 === 1) this.space.blank(random);
      if (!this.given.holds()) continue;
      this.count += 1;
      if (!this.mayBeZero()) continue;
      const found = this.refuteExactly();
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Whether, within rounding, the zero holds and the other quantity certainly does not. */
  private mayBeZero(): boolean {
    this.space.copyInto(this.kernel.inputs);
    this.kernel.run();
    const [zero, ...others] = this.kernel.outputs;
    const [zeroBound, ...otherBounds] = this.kernel.bounds;
    if (!this.kernel.outputs.every((values) => values.every(Number.isFinite))) this.undefinedPoints.look();
    const vanishes = zero?.every((v, i) => Math.abs(v) <= (zeroBound?.[i] as number));
    return (
      vanishes === true &&
      others.some((values, k) => values.some((v, i) => Math.abs(v) > (otherBounds[k]?.[i] as number)))
    );
  }

  private refuteExactly(): Counterexample | undefined {
    if (this.falseAlarms >= MOST_FALSE_ALARMS) return undefined;
    const mayBeZero = (): boolean => this.mayBeZero();
    const found = simplestConfirmed(this.c, this.space, (point) => this.confirm(point), mayBeZero);
    if (found === undefined) this.falseAlarms += 1;
    return found;
  }

  confirm(point: Point): Counterexample | undefined {
    const at = new ExactPoint(this.space, point);
    if (!this.identically && !at.isZero(this.zeroAtKinks)) return undefined;
    const other = this.nonzero(at);
    if (other === undefined || !offJumps(at, this.judged) || !isAdmitted(this.c, at)) return undefined;
    return counterexampleAt(this.c, at, { ...this.evidence(other), zero: 'exact' });
  }

  /** An entry of the other quantity, or its squared length, that is certainly not 0. */
  private nonzero(at: ExactPoint, boxes?: ReadonlyMap<string, readonly IntervalValue[]>): NonzeroEntry | undefined {
    const [entries = [], length = []] = at.enclose([this.then, this.thenSquared], boxes);
    const found = certainlyNonzero(entries);
    if (found !== undefined) return found;
    const squared = certainlyNonzero(length);
    return squared === undefined ? undefined : { entry: undefined, enclosure: squared.enclosure };
  }

  private evidence({
    entry,
    enclosure,
  }: NonzeroEntry): Pick<Counterexample, 'quantity' | 'value' | 'enclosure' | 'detail'> {
    const { zeroLabel, thenLabel } = this.obligation;
    const what = entry === undefined ? 'its squared length' : `its entry ${entry + 1}`;
    return {
      quantity: zeroLabel,
      value: 0,
      enclosure: [0, 0],
      detail: `${zeroLabel} is 0, but ${thenLabel} is not: ${what} lies in [${enclosure.low}, ${enclosure.high}]`,
    };
  }

  /** Verifies a zero in a box around the states of a point. */
  confirmInBox(point: Point): Counterexample | undefined {
    const at = new ExactPoint(this.space, point);
    for (const system of zeroSystems(this.c, this.obligation)) {
      const found = this.verify(system, at);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Solutions of the systems from many starts; each is verified in a box. */
  private async newton(): Promise<Counterexample | undefined> {
    const most = Math.min(NEWTON_STARTS, Math.max(16, Math.floor(this.c.samples / 200)));
    for (const [i, system] of zeroSystems(this.c, this.obligation).entries()) {
      const starts = i === 0 ? most : Math.ceil(most / 2);
      const found = await this.solve(system, i, starts);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private async solve(system: ZeroSystem, number: number, starts: number): Promise<Counterexample | undefined> {
    const names = system.unknowns.map((x) => x.name);
    const solve = compileNewton(this.space, names, system.equations, system.jacobian);
    const thenKernel = compileKernel([this.then], this.c.dimensions);
    for (let k = 0; k < starts; k += 1) {
      const random = streamOf(this.c, this.index, 'newton', ...(number === 0 ? [] : [number]), k);
      const [parameters, states] = SCHEDULE[k % SCHEDULE.length] as (typeof SCHEDULE)[number];
      this.space.draw(random, k % 3 === 0 ? parameters : 'integers', states);
      this.starts += 1;
      if (!this.given.holds() || !solve()) continue;
      this.space.copyInto(thenKernel.inputs);
      thenKernel.run();
      const other = (thenKernel.outputs[0] as Float64Array).reduce((m, v) => Math.max(m, Math.abs(v)), 0);
      if (!(other > CONSPICUOUS)) continue;
      const exact = this.mayBeZero() ? this.refuteExactly() : undefined;
      const found = exact ?? this.verify(system, new ExactPoint(this.space));
      if (found !== undefined) return found;
      await this.c.tick(100);
    }
    return undefined;
  }

  private verify(system: ZeroSystem, at: ExactPoint): Counterexample | undefined {
    const result = verifySystem(this.c, system, at);
    if (result.kind === 'failed') return undefined;
    const { box, enclosure } = result;
    // A factor that is 0 makes a product 0 where the other factors have values, and the one-sided rate too off the kinks.
    const finite = at
      .enclose([this.zero], enclosure)
      .flat()
      .every((e) => e.fault === undefined);
    const other = this.nonzero(at, enclosure);
    if (!finite || other === undefined) return undefined;
    if (!isAdmitted(this.c, at, { solved: new Set(), box, enclosure })) return undefined;
    if (!offJumps(at, [...this.judged, this.zero], enclosure)) return undefined;
    return counterexampleAt(this.c, at, {
      ...this.evidence(other),
      zero: { box: Object.fromEntries(box) },
    });
  }
}

interface NonzeroEntry {
  /** Undefined for the squared length. */
  readonly entry: number | undefined;
  readonly enclosure: Enclosure;
}

/** The entry that is certainly not 0, and farthest from it. */
function certainlyNonzero(entries: readonly Enclosure[]): NonzeroEntry | undefined {
  let best: NonzeroEntry | undefined;
  entries.forEach((enclosure, entry) => {
    if (enclosure.sign !== 1 && enclosure.sign !== -1) return;
    const distance = (e: Enclosure): number => Math.max(e.low, -e.high);
    if (best === undefined || distance(enclosure) > distance(best.enclosure)) best = { entry, enclosure };
  });
  return best;
}
