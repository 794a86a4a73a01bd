import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { audit } from '../../src/checkers/audit.js';
import { defineDesign, type DesignInput } from '../../src/design/define.js';
import { DesignError } from '../../src/design/types.js';
import type { Counterexample, Verdict } from '../../src/verdicts/types.js';
import { Evaluation, randomValues, type Sizes } from './evaluation.js';
import { mutants } from './mutants.js';

const SAMPLES = 2000;
/** Points at which a mutant is evaluated without the tool, and what counts there as a clear violation. */
const POINTS = 150;
const CLEAR = 1e-3;

interface Case {
  readonly file: string;
  readonly activations: readonly string[];
  readonly matrices: readonly string[];
  /** Lagrangians that take the place of `any`. */
  readonly instead?: DesignInput['lagrangians'];
}

const CASES: readonly Case[] = [
  { file: 'paper/ex2-relu', activations: ['g'], matrices: ['W'] },
  { file: 'paper/ex4-softmax', activations: ['g'], matrices: ['W'] },
  { file: 'paper/ex5-weights', activations: ['g'], matrices: ['W'], instead: { L: { is: 'tanh', gradient: 'g' } } },
  { file: 'paper/ex6-general-weights', activations: ['g'], matrices: ['W', 'R'] },
  { file: 'hopfield-1984', activations: ['g'], matrices: ['T'] },
  {
    file: 'krotov-hopfield',
    activations: ['f', 'g'],
    matrices: ['xi'],
    instead: { Lv: { is: 'relu', gradient: 'g' }, Lh: { is: 'softmax', gradient: 'f' } },
  },
  { file: 'modern-hopfield', activations: ['softmax_beta'], matrices: ['X'] },
  { file: 'cohen-grossberg', activations: ['d'], matrices: ['C'] },
  { file: 'dense-associative-memory', activations: ['f', 'g'], matrices: ['xi'] },
];

function read({ file, instead }: Case): DesignInput {
  const text = readFileSync(new URL(`../../designs/${file}.yaml`, import.meta.url), 'utf8');
  const design = parse(text) as DesignInput;
  return { ...design, ...(instead === undefined ? {} : { lagrangians: instead }), claims: ['descent'] };
}

/** Numbers in [0, 1) by xorshift, from a seed. */
function randomFrom(seed: number): () => number {
  let s = seed;
  return () => {
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    return (s >>> 0) / 2 ** 32;
  };
}

const sizesOf = (design: DesignInput, size: number): Sizes =>
  Object.fromEntries(Object.keys(design.dimensions).map((name, i) => [name, size + (i % 2)]));

/** The largest dE/dt found at random points, relative to its terms' size; evaluated by mathjs, without the tool. */
function worstRate(design: DesignInput): number {
  const evaluation = new Evaluation(design);
  const random = randomFrom(99);
  let worst = -Infinity;
  for (let i = 0; i < POINTS; i += 1) {
    const sizes = sizesOf(design, 2 + (i % 2));
    const rate = evaluation.rate(sizes, randomValues(design, sizes, random));
    if (rate > worst) worst = rate;
  }
  return worst;
}

async function descent(design: DesignInput): Promise<Verdict | undefined> {
  try {
    const { claims } = await audit(await defineDesign(design), {
      seed: 3,
      samples: SAMPLES,
      sizes: {},
      timings: false,
      signal: new AbortController().signal,
    });
    return claims[0];
  } catch (error) {
    if (error instanceof DesignError) return undefined;
    throw error;
  }
}

/** The rate at a counterexample, evaluated without the tool, is the one that is printed. */
function confirm(design: DesignInput, evidence: Counterexample, what: string): void {
  const rate = new Evaluation(design).rate(evidence.dimensions, evidence.values);
  expect(rate, what).toBeGreaterThan(0);
  const tolerance = 1e-3 * Math.max(1, Math.abs(evidence.value));
  expect(Math.abs(rate - evidence.value), `${what}: ${rate} and ${evidence.value}`).toBeLessThan(tolerance);
}

describe.each(CASES)('mutants of $file', (c) => {
  it('are refuted where the energy rises, with counterexamples that hold without the tool', async () => {
    const design = read(c);
    expect(worstRate(design)).toBeLessThan(CLEAR);
    expect((await descent(design))?.verdict).toBe('proved');
    let wrong = 0;
    for (const mutant of mutants(design, c.activations, c.matrices)) {
      const verdict = await descent(mutant.design);
      if (verdict === undefined) continue;
      if (verdict.evidence.kind === 'counterexample') confirm(mutant.design, verdict.evidence, mutant.what);
      if (worstRate(mutant.design) > CLEAR) {
        wrong += 1;
        expect(verdict.verdict, mutant.what).toBe('refuted');
      }
    }
    expect(wrong).toBeGreaterThan(3);
  });
});
