/** Verified eigenvalues of symmetric matrices, spectral norm, matrix square root and polar factor. */
import { type Interval, type Intervals, type NoValue } from './enclosure-interval.js';
import {
  encloseInverse,
  entryOf,
  identityMatrix,
  matrixProduct,
  normInfinity,
  type SquareMatrix,
  squareOf,
  subtractMatrices,
  transposed,
} from './enclosure-matrix.js';
import { NEAREST, type Real, UP } from './mpfr.js';

/** Approximate eigenvectors (columns) and eigenvalues of a symmetric matrix. */
interface Eigensystem {
  readonly vectors: readonly Real[];
  readonly values: readonly Real[];
}

const MAXIMAL_SWEEPS = 60;

/** Cyclic Jacobi rotations, rounded to nearest: an approximation, with no claim about its error. */
function jacobi(I: Intervals, symmetric: readonly Real[], n: number): Eigensystem {
  const { R } = I;
  const copy = (value: Real): Real => R.unary('set', value, NEAREST);
  const a = symmetric.map(copy);
  const v = squareOf(n, (i, j) => R.fromInteger(i === j ? 1 : 0));
  const mul = (x: Real, y: Real): Real => R.binary('mul', x, y, NEAREST);
  const add = (x: Real, y: Real): Real => R.binary('add', x, y, NEAREST);
  const sub = (x: Real, y: Real): Real => R.binary('sub', x, y, NEAREST);
  const abs = (x: Real): Real => R.unary('abs', x, NEAREST);
  const one = R.fromInteger(1);
  const negligible = R.scale(a.map(abs).reduce(I.greatest), -R.precision);

  const rotate = (m: Real[], p: number, q: number, c: Real, s: Real): void => {
    const [x, y] = [m[p] as Real, m[q] as Real];
    const [u, w] = [sub(mul(c, x), mul(s, y)), add(mul(s, x), mul(c, y))];
    R.assign(x, u);
    R.assign(y, w);
  };
  /** Makes a_pq 0; tells whether it was not negligible before. */
  const eliminate = (p: number, q: number): boolean => {
    const [app, aqq, apq] = [entryOf(a, n, p, p), entryOf(a, n, q, q), entryOf(a, n, p, q)];
    if (R.compare(abs(apq), negligible) <= 0) return false;
    const theta = R.binary('div', sub(aqq, app), R.scale(apq, 1), NEAREST);
    const root = R.unary('sqrt', add(mul(theta, theta), one), NEAREST);
    const size = R.binary('div', one, add(abs(theta), root), NEAREST);
    const t = R.sign(theta) < 0 ? R.unary('neg', size, NEAREST) : size;
    const c = R.binary('div', one, R.unary('sqrt', add(mul(t, t), one), NEAREST), NEAREST);
    const s = mul(t, c);
    for (let k = 0; k < n; k++) rotate(a, k * n + p, k * n + q, c, s);
    for (let k = 0; k < n; k++) rotate(a, p * n + k, q * n + k, c, s);
    for (let k = 0; k < n; k++) rotate(v, k * n + p, k * n + q, c, s);
    return true;
  };
  for (let sweep = 0; sweep < MAXIMAL_SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotated = R.scope(() => eliminate(p, q)) || rotated;
    if (!rotated) break;
  }
  return { vectors: v, values: Array.from({ length: n }, (_, i) => entryOf(a, n, i, i)) };
}

/** (A + A')/2. */
const symmetricPart = (I: Intervals, a: SquareMatrix, n: number): Interval[] => {
  const half = I.fromDouble(0.5);
  const upper = squareOf(n, (i, j) =>
    i > j
      ? undefined
      : i === j
        ? entryOf(a, n, i, i)
        : I.multiply(half, I.add(entryOf(a, n, i, j), entryOf(a, n, j, i))),
  );
  return squareOf(n, (i, j) => entryOf(upper, n, Math.min(i, j), Math.max(i, j)) as Interval);
};

export interface Spectrum {
  /** Enclosures of the smallest and the largest eigenvalue. */
  readonly least: Interval;
  readonly greatest: Interval;
  readonly system: Eigensystem;
}

/**
 * Enclosures of the extreme eigenvalues of the symmetric part of A. With approximate eigenvectors V, H = V'AV and
 * γ = ‖V'V − I‖∞ < 1, Ostrowski's theorem gives λ_k(H) = θ λ_k(A) with |θ − 1| ≤ γ, and by Gershgorin and Rayleigh
 * max h_ii ≤ λ_max(H) ≤ max (h_ii + r_i), r_i the sum of |h_ij| over j ≠ i.
 */
export function encloseSpectrum(I: Intervals, a: SquareMatrix, n: number): Spectrum | NoValue {
  const { R } = I;
  if (!a.every(I.isFinite)) return 'undecided';
  const s = symmetricPart(I, a, n);
  const system = jacobi(I, s.map(I.middle), n);
  if (!system.vectors.every(R.isFinite)) return 'undecided';
  const v = system.vectors.map(I.point);
  const vt = transposed(v, n, n);
  const gram = subtractMatrices(I, matrixProduct(I, vt, v, n, n, n), identityMatrix(I, n));
  const gamma = normInfinity(I, gram, n);
  const h = matrixProduct(I, vt, matrixProduct(I, s, v, n, n, n), n, n, n);
  const diagonal = Array.from({ length: n }, (_, i) => entryOf(h, n, i, i));
  const radii = diagonal.map((_, i) =>
    h
      .slice(i * n, (i + 1) * n)
      .map((value, j) => (j === i ? R.fromInteger(0) : I.magnitude(value)))
      .reduce((x, y) => R.binary('add', x, y, UP)),
  );
  const discs = diagonal.map((d, i) => I.inflate(d, radii[i] as Real));
  const theta = I.inflate(I.fromDouble(1), gamma);
  const greatest = I.divide(
    { low: diagonal.map((d) => d.low).reduce(I.greatest), high: discs.map((d) => d.high).reduce(I.greatest) },
    theta,
  );
  const least = I.divide(
    { low: discs.map((d) => d.low).reduce(I.least), high: diagonal.map((d) => d.high).reduce(I.least) },
    theta,
  );
  return typeof greatest === 'string' || typeof least === 'string' ? 'undecided' : { least, greatest, system };
}

/** ‖A‖₂ = √λ_max(A'A), or with AA' where that is smaller. */
export function encloseNorm(I: Intervals, a: readonly Interval[], rows: number, columns: number): Interval | NoValue {
  const t = transposed(a, rows, columns);
  const [n, gram] =
    rows <= columns
      ? [rows, matrixProduct(I, a, t, rows, columns, rows)]
      : [columns, matrixProduct(I, t, a, columns, rows, columns)];
  const spectrum = encloseSpectrum(I, gram, n);
  if (typeof spectrum === 'string') return spectrum;
  const { low, high } = spectrum.greatest;
  return I.increasing('sqrt', { low: I.greatest(low, I.R.fromInteger(0)), high });
}

/** Whether some entry is certainly not that of a symmetric matrix. */
export const isAsymmetric = (I: Intervals, a: SquareMatrix, n: number): boolean =>
  a.some((value, k) => (I.sign(I.subtract(value, entryOf(a, n, k % n, Math.floor(k / n)))) ?? 0) !== 0);

/**
 * The root S of a symmetric positive definite A. For an approximate symmetric root T, the error E = S − T solves
 * SE + ET = A − T², so ‖E‖_F ≤ ‖A − T²‖_F / (λ_min(S) + λ_min(T)).
 */
export function encloseSquareRoot(I: Intervals, a: SquareMatrix, n: number): Interval[] | NoValue {
  const { R } = I;
  if (isAsymmetric(I, a, n)) return 'undecided';
  const spectrum = encloseSpectrum(I, a, n);
  if (typeof spectrum === 'string') return spectrum;
  if (R.sign(spectrum.least.high) < 0) return 'undefined';
  const diagonal = a.every((value, k) => Math.floor(k / n) === k % n || I.isZero(value));
  if (diagonal && a.every((value) => R.sign(value.low) >= 0)) return a.map((value) => I.increasing('sqrt', value));
  if (R.sign(spectrum.least.low) <= 0) return 'undecided';
  const { vectors, values } = spectrum.system;
  const roots = values.map((value) => R.unary('sqrt', value, NEAREST));
  if (roots.some((root) => !R.isFinite(root) || R.sign(root) <= 0)) return 'undecided';
  const scaled = squareOf(n, (i, j) => I.point(R.binary('mul', entryOf(vectors, n, i, j), roots[j] as Real, NEAREST)));
  const rough = matrixProduct(I, scaled, transposed(vectors.map(I.point), n, n), n, n, n);
  const t = squareOf(n, (i, j) => I.point(I.middle(entryOf(rough, n, Math.min(i, j), Math.max(i, j)))));
  const own = encloseSpectrum(I, t, n);
  if (typeof own === 'string' || R.sign(own.least.low) <= 0) return 'undecided';
  const residual = subtractMatrices(I, a, matrixProduct(I, t, t, n, n, n));
  const frobenius = I.increasing('sqrt', residual.map((r) => I.power(r, 2)).reduce(I.add)).high;
  if (R.sign(frobenius) === 0) return t;
  const below = I.add(I.increasing('sqrt', spectrum.least), own.least).low;
  const radius = R.binary('div', frobenius, below, UP);
  return t.map((value) => I.inflate(value, radius));
}

/**
 * The orthogonal factor: A(A'A)^(−1/2) of a nonsingular A. A singular A has many, UV' of each of its singular value
 * decompositions; all that is known of their entries is that they lie in [−1, 1].
 */
export function enclosePolar(I: Intervals, a: SquareMatrix, n: number): Interval[] {
  const [below, above] = [I.R.fromInteger(-1), I.R.fromInteger(1)];
  const anything = (): Interval[] => squareOf(n, () => ({ low: below, high: above }));
  const gram = symmetricPart(I, matrixProduct(I, transposed(a, n, n), a, n, n, n), n);
  const root = encloseSquareRoot(I, gram, n);
  if (typeof root === 'string') return anything();
  const inverse = encloseInverse(I, root, n);
  if (typeof inverse === 'string') return anything();
  return matrixProduct(I, a, inverse, n, n, n).map((value) => I.clip(value, below, above));
}
