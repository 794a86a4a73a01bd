/** Proof that a steady state exists near an approximate one: exactly at simple numbers, or in a small box. */
import { derivation, ifDifferentiable, stateJacobian } from '../derivation/derivation.js';
import { verifyZero } from '../numeric/verify-zero.js';
import { unfold } from '../symbolic/rewrite.js';
import type { Memory } from './memory.js';
import { greatest } from './newton.js';
import { byState, encloseOver, exactForms, exactlyAt, middleOf } from './state-box.js';
import type { SteadyState } from './steady-state.js';

/** Larger memories take too long in arithmetic of high precision. */
const MOST_ENTRIES = 40;

/** Distances, relative to the state, within which simple numbers are tried. */
const NEAR = 2 ** -20;

/** The steady state near an approximate one. After `await loadMpfr()`. */
export function verifySteadyState(memory: Memory, y: Float64Array): SteadyState {
  if (memory.n > MOST_ENTRIES)
    return approximate(y, `memories with more than ${MOST_ENTRIES} numbers in a state are not verified`);
  const d = derivation(memory.design);
  const J = ifDifferentiable(() => stateJacobian(d, d.velocity));
  if (J === undefined) return simpleState(memory, y) ?? approximate(y, 'the velocity has no derivative that is known');
  const { forms, parameters } = exactForms(memory, [d.velocity, J]);
  const [equations, jacobian] = forms.map(unfold);
  if (equations === undefined || jacobian === undefined) throw new Error('internal error: no formulas');
  const found = verifyZero({
    equations,
    jacobian,
    dimensions: memory.dimensions,
    values: parameters,
    approximation: byState(memory, Array.from(y)),
  });
  if (found.kind === 'failed') {
    const simple = simpleState(memory, y);
    return simple === undefined ? approximate(y, found.reason) : { ...simple, note: found.reason };
  }
  const box = memory.states.flatMap(({ name }) => [...(found.enclosure.get(name) ?? [])]);
  return { y: middleOf(box), verification: 'unique', box, note: undefined };
}

/** A residue is nothing when it is this small beside what a step of the size of the state changes. */
const NOTHING = 2 ** -30;

/**
 * Whether an approximate zero may be one, judged in arithmetic of high precision: each entry of the velocity is 0, or
 * small beside its own slopes. Where an activation saturates both are tiny, and the velocity is only slow.
 */
export function mayBeSteady(memory: Memory, y: Float64Array): boolean {
  if (memory.n > MOST_ENTRIES) return true;
  const d = derivation(memory.design);
  const J = ifDifferentiable(() => stateJacobian(d, d.velocity));
  const [v = [], slopes = []] = encloseOver(memory, J === undefined ? [d.velocity] : [d.velocity, J], Array.from(y));
  const reach = NOTHING * (1 + greatest(y));
  return v.every((e, i) => {
    const row = slopes.slice(i * memory.n, (i + 1) * memory.n);
    const steepest = row.reduce((m, { low, high }) => Math.max(m, Math.abs(low), Math.abs(high)), 0);
    return e.sign === 0 || Math.max(Math.abs(e.low), Math.abs(e.high)) <= steepest * reach;
  });
}

const approximate = (y: Float64Array, note: string): SteadyState => ({
  y,
  verification: 'approximate',
  box: undefined,
  note,
});

/** The state at simple numbers nearby at which the velocity is exactly 0, where there is one. */
function simpleState(memory: Memory, y: Float64Array): SteadyState | undefined {
  for (const bits of [1, 4, 10]) {
    const rounded = y.map((v) => Math.round(v * 2 ** bits) / 2 ** bits + 0);
    if (!rounded.every((v, i) => Math.abs(v - (y[i] as number)) <= NEAR * (1 + Math.abs(v)))) continue;
    if (isExactZero(memory, rounded))
      return {
        y: rounded,
        verification: 'exact',
        box: Array.from(rounded, (v) => ({ low: v, high: v })),
        note: undefined,
      };
  }
  return undefined;
}

function isExactZero(memory: Memory, y: Float64Array): boolean {
  const { velocity } = derivation(memory.design);
  const exact = exactlyAt(memory, [velocity], Array.from(y));
  if (exact.kind === 'exact') return (exact.values[0] ?? []).every((v) => v.numerator === 0n);
  if (exact.kind === 'undefined') return false;
  return (encloseOver(memory, [velocity], Array.from(y))[0] ?? []).every(({ sign }) => sign === 0);
}
