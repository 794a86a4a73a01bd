/**
 * The spectral norm as plain kernels compute it: without a decomposition, and without allocation once its buffers are
 * large enough. ‖A‖² is the greatest eigenvalue of the Gram matrix A'A or AA', whichever is smaller; squaring does no
 * harm to the greatest singular value, whose relative error stays at a few n² units of roundoff.
 */

let gram = new Float64Array(0);
let vector = new Float64Array(0);
let diagonal = new Float64Array(0);
/** Squares of the entries beside the diagonal. */
let beside = new Float64Array(0);

function reserve(n: number): void {
  if (vector.length >= n) return;
  gram = new Float64Array(n * n);
  vector = new Float64Array(n);
  diagonal = new Float64Array(n);
  beside = new Float64Array(n);
}

/** to[0] ← ‖A‖ of a row-major matrix; NaN where an entry is not finite. */
export function spectralNorm(a: Float64Array, to: Float64Array, rows: number, columns: number): void {
  const size = rows * columns;
  let largest = 0;
  for (let i = 0; i < size; i += 1) {
    const entry = Math.abs(a[i] as number);
    if (!(entry <= largest)) largest = entry;
    if (largest !== largest) break;
  }
  if (!(largest > 0) || largest === Infinity) {
    to[0] = largest === 0 ? 0 : Number.NaN;
    return;
  }
  to[0] =
    largest * (rows === 1 || columns === 1 ? length(a, size, largest) : Math.sqrt(square(a, rows, columns, largest)));
}

/** |a|/largest. */
function length(a: Float64Array, size: number, largest: number): number {
  let sum = 0;
  for (let i = 0; i < size; i += 1) {
    const entry = (a[i] as number) / largest;
    sum += entry * entry;
  }
  return Math.sqrt(sum);
}

/** (‖A‖/largest)². */
function square(a: Float64Array, rows: number, columns: number, largest: number): number {
  const n = Math.min(rows, columns);
  reserve(n);
  fillGram(a, rows, columns, largest);
  tridiagonalise(n);
  return greatestEigenvalue(n);
}

/** The lower triangle of the Gram matrix of A/largest. */
function fillGram(a: Float64Array, rows: number, columns: number, largest: number): void {
  const tall = rows >= columns;
  const [n, inner] = tall ? [columns, rows] : [rows, columns];
  const [along, across] = tall ? [1, columns] : [columns, 1];
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = 0;
      for (let k = 0; k < inner; k += 1)
        sum += ((a[i * along + k * across] as number) / largest) * ((a[j * along + k * across] as number) / largest);
      gram[i * n + j] = sum;
    }
}

/**
 * Householder's reduction of the symmetric matrix to a tridiagonal one, from the last row up. With the reflection
 * I − βuu', p = βGu and q = p − (β/2)(u'p)u, the matrix becomes G − uq' − qu'.
 */
function tridiagonalise(n: number): void {
  const [g, u, q] = [gram, vector, diagonal];
  for (let i = n - 1; i > 0; i -= 1) {
    const row = i * n;
    let rest = 0;
    for (let k = 0; k < i; k += 1) {
      u[k] = g[row + k] as number;
      if (k < i - 1) rest += (u[k] as number) ** 2;
    }
    const last = u[i - 1] as number;
    const sum = rest + last * last;
    beside[i] = sum;
    if (rest === 0) continue;
    const norm = last < 0 ? -Math.sqrt(sum) : Math.sqrt(sum);
    u[i - 1] = last + norm;
    const beta = 1 / (norm * (last + norm));
    let inner = 0;
    for (let j = 0; j < i; j += 1) {
      let p = 0;
      for (let k = 0; k <= j; k += 1) p += (g[j * n + k] as number) * (u[k] as number);
      for (let k = j + 1; k < i; k += 1) p += (g[k * n + j] as number) * (u[k] as number);
      q[j] = beta * p;
      inner += beta * p * (u[j] as number);
    }
    const half = (beta / 2) * inner;
    for (let j = 0; j < i; j += 1) q[j] = (q[j] as number) - half * (u[j] as number);
    for (let j = 0; j < i; j += 1)
      for (let k = 0; k <= j; k += 1)
        g[j * n + k] =
          (g[j * n + k] as number) - (u[j] as number) * (q[k] as number) - (q[j] as number) * (u[k] as number);
  }
  for (let i = 0; i < n; i += 1) q[i] = g[i * n + i] as number;
}

/**
 * The greatest eigenvalue of the tridiagonal matrix by bisection: x lies above all of them exactly where the pivots of
 * T − xI are negative. It starts between the greatest diagonal entry and Gershgorin's bound.
 */
function greatestEigenvalue(n: number): number {
  let low = 0;
  let high = 0;
  for (let i = 0; i < n; i += 1) {
    const entry = diagonal[i] as number;
    const radius = (i > 0 ? Math.sqrt(beside[i] as number) : 0) + (i < n - 1 ? Math.sqrt(beside[i + 1] as number) : 0);
    low = Math.max(low, entry);
    high = Math.max(high, entry + radius);
  }
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return middle;
    if (isAbove(middle, n)) high = middle;
    else low = middle;
  }
}

function isAbove(x: number, n: number): boolean {
  let pivot = (diagonal[0] as number) - x;
  for (let i = 1; i < n; i += 1) {
    if (!(pivot < 0)) return false;
    pivot = (diagonal[i] as number) - x - (beside[i] as number) / pivot;
  }
  return pivot < 0;
}
