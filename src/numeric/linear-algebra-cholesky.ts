/** Cholesky factorisation M + cI = LL' by generated code for one size: straight-line for small ones, else in tiles. */

import { functionFromText } from './codegen-function.js';

/**
 * Factorises M + shift·I into `l` (lower triangle, row-major; the rest is not touched) from the lower triangle of M.
 * Returns the number of the first pivot that is not positive, or −1 where all are.
 */
export type Cholesky = (m: Float64Array, shift: number, l: Float64Array) => number;

/** Sizes whose factorisation is written out. */
const UNROLLED = 8;

export function compileCholesky(n: number): Cholesky {
  const body = `"use strict";\n${n <= UNROLLED ? straight(n) : tiled(n)}`;
  return functionFromText(['m', 'shift', 'l'], body) as Cholesky;
}

function straight(n: number): string {
  const lines: string[] = [];
  for (let j = 0; j < n; j += 1) {
    for (let i = j; i < n; i += 1) {
      const terms = Array.from({ length: j }, (_, k) => ` - l${i}_${k} * l${j}_${k}`).join('');
      const entry = i === j ? `(m[${i * n + i}] + shift)` : `m[${i * n + j}]`;
      if (i === j) {
        lines.push(`const d${j} = ${entry}${terms};`, `if (!(d${j} > 0)) return ${j};`);
        lines.push(`const l${j}_${j} = l[${j * n + j}] = Math.sqrt(d${j});`);
      } else lines.push(`const l${i}_${j} = l[${i * n + j}] = (${entry}${terms}) / l${j}_${j};`);
    }
  }
  return [...lines, 'return -1;'].join('\n');
}

/** Column by column; the entries below a pivot four rows at a time, so that row j is read once for four of them. */
function tiled(n: number): string {
  const q = [0, 1, 2, 3];
  return `
for (let j = 0; j < ${n}; j++) {
  const rj = j * ${n};
  let d = m[rj + j] + shift;
  for (let k = 0; k < j; k++) { const v = l[rj + k]; d -= v * v; }
  if (!(d > 0)) return j;
  const p = Math.sqrt(d);
  l[rj + j] = p;
  let i = j + 1;
  for (; i < ${n - 3}; i += 4) {
    const r0 = i * ${n}, r1 = r0 + ${n}, r2 = r1 + ${n}, r3 = r2 + ${n};
    let ${q.map((x) => `s${x} = m[r${x} + j]`).join(', ')};
    for (let k = 0; k < j; k++) { const v = l[rj + k]; ${q.map((x) => `s${x} -= l[r${x} + k] * v;`).join(' ')} }
    ${q.map((x) => `l[r${x} + j] = s${x} / p;`).join(' ')}
  }
  for (; i < ${n}; i++) {
    const r = i * ${n};
    let s = m[r + j];
    for (let k = 0; k < j; k++) s -= l[r + k] * l[rj + k];
    l[r + j] = s / p;
  }
}
return -1;`;
}
