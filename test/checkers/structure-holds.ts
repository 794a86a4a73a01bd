/** Whether printed numbers have a structure, in plain doubles up to rounding. */
import type { DesignInput, ParameterInput, StructureInput } from '../../src/design/define.js';
import type { Counterexample } from '../../src/verdicts/types.js';

type Rows = readonly (readonly number[])[];
const TOLERANCE = 1e-9;

const multiply = (a: Rows, b: Rows): number[][] =>
  a.map((row) => (b[0] ?? []).map((_, j) => row.reduce((s, v, k) => s + v * (b[k]?.[j] ?? 0), 0)));
const transpose = (a: Rows): number[][] => (a[0] ?? []).map((_, j) => a.map((row) => row[j] ?? 0));
const isNear = (a: Rows, b: Rows): boolean => {
  const size = Math.max(1, ...a.flat().map(Math.abs));
  return a.every((row, i) => row.every((v, j) => Math.abs(v - (b[i]?.[j] ?? Number.NaN)) <= TOLERANCE * size));
};
const identity = (n: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => Number(i === j)));

/** The rank by elimination with full pivoting. */
function rank(a: Rows): number {
  const m = a.map((row) => [...row]);
  const size = Math.max(1, ...m.flat().map(Math.abs));
  let found = 0;
  for (;;) {
    let [best, r, c] = [TOLERANCE * size, -1, -1];
    for (let i = found; i < m.length; i += 1)
      m[i]?.forEach((v, j) => {
        if (Math.abs(v) > best) [best, r, c] = [Math.abs(v), i, j];
      });
    if (r === -1) return found;
    const pivot = m.splice(r, 1)[0] as number[];
    m.splice(found, 0, pivot);
    for (let i = found + 1; i < m.length; i += 1) {
      const factor = (m[i]?.[c] ?? 0) / (pivot[c] ?? 1);
      m[i] = (m[i] as number[]).map((v, j) => v - factor * (pivot[j] ?? 0));
    }
    found += 1;
  }
}

/** The largest singular value by the power method. */
function norm(a: Rows): number {
  const square = multiply(transpose(a), a);
  let x = square.map((_, i) => [1 + 0.37 * i]);
  let size = 0;
  for (let k = 0; k < 300; k += 1) {
    const next = multiply(square, x);
    size = Math.hypot(...next.flat());
    if (size === 0) return 0;
    x = next.map((row) => row.map((v) => v / size));
  }
  return Math.sqrt(size);
}

/** Whether A + tolerance · I has a Cholesky factor, for a symmetric A. */
function isSemidefinite(a: Rows): boolean {
  const m = a.map((row) => [...row]);
  const shift = TOLERANCE * Math.max(1, ...m.flat().map(Math.abs));
  for (let k = 0; k < m.length; k += 1) {
    const pivot = (m[k]?.[k] ?? 0) + shift;
    if (pivot <= 0) return false;
    for (let i = k + 1; i < m.length; i += 1)
      for (let j = k + 1; j < m.length; j += 1)
        (m[i] as number[])[j] = (m[i]?.[j] ?? 0) - ((m[i]?.[k] ?? 0) * (m[k]?.[j] ?? 0)) / pivot;
  }
  return true;
}

function hasStructure(structure: StructureInput, a: Rows, sizes: Counterexample['dimensions']): boolean {
  const negated = a.map((row) => row.map((v) => -v));
  if (typeof structure === 'object') {
    if ('rank' in structure)
      return rank(a) === (typeof structure.rank === 'number' ? structure.rank : sizes[structure.rank]);
    if ('norm-at-most' in structure) return norm(a) <= structure['norm-at-most'] * (1 + TOLERANCE);
    throw new Error(`${JSON.stringify(structure)} is not tested here`);
  }
  switch (structure) {
    case 'general':
      return true;
    case 'symmetric':
      return isNear(a, transpose(a));
    case 'skew':
      return isNear(a, transpose(negated));
    case 'orthogonal':
      return isNear(multiply(transpose(a), a), identity(a.length));
    case 'positive-definite':
    case 'positive-semidefinite':
      return isNear(a, transpose(a)) && isSemidefinite(a);
    case 'negative-semidefinite':
      return isNear(a, transpose(a)) && isSemidefinite(negated);
    case 'positive':
      return a.flat().every((v) => v > 0);
    case 'nonnegative':
      return a.flat().every((v) => v >= 0);
    case 'stable': {
      // Trace and determinant decide at size 2, and the trace is at most 0 at every size.
      const trace = a.reduce((s, row, i) => s + (row[i] ?? 0), 0);
      return trace <= TOLERANCE;
    }
    default:
      throw new Error(`${structure} is not tested here`);
  }
}

const rowsOf = (v: Counterexample['values'][string] | undefined): Rows =>
  typeof v === 'number' ? [[v]] : (v ?? []).map((row) => (typeof row === 'number' ? [row] : row));

/** What the printed numbers of a counterexample break: structures, ranges and domains of the design. */
export function broken(input: DesignInput, at: Counterexample): string[] {
  const parameters = Object.entries(input.parameters ?? {}).flatMap(([name, p]: [string, ParameterInput]) => {
    const a = rowsOf(at.values[name]);
    const structures = p.structure === undefined ? [] : Array.isArray(p.structure) ? p.structure : [p.structure];
    const [low, high] = p.range ?? [-Infinity, Infinity];
    return [
      ...(structures as StructureInput[])
        .filter((s) => !hasStructure(s, a, at.dimensions))
        .map((s) => `${name} ${JSON.stringify(s)}`),
      ...(a.flat().every((v) => v >= low && v <= high) ? [] : [`${name} range`]),
    ];
  });
  const domains = Object.entries(input.domain ?? {}).filter(([name, [low, high]]) =>
    rowsOf(at.values[name])
      .flat()
      .some((v) => v < low || v > high),
  );
  return [...parameters, ...domains.map(([name]) => `${name} domain`)];
}
