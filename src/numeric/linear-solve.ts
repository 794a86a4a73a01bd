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

/**
 * The columns, as many as there are rows, that a matrix is spanned by best, in order: each time the column that is
 * farthest from the span of those chosen before it.
 */
export function independentColumns(a: Float64Array, rows: number): readonly number[] {
  const columns = a.length / rows;
  const rest = Array.from({ length: columns }, (_, j) =>
    Array.from({ length: rows }, (_, i) => a[i * columns + j] as number),
  );
  const dot = (u: readonly number[], v: readonly number[]): number =>
    u.reduce((sum, x, i) => sum + x * (v[i] as number), 0);
  const chosen: number[] = [];
  for (let k = 0; k < rows; k += 1) {
    const lengths = rest.map((v, j) => (chosen.includes(j) ? -1 : dot(v, v) || 0));
    const best = lengths.indexOf(Math.max(...lengths));
    const pivot = rest[best] as number[];
    const length = lengths[best] as number;
    chosen.push(best);
    if (!(length > 0)) continue;
    rest.forEach((v, j) => {
      const factor = dot(v, pivot) / length;
      if (!chosen.includes(j)) rest[j] = v.map((x, i) => x - factor * (pivot[i] as number));
    });
  }
  return chosen.sort((i, j) => i - j);
}
