/**
 * The Rosenbrock method RODAS of Hairer and Wanner ("Solving ordinary differential equations II", IV.7): six stages,
 * order 4 with an error estimate of order 3, L-stable and stiffly accurate, with a cubic interpolant. Each stage solves
 * a linear system with I/(γh) − J, J = ∂v/∂y:
 *
 *     (I/(γh) − J) u_i = v(y + Σ_j a_ij u_j) + Σ_j (c_ij/h) u_j.
 */
import { factorise, solveFactorised } from '../numeric/linear-lu.js';
import { type Field, type Method, type Step, type System, type Tolerance, weightedNorm } from './method.js';

const GAMMA = 0.25;
/** a_ij of stages 2 to 5; stage 6 is at the state of stage 5 with u_5 added, the result that with u_6 added. */
const A = [
  [1.544],
  [0.9466785280815826, 0.2557011698983284],
  [3.314825187068521, 2.896124015972201, 0.9986419139977817],
  [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.687886036105895],
] as const;
/** c_ij of stages 2 to 6. */
const C = [
  [-5.6688],
  [-2.430093356833875, -0.2063599157091915],
  [-0.1073529058151375, -9.594562251023355, -20.47028614809616],
  [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.7089089320616],
  [8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054],
] as const;
/** The quadratic and the cubic part of the interpolant, in u_1 to u_5. */
const D2 = [10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823, 1.025137723295662] as const;
const D3 = [-0.6762803392801253, 6.087714651680015, 16.43084320892478, 24.76722511418386, -6.594389125716872] as const;

/** target ← base + Σ factor_j·vectors_j. */
function combine(
  target: Float64Array,
  base: Float64Array,
  factors: readonly number[],
  vectors: readonly Float64Array[],
): void {
  for (let i = 0; i < target.length; i += 1) target[i] = base[i] as number;
  for (let j = 0; j < factors.length; j += 1) {
    const [factor, vector] = [factors[j] as number, vectors[j] as Float64Array];
    for (let i = 0; i < target.length; i += 1) target[i] = (target[i] as number) + factor * (vector[i] as number);
  }
}

export function rosenbrock({ n, velocity }: System, jacobian: Field, tolerance: Tolerance): Method {
  const u = Array.from({ length: 6 }, () => new Float64Array(n));
  const [u1, u2, u3, u4, u5, error] = u as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const stages = [u2, u3, u4, u5] as const;
  const [J, M, z, w] = [new Float64Array(n * n), new Float64Array(n * n), new Float64Array(n), new Float64Array(n)];
  const order = new Int32Array(n);
  const scaled = C.map((row) => Float64Array.from(row));
  /** The state at which J was computed. */
  const at = new Float64Array(n).fill(Number.NaN);
  let norm = 0;
  let lastH = 0;

  /** J at y, unless it is known. */
  const derive = (y: Float64Array): void => {
    let known = true;
    for (let i = 0; i < n && known; i += 1) known = at[i] === y[i];
    if (known) return;
    jacobian(y, J);
    at.set(y);
    norm = 0;
    for (let i = 0; i < n; i += 1) {
      let sum = 0;
      for (let j = 0; j < n; j += 1) sum += Math.abs(J[i * n + j] as number);
      norm = Math.max(norm, sum);
    }
  };
  /** w ← v + Σ (c_j/h) u_j, solved into the stage. */
  const solve = (stage: Float64Array, v: Float64Array, factors: Float64Array, count: number, h: number): void => {
    for (let i = 0; i < n; i += 1) stage[i] = v[i] as number;
    for (let j = 0; j < count; j += 1) {
      const [factor, vector] = [(factors[j] as number) / h, u[j] as Float64Array];
      for (let i = 0; i < n; i += 1) stage[i] = (stage[i] as number) + factor * (vector[i] as number);
    }
    solveFactorised(M, order, stage, n);
  };

  return {
    name: 'stiff',
    q: 4,
    error,

    attempt(y, v, h, next) {
      derive(y);
      const shift = 1 / (GAMMA * h);
      for (let i = 0; i < n * n; i += 1) M[i] = -(J[i] as number);
      for (let i = 0; i < n; i += 1) M[i * n + i] = (M[i * n + i] as number) + shift;
      lastH = h;
      if (!factorise(M, order, n)) return Number.NaN;
      u1.set(v);
      solveFactorised(M, order, u1, n);
      for (let s = 0; s < 4; s += 1) {
        combine(z, y, A[s] as readonly number[], u);
        velocity(z, w);
        solve(stages[s] as Float64Array, w, scaled[s] as Float64Array, s + 1, h);
      }
      for (let i = 0; i < n; i += 1) z[i] = (z[i] as number) + (u5[i] as number);
      velocity(z, w);
      solve(error, w, scaled[4] as Float64Array, 5, h);
      for (let i = 0; i < n; i += 1) next[i] = (z[i] as number) + (error[i] as number);
      return weightedNorm(error, y, next, tolerance);
    },

    velocityAfter(next, out) {
      velocity(next, out);
    },

    // The largest row sum of |J| bounds every eigenvalue.
    stiffness: () => lastH * norm,

    interpolate({ from, to }: Step, theta, out) {
      const rest = 1 - theta;
      for (let i = 0; i < n; i += 1) {
        let quadratic = 0;
        let cubic = 0;
        for (let j = 0; j < 5; j += 1) {
          const entry = (u[j] as Float64Array)[i] as number;
          quadratic += (D2[j] as number) * entry;
          cubic += (D3[j] as number) * entry;
        }
        out[i] = rest * (from[i] as number) + theta * ((to[i] as number) + rest * (quadratic + theta * cubic));
      }
    },
  };
}
