/** Where the search for steady states starts. */
import { randomFrom } from '../numeric/random.js';
import type { Memory } from './memory.js';

/** Shares of the domain that starts are drawn from, one after the other. */
const SHARES = [1, 0.3, 0.1, 1, 0.03];

/**
 * The start with a number: the middle of the domain, then states drawn uniformly from it and from smaller boxes within,
 * every fourth a corner of such a box. It depends on the seed and its number only.
 */
export function startOf(memory: Memory, seed: number, number: number): Float64Array {
  const y = new Float64Array(memory.n);
  const random = randomFrom(seed, 'steady-states', number);
  const share = SHARES[number % SHARES.length] as number;
  for (const { from, size, domain } of memory.states) {
    const [low, high] = domain;
    const [middle, half] = [low + (high - low) / 2, (high - low) / 2];
    for (let i = from; i < from + size; i += 1) {
      const offset = number === 0 ? 0 : number % 4 === 3 ? random.sign() : random.uniform(-1, 1);
      y[i] = middle + half * share * offset;
    }
  }
  return y;
}

/** Whether a state lies in the domains that the design states. */
export const isInDomain = (memory: Memory, y: Float64Array): boolean =>
  memory.states.every(
    ({ from, size, domain: [low, high], domainStated }) =>
      !domainStated || y.subarray(from, from + size).every((v) => v >= low && v <= high),
  );
