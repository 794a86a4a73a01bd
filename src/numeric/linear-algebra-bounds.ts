/**
 * Error bounds for functions of matrices, from residuals of what was computed, so that no property of the library
 * that computed it is relied on. Where no bound is known it is infinite.
 */
import { UNIT_ROUNDOFF as U } from './codegen-arithmetic.js';
import { isSymmetric, MATRIX_FUNCTIONS, singular, symmetricEigen } from './linear-algebra-dense.js';
import type { MatrixFunction } from './program.js';

type Errors = Float64Array | undefined;
type Bounded = (
  a: Float64Array,
  e: Errors,
  to: Float64Array,
  bound: Float64Array,
  rows: number,
  columns: number,
) => void;

const INFINITE = Number.POSITIVE_INFINITY;
const get = (a: ArrayLike<number>, i: number): number => a[i] as number;

const frobenius = (a: ArrayLike<number>): number => {
  let s = 0;
  for (let i = 0; i < a.length; i += 1) s += get(a, i) ** 2;
  return Math.sqrt(s) * (1 + (a.length + 4) * U) + 1e-150;
};

/** A bound on the Frobenius norm of XY' − Z, given row-major X (m×k) and Y (n×k); Z entry (i, j) is z(i, j). */
function residual(
  x: Float64Array,
  y: Float64Array,
  m: number,
  n: number,
  k: number,
  z: (i: number, j: number) => number,
): number {
  let total = 0;
  for (let i = 0; i < m; i += 1) {
    for (let j = 0; j < n; j += 1) {
      let s = -z(i, j);
      let t = Math.abs(s);
      for (let q = 0; q < k; q += 1) {
        const p = get(x, i * k + q) * get(y, j * k + q);
        s += p;
        t += Math.abs(p);
      }
      const r = Math.abs(s) + (k + 3) * U * t * (1 + (k + 3) * U) + k * 1e-300;
      total += r * r;
    }
  }
  return Math.sqrt(total) * (1 + (m * n + 8) * U) + 1e-150;
}

/**
 * A⁻¹ near X: with R = I − AX and ‖R‖ < 1 every entry of A⁻¹ − X = A⁻¹R… is at most ‖X‖‖R‖/(1 − ‖R‖) in size; an
 * input error δ of A adds ‖δ‖‖X‖ to ‖R‖. Norms are Frobenius norms.
 */
const inverse: Bounded = (a, e, to, bound, n) => {
  MATRIX_FUNCTIONS.inv(a, to, n, n);
  const transposed = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) for (let j = 0; j < n; j += 1) transposed[j * n + i] = get(to, i * n + j);
  const size = frobenius(to);
  const off = residual(a, transposed, n, n, n, (i, j) => (i === j ? 1 : 0)) + (e ? frobenius(e) * size : 0);
  bound.fill(off < 0.5 ? ((size * off) / (1 - off)) * (1 + 1e-13) : INFINITE);
};

const identityResidual = (v: Float64Array, rows: number, n: number): number =>
  residual(v, v, rows, rows, n, (i, j) => (i === j ? 1 : 0));

/**
 * Extreme eigenvalue of a symmetric matrix: A = VDV' + E gives |λ(A) − λ(VDV')| ≤ ‖E‖, and by Ostrowski
 * |λ(VDV') − d| ≤ ‖VV' − I‖ |d|. An input error δ adds ‖δ‖.
 */
const eigenvalue =
  (which: 'least' | 'greatest'): Bounded =>
  (a, e, to, bound, n) => {
    bound[0] = INFINITE;
    to[0] = Number.NaN;
    if (!isSymmetric(a, n) || !a.every((x) => Number.isFinite(x))) return;
    const { values, vectors } = symmetricEigen(a, n);
    const scaled = vectors.map((v, i) => v * get(values, i % n));
    const off =
      residual(scaled, vectors, n, n, n, (i, j) => get(a, i * n + j)) + U * frobenius(scaled) * frobenius(vectors);
    const skew = identityResidual(vectors, n, n);
    const value = get(values, which === 'least' ? 0 : n - 1);
    const most = Math.max(Math.abs(get(values, 0)), Math.abs(get(values, n - 1)));
    to[0] = value;
    if (skew < 0.5) bound[0] = (off + skew * most + (e ? frobenius(e) : 0)) * (1 + 1e-13);
  };

/** Spectral norm: A = UΣV' + E gives |‖A‖ − σ| ≤ ‖E‖ + σ(‖U'U − I‖ + ‖V'V − I‖) for orthogonality defects below ½. */
const norm: Bounded = (a, e, to, bound, rows, columns) => {
  bound[0] = INFINITE;
  MATRIX_FUNCTIONS.norm(a, to, rows, columns);
  if (!Number.isFinite(get(to, 0))) return;
  const { values, left, right } = singular(a, rows, columns);
  const k = values.length;
  const flat = (m: typeof left, turned: boolean, scale: (q: number) => number): Float64Array => {
    const [r, c] = turned ? [m.columns, m.rows] : [m.rows, m.columns];
    const out = new Float64Array(r * c);
    for (let i = 0; i < r; i += 1)
      for (let j = 0; j < c; j += 1) out[i * c + j] = turned ? m.get(j, i) : m.get(i, j) * scale(j);
    return out;
  };
  if (left.columns !== k || right.columns !== k) return;
  const one = (): number => 1;
  const scaled = flat(left, false, (q) => get(values, q));
  const off =
    residual(scaled, flat(right, false, one), rows, columns, k, (i, j) => get(a, i * columns + j)) +
    U * frobenius(scaled) * frobenius(flat(right, false, one));
  const defect =
    identityResidual(flat(left, true, one), k, rows) + identityResidual(flat(right, true, one), k, columns);
  if (defect < 0.5) bound[0] = (off + 2 * defect * get(to, 0) + (e ? frobenius(e) : 0)) * (1 + 1e-13);
};

const unbounded =
  (name: MatrixFunction): Bounded =>
  (a, _e, to, bound, rows, columns) => {
    MATRIX_FUNCTIONS[name](a, to, rows, columns);
    bound.fill(INFINITE);
  };

export const BOUNDED_MATRIX_FUNCTIONS: Readonly<Record<MatrixFunction, Bounded>> = {
  inv: inverse,
  polar: unbounded('polar'),
  sqrtm: unbounded('sqrtm'),
  expm: unbounded('expm'),
  norm,
  lambda_min: eigenvalue('least'),
  lambda_max: eigenvalue('greatest'),
};
