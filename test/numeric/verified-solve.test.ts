import { describe, expect, it } from 'vitest';
import { affineSolutions } from '../../src/numeric/exact-affine.js';
import { randomFrom } from '../../src/numeric/random.js';
import { compileLinearSolver } from '../../src/numeric/verified-solve.js';
import * as Q from '../../src/symbolic/rational.js';

const exactly = (values: Float64Array): { values: Float64Array; bounds: Float64Array } => ({
  values,
  bounds: new Float64Array(values.length),
});

describe('compileLinearSolver', () => {
  it('bounds the distance from the exact solution', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = randomFrom(seed, 'systems');
      const n = random.integer(1, 6);
      const scale = 10 ** random.integer(-6, 6);
      const a = Float64Array.from({ length: n * n }, () => scale * random.uniform(-1, 1));
      const c = Float64Array.from({ length: n }, () => random.uniform(-1, 1));
      const solver = compileLinearSolver(n);
      const radius = solver.solve(exactly(a), exactly(c));
      const rows = Array.from(c, (v, i) => [
        ...Array.from(a.subarray(i * n, (i + 1) * n), Q.fromDouble),
        Q.fromDouble(-v),
      ]);
      const exact = affineSolutions(rows, n);
      if (radius === undefined || exact === undefined) throw new Error('not solved');
      exact.point.forEach((x, i) => {
        const off = Q.add(x, Q.negate(Q.fromDouble(solver.x[i] as number)));
        expect(Math.abs(Q.toDouble(off))).toBeLessThanOrEqual(radius);
      });
      expect(radius).toBeLessThan(1e-6 * (1 + Math.max(...solver.x.map(Math.abs))));
    }
  });

  it('takes the errors of the entries into account', () => {
    const solver = compileLinearSolver(1);
    const bounded = (value: number, bound: number): { values: Float64Array; bounds: Float64Array } => ({
      values: Float64Array.of(value),
      bounds: Float64Array.of(bound),
    });
    // 2x = 1 with x up to (1 + 0.1)/(2 - 0.1).
    expect(solver.solve(bounded(2, 0.1), bounded(-1, 0.1))).toBeGreaterThanOrEqual(1.1 / 1.9 - 0.5);
    expect(solver.solve(bounded(2, 1.5), bounded(-1, 0))).toBeUndefined();
  });

  it('has no answer for singular systems', () => {
    const solver = compileLinearSolver(2);
    expect(solver.solve(exactly(Float64Array.of(1, 2, 2, 4)), exactly(Float64Array.of(1, 1)))).toBeUndefined();
    expect(solver.solve(exactly(Float64Array.of(0.1, 0.3, 0.2, 0.6)), exactly(Float64Array.of(1, 1)))).toBeUndefined();
    expect(solver.solve(exactly(Float64Array.of(Number.NaN, 0, 0, 1)), exactly(Float64Array.of(1, 1)))).toBeUndefined();
  });
});
