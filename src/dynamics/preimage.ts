/** Steady states that a map takes to a given one, by least squares. */
import { derivation, ifDifferentiable, stateJacobian } from '../derivation/derivation.js';
import { solveLinear } from '../numeric/linear-solve.js';
import type { Expression } from '../symbolic/expression.js';
import type { Memory } from './memory.js';
import { compileNewton, greatest } from './newton.js';
import { startOf } from './starts.js';

const STARTS = 6;
const MOST_STEPS = 60;
const MOST_DAMPINGS = 20;
/** Least squares has led to a solution when its residue is this small beside the state; Newton's method goes on there. */
const CLOSE = 1e-4;

/** Finds an approximate steady state u with M(u) = y; undefined where none is found. */
export type PreimageSolver = (y: Float64Array) => Float64Array | undefined;

/** Levenberg and Marquardt's method for v(u) = 0 and M(u) − y = 0 together, from a few starts for the seed. */
export function compilePreimage(memory: Memory, map: readonly Expression[], seed: number): PreimageSolver | undefined {
  const d = derivation(memory.design);
  const slopes = ifDifferentiable(() => map.map((e) => stateJacobian(d, e)));
  const solver = compileNewton(memory);
  const { n, velocity, jacobian } = memory;
  if (slopes === undefined || solver === undefined || jacobian === undefined) return undefined;
  const values = memory.compile(map);
  const mapSlopes = memory.compile(slopes);
  const v = new Float64Array(n);
  const J = new Float64Array(n * n);

  const residue = (u: Float64Array, y: Float64Array): Float64Array => {
    velocity(u, v);
    const image = values(u).flatMap((entries) => [...entries]);
    return Float64Array.from([...v, ...image.map((x, i) => x - (y[i] as number))]);
  };
  const slopesAt = (u: Float64Array): Float64Array => {
    jacobian(u, J);
    return Float64Array.from([...J, ...mapSlopes(u).flatMap((entries) => [...entries])]);
  };
  const size = (r: Float64Array): number => r.reduce((s, x) => s + x * x, 0);

  const approach = (start: Float64Array, y: Float64Array): Float64Array | undefined => {
    let u = start;
    let r = residue(u, y);
    let damping = 1e-3;
    for (let k = 0; k < MOST_STEPS && size(r) > 0; k += 1) {
      const A = slopesAt(u);
      if (!A.every(Number.isFinite) || !r.every(Number.isFinite)) return undefined;
      const { normal, slope } = normalEquations(A, r, n);
      const scale = greatest(normal) || 1;
      let next: Float64Array | undefined;
      for (let m = 0; m < MOST_DAMPINGS && next === undefined; m += 1) {
        const matrix = normal.map((x, i) => (i % (n + 1) === 0 ? x + damping * scale : x));
        const step = Float64Array.from(slope);
        if (solveLinear(matrix, step, n)) {
          const tried = u.map((x, i) => x - (step[i] as number));
          if (size(residue(tried, y)) < size(r)) next = tried;
        }
        damping = next === undefined ? damping * 8 : Math.max(1e-15, damping / 8);
      }
      if (next === undefined) break;
      u = next;
      r = residue(u, y);
    }
    return greatest(r) <= CLOSE * (1 + greatest(y)) ? u : undefined;
  };

  return (y) => {
    for (let k = 0; k < STARTS; k += 1) {
      const u = approach(startOf(memory, seed, k), y);
      const zero = u === undefined ? undefined : solver.solve(u);
      if (zero !== undefined) return zero.y;
    }
    return undefined;
  };
}

/** A'A and A'r. */
function normalEquations(
  A: Float64Array,
  r: Float64Array,
  n: number,
): { readonly normal: Float64Array; readonly slope: Float64Array } {
  const normal = new Float64Array(n * n);
  const slope = new Float64Array(n);
  for (let i = 0; i < r.length; i += 1)
    for (let j = 0; j < n; j += 1) {
      const x = A[i * n + j] as number;
      slope[j] = (slope[j] as number) + x * (r[i] as number);
      for (let k = 0; k < n; k += 1) normal[j * n + k] = (normal[j * n + k] as number) + x * (A[i * n + k] as number);
    }
  return { normal, slope };
}
