/**
 * Retrieval: patterns are stored in the weights of a memory, corrupted, and recalled by its flow. How much of a pattern is
 * recalled is the overlap of the activation at the end with it.
 */
import { givenValueProblem } from '../design/structures/satisfies.js';
import { type Design, DesignError, type Parameter } from '../design/types.js';
import { randomFrom } from '../numeric/random.js';
import { clopperPearson, type ShareInterval } from '../numeric/binomial.js';
import { type Dimensions, sizeValue } from '../symbolic/size.js';
import { CONFIDENCE } from './basin.js';
import type { Memory, StateSlice } from './memory.js';
import { Runner, type RunOptions } from './run.js';
import type { RunStatus } from './run-status.js';

/** Patterns of the entries 1 and −1. */
export type Patterns = readonly (readonly number[])[];

/** Patterns drawn with even odds for each entry. */
export const drawPatterns = (seed: number, count: number, size: number): Patterns =>
  Array.from({ length: count }, (_, k) => {
    const random = randomFrom(seed, 'pattern', k, size);
    return Array.from({ length: size }, () => random.sign());
  });

/**
 * The design with the patterns ξ as the value of a parameter: W = Σ ξξ'/N (Hebb's rule, as in Hopfield 1982) for a square
 * one, scaled by `gain`; for one with as many columns, or rows, as there are patterns, the patterns themselves. Refused
 * where the parameter has another shape, or structures that this value does not have.
 */
export function storePatterns(
  design: Design,
  name: string,
  patterns: Patterns,
  sizes: Dimensions = {},
  gain = 1,
): Design {
  const refuse = (message: string): never => {
    throw new DesignError({ file: design.file, place: undefined, message });
  };
  const dimensions = Object.fromEntries(design.dimensions.map((d) => [d.name, sizes[d.name] ?? d.value]));
  const found = design.parameters.find(({ symbol }) => symbol.name === name);
  const parameter: Parameter =
    found ?? refuse(`"${name}" is no parameter; there are ${design.parameters.map((p) => p.symbol.name).join(', ')}`);
  const [rows, columns] = [parameter.symbol.shape.rows, parameter.symbol.shape.columns].map((s) =>
    sizeValue(s, dimensions),
  ) as [number, number];
  const [first = []] = patterns;
  const entry =
    rows === columns && rows === first.length
      ? (i: number, j: number) =>
          (gain * patterns.reduce((sum, x) => sum + (x[i] as number) * (x[j] as number), 0)) / rows
      : rows === first.length && columns === patterns.length
        ? (i: number, j: number) => gain * (patterns[j]?.[i] as number)
        : columns === first.length && rows === patterns.length
          ? (i: number, j: number) => gain * (patterns[i]?.[j] as number)
          : refuse(
              `${name} is ${rows} by ${columns}: it stores neither ${patterns.length} patterns of ${first.length} entries ` +
                'as rows or columns, nor their outer products',
            );
  const numbers = Array.from({ length: rows * columns }, (_, k) => entry(Math.floor(k / columns), k % columns));
  const value = [...Array(rows).keys()].map((i) => numbers.slice(i * columns, (i + 1) * columns));
  const stored = { ...parameter, value };
  const problem = givenValueProblem(stored, dimensions);
  if (problem !== undefined) refuse(`${name} with the patterns stored in it: ${problem}`);
  return { ...design, parameters: design.parameters.map((p) => (p === parameter ? stored : p)) };
}

export interface RetrievalOptions extends Pick<RunOptions, 'time' | 'tolerance' | 'maxSteps'> {
  /** The shares of entries whose sign is flipped. */
  readonly noise: readonly number[];
  /** Corrupted copies of each pattern at each noise. */
  readonly trials: number;
  readonly seed?: number;
  /** Starts are the corrupted patterns times this; 1 by default. */
  readonly amplitude?: number;
  /** Called between runs. */
  readonly tick?: () => Promise<void>;
}

/** What was recalled at one noise. */
export interface Retrieval {
  readonly noise: number;
  /** The overlap ξ'y/(|ξ||y|) of the last state with the pattern; 0 where that is 0. */
  readonly overlap: { readonly mean: number; readonly least: number };
  /** The overlap of the corrupted pattern with the pattern, on average. */
  readonly before: number;
  /** The share of runs that came to rest with every sign of the pattern, and its interval with `CONFIDENCE`. */
  readonly recalled: { readonly count: number; readonly of: number; readonly interval: ShareInterval };
  /** How often runs ended how. */
  readonly statuses: Readonly<Partial<Record<RunStatus, number>>>;
}

/**
 * Runs a memory from corrupted patterns. They are states of the first state vector of their length; other state vectors
 * start at 0.
 */
export async function retrieve(
  memory: Memory,
  patterns: Patterns,
  options: RetrievalOptions,
): Promise<readonly Retrieval[]> {
  const { noise, trials, seed = 1, amplitude = 1, tick } = options;
  const [first = []] = patterns;
  const slice = memory.states.find(({ size }) => size === first.length);
  if (slice === undefined)
    throw new DesignError({
      file: memory.design.file,
      place: undefined,
      message: `no state vector has the ${first.length} entries of the patterns`,
    });
  const runner = new Runner(memory, { ...options, energy: false, kinks: false });
  const results: Retrieval[] = [];
  for (const share of noise) {
    const [overlaps, before]: [number[], number[]] = [[], []];
    const statuses: Partial<Record<RunStatus, number>> = {};
    let recalled = 0;
    for (const [k, pattern] of patterns.entries())
      for (let trial = 0; trial < trials; trial += 1) {
        await tick?.();
        const corrupted = corrupt(pattern, share, seed, k, trial);
        const start = new Float64Array(memory.n);
        corrupted.forEach((v, i) => {
          start[slice.from + i] = amplitude * v;
        });
        const run = runner.run(start);
        statuses[run.status] = (statuses[run.status] ?? 0) + 1;
        const end = part(run.end, slice);
        overlaps.push(overlap(pattern, end));
        before.push(overlap(pattern, corrupted));
        if (run.status === 'steady' && pattern.every((v, i) => Math.sign(end[i] as number) === Math.sign(v)))
          recalled += 1;
      }
    const of = overlaps.length;
    results.push({
      noise: share,
      overlap: { mean: mean(overlaps), least: Math.min(...overlaps) },
      before: mean(before),
      recalled: { count: recalled, of, interval: clopperPearson(recalled, of, CONFIDENCE) },
      statuses,
    });
  }
  return results;
}

const part = (y: Float64Array, { from, size }: StateSlice): readonly number[] => [...y.subarray(from, from + size)];

/** The pattern with so many of its signs flipped, which ones depends on the seed, the pattern and the trial. */
function corrupt(pattern: readonly number[], share: number, seed: number, number: number, trial: number): number[] {
  const order = Int32Array.from(pattern.keys());
  randomFrom(seed, 'corrupt', share, number, trial).shuffle(order);
  const flipped = new Set(order.subarray(0, Math.round(share * pattern.length)));
  return pattern.map((v, i) => (flipped.has(i) ? -v : v));
}

/** ξ'y/(|ξ||y|). */
function overlap(pattern: readonly number[], y: readonly number[]): number {
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((s, v, i) => s + v * (b[i] as number), 0);
  const size = Math.sqrt(dot(pattern, pattern) * dot(y, y));
  return size === 0 ? 0 : dot(pattern, y) / size;
}

const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;
