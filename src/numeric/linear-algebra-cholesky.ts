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

/**
 * Whether M + cI, with c = `factor` times the sum of the diagonal's absolute values, has positive pivots only: then M has
 * no eigenvalue that is certainly negative. M is read from m[from] on; an M that is not finite has no such pivots.
 */
export type PivotTest = (m: Float64Array, from: number, factor: number) => boolean;

/** The test by M + cI = LDL', written out; for larger sizes a test saves nothing. */
export function compilePivotTest(n: number): PivotTest | undefined {
  if (n > UNROLLED) return undefined;
  const entry = (i: number, j: number): string => `m[from + ${i * n + j}]`;
  const range = Array.from({ length: n }, (_, i) => i);
  const lines = [
    `const shift = factor * (${range.map((i) => `Math.abs(${entry(i, i)})`).join(' + ')}) + ${n}e-300;`,
    'if (!(shift < Infinity)) return false;',
  ];
  for (const j of range) {
    const terms = (i: number): string =>
      range
        .slice(0, j)
        .map((k) => ` - l${i}_${k} * u${j}_${k}`)
        .join('');
    lines.push(`const d${j} = ${entry(j, j)} + shift${terms(j)};`, `if (!(d${j} > 0)) return false;`);
    if (j < n - 1) lines.push(`const r${j} = 1 / d${j};`);
    for (const i of range.slice(j + 1))
      lines.push(`const u${i}_${j} = ${entry(i, j)}${terms(i)};`, `const l${i}_${j} = u${i}_${j} * r${j};`);
  }
  return functionFromText(['m', 'from', 'factor'], ['"use strict";', ...lines, 'return true;'].join('\n')) as PivotTest;
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
