/** Where runs lead: steady states, continua of them and closed orbits, each with a number. */
import { areConnected, nullDirections } from './degenerate.js';
import type { Memory } from './memory.js';
import { compileNewton, greatest, polished, type ZeroSolver } from './newton.js';
import { type Run, Runner } from './run.js';
import type { RunStatus } from './run-status.js';

export const ATTRACTORS = {
  steady: 'a steady state',
  family: 'a continuum of steady states; the state is one of them',
  cycle: 'a closed orbit; the state is on it',
} as const;

export interface Attractor {
  readonly kind: keyof typeof ATTRACTORS;
  readonly state: Float64Array;
  /** The period of a closed orbit. */
  readonly period: number | undefined;
}

/** Where a run leads: to an attractor, by its number from 0 on, or only to how the run ended. */
export interface Destination {
  readonly status: RunStatus;
  readonly attractor: number | undefined;
}

/** Ends of runs are away from the steady state by about the tolerance, and by less than this many times it. */
const SAME = 1000;
/** After Newton's steps to an isolated steady state little but rounding is left. */
const SAME_POLISHED = 1e-8;
/** Jacobians of larger memories are not searched for null directions. */
const MOST_ENTRIES = 100;
/** Points that stand for a closed orbit, and how near another orbit must come, in gaps between them. */
const ORBIT_POINTS = 256;
const NEAR = 2;

interface Known extends Attractor {
  readonly isolated: boolean;
  readonly orbit: readonly Float64Array[];
}

export class Attractors {
  private readonly memory: Memory;
  private readonly tolerance: number;
  private readonly solver: ZeroSolver | undefined;
  private readonly known: Known[] = [];

  constructor(memory: Memory, tolerance: number) {
    this.memory = memory;
    this.tolerance = tolerance;
    this.solver = compileNewton(memory);
  }

  /** The attractors that runs have led to so far. */
  get list(): readonly Attractor[] {
    return this.known;
  }

  /** Where a run leads; an attractor that is new gets the next number. */
  destinationOf(run: Run): Destination {
    const attractor =
      run.status === 'steady' ? this.steady(run.end) : run.status === 'cycle' ? this.cycle(run) : undefined;
    return { status: run.status, attractor };
  }

  private steady(end: Float64Array): number {
    const { memory } = this;
    const near = SAME * this.tolerance * (1 + greatest(end));
    const improved = polished(memory, end);
    const isPolished = memory.jacobian !== undefined && gap(improved, end) <= near;
    const state = isPolished ? improved : end;
    const isolated = memory.n > MOST_ENTRIES || nullDirections(memory, state).length === 0;
    const most = isPolished && isolated ? SAME_POLISHED * (1 + greatest(state)) : near;
    const found = this.known.findIndex((other) => this.isSame(other, state, isolated, most));
    if (found < 0) return this.add({ kind: 'steady', state, period: undefined, isolated, orbit: [] });
    const other = this.known[found] as Known;
    if (!other.isolated && !isolated && gap(other.state, state) > near)
      this.known[found] = { ...other, kind: 'family' };
    return found;
  }

  private isSame(other: Known, state: Float64Array, isolated: boolean, most: number): boolean {
    if (other.kind === 'cycle' || other.isolated !== isolated) return false;
    if (gap(other.state, state) <= most) return true;
    return !isolated && this.solver !== undefined && areConnected(this.memory, this.solver, other.state, state);
  }

  private cycle({ end, period = 0 }: Run): number {
    const found = this.known.findIndex(({ kind, orbit, period: other = 0 }) => {
      if (kind !== 'cycle' || Math.abs(other - period) > 1e-3 * period) return false;
      const apart = orbit.reduce((least, point) => Math.min(least, gap(point, end)), Infinity);
      return apart <= NEAR * widest(orbit);
    });
    if (found >= 0) return found;
    return this.add({ kind: 'cycle', state: end, period, isolated: true, orbit: this.orbit(end, period) });
  }

  /** Points of a closed orbit at equal times. */
  private orbit(from: Float64Array, period: number): readonly Float64Array[] {
    const options = { tolerance: this.tolerance, untilSettled: false, energy: false, kinks: false };
    const runner = new Runner(this.memory, { ...options, time: period / ORBIT_POINTS });
    const points = [from];
    while (points.length < ORBIT_POINTS) points.push(runner.run(points.at(-1) as Float64Array).end);
    return points;
  }

  private add(known: Known): number {
    return this.known.push(known) - 1;
  }
}

/** The greatest difference of entries. */
const gap = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, v, i) => Math.max(most, Math.abs(v - (b[i] as number))), 0);

const widest = (orbit: readonly Float64Array[]): number =>
  orbit.reduce((most, point, i) => Math.max(most, gap(point, orbit[(i + 1) % orbit.length] as Float64Array)), 0);
