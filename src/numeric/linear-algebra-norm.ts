/**
 * Spectral norms and extreme eigenvalues as plain kernels compute them: without a decomposition, and without allocation
 * once their buffers are large enough. The norm of a symmetric matrix is its greatest |eigenvalue|; otherwise ‖A‖² is the
 * greatest eigenvalue of the Gram matrix A'A or AA', whichever is smaller; squaring does no harm to the greatest singular
 * value, whose relative error stays at a few n² units of roundoff.
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
  const largest = largestEntry(a, size);
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
  if (rows === columns && isSymmetric(a, n)) {
    fillScaled(a, n, largest);
    tridiagonalise(n);
    return Math.max(greatestEigenvalue(n, 1), greatestEigenvalue(n, -1)) ** 2;
  }
  fillGram(a, rows, columns, largest);
  tridiagonalise(n);
  return greatestEigenvalue(n, 1);
}

/** to[0] ← the greatest (`sign` 1) or least (−1) eigenvalue of a symmetric matrix; NaN where it is not, or not finite. */
export function extremeEigenvalue(a: Float64Array, to: Float64Array, n: number, sign: 1 | -1): void {
  const largest = largestEntry(a, n * n);
  if (!(largest < Infinity) || !isSymmetric(a, n)) {
    to[0] = Number.NaN;
    return;
  }
  if (largest === 0) {
    to[0] = 0;
    return;
  }
  reserve(n);
  fillScaled(a, n, largest);
  tridiagonalise(n);
  to[0] = largest * sign * greatestEigenvalue(n, sign);
}

/** The greatest |entry|; NaN where one is NaN. */
function largestEntry(a: Float64Array, size: number): number {
  let largest = 0;
  for (let i = 0; i < size; i += 1) {
    const entry = Math.abs(a[i] as number);
    if (!(entry <= largest)) largest = entry;
    if (largest !== largest) break;
  }
  return largest;
}

function isSymmetric(a: Float64Array, n: number): boolean {
  for (let i = 1; i < n; i += 1) for (let j = 0; j < i; j += 1) if (a[i * n + j] !== a[j * n + i]) return false;
  return true;
}

function fillScaled(a: Float64Array, n: number, largest: number): void {
  for (let i = 0; i < n; i += 1) for (let j = 0; j <= i; j += 1) gram[i * n + j] = (a[i * n + j] as number) / largest;
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
    // Row by row: an entry of the triangle stands for the two of the matrix.
    for (let j = 0; j < i; j += 1) {
      const uj = u[j] as number;
      let p = 0;
      for (let k = 0; k < j; k += 1) {
        const entry = g[j * n + k] as number;
        p += entry * (u[k] as number);
        q[k] = (q[k] as number) + entry * uj;
      }
      q[j] = p + (g[j * n + j] as number) * uj;
    }
    let inner = 0;
    for (let j = 0; j < i; j += 1) {
      q[j] = beta * (q[j] as number);
      inner += (q[j] as number) * (u[j] as number);
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
 * The greatest eigenvalue of the tridiagonal matrix T, or of −T, by bisection: x lies above all of them exactly where the
 * pivots of ±T − xI are negative. It starts between the greatest diagonal entry and Gershgorin's bound.
 */
function greatestEigenvalue(n: number, sign: 1 | -1): number {
  let low = -Infinity;
  let high = -Infinity;
  for (let i = 0; i < n; i += 1) {
    const entry = sign * (diagonal[i] as number);
    const radius = (i > 0 ? Math.sqrt(beside[i] as number) : 0) + (i < n - 1 ? Math.sqrt(beside[i + 1] as number) : 0);
    low = Math.max(low, entry);
    high = Math.max(high, entry + radius);
  }
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return middle;
    if (isAbove(middle, n, sign)) high = middle;
    else low = middle;
  }
}

function isAbove(x: number, n: number, sign: 1 | -1): boolean {
  let pivot = sign * (diagonal[0] as number) - x;
  for (let i = 1; i < n; i += 1) {
    if (!(pivot < 0)) return false;
    pivot = sign * (diagonal[i] as number) - x - (beside[i] as number) / pivot;
  }
  return pivot < 0;
}
