/** Upper bounds on the spectral norm that hold in spite of rounding. */
import type { Region } from './sampler-pattern.js';

export interface NormBound {
  /** At least ‖A‖ of the region of a row-major matrix with `columns` columns. */
  of(matrix: Float64Array, columns: number, region: Region): number;
}

/** Squarings of the Gram matrix: few enough to stay cheap, many enough to come close at small sizes. */
const squarings = (n: number): number => (n <= 4 ? 6 : n <= 16 ? 4 : n <= 64 ? 2 : 1);
/** The greater eigenvalue of the symmetric matrix of a, b; b, d. */
const greatest = (a: number, b: number, d: number): number => {
  const half = (a - d) / 2;
  return (a + d) / 2 + Math.sqrt(half * half + b * b);
};
/** Above this size only the bound by row and column sums is taken. */
const LARGEST_GRAM = 128;

/**
 * Up to two rows or columns ‖A‖² is the eigenvalue of the Gram matrix in closed form. Above,
 * ‖A‖ ≤ ‖(A'A)^(2^k)‖_F^(1/2^(k+1)), which exceeds ‖A‖ by at most the factor n^(1/2^(k+2)), and ‖A‖² ≤ ‖A‖₁ ‖A‖_∞,
 * whichever is less. Rounding in the Gram matrix is at most n² ε ‖A‖² and each squaring's error is halved by its root,
 * so that the relative margin 16 n² ε + 2^−40 covers it. A matrix with at most one entry in each row and column has
 * the norm of its largest entry, exactly. `size` is the largest number of rows or columns.
 */
export function compileNormBound(size: number): NormBound {
  const side = Math.min(size, LARGEST_GRAM);
  const gram = new Float64Array(side * side);
  const square = new Float64Array(side * side);
  const columnSums = new Float64Array(size);

  const scale = (n: number): number => {
    let sum = 0;
    for (let i = 0; i < n * n; i += 1) sum += (gram[i] as number) ** 2;
    const norm = Math.sqrt(sum);
    if (norm > 0) for (let i = 0; i < n * n; i += 1) gram[i] = (gram[i] as number) / norm;
    return norm;
  };

  /** gram ← gram², by rows since it is symmetric. */
  const squareGram = (n: number): void => {
    for (let i = 0; i < n; i += 1)
      for (let j = i; j < n; j += 1) {
        let sum = 0;
        for (let k = 0; k < n; k += 1) sum += (gram[i * n + k] as number) * (gram[j * n + k] as number);
        square[i * n + j] = sum;
        square[j * n + i] = sum;
      }
    gram.set(square.subarray(0, n * n));
  };

  return {
    of(matrix, columns, { r0, r1, c0, c1 }) {
      const [rows, width] = [r1 - r0, c1 - c0];
      let largest = 0;
      let rowSum = 0;
      let single = true;
      const used = columnSums.fill(0, 0, width);
      for (let i = r0; i < r1; i += 1) {
        let sum = 0;
        for (let j = 0; j < width; j += 1) {
          const entry = Math.abs(matrix[i * columns + c0 + j] as number);
          if (entry === 0) continue;
          if (sum > 0 || (used[j] as number) > 0) single = false;
          sum += entry;
          used[j] = (used[j] as number) + entry;
          if (entry > largest) largest = entry;
        }
        if (sum > rowSum) rowSum = sum;
      }
      if (single || !(largest < Infinity)) return largest;
      let columnSum = 0;
      for (let j = 0; j < width; j += 1) columnSum = Math.max(columnSum, used[j] as number);
      const simple = Math.sqrt((rowSum / largest) * (columnSum / largest));
      const margin = 1 + 16 * size * size * Number.EPSILON + 2 ** -40;
      if (Math.min(rows, width) > LARGEST_GRAM) return simple * largest * margin;
      const tall = rows >= width;
      const n = tall ? width : rows;
      const length = tall ? rows : width;
      gram.fill(0, 0, n * n);
      for (let k = 0; k < length; k += 1)
        for (let i = 0; i < n; i += 1) {
          const left = (matrix[tall ? (r0 + k) * columns + c0 + i : (r0 + i) * columns + c0 + k] as number) / largest;
          if (left === 0) continue;
          for (let j = i; j < n; j += 1) {
            const right = matrix[tall ? (r0 + k) * columns + c0 + j : (r0 + j) * columns + c0 + k] as number;
            gram[i * n + j] = (gram[i * n + j] as number) + left * (right / largest);
          }
        }
      if (n <= 2) {
        const square =
          n === 1 ? (gram[0] as number) : greatest(gram[0] as number, gram[1] as number, gram[3] as number);
        return Math.min(simple, Math.sqrt(square)) * largest * margin;
      }
      for (let i = 1; i < n; i += 1) for (let j = 0; j < i; j += 1) gram[i * n + j] = gram[j * n + i] as number;
      let bound = scale(n);
      let root = 1;
      for (let step = 0; step < squarings(n); step += 1) {
        squareGram(n);
        root /= 2;
        bound *= scale(n) ** root;
      }
      return Math.min(simple, Math.sqrt(bound)) * largest * margin;
    },
  };
}
