import { beforeAll, describe, expect, it } from 'vitest';
import { compileBoundedKernel, compileKernel } from '../../src/numeric/kernel.js';
import { loadMpfr, NEAREST, type Real, type Reals, reals } from '../../src/numeric/mpfr.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { print } from '../../src/symbolic/print-text.js';
import { sizeValue } from '../../src/symbolic/size.js';
import { DOUBLES, interpret, mpfrField, type Table } from './naive.js';
import { fill, generator, randomExpression, rowsOf, SYMBOLS } from './random-expressions.js';

let r: Reals;
beforeAll(async () => {
  await loadMpfr();
  r = reals(400);
});

const KINDS = ['s', 'n', 'm', 'nn', 'nm'] as const;

/** The tables behind the inputs of a kernel, also of symbols that it does not need. */
function tables<T>(
  inputs: ReadonlyMap<string, Float64Array>,
  dimensions: Record<string, number>,
  convert: (x: number) => T,
): Map<string, Table<T>> {
  const result = new Map<string, Table<T>>();
  for (const symbol of Object.values(SYMBOLS)) {
    const x = inputs.get(symbol.name);
    const [rows, columns] = [sizeValue(symbol.shape.rows, dimensions), sizeValue(symbol.shape.columns, dimensions)];
    result.set(
      symbol.name,
      rowsOf(x ?? new Float64Array(rows * columns), columns).map((row) => row.map(convert)),
    );
  }
  return result;
}

function expressions(count: number, seed: number, depth: number): Expression[] {
  const random = generator(seed);
  return Array.from({ length: count }, (_, k) =>
    randomExpression(random, KINDS[k % KINDS.length] as (typeof KINDS)[number], depth),
  );
}

const SIZES = [
  { N: 1, M: 1 },
  { N: 2, M: 3 },
  { N: 3, M: 2 },
  { N: 5, M: 7 },
  { N: 13, M: 6 },
] as const;

describe('kernels', () => {
  it('agree with a plain interpreter', () => {
    const random = generator(77);
    let compared = 0;
    for (const [k, e] of expressions(160, 1, 3).entries()) {
      const dimensions = SIZES[k % SIZES.length] as Record<string, number>;
      const kernel = compileKernel([e], dimensions);
      const bounded = compileBoundedKernel([e], dimensions);
      fill(kernel.inputs, dimensions.N as number, random);
      for (const [name, x] of kernel.inputs) bounded.inputs.get(name)?.set(x);
      kernel.run();
      bounded.run();
      const naive = interpret(e, tables(kernel.inputs, dimensions, Number), dimensions, DOUBLES).flat();
      const [values, safe, bounds] = [kernel.outputs[0], bounded.outputs[0], bounded.bounds[0]].map(
        (x) => x as Float64Array,
      ) as [Float64Array, Float64Array, Float64Array];
      expect(values).toHaveLength(naive.length);
      naive.forEach((exact, i) => {
        const [value, bound] = [values[i] as number, bounds[i] as number];
        // Both computations are off by about the bound; where it is infinite or a step may jump nothing is compared.
        if (!(bound < 1e-6 * (1 + Math.abs(value)))) return;
        compared += 1;
        const tolerance = 1e3 * bound + 1e-12 * Math.abs(value) + 1e-300;
        expect(Math.abs(value - exact), `${print(e)} at ${JSON.stringify(dimensions)}`).toBeLessThanOrEqual(tolerance);
        expect(Math.abs(value - (safe[i] as number))).toBeLessThanOrEqual(tolerance);
      });
    }
    expect(compared).toBeGreaterThan(2000);
  });

  it('bounds hold against MPFR, and are not absurd', () => {
    const random = generator(78);
    const f = mpfrField(r);
    let checked = 0;
    const ratios: number[] = [];
    for (const [k, e] of expressions(300, 2, 3).entries()) {
      const dimensions = SIZES[k % 4] as Record<string, number>;
      const kernel = compileBoundedKernel([e], dimensions);
      for (let sample = 0; sample < 3; sample += 1) {
        fill(kernel.inputs, dimensions.N as number, random);
        kernel.run();
        r.scope(() => {
          const exact = interpret(e, tables(kernel.inputs, dimensions, r.fromDouble), dimensions, f).flat();
          exact.forEach((x: Real, i) => {
            const [value, bound] = [kernel.outputs[0]?.[i] as number, kernel.bounds[0]?.[i] as number];
            expect(bound).not.toBeNaN();
            if (bound === Infinity) return;
            checked += 1;
            const off = r.toDouble(r.unary('abs', r.binary('sub', r.fromDouble(value), x, NEAREST), NEAREST), NEAREST);
            expect(off, `${print(e)} at ${JSON.stringify(dimensions)}`).toBeLessThanOrEqual(bound);
            if (off > 0 && bound !== 1) ratios.push(bound / off);
          });
        });
      }
    }
    expect(checked).toBeGreaterThan(5000);
    ratios.sort((a, b) => a - b);
    expect(ratios[Math.floor(ratios.length / 2)]).toBeLessThan(100);
    expect(ratios[Math.floor(ratios.length * 0.9)]).toBeLessThan(3000);
  });
});
