/** Whether a symmetric matrix of integers is positive definite, semi-definite or neither. */
export type ExactDefiniteness = 'definite' | 'semidefinite' | 'indefinite';

/**
 * Symmetric fraction-free elimination (Bareiss 1968), which is LDL' but for common factors: a negative pivot, or a zero
 * pivot whose row is not zero, excludes semi-definiteness. The rows are overwritten.
 */
export function integerDefiniteness(m: bigint[][]): ExactDefiniteness {
  let singular = false;
  let previous = 1n;
  for (let k = 0; k < m.length; k += 1) {
    const row = m[k] as bigint[];
    const pivot = row[k] ?? 0n;
    if (pivot < 0n) return 'indefinite';
    if (pivot === 0n) {
      singular = true;
      if (row.some((entry, j) => j > k && entry !== 0n)) return 'indefinite';
      continue;
    }
    for (let i = k + 1; i < m.length; i += 1) {
      const target = m[i] as bigint[];
      const head = row[i] ?? 0n;
      for (let j = k + 1; j < m.length; j += 1)
        target[j] = (pivot * (target[j] ?? 0n) - head * (row[j] ?? 0n)) / previous;
    }
    previous = pivot;
  }
  return singular ? 'semidefinite' : 'definite';
}

/** A power of two times a matrix of finite doubles, in integers. */
export function integerMultiple(a: Float64Array, n: number): bigint[][] {
  const view = new DataView(new ArrayBuffer(8));
  const parts = Array.from(a, (x) => {
    view.setFloat64(0, x);
    const bits = view.getBigUint64(0);
    const exponent = Number((bits >> 52n) & 0x7ffn);
    const fraction = bits & 0xfffffffffffffn;
    const size = exponent === 0 ? fraction : fraction | 0x10000000000000n;
    return { mantissa: x < 0 ? -size : size, exponent: Math.max(exponent, 1) };
  });
  const least = parts.reduce((e, p) => (p.mantissa === 0n ? e : Math.min(e, p.exponent)), 2047);
  return Array.from({ length: n }, (_, i) =>
    parts.slice(i * n, (i + 1) * n).map((p) => (p.mantissa === 0n ? 0n : p.mantissa << BigInt(p.exponent - least))),
  );
}
