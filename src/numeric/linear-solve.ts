/** Solves A x = b by Gaussian elimination with partial pivoting, in place: b becomes x. False where A is singular. */
export function solveLinear(a: Float64Array, b: Float64Array, n: number): boolean {
  for (let k = 0; k < n; k += 1) {
    let pivot = k;
    for (let i = k + 1; i < n; i += 1)
      if (Math.abs(a[i * n + k] as number) > Math.abs(a[pivot * n + k] as number)) pivot = i;
    const p = a[pivot * n + k] as number;
    if (!(Math.abs(p) > 0) || !Number.isFinite(p)) return false;
    if (pivot !== k) {
      for (let j = k; j < n; j += 1) {
        const t = a[k * n + j] as number;
        a[k * n + j] = a[pivot * n + j] as number;
        a[pivot * n + j] = t;
      }
      const t = b[k] as number;
      b[k] = b[pivot] as number;
      b[pivot] = t;
    }
    for (let i = k + 1; i < n; i += 1) {
      const m = (a[i * n + k] as number) / p;
      if (m === 0) continue;
      for (let j = k; j < n; j += 1) a[i * n + j] = (a[i * n + j] as number) - m * (a[k * n + j] as number);
      b[i] = (b[i] as number) - m * (b[k] as number);
    }
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    let s = b[i] as number;
    for (let j = i + 1; j < n; j += 1) s -= (a[i * n + j] as number) * (b[j] as number);
    b[i] = s / (a[i * n + i] as number);
  }
  return b.every(Number.isFinite);
}
