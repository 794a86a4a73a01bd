import { beforeAll, describe, expect, it } from 'vitest';
import { enclose, type Enclosure, loadMpfr } from '../../src/numeric/enclosure.js';
import { BOUNDED_MATRIX_FUNCTIONS } from '../../src/numeric/linear-algebra-bounds.js';
import { type Random, randomFrom } from '../../src/numeric/random.js';
import * as build from '../../src/symbolic/build.js';
import { matrixShape } from '../../src/symbolic/shape.js';

beforeAll(loadMpfr);

const A = build.symbol('A', matrixShape('N', 'N'), 'parameter');
type Name = 'polar' | 'sqrtm' | 'expm';

const product = (x: Float64Array, y: Float64Array, n: number): Float64Array =>
  x.map((_, at) => {
    let sum = 0;
    for (let k = 0; k < n; k += 1) sum += (x[Math.floor(at / n) * n + k] as number) * (y[k * n + (at % n)] as number);
    return sum;
  });

/** Matrices of every condition: scaled rows, nearly dependent rows, triangular ones, small and large. */
function draw(random: Random, n: number, k: number): Float64Array {
  const a = new Float64Array(n * n);
  for (let i = 0; i < a.length; i += 1) a[i] = random.normal();
  if (k % 5 === 1) for (let i = 0; i < a.length; i += 1) a[i] = (a[i] as number) * 10 ** random.uniform(-8, 2);
  if (k % 5 === 2)
    for (let j = 0; j < n; j += 1)
      a[j] = (a[(n - 1) * n + j] as number) + 10 ** -random.uniform(2, 15) * random.normal();
  if (k % 5 === 3) for (let i = 0; i < n; i += 1) for (let j = 0; j < i; j += 1) a[i * n + j] = 0;
  const scale = k % 7 === 0 ? 10 ** random.uniform(-6, 1.5) : 1;
  return a.map((x) => x * scale);
}

/** Products RR', symmetric and nearly singular in turn, or general matrices near the identity for roots. */
function drawFor(name: Name, random: Random, n: number, k: number): Float64Array {
  const a = draw(random, n, k);
  if (name !== 'sqrtm') return a;
  const turned = a.map((_, at) => a[(at % n) * n + Math.floor(at / n)] as number);
  if (k % 3 === 0) return a.map((x, at) => (at % (n + 1) === 0 ? 1 : 0) + x / (n + 2));
  const square = product(a, turned, n);
  return square.map((x, at) => (at % (n + 1) === 0 && k % 3 === 1 ? x + 10 ** -random.uniform(0, 10) : x));
}

const LEAST_BOUNDED: Record<Name, number> = { polar: 0.9, sqrtm: 0.7, expm: 0.99 };

describe.each(['polar', 'sqrtm', 'expm'] as const)('%s', (name) => {
  const of = build.apply(name, A);
  const at = (a: ArrayLike<number>, n: number): readonly Enclosure[] =>
    enclose([of], { N: n }, new Map([['A', Array.from(a)]]), { precision: 300 })[0] ?? [];

  it('lies within its bound of every value of the matrix within its error', () => {
    const random = randomFrom(11, name);
    let bounded = 0;
    let sharp = 0;
    let compared = 0;
    const total = 300;
    for (let k = 0; k < total; k += 1) {
      const n = 1 + (k % 4);
      const a = drawFor(name, random, n, k);
      const size = Math.max(...a.map(Math.abs));
      const errors = k % 2 === 0 ? undefined : a.map(() => size * 10 ** -random.uniform(9, 17));
      const [to, bound] = [new Float64Array(n * n), new Float64Array(n * n)];
      BOUNDED_MATRIX_FUNCTIONS[name](a, errors, to, bound, n, n);
      if (!bound.every(Number.isFinite)) continue;
      bounded += 1;
      // The matrix itself, and one at the far end of its errors.
      const moved = a.map((x, i) => {
        const other = x + random.sign() * (errors?.[i] ?? 0);
        return Math.abs(other - x) <= (errors?.[i] ?? 0) ? other : x;
      });
      for (const exact of [at(a, n), at(moved, n)])
        exact.forEach(({ low, high, fault }, i) => {
          // Near singular matrices the bound here may know more than the enclosure, but never that there is no value.
          if (fault?.fault === 'undecided') return;
          expect(fault, `${name} of [${a.join(', ')}]`).toBeUndefined();
          compared += 1;
          const [value, most] = [to[i] as number, bound[i] as number];
          expect(Math.max(high - value, value - low), `${name} of [${a.join(', ')}]`).toBeLessThanOrEqual(
            most + (high - low),
          );
        });
      const norm = Math.max(...to.map(Math.abs));
      if (errors === undefined && (bound[0] as number) < 1e-10 * norm) sharp += 1;
    }
    expect(bounded / total).toBeGreaterThan(LEAST_BOUNDED[name]);
    expect(sharp / (total / 2)).toBeGreaterThan(0.5);
    expect(compared).toBeGreaterThan(6 * bounded);
  });

  it('has no bound where the errors admit matrices with no value, or with values that differ', () => {
    const [to, bound] = [new Float64Array(4), new Float64Array(4)];
    const singular = Float64Array.of(1, 1, 1, 1);
    BOUNDED_MATRIX_FUNCTIONS[name](singular, undefined, to, bound, 2, 2);
    expect(bound.every(Number.isFinite)).toBe(name === 'expm');
    BOUNDED_MATRIX_FUNCTIONS[name](Float64Array.of(1, 0, 0, 0.1), new Float64Array(4).fill(0.1), to, bound, 2, 2);
    expect(bound.every(Number.isFinite)).toBe(name === 'expm');
    BOUNDED_MATRIX_FUNCTIONS[name](Float64Array.of(1, NaN, 0, 1), undefined, to, bound, 2, 2);
    expect(bound.every((x) => x === Infinity)).toBe(true);
    BOUNDED_MATRIX_FUNCTIONS[name](Float64Array.of(1e200, 0, 0, 1e200), undefined, to, bound, 2, 2);
    expect(bound.every((x) => x === Infinity)).toBe(true);
  });

  it('of sizes up to 40 has a bound', () => {
    const random = randomFrom(3, name);
    for (const n of [10, 40]) {
      const half = Float64Array.from({ length: n * n }, () => random.normal() / n);
      const a = half.map((x, i) => (i % (n + 1) === 0 ? x + 1 : x));
      const [to, bound] = [new Float64Array(n * n), new Float64Array(n * n)];
      BOUNDED_MATRIX_FUNCTIONS[name](a, undefined, to, bound, n, n);
      expect(bound[0]).toBeLessThan(1e-7);
    }
  });
});

it('roots of matrices that are not symmetric lie within the bound of the root that was squared', () => {
  const random = randomFrom(23, 'roots');
  let bounded = 0;
  for (let k = 0; k < 2000; k += 1) {
    const n = 1 + (k % 5);
    const spread = 10 ** random.uniform(-2, -0.2);
    // Multiples of 2⁻¹², so that the square is exact.
    const root = Float64Array.from(
      { length: n * n },
      (_, i) => Math.round(4096 * ((i % (n + 1) === 0 ? 1 : 0) + spread * random.normal())) / 4096,
    );
    const a = product(root, root, n);
    const [to, bound] = [new Float64Array(n * n), new Float64Array(n * n)];
    BOUNDED_MATRIX_FUNCTIONS.sqrtm(a, undefined, to, bound, n, n);
    if (!bound.every(Number.isFinite)) continue;
    // Of a root with eigenvalues on the left the principal one is another.
    if (leastOfPart(root, n) <= 0) continue;
    bounded += 1;
    to.forEach((x, i) =>
      expect(Math.abs(x - (root[i] as number)), root.join()).toBeLessThanOrEqual(bound[i] as number),
    );
  }
  expect(bounded).toBeGreaterThan(1000);
});

/** A lower bound of the eigenvalues of the symmetric part. */
function leastOfPart(a: Float64Array, n: number): number {
  const part = a.map((x, k) => (x + (a[(k % n) * n + Math.floor(k / n)] as number)) / 2);
  const [value, error] = [new Float64Array(1), new Float64Array(1)];
  BOUNDED_MATRIX_FUNCTIONS.lambda_min(part, undefined, value, error, n, n);
  return (value[0] as number) - (error[0] as number);
}
