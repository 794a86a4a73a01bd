/** Runs of samples of one kind, drawn and computed many at once: the fast path of the search for violations. */
import { compileSamplesKernel, type SamplesKernel } from '../../numeric/kernel.js';
import { compileDefinitenessTest } from '../../numeric/linear-algebra.js';
import type { Random } from '../../numeric/random.js';
import type { Regime } from '../../numeric/sampler-regime.js';
import type { StateRegime } from '../../numeric/sampler-state.js';
import * as build from '../../symbolic/build.js';
import { sizeValue } from '../../symbolic/size.js';
import type { Violation } from './objective.js';
import type { SampleSpace } from './space.js';

export interface SampleRun {
  /** Draws `count` samples and computes them; the current sample of the space stays. */
  draw(count: number, random: Random, parameters: Regime, states: StateRegime): void;
  /**
   * For the sample with this number: positive where it violates, as computed, and NaN where it has no finite value.
   * The largest amount, or for a matrix inequality only its sign.
   */
  amount(number: number): number;
  /** Makes the sample with this number the current one. */
  take(number: number): void;
}

/** Runs of up to `capacity` samples; undefined where samples must be drawn one by one, or are too large to gain by it. */
export function compileRun(space: SampleSpace, violation: Violation, capacity: number): SampleRun | undefined {
  if (!space.drawsMany) return undefined;
  const { matrix } = violation;
  const judged = matrix === undefined ? violation.amounts : build.sum(matrix, build.transpose(matrix));
  const kernel = compileSamplesKernel(judged, space.dimensions, capacity);
  if (kernel === undefined) return undefined;
  const buffers = new Map(
    [...space.lengths()].map(
      ([name, length]) => [name, kernel.inputs.get(name) ?? new Float64Array(length * capacity)] as const,
    ),
  );
  return {
    draw(count, random, parameters, states) {
      space.drawMany(buffers, count, random, parameters, states);
      kernel.run(count);
    },
    take: (number) => space.take(buffers, number),
    amount:
      matrix === undefined
        ? largestAmount(kernel, kernel.output.length / capacity, violation.compare === 'nonzero')
        : definiteness(kernel, sizeValue(matrix.shape.rows, space.dimensions)),
  };
}

function largestAmount({ output }: SamplesKernel, size: number, nonzero: boolean): (number: number) => number {
  if (size === 1 && !nonzero) return (number) => finite(output[number] as number);
  return (number) => {
    let largest = -Infinity;
    for (let i = number * size; i < (number + 1) * size; i += 1) {
      const value = output[i] as number;
      const a = nonzero ? Math.abs(value) : value;
      if (Number.isNaN(a)) return a;
      if (a > largest) largest = a;
    }
    return finite(largest);
  };
}

const finite = (amount: number): number => (amount - amount === 0 ? amount : Number.NaN);

/** 1 where the matrix is certainly not positive semi-definite, NaN where it is not finite, −1 otherwise. */
function definiteness({ output }: SamplesKernel, n: number): (number: number) => number {
  const test = compileDefinitenessTest(n);
  const one = new Float64Array(n * n);
  return (number) => {
    const from = number * n * n;
    if (test.passes(output, from)) return -1;
    for (let i = 0; i < n * n; i += 1) one[i] = output[from + i] as number;
    const verdict = test.decide(one);
    if (verdict === 'negative') return 1;
    return verdict === 'positive' || one.every(Number.isFinite) ? -1 : Number.NaN;
  };
}
