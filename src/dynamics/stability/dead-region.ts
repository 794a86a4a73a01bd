/**
 * Dead regions: at a state, the subspace of directions in which no activation changes, near the state and to both sides,
 * although its argument does (Definition of dead neurons and Section 3.2 of arXiv:2410.13866).
 */
import { activations } from '../../derivation/activations.js';
import { type Deadness, deadnessOf } from '../../derivation/deadness.js';
import { derivation } from '../../derivation/derivation.js';
import type { Enclosure } from '../../numeric/enclosure.js';
import { affineSolutions } from '../../numeric/exact-affine.js';
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import * as Q from '../../symbolic/rational.js';
import type { Memory } from '../memory.js';
import { encloseOver, exactlyAt, type StateBox } from '../state-box.js';

export interface DeadRegion {
  /** The dimension k. */
  readonly dimension: number;
  /** V: k orthonormal columns that span the dead directions, up to rounding; none changes over the region. */
  readonly basis: readonly Float64Array[];
  /** Names of the activations that are dead in some entry or direction. */
  readonly activations: readonly string[];
}

type Rows = readonly (readonly Q.Rational[])[];

/** The dead region of a state in a box; or why it is not known. */
export function deadRegion(memory: Memory, box: StateBox): DeadRegion | { readonly unknown: string } {
  const { n } = memory;
  const d = derivation(memory.design);
  const live: Q.Rational[][] = [];
  const all: Q.Rational[][] = [];
  const dead = new Set<string>();
  for (const activation of activations(d)) {
    const { jacobians, argument, name } = activation;
    if (jacobians === undefined) return { unknown: `the argument of ${name} is not affine in the states` };
    const matrix = build.block([d.states.map((x) => jacobians.get(x.name) as Expression)]);
    const exact = exactlyAt(
      memory,
      [matrix],
      Array.from({ length: n }, () => 0),
    );
    if (exact.kind !== 'exact') return { unknown: `the argument of ${name} has coefficients that are not rational` };
    const flat = exact.values[0] ?? [];
    const rows = Array.from({ length: flat.length / n }, (_, i) => flat.slice(i * n, (i + 1) * n));
    const deadness = deadnessOf(memory.numbers.lagrangians, activation);
    const entries = deadEntries(memory, argument, deadness, box);
    all.push(...rows);
    if (entries.length > 0 || deadness.shift) dead.add(name);
    const rest = rows.filter((_, i) => !entries.includes(i));
    live.push(...(deadness.shift ? differences(rest) : rest));
  }
  const directions = spannedBy(nullspace(live, n), nullspace(all, n));
  return { dimension: directions.length, basis: directions, activations: directions.length === 0 ? [] : [...dead] };
}

/** Entries of an argument that certainly lie where the activation is constant. */
function deadEntries(memory: Memory, argument: Expression, { saturation, sparse }: Deadness, box: StateBox): number[] {
  const support = sparse ? [build.apply('sparsemax_support', argument)] : [];
  const [z = [], inSupport = []] = encloseOver(memory, [argument, ...support], box);
  const beyond = ({ low, high }: Enclosure): boolean =>
    saturation.exact.some(({ side, from }) => {
      const at = typeof from === 'number' ? from : Q.toDouble(from);
      const slack = Math.abs(at) * 2 ** -52;
      return side === 'left' ? high < at - slack : low > at + slack;
    });
  return [...z.keys()].filter((i) => beyond(z[i] as Enclosure) || inSupport[i]?.sign === 0);
}

/** All moves must be equal: each row minus the first. */
const differences = (rows: Rows): Q.Rational[][] =>
  rows.slice(1).map((row) => row.map((v, j) => Q.add(v, Q.negate(rows[0]?.[j] as Q.Rational))));

const nullspace = (rows: Rows, n: number): Rows =>
  affineSolutions(
    rows.map((row) => [...row, Q.ZERO]),
    n,
  )?.directions ?? [];

/** An orthonormal basis of what the first vectors span besides what the second do. */
function spannedBy(vectors: Rows, besides: Rows): Float64Array[] {
  const doubles = (rows: Rows): Float64Array[] => rows.map((row) => Float64Array.from(row, Q.toDouble));
  const basis: Float64Array[] = [];
  const taken = orthonormal(doubles(besides), []);
  for (const v of doubles(vectors)) basis.push(...orthonormal([v], [...taken, ...basis]));
  return basis;
}

/** Gram–Schmidt, twice; vectors in the span of those before are left out. */
function orthonormal(vectors: readonly Float64Array[], before: readonly Float64Array[]): Float64Array[] {
  const found: Float64Array[] = [];
  for (const v of vectors) {
    const rest = Float64Array.from(v);
    const size = Math.hypot(...v);
    for (const u of [...before, ...found, ...before, ...found]) {
      const share = u.reduce((s, x, i) => s + x * (rest[i] as number), 0);
      for (let i = 0; i < rest.length; i += 1) rest[i] = (rest[i] as number) - share * (u[i] as number);
    }
    const length = Math.hypot(...rest);
    if (length > 1e-10 * size) found.push(rest.map((x) => x / length + 0));
  }
  return found;
}

/** P_d = VV', row by row. */
export function deadProjector({ basis }: DeadRegion, n: number): Float64Array {
  const p = new Float64Array(n * n);
  for (const v of basis)
    for (let i = 0; i < n; i += 1)
      for (let j = 0; j < n; j += 1) p[i * n + j] = (p[i * n + j] as number) + (v[i] as number) * (v[j] as number);
  return p;
}

/**
 * The steady state that belongs to a minimiser ỹ of the energy, for velocities ẏ = A a(By + d) − y + c: along dead
 * directions the activations keep their values, so that y = ỹ + P_d v(ỹ) has P_d v(y) = 0 (Proposition 4.3 has this with
 * P_d ỹ = 0).
 */
export function recoverSteadyState(memory: Memory, minimiser: Float64Array, region: DeadRegion): Float64Array {
  const { n } = memory;
  const v = new Float64Array(n);
  memory.velocity(minimiser, v);
  const p = deadProjector(region, n);
  return minimiser.map((y, i) => y + Array.from(v).reduce((s, x, j) => s + (p[i * n + j] as number) * x, 0));
}
