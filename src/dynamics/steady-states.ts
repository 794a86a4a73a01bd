/** The steady states of a memory: all of them where its velocity is linear in few pieces, else those that are found. */
import { areConnected, distance, familyDirections, nullDirections } from './degenerate.js';
import { enumerateSteadyStates } from './enumerate.js';
import type { Memory } from './memory.js';
import { type ApproximateZero, compileNewton, greatest, polished, type ZeroSolver } from './newton.js';
import { isInDomain, startOf } from './starts.js';
import type { SteadyFamily, SteadyState, SteadyStates } from './steady-state.js';
import { mayBeSteady, verifySteadyState } from './verify-steady-state.js';

export interface SearchOptions {
  /** Starts of the search. */
  readonly starts: number;
  readonly seed: number;
  /** Called between starts. */
  readonly tick?: () => Promise<void>;
}

/** Sizes h of the steps y ← y + h·v(y) that lead a start towards a steady state, and how many are made. */
const APPROACHES = [
  { size: 1, steps: 200 },
  { size: 1 / 8, steps: 800 },
] as const;
/** States beyond so many times the domain are not looked for: there velocities vanish for want of precision. */
const FARTHEST = 1e6;
/** Two approximations of one steady state differ by less, relative to it. */
export const SAME = 1e-6;
/** At a degenerate steady state they are scattered more widely. */
const SAME_DEGENERATE = 1e-3;

/** All steady states, or those that many starts lead to. After `await loadMpfr()`. */
export async function steadyStates(memory: Memory, options: SearchOptions): Promise<SteadyStates> {
  const all = enumerateSteadyStates(memory);
  if (all !== undefined && all.incomplete === undefined) {
    const { pieces, jumps } = all;
    return {
      states: inOrder(
        memory,
        all.states.filter((s) => isInDomain(memory, s.y)),
      ),
      families: all.families,
      complete: { pieces, jumps },
      starts: 0,
      converged: 0,
      incomplete: undefined,
    };
  }
  const found = await search(memory, options);
  return all === undefined ? found : { ...found, incomplete: all.incomplete };
}

async function search(memory: Memory, { starts, seed, tick }: SearchOptions): Promise<SteadyStates> {
  const solver = compileNewton(memory);
  const states: SteadyState[] = [];
  const families: SteadyFamily[] = [];
  const reach = memory.states.reduce((m, { domain }) => Math.max(m, greatest(domain)), 1);
  let converged = 0;
  if (solver !== undefined)
    for (let k = 0; k < starts; k += 1) {
      await tick?.();
      const start = startOf(memory, seed, k);
      for (const from of [start, ...APPROACHES.map((a) => approached(memory, start, a.size, a.steps))]) {
        const zero = from === undefined ? undefined : solver.solve(from);
        if (zero === undefined || !isInDomain(memory, zero.y) || greatest(zero.y) > FARTHEST * reach) continue;
        converged += 1;
        place(memory, solver, zero, states, families);
      }
    }
  return { states: inOrder(memory, states), families, complete: undefined, starts, converged, incomplete: undefined };
}

/** Where y ← y + h·v(y) leads; undefined where it leads to infinity. */
function approached(memory: Memory, start: Float64Array, h: number, steps: number): Float64Array | undefined {
  const y = Float64Array.from(start);
  const v = new Float64Array(memory.n);
  for (let k = 0; k < steps; k += 1) {
    memory.velocity(y, v);
    for (let i = 0; i < y.length; i += 1) y[i] = (y[i] as number) + h * (v[i] as number);
    if (!(greatest(y) < 1e12)) return undefined;
    if (greatest(v) <= 1e-9 * (1 + greatest(y))) break;
  }
  return y;
}

/** Puts a zero of the velocity among the states or families that are known, or adds it to them. */
function place(
  memory: Memory,
  solver: ZeroSolver,
  zero: ApproximateZero,
  states: SteadyState[],
  families: SteadyFamily[],
): void {
  let { y } = zero;
  const within = (s: SteadyState, reach: number): boolean => distance(s.y, y) <= reach * (1 + greatest(y));
  if (states.some((s) => within(s, SAME))) return;
  const isSingular = nullDirections(memory, y).length > 0;
  if (isSingular) {
    y = polished(memory, y);
    if (states.some((s) => s.verification !== 'unique' && within(s, SAME_DEGENERATE))) return;
    if (families.some((f) => distance(f.y, y) <= SAME || areConnected(memory, solver, f.y, y))) return;
    if (!mayBeSteady(memory, y)) return;
    const directions = familyDirections(memory, solver, y);
    if (directions.length > 0) {
      families.push({ dimension: directions.length, y, directions, verification: 'approximate', box: undefined });
      return;
    }
  }
  const state = verifySteadyState(memory, y);
  if (state.verification === 'approximate' && !mayBeSteady(memory, y)) return;
  if (!states.some((s) => distance(s.y, state.y) <= SAME * (1 + greatest(y)))) states.push(state);
}

/** By energy, then entry by entry. */
function inOrder(memory: Memory, states: readonly SteadyState[]): readonly SteadyState[] {
  const keyed = states.map((state) => ({ state, energy: memory.energy(state.y) }));
  return keyed
    .sort((a, b) => {
      const gap = a.energy - b.energy;
      if (Math.abs(gap) > 1e-9 * (1 + Math.abs(a.energy))) return gap;
      const at = a.state.y.findIndex((v, i) => Math.abs(v - (b.state.y[i] as number)) > 1e-9 * (1 + Math.abs(v)));
      return at < 0 ? 0 : (a.state.y[at] as number) - (b.state.y[at] as number);
    })
    .map(({ state }) => state);
}
