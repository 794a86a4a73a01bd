/**
 * The energy along a run. Two things are kept besides the energies: the greatest rise over a step with a bound on the
 * error of that difference, and the states at which the rate looked positive beyond its rounding error, which a
 * rigorous test may then confirm.
 */
import { compileBoundedKernel } from '../numeric/kernel.js';
import type { Expression } from '../symbolic/expression.js';
import type { Flow } from './flow.js';
import type { Memory } from './memory.js';

/** A rise of the energy from one step to the next. */
export interface Rise {
  /** The time at the end of the step. */
  readonly time: number;
  readonly value: number;
  /** What the errors of integration, to first order, and of rounding may make up of it. */
  readonly bound: number;
}

/** A state at which Ė > 0 beyond the bound of its rounding error. */
export interface Suspect {
  readonly time: number;
  readonly state: Float64Array;
  readonly rate: number;
}

/** States that are kept to be confirmed. */
const SUSPECTS = 3;

export interface EnergyRecord {
  /** Energy now, at the start, and the lowest there was. */
  readonly energy: number;
  readonly start: number;
  readonly lowest: number;
  /** The greatest rise; undefined where the energy rose over no step. */
  readonly rise: Rise | undefined;
  /** The states where the rate was greatest, the greatest first. */
  readonly suspects: readonly Suspect[];
  /** Called when the flow starts and after each step. */
  reset(): void;
  note(): void;
}

/** A scalar with a bound on its rounding error. */
type Bounded = (y: Float64Array) => { readonly value: number; readonly bound: number };

export function energyRecord(memory: Memory, flow: Flow): EnergyRecord {
  const rateOf = memory.compile([memory.rate]);
  const gradient = new Float64Array(memory.n);
  let bounded: { readonly energy: Bounded; readonly rate: Bounded } | undefined;
  const exactly = (): { readonly energy: Bounded; readonly rate: Bounded } =>
    (bounded ??= { energy: boundedScalar(memory, memory.design.energy), rate: boundedScalar(memory, memory.rate) });
  let [energy, start, lowest] = [Number.NaN, Number.NaN, Number.NaN];
  let rise: Rise | undefined;
  let suspects: Suspect[] = [];

  const noteRate = (): void => {
    const { y, t } = flow;
    const rate = rateOf(y)[0]?.[0] ?? Number.NaN;
    const least = suspects.length < SUSPECTS ? 0 : (suspects.at(-1) as Suspect).rate;
    if (!(rate > least)) return;
    const { value, bound } = exactly().rate(y);
    if (!(value > bound)) return;
    suspects = [...suspects, { time: t, state: y.slice(), rate }].sort((a, b) => b.rate - a.rate).slice(0, SUSPECTS);
  };
  const riseTo = (value: number): Rise => {
    const { from, to } = flow.step;
    memory.gradient(to, gradient);
    let bound = exactly().energy(from).bound + exactly().energy(to).bound;
    for (let i = 0; i < gradient.length; i += 1) bound += Math.abs((gradient[i] as number) * (flow.error[i] as number));
    return { time: flow.t, value, bound };
  };
  return {
    get energy() {
      return energy;
    },
    get start() {
      return start;
    },
    get lowest() {
      return lowest;
    },
    get rise() {
      return rise;
    },
    get suspects() {
      return suspects;
    },
    reset() {
      energy = memory.energy(flow.y);
      start = energy;
      lowest = energy;
      rise = undefined;
      suspects = [];
      noteRate();
    },
    note() {
      const before = energy;
      energy = memory.energy(flow.y);
      if (!(energy >= lowest)) lowest = energy;
      if (energy - before > (rise?.value ?? 0)) rise = riseTo(energy - before);
      noteRate();
    },
  };
}

function boundedScalar(memory: Memory, formula: Expression): Bounded {
  const { inputs, outputs, bounds, run } = compileBoundedKernel([memory.concrete(formula)], memory.dimensions);
  for (const [name, values] of memory.numbers.parameters) inputs.get(name)?.set(values);
  return (y) => {
    for (const { name, from, size } of memory.states) inputs.get(name)?.set(y.subarray(from, from + size));
    run();
    return { value: outputs[0]?.[0] ?? Number.NaN, bound: bounds[0]?.[0] ?? Infinity };
  };
}
