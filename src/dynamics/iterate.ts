/** The iterated map y ← y + h v(y): Euler steps of the flow, and for h = 1 the map F of a memory with v(y) = F(y) − y. */
import { discreteDescent } from '../claims/discrete-descent.js';
import { derivation } from '../derivation/derivation.js';
import { jumpArguments } from '../derivation/kinks.js';
import { loadMpfr } from '../numeric/enclosure.js';
import { compileBoundedKernel } from '../numeric/kernel.js';
import * as build from '../symbolic/build.js';
import * as Q from '../symbolic/rational.js';
import { leavesDomain } from './ascent.js';
import type { Memory } from './memory.js';
import { weightedNorm } from './method.js';
import { greatest } from './newton.js';

/** How an iteration ends. */
export const ITERATION_STATUSES = {
  fixed: 'came to a fixed point: the velocity is 0 to the tolerance',
  cycle: 'repeats itself: it came back, to the tolerance, to a state that it had left',
  moving: 'still moves after the most steps; neither a fixed point nor a cycle was recognised',
  diverging: 'grows without bound, as far as it shows: it became 10^10 times as large as its start',
  undefined: 'came to where the velocity has no value',
} as const;
export type IterationStatus = keyof typeof ITERATION_STATUSES;

export interface IterateOptions {
  /** The step size h; 1 by default. It stands for the decimal that it is written as. */
  readonly step?: number;
  /** The most steps; 10 000 by default. */
  readonly maxSteps?: number;
  /** The relative tolerance for fixed points and cycles, 1e-9 by default; the absolute one is a thousandth of it. */
  readonly tolerance?: number;
}

export interface Iteration {
  readonly status: IterationStatus;
  readonly steps: number;
  /** Steps of the cycle. */
  readonly period: number | undefined;
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** NaN where the energy has no value. */
  readonly energy: { readonly start: number; readonly end: number; readonly lowest: number };
  /** The first step along which the energy certainly rises; undefined where none was found. */
  readonly rise: StepRise | undefined;
}

/** A step along which the energy rises. */
export interface StepRise {
  /** The number of the step, from 1. */
  readonly step: number;
  readonly state: Float64Array;
  /** Bounds of E(y + h v) − E(y) at exactly this state. */
  readonly enclosure: readonly [number, number];
  /** The size up to which the energy was seen to fall along shorter steps from the state; 0 where it falls along none. */
  readonly fallsUpTo: number;
}

const DIVERGED = 1e10;
/** Rises that are confirmed in high precision before the rest are taken for rounding. */
const MOST_CONFIRMED = 3;
/** Halvings of a step in search of one along which the energy falls, and then of the interval that is left. */
const HALVINGS = 40;

/** Iterates the map from a stacked state. */
export async function iterate(
  memory: Memory,
  start: ArrayLike<number>,
  options: IterateOptions = {},
): Promise<Iteration> {
  await loadMpfr();
  const { step: h = 1, maxSteps = 10_000, tolerance = 1e-9 } = options;
  const { n, velocity } = memory;
  const near = { relative: tolerance, absolute: tolerance / 1000 };
  const [y, v, kept] = [Float64Array.from(start), new Float64Array(n), Float64Array.from(start)];
  const from = y.slice();
  const bound = DIVERGED * (1 + greatest(y));
  const rises = riseTest(memory, h);
  let [energy, keptAt, confirmed] = [memory.energy(y), 0, 0];
  const energies = { start: energy, lowest: energy };
  let rise: StepRise | undefined;
  const end = (status: IterationStatus, steps: number, period?: number): Iteration => ({
    status,
    steps,
    period,
    start: from,
    end: y,
    energy: { start: energies.start, end: energy, lowest: energies.lowest },
    rise,
  });
  for (let k = 0; k < maxSteps; k += 1) {
    velocity(y, v);
    if (!v.every(Number.isFinite)) return end('undefined', k);
    if (weightedNorm(v, y, y, near) <= 1) return end('fixed', k);
    const before = energy;
    if (rise === undefined && confirmed < MOST_CONFIRMED && rises.looksLike(y)) {
      confirmed += 1;
      const enclosure = rises.confirm(y);
      if (enclosure !== undefined)
        rise = { step: k + 1, state: y.slice(), enclosure, fallsUpTo: fallsUpTo(memory, y, v, h, before) };
    }
    for (let i = 0; i < n; i += 1) y[i] = (y[i] as number) + h * (v[i] as number);
    energy = memory.energy(y);
    if (!(energy >= energies.lowest)) energies.lowest = energy;
    if (!(greatest(y) <= bound)) return end(y.every(Number.isFinite) ? 'diverging' : 'undefined', k + 1);
    const apart = y.map((x, i) => x - (kept[i] as number));
    if (weightedNorm(apart, y, kept, near) <= 1) return end('cycle', k + 1, k + 1 - keptAt);
    // As in Brent's search for cycles: the state that is kept is replaced when the number of steps has doubled.
    if (k + 1 >= 2 * keptAt) {
      kept.set(y);
      keptAt = k + 1;
    }
  }
  return end('moving', maxSteps);
}

interface RiseTest {
  /** Whether the energy rises along the step from a state beyond the bound of its rounding error. */
  readonly looksLike: (y: Float64Array) => boolean;
  /** Bounds of the rise at exactly the state, where it is certain and the claim speaks of it. */
  readonly confirm: (y: Float64Array) => readonly [number, number] | undefined;
}

function riseTest(memory: Memory, h: number): RiseTest {
  const text = String(h);
  const { obligation, partial } = discreteDescent(derivation(memory.design), build.number(Q.fromDecimal(text)), text);
  if (obligation.kind !== 'sign') throw new Error('internal error: descent along steps is the sign of a difference');
  const change = memory.concrete(obligation.quantity);
  const { inputs, outputs, bounds, run } = compileBoundedKernel([change], memory.dimensions);
  for (const [name, values] of memory.numbers.parameters) inputs.get(name)?.set(values);
  const parts = [...memory.design.partial, ...partial];
  const ends = new Float64Array(memory.n);
  return {
    looksLike(y) {
      for (const { name, from, size } of memory.states) inputs.get(name)?.set(y.subarray(from, from + size));
      run();
      return (outputs[0]?.[0] ?? 0) > (bounds[0]?.[0] ?? Infinity);
    },
    confirm(y) {
      const [[entry] = []] = memory.enclose([change], y);
      if (entry?.sign !== 1 || !Number.isFinite(entry.low) || !Number.isFinite(entry.high)) return undefined;
      if (
        memory
          .enclose(jumpArguments(change), y)
          .flat()
          .some(({ sign }) => sign !== 1 && sign !== -1)
      )
        return undefined;
      if (
        memory
          .enclose(parts, y)
          .flat()
          .some(({ fault }) => fault !== undefined)
      )
        return undefined;
      const moved = [...(obligation.moved?.values() ?? [])];
      for (const side of ['low', 'high'] as const) {
        ends.set(
          memory
            .enclose(moved, y)
            .flat()
            .map((e) => e[side]),
        );
        if (leavesDomain(memory, ends) !== undefined) return undefined;
      }
      return leavesDomain(memory, y) === undefined ? [entry.low + 0, entry.high + 0] : undefined;
    },
  };
}

/** The size of a step from y along v up to which the energy falls, as far as doubles show; 0 where it does not. */
function fallsUpTo(memory: Memory, y: Float64Array, v: Float64Array, h: number, energy: number): number {
  const moved = new Float64Array(y.length);
  const falls = (size: number): boolean => {
    for (let i = 0; i < y.length; i += 1) moved[i] = (y[i] as number) + size * (v[i] as number);
    return memory.energy(moved) < energy;
  };
  let high = h;
  let low = h / 2;
  for (let k = 0; k < HALVINGS && !falls(low); k += 1) [high, low] = [low, low / 2];
  if (!falls(low)) return 0;
  for (let k = 0; k < HALVINGS; k += 1) {
    const middle = (low + high) / 2;
    if (falls(middle)) low = middle;
    else high = middle;
  }
  return low;
}
