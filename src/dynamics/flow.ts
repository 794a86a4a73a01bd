/**
 * The flow of an autonomous system, step by step: step sizes by the error estimate, the explicit method or the one for
 * stiff systems by a test of stiffness, dense output over the last step. Buffers are reused; a step allocates nothing.
 */
import { dormandPrince } from './dormand-prince.js';
import { type Method, type Step, type System, type Tolerance, weightedNorm } from './method.js';
import { rosenbrock } from './rosenbrock.js';

/** Why there is no next step. */
export const STEP_FAILURES = {
  undefined: 'the velocity has no value at the state',
  'too-small': 'steps became shorter than doubles resolve: the velocity jumps, or grows without bound, nearby',
} as const;
export type StepFailure = keyof typeof STEP_FAILURES;

/** The step is this much shorter than the estimate would allow. */
const SAFETY = 0.9;
const SHORTEST_RATIO = 0.2;
const LONGEST_RATIO = 10;
/** The weight of the error before in the step control (Gustafsson's PI controller). */
const PI_WEIGHT = 0.04;
/** Steps are at least this many units of rounding of the time. */
const RESOLUTION = 16 * Number.EPSILON;
/** The shortest step at time 0. */
const LEAST_STEP = 1e-290;
/** The explicit method is stable up to h·|λ| = 3.3 on the negative axis; steps that stability limits are at most that. */
const STABILITY_LIMIT = 2.5;
/** Steps near that limit before the system counts as stiff, and steps in a row off it that take it back. */
const STIFF_STEPS = 15;
const FREE_STEPS = 6;
/** Steps of the method for stiff systems that it is expected to need where it is taken. */
const STIFF_STEPS_EXPECTED = 20;
/** Steps with h·‖J‖ below 1 after which the explicit method is taken again. */
const EASY_STEPS = 8;

export class Flow {
  readonly system: System;
  readonly tolerance: Tolerance;
  /** The time that has passed. */
  t = 0;
  /** Accepted and rejected steps, evaluations of the velocity, and factorisations by the method for stiff systems. */
  steps = 0;
  rejected = 0;
  stiffSteps = 0;
  private readonly explicit: Method;
  private stiff: Method | undefined;
  private current: Method;
  private last: { -readonly [K in keyof Step]: Step[K] };
  private spare: { next: Float64Array; velocity: Float64Array };
  private lastMethod: Method;
  private h = 0;
  private errorBefore = 1e-4;
  private limited = 0;
  private free = 0;
  private easy = 0;

  constructor(system: System, tolerance: Tolerance) {
    const { n } = system;
    this.system = system;
    this.tolerance = tolerance;
    this.explicit = dormandPrince(system, tolerance);
    this.current = this.explicit;
    this.lastMethod = this.explicit;
    const vector = (): Float64Array => new Float64Array(n);
    this.last = { from: vector(), velocityFrom: vector(), to: vector(), velocityTo: vector(), h: 0 };
    this.spare = { next: vector(), velocity: vector() };
  }

  /** The state at the time t; a buffer that the next step replaces. */
  get y(): Float64Array {
    return this.last.to;
  }

  /** The velocity there. */
  get velocity(): Float64Array {
    return this.last.velocityTo;
  }

  /** The step that led to the state. */
  get step(): Readonly<Step> {
    return this.last;
  }

  /** The error estimate of that step, entry by entry. */
  get error(): Float64Array {
    return this.lastMethod.error;
  }

  /** The method of the next step. */
  get method(): Method['name'] {
    return this.current.name;
  }

  /** The state at the fraction θ of the last step; before the first step, the start. */
  at(theta: number, out: Float64Array): void {
    if (this.last.h === 0) out.set(this.last.to);
    else this.lastMethod.interpolate(this.last, theta, out);
  }

  /** Starts anew at a state, time 0. */
  start(y: ArrayLike<number>): StepFailure | undefined {
    const { last } = this;
    last.to.set(y);
    last.from.set(y);
    last.h = 0;
    this.system.velocity(last.to, last.velocityTo);
    last.velocityFrom.set(last.velocityTo);
    this.t = 0;
    this.steps = 0;
    this.rejected = 0;
    this.stiffSteps = 0;
    this.current = this.explicit;
    this.lastMethod = this.explicit;
    this.errorBefore = 1e-4;
    this.limited = 0;
    this.free = 0;
    this.easy = 0;
    if (!isFinite(last.to) || !isFinite(last.velocityTo)) return 'undefined';
    this.h = this.firstStep();
    return undefined;
  }

  /** One accepted step, at most to the time `end`. */
  advance(end: number): StepFailure | undefined {
    const { spare } = this;
    const { to: y, velocityTo: v } = this.last;
    const method = this.current;
    let shortened = false;
    for (;;) {
      const left = end - this.t;
      // A last step that is a little longer than the rest of the way takes all of it.
      const whole = this.h * (1 + 1e-9) >= left;
      const h = whole ? left : this.h;
      if (!(h >= LEAST_STEP) || (!whole && h < RESOLUTION * this.t)) return 'too-small';
      const norm = method.attempt(y, v, h, spare.next);
      if (norm <= 1) {
        method.velocityAfter(spare.next, spare.velocity);
        if (isFinite(spare.velocity)) {
          this.accept(method, h, norm, whole ? end : this.t + h, shortened);
          return undefined;
        }
      }
      this.rejected += 1;
      shortened = true;
      const ratio = Number.isFinite(norm) && norm > 1 ? SAFETY * norm ** (-1 / method.q) : SHORTEST_RATIO;
      this.h = h * Math.max(SHORTEST_RATIO, Math.min(0.9, ratio));
      if (this.h < LEAST_STEP) return Number.isFinite(norm) ? 'too-small' : 'undefined';
    }
  }

  private accept(method: Method, h: number, norm: number, t: number, shortened: boolean): void {
    const { last, spare } = this;
    const { from, velocityFrom } = last;
    last.from = last.to;
    last.velocityFrom = last.velocityTo;
    last.to = spare.next;
    last.velocityTo = spare.velocity;
    last.h = h;
    spare.next = from;
    spare.velocity = velocityFrom;
    this.lastMethod = method;
    this.t = t;
    this.steps += 1;
    const isStiff = method !== this.explicit;
    if (isStiff) this.stiffSteps += 1;
    const exponent = isStiff ? 1 / method.q : 1 / method.q - 0.75 * PI_WEIGHT;
    const damping = isStiff ? 1 : this.errorBefore ** PI_WEIGHT;
    const ratio = norm === 0 ? LONGEST_RATIO : (SAFETY * damping) / norm ** exponent;
    const most = shortened ? 1 : LONGEST_RATIO;
    const wanted = h * Math.min(most, Math.max(SHORTEST_RATIO, ratio));
    this.errorBefore = Math.max(norm, 1e-4);
    this.h = wanted;
  }

  /** Takes the method that suits the system here, for the way to the time `end`. */
  chooseMethod(end: number): void {
    if (this.last.h === 0) return;
    const method = this.lastMethod;
    if (method === this.explicit) {
      if (method.stiffness() > STABILITY_LIMIT) {
        this.free = 0;
        this.limited += 1;
        if (this.limited >= STIFF_STEPS && this.isWorthIt(end)) this.takeStiff();
      } else if (this.limited > 0) {
        this.free += 1;
        if (this.free >= FREE_STEPS) this.limited = 0;
      }
      return;
    }
    this.easy = method.stiffness() < 1 ? this.easy + 1 : 0;
    if (this.easy < EASY_STEPS) return;
    this.current = this.explicit;
    this.easy = 0;
    this.limited = 0;
    this.free = 0;
  }

  /**
   * Whether steps of the explicit method to the end would cost more multiplications than those of the other: 6n² a step
   * against n³/3 for the factors, and 12n² for stages and solutions.
   */
  private isWorthIt(end: number): boolean {
    const stepsLeft = (end - this.t) / this.last.h;
    return stepsLeft > STIFF_STEPS_EXPECTED * (this.system.n / 18 + 2);
  }

  private takeStiff(): void {
    if (this.stiff === undefined) {
      const { jacobian } = this.system;
      if (jacobian === undefined) return;
      this.stiff = rosenbrock(this.system, jacobian, this.tolerance);
    }
    this.current = this.stiff;
    this.easy = 0;
  }

  /** A first step by the sizes of the first two derivatives (Hairer, Nørsett and Wanner, II.4). */
  private firstStep(): number {
    const { to: y, velocityTo: v } = this.last;
    const { next: z, velocity: w } = this.spare;
    const { tolerance } = this;
    const [d0, d1] = [weightedNorm(y, y, y, tolerance), weightedNorm(v, y, y, tolerance)];
    const h0 = d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : (0.01 * d0) / d1;
    for (let i = 0; i < y.length; i += 1) z[i] = (y[i] as number) + h0 * (v[i] as number);
    this.system.velocity(z, w);
    for (let i = 0; i < y.length; i += 1) z[i] = ((w[i] as number) - (v[i] as number)) / h0;
    const d2 = weightedNorm(z, y, y, tolerance);
    const slope = Math.max(d1, d2);
    if (!Number.isFinite(slope)) return Math.max(LEAST_STEP, h0 * 1e-3);
    const h1 = slope <= 1e-15 ? Math.max(1e-6, h0 * 1e-3) : (0.01 / slope) ** (1 / 5);
    return Math.max(LEAST_STEP, Math.min(100 * h0, h1));
  }
}

function isFinite(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i += 1) if (!Number.isFinite(values[i])) return false;
  return true;
}
