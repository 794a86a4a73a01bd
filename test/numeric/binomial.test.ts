import { describe, expect, it } from 'vitest';
import { clopperPearson } from '../../src/numeric/binomial.js';
import { randomFrom } from '../../src/numeric/random.js';

describe('the interval of Clopper and Pearson', () => {
  it.each([
    // From tables: 95 % confidence.
    [0, 10, 0, 0.3085],
    [1, 10, 0.0025, 0.445],
    [5, 10, 0.1871, 0.8129],
    [10, 10, 0.6915, 1],
    [8, 100, 0.0352, 0.1516],
  ])('%i of %i: [%d, %d]', (hits, trials, low, high) => {
    const interval = clopperPearson(hits, trials, 0.95);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('knows nothing without trials', () => {
    expect(clopperPearson(0, 0, 0.95)).toEqual({ low: 0, high: 1 });
  });

  it('holds the share as often as it says', () => {
    const random = randomFrom(1, 'coverage');
    for (const share of [0.02, 0.5, 0.9]) {
      let held = 0;
      for (let k = 0; k < 1000; k += 1) {
        let hits = 0;
        for (let i = 0; i < 40; i += 1) if (random.unit() < share) hits += 1;
        const { low, high } = clopperPearson(hits, 40, 0.9);
        if (low <= share && share <= high) held += 1;
      }
      expect(held).toBeGreaterThan(880);
    }
  });
});
