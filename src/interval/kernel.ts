/**
 * Interval kernels: expressions over boxes at given dimensions, compiled once, without allocation in a call (but for
 * inverses). Every exact value for every choice of the inputs in their intervals lies between the ends of the output.
 */
import { functionFromText } from '../numeric/codegen-function.js';
import { Generator, type Slot } from '../numeric/codegen.js';
import { lower } from '../numeric/lower.js';
import type { Expression } from '../symbolic/expression.js';
import type { Dimensions } from '../symbolic/size.js';
import { INTERVAL } from './codegen.js';
import { type Events, runtimeFor, type Status, STATUSES } from './runtime.js';
import type { Ends } from './vector-ends.js';

export type { Ends } from './vector-ends.js';
export type { Status } from './runtime.js';

export interface IntervalKernel {
  /**
   * Buffers by symbol name, row-major, that the caller fills in place: low ≤ high, low < ∞, high > −∞. A symbol with the
   * fact `symmetric` (or a definite one) must be filled symmetrically, and stands for symmetric matrices only.
   */
  readonly inputs: ReadonlyMap<string, Ends>;
  /**
   * In the order of the expressions. Both ends are NaN where the value may not exist somewhere in the box, or where
   * no bounds are known: eigenvalues, polar factors, roots and exponentials of matrices.
   */
  readonly outputs: readonly Ends[];
  readonly run: () => void;
  /**
   * What the last run found of all outputs together: defined and `continuous` on the whole box; `defined`, with jumps
   * perhaps; `undecided`; certainly `undefined` at every point of the box.
   */
  readonly status: () => Status;
}

/** Compiles expressions at the given dimensions. Symbols that no expression mentions are no inputs. */
export function compileIntervalKernel(outputs: readonly Expression[], dimensions: Dimensions): IntervalKernel {
  const program = lower(outputs, dimensions);
  const generated = new Generator(program, INTERVAL).generate(program);
  const buffers = generated.sizes.map((n) => new Float64Array(n));
  const events: Events = { worst: 0 };
  const factory = functionFromText(['B', 'R'], generated.code) as (b: readonly Float64Array[], r: object) => () => void;
  const compute = factory(buffers, runtimeFor(events));
  const ends = ({ value, bound }: Slot): Ends => ({
    low: buffers[value] as Float64Array,
    high: buffers[bound ?? value] as Float64Array,
  });
  return {
    inputs: new Map([...generated.inputs].map(([name, slot]) => [name, ends(slot)])),
    outputs: generated.outputs.map(ends),
    run: () => {
      events.worst = 0;
      compute();
    },
    status: () => STATUSES[events.worst] as Status,
  };
}
