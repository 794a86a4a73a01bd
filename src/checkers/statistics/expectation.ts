/**
 * Means over random matrices. The ratio ρ = E a / E b is estimated by the ratio of the means of independent samples,
 * with the interval of the delta method: for large counts a − ρb, whose mean is 0, has a normal mean of samples.
 */
import type { Obligation } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import { compileSampler } from '../../design/structures/index.js';
import { compileKernel } from '../../numeric/kernel.js';
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
  for (let k = 0; k < count; k += 1) {
    for (const { sampler, buffer } of fills) sampler.fill(buffer, random, 'ordinary');
    kernel.run();
    a[k] = first[0] as number;
    b[k] = second[0] as number;
    await tick(1);
  }
  if (![...a, ...b].every(Number.isFinite))
    return { kind: 'reason', code: 'unsupported', detail: 'a sample has no value as a double' };
  const scale = mean(b);
  if (Math.abs(scale) <= QUANTILE * deviationOfMean(b))
    return {
      kind: 'reason',
      code: 'budget',
      detail: `${count} samples do not tell the mean of ${print(right)} from 0`,
    };
  const ratio = mean(a) / scale;
  const margin = (QUANTILE * deviationOfMean(a.map((value, k) => value - ratio * (b[k] as number)))) / Math.abs(scale);
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

/** The standard deviation of the mean of the values. */
function deviationOfMean(values: Float64Array): number {
  const centre = mean(values);
  const squares = values.reduce((sum, x) => sum + (x - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
