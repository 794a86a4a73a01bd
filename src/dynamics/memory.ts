/**
 * A memory: a design with numbers, ready to run. Its states are stacked into one vector y of n entries, in the order of
 * their declaration; the parameters are fixed. Everything is compiled when it is first used.
 */
import { derivation, fullHessian, oneSidedRate, stateJacobian } from '../derivation/derivation.js';
import { exactValues } from '../design/structures/exact-values.js';
import type { Design, Interval } from '../design/types.js';
import { enclose, type Enclosure } from '../numeric/enclosure.js';
import { compileKernel } from '../numeric/kernel.js';
import { ExpressionError } from '../symbolic/error.js';
import type { Expression } from '../symbolic/expression.js';
import { replaceLagrangians } from '../symbolic/rewrite.js';
import { type Dimensions, sizeValue } from '../symbolic/size.js';
import type { Field } from './method.js';
import { type Numbers, type NumbersOptions, numbersOf } from './numbers.js';

/** A state vector of the design and its place in the stacked state: entries `from` … `from + size − 1`. */
export interface StateSlice {
  readonly name: string;
  readonly from: number;
  readonly size: number;
  readonly domain: Interval;
  /** Whether the design states the domain: then it does not speak of states outside. */
  readonly domainStated: boolean;
}

/** Formulas at a state: the entries of each, row by row, in buffers that the next call overwrites. */
export type Formulas = (y: Float64Array) => readonly Float64Array[];

export interface Memory {
  readonly design: Design;
  readonly numbers: Numbers;
  readonly dimensions: Dimensions;
  /** The length of the stacked state. */
  readonly n: number;
  readonly states: readonly StateSlice[];
  /** ẏ. */
  readonly velocity: Field;
  /** ∂ẏ/∂y, n × n; undefined where the velocity has no derivative that the tool knows. */
  readonly jacobian: Field | undefined;
  /** E(y); NaN where it has no value. */
  readonly energy: (y: Float64Array) => number;
  /** ∇E. */
  readonly gradient: Field;
  /** ∇²E, n × n; undefined where the gradient has no derivative that the tool knows. */
  readonly hessian: Field | undefined;
  /** Ė as a formula: at kinks of the energy the one-sided derivative along the flow, where the velocity is continuous. */
  readonly rate: Expression;
  /** The formula with what stands for Lagrangians that may be any. */
  readonly concrete: (formula: Expression) => Expression;
  /** Compiles formulas in states and parameters. */
  readonly compile: (formulas: readonly Expression[]) => Formulas;
  /** Bounds of the entries of formulas at exactly this state, by interval arithmetic; after `await loadMpfr()`. */
  readonly enclose: (formulas: readonly Expression[], y: ArrayLike<number>) => readonly (readonly Enclosure[])[];
}

/** The memory of a design: given numbers, and numbers drawn for a seed where it gives none. */
export const memoryOf = (design: Design, options: NumbersOptions = {}): Memory =>
  memoryWith(design, numbersOf(design, options));

/** The memory of a design with these numbers. */
export function memoryWith(design: Design, numbers: Numbers): Memory {
  const { dimensions } = numbers;
  const d = derivation(design);
  const states = slices(design, dimensions);
  const n = states.reduce((total, { size }) => total + size, 0);
  const concrete = (e: Expression): Expression =>
    numbers.lagrangians.size === 0 ? e : replaceLagrangians(e, numbers.lagrangians);
  const compile = (formulas: readonly Expression[]): Formulas => compileAt(formulas.map(concrete), numbers, states);
  const field = (formula: Expression): Field => fieldOf(compile([formula]));
  const jacobian = later(() => ifKnown(() => field(stateJacobian(d, d.velocity))));
  const hessian = later(() => ifKnown(() => field(fullHessian(d))));
  const velocity = later(() => field(d.velocity));
  const gradient = later(() => field(d.gradient));
  const energy = later(() => compile([design.energy]));
  const rate = later(() => concrete(d.velocityJumps ? d.rate : oneSidedRate(d)));
  return {
    design,
    numbers,
    dimensions,
    n,
    states,
    get velocity() {
      return velocity();
    },
    get jacobian() {
      return jacobian();
    },
    energy: (y) => energy()(y)[0]?.[0] ?? Number.NaN,
    get gradient() {
      return gradient();
    },
    get hessian() {
      return hessian();
    },
    get rate() {
      return rate();
    },
    concrete,
    compile,
    enclose(formulas, y) {
      const stacked = Array.from(y);
      const values = new Map([
        ...numbers.parameters,
        ...states.map(({ name, from, size }) => [name, stacked.slice(from, from + size)] as const),
      ]);
      const exact = exactValues(numbers.constructions, values, numbers.parts);
      return enclose(
        formulas.map((e) => exact.form(concrete(e))),
        dimensions,
        exact.numbers,
      );
    },
  };
}

function slices(design: Design, dimensions: Dimensions): readonly StateSlice[] {
  let from = 0;
  return design.states.map(({ symbol, domain, domainStated }) => {
    const size = sizeValue(symbol.shape.rows, dimensions);
    const slice = { name: symbol.name, from, size, domain, domainStated };
    from += size;
    return slice;
  });
}

/** A value that is computed when it is first asked for. */
function later<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

/** What a derivation or compilation gives; undefined where something in it has no rule. */
function ifKnown<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

function compileAt(formulas: readonly Expression[], numbers: Numbers, states: readonly StateSlice[]): Formulas {
  const { inputs, outputs, run } = compileKernel(formulas, numbers.dimensions);
  for (const [name, values] of numbers.parameters) inputs.get(name)?.set(values);
  const used = states.flatMap(({ name, from }) => {
    const buffer = inputs.get(name);
    return buffer === undefined ? [] : [{ buffer, from }];
  });
  return (y) => {
    for (const { buffer, from } of used) for (let i = 0; i < buffer.length; i += 1) buffer[i] = y[from + i] as number;
    run();
    return outputs;
  };
}

function fieldOf(formulas: Formulas): Field {
  return (y, out) => {
    const [values] = formulas(y) as [Float64Array];
    for (let i = 0; i < values.length; i += 1) out[i] = values[i] as number;
  };
}
