/**
 * When a flow is at rest. The velocity alone cannot say: where time constants differ by a factor of a million, a state
 * that is far from rest hardly moves. The rule is about the time ahead: one implicit Euler step δ over a thousand times
 * the time that has passed, (I/Δ − J) δ = v with Δ = 1000·max(1, t), moves the state by less than the tolerance. Near a
 * stable steady state δ is the way to it, also where steady states form a continuum. Near one that is not stable δ grows
 * on the way: then the bound is for |δ| exp(λΔ), with λ the greatest real part of an eigenvalue of J.
 */
import { eigenvalues } from '../numeric/eigenvalues.js';
import { factorise, solveFactorised } from '../numeric/linear-lu.js';
import type { Flow } from './flow.js';
import type { Field } from './method.js';
import { weightedNorm } from './method.js';

/** How much longer than it has run the flow must stay where it is. */
const OUTLOOK = 1000;
/** A test that failed is repeated when this much more time has passed. */
const PATIENCE = 1.2;
/** Eigenvalues of larger Jacobians take too long; there growth is not looked for. */
const MOST_ENTRIES = 128;

export class RestTest {
  private readonly flow: Flow;
  private readonly jacobian: Field;
  private readonly matrix: Float64Array;
  private readonly order: Int32Array;
  private readonly shift: Float64Array;
  private nextTime = 0;

  constructor(flow: Flow, jacobian: Field) {
    const { n } = flow.system;
    this.flow = flow;
    this.jacobian = jacobian;
    this.matrix = new Float64Array(n * n);
    this.order = new Int32Array(n);
    this.shift = new Float64Array(n);
  }

  /** Called when the flow starts. */
  reset(): void {
    this.nextTime = 0;
  }

  /** Whether the state that the flow has reached is at rest. */
  isAtRest(): boolean {
    const { y, velocity, t, tolerance, step } = this.flow;
    if (velocity.every((v) => v === 0)) return true;
    if (t < this.nextTime || !(weightedNorm(velocity, y, y, tolerance) * step.h <= 1)) return false;
    this.nextTime = t * PATIENCE;
    const distance = this.distance();
    return distance <= 1;
  }

  /** The implicit Euler step from the state that the flow has reached, in units of the tolerance. */
  private distance(): number {
    const { y, velocity, t, tolerance } = this.flow;
    const { matrix, order, shift } = this;
    const n = y.length;
    this.jacobian(y, matrix);
    for (let i = 0; i < n * n; i += 1) matrix[i] = -(matrix[i] as number);
    for (let i = 0; i < n; i += 1) matrix[i * n + i] = (matrix[i * n + i] as number) + 1 / (OUTLOOK * Math.max(1, t));
    if (!factorise(matrix, order, n)) return Infinity;
    shift.set(velocity);
    solveFactorised(matrix, order, shift, n);
    const norm = weightedNorm(shift, y, y, tolerance);
    if (!(norm <= 1) || n > MOST_ENTRIES) return Number.isFinite(norm) ? norm : Infinity;
    return norm * this.growth(OUTLOOK * Math.max(1, t));
  }

  /** exp(λΔ) where an eigenvalue has a positive real part λ, else 1. */
  private growth(time: number): number {
    this.jacobian(this.flow.y, this.matrix);
    const found = eigenvalues(this.matrix, this.flow.y.length);
    const greatest = found.kind === 'eigenvalues' ? (found.values[0]?.re ?? 0) : Infinity;
    return greatest > 0 ? Math.exp(greatest * time) : 1;
  }
}
