/** Samples a second of the descent check, and what they cost against the size. */
import { classical } from './designs.js';
import { rate, throughput } from './measure.js';
import { descentLoop } from './peers/loop.js';
import { measure, missing, version } from './python.js';
import { ratio, short, table } from './table.js';

const TARGETS: readonly (readonly [n: number, perSecond: number, few: number, many: number])[] = [
  [2, 5e6, 20_000, 3_000_000],
  [8, 1e6, 20_000, 1_000_000],
  [32, 120e3, 20_000, 150_000],
  [128, 9e3, 2_000, 14_000],
  [512, 500, 200, 1_000],
];

export async function benchDescent(): Promise<void> {
  const sizes = TARGETS.map(([n]) => String(n));
  const numpy = measure('numpy', 'descent_numpy.py', ...sizes);
  const hypothesis = measure('hypothesis', 'descent_hypothesis.py', ...sizes);
  const rows: string[][] = [];
  for (const [n, target, few, many] of TARGETS) {
    const { perSecond, fixed } = await throughput(classical(n), 'descent', few, many);
    const loop = rate(descentLoop(n), 1);
    const against = (peer: Readonly<Record<string, number>>): string[] => [
      short(peer[n] ?? Number.NaN),
      ratio(perSecond, peer[n] ?? Number.NaN),
    ];
    rows.push([
      String(n),
      short(perSecond),
      short(target),
      perSecond >= target ? 'reached' : 'below',
      ...against(numpy),
      ...against({ [n]: loop }),
      ...against(hypothesis),
      `${short(fixed)}s`,
    ]);
  }
  table(
    'Descent: samples drawn and checked a second (tanh, any W; check in one thread)',
    ['N', 'check', 'target', '', 'numpy', 'ratio', 'loops', 'ratio', 'Hypothesis', 'ratio', 'once'],
    rows,
  );
  console.log('once: compiling, comparing the two derivations, and the adversarial phase, which does not grow');
  for (const peer of ['numpy', 'hypothesis'] as const) if (version(peer) === undefined) console.log(missing(peer));
}

const CURVE: readonly (readonly [n: number, few: number, many: number])[] = [
  [2, 20_000, 1_000_000],
  [4, 20_000, 1_000_000],
  [8, 20_000, 500_000],
  [16, 20_000, 300_000],
  [32, 20_000, 120_000],
  [64, 5_000, 40_000],
  [128, 2_000, 10_000],
  [256, 600, 3_000],
  [512, 200, 800],
];

export async function benchCost(): Promise<void> {
  const rows: string[][] = [];
  for (const [n, few, many] of CURVE) {
    const { perSecond, fixed } = await throughput(classical(n), 'descent', few, many);
    const seconds = 1 / perSecond;
    rows.push([
      String(n),
      short(perSecond),
      `${(seconds * 1e6).toPrecision(3)} µs`,
      `${((seconds * 1e9) / (n * n)).toPrecision(3)} ns`,
      `${short(fixed)}s`,
    ]);
  }
  table('Cost against size', ['N', 'samples/s', 'a sample', 'an entry of W', 'once'], rows);
}
