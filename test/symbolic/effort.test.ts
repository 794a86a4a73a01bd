import { describe, expect, it } from 'vitest';
import * as build from '../../src/symbolic/build.js';
import { withLimits } from '../../src/symbolic/effort.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { isZeroByNormalForm, normalForm } from '../../src/symbolic/normal-form.js';
import { SCALAR } from '../../src/symbolic/shape.js';

const { sum, power, map, subtract } = build;

/** A new expression each time, so that nothing of it is in the cache. */
const made = (() => {
  let n = 0;
  return (exponent: number): Expression => {
    n += 1;
    return power(sum(...['a', 'b', 'c'].map((name) => build.symbol(`${name}${n}`, SCALAR))), exponent);
  };
})();

const isRefused = (e: Expression, limits: { terms?: number; work?: number }): boolean => {
  try {
    withLimits(limits, () => normalForm(e));
    return false;
  } catch {
    return true;
  }
};

describe('limits on normal forms', () => {
  it('count what is in the cache like what is not', () => {
    const limits = [{ terms: 20 }, { work: 300 }, { terms: 200 }, { work: 10_000 }];
    for (const wrap of [(e: Expression) => e, (e: Expression) => map('exp', map('exp', e))])
      for (const limit of limits) {
        const [cached, fresh] = [wrap(made(4)), wrap(made(4))];
        normalForm(cached);
        expect(isRefused(cached, limit)).toBe(isRefused(fresh, limit));
      }
    expect(limits.map((limit) => isRefused(made(4), limit))).toEqual([true, true, false, false]);
  });

  it('count a form once, however often it is used', () => {
    const e = made(4);
    withLimits({ work: 10_000 }, () => {
      for (let i = 0; i < 100; i += 1) normalForm(e);
    });
    withLimits({ work: 10_000 }, () => expect(() => Array.from({ length: 100 }, () => normalForm(made(4)))).toThrow());
  });

  it('hold for the whole of a computation, also where one part of it was refused', () => {
    withLimits({ work: 300 }, () => {
      expect(isZeroByNormalForm(subtract(made(4), made(4)))).toBe(false);
      const e = made(1);
      expect(isZeroByNormalForm(subtract(e, e))).toBe(false);
    });
    const e = made(1);
    expect(isZeroByNormalForm(subtract(e, e))).toBe(true);
  });
});
