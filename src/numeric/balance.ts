/** Balancing: an exact diagonal similarity that makes rows and columns of a matrix of about the same length. */

/** D⁻¹AD for a diagonal D of powers of two, which is exactly similar to A. */
export interface Balanced {
  readonly matrix: Float64Array;
  /** The diagonal of D. */
  readonly scale: Float64Array;
}

const MOST_ROUNDS = 100;
/** A round must shorten row and column together to this share to be worth it. */
const WORTH = 0.95;
/** What stands beside the diagonal is not made smaller than this share of itself in a round, where it can be. */
const LEAST = 2 ** -20;

/**
 * Balances a square matrix (Parlett and Reinsch 1969, without permutations): each coordinate is scaled by the power of
 * two that brings the sums of |a_ij| along its column and its row closest together. Scaling by powers of two rounds
 * nothing; a matrix of which an entry would under- or overflow is left as it is.
 */
export function balance(a: Float64Array, n: number): Balanced {
  const matrix = Float64Array.from(a);
  const scale = new Float64Array(n).fill(1);
  for (let round = 0, changed = true; changed && round < MOST_ROUNDS; round += 1) {
    changed = false;
    for (let i = 0; i < n; i += 1) changed = scaleCoordinate(matrix, scale, n, i) || changed;
  }
  return isExact(a, matrix, scale, n) ? { matrix, scale } : { matrix: Float64Array.from(a), scale: scale.fill(1) };
}

function scaleCoordinate(m: Float64Array, scale: Float64Array, n: number, i: number): boolean {
  let [column, row] = [0, 0];
  for (let j = 0; j < n; j += 1)
    if (j !== i) {
      column += Math.abs(m[j * n + i] as number);
      row += Math.abs(m[i * n + j] as number);
    }
  if (!Number.isFinite(column + row) || (column === 0 && row === 0)) return false;
  // Where nothing stands on one side, the other is brought down to the size of the diagonal.
  if (column === 0 || row === 0) {
    const floor = Math.max(Math.abs(m[i * n + i] as number), LEAST * (column + row));
    [column, row] = [Math.max(column, floor), Math.max(row, floor)];
  }
  const factor = 2 ** Math.round(Math.log2(row / column) / 2);
  if (!(column * factor + row / factor < WORTH * (column + row))) return false;
  scale[i] = (scale[i] as number) * factor;
  for (let j = 0; j < n; j += 1)
    if (j !== i) {
      m[j * n + i] = (m[j * n + i] as number) * factor;
      m[i * n + j] = (m[i * n + j] as number) / factor;
    }
  return true;
}

/** Whether every entry is exactly that of D⁻¹AD. */
function isExact(a: Float64Array, matrix: Float64Array, scale: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < n; j += 1) {
      const factor = (scale[j] as number) / (scale[i] as number);
      const entry = matrix[i * n + j] as number;
      if (!(factor > 0) || (entry * (1 / factor) !== a[i * n + j] && Number.isFinite(entry))) return false;
    }
  return true;
}
