/** The machinery of properties: a violation is found, shrunk, confirmed, saved and replayed; nothing passes unseen. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  assertProperty,
  checkDesignProperties,
  checkProperty,
  claimProperty,
  classicalSystem,
  descentProperty,
  flatDirectionProperty,
  matrixInequalityProperty,
  PropertyViolation,
  sampleArbitrary,
  velocitySystem,
} from '../../properties/index.js';
import { settings } from '../../properties/settings.js';
import { defineDesign, parseDesign, readCounterexample, replayCounterexample } from '../../src/index.js';
import { partsSatisfy, satisfiesParameter } from '../../src/design/structures/index.js';

const UNSEEDED = { ENERGY_AUDIT_SEED: undefined, ENERGY_AUDIT_RUNS: undefined };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'properties-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The classical energy with weights that need not be symmetric: it does not descend. */
const wrong = () => classicalSystem('relu', { weights: 'general' });

async function violationOf(seed: number): Promise<PropertyViolation> {
  try {
    assertProperty(await descentProperty(await wrong()), { seed, runs: 500, save: folder });
  } catch (error) {
    if (error instanceof PropertyViolation) return error;
    throw error;
  }
  throw new Error('the violation was not found');
}

describe('a violation', () => {
  it('is shrunk to a small size and simple numbers', async () => {
    const { counterexample } = (await violationOf(1)).result;
    expect(counterexample.dimensions).toEqual({ N: 2 });
    for (const v of Object.values(counterexample.values).flat(2)) expect(Math.abs(Number(v))).toBeLessThanOrEqual(4);
    expect(counterexample.enclosure[0]).toBeGreaterThan(0);
  });

  it('is shown with the command that replays it, which confirms it', async () => {
    const { message, result } = await violationOf(1);
    expect(message).toContain('descent does not hold for EQ1 with EQ2, relu, W general');
    const [, file = ''] = /npx energy-audit replay (\S+)/.exec(message) ?? [];
    expect(file).toBe(result.file);
    const saved = readCounterexample(file);
    expect(saved).toEqual(result.saved);
    expect((await replayCounterexample(saved)).verdict).toBe('confirmed');
    const root = join(import.meta.dirname, '..', '..');
    const run = (): string =>
      execFileSync(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'replay', file], {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    expect(run).toThrow(expect.objectContaining({ status: 1, stdout: expect.stringContaining('confirmed') as string }));
  });

  it('is the same for the same seed', async () => {
    const first = (await violationOf(3)).result;
    const second = (await violationOf(3)).result;
    expect(second.counterexample).toEqual(first.counterexample);
  });

  it('is not saved where none is wanted', async () => {
    const result = checkProperty(await descentProperty(await wrong()), { save: false, runs: 500 });
    expect(result.kind).toBe('violated');
    expect(result.kind === 'violated' && result.file).toBe(undefined);
    expect(existsSync('counterexamples/EQ1-with-EQ2-relu-W-general-descent.json')).toBe(false);
  });

  it('of a matrix inequality has its witness, of flatness its direction', async () => {
    const inequality = await matrixInequalityProperty(await velocitySystem('printed', 'tanh'), "R'*F + F'*R");
    const found = checkProperty(inequality, { save: false });
    expect(found.kind === 'violated' && found.counterexample.witness).toHaveLength(2);
    const { flat } = await notFlat();
    const direction = checkProperty(flat, { save: false });
    expect(direction.kind === 'violated' && direction.counterexample.direction).toHaveProperty('y');
  });

  it('is thrown by fast-check itself too', async () => {
    const { property } = await descentProperty(await wrong());
    expect(() => fc.assert(property, { seed: 1, numRuns: 500 })).toThrow('Property failed');
  });
});

/** An energy that notices how dead a neuron is. */
async function notFlat() {
  const design = await defineDesign({
    name: 'Not flat',
    dimensions: { N: 2 },
    state: { y: ['N'] },
    lagrangians: { L: { is: 'relu', gradient: 'g' } },
    velocity: { y: '-y + g(y)' },
    energy: "1/2*y'*y - L(y)",
  });
  return { design, flat: await flatDirectionProperty(design) };
}

describe('a property that cannot fail', () => {
  it('is refused, with the reason', async () => {
    const design = await defineDesign({
      name: 'Nothing to test',
      dimensions: { N: 2 },
      state: { y: ['N'] },
      velocity: { y: '-y' },
      energy: "1/2*y'*y",
      claims: ['bounded-below'],
    });
    const property = await claimProperty(design, 'bounded-below');
    expect(checkProperty(property, { save: false })).toMatchObject({ kind: 'untested' });
    expect(() => assertProperty(property, { save: false })).toThrow('was not tested: no sample shows');
    await expect(checkDesignProperties(design, { save: false })).rejects.toThrow('can be tested on samples');
  });

  it('is refused where no sample has a value', async () => {
    const design = await defineDesign({
      name: 'Undefined',
      dimensions: { N: 1 },
      state: { y: ['N'] },
      velocity: { y: '-y' },
      energy: 'sum(log(-1 - y.*y))',
      claims: [{ id: 'positive', nonnegative: 'energy' }],
    });
    const property = await claimProperty(design, 'positive');
    expect(() => assertProperty(property, { save: false })).toThrow('was not tested: no sample had a finite value');
  });

  it('names the claims of the design where one is asked for that is not there', async () => {
    await expect(claimProperty(await wrong(), 'decent')).rejects.toThrow('no claim "decent"; its claims are descent');
  });
});

describe('the claims of a design', () => {
  it('are all tested where they hold', async () => {
    const results = await checkDesignProperties(await classicalSystem('tanh'), { runs: 50, save: false });
    expect(results.map((r) => [r.claim, r.kind])).toEqual([
      ['descent', 'kept'],
      ['flat-directions', 'kept'],
      ['rate-form', 'kept'],
    ]);
  });

  it('throw at the first that does not', async () => {
    await expect(checkDesignProperties(await wrong(), { runs: 500, save: folder })).rejects.toThrow(PropertyViolation);
  });

  it('hold for every Lagrangian that may be any', async () => {
    const design = await classicalSystem({ is: 'any', assume: 'convex' });
    expect(assertProperty(await descentProperty(design), { runs: 200 }).judged).toBeGreaterThan(180);
    const any = await classicalSystem({ is: 'any' });
    const result = checkProperty(await descentProperty(any), { runs: 1000, save: folder });
    expect(result.kind === 'violated' && result.counterexample.lagrangian).toHaveProperty('L');
    if (result.kind === 'violated') expect((await replayCounterexample(result.saved)).verdict).toBe('confirmed');
  });
});

describe('samples', () => {
  it('satisfy the structures of the parameters at every size, also while they shrink', async () => {
    const design = await parseDesign(
      readFileSync(join(import.meta.dirname, '..', '..', 'designs', 'paper', 'ex5-sylvester.yaml'), 'utf8'),
    );
    const seen = new Set<number>();
    const isWithin = fc.property(sampleArbitrary(design), (sample) => {
      seen.add(sample.dimensions['N'] ?? 0);
      return design.parameters.every((p) => {
        const parts = sample.parts.get(p.symbol.name);
        const holds =
          parts === undefined
            ? satisfiesParameter(p, sample.values.get(p.symbol.name) ?? [], sample.dimensions)
            : partsSatisfy(p, sample.dimensions, parts);
        return holds === true;
      });
    });
    fc.assert(isWithin, { seed: 1, numRuns: 100 });
    expect([...seen].sort()).toEqual([1, 2, 3]);
  });

  it('stay within a stated domain', async () => {
    const design = await defineDesign({
      name: 'Domain',
      dimensions: { N: 2 },
      state: { y: ['N'] },
      domain: { y: [1, 2] },
      velocity: { y: '-y' },
      energy: 'sum(log(y))',
    });
    const within = fc.property(sampleArbitrary(design), ({ values }) =>
      (values.get('y') ?? []).every((v) => v >= 1 && v <= 2),
    );
    fc.assert(within, { seed: 1, numRuns: 200 });
    expect(assertProperty(await descentProperty(design), { save: false }).judged).toBeGreaterThan(0);
  });
});

describe('settings', () => {
  it('come from the options, and from the environment before them', () => {
    expect(settings({}, UNSEEDED)).toEqual({ seed: 1, runs: 100, save: 'counterexamples' });
    expect(settings({ seed: 4, runs: 7, save: false }, UNSEEDED)).toEqual({ seed: 4, runs: 7, save: false });
    expect(settings({ seed: 4, runs: 7 }, { ENERGY_AUDIT_SEED: '9', ENERGY_AUDIT_RUNS: '1000' })).toMatchObject({
      seed: 9,
      runs: 1000,
    });
  });

  it('are refused where they are no numbers', () => {
    for (const text of ['x', '-1', '1.5', '1e3'])
      expect(() => settings({}, { ENERGY_AUDIT_SEED: text })).toThrow(`ENERGY_AUDIT_SEED is "${text}"`);
    expect(() => settings({}, { ENERGY_AUDIT_RUNS: '0' })).toThrow('ENERGY_AUDIT_RUNS');
  });
});
