/**
 * Means over random matrices. The ratio ρ = E a / E b is estimated by the ratio of the means of independent samples,
 * with the interval of the delta method: for large counts a − ρb, whose mean is 0, has a normal mean of samples. It is
 * wider by what rounding may have changed, so that scalars that are equal for every matrix are not told apart: bounds of
 * the errors are costly, and their means are estimated from the first samples.
 */
import type { Obligation } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import { compileSampler } from '../../design/structures/index.js';
import { UNIT_ROUNDOFF as U } from '../../numeric/codegen-value.js';
import { type BoundedKernel, compileBoundedKernel, compileKernel } from '../../numeric/kernel.js';
import { randomFrom } from '../../numeric/random.js';
import { print } from '../../symbolic/print-text.js';
import { mentions } from '../../symbolic/rewrite.js';
import { sizeValue } from '../../symbolic/size.js';
import type { ReasonEvidence, StatisticEvidence } from '../../verdicts/types.js';

type Expectation = Obligation & { readonly kind: 'expectation' };

interface Budget {
  readonly seed: number;
  /** Samples at most; fewer where matrices are large. */
  readonly samples: number;
  readonly tick: (samples: number) => Promise<void>;
}

/** The quantile of the normal distribution that leaves 0.05 % on either side. */
const QUANTILE = 3.2905;
const ERROR_RATE = 0.001;
const FEWEST = 30;
const MOST = 20_000;
/** Operations on entries, of which a sample takes the cube of the largest size. */
const OPERATIONS = 1.3e10;

/** Estimates the ratio of the means at the sizes of the design. */
export async function estimate(
  d: Derivation,
  { left, right, within }: Expectation,
  { seed, samples, tick }: Budget,
): Promise<StatisticEvidence | ReasonEvidence> {
  const dimensions = Object.fromEntries(d.design.dimensions.map(({ name, value }) => [name, value]));
  const kernel = compileKernel([left, right], dimensions);
  const bounded = compileBoundedKernel([left, right], dimensions);
  const used = d.design.parameters.filter(({ symbol: { name } }) =>
    [left, right].some((e) => mentions(e, new Set([name]))),
  );
  const fills = used.flatMap((parameter) => {
    const buffer = kernel.inputs.get(parameter.symbol.name);
    return buffer === undefined ? [] : [{ sampler: compileSampler(parameter, dimensions), buffer }];
  });
  const largest = Math.max(
    1,
    ...used.flatMap(({ symbol: { shape } }) => [
      sizeValue(shape.rows, dimensions),
      sizeValue(shape.columns, dimensions),
    ]),
  );
  const count = Math.max(FEWEST, Math.min(samples, MOST, Math.floor(OPERATIONS / largest ** 3)));
  const random = randomFrom(seed, 'expectation', d.design.name, print(left), print(right));
  const [first, second] = kernel.outputs as readonly [Float64Array, Float64Array];
  const [a, b] = [new Float64Array(count), new Float64Array(count)];
  const [errorsOfA, errorsOfB] = [new Float64Array(FEWEST), new Float64Array(FEWEST)];
  for (let k = 0; k < count; k += 1) {
    for (const { sampler, buffer } of fills) sampler.fill(buffer, random, 'ordinary');
    kernel.run();
    a[k] = first[0] as number;
    b[k] = second[0] as number;
    if (k < FEWEST) {
      for (const [name, buffer] of kernel.inputs) bounded.inputs.get(name)?.set(buffer);
      bounded.run();
      errorsOfA[k] = errorOf(a[k] as number, bounded, 0);
      errorsOfB[k] = errorOf(b[k] as number, bounded, 1);
    }
    await tick(1);
  }
  if (![...a, ...b].every(Number.isFinite))
    return { kind: 'reason', code: 'unsupported', detail: 'a sample has no value as a double' };
  if (![...errorsOfA, ...errorsOfB].every(Number.isFinite))
    return { kind: 'reason', code: 'unsupported', detail: 'the rounding errors of a sample have no known bound' };
  const scale = mean(b);
  const [errorOfA, errorOfB] = [roundingOfMean(a, errorsOfA), roundingOfMean(b, errorsOfB)];
  if (Math.abs(scale) <= QUANTILE * deviationOfMean(b) + errorOfB)
    return {
      kind: 'reason',
      code: 'budget',
      detail: `${count} samples do not tell the mean of ${print(right)} from 0`,
    };
  const ratio = mean(a) / scale;
  const deviation = deviationOfMean(a.map((value, k) => value - ratio * (b[k] as number)));
  const rounding = (errorOfA + Math.abs(ratio) * errorOfB) / (Math.abs(scale) - errorOfB);
  const margin = (QUANTILE * deviation) / Math.abs(scale) + rounding + 4 * U * Math.abs(ratio);
  return {
    kind: 'statistic',
    quantity: `the mean of ${print(left)} divided by that of ${print(right)}`,
    estimate: ratio,
    interval: [ratio - margin, ratio + margin],
    'error-rate': ERROR_RATE,
    claimed: [1 - within, 1 + within],
    dimensions,
    count,
    seed,
  };
}

/** Whether the estimate contradicts the claim, but for the error rate. */
export const excludesClaim = ({ interval: [low, high], claimed: [least, most] }: StatisticEvidence): boolean =>
  low > most || high < least;

const mean = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** A bound of the error of a value that another kernel has computed with bounds. */
const errorOf = (value: number, { outputs, bounds }: BoundedKernel, k: number): number =>
  (Math.abs(value - (outputs[k]?.[0] as number)) + (bounds[k]?.[0] as number)) * (1 + 4 * U);

/** How far the mean of computed values may be from that of the exact ones: by the errors of the values and of their sum. */
const roundingOfMean = (values: Float64Array, errors: Float64Array): number =>
  mean(errors) + QUANTILE * deviationOfMean(errors) + 2 * (values.length + 4) * U * mean(values.map(Math.abs));

/** The standard deviation of the mean of the values. */
function deviationOfMean(values: Float64Array): number {
  const centre = mean(values);
  const squares = values.reduce((sum, x) => sum + (x - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
