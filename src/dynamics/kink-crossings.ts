/** The kinks of the velocity that a run crosses. */
import { kinkArguments } from '../derivation/kinks.js';
import type { Flow } from './flow.js';
import type { Memory } from './memory.js';

export interface KinkCounter {
  /** How often an argument of a kink changed its sign. */
  readonly count: number;
  /** Called when the flow starts and after each step. */
  reset(): void;
  note(): void;
}

/** Counts the sign changes of the arguments at whose zeros the velocity has kinks; undefined where it has none. */
export function kinkCounter(memory: Memory, flow: Flow): KinkCounter | undefined {
  const formulas = memory.design.states.flatMap(({ velocity }) => kinkArguments(memory.concrete(velocity)));
  if (formulas.length === 0) return undefined;
  const argumentsAt = memory.compile(formulas);
  const signs = argumentsAt(flow.y).map((values) => new Int8Array(values.length));
  let count = 0;
  const read = (changed: () => void): void => {
    argumentsAt(flow.y).forEach((values, k) => {
      const before = signs[k] as Int8Array;
      for (let i = 0; i < values.length; i += 1) {
        const sign = Math.sign(values[i] as number);
        if (sign === 0 || Number.isNaN(sign)) continue;
        if (sign === -(before[i] as number)) changed();
        before[i] = sign;
      }
    });
  };
  return {
    get count() {
      return count;
    },
    reset() {
      for (const before of signs) before.fill(0);
      count = 0;
      read(() => undefined);
    },
    note() {
      read(() => {
        count += 1;
      });
    },
  };
}
