/**
 * Runs of a memory: the flow from a start until it comes to rest, closes an orbit, leaves where it can be followed, or
 * the time is over; with the energy along the way.
 */
import type { Counterexample } from '../verdicts/types.js';
import { ascentAt, leavesDomain } from './ascent.js';
import { crossing } from './crossing.js';
import { CycleTest } from './cycle.js';
import { type EnergyRecord, energyRecord, type Rise } from './energy-record.js';
import { Flow } from './flow.js';
import { differenceJacobian } from './jacobian-differences.js';
import { kinkCounter } from './kink-crossings.js';
import type { Memory } from './memory.js';
import { RestTest } from './rest.js';
import { type RunStatus, STATUS_OF_FAILURE } from './run-status.js';

export interface RunOptions {
  /** The longest time; 1000 by default. */
  readonly time?: number;
  /** The relative tolerance of a step, 1e-6 by default; the absolute one is a thousandth of it. */
  readonly tolerance?: number;
  /** The most accepted steps; 100 000 by default. */
  readonly maxSteps?: number;
  /** Whether rest and closed orbits end a run; true by default. */
  readonly untilSettled?: boolean;
  /** Whether the energy is recorded; true by default. */
  readonly energy?: boolean;
  /** Whether the kinks that are crossed are counted; true by default. */
  readonly kinks?: boolean;
}

export interface Run {
  readonly status: RunStatus;
  /** The time at which it ended. */
  readonly time: number;
  readonly steps: number;
  readonly rejected: number;
  /** How many of the steps the method for stiff systems took. */
  readonly stiffSteps: number;
  readonly start: Float64Array;
  /** The last state. */
  readonly end: Float64Array;
  /** The largest entry of the velocity there, without its sign. */
  readonly speed: number;
  /** The period of the closed orbit. */
  readonly period: number | undefined;
  /** The state vector that left its domain. */
  readonly left: string | undefined;
  /** Crossings of kinks of the velocity; undefined where it has none. */
  readonly kinks: number | undefined;
  /** NaN where the energy has no value. */
  readonly energy: { readonly start: number; readonly end: number; readonly lowest: number } | undefined;
  /** The greatest rise of the energy over one step; undefined where it never rose. */
  readonly rise: Rise | undefined;
  /** A state on the way at which the energy certainly rises along the flow. */
  readonly ascent: { readonly time: number; readonly evidence: Counterexample } | undefined;
}

const MAX_STEPS = 100_000;
const DEFAULT_TIME = 1000;
export const DEFAULT_TOLERANCE = 1e-6;
/** A state that is this many times as large as the start counts as diverging. */
const DIVERGED = 1e10;

/** What follows the flow of one memory from many starts; its buffers are reused. */
export class Runner {
  readonly memory: Memory;
  private readonly flow: Flow;
  private readonly rest: RestTest;
  private readonly cycle: CycleTest;
  private readonly energy: EnergyRecord | undefined;
  private readonly kinks: { reset(): void; note(): void; readonly count: number } | undefined;
  private readonly time: number;
  private readonly maxSteps: number;
  private readonly untilSettled: boolean;
  private from: Float64Array;
  private bound = 0;
  private ended: End | undefined;

  constructor(memory: Memory, options: RunOptions = {}) {
    const { time = DEFAULT_TIME, tolerance = DEFAULT_TOLERANCE, maxSteps = MAX_STEPS, untilSettled = true } = options;
    const { n, velocity } = memory;
    const jacobian = memory.jacobian ?? differenceJacobian(velocity, n);
    this.memory = memory;
    this.from = new Float64Array(n);
    this.time = time;
    this.maxSteps = maxSteps;
    this.untilSettled = untilSettled;
    this.flow = new Flow({ n, velocity, jacobian }, { relative: tolerance, absolute: tolerance / 1000 });
    this.rest = new RestTest(this.flow, jacobian);
    this.cycle = new CycleTest(this.flow);
    this.energy = options.energy === false ? undefined : energyRecord(memory, this.flow);
    this.kinks = options.kinks === false ? undefined : kinkCounter(memory, this.flow);
  }

  /** Follows the flow from a stacked state to its end. Call `await loadMpfr()` before where the energy is recorded. */
  run(start: ArrayLike<number>): Run {
    this.start(start);
    for (;;) {
      const ended = this.proceed(this.maxSteps);
      if (ended !== undefined) return ended;
    }
  }

  /** Starts a run, which `proceed` takes further. */
  start(state: ArrayLike<number>): void {
    const { flow, memory } = this;
    const failure = flow.start(state);
    this.from = flow.y.slice();
    this.bound = DIVERGED * (1 + largest(this.from));
    this.rest.reset();
    this.cycle.reset();
    this.kinks?.reset();
    this.energy?.reset();
    const left = leavesDomain(memory, this.from);
    this.ended =
      failure !== undefined
        ? { status: STATUS_OF_FAILURE[failure] }
        : left !== undefined
          ? { status: 'left-domain', left }
          : this.untilSettled && this.rest.isAtRest()
            ? { status: 'steady' }
            : undefined;
  }

  /** Takes the run further by at most so many steps; what became of it where that is its end. */
  proceed(steps: number): Run | undefined {
    for (let k = 0; k < steps && this.ended === undefined; k += 1) this.ended = this.step();
    const { ended, flow, energy } = this;
    if (ended === undefined) return undefined;
    const { state = flow.y, ...end } = ended;
    return {
      period: undefined,
      left: undefined,
      time: flow.t,
      ...end,
      steps: flow.steps,
      rejected: flow.rejected,
      stiffSteps: flow.stiffSteps,
      start: this.from,
      end: state.slice(),
      speed: largest(flow.velocity),
      kinks: this.kinks?.count,
      energy: energy && { start: energy.start, end: energy.energy, lowest: energy.lowest },
      rise: energy?.rise,
      ascent: this.ascent(),
    };
  }

  /** One step, and whether it was the last. */
  private step(): End | undefined {
    const { flow, memory, time } = this;
    if (flow.t >= time) return { status: 'moving' };
    if (flow.steps >= this.maxSteps) return { status: 'step-limit' };
    const failure = flow.advance(time);
    if (failure !== undefined) return { status: STATUS_OF_FAILURE[failure] };
    const left = leavesDomain(memory, flow.y);
    if (left !== undefined) return this.leave(left);
    this.energy?.note();
    this.kinks?.note();
    if (largest(flow.y) > this.bound) return { status: 'diverging' };
    if (this.untilSettled) {
      if (this.rest.isAtRest()) return { status: 'steady' };
      const period = this.cycle.period();
      if (period !== undefined) return { status: 'cycle', period };
    }
    flow.chooseMethod(time);
    return undefined;
  }

  /** The end of a run at the border of the domain. */
  private leave(left: string): End {
    const { flow, memory } = this;
    const state = new Float64Array(memory.n);
    const theta = crossing(flow, (y) => (leavesDomain(memory, y) === undefined ? 1 : -1), state);
    return { status: 'left-domain', left, time: flow.t - (1 - theta) * flow.step.h, state };
  }

  private ascent(): Run['ascent'] {
    for (const { time, state } of this.energy?.suspects ?? []) {
      const evidence = ascentAt(this.memory, state);
      if (evidence !== undefined) return { time, evidence };
    }
    return undefined;
  }
}

type End = Pick<Run, 'status'> & Partial<Pick<Run, 'time' | 'period' | 'left'>> & { readonly state?: Float64Array };

function largest(y: Float64Array): number {
  let most = 0;
  for (let i = 0; i < y.length; i += 1) most = Math.max(most, Math.abs(y[i] as number));
  return most;
}
