/** Eigenvalues at 0, told apart: dead directions, continua of steady states, and what is degenerate. */
import { symmetricEigen } from '../../numeric/linear-algebra-dense.js';
import type { Memory } from '../memory.js';
import { greatest } from '../newton.js';
import type { Field } from '../method.js';

/** How many independent directions there are of each kind; decided in doubles, for a reader. */
export interface ZeroModes {
  /** Dead directions. */
  readonly dead: number;
  /** Directions in which the velocity stays 0: steady states form a continuum, by a symmetry or otherwise. */
  readonly continuum: number;
  readonly degenerate: number;
}

const NONE: ZeroModes = { dead: 0, continuum: 0, degenerate: 0 };
/** Singular values up to this share of the greatest count as 0. */
const ZERO = 1e-9;
/** How far along a direction the velocity is looked at. */
const REACHES = [0.01, 0.1];

/** The zero modes of ∂ẏ/∂y and of ∇²E at a state with an orthonormal basis of dead directions. */
export function zeroModes(
  memory: Memory,
  y: Float64Array,
  dead: readonly Float64Array[],
): { readonly jacobian: ZeroModes; readonly hessian: ZeroModes } {
  return {
    jacobian: modesOf(memory, memory.jacobian, y, dead),
    hessian: modesOf(memory, memory.hessian, y, dead),
  };
}

function modesOf(memory: Memory, field: Field | undefined, y: Float64Array, dead: readonly Float64Array[]): ZeroModes {
  const { n } = memory;
  if (field === undefined) return NONE;
  const a = new Float64Array(n * n);
  field(y, a);
  const scale = Math.max(1, greatest(a));
  if (!Number.isFinite(scale)) return NONE;
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < n; j += 1)
      for (let k = 0; k < n; k += 1)
        gram[i * n + j] =
          (gram[i * n + j] as number) + ((a[k * n + i] as number) / scale) * ((a[k * n + j] as number) / scale);
  const { values, vectors } = symmetricEigen(gram, n);
  const modes = Array.from(values.keys())
    .filter((k) => (values[k] as number) <= ZERO)
    .map((k) => Float64Array.from({ length: n }, (_, i) => vectors[i * n + k] as number))
    .filter((v) => greatest(applied(a, v, n)) <= ZERO * scale * 10);
  // Null vectors mix kinds where there are several: those within the span of dead directions are counted by dimension.
  const isDead = dead.filter((v) => greatest(applied(a, v, n)) <= ZERO * scale * 10).length;
  const others = modes.length - isDead;
  const continuum = Math.min(others, modes.filter((v) => !isWithin(v, dead) && staysSteady(memory, y, v)).length);
  return { dead: isDead, continuum, degenerate: others - continuum };
}

function applied(a: Float64Array, v: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => v.reduce((s, x, j) => s + (a[i * n + j] as number) * x, 0));
}

function isWithin(v: Float64Array, basis: readonly Float64Array[]): boolean {
  const inside = basis.reduce((s, u) => s + u.reduce((t, x, i) => t + x * (v[i] as number), 0) ** 2, 0);
  return inside > 1 - 1e-6;
}

function staysSteady(memory: Memory, y: Float64Array, d: Float64Array): boolean {
  const v = new Float64Array(memory.n);
  const scale = 1 + greatest(y);
  return [1, -1].some((side) =>
    REACHES.every((reach) => {
      memory.velocity(
        y.map((x, i) => x + side * reach * scale * (d[i] as number)),
        v,
      );
      return greatest(v) <= 1e-11 * scale;
    }),
  );
}
