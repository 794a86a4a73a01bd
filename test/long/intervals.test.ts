/** Millions of random and adversarial points: no interval of doubles misses the exact result. */
import { beforeAll, expect, test } from 'vitest';
import { loadMpfr } from '../../src/numeric/mpfr.js';
import { randomFrom } from '../../src/numeric/random.js';
import { compareAll } from '../interval/arbiter.js';

beforeAll(loadMpfr);

const PORTIONS = 10;

test.each(Array.from({ length: PORTIONS }, (_, seed) => seed))('portion %i', (seed) => {
  const tally = compareAll(30, (name) => randomFrom(seed, `long ${name}`));
  expect(tally.misses).toEqual([]);
  expect(tally.comparisons).toBeGreaterThan(300_000);
});
