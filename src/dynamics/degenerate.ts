/** Steady states at which the Jacobian is singular: isolated ones, or members of a continuum. */
import { symmetricEigen } from '../numeric/linear-algebra-dense.js';
import type { Memory } from './memory.js';
import { greatest, type ZeroSolver } from './newton.js';

/** Singular values up to this share of the greatest count as 0: near a degenerate zero they are known no better. */
const SINGULAR = 1e-5;
/** Steps along a null direction, relative to the state: a continuum has steady states near both. */
const STEPS = [1 / 16, 1 / 128];
const MOST_WALK = 60;

export const distance = (a: Float64Array, b: Float64Array): number =>
  Math.sqrt(a.reduce((s, x, i) => s + (x - (b[i] as number)) ** 2, 0));

const shifted = (y: Float64Array, by: number, d: Float64Array): Float64Array =>
  y.map((v, i) => v + by * (d[i] as number));

/** Orthonormal directions in which the Jacobian at y is 0 up to what can be known. */
export function nullDirections(memory: Memory, y: Float64Array): readonly Float64Array[] {
  const { n, jacobian } = memory;
  if (jacobian === undefined) return [];
  const J = new Float64Array(n * n);
  jacobian(y, J);
  const scale = greatest(J);
  if (!(scale > 0 && Number.isFinite(scale))) return scale === 0 ? unitVectors(n) : [];
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < n; j += 1) {
      let s = 0;
      for (let k = 0; k < n; k += 1) s += ((J[k * n + i] as number) / scale) * ((J[k * n + j] as number) / scale);
      gram[i * n + j] = s;
    }
  const { values, vectors } = symmetricEigen(gram, n);
  return Array.from(values.keys())
    .filter((k) => (values[k] as number) <= SINGULAR ** 2)
    .map((k) => Float64Array.from({ length: n }, (_, i) => vectors[i * n + k] as number));
}

const unitVectors = (n: number): Float64Array[] =>
  Array.from({ length: n }, (_, k) => Float64Array.from({ length: n }, (__, i) => (i === k ? 1 : 0)));

/** The null directions along which, to one side at least, there are more steady states. */
export function familyDirections(memory: Memory, { nearest }: ZeroSolver, y: Float64Array): readonly Float64Array[] {
  const scale = 1 + greatest(y);
  const continues = (d: Float64Array, by: number): boolean => {
    const target = shifted(y, by, d);
    const found = nearest(target);
    return found !== undefined && distance(found.y, target) <= Math.abs(by) / 4;
  };
  return nullDirections(memory, y).filter((d) =>
    [1, -1].some((side) => STEPS.every((step) => continues(d, side * step * scale))),
  );
}

/** Whether steady states lead from one to the other, in steps along the null directions at each. */
export function areConnected(memory: Memory, { nearest }: ZeroSolver, from: Float64Array, to: Float64Array): boolean {
  let y = from;
  const scale = 1 + Math.max(greatest(from), greatest(to));
  const step = Math.max(distance(from, to) / 16, 1e-3 * scale);
  for (let k = 0; k < MOST_WALK; k += 1) {
    const left = distance(y, to);
    if (left <= 1e-3 * scale) return true;
    const towards = along(
      nullDirections(memory, y),
      y.map((v, i) => (to[i] as number) - v),
    );
    const length = greatest(towards);
    if (!(length > 1e-6 * left)) return false;
    const by = Math.min(step, left);
    const target = shifted(y, by / length, towards);
    const found = nearest(target);
    if (found === undefined || distance(found.y, target) > by / 2 || distance(found.y, to) >= left) return false;
    y = found.y;
  }
  return false;
}

/** The part of a vector in the span of orthonormal directions. */
function along(directions: readonly Float64Array[], v: Float64Array): Float64Array {
  const part = new Float64Array(v.length);
  for (const d of directions) {
    const share = d.reduce((s, x, i) => s + x * (v[i] as number), 0);
    for (let i = 0; i < v.length; i += 1) part[i] = (part[i] as number) + share * (d[i] as number);
  }
  return part;
}
