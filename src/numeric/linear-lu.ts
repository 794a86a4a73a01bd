/**
 * PA = LU with partial pivoting, in place, so that one factorisation serves several right-hand sides. L has ones on its
 * diagonal and stands below that of `a`, U on and above it; `order[k]` is the row that was exchanged with row k.
 */

/** Factors the n × n matrix `a`, row by row; false where it is singular or not finite, as far as doubles show. */
export function factorise(a: Float64Array, order: Int32Array, n: number): boolean {
  for (let k = 0; k < n; k += 1) {
    let pivot = k;
    let largest = Math.abs(a[k * n + k] as number);
    for (let i = k + 1; i < n; i += 1) {
      const size = Math.abs(a[i * n + k] as number);
      if (size > largest) {
        largest = size;
        pivot = i;
      }
    }
    if (!(largest > 0) || largest === Infinity) return false;
    order[k] = pivot;
    if (pivot !== k) exchange(a, k * n, pivot * n, n);
    const inverse = 1 / (a[k * n + k] as number);
    const row = k * n;
    for (let i = k + 1; i < n; i += 1) {
      const at = i * n;
      const m = (a[at + k] as number) * inverse;
      a[at + k] = m;
      if (m === 0) continue;
      for (let j = k + 1; j < n; j += 1) a[at + j] = (a[at + j] as number) - m * (a[row + j] as number);
    }
  }
  return true;
}

function exchange(a: Float64Array, one: number, other: number, n: number): void {
  for (let j = 0; j < n; j += 1) {
    const held = a[one + j] as number;
    a[one + j] = a[other + j] as number;
    a[other + j] = held;
  }
}

/** Solves A x = b with the factors of A; b becomes x. */
export function solveFactorised(a: Float64Array, order: Int32Array, b: Float64Array, n: number): void {
  for (let k = 0; k < n; k += 1) {
    const pivot = order[k] as number;
    if (pivot === k) continue;
    const held = b[k] as number;
    b[k] = b[pivot] as number;
    b[pivot] = held;
  }
  for (let i = 1; i < n; i += 1) {
    let sum = b[i] as number;
    for (let j = 0; j < i; j += 1) sum -= (a[i * n + j] as number) * (b[j] as number);
    b[i] = sum;
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = b[i] as number;
    for (let j = i + 1; j < n; j += 1) sum -= (a[i * n + j] as number) * (b[j] as number);
    b[i] = sum / (a[i * n + i] as number);
  }
}
