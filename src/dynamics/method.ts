/** One-step methods for autonomous systems ẏ = v(y), and the norm in which their errors are measured. */

/** Writes a vector, or a matrix row by row, at the state y; NaN where it has no value. */
export type Field = (y: Float64Array, out: Float64Array) => void;

/** An autonomous system of n equations. */
export interface System {
  readonly n: number;
  readonly velocity: Field;
  /** ∂v/∂y, n × n, row by row; without it stiff systems are integrated by the explicit method. */
  readonly jacobian?: Field | undefined;
}

/** What an error may be: |error_i| up to `absolute` + `relative`·|y_i|. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** A step that is tried: from y with v = v(y) by h, to `next`. */
export interface Method {
  readonly name: 'explicit' | 'stiff';
  /** The error estimate of a step is O(h^q). */
  readonly q: number;
  /**
   * Tries a step and writes the state after it. Returns the norm of the error estimate, at most 1 where the step is
   * good; NaN where a velocity has no value on the way.
   */
  attempt(y: Float64Array, v: Float64Array, h: number, next: Float64Array): number;
  /** The velocity at the end of the step that was tried last and is kept. */
  velocityAfter(next: Float64Array, out: Float64Array): void;
  /** The error estimate of the last step, entry by entry. */
  readonly error: Float64Array;
  /** h·|λ| for the eigenvalue that limits the step, estimated at the last step. */
  stiffness(): number;
  /** The state at y(t + θh), 0 ≤ θ ≤ 1, of the last step, which led from y to `next` with velocities v and `after`. */
  interpolate(step: Step, theta: number, out: Float64Array): void;
}

/** A step that was taken. */
export interface Step {
  readonly from: Float64Array;
  readonly velocityFrom: Float64Array;
  readonly to: Float64Array;
  readonly velocityTo: Float64Array;
  readonly h: number;
}

/** The root mean square of e_i / (absolute + relative·max(|y_i|, |z_i|)). */
export function weightedNorm(
  e: Float64Array,
  y: Float64Array,
  z: Float64Array,
  { relative, absolute }: Tolerance,
): number {
  const n = e.length;
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    const size = Math.max(Math.abs(y[i] as number), Math.abs(z[i] as number));
    const ratio = (e[i] as number) / (absolute + relative * size);
    sum += ratio * ratio;
  }
  return Math.sqrt(sum / n);
}
