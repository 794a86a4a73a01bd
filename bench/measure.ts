/**
 * How work is timed: by the processor time of the process that does it, so that other processes on the machine
 * disturb little. For this process it includes the threads of compiler and garbage collector.
 */
import { loadavg } from 'node:os';
import { audit } from '../src/checkers/audit.js';
import { parseDesign } from '../src/design/load.js';

/** Processor seconds that this process has used. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** Runs a second of a function that does `work` pieces of work a call: the median of five rounds. */
export function rate(run: () => void, work: number): number {
  const rounds: number[] = [];
  let calls = 1;
  while (rounds.length < 5) {
    const start = cpuSeconds();
    for (let i = 0; i < calls; i += 1) run();
    const seconds = cpuSeconds() - start;
    if (seconds < 0.15) calls *= 2;
    else rounds.push((calls * work) / seconds);
  }
  return median(rounds);
}

/** Processor seconds for settling a claim of a design, as `check` does it in one thread. */
async function settle(text: string, claim: string, samples: number): Promise<number> {
  const design = await parseDesign(text);
  const start = cpuSeconds();
  const { claims } = await audit(design, {
    seed: 1,
    samples,
    sizes: {},
    only: [claim],
    timings: false,
    prove: false,
    signal: new AbortController().signal,
  });
  const seconds = cpuSeconds() - start;
  const [verdict] = claims;
  if (verdict?.verdict !== 'unrefuted') throw new Error(`${claim}: expected unrefuted, found ${verdict?.verdict}`);
  return seconds;
}

export interface Throughput {
  /** Samples a second in the limit of many samples. */
  readonly perSecond: number;
  /** Seconds for all that does not grow with the number of samples: compiling, climbing from the best samples. */
  readonly fixed: number;
}

/**
 * Samples a second of `check` on a claim: the cost of what two numbers of samples differ by. Both must be large enough
 * that the adversarial phase, whose length is bounded, is the same.
 */
export async function throughput(text: string, claim: string, few: number, many: number): Promise<Throughput> {
  await settle(text, claim, few);
  const rates: number[] = [];
  const fixed: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const [a, b] = [await settle(text, claim, few), await settle(text, claim, many)];
    const perSecond = (many - few) / (b - a);
    rates.push(perSecond);
    fixed.push(Math.max(0, a - few / perSecond));
  }
  return { perSecond: median(rates), fixed: median(fixed) };
}

/** The load of the machine, for the reader of a table. */
export const load = (): string =>
  loadavg()
    .map((x) => x.toFixed(1))
    .join(' ');
