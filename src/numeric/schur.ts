/** The real Schur form A = ZTZ' of a square matrix that need not be symmetric. */

export interface Schur {
  readonly kind: 'schur';
  /** Upper triangular but for blocks of two rows, each of which has a pair of conjugate eigenvalues. Row-major. */
  readonly t: Float64Array;
  /** Orthogonal up to rounding. */
  readonly z: Float64Array;
  /** Eigenvalues in the order of the diagonal; conjugate ones one after the other. */
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** No answer: the matrix is not finite, or the iteration did not converge within its limit. */
export interface NoSchur {
  readonly kind: 'failed';
  readonly reason: string;
}

/** Steps of the iteration for each eigenvalue; three suffice as a rule. */
const MOST_STEPS = 60;
/** After so many steps without an eigenvalue the shifts are exceptional ones. */
const PATIENCE = 10;

interface Work {
  readonly n: number;
  readonly t: Float64Array;
  readonly z: Float64Array;
}

/**
 * Reduction to Hessenberg form by reflections, then the implicit double-shift QR iteration (Francis 1961; Golub and Van
 * Loan, Matrix Computations, section 7.5) with at most 60 steps an eigenvalue.
 */
export function realSchur(a: Float64Array, n: number): Schur | NoSchur {
  if (!a.every(Number.isFinite)) return { kind: 'failed', reason: 'the matrix has an entry that is not finite' };
  // Reflections square entries, so that the largest is brought near 1.
  const largest = a.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
  const unit = largest > 0 ? 2 ** Math.max(-1022, Math.min(1022, Math.floor(Math.log2(largest)))) : 1;
  const t = a.map((x) => x / unit);
  const z = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) z[i * n + i] = 1;
  const work: Work = { n, t, z };
  for (let k = 1; k < n - 1; k += 1) reflectColumn(work, k);
  const steps = iterate(work);
  if (steps > MOST_STEPS * n)
    return { kind: 'failed', reason: `the QR iteration found no eigenvalues within ${MOST_STEPS * n} steps` };
  for (let i = 0; i < t.length; i += 1) t[i] = (t[i] as number) * unit;
  const [re, im] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i += 1) {
    const below = i + 1 < n ? (t[(i + 1) * n + i] as number) : 0;
    re[i] = t[i * n + i] as number;
    if (below === 0) continue;
    const { real, imaginary } = conjugatePair(work, i);
    re[i] = re[i + 1] = real;
    im[i] = imaginary;
    im[i + 1] = -imaginary;
    i += 1;
  }
  return t.every(Number.isFinite)
    ? { kind: 'schur', t, z, re, im }
    : { kind: 'failed', reason: 'the Schur form is not finite' };
}

/** The eigenvalues p ± iq of the block of rows i and i + 1, which has no real ones. */
function conjugatePair({ n, t }: Work, i: number): { real: number; imaginary: number } {
  const [a, b] = [t[i * n + i] as number, t[i * n + i + 1] as number];
  const [c, d] = [t[(i + 1) * n + i] as number, t[(i + 1) * n + i + 1] as number];
  const half = (a - d) / 2;
  const size = Math.max(Math.abs(half), Math.sqrt(Math.abs(b)) * Math.sqrt(Math.abs(c)));
  const discriminant = size === 0 ? 0 : (half / size) ** 2 + (b / size) * (c / size);
  return { real: d + half, imaginary: size * Math.sqrt(Math.max(0, -discriminant)) };
}

/** Applies I − βuu' to rows `from`… of T, and from the right to the columns, with u in `u`. */
function reflect(
  { n, t, z }: Work,
  u: readonly number[],
  beta: number,
  from: number,
  first: number,
  last: number,
): void {
  const m = u.length;
  for (let j = first; j < n; j += 1) {
    let s = 0;
    for (let i = 0; i < m; i += 1) s += (u[i] as number) * (t[(from + i) * n + j] as number);
    s *= beta;
    for (let i = 0; i < m; i += 1) t[(from + i) * n + j] = (t[(from + i) * n + j] as number) - s * (u[i] as number);
  }
  for (const [matrix, rows] of [[t, last + 1] as const, [z, n] as const])
    for (let i = 0; i < rows; i += 1) {
      const row = i * n + from;
      let s = 0;
      for (let j = 0; j < m; j += 1) s += (u[j] as number) * (matrix[row + j] as number);
      s *= beta;
      for (let j = 0; j < m; j += 1) matrix[row + j] = (matrix[row + j] as number) - s * (u[j] as number);
    }
}

/** The reflection that takes x to a multiple of the first unit vector; β = 0 where there is nothing to do. */
function reflection(x: readonly number[]): { u: number[]; beta: number } {
  const largest = x.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  if (x.slice(1).every((v) => v === 0)) return { u: [...x], beta: 0 };
  const u = x.map((v) => v / largest);
  const norm = Math.sqrt(u.reduce((s, v) => s + v * v, 0));
  const head = u[0] as number;
  u[0] = head + (head < 0 ? -norm : norm);
  return { u, beta: 1 / (norm * Math.abs(u[0])) };
}

/** Makes column k − 1 zero below row k. */
function reflectColumn(work: Work, k: number): void {
  const { n, t } = work;
  const { u, beta } = reflection(Array.from({ length: n - k }, (_, i) => t[(k + i) * n + k - 1] as number));
  if (beta !== 0) reflect(work, u, beta, k, k - 1, n - 1);
  for (let i = k + 1; i < n; i += 1) t[i * n + k - 1] = 0;
}

/** Brings the Hessenberg matrix T to Schur form; the number of steps taken, above the limit where it did not. */
function iterate(work: Work): number {
  const { n, t } = work;
  const at = (i: number, j: number): number => t[i * n + j] as number;
  let norm = 0;
  for (const x of t) norm += Math.abs(x);
  let last = n - 1;
  let steps = 0;
  let idle = 0;
  while (last > 0) {
    let first = last;
    for (; first > 0; first -= 1) {
      const size = Math.abs(at(first - 1, first - 1)) + Math.abs(at(first, first)) || norm;
      if (Math.abs(at(first, first - 1)) <= Number.EPSILON * size) {
        t[first * n + first - 1] = 0;
        break;
      }
    }
    if (first >= last - 1) {
      if (first === last - 1) splitReal(work, first);
      last = first - 1;
      idle = 0;
      continue;
    }
    steps += 1;
    idle += 1;
    if (steps > MOST_STEPS * n) return steps;
    doubleStep(work, first, last, idle % PATIENCE === 0);
  }
  return steps;
}

/** Makes the block of rows i and i + 1 triangular where its eigenvalues are real. */
function splitReal(work: Work, i: number): void {
  const { n, t, z } = work;
  const [b, c] = [t[i * n + i + 1] as number, t[(i + 1) * n + i] as number];
  if (c === 0) return;
  const half = ((t[i * n + i] as number) - (t[(i + 1) * n + i + 1] as number)) / 2;
  const size = Math.max(Math.abs(half), Math.abs(b), Math.abs(c));
  const discriminant = (half / size) ** 2 + (b / size) * (c / size);
  if (discriminant < 0) return;
  const root = size * Math.sqrt(discriminant);
  const shift = half + (half < 0 ? -root : root);
  // (shift, c) is an eigenvector of the block.
  const length = Math.hypot(shift, c);
  const [p, q] = length === 0 ? [0, 1] : [c / length, shift / length];
  for (let j = i; j < n; j += 1) {
    const [x, y] = [t[i * n + j] as number, t[(i + 1) * n + j] as number];
    t[i * n + j] = q * x + p * y;
    t[(i + 1) * n + j] = q * y - p * x;
  }
  for (const [matrix, rows] of [[t, i + 2] as const, [z, n] as const])
    for (let k = 0; k < rows; k += 1) {
      const [x, y] = [matrix[k * n + i] as number, matrix[k * n + i + 1] as number];
      matrix[k * n + i] = q * x + p * y;
      matrix[k * n + i + 1] = q * y - p * x;
    }
  t[(i + 1) * n + i] = 0;
}

/** One implicit step with both eigenvalues of the last block of two as shifts, or with exceptional ones. */
function doubleStep(work: Work, first: number, last: number, exceptional: boolean): void {
  const { n, t } = work;
  const at = (i: number, j: number): number => t[i * n + j] as number;
  const below = Math.abs(at(last, last - 1)) + Math.abs(at(last - 1, last - 2));
  const trace = exceptional ? 1.5 * below + 2 * at(last, last) : at(last - 1, last - 1) + at(last, last);
  const determinant = exceptional
    ? (at(last, last) + 0.75 * below) ** 2 + 0.4375 * below * below
    : at(last - 1, last - 1) * at(last, last) - at(last - 1, last) * at(last, last - 1);
  let x = [
    at(first, first) ** 2 + at(first, first + 1) * at(first + 1, first) - trace * at(first, first) + determinant,
    at(first + 1, first) * (at(first, first) + at(first + 1, first + 1) - trace),
    at(first + 1, first) * at(first + 2, first + 1),
  ];
  for (let k = first; k < last; k += 1) {
    const { u, beta } = reflection(x);
    if (beta !== 0) reflect(work, u, beta, k, Math.max(first, k - 1), Math.min(last, k + 3));
    if (k > first) for (let i = k + 1; i < k + u.length; i += 1) t[i * n + k - 1] = 0;
    x = Array.from({ length: Math.min(3, last - k) }, (_, i) => at(k + 1 + i, k));
  }
}
