/** Where runs start: states that are given by name, or drawn from the domain. */
import { DesignError } from '../design/types.js';
import { randomFrom } from '../numeric/random.js';
import { nearest } from '../symbolic/nearest.js';
import type { Memory } from './memory.js';

/** Values of state vectors by name; a number stands for each entry of the vector. */
export type GivenStates = ReadonlyMap<string, number | readonly number[]>;

/**
 * The start with this number: the state vectors that are given, and the others drawn uniformly from their domain, each
 * from a stream of its own, which depends on the seed, the number, and the name and size of the vector.
 */
export function startState(memory: Memory, seed: number, number: number, given: GivenStates = new Map()): Float64Array {
  checkNames(memory, given);
  const y = new Float64Array(memory.n);
  for (const { name, from, size, domain } of memory.states) {
    const value = given.get(name);
    if (value === undefined)
      randomFrom(seed, 'start', number, name, size).fillUniform(y, from, from + size, domain[0], domain[1]);
    else if (typeof value === 'number') y.fill(value, from, from + size);
    else if (value.length === size) y.set(value, from);
    else
      throw mistake(
        memory,
        `${name} has ${size} ${size === 1 ? 'entry' : 'entries'} at this size, but found ${value.length}: ${name}=[${value.join(', ')}]`,
      );
  }
  return y;
}

function checkNames(memory: Memory, given: GivenStates): void {
  const names = memory.states.map(({ name }) => name);
  for (const name of given.keys()) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    const hint = near === undefined ? `the states are ${names.join(', ')}` : `did you mean "${near}"?`;
    throw mistake(memory, `"${name}" is no state of the design; ${hint}`);
  }
}

const mistake = ({ design }: Memory, message: string): DesignError =>
  new DesignError({ file: design.file, place: undefined, message });
