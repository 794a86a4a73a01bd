/** Functions of vectors that compiled kernels call: log-sum-exp, softmax, sparsemax, its support. */
import { step } from './functions.js';
import { INFLATION, UNIT_ROUNDOFF } from './codegen-value.js';
import type { VectorFunction } from './program.js';

type Vector = Float64Array;

function maximum(z: Vector, n: number): number {
  let m = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i += 1) {
    const v = z[i] as number;
    if (!(v <= m)) m = v;
    if (m !== m) return m;
  }
  return m;
}

/** The threshold τ of sparsemax: Σ max(zᵢ − τ, 0) = 1, by repeated averaging over the shrinking support. */
function threshold(z: Vector, n: number): number {
  let tau = maximum(z, n) - 1;
  for (let pass = 0; pass <= n; pass += 1) {
    // The excess is convex and decreasing in τ, so Newton steps from below never overshoot.
    let excess = -1;
    let support = 0;
    for (let i = 0; i < n; i += 1) {
      const d = (z[i] as number) - tau;
      if (d > 0) {
        excess += d;
        support += 1;
      }
    }
    if (tau !== tau || support === 0) return tau;
    const next = tau + excess / support;
    if (!(next > tau)) return next;
    tau = next;
  }
  return tau;
}

/** Writes f(z) for a vector z of length n. */
export const VECTOR_FUNCTIONS: Readonly<Record<VectorFunction, (z: Vector, to: Vector, n: number) => void>> = {
  logsumexp(z, to, n) {
    const m = maximum(z, n);
    let s = 0;
    for (let i = 0; i < n; i += 1) s += Math.exp((z[i] as number) - m);
    to[0] = m + Math.log(s);
  },
  softmax(z, to, n) {
    const m = maximum(z, n);
    let s = 0;
    for (let i = 0; i < n; i += 1) {
      const t = Math.exp((z[i] as number) - m);
      to[i] = t;
      s += t;
    }
    for (let i = 0; i < n; i += 1) to[i] = (to[i] as number) / s;
  },
  sparsemax(z, to, n) {
    const tau = threshold(z, n);
    for (let i = 0; i < n; i += 1) to[i] = Math.max((z[i] as number) - tau, 0);
  },
  sparsemax_support(z, to, n) {
    const tau = threshold(z, n);
    for (let i = 0; i < n; i += 1) to[i] = step((z[i] as number) - tau);
  },
};

type Errors = Vector | undefined;
const EXP_ULPS = 4;

/**
 * Bounds for exp(zᵢ − m)/Σ exp(zⱼ − m): the exponents are off by δᵢ = eᵢ + u|zᵢ − m| + the error of exp, so the sum
 * changes by a factor within exp(±D), where D = w/(1 − w) and w = Σ pⱼ (exp(δⱼ) − 1).
 */
function exponentErrors(z: Vector, e: Errors, n: number, m: number): { D: number; delta: (i: number) => number } {
  const delta = (i: number): number =>
    (e === undefined ? 0 : (e[i] as number)) + UNIT_ROUNDOFF * (Math.abs((z[i] as number) - m) + EXP_ULPS + 2);
  let sum = 0;
  let change = 0;
  for (let i = 0; i < n; i += 1) {
    const t = Math.exp((z[i] as number) - m);
    sum += t;
    change += t * Math.expm1(delta(i));
  }
  const w = (change / sum) * (1 + (4 * n + 64) * UNIT_ROUNDOFF) + n * 1e-300;
  return { D: w < 1 ? w / (1 - w) + (n + 4) * UNIT_ROUNDOFF : Number.POSITIVE_INFINITY, delta };
}

/** |τ̂ − τ| from the excess at τ̂: it falls with slope at least 1 while an entry is above τ. */
function thresholdError(z: Vector, e: Errors, n: number, tau: number): number {
  let excess = -1;
  let error = 0;
  for (let i = 0; i < n; i += 1) {
    const d = (z[i] as number) - tau;
    const ei = e === undefined ? 0 : (e[i] as number);
    if (d > 0) excess += d;
    if (d > -ei) error += ei;
    error += d > 0 ? UNIT_ROUNDOFF * (Math.abs(excess) + d) : 0;
  }
  const total = (Math.abs(excess) + error) * (1 + (n + 16) * 4 * UNIT_ROUNDOFF) + 1e-300;
  return total < 1 ? total : Number.POSITIVE_INFINITY;
}

type Bounded = (z: Vector, e: Errors, to: Vector, bound: Vector, n: number) => void;

/** Writes f(z) and a bound on its error where z is off by at most e. */
export const BOUNDED_VECTOR_FUNCTIONS: Readonly<Record<VectorFunction, Bounded>> = {
  logsumexp(z, e, to, bound, n) {
    VECTOR_FUNCTIONS.logsumexp(z, to, n);
    const m = maximum(z, n);
    const { D } = exponentErrors(z, e, n, m);
    const value = to[0] as number;
    const rest = Math.abs(value - m);
    bound[0] = (D + UNIT_ROUNDOFF * (4 * rest + Math.abs(value) + 2 * Math.abs(m) * 1e-15)) * INFLATION;
  },
  softmax(z, e, to, bound, n) {
    VECTOR_FUNCTIONS.softmax(z, to, n);
    const { D, delta } = exponentErrors(z, e, n, maximum(z, n));
    for (let i = 0; i < n; i += 1) {
      const value = to[i] as number;
      bound[i] = value * Math.expm1((delta(i) + D + 4 * UNIT_ROUNDOFF) * INFLATION) * INFLATION;
      if (value < 1e-290) bound[i] = (bound[i] as number) + 1e-300 * Math.exp(Math.min(700, delta(i) + D));
    }
  },
  sparsemax(z, e, to, bound, n) {
    const tau = threshold(z, n);
    const error = thresholdError(z, e, n, tau);
    for (let i = 0; i < n; i += 1) {
      const [zi, ei] = [z[i] as number, e === undefined ? 0 : (e[i] as number)];
      const value = Math.max(zi - tau, 0);
      to[i] = value;
      bound[i] = tau - zi > ei + error ? 0 : (ei + error + UNIT_ROUNDOFF * Math.abs(zi - tau)) * INFLATION;
    }
  },
  sparsemax_support(z, e, to, bound, n) {
    const tau = threshold(z, n);
    const error = thresholdError(z, e, n, tau);
    for (let i = 0; i < n; i += 1) {
      const [zi, ei] = [z[i] as number, e === undefined ? 0 : (e[i] as number)];
      to[i] = step(zi - tau);
      const margin = (ei + error) * (1 + 1e-14);
      bound[i] = Math.abs(zi - tau) > margin ? 0 : margin < Number.POSITIVE_INFINITY ? 1 : Number.POSITIVE_INFINITY;
    }
  },
};
