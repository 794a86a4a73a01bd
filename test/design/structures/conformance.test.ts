/** Every structure and combination: sampled and generated values have it, exactly. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parameterArbitrary } from '../../../src/design/structures/arbitrary.js';
import { compileSampler, type ParameterSampler } from '../../../src/design/structures/sampler.js';
import { exactValue, satisfiesParameter } from '../../../src/design/structures/satisfies.js';
import { randomFrom } from '../../../src/numeric/random.js';
import { REGIME_NAMES } from '../../../src/numeric/sampler-regime.js';
import { toDouble } from '../../../src/symbolic/rational.js';
import { CASES } from './cases.js';

const partsOf = (sampler: ParameterSampler, value: Float64Array): Record<string, number[]> =>
  sampler.construction.direct
    ? { W: Array.from(value) }
    : Object.fromEntries([...sampler.parts].map(([name, part]) => [name, Array.from(part)]));

describe.each(CASES)('$name', ({ parameter, dimensions }) => {
  test('samples of every regime have the structure, and parts evaluate to the value', () => {
    for (const size of dimensions) {
      const sampler = compileSampler(parameter, size);
      const random = randomFrom(7, 'conformance', ...Object.values(size));
      const value = new Float64Array(sampler.length);
      for (let k = 0; k < 4 * REGIME_NAMES.length; k += 1) {
        const regime = REGIME_NAMES[k % REGIME_NAMES.length] ?? 'ordinary';
        sampler.fill(value, random, regime);
        const exact = exactValue(parameter, size, partsOf(sampler, value));
        expect({ size, regime, held: satisfiesParameter(parameter, exact, size) }).toEqual({
          size,
          regime,
          held: true,
        });
        const scale = Math.max(...value.map(Math.abs), 1e-300);
        const error = Math.max(...exact.flat().map((entry, i) => Math.abs(toDouble(entry) - (value[i] ?? NaN))));
        expect(error).toBeLessThanOrEqual(1e-11 * scale);
      }
    }
  });

  test('coordinates describe a value, and changed ones keep the structure', () => {
    for (const size of dimensions) {
      const sampler = compileSampler(parameter, size);
      const random = randomFrom(8, ...Object.values(size));
      const value = new Float64Array(sampler.length);
      const again = new Float64Array(sampler.length);
      const coordinates = new Float64Array(sampler.coordinates);
      for (let k = 0; k < 4; k += 1) {
        sampler.fill(value, random, 'ordinary');
        sampler.readCoordinates(coordinates);
        sampler.writeCoordinates(coordinates, again);
        const scale = Math.max(...value.map(Math.abs));
        const change = Math.max(...again.map((entry, i) => Math.abs(entry - (value[i] ?? NaN))));
        expect(change).toBeLessThanOrEqual(1e-8 * scale);
        for (let i = 0; i < coordinates.length; i += 1)
          coordinates[i] = (coordinates[i] ?? 0) * random.uniform(-2, 2) + random.uniform(-1, 1);
        sampler.writeCoordinates(coordinates, again);
        const exact = exactValue(parameter, size, partsOf(sampler, again));
        expect(satisfiesParameter(parameter, exact, size)).toBe(true);
      }
    }
  });

  test('the arbitrary generates values of the structure and shrinks inside it', () => {
    const [first, ...rest] = [...dimensions].reverse();
    for (const size of [first, rest[0]]) {
      if (size === undefined) continue;
      const arbitrary = parameterArbitrary(parameter, size);
      let checked = 0;
      fc.assert(
        fc.property(arbitrary, (sample) => {
          checked += 1;
          const parts = Object.keys(sample.parts).length > 0 ? sample.parts : { W: Array.from(sample.value) };
          const exact = exactValue(parameter, size, parts);
          expect(satisfiesParameter(parameter, exact, size)).toBe(true);
          const scale = Math.max(...sample.value.map(Math.abs), 1e-300);
          const error = Math.max(...exact.flat().map((x, i) => Math.abs(toDouble(x) - (sample.value[i] ?? NaN))));
          expect(error).toBeLessThanOrEqual(1e-11 * scale);
        }),
        { seed: 11, numRuns: 25 },
      );
      expect(checked).toBeGreaterThanOrEqual(25);
      const [sample] = fc.sample(arbitrary, { seed: 5, numRuns: 1 });
      if (sample === undefined) throw new Error('no sample');
      expect(arbitrary.canShrinkWithoutContext(sample)).toBe(true);
      let seen = 0;
      for (const { value: candidate } of arbitrary.shrink(sample, undefined)) {
        if (seen++ > 40) break;
        const parts = Object.keys(candidate.parts).length > 0 ? candidate.parts : { W: Array.from(candidate.value) };
        expect(satisfiesParameter(parameter, exactValue(parameter, size, parts), size)).toBe(true);
      }
    }
  });
});
