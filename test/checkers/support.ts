/** Designs settled in tests, and their counterexamples evaluated without the tool. */
import { expect } from 'vitest';
import { audit } from '../../src/checkers/audit.js';
import { replayCounterexample, type ReplayResult } from '../../src/checkers/replay.js';
import { defineDesign, type DesignInput } from '../../src/design/define.js';
import type { Counterexample, SavedCounterexample, Verdict } from '../../src/verdicts/types.js';
import { Evaluation, type Values } from '../designs/evaluation.js';

type Partial_ = Omit<DesignInput, 'name' | 'dimensions' | 'state'> & Partial<DesignInput>;

/** A design with one state y of size N = 2, unless it says otherwise. */
export const design = (input: Partial_): DesignInput => ({
  name: 't',
  dimensions: { N: 2 },
  state: { y: ['N'] },
  ...input,
});

export interface Settings {
  readonly seed?: number;
  readonly samples?: number;
  readonly timeLimitSeconds?: number;
  readonly signal?: AbortSignal;
}

/** What the search finds for the claims of a design, by id. */
export async function settle(input: DesignInput, settings: Settings = {}): Promise<Record<string, Verdict>> {
  const { claims } = await audit(await defineDesign(input), {
    seed: 1,
    samples: 700,
    sizes: {},
    timings: false,
    prove: false,
    signal: new AbortController().signal,
    ...settings,
  });
  return Object.fromEntries(claims.map((v) => [v.id, v]));
}

export const names = (verdicts: Readonly<Record<string, Verdict>>): Record<string, string> =>
  Object.fromEntries(Object.entries(verdicts).map(([id, v]) => [id, v.verdict]));

export function counterexampleOf(verdict: Verdict | undefined): Counterexample {
  if (verdict?.evidence.kind !== 'counterexample')
    throw new Error(`${verdict?.id} is ${verdict?.verdict}: ${JSON.stringify(verdict?.evidence)}`);
  return verdict.evidence;
}

export async function saved(input: DesignInput, verdict: Verdict | undefined): Promise<SavedCounterexample> {
  const { source } = await defineDesign(input);
  return {
    tool: 'energy-audit',
    version: '0',
    kind: 'counterexample',
    seed: 1,
    design: { file: null, source },
    claim: { id: verdict?.id ?? '', statement: verdict?.statement ?? '' },
    evidence: counterexampleOf(verdict),
  };
}

export const replay = async (input: DesignInput, verdict: Verdict | undefined): Promise<ReplayResult> =>
  replayCounterexample(await saved(input, verdict));

/** States moved by t·d. */
export function moved(values: Values, d: Readonly<Record<string, readonly number[]>>, t: number): Values {
  const states = Object.entries(d).map(([name, of]) => {
    const y = values[name] as number | readonly number[];
    return [name, typeof y === 'number' ? y + t * (of[0] ?? 0) : y.map((v, i) => v + t * (of[i] ?? 0))] as const;
  });
  return { ...values, ...Object.fromEntries(states) };
}

/** ∇E by central differences, states stacked. */
export function gradient(e: Evaluation, at: Counterexample): number[] {
  const values = at.values as Values;
  const h = 1e-6;
  return Object.keys(e.design.state).flatMap((name) => {
    const y = [values[name]].flat() as number[];
    return y.map((_, i) => {
      const d = { [name]: y.map((__, j) => (i === j ? 1 : 0)) };
      const [up, down] = [h, -h].map((t) => e.at(at.dimensions, moved(values, d, t)).energy) as [number, number];
      return (up - down) / (2 * h);
    });
  });
}

export const speed = (e: Evaluation, at: Counterexample): number =>
  Math.max(
    ...Object.values(e.at(at.dimensions, at.values as Values).velocity)
      .flat()
      .map(Math.abs),
  );

const largest = (v: readonly number[]): number => Math.max(0, ...v.map(Math.abs));

/** Checks a counterexample of a named claim with formulas of mathjs and differences of the energy alone. */
export function confirm(input: DesignInput, id: string, at: Counterexample): void {
  const e = new Evaluation(input);
  const values = at.values as Values;
  const what = `${id}: ${JSON.stringify(at)}`;
  switch (id) {
    case 'descent':
    case 'strict-descent': {
      const rate = e.rate(at.dimensions, values);
      expect(Math.abs(rate - at.value), what).toBeLessThan(1e-3 * Math.max(1, Math.abs(at.value)));
      if (at.zero === undefined) {
        expect(at.enclosure[0], what).toBeGreaterThan(0);
        expect(rate, what).toBeGreaterThan(0);
      } else expect(speed(e, at), what).toBeGreaterThan(1e-7);
      return;
    }
    case 'stationary-points': {
      const [slope, v] = [largest(gradient(e, at)), speed(e, at)];
      if (at.quantity === 'the gradient') {
        expect(slope, what).toBeLessThan(1e-5);
        expect(v, what).toBeGreaterThan(1e-7);
      } else {
        expect(v, what).toBeLessThan(1e-9);
        expect(slope, what).toBeGreaterThan(1e-5);
      }
      return;
    }
    case 'flat-directions':
    case 'no-flat-directions': {
      const from = e.at(at.dimensions, values).energy;
      const changes = [1 / 4, 1, 3, 16, 1000].map(
        (t) => e.at(at.dimensions, moved(values, at.direction ?? {}, t)).energy - from,
      );
      expect(largest(Object.values(at.direction ?? {}).flat()), what).toBeGreaterThan(0);
      if (id === 'flat-directions') expect(largest(changes), what).toBeGreaterThan(1e-6);
      else expect(largest(changes), what).toBeLessThan(1e-9);
      return;
    }
    case 'bounded-below': {
      const along = [1e3, 1e5, 1e7].map((t) => {
        const far = Object.fromEntries(
          Object.entries(at.direction ?? {}).map(([name, d]) => {
            const scaled = d.map((x) => t * x);
            return [name, typeof values[name] === 'number' ? (scaled[0] ?? 0) : scaled];
          }),
        );
        return e.at(at.dimensions, { ...values, ...far }).energy;
      });
      expect(along[0], what).toBeGreaterThan(along[1] as number);
      expect(along[1], what).toBeGreaterThan(along[2] as number);
      expect(along[2], what).toBeLessThan(-1e3);
      return;
    }
    default:
      throw new Error(`${id} is not evaluated here`);
  }
}
