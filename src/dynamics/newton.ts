/** Zeros of the velocity near a state. */
import type { Memory } from './memory.js';
import { solveLinear } from '../numeric/linear-solve.js';

/** A zero as exact as doubles allow, by the last steps that were taken. */
export interface ApproximateZero {
  readonly y: Float64Array;
  /** max |v_i| there. */
  readonly residue: number;
}

export const greatest = (v: ArrayLike<number>): number => {
  let m = 0;
  for (let i = 0; i < v.length; i += 1) {
    const x = Math.abs(v[i] as number);
    if (!(x <= m)) m = x;
  }
  return m;
};

/** A residue is small when it is this many units of roundoff of what cancels in it. */
const SMALL = 2 ** 14 * Number.EPSILON;
const MOST_STEPS = 100;
const MOST_DAMPINGS = 30;

export interface ZeroSolver {
  /** Goes to a zero of the velocity, with Newton's steps where they pay; undefined where it finds none. */
  readonly solve: (start: Float64Array) => ApproximateZero | undefined;
  /** The same in damped steps only, which do not lead along a continuum of zeros. */
  readonly nearest: (start: Float64Array) => ApproximateZero | undefined;
}

/**
 * Least squares steps with damping of Levenberg (1944) and Marquardt (1963): (J'J + μI)s = −J'v. Where J is regular and
 * the zero near they become Newton's; at singular zeros, isolated or not, they lead to a nearby one.
 */
export function compileNewton(memory: Memory): ZeroSolver | undefined {
  const { n, velocity, jacobian } = memory;
  if (jacobian === undefined) return undefined;
  const v = new Float64Array(n);
  const J = new Float64Array(n * n);
  const normal = new Float64Array(n * n);
  const matrix = new Float64Array(n * n);
  const slope = new Float64Array(n);
  const step = new Float64Array(n);
  const next = new Float64Array(n);

  const sizeAt = (y: Float64Array): number => {
    velocity(y, v);
    let s = 0;
    for (let i = 0; i < n; i += 1) s += (v[i] as number) ** 2;
    return Math.sqrt(s);
  };
  const linearise = (y: Float64Array): boolean => {
    jacobian(y, J);
    if (!J.every(Number.isFinite)) return false;
    normal.fill(0);
    slope.fill(0);
    for (let i = 0; i < n; i += 1)
      for (let j = 0; j < n; j += 1) {
        const x = J[i * n + j] as number;
        if (x === 0) continue;
        slope[j] = (slope[j] as number) + x * (v[i] as number);
        for (let k = 0; k < n; k += 1) normal[j * n + k] = (normal[j * n + k] as number) + x * (J[i * n + k] as number);
      }
    return true;
  };
  const move = (y: Float64Array): void => {
    for (let i = 0; i < n; i += 1) next[i] = (y[i] as number) - (step[i] as number);
  };

  const run = (start: Float64Array, newton: boolean): ApproximateZero | undefined => {
    const y = Float64Array.from(start);
    let size = sizeAt(y);
    let damping = 1e-3;
    for (let k = 0; k < MOST_STEPS && size > 0; k += 1) {
      if (!Number.isFinite(size) || !linearise(y)) return undefined;
      // Newton's step first, where there is one.
      matrix.set(J);
      step.set(v);
      let taken = false;
      if (newton && solveLinear(matrix, step, n)) {
        move(y);
        const there = sizeAt(next);
        if (there < size / 2) {
          y.set(next);
          size = there;
          continue;
        }
      }
      const scale = greatest(normal) || 1;
      for (let d = 0; d < MOST_DAMPINGS && !taken; d += 1) {
        matrix.set(normal);
        for (let i = 0; i < n; i += 1) matrix[i * n + i] = (matrix[i * n + i] as number) + damping * scale;
        step.set(slope);
        if (solveLinear(matrix, step, n)) {
          move(y);
          const there = sizeAt(next);
          if (there < size) {
            y.set(next);
            size = there;
            damping = Math.max(1e-15, damping / 8);
            taken = true;
          }
        }
        if (!taken) damping *= 8;
      }
      if (!taken) break;
    }
    velocity(y, v);
    const residue = greatest(v);
    return residue <= SMALL * Math.max(1, greatest(y)) ? { y, residue } : undefined;
  };
  return { solve: (start) => run(start, true), nearest: (start) => run(start, false) };
}

const MOST_POLISHING = 150;

/**
 * The state after Newton's steps without damping, as long as they become shorter: near an isolated singular zero they do
 * so by a constant factor.
 */
export function polished({ n, velocity, jacobian }: Memory, start: Float64Array): Float64Array {
  const y = Float64Array.from(start);
  const step = new Float64Array(n);
  const J = new Float64Array(n * n);
  let before = Infinity;
  for (let k = 0; jacobian !== undefined && k < MOST_POLISHING; k += 1) {
    velocity(y, step);
    jacobian(y, J);
    if (!solveLinear(J, step, n)) break;
    const length = greatest(step);
    if (!(length < 0.99 * before) || length > 1e-2 * (1 + greatest(y))) break;
    before = length;
    for (let i = 0; i < n; i += 1) y[i] = (y[i] as number) - (step[i] as number);
  }
  return y;
}
