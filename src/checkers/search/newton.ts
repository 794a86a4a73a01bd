/** Zeros of vector expressions in the states, by damped Newton steps on compiled kernels. */
import { compileKernel } from '../../numeric/kernel.js';
import { solveLinear } from '../../numeric/linear-solve.js';
import type { Expression } from '../../symbolic/expression.js';
import type { SampleSpace } from './space.js';

const MOST_STEPS = 60;
const MOST_HALVINGS = 12;

/**
 * A function that moves the states of a space to a nearby zero of `equations`, whose Jacobian in the stacked states is
 * given; it says whether Newton's steps became as small as rounding allows. Fewer equations than numbers are solved by
 * the shortest steps.
 */
export function compileNewton(
  space: SampleSpace,
  states: readonly string[],
  equations: Expression,
  jacobian: Expression,
): () => boolean {
  const kernel = compileKernel([equations, jacobian], space.dimensions);
  const f = kernel.outputs[0] as Float64Array;
  const J = kernel.outputs[1] as Float64Array;
  const m = f.length;
  const buffers = states.map((name) => space.buffer(name));
  const n = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
  const matrix = new Float64Array(m * m);
  const multipliers = new Float64Array(m);
  const step = new Float64Array(n);
  const before = new Float64Array(n);

  const evaluate = (): number => {
    space.copyInto(kernel.inputs);
    kernel.run();
    let size = 0;
    for (let i = 0; i < m; i += 1) size += (f[i] as number) ** 2;
    return Math.sqrt(size);
  };
  const set = (factor: number): void => {
    let at = 0;
    for (const buffer of buffers)
      for (let i = 0; i < buffer.length; i += 1, at += 1)
        buffer[i] = (before[at] as number) - factor * (step[at] as number);
  };

  /** The step J⁻¹f, or the shortest one, J'(JJ')⁻¹f. */
  const solveStep = (): boolean => {
    if (m === n) {
      matrix.set(J);
      step.set(f);
      return solveLinear(matrix, step, n);
    }
    for (let i = 0; i < m; i += 1) for (let k = 0; k < m; k += 1) matrix[i * m + k] = dotOfRows(J, n, i, k);
    multipliers.set(f);
    if (!solveLinear(matrix, multipliers, m)) return false;
    step.fill(0);
    for (let i = 0; i < m; i += 1)
      for (let j = 0; j < n; j += 1)
        step[j] = (step[j] as number) + (J[i * n + j] as number) * (multipliers[i] as number);
    return true;
  };

  return () => {
    let size = evaluate();
    for (let k = 0; k < MOST_STEPS; k += 1) {
      if (!Number.isFinite(size)) return false;
      if (size === 0) return true;
      if (!solveStep()) return false;
      let at = 0;
      for (const buffer of buffers) for (const v of buffer) before[at++] = v;
      let factor = 1;
      let next = Infinity;
      for (let h = 0; h < MOST_HALVINGS; h += 1, factor /= 2) {
        set(factor);
        next = evaluate();
        if (next < size) break;
      }
      if (!(next < size)) {
        // No step is an improvement: either the zero is reached up to rounding, or there is none here.
        set(0);
        const moves = step.reduce((m, s, i) => Math.max(m, Math.abs(s) / (1 + Math.abs(before[i] as number))), 0);
        evaluate();
        return moves < Math.sqrt(Number.EPSILON);
      }
      size = next;
    }
    return false;
  };
}

function dotOfRows(a: Float64Array, columns: number, i: number, k: number): number {
  let sum = 0;
  for (let j = 0; j < columns; j += 1) sum += (a[i * columns + j] as number) * (a[k * columns + j] as number);
  return sum;
}
