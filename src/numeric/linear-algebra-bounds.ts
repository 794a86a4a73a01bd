/**
 * Error bounds for functions of matrices, from residuals of what was computed, so that no property of the library
 * that computed it is relied on. Where no bound is known it is infinite.
 */
import { UNIT_ROUNDOFF as U } from './codegen-value.js';
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

const transpose = (a: Float64Array, n: number): Float64Array =>
  a.map((_, k) => get(a, (k % n) * n + Math.floor(k / n)));
const isFinite = (a: Float64Array): boolean => a.every((x) => Number.isFinite(x));

/** The symmetric part of a square matrix, and bounds of its rounding errors. */
function symmetricPart(a: Float64Array, n: number): { readonly part: Float64Array; readonly errors: Float64Array } {
  const turned = transpose(a, n);
  const part = a.map((x, k) => (x + get(turned, k)) / 2);
  return { part, errors: part.map((x) => U * Math.abs(x) + Number.MIN_VALUE) };
}

/** A lower bound of the eigenvalues of a symmetric matrix given with error bounds; −∞ where none is known. */
function leastEigenvalue(a: Float64Array, errors: Errors, n: number): number {
  const [value, error] = [new Float64Array(1), new Float64Array(1)];
  eigenvalue('least')(a, errors, value, error, n, n);
  return get(error, 0) < INFINITE
    ? get(value, 0) - get(error, 0) * (1 + 4 * U) - 4 * U * Math.abs(get(value, 0))
    : -INFINITE;
}

/**
 * Principal square root of A near X, where the symmetric part of X is at least σ > 0 and ρ ≥ ‖X² − A‖ is below σ². The
 * operator Z ↦ XZ + ZX has an inverse of norm at most 1/2σ, since tr Z'(XZ + ZX) ≥ 2σ‖Z‖². (X − Z)² = A says
 * XZ + ZX = X² − A + Z², which maps the ball of radius r = σ − √(σ² − ρ) ≤ ρ/σ into itself as a contraction; there is
 * such a Z, and X − Z, whose symmetric part is at least σ − r > 0, has its spectrum in Re > 0 and is the principal root.
 * An input error δ adds ‖δ‖ to ρ. Norms are Frobenius norms.
 */
const squareRoot: Bounded = (a, e, to, bound, n) => {
  MATRIX_FUNCTIONS.sqrtm(a, to, n, n);
  bound.fill(INFINITE);
  if (!isFinite(to)) return;
  const { part, errors } = symmetricPart(to, n);
  const least = leastEigenvalue(part, errors, n);
  const off =
    (residual(to, transpose(to, n), n, n, n, (i, j) => get(a, i * n + j)) + (e ? frobenius(e) : 0)) * (1 + 4 * U);
  if (least > 0 && off < least * least * (1 - 4 * U)) bound.fill((off / least) * (1 + 1e-13));
};

/**
 * Orthogonal polar factor Q of A = QP near X. Let Y be that of X: ‖X − Y‖ ≤ ‖XX' − I‖ = η, as |σ − 1| ≤ |σ² − 1| for
 * the singular values σ of X. Let S be a symmetric matrix with S ≥ s > 0, here the rounded symmetric part of X'A. Then YS
 * has the polar factor Y, and ρ = ‖A − XS‖ + η‖S‖ bounds ‖F‖ for F = A − YS. With W = Q'Y we have
 * P(I − W) + (I − W)S = Q'F − F'Y, where P ≥ s − ρ and S ≥ s: so ‖Q − Y‖ = ‖I − W‖ ≤ 2ρ/(2s − ρ) (Li 1995, New
 * perturbation bounds for the unitary polar factor). An input error δ adds ‖δ‖ to ρ. Norms are Frobenius norms; ρ < s
 * makes A invertible and Q unique.
 */
const polar: Bounded = (a, e, to, bound, n) => {
  MATRIX_FUNCTIONS.polar(a, to, n, n);
  bound.fill(INFINITE);
  if (!isFinite(to)) return;
  const product = a.map((_, k) => {
    let sum = 0;
    for (let q = 0; q < n; q += 1) sum += get(to, q * n + Math.floor(k / n)) * get(a, q * n + (k % n));
    return sum;
  });
  const { part } = symmetricPart(product, n);
  const least = leastEigenvalue(part, undefined, n);
  const defect = identityResidual(to, n, n);
  const off =
    (residual(to, part, n, n, n, (i, j) => get(a, i * n + j)) + defect * frobenius(part) + (e ? frobenius(e) : 0)) *
    (1 + 8 * U);
  if (defect < 0.5 && off < least) bound.fill(((2 * off) / (2 * least - off) + defect) * (1 + 1e-13));
};

/** Above the underflow errors of the operations of one product of matrices, entry by entry. */
const UNDERFLOW = 1e-300;
const TAYLOR_DEGREE = 18;
/** Squares of entries of such matrices do not overflow, and 2^s is a double. */
const LARGEST_NORM = 1e150;

/** AB as computed with n products and additions for each entry, in any order: off by at most 1.01 n u ‖A‖‖B‖. */
function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const c = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1)
    for (let k = 0; k < n; k += 1) {
      const x = get(a, i * n + k);
      for (let j = 0; j < n; j += 1) c[i * n + j] = get(c, i * n + j) + x * get(b, k * n + j);
    }
  return c;
}

/**
 * T near exp(A) and a bound on ‖T − exp(A)‖: Taylor's polynomial of M = A/2^s, ‖M‖ ≤ ½, by Horner's rule
 * T ← I + MT/k, where an error r of T becomes (‖M‖r + 1.01nu‖M‖‖T‖)/k and the roundings of the quotient and the sum;
 * its remainder is below ‖M‖^19/19! · 1/(1 − ‖M‖/20); then s squarings, each of which makes 2‖T‖r + r² + 1.01nu‖T‖² of r.
 */
function boundedExponential(a: Float64Array, n: number): { readonly value: Float64Array; readonly error: number } {
  const squarings = Math.max(0, Math.ceil(Math.log2(Math.max(frobenius(a), UNDERFLOW))) + 1);
  const scaled = a.map((x) => x * 2 ** -squarings);
  const size = frobenius(scaled);
  const rounding = 1.01 * n * U;
  const tiny = n * n * UNDERFLOW;
  const identity = a.map((_, k) => (k % (n + 1) === 0 ? 1 : 0));
  let value: Float64Array = identity;
  let error = 0;
  let remainder = size;
  for (let k = TAYLOR_DEGREE; k >= 1; k -= 1) {
    const before = frobenius(value);
    const quotient = multiply(scaled, value, n).map((x) => x / k);
    value = quotient.map((x, i) => x + get(identity, i));
    error = (size * error + rounding * size * before + tiny * (before + error)) / k;
    error = (error + U * (frobenius(quotient) + frobenius(value)) + tiny) * (1 + 1e-13);
    remainder *= (size / (k + 1)) * (1 + 1e-15);
  }
  error += (remainder / (1 - size / (TAYLOR_DEGREE + 2))) * (1 + 1e-13);
  for (let k = 0; k < squarings && error < INFINITE; k += 1) {
    const before = frobenius(value);
    error = (2 * before * error + error * error + rounding * before * before + tiny) * (1 + 1e-13);
    value = multiply(value, value, n);
  }
  return { value, error };
}

/**
 * exp(A): the distance to a computation with known error. An input error δ adds ‖δ‖ exp(μ + ‖δ‖), where
 * exp(A + δ) − exp(A) = ∫ exp((1 − t)A) δ exp(t(A + δ)) dt and ‖exp(tA)‖ ≤ exp(tμ) with μ the largest eigenvalue of
 * the symmetric part of A (Van Loan 1977, The sensitivity of the matrix exponential), here bounded by Gershgorin discs.
 */
const exponential: Bounded = (a, e, to, bound, n) => {
  MATRIX_FUNCTIONS.expm(a, to, n, n);
  bound.fill(INFINITE);
  if (!isFinite(to)) return;
  if (!(frobenius(a) < LARGEST_NORM)) return;
  const { value, error } = boundedExponential(a, n);
  let total = error + frobenius(value.map((x, k) => x - get(to, k))) * (1 + 4 * U);
  if (e !== undefined) {
    const off = frobenius(e);
    total += off * Math.exp(symmetricGrowth(a, n) + off) * (1 + 1e-12);
  }
  if (total < INFINITE) bound.fill(total * (1 + 1e-13));
};

/** A bound of the eigenvalues of the symmetric part: max of a_ii + ½ Σ |a_ij + a_ji| over j other than i. */
function symmetricGrowth(a: Float64Array, n: number): number {
  let most = -INFINITE;
  for (let i = 0; i < n; i += 1) {
    let radius = 0;
    for (let j = 0; j < n; j += 1) if (j !== i) radius += Math.abs(get(a, i * n + j) + get(a, j * n + i)) / 2;
    const centre = get(a, i * n + i);
    most = Math.max(most, centre + radius + (n + 4) * U * (Math.abs(centre) + radius));
  }
  return most;
}

export const BOUNDED_MATRIX_FUNCTIONS: Readonly<Record<MatrixFunction, Bounded>> = {
  inv: inverse,
  polar,
  sqrtm: squareRoot,
  expm: exponential,
  norm,
  lambda_min: eigenvalue('least'),
  lambda_max: eigenvalue('greatest'),
};
