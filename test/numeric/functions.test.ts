import { beforeAll, describe, expect, it } from 'vitest';
import { NUMERIC_FUNCTIONS, POWER_ULPS, pow, step } from '../../src/numeric/functions.js';
import { loadMpfr, NEAREST, type Reals, reals } from '../../src/numeric/mpfr.js';
import { ENTRYWISE_FUNCTIONS, type EntrywiseName } from '../../src/symbolic/functions.js';
import { type Field, mpfrField } from './naive.js';
import type { Real } from '../../src/numeric/mpfr.js';
import { generator } from './random-expressions.js';

const U = 2 ** -53;
let r: Reals;
let f: Field<Real>;
beforeAll(async () => {
  await loadMpfr();
  r = reals(300);
  f = mpfrField(r);
});

const names = Object.keys(ENTRYWISE_FUNCTIONS) as EntrywiseName[];

/** Points of every size and both signs, dense where the functions bend. */
function points(count: number, seed: number): number[] {
  const random = generator(seed);
  const list = [0, 1, -1, 0.5, 2, 6, -6, 5.9999, 0.9999999, 1.0000001, 1e4, -1e4, 700, -700, 1e-8, -1e-8, 1e-300];
  for (let i = 0; i < count; i += 1) {
    const sign = random() < 0.5 ? -1 : 1;
    list.push(sign * random() * 3, sign * random() * 30, sign * 10 ** (random() * 12 - 8));
  }
  return list;
}

/** The error of a computed value in units of 2⁻⁵³ of its size, in the subnormal range of 2⁻¹⁰⁷⁴. */
function ulps(computed: number, exact: Real): number {
  const off = Math.abs(r.toDouble(r.binary('sub', r.fromDouble(computed), exact, NEAREST), NEAREST));
  const size = Math.abs(computed);
  return off === 0 ? 0 : off / (size * U + Number.MIN_VALUE);
}

describe('numeric functions', () => {
  it('has the names of the symbolic registry', () => {
    expect(Object.keys(NUMERIC_FUNCTIONS).sort()).toEqual(names.slice().sort());
  });

  it.each(names)('%s is within half of its stated error of MPFR', (name) => {
    const { apply, ulps: bound } = NUMERIC_FUNCTIONS[name];
    let worst = 0;
    for (const x of points(name === 'softplus_integral' ? 200 : 1500, 11)) {
      const computed = apply(x);
      r.scope(() => {
        const exact = f.map(name, r.fromDouble(x));
        if (!r.isFinite(exact) || Math.abs(r.toDouble(exact, NEAREST)) > 1.7e308)
          expect(Number.isFinite(computed)).toBe(false);
        else worst = Math.max(worst, ulps(computed, exact));
      });
    }
    expect(worst, name).toBeLessThanOrEqual(bound / 2);
    if (bound > 0) expect(worst).toBeGreaterThan(0.3);
  });

  it.each(names)('the slope bound of %s holds between points of the interval', (name) => {
    const { slope } = NUMERIC_FUNCTIONS[name];
    const random = generator(5);
    let finite = 0;
    for (const x of points(name === 'softplus_integral' ? 60 : 200, 3).filter((p) => Math.abs(p) < 1e3)) {
      const e = 10 ** (random() * 8 - 8) * (random() < 0.3 ? Math.abs(x) : 1);
      const bound = slope(x, e);
      if (bound === Infinity) continue;
      finite += 1;
      r.scope(() => {
        const ends = [-1, 1, 2 * random() - 1, 2 * random() - 1].map((t) =>
          r.binary('add', r.fromDouble(x), r.fromDouble(e * t), NEAREST),
        );
        const values = ends.map((t) => f.map(name, t));
        for (let p = 0; p < ends.length; p += 1) {
          for (let q = 0; q < p; q += 1) {
            const sub = (a: readonly Real[]): Real =>
              r.unary('abs', r.binary('sub', a[p] as Real, a[q] as Real, NEAREST), NEAREST);
            // The last term covers the rounding of the reference near ±1.
            const limit = r.binary(
              'add',
              r.binary('mul', r.fromDouble(bound), sub(ends), NEAREST),
              r.fromDouble(1e-85),
              NEAREST,
            );
            expect(r.compare(sub(values), limit), `${name} near ${x} within ${e}`).toBeLessThanOrEqual(0);
          }
        }
      });
    }
    expect(finite).toBeGreaterThan(50);
  });

  it('does not overflow on the way', () => {
    expect(NUMERIC_FUNCTIONS.logcosh.apply(1e4)).toBeCloseTo(1e4 - Math.LN2, 9);
    expect(NUMERIC_FUNCTIONS.softplus.apply(1e4)).toBe(1e4);
    expect(NUMERIC_FUNCTIONS.softplus.apply(-1e4)).toBe(0);
    expect(NUMERIC_FUNCTIONS.sigmoid.apply(-1e4)).toBe(0);
    expect(NUMERIC_FUNCTIONS.sigmoid.apply(1e4)).toBe(1);
  });

  it('is NaN outside the domain', () => {
    for (const [name, x] of [
      ['log', 0],
      ['log', -1],
      ['log1p', -1],
      ['log1p', -2],
    ] as const)
      expect(NUMERIC_FUNCTIONS[name].apply(x)).toBeNaN();
    expect(pow(0, -1)).toBeNaN();
    expect(pow(-2, 0.5)).toBeNaN();
    expect(pow(-2, 1 / 3)).toBeNaN();
  });

  it('powers are within half of their stated error', () => {
    const random = generator(8);
    let worst = 0;
    for (let i = 0; i < 2000; i += 1) {
      const x = 10 ** (random() * 6 - 3);
      const p = i % 2 === 0 ? Math.round(random() * 12 - 6) : random() * 8 - 4;
      worst = Math.max(
        worst,
        r.scope(() => ulps(pow(x, p), f.power(r.fromDouble(x), r.fromDouble(p)))),
      );
    }
    expect(worst).toBeLessThanOrEqual(POWER_ULPS / 2);
  });

  it('the step at 0 follows its direction', () => {
    expect([step(2), step(-2), step(0), step(0, 1), step(0, -1), step(0, 0)]).toEqual([1, 0, 0, 1, 0, 0]);
    expect(step(Number.NaN)).toBeNaN();
  });
});
