/**
 * Functions of matrices for compiled kernels: the adapter to ml-matrix, the only file that imports it. Symmetric
 * matrices take the symmetric eigenvalue path; eigenvalues of other matrices are not offered.
 */
import { createRequire } from 'node:module';
import type * as MlMatrix from 'ml-matrix';
import type { Matrix } from 'ml-matrix';
import type { MatrixFunction } from './program.js';

let library: typeof MlMatrix | undefined;

/** ml-matrix, loaded at its first use so that start-up does not pay for it. */
function ml(): typeof MlMatrix {
  library ??= createRequire(import.meta.url)('ml-matrix') as typeof MlMatrix;
  return library;
}

const fromBuffer = (a: Float64Array, rows: number, columns: number): Matrix =>
  ml().Matrix.from1DArray(rows, columns, a.subarray(0, rows * columns));

function write(m: Matrix, to: Float64Array): void {
  const { columns } = m;
  for (let i = 0; i < m.rows; i += 1) for (let j = 0; j < columns; j += 1) to[i * columns + j] = m.get(i, j);
}

const isFinite = (a: Float64Array): boolean => a.every((x) => Number.isFinite(x));

export function isSymmetric(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i += 1) for (let j = 0; j < i; j += 1) if (a[i * n + j] !== a[j * n + i]) return false;
  return true;
}

export interface Eigen {
  /** In increasing order. */
  readonly values: Float64Array;
  /** Column k, at i·n + k, belongs to value k. */
  readonly vectors: Float64Array;
}

/** Eigenvalues and orthonormal eigenvectors of a symmetric matrix (row-major) of finite numbers. */
export function symmetricEigen(a: Float64Array, n: number): Eigen {
  // The iteration fails on entries of very different size: those that are nothing beside the largest are left out.
  const largest = a.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
  const scale = largest > 0 ? 2 ** -Math.min(1023, Math.max(-1022, Math.ceil(Math.log2(largest)))) : 1;
  const ordinary = a.map((x) => (Math.abs(x * scale) < NEGLIGIBLE ? 0 : x * scale));
  const m = fromBuffer(ordinary, n, n);
  const d = new (ml().EigenvalueDecomposition)(m, { assumeSymmetric: true });
  const order = d.realEigenvalues.map((_, k) => k).sort((p, q) => at(d.realEigenvalues, p) - at(d.realEigenvalues, q));
  const vectors = new Float64Array(n * n);
  order.forEach((from, k) => {
    for (let i = 0; i < n; i += 1) vectors[i * n + k] = d.eigenvectorMatrix.get(i, from);
  });
  return { values: Float64Array.from(order, (k) => at(d.realEigenvalues, k) / scale), vectors };
}

/** Relative to the largest entry; far below what rounding does to eigenvalues and eigenvectors. */
const NEGLIGIBLE = 1e-40;

const at = (values: ArrayLike<number>, k: number): number => values[k] as number;

export interface Singular {
  readonly values: readonly number[];
  readonly left: Matrix;
  readonly right: Matrix;
}

/** The singular value decomposition A = U diag(σ) V'. */
export function singular(a: Float64Array, rows: number, columns: number): Singular {
  const d = new (ml().SingularValueDecomposition)(fromBuffer(a, rows, columns), { autoTranspose: true });
  return { values: d.diagonal, left: d.leftSingularVectors, right: d.rightSingularVectors };
}

/** The principal square root: from the eigenvalues of a symmetric matrix, else by the iteration of Denman and Beavers. */
function squareRoot(a: Float64Array, n: number, to: Float64Array): void {
  if (isSymmetric(a, n)) {
    const { values, vectors } = symmetricEigen(a, n);
    const least = -1e-13 * Math.max(Math.abs(at(values, 0)), Math.abs(at(values, n - 1)));
    if (at(values, 0) < least) {
      to.fill(Number.NaN);
      return;
    }
    for (let i = 0; i < n; i += 1) {
      for (let j = 0; j <= i; j += 1) {
        let s = 0;
        for (let k = 0; k < n; k += 1)
          s += at(vectors, i * n + k) * Math.sqrt(Math.max(0, at(values, k))) * at(vectors, j * n + k);
        to[i * n + j] = s;
        to[j * n + i] = s;
      }
    }
    return;
  }
  const { Matrix: M, inverse } = ml();
  let y = fromBuffer(a, n, n);
  let z = M.eye(n, n);
  for (let step = 0; step < 60; step += 1) {
    const [yi, zi] = [inverse(y), inverse(z)];
    const next = M.add(y, zi).mul(0.5);
    z = M.add(z, yi).mul(0.5);
    const change = M.sub(next, y).norm('frobenius');
    y = next;
    if (change <= 1e-15 * y.norm('frobenius')) {
      write(y, to);
      return;
    }
  }
  const residual = M.sub(y.mmul(y), fromBuffer(a, n, n)).norm('frobenius');
  if (residual <= 1e-10 * y.norm('frobenius') ** 2) write(y, to);
  else to.fill(Number.NaN);
}

/** exp(A) by scaling to norm at most ½, the Taylor polynomial of degree 18, and squaring; NaN where ‖A‖ overflows. */
function exponential(a: Float64Array, n: number, to: Float64Array): void {
  const { Matrix: M } = ml();
  const m = fromBuffer(a, n, n);
  const size = m.norm('frobenius');
  if (!(size < Number.POSITIVE_INFINITY)) {
    to.fill(Number.NaN);
    return;
  }
  const squarings = Math.max(0, Math.ceil(Math.log2(Math.max(size, 1e-300))) + 1);
  const scaled = M.mul(m, 2 ** -squarings);
  let result = M.eye(n, n);
  for (let k = 18; k >= 1; k -= 1) result = M.add(M.eye(n, n), scaled.mmul(result).div(k));
  for (let k = 0; k < squarings; k += 1) result = result.mmul(result);
  write(result, to);
}

type Compute = (a: Float64Array, to: Float64Array, rows: number, columns: number) => void;

const extreme =
  (which: 'least' | 'greatest'): Compute =>
  (a, to, n) => {
    if (!isSymmetric(a, n)) to[0] = Number.NaN;
    else to[0] = at(symmetricEigen(a, n).values, which === 'least' ? 0 : n - 1);
  };

const COMPUTE: Readonly<Record<MatrixFunction, Compute>> = {
  inv: (a, to, n) => write(ml().inverse(fromBuffer(a, n, n)), to),
  /** UV' of a singular value decomposition. */
  polar: (a, to, n) => {
    const { left, right } = singular(a, n, n);
    write(left.mmul(right.transpose()), to);
  },
  sqrtm: (a, to, n) => squareRoot(a, n, to),
  expm: (a, to, n) => exponential(a, n, to),
  norm: (a, to, rows, columns) => {
    to[0] = Math.max(...singular(a, rows, columns).values);
  },
  lambda_min: extreme('least'),
  lambda_max: extreme('greatest'),
};

/** f(A); NaN where A is not finite, f is undefined (a singular matrix), or A is not symmetric for eigenvalues. */
const guarded =
  (compute: Compute): Compute =>
  (a, to, rows, columns) => {
    if (!isFinite(a)) {
      to.fill(Number.NaN);
      return;
    }
    try {
      compute(a, to, rows, columns);
    } catch {
      // ml-matrix throws on singular matrices.
      to.fill(Number.NaN);
    }
  };

export const MATRIX_FUNCTIONS: Readonly<Record<MatrixFunction, Compute>> = {
  inv: guarded(COMPUTE.inv),
  polar: guarded(COMPUTE.polar),
  sqrtm: guarded(COMPUTE.sqrtm),
  expm: guarded(COMPUTE.expm),
  norm: guarded(COMPUTE.norm),
  lambda_min: guarded(COMPUTE.lambda_min),
  lambda_max: guarded(COMPUTE.lambda_max),
};
