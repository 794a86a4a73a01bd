/** The search for a ray along which a scalar falls without bound: rays on which doubles fall are looked into. */
import { type BoundedKernel, compileBoundedKernel, compileKernel, type Kernel } from '../../numeric/kernel.js';
import type { Expression } from '../../symbolic/expression.js';
import { contains, mentions, unfold } from '../../symbolic/rewrite.js';
import type { Counterexample } from '../../verdicts/types.js';
import { climb } from './climb.js';
import { bindsStates } from './conditions.js';
import { concrete, type SearchContext, spaceOf, streamOf } from './context.js';
import { valuesOf } from './evidence.js';
import { ExactPoint } from './exact-point.js';
import { Given } from './given.js';
import type { Outcome } from './outcome.js';
import { SCHEDULE } from './regimes.js';
import { simplestConfirmed } from './shrink.js';
import type { Point, SampleSpace } from './space.js';
import { freeStates, RayAt } from './unbounded-ray.js';
import { UndefinedPoints } from './undefined-points.js';

/** How far from 0 the search looks in doubles; nearer only where the values overflow. */
const PROBES = [2 ** 20, 2 ** 6, 2 ** 2];
const RUN = 16;
const STARTS = 6;
/** Rays that are looked into among the samples, and those of them whose values are followed further out. */
const MOST_RAYS = 60;
const MOST_FOLLOWED = 10;
/** Rays that are looked into whatever their values do, where the scalar oscillates. */
const OSCILLATING_RAYS = 24;
/** Windows [T, 2T] in which the least value of an oscillation is looked for, and the values taken in each. */
const WINDOWS = [2 ** 6, 2 ** 10, 2 ** 14, 2 ** 18];
const IN_WINDOW = 96;

export async function searchUnbounded(c: SearchContext, quantity: Expression, index: number): Promise<Outcome> {
  if (givenBindsStates(c))
    return {
      kind: 'inconclusive',
      code: 'unsupported',
      detail: 'rays are not known to stay where what is given holds, since it restricts the states',
    };
  return new UnboundedSearch(c, concrete(c, quantity), index).run();
}

/** Whether what is given says something about the states, so that a ray may leave it. */
const givenBindsStates = (c: SearchContext): boolean => c.claim.given.some((o) => bindsStates(c.derivation, o));

/** Confirms that the scalar falls without bound along the ray through the states of a point. */
export const confirmUnbounded = (c: SearchContext, quantity: Expression, point: Point): Counterexample | undefined =>
  givenBindsStates(c) ? undefined : new RayAt(c, quantity, new ExactPoint(spaceOf(c), point)).evidence();

interface Judged {
  readonly value: number;
  readonly error: number;
}

class UnboundedSearch {
  private readonly space: SampleSpace;
  private readonly given: Given;
  private readonly kernel: Kernel;
  private readonly free: ReadonlySet<string>;
  private bounded: BoundedKernel | undefined;
  private count = 0;
  private rays = 0;
  private followed = 0;
  private suspicious: Outcome | undefined;

  constructor(
    private readonly c: SearchContext,
    private readonly quantity: Expression,
    private readonly index: number,
  ) {
    this.space = spaceOf(c);
    this.given = new Given(c, this.space);
    this.kernel = compileKernel([quantity], c.dimensions);
    this.free = new Set(freeStates(c).map((x) => x.name));
  }

  async run(): Promise<Outcome> {
    const undefinedPoints = new UndefinedPoints(this.c, this.space, [this.quantity]);
    const refuted = (await this.oscillations()) ?? (await this.samples(undefinedPoints)) ?? (await this.climbs());
    if (refuted !== undefined) return { kind: 'refuted', counterexample: refuted };
    return (
      undefinedPoints.found ??
      this.suspicious ?? {
        kind: 'none-found',
        count: this.count,
        restarts: STARTS,
        margin: Infinity,
        notes: ['only rays from 0 were followed, no curves'],
      }
    );
  }

  /** Simple rays, where a sine or cosine of the states makes the values on a ray rise and fall for ever. */
  private async oscillations(): Promise<Counterexample | undefined> {
    const oscillates = contains(
      unfold(this.quantity),
      (e) => e.kind === 'map' && (e.function === 'sin' || e.function === 'cos') && mentions(e, this.free),
    );
    if (!oscillates) return undefined;
    const random = streamOf(this.c, this.index, 'oscillations');
    for (let i = 0; i < OSCILLATING_RAYS; i += 1) {
      this.space.draw(random, 'integers', 'integers');
      if (!this.given.holds()) continue;
      const found = this.refute(() => true);
      if (found !== undefined) return found;
    }
    await this.c.tick(OSCILLATING_RAYS);
    return undefined;
  }

  private async samples(undefinedPoints: UndefinedPoints): Promise<Counterexample | undefined> {
    const samples = Math.min(this.c.samples, 4000);
    const random = streamOf(this.c, this.index, 'rays');
    for (let i = 0; i < samples; i += 1) {
      if (i % 256 === 255) await this.c.tick(256);
      const [parameters, states] = SCHEDULE[Math.floor(i / RUN) % SCHEDULE.length] as (typeof SCHEDULE)[number];
      this.space.draw(random, parameters, states);
      if (!this.given.holds()) continue;
      this.count += 1;
      if (!Number.isFinite(this.valueAt(1))) undefinedPoints.look();
      if (this.rays >= MOST_RAYS || !(this.fall() > 0) || !this.certainlyFalls()) continue;
      this.rays += 1;
      const found = this.refute(() => this.fall() > 0);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private async climbs(): Promise<Counterexample | undefined> {
    for (let k = 0; k < STARTS; k += 1) {
      const start = streamOf(this.c, this.index, 'rays', k);
      this.space.draw(start, 'ordinary', 'ordinary');
      climb(
        this.space,
        start,
        () => this.fall(),
        800,
        (h) => h > 1e-3,
      );
      const found = this.fall() > 0 && this.certainlyFalls() ? this.refute(() => this.fall() > 0) : undefined;
      if (found !== undefined) return found;
      await this.c.tick(800);
    }
    return undefined;
  }

  /** The scalar at t·y in doubles, y the free states of the sample. */
  private valueAt(t: number, kernel: Kernel = this.kernel): number {
    this.space.copyInto(kernel.inputs);
    if (t !== 1)
      for (const [name, buffer] of kernel.inputs)
        if (this.free.has(name)) for (let i = 0; i < buffer.length; i += 1) buffer[i] = (buffer[i] as number) * t;
    kernel.run();
    return (kernel.outputs[0] as Float64Array)[0] as number;
  }

  /** Where t·y has about the size of each probe; nowhere for y = 0. */
  private probes(): readonly { readonly t: number; readonly far: number }[] {
    let size = 0;
    for (const name of this.free) for (const v of this.space.buffer(name)) size = Math.max(size, Math.abs(v));
    return size === 0 ? [] : PROBES.map((far) => ({ far, t: far * 2 ** -Math.floor(Math.log2(size)) }));
  }

  /** How steeply the scalar falls far out; negative where it does not fall faster and faster. */
  private fall(): number {
    for (const { t, far } of this.probes()) {
      const c = this.valueAt(4 * t);
      // What overflows towards −∞ falls; ∞ − ∞ says nothing.
      if (c === -Infinity) return Number.MAX_VALUE;
      if (c === Infinity) return -Infinity;
      if (c >= 0) return -c / far - 1;
      const [a, b] = [this.valueAt(t), this.valueAt(2 * t)];
      if (Number.isFinite(a + b + c)) return c < b && b < a && b - c >= (a - b) / 2 ? -c / far : c / far - 1;
    }
    return -Infinity;
  }

  /** Whether what `fall` saw is more than rounding errors, as far as these are known. */
  private certainlyFalls(): boolean {
    const kernel = (this.bounded ??= compileBoundedKernel([this.quantity], this.c.dimensions));
    for (const { t } of this.probes()) {
      const [a, b, c] = [t, 2 * t, 4 * t].map((s) => {
        const value = this.valueAt(s, kernel);
        return { value, error: (kernel.bounds[0] as Float64Array)[0] as number };
      }) as [Judged, Judged, Judged];
      if (![a, b, c].every((x) => Number.isFinite(x.value))) continue;
      const isRounding = (x: Judged, y: Judged): boolean =>
        Number.isFinite(x.error + y.error) && x.value - y.value <= x.error + y.error;
      return !isRounding(a, b) && !isRounding(b, c);
    }
    return true;
  }

  private refute(mayFail: () => boolean): Counterexample | undefined {
    const ray = new RayAt(this.c, this.quantity, new ExactPoint(this.space));
    const { kind } = ray.behaviour();
    if (kind === 'unknown') this.follow(ray);
    if (kind !== 'falls') return undefined;
    const evidence = (point: Point): Counterexample | undefined =>
      new RayAt(this.c, this.quantity, new ExactPoint(this.space, point)).evidence();
    return simplestConfirmed(this.c, this.space, evidence, mayFail);
  }

  /** Remembers a ray on which the values fall although nothing is proved. */
  private follow(ray: RayAt): void {
    if (this.suspicious !== undefined || this.followed >= MOST_FOLLOWED) return;
    this.followed += 1;
    const low = ray.keepsFalling() ? ray.shown() : this.lowOfOscillation();
    if (low === undefined) return;
    this.suspicious = {
      kind: 'inconclusive',
      code: 'unsupported',
      detail: `the values fall along the ray t·y at the point given, to ${low.high.toPrecision(3)} at t = ${low.t}, but that they fall without bound is not verified for this formula`,
      dimensions: { ...this.c.dimensions },
      values: valuesOf(this.c, this.space.point()),
    };
  }

  /** The least value in the last window, where the least values of the windows are negative and fall ever faster. */
  private lowOfOscillation(): { readonly t: number; readonly high: number } | undefined {
    const lows = WINDOWS.map((from) => {
      const values = Array.from({ length: IN_WINDOW }, (_, k) => {
        const t = from * (1 + k / IN_WINDOW);
        return { t, high: this.valueAt(t) };
      });
      return values.reduce((a, b) => (b.high < a.high ? b : a));
    });
    const falls = lows.every(({ high }, k) => high < 0 && (k === 0 || high < 2 * (lows[k - 1]?.high ?? 0)));
    return falls ? lows[lows.length - 1] : undefined;
  }
}
