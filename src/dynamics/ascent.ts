/** A state at which the energy certainly rises along the flow: what refutes descent, whatever an integration did. */
import { jumpArguments } from '../derivation/kinks.js';
import { shaped } from '../design/structures/shaped.js';
import type { Counterexample } from '../verdicts/types.js';
import type { Memory } from './memory.js';

/**
 * The counterexample to descent at exactly this state, where Ė > 0 there by interval arithmetic, every part of energy
 * and velocity has a value, nothing jumps, and the state is in the domain that is stated. Call `await loadMpfr()` before.
 */
export function ascentAt(memory: Memory, y: Float64Array): Counterexample | undefined {
  const { design, numbers, dimensions, rate } = memory;
  if (leavesDomain(memory, y) !== undefined) return undefined;
  const [[entry] = []] = memory.enclose([rate], y);
  if (entry?.sign !== 1 || !Number.isFinite(entry.low) || !Number.isFinite(entry.high)) return undefined;
  const jumps = memory.enclose(jumpArguments(rate), y).flat();
  const parts = memory.enclose(design.partial, y).flat();
  if (jumps.some(({ sign }) => sign !== 1 && sign !== -1) || parts.some(({ fault }) => fault !== undefined))
    return undefined;
  const { low, high } = entry;
  return {
    kind: 'counterexample',
    dimensions,
    values: {
      ...Object.fromEntries(
        design.parameters.map(({ symbol }) => [
          symbol.name,
          shaped(numbers.parameters.get(symbol.name) ?? [], symbol.shape, dimensions),
        ]),
      ),
      ...valuesOfStates(memory, y),
    },
    quantity: 'rate',
    value: low === high ? low : low + (high - low) / 2,
    enclosure: [low + 0, high + 0],
    ...(numbers.lagrangians.size === 0 ? {} : { lagrangian: numbers.standIns }),
    ...(numbers.parts.size === 0 ? {} : { parts: Object.fromEntries(numbers.parts) }),
  };
}

/** A stacked state as the states of the design, by name. */
export const valuesOfStates = (
  { states }: Pick<Memory, 'states'>,
  y: Float64Array,
): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries(states.map(({ name, from, size }) => [name, [...y.subarray(from, from + size)]]));

/** The name of a state vector that is outside the domain that the design states. */
export function leavesDomain({ states }: Pick<Memory, 'states'>, y: Float64Array): string | undefined {
  for (const { name, from, size, domain, domainStated } of states) {
    if (!domainStated) continue;
    for (let i = from; i < from + size; i += 1) {
      const v = y[i] as number;
      if (!(v >= domain[0] && v <= domain[1])) return name;
    }
  }
  return undefined;
}
