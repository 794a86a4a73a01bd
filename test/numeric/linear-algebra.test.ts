import { describe, expect, it } from 'vitest';
import { compileBoundedKernel, compileKernel } from '../../src/numeric/kernel.js';
import { compileDefinitenessTest } from '../../src/numeric/linear-algebra.js';
import { compileCholesky } from '../../src/numeric/linear-algebra-cholesky.js';
import * as build from '../../src/symbolic/build.js';
import type { FunctionName } from '../../src/symbolic/expression.js';
import { matrixShape } from '../../src/symbolic/shape.js';
import { generator } from './random-expressions.js';

const SIZES = [1, 2, 3, 4, 7, 8, 9, 16, 21] as const;

/** V diag(values) V' from seeded reflections, symmetric to the last bit. */
function withSpectrum(values: readonly number[], random: () => number): Float64Array {
  const n = values.length;
  let a = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => (i === j ? (values[i] as number) : 0)),
  );
  for (let k = 0; k < 3; k += 1) {
    const v = Array.from({ length: n }, () => random() - 0.5);
    const norm = v.reduce((s, x) => s + x * x, 0);
    const h = v.map((x, i) => v.map((z, j) => (i === j ? 1 : 0) - (2 * x * z) / norm));
    const multiply = (p: number[][], q: number[][]): number[][] =>
      p.map((row) =>
        (q[0] as number[]).map((_, j) => row.reduce((s, x, i) => s + x * ((q[i] as number[])[j] as number), 0)),
      );
    a = multiply(multiply(h, a), h);
  }
  const m = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j <= i; j += 1) m[i * n + j] = m[j * n + i] = (a[i] as number[])[j] as number;
  return m;
}

const form = (m: Float64Array, x: Float64Array): number =>
  x.reduce((s, xi, i) => s + xi * x.reduce((t, xj, j) => t + (m[i * x.length + j] as number) * xj, 0), 0);

describe('definiteness', () => {
  it.each(SIZES)('is decided where the spectrum is clear, n = %i', (n) => {
    const random = generator(n);
    const test = compileDefinitenessTest(n);
    for (let k = 0; k < 20; k += 1) {
      const spectrum = Array.from({ length: n }, () => random() + 0.01);
      expect(test.decide(withSpectrum(spectrum, random))).toBe('positive');
      spectrum[0] = -(10 ** (-10 * random()));
      const m = withSpectrum(spectrum, random);
      expect(test.decide(m)).toBe('negative');
      expect(form(m, test.witness)).toBeLessThan(0);
      const { value, error } = test.form();
      expect(value).toBeLessThan(-error);
    }
  });

  it.each([1, 2, 3, 4, 8])('a quick look passes what is positive and nothing that is negative, n = %i', (n) => {
    const random = generator(n + 20);
    const test = compileDefinitenessTest(n);
    const offset = 5;
    const passes = (m: Float64Array): boolean => {
      const among = new Float64Array(offset + n * n + 3).fill(Number.NaN);
      among.set(m, offset);
      return test.passes(among, offset);
    };
    for (let k = 0; k < 50; k += 1) {
      const spectrum = Array.from({ length: n }, () => random() + 0.01);
      const positive = withSpectrum(spectrum, random);
      expect(passes(positive)).toBe(true);
      spectrum[0] = -(10 ** (-14 * random()));
      const m = withSpectrum(spectrum, random);
      if (test.decide(m) === 'negative') expect(passes(m)).toBe(false);
      for (const bad of [Number.NaN, Infinity, -Infinity]) {
        const broken = positive.slice();
        broken[(n - 1) * n + (k % n)] = bad;
        expect(passes(broken)).toBe(false);
      }
    }
    expect(compileDefinitenessTest(9).passes(withSpectrum(new Array<number>(9).fill(1), random), 0)).toBe(false);
  });

  it.each(SIZES)('is left open within rounding errors and within the error of the matrix, n = %i', (n) => {
    const random = generator(n + 50);
    const test = compileDefinitenessTest(n);
    const spectrum = Array.from({ length: n }, () => random() + 0.5);
    spectrum[0] = 0;
    expect(test.decide(withSpectrum(spectrum, random))).not.toBe('positive');
    expect(test.decide(new Float64Array(n * n))).toBe('undecided');
    spectrum[0] = 1e-3;
    const m = withSpectrum(spectrum, random);
    expect(test.decide(m)).toBe('positive');
    expect(test.decide(m, 1e-2)).toBe('undecided');
    expect(test.decide(m, new Float64Array(n * n).fill(1e-2))).toBe('undecided');
    spectrum[0] = -1e-3;
    const negative = withSpectrum(spectrum, random);
    expect(test.decide(negative, 1e-2)).toBe('undecided');
    expect(test.decide(negative, new Float64Array(n * n).fill(1e-6))).toBe('negative');
    expect(test.decide(new Float64Array(n * n).fill(Number.NaN))).toBe('undecided');
    expect(test.decide(m, Number.POSITIVE_INFINITY)).toBe('undecided');
  });

  it('the factor reproduces the matrix', () => {
    for (const n of SIZES) {
      const random = generator(n + 9);
      const m = withSpectrum(
        Array.from({ length: n }, () => random() + 0.1),
        random,
      );
      const l = new Float64Array(n * n);
      expect(compileCholesky(n)(m, 0.5, l)).toBe(-1);
      for (let i = 0; i < n; i += 1)
        for (let j = 0; j <= i; j += 1) {
          let s = 0;
          for (let k = 0; k <= j; k += 1) s += (l[i * n + k] as number) * (l[j * n + k] as number);
          expect(s).toBeCloseTo((m[i * n + j] as number) + (i === j ? 0.5 : 0), 12);
        }
      m[n * n - 1] = -1;
      expect(compileCholesky(n)(m, 0, l)).toBe(n - 1);
    }
  });
});

describe('functions of matrices', () => {
  const A = build.symbol('A', matrixShape('N', 'N'), 'parameter');
  const S = build.symbol('S', matrixShape('N', 'N'), 'parameter', ['symmetric']);
  const of = (name: FunctionName, symmetric = false) => build.apply(name, symmetric ? S : A);
  const general = [3, 1, -0.5, 0.25, 2, 1, 0.5, -1, 4];
  const symmetric = [4, 1, -0.5, 1, 3, 0.25, -0.5, 0.25, 2];

  function evaluate(e: ReturnType<typeof of>): { value: Float64Array; bound: Float64Array } {
    const kernel = compileBoundedKernel([e], { N: 3 });
    kernel.inputs.get('A')?.set(general);
    kernel.inputs.get('S')?.set(symmetric);
    kernel.run();
    return { value: kernel.outputs[0] as Float64Array, bound: kernel.bounds[0] as Float64Array };
  }
  const expectIdentity = (m: Float64Array): void => m.forEach((x, k) => expect(x).toBeCloseTo(k % 4 === 0 ? 1 : 0, 12));

  it('satisfy their equations', () => {
    expectIdentity(evaluate(build.product(A, of('inv'))).value);
    expectIdentity(evaluate(build.product(build.transpose(of('polar')), of('polar'))).value);
    expectIdentity(evaluate(build.product(of('expm'), build.apply('expm', build.negate(A)))).value);
    for (const sym of [true, false]) {
      const root = of('sqrtm', sym);
      const difference = build.subtract(build.product(root, root), sym ? S : A);
      evaluate(difference).value.forEach((x) => expect(Math.abs(x)).toBeLessThan(1e-12));
    }
  });

  it('have bounds that hold', () => {
    const inverse = evaluate(of('inv'));
    // Entry (1, 1) of the inverse is the cofactor 2·4 − 1·(−1) = 9 over the determinant.
    const determinant = 3 * (2 * 4 + 1) - 1 * (0.25 * 4 - 0.5) + -0.5 * (0.25 * -1 - 2 * 0.5);
    expect(Math.abs((inverse.value[0] as number) - 9 / determinant)).toBeLessThanOrEqual(inverse.bound[0] as number);
    expect(inverse.bound[0]).toBeLessThan(1e-12);
    for (const name of ['lambda_min', 'lambda_max', 'norm'] as const) {
      const { value, bound } = evaluate(of(name, name !== 'norm'));
      expect(bound[0]).toBeLessThan(1e-12);
      expect(Number.isFinite(value[0] as number)).toBe(true);
    }
    const least = evaluate(of('lambda_min', true)).value[0] as number;
    // The characteristic polynomial changes sign within the bound.
    const det = (l: number): number =>
      (4 - l) * ((3 - l) * (2 - l) - 0.0625) - (2 - l + 0.125) + -0.5 * (0.25 + 0.5 * (3 - l));
    expect(Math.sign(det(least - 1e-9))).not.toBe(Math.sign(det(least + 1e-9)));
  });

  it('are NaN, with a reason, for eigenvalues of a matrix that is not symmetric', () => {
    const kernel = compileKernel([of('lambda_min')], { N: 3 });
    expect(kernel.unsupported).toEqual(['lambda_min of a matrix that is not symmetric']);
    kernel.inputs.get('A')?.set(general);
    kernel.run();
    expect(kernel.outputs[0]?.[0]).toBeNaN();
    kernel.inputs.get('A')?.set([0, 0, -1, 0, 0, 1, 1, -1, 0]);
    kernel.run();
    expect(kernel.outputs[0]?.[0]).toBeNaN();
    expect(compileKernel([of('lambda_min', true)], { N: 3 }).unsupported).toEqual([]);
  });

  it('are NaN for singular matrices, and do not throw', () => {
    const kernel = compileBoundedKernel([of('inv')], { N: 3 });
    kernel.inputs.get('A')?.fill(1);
    kernel.run();
    expect(kernel.outputs[0]?.every((x) => !(Math.abs(x) < 1e10))).toBe(true);
    expect(kernel.bounds[0]?.every((x) => x === Infinity)).toBe(true);
  });
});
