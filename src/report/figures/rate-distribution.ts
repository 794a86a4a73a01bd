/** How the normalised energy rate Ė/(‖∇E‖ ‖ẏ‖), the cosine between gradient and velocity, is spread over random samples. */
import { SampleSpace } from '../../checkers/search/space.js';
import { compileKernel } from '../../numeric/kernel.js';
import { randomFrom } from '../../numeric/random.js';
import { counted, rounded } from '../numbers.js';
import { dimensionsText } from '../evidence-text.js';
import type { FigureContext } from './context.js';
import type { Bar, Figure } from './figure.js';
import { rangeOf } from './scale.js';

/** Numbers that a figure takes for all its samples together, so that large designs have fewer samples. */
const NUMBERS = 2_000_000;
const SAMPLES = 2000;
const BINS = 40;

/** The figure; undefined where no sample has a value. */
export function rateDistribution({ design, derivation: d, memory, seed }: FigureContext): Figure | undefined {
  const space = new SampleSpace(design, [], memory.dimensions);
  const kernel = compileKernel(
    [memory.rate, memory.concrete(d.gradient), memory.concrete(d.velocity)],
    memory.dimensions,
  );
  space.adopt(kernel.inputs);
  const size = [...space.lengths().values()].reduce((sum, n) => sum + n, 0);
  const samples = Math.max(50, Math.min(SAMPLES, Math.floor(NUMBERS / Math.max(1, size))));
  const random = randomFrom(seed, 'figure', 'rate');
  const cosines: number[] = [];
  for (let k = 0; k < samples; k += 1) {
    space.draw(random, 'ordinary', 'ordinary');
    kernel.run();
    const [rate, gradient, velocity] = kernel.outputs;
    const scale = norm(gradient) * norm(velocity);
    const cosine = (rate?.[0] ?? Number.NaN) / scale;
    if (Number.isFinite(cosine)) cosines.push(Math.max(-1, Math.min(1, cosine)));
  }
  if (cosines.length === 0) return undefined;
  const worst = cosines.reduce((m, c) => Math.max(m, c), -1);
  const positive = cosines.filter((c) => c > ROUNDING).length;
  const bars = histogram(cosines);
  const [, top] = rangeOf([0, ...bars.map((b) => b.height)], 0.1);
  const spread =
    positive === 0 ? 'In none of them does the energy rise.' : `In ${counted(positive, 'sample')} the energy rises.`;
  return {
    id: 'rate-distribution',
    title: 'The normalised energy rate over random samples',
    caption: `The energy rate divided by the norms of gradient and velocity: −1 is straight downhill, 0 along a level, above 0 uphill. Every bar is the share of ${counted(cosines.length, 'sample')} at ${dimensionsText(memory.dimensions)} (states and parameters drawn uniformly from their domains, seed ${seed}). The worst sample has ${rounded(worst)}. ${spread} Samples prove nothing: the verdicts above rest on their own evidence.`,
    alt: `Histogram of the normalised energy rate of ${counted(cosines.length, 'sample')}, between ${rounded(cosines.reduce((m, c) => Math.min(m, c), 1))} and ${rounded(worst)}; its bars are highest near ${rounded(peakOf(bars))}. ${spread}`,
    panels: [
      {
        title: '',
        x: { label: 'normalised energy rate (dimensionless)', range: [-1, 1] },
        y: { label: 'share of samples in a bar', range: [0, top] },
        layers: [
          { kind: 'bars', label: 'samples', bars },
          {
            kind: 'lines',
            label: 'level: no fall, no rise',
            look: 'bound',
            paths: [
              [
                [0, 0],
                [0, top],
              ],
            ],
          },
          { kind: 'points', label: 'worst sample', marker: 'triangle', look: 'second', points: [[worst, top * 0.025]] },
        ],
      },
    ],
  };
}

/** Cosines below this may be rounding. */
const ROUNDING = 1e-9;

const norm = (v: Float64Array | undefined): number =>
  v === undefined ? Number.NaN : Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));

function histogram(values: readonly number[]): readonly Bar[] {
  const heights = new Array<number>(BINS).fill(0);
  for (const v of values) {
    const bin = Math.min(BINS - 1, Math.floor(((v + 1) / 2) * BINS));
    heights[bin] = (heights[bin] ?? 0) + 1 / values.length;
  }
  return heights.map((height, i) => ({ from: -1 + (2 * i) / BINS, to: -1 + (2 * (i + 1)) / BINS, height }));
}

function peakOf(bars: readonly Bar[]): number {
  const [first, ...rest] = bars;
  const peak = rest.reduce((best, bar) => (bar.height > (best?.height ?? 0) ? bar : best), first);
  return peak === undefined ? 0 : (peak.from + peak.to) / 2;
}
