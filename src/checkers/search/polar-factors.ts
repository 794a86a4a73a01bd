/**
 * The orthogonal polar factors of a matrix, exactly. A = OS with O orthogonal and S = (A'A)^(1/2): where A is singular,
 * O is not unique, but UV' of any singular value decomposition of A, one for each choice on the null spaces.
 */
import {
  definiteness,
  type ExactMatrix,
  identityMatrix,
  multiplyMatrices,
  transposed,
} from '../../design/structures/exact-matrix.js';
import { singular } from '../../numeric/linear-algebra-dense.js';
import * as Q from '../../symbolic/rational.js';

/** Up to this many rows every signed permutation is tried: no other orthogonal matrix of so few rows has dyadic entries. */
const PERMUTED_ROWS = 3;
/** Guesses are rounded to this many decimals; only what is a factor exactly is kept. */
const DECIMALS = 2;

const sameMatrix = (a: ExactMatrix, b: ExactMatrix): boolean =>
  a.every((row, i) => row.every((value, j) => Q.equals(value, b[i]?.[j] ?? Q.ZERO)));

export const isSymmetricMatrix = (a: ExactMatrix): boolean => sameMatrix(a, transposed(a));

/** Whether O is a polar factor of the square A: O'O = I, and O'A is symmetric and positive semi-definite. */
export function isPolarFactor(O: ExactMatrix, A: ExactMatrix): boolean {
  const t = transposed(O);
  if (!sameMatrix(multiplyMatrices(t, O), identityMatrix(O.length))) return false;
  const root = multiplyMatrices(t, A);
  return isSymmetricMatrix(root) && definiteness(root) !== 'indefinite';
}

/** Simple polar factors of A, those that turn most vectors round first. */
export function polarFactors(A: ExactMatrix): readonly ExactMatrix[] {
  const guesses = [...(A.length <= PERMUTED_ROWS ? signedPermutations(A.length) : []), ...flipped(A)];
  const factors: ExactMatrix[] = [];
  for (const guess of guesses)
    if (isPolarFactor(guess, A) && !factors.some((other) => sameMatrix(other, guess))) factors.push(guess);
  const trace = (O: ExactMatrix): number => O.reduce((sum, row, i) => sum + Q.toDouble(row[i] ?? Q.ZERO), 0);
  return factors.sort((a, b) => trace(a) - trace(b));
}

function signedPermutations(n: number): ExactMatrix[] {
  const extend = (used: readonly number[]): ExactMatrix[] =>
    used.length === n
      ? [[]]
      : Array.from({ length: n }, (_, column) => column)
          .filter((column) => !used.includes(column))
          .flatMap((column) => {
            const rest = extend([...used, column]);
            return [-1, 1].flatMap((sign) => rest.map((rows) => [unitRow(n, column, sign), ...rows]));
          });
  return extend([]);
}

const unitRow = (n: number, column: number, sign: number): Q.Rational[] =>
  Array.from({ length: n }, (_, j) => (j === column ? Q.rational(sign) : Q.ZERO));

/** U diag(1, …, 1, ±1, …, ±1) V' with the signs of one, or of all, of the directions in the null space changed. */
function flipped(A: ExactMatrix): ExactMatrix[] {
  const n = A.length;
  const { left, right, values } = singular(Float64Array.from(A.flat(), Q.toDouble), n, n);
  const negligible = 1e-12 * Math.max(...values);
  const free = values.flatMap((value, k) => (value <= negligible ? [k] : []));
  const flips = [[], free, ...free.map((k) => [k])];
  return flips.map((flip) =>
    Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (__, j) => {
        const terms = values.map((___, k) => (flip.includes(k) ? -1 : 1) * left.get(i, k) * right.get(j, k));
        return Q.fromDecimal(terms.reduce((a, b) => a + b, 0).toFixed(DECIMALS));
      }),
    ),
  );
}
