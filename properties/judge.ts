/**
 * Whether a sample violates an obligation, decided by compiled kernels with rigorous error bounds: a violation counts
 * where the computed value is further from what is allowed than its rounding error can explain. Such a sample is a
 * suspect; the caller settles it in 200-bit arithmetic, with the exact factors of factored parameters and off jumps.
 */
import { activations, alongRay, rayOf } from '../src/derivation/activations.js';
import { deadDirectionsAt } from '../src/checkers/search/dead-cone.js';
import { deadnessOf } from '../src/derivation/deadness.js';
import { concrete, type SearchContext, spaceOf } from '../src/checkers/search/context.js';
import { ExactPoint } from '../src/checkers/search/exact-point.js';
import { violationOf, WITNESS } from '../src/checkers/search/objective.js';
import type { Point } from '../src/checkers/search/space.js';
import type { Obligation } from '../src/claims/types.js';
import { compileBoundedKernel, compileKernel, type Kernel } from '../src/numeric/kernel.js';
import { compileDefinitenessTest } from '../src/numeric/linear-algebra.js';
import * as build from '../src/symbolic/build.js';
import { sizeValue } from '../src/symbolic/size.js';

/** What kernels say of a sample. */
export type Judgement =
  /** Allowed, or not further off than rounding explains. */
  | { readonly kind: 'kept' }
  /** There is nothing to judge here: no dead direction. */
  | { readonly kind: 'vacuous' }
  /** No finite value. */
  | { readonly kind: 'unjudged' }
  /** Further off than rounding explains; with the vectors that show it. */
  | {
      readonly kind: 'suspect';
      readonly witness?: readonly number[];
      readonly direction?: readonly number[];
    };

export type Judge = (point: Point) => Judgement;

const KEPT: Judgement = { kind: 'kept' };
const VACUOUS: Judgement = { kind: 'vacuous' };
const UNJUDGED: Judgement = { kind: 'unjudged' };

/** Distances along a dead direction at which the energy is compared: those of the checker. */
const DISTANCES = [1, 3, 16];

/** The judge of an obligation at the sizes of the context, or the reason why single samples cannot violate it. */
export function compileJudge(c: SearchContext, o: Obligation): Judge | { readonly reason: string } {
  switch (o.kind) {
    case 'sign':
    case 'equal':
    case 'semidefinite':
    case 'invariant':
      return violationJudge(c, o);
    case 'dead-directions':
      return deadJudge(c, o.flat);
    case 'zero-implies':
      return { reason: `no sample hits ${o.zeroLabel} = 0; use the command line` };
    case 'bounded-below':
      return { reason: 'no sample shows that an energy is unbounded; use the command line' };
    case 'expectation':
      return { reason: 'no single sample shows a mean; use the command line' };
    case 'stability':
      return { reason: 'no sample is a steady state; use the command line' };
    case 'unsupported':
      return { reason: o.reason };
  }
}

function load(kernel: Kernel, values: ReadonlyMap<string, readonly number[]>): void {
  for (const [name, buffer] of kernel.inputs) {
    const numbers = values.get(name);
    if (numbers?.length !== buffer.length) throw new Error(`internal error: no values for ${name}`);
    buffer.set(numbers);
  }
}

function violationJudge(c: SearchContext, o: Obligation): Judge | { readonly reason: string } {
  const violation = violationOf(o, c.derivation.states);
  if (violation === undefined) return { reason: `a sample cannot violate ${o.kind}` };
  const nonzero = violation.compare === 'nonzero';
  const kernel = compileBoundedKernel([concrete(c, violation.confirmed)], c.dimensions);
  const [unsupported] = kernel.unsupported;
  if (unsupported !== undefined) return { reason: unsupported };
  const values = kernel.outputs[0] as Float64Array;
  const bounds = kernel.bounds[0] as Float64Array;
  const witnessOf = violation.matrix === undefined ? undefined : compileWitness(c, concrete(c, violation.matrix));
  return (point) => {
    let at = point.values;
    const found = witnessOf?.(at);
    if (found === 'undecided') return UNJUDGED;
    if (found === 'none') return KEPT;
    if (found !== undefined) at = new Map([...at, [WITNESS, found]]);
    load(kernel, at);
    kernel.run();
    if (!values.every(Number.isFinite)) return UNJUDGED;
    // Where no bound is known (polar factors, divisors near 0), every value on the wrong side is a suspect.
    const allowed = (i: number): number => (Number.isFinite(bounds[i]) ? (bounds[i] as number) : 0);
    const off = values.some((v, i) => (nonzero ? Math.abs(v) : v) > allowed(i));
    if (!off) return KEPT;
    return { kind: 'suspect', ...(found === undefined ? {} : { witness: found }) };
  };
}

/** An x with x'Mx < 0, where the matrix has one. */
function compileWitness(
  c: SearchContext,
  matrix: Parameters<typeof concrete>[1],
): (values: ReadonlyMap<string, readonly number[]>) => readonly number[] | 'none' | 'undecided' {
  const kernel = compileKernel([build.sum(matrix, build.transpose(matrix))], c.dimensions);
  const test = compileDefinitenessTest(sizeValue(matrix.shape.rows, c.dimensions));
  const values = kernel.outputs[0] as Float64Array;
  return (at) => {
    load(kernel, at);
    kernel.run();
    if (!values.every(Number.isFinite)) return 'undecided';
    return test.decide(values) === 'negative' ? [...test.witness] : 'none';
  };
}

function deadJudge(c: SearchContext, flat: 'all' | 'none'): Judge | { readonly reason: string } {
  const d = c.derivation;
  const found = activations(d).map((activation) => ({ activation, dead: deadnessOf(c.lagrangians, activation) }));
  const curved = found.find(({ activation }) => activation.jacobians === undefined);
  if (curved !== undefined) return { reason: `the argument of ${curved.activation.name} is not affine in the states` };
  const space = spaceOf(c);
  const ray = rayOf(d);
  const energy = concrete(c, c.design.energy);
  const kernel = compileBoundedKernel([build.subtract(alongRay(energy, d, ray), energy)], c.dimensions);
  const value = kernel.outputs[0] as Float64Array;
  const bound = kernel.bounds[0] as Float64Array;
  const along = (point: Point, direction: readonly number[], t: number): void => {
    let from = 0;
    const parts = d.states.map((x) => {
      const n = sizeValue(x.shape.rows, c.dimensions);
      from += n;
      return [ray.directions.get(x.name)?.name ?? '', direction.slice(from - n, from)] as const;
    });
    load(kernel, new Map([...point.values, ...parts, [ray.t.name, [t]]]));
    kernel.run();
  };
  return (point) => {
    const directions = deadDirectionsAt(c, d, new ExactPoint(space, point), found);
    let judgement = directions.length === 0 ? VACUOUS : UNJUDGED;
    for (const direction of directions) {
      for (const t of DISTANCES) {
        along(point, direction, t);
        const [v = Number.NaN, e = Number.NaN] = [value[0], bound[0]];
        if (!Number.isFinite(v)) continue;
        const changes = Math.abs(v) > (Number.isFinite(e) ? e : 0);
        if (flat === 'all' ? changes : !changes) return { kind: 'suspect', direction };
        judgement = KEPT;
      }
    }
    return judgement;
  };
}
