/** Rigorous bounds of the largest real part of the eigenvalues of matrices that are known up to an error. */
import { balance } from './balance.js';
import { UNIT_ROUNDOFF as U } from './codegen-value.js';
import { eigenvalues } from './eigenvalues.js';
import { compileDefinitenessTest, type Definiteness } from './linear-algebra.js';
import { solveLyapunov } from './lyapunov.js';

/** Every matrix whose entries differ from those of `middle` by at most those of `radius`. Row-major, square. */
export interface MatrixBall {
  readonly middle: Float64Array;
  readonly radius: Float64Array;
}

/** Bounds of max Re λ for every matrix of a ball; −∞ and ∞ where nothing was verified. */
export interface AbscissaBounds {
  readonly low: number;
  readonly high: number;
}

/** The smallest distance from the approximate value that is tried, relative to the matrix; then 4 times as much. */
const FIRST = 2 ** -48;
const GROWTH = 4;
const ATTEMPTS = 28;

/**
 * Bounds of the spectral abscissa. The eigenvalues are only a guess: that all of them lie to the left of s, or one to
 * the right of it, is verified by `sideOf`.
 */
export function encloseAbscissa(ball: MatrixBall, n: number): AbscissaBounds {
  const b = balancedBall(ball, n);
  const guess = eigenvalues(b.middle, n);
  if (guess.kind === 'failed' || !b.radius.every(Number.isFinite)) return { low: -Infinity, high: Infinity };
  const centre = guess.values[0]?.re ?? 0;
  const size = b.middle.reduce((m, x, k) => Math.max(m, Math.abs(x) + (b.radius[k] as number)), 0) * n;
  const sideOf = compileSide(n);
  const search = (direction: 1 | -1): number => {
    for (let k = 0, distance = FIRST * size || Number.MIN_VALUE; k < ATTEMPTS; k += 1, distance *= GROWTH) {
      const s = centre + direction * distance;
      if (sideOf(b, s) === (direction === 1 ? 'left' : 'right')) return s;
    }
    return direction * Infinity;
  };
  const [low, high] = [search(-1), search(1)];
  const aroundZero = low <= 0 && high >= 0 ? sideOf(b, 0) : 'undecided';
  return {
    low: aroundZero === 'right' ? Number.MIN_VALUE : low,
    high: aroundZero === 'left' ? -Number.MIN_VALUE : high,
  };
}

/** Where the eigenvalues of every matrix of a ball lie: `left`, all Re λ < s; `right`, some Re λ > s. */
export type Side = 'left' | 'right' | 'undecided';

/** D⁻¹AD for all A of a ball. */
function balancedBall({ middle, radius }: MatrixBall, n: number): MatrixBall {
  const { matrix, scale } = balance(middle, n);
  const scaled = radius.map((r, k) => {
    const factor = (scale[k % n] as number) / (scale[Math.floor(k / n)] as number);
    return factor === 1 ? r : r * factor + Number.MIN_VALUE;
  });
  return { middle: matrix, radius: scaled };
}

/**
 * A test by Lyapunov's theorem with the inertia of Ostrowski and Schneider (1962): if M = A − sI and a symmetric P have
 * −(M'P + PM) > 0, then P is nonsingular, M has as many eigenvalues with Re λ < 0 as P has positive ones, and none with
 * Re λ = 0. P is an approximate solution of M'P + PM = −I; both definiteness statements are verified with the error
 * bounds of the products, so that they hold for every M of the ball.
 */
export function compileSide(n: number): (ball: MatrixBall, s: number) => Side {
  const test = compileDefinitenessTest(n);
  const SIDES: Readonly<Record<Definiteness, Side>> = { positive: 'left', negative: 'right', undecided: 'undecided' };
  return (ball, s) => {
    const m = Float64Array.from(ball.middle);
    const radius = Float64Array.from(ball.radius);
    for (let i = 0; i < n; i += 1) {
      const k = i * n + i;
      m[k] = (m[k] as number) - s;
      radius[k] = ((radius[k] as number) + U * Math.abs(m[k])) * (1 + 4 * U);
    }
    const p = solveLyapunov(m, n);
    if (p === undefined || !p.every(Number.isFinite)) return 'undecided';
    const { middle, radius: error } = lyapunovResidue(m, radius, p, n);
    for (let i = 0; i < n; i += 1) {
      const k = i * n + i;
      // What is left must be definite, not only semi-definite.
      middle[k] = (middle[k] as number) - DEFINITE;
      error[k] = (error[k] as number) + U * Math.abs(middle[k]);
    }
    return test.decide(middle, error) === 'positive' ? SIDES[test.decide(p)] : 'undecided';
  };
}

/** −(M'P + PM) is near I; it is verified to be at least this multiple of I. */
const DEFINITE = 0.25;

/** −(M'P + PM), with a bound of its error for every M of the ball. */
function lyapunovResidue(m: Float64Array, radius: Float64Array, p: Float64Array, n: number): MatrixBall {
  const middle = new Float64Array(n * n);
  const error = new Float64Array(n * n);
  // PM, with |fl − exact| ≤ γ |P||M| + |P| radius.
  const product = new Float64Array(n * n);
  const bound = new Float64Array(n * n);
  const gamma = (n + 4) * U;
  for (let i = 0; i < n; i += 1)
    for (let k = 0; k < n; k += 1) {
      const x = p[i * n + k] as number;
      if (x === 0) continue;
      for (let j = 0; j < n; j += 1) {
        const [at, from] = [i * n + j, k * n + j];
        product[at] = (product[at] as number) + x * (m[from] as number);
        bound[at] =
          (bound[at] as number) + Math.abs(x) * (gamma * Math.abs(m[from] as number) + (radius[from] as number));
      }
    }
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < n; j += 1) {
      const [a, b] = [i * n + j, j * n + i];
      middle[a] = -((product[a] as number) + (product[b] as number));
      error[a] =
        ((bound[a] as number) + (bound[b] as number) + 2 * U * Math.abs(middle[a])) * (1 + 4 * gamma) + n * 1e-300;
    }
  return { middle, radius: error };
}
