import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/numeric/random.js';
import * as Q from '../../src/symbolic/rational.js';

describe('toDouble', () => {
  const random = randomFrom(1, 'toDouble');

  it('gives a double back', () => {
    const view = new DataView(new ArrayBuffer(8));
    for (let i = 0; i < 3000; i += 1) {
      view.setUint32(0, random.below(2 ** 31) * 2 + random.below(2));
      view.setUint32(4, random.below(2 ** 31) * 2 + random.below(2));
      const x = view.getFloat64(0);
      if (Number.isFinite(x)) expect(Q.toDouble(Q.fromDouble(x))).toBe(x);
    }
  });

  it('rounds decimals as the language does, from the least numbers to overflow', () => {
    for (let i = 0; i < 3000; i += 1) {
      const digits = `${1 + random.below(1e9)}${random.below(1e9)}${random.below(1e9)}`;
      const text = `${digits}e${random.below(680) - 370}`;
      expect(Q.toDouble(Q.fromDecimal(text)), text).toBe(Number(text));
      expect(Q.toDouble(Q.negate(Q.fromDecimal(text))), text).toBe(-Number(text));
    }
  });

  it.each([
    [2n ** 53n + 1n, 1n, 2 ** 53],
    [2n ** 53n + 3n, 1n, 2 ** 53 + 4],
    [1n, 2n ** 1075n, 0],
    [3n, 2n ** 1075n, 2 * Number.MIN_VALUE],
    [-1n, 10n ** 600n, -0],
    [2n ** 1024n - 2n ** 970n, 1n, Infinity],
    [2n ** 1024n - 2n ** 970n - 1n, 1n, Number.MAX_VALUE],
    [10n ** 310n + 1n, 10n ** 10n + 1n, 9.999999999e299],
    [10n ** 30n + 1n, 10n ** 330n, 1e-300],
    [1n, 3n * 10n ** 2000n, 0],
    [10n ** 2000n, 3n, Infinity],
  ])('rounds to the nearest, ties to even: case %#', (numerator, denominator, expected) => {
    expect(Q.toDouble(Q.rational(numerator, denominator))).toBe(expected);
  });
});
