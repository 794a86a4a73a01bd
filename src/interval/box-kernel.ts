/**
 * Box kernels: scalar programs over boxes of their variables, as compiled code, with the slopes of an output with respect
 * to every variable.
 */
import { functionFromText } from '../numeric/codegen-function.js';
import type { Expression } from '../symbolic/expression.js';
import type { Dimensions } from '../symbolic/size.js';
import { type Events, type Runtime, runtimeFor, type Status, STATUSES } from './runtime.js';
import { backwardCode, backwards, forwardCode } from './scalar-code.js';
import { type Binding, type ScalarOperation, scalarProgram } from './scalar-program.js';
import { SLOPES, vectorSlopes } from './slopes.js';
import type { Ends } from './vector-ends.js';

export interface BoxKernel {
  /** The box, which the caller fills: low ≤ high, low < ∞, high > −∞. */
  readonly box: Ends;
  /** Ends of all values; NaN where one may not exist. */
  readonly values: Ends;
  /** The places of the entries of each expression among the values. */
  readonly outputs: readonly (readonly number[])[];
  readonly run: () => void;
  /** What the last run found of all outputs together. */
  readonly status: () => Status;
  /** Slopes of the value at a place with respect to each variable over the box of the last run; overwritten by the next. */
  readonly slopes: (place: number) => Ends;
  /** The variables that occur. */
  readonly used: readonly number[];
  /** Operations of a run: the measure of work. */
  readonly work: number;
}

type Chunks = readonly (() => void)[];

const endsOfSize = (n: number): Ends => ({ low: new Float64Array(n), high: new Float64Array(n) });

/**
 * Compiles expressions over boxes of `variables` variables. Steps have both values wherever their argument may be 0, so
 * that bounds hold for every convention at a jump, and for limits from each side.
 */
export function compileBoxKernel(
  expressions: readonly Expression[],
  dimensions: Dimensions,
  binding: Binding,
  variables: number,
): BoxKernel {
  const program = scalarProgram(expressions, dimensions, binding, variables);
  const [values, box, adjoints, slopes] = [program.size, variables, program.size, variables].map(endsOfSize) as [
    Ends,
    Ends,
    Ends,
    Ends,
  ];
  const events: Events = { worst: 0 };
  const runtime = runtimeFor(events);
  const forward = (operations: readonly ScalarOperation[]): Chunks => {
    const make = functionFromText(['L', 'H', 'X', 'Y', 'R'], forwardCode(operations)) as (...args: unknown[]) => Chunks;
    return make(values.low, values.high, box.low, box.high, {
      ...runtime,
      vectors: vectorsOf(operations, values, runtime),
    });
  };
  const fixed = forward(program.operations.filter((o) => !o.active));
  fixed.forEach((chunk) => chunk());
  const settled = events.worst;
  const chunks = forward(program.operations.filter((o) => o.active));
  const active = new Set(program.operations.filter((o) => o.active).flatMap(placesOf));
  const places = program.operations.flatMap((o) => (o.kind === 'variable' ? [{ at: o.at, variable: o.variable }] : []));
  const backward = new Map<number, Chunks>();

  const backwardFrom = (place: number): Chunks => {
    const known = backward.get(place);
    if (known !== undefined) return known;
    const operations = backwards(program, place);
    const code = backwardCode(operations, (p) => active.has(p));
    const vectors = Object.fromEntries(
      operations.flatMap((o) => (o.kind === 'vector' ? [[o.at, vectorSlopes(o, values, adjoints)]] : [])),
    ) as Record<number, () => void>;
    const make = functionFromText(['L', 'H', 'A', 'B', 'R'], code) as (...args: unknown[]) => Chunks;
    const made = make(values.low, values.high, adjoints.low, adjoints.high, {
      ...runtime,
      slope: { ...SLOPES, vectors },
      vectors,
    });
    backward.set(place, made);
    return made;
  };

  return {
    box,
    values,
    outputs: program.outputs,
    run: () => {
      events.worst = settled;
      for (const chunk of chunks) chunk();
    },
    status: () => STATUSES[events.worst] as Status,
    slopes: (place) => {
      adjoints.low.fill(0);
      adjoints.high.fill(0);
      [adjoints.low[place], adjoints.high[place]] = [1, 1];
      for (const chunk of backwardFrom(place)) chunk();
      slopes.low.fill(0);
      slopes.high.fill(0);
      for (const { at, variable } of places) {
        slopes.low[variable] = knownOr(-Infinity, adjoints.low[at] as number);
        slopes.high[variable] = knownOr(Infinity, adjoints.high[at] as number);
      }
      return slopes;
    },
    used: places.map((p) => p.variable).sort((a, b) => a - b),
    work: program.operations.length,
  };
}

const knownOr = (unknown: number, value: number): number => (value === value ? value : unknown);

const placesOf = (o: ScalarOperation): number[] =>
  o.kind === 'vector' && o.function !== 'logsumexp' ? o.of.map((_, k) => o.at + k) : [o.at];

/** For each function of a vector what computes it: operands are gathered, values written to their places. */
function vectorsOf(operations: readonly ScalarOperation[], values: Ends, runtime: Runtime): Record<number, () => void> {
  return Object.fromEntries(
    operations.flatMap((o) => {
      if (o.kind !== 'vector') return [];
      const z = endsOfSize(o.of.length);
      const width = placesOf(o).length;
      const to: Ends = {
        low: values.low.subarray(o.at, o.at + width),
        high: values.high.subarray(o.at, o.at + width),
      };
      const { [o.function]: compute } = runtime.vectorBounded;
      const run = (): void => {
        o.of.forEach((place, k) => {
          z.low[k] = values.low[place] as number;
          z.high[k] = values.high[place] as number;
        });
        compute(z.low, z.high, to.low, to.high, o.of.length);
      };
      return [[o.at, run]];
    }),
  );
}
