/** Lyapunov's equation A'P + PA = −I. */
import { solveLinear } from './linear-solve.js';
import { realSchur } from './schur.js';

/**
 * An approximate symmetric solution P of A'P + PA = −I by the Schur form (Bartels and Stewart 1972): with A = ZTZ' and
 * P = ZYZ', T'Y + YT = −I is solved block by block. Undefined where no Schur form was found or two eigenvalues of A add
 * up to 0, which leaves no unique solution.
 */
export function solveLyapunov(a: Float64Array, n: number): Float64Array | undefined {
  const schur = realSchur(a, n);
  if (schur.kind === 'failed') return undefined;
  const { t, z } = schur;
  const y = solveSchurForm(t, n);
  return y === undefined ? undefined : congruence(z, y, n);
}

/** ZYZ', made symmetric. */
function congruence(z: Float64Array, y: Float64Array, n: number): Float64Array {
  const zy = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1)
    for (let k = 0; k < n; k += 1) {
      const factor = z[i * n + k] as number;
      for (let j = 0; j < n; j += 1) zy[i * n + j] = (zy[i * n + j] as number) + factor * (y[k * n + j] as number);
    }
  const p = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let s = 0;
      for (let k = 0; k < n; k += 1) s += (zy[i * n + k] as number) * (z[j * n + k] as number);
      p[i * n + j] = p[j * n + i] = s;
    }
  return p;
}

/** Y with T'Y + YT = −I. */
function solveSchurForm(t: Float64Array, n: number): Float64Array | undefined {
  const y = new Float64Array(n * n);
  const blocks: { readonly at: number; readonly size: number }[] = [];
  for (let i = 0; i < n; i += (blocks.at(-1) as { size: number }).size)
    blocks.push({ at: i, size: i + 1 < n && t[(i + 1) * n + i] !== 0 ? 2 : 1 });
  const T = (i: number, j: number): number => t[i * n + j] as number;
  const Y = (i: number, j: number): number => y[i * n + j] as number;
  for (const [k, row] of blocks.entries())
    for (const column of blocks.slice(k)) {
      const size = row.size * column.size;
      const system = new Float64Array(size * size);
      const right = new Float64Array(size);
      for (let p = 0; p < row.size; p += 1)
        for (let q = 0; q < column.size; q += 1) {
          const [i, j] = [row.at + p, column.at + q];
          const e = p * column.size + q;
          let s = i === j ? -1 : 0;
          for (let m = 0; m < row.at; m += 1) s -= T(m, i) * Y(m, j);
          for (let m = 0; m < column.at; m += 1) s -= Y(i, m) * T(m, j);
          right[e] = s;
          for (let m = 0; m < row.size; m += 1) system[e * size + m * column.size + q] = T(row.at + m, i);
          for (let m = 0; m < column.size; m += 1) {
            const f = e * size + p * column.size + m;
            system[f] = (system[f] as number) + T(column.at + m, j);
          }
        }
      if (!solveLinear(system, right, size)) return undefined;
      for (let p = 0; p < row.size; p += 1)
        for (let q = 0; q < column.size; q += 1) {
          const value = right[p * column.size + q] as number;
          y[(row.at + p) * n + column.at + q] = value;
          y[(column.at + q) * n + row.at + p] = value;
        }
    }
  return y;
}
