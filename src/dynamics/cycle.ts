/**
 * Closed orbits. A state that the flow passed is kept, with the plane across the flow there; when the flow comes through
 * that plane again, in the same direction and within the tolerance of the state, it has closed an orbit. As in Brent's
 * search for cycles the state that is kept is replaced when the number of steps has doubled, so that what is passed only
 * once is forgotten.
 */
import { crossing } from './crossing.js';
import type { Flow } from './flow.js';
import { weightedNorm } from './method.js';

/** How near a return must be, in units of the tolerance: errors of a whole turn add up. */
const NEAR = 30;
/** How far the flow must have been away, in the same units. */
const AWAY = 1000;

export class CycleTest {
  private readonly flow: Flow;
  private readonly state: Float64Array;
  private readonly normal: Float64Array;
  private readonly found: Float64Array;
  private readonly difference: Float64Array;
  private time = 0;
  private steps = 0;
  private side = 0;
  private away = false;

  constructor(flow: Flow) {
    const { n } = flow.system;
    this.flow = flow;
    this.state = new Float64Array(n);
    this.normal = new Float64Array(n);
    this.found = new Float64Array(n);
    this.difference = new Float64Array(n);
  }

  /** Called when the flow starts. */
  reset(): void {
    this.keep();
  }

  /** Called after each step: the period of the orbit that the step closed, if it closed one. */
  period(): number | undefined {
    const { flow } = this;
    const before = this.side;
    this.side = this.height(flow.y);
    if (!this.away) this.away = this.distance(flow.y) > AWAY;
    else if (before < 0 && this.side >= 0) {
      const theta = crossing(flow, (y) => this.height(y), this.found);
      if (this.distance(this.found) <= NEAR) return flow.t - (1 - theta) * flow.step.h - this.time;
    }
    if (flow.steps >= 2 * this.steps) this.keep();
    return undefined;
  }

  private keep(): void {
    const { flow } = this;
    this.state.set(flow.y);
    this.normal.set(flow.velocity);
    this.time = flow.t;
    this.steps = Math.max(1, flow.steps);
    this.side = 0;
    this.away = false;
  }

  /** The side of the plane on which a state is: negative before it. */
  private height(y: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < y.length; i += 1)
      sum += (this.normal[i] as number) * ((y[i] as number) - (this.state[i] as number));
    return sum;
  }

  private distance(y: Float64Array): number {
    const { difference, state } = this;
    for (let i = 0; i < y.length; i += 1) difference[i] = (y[i] as number) - (state[i] as number);
    return weightedNorm(difference, y, state, this.flow.tolerance);
  }
}
