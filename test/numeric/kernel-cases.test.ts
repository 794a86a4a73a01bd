import { describe, expect, it } from 'vitest';
import { compileBoundedKernel, compileKernel, kernelSource } from '../../src/numeric/kernel.js';
import * as build from '../../src/symbolic/build.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { rational } from '../../src/symbolic/rational.js';
import { matrixShape, SCALAR, vectorShape } from '../../src/symbolic/shape.js';
import { generator } from './random-expressions.js';

const NN = matrixShape('N', 'N');
const y = build.symbol('y', vectorShape('N'), 'state');
const d = build.symbol('d', vectorShape('N'), 'state');
const W = build.symbol('W', NN, 'parameter');
const x = build.symbol('x', SCALAR, 'parameter');
const z = build.symbol('z', SCALAR, 'parameter');

function evaluate(
  e: Expression,
  values: Record<string, readonly number[]>,
  n = 2,
): { value: number[]; bound: number[] } {
  const kernel = compileBoundedKernel([e], { N: n });
  for (const [name, v] of Object.entries(values)) kernel.inputs.get(name)?.set(v);
  kernel.run();
  const plain = compileKernel([e], { N: n });
  for (const [name, v] of Object.entries(values)) plain.inputs.get(name)?.set(v);
  plain.run();
  const [value, bound] = [[...(kernel.outputs[0] as Float64Array)], [...(kernel.bounds[0] as Float64Array)]];
  value.forEach((v, i) => {
    const other = plain.outputs[0]?.[i] as number;
    if (Number.isNaN(v)) expect(other).toBeNaN();
    else if (bound[i] !== Infinity && Number.isFinite(v))
      expect(Math.abs(v - other)).toBeLessThanOrEqual(2 * (bound[i] as number));
  });
  return { value, bound };
}

describe('steps and kinks', () => {
  it('follow the direction at exact zeros only', () => {
    const at = (zs: number[], ds: number[]) => evaluate(build.step(y, d), { y: zs, d: ds });
    expect(at([0, 0], [1, -1])).toEqual({ value: [1, 0], bound: [0, 0] });
    expect(at([0, 1e-300], [0, -1])).toEqual({ value: [0, 1], bound: [0, 0] });
    expect(at([-1e-300, -0], [1, 1])).toEqual({ value: [0, 1], bound: [0, 0] });
  });

  it('are off by at most 1 where rounding hides the sign', () => {
    const argument = build.subtract(build.map('exp', build.map('log', y)), d);
    const { value, bound } = evaluate(build.step(argument), { y: [3, 3], d: [3, 2.9] });
    expect(bound).toEqual([1, 0]);
    expect(value[1]).toBe(1);
  });

  it('are exact where the argument is: y − d with y = d', () => {
    expect(evaluate(build.step(build.subtract(y, d), d), { y: [0.1, 0.3], d: [0.1, 0.2] })).toEqual({
      value: [1, 1],
      bound: [0, 0],
    });
  });
});

describe('undefined and undecidable values', () => {
  it('are NaN with an infinite bound', () => {
    const undefinedAt: [Expression, number][] = [
      [build.map('log', x), 0],
      [build.map('log', x), -1],
      [build.reciprocal(x), 0],
      [build.sqrt(x), -1],
      [build.power(x, build.number(rational(1, 3))), -8],
      [build.product(build.ZERO, build.ONE, build.map('log', x)), -1],
      [build.sum(build.map('log', x), build.negate(build.map('log', x))), -1],
    ];
    for (const [e, at] of undefinedAt.slice(0, 5)) {
      const { value, bound } = evaluate(e, { x: [at] });
      expect(value[0]).toBeNaN();
      expect(bound[0]).toBe(Infinity);
    }
    expect(evaluate(undefinedAt[6]?.[0] as Expression, { x: [-1] }).value[0]).toBeNaN();
  });

  it('have no bound where a divisor or a root may be 0 within its error', () => {
    const tiny = build.subtract(build.product(x, z), build.ONE);
    for (const e of [build.reciprocal(tiny), build.sqrt(tiny), build.map('log', tiny)])
      expect(evaluate(e, { x: [3], z: [1 / 3] }).bound[0]).toBe(Infinity);
    expect(evaluate(build.sqrt(x), { x: [0] })).toEqual({ value: [0], bound: [0] });
  });

  it('overflow has no bound', () => {
    const { bound } = evaluate(build.map('exp', x), { x: [1000] });
    expect(bound[0]).toBe(Infinity);
  });
});

describe('underflow and cancellation', () => {
  it('are covered by the bound', () => {
    const product = evaluate(build.product(x, z), { x: [1e-200], z: [1e-200] });
    expect(product.value[0]).toBe(0);
    expect(product.bound[0]).toBeGreaterThan(0);
    expect(product.bound[0]).toBeLessThan(1e-300);
    expect(evaluate(build.product(x, z), { x: [0], z: [1e-200] })).toEqual({ value: [0], bound: [0] });
    const cancelled = evaluate(build.subtract(build.power(x, 2), build.product(z, z)), { x: [1 + 2 ** -30], z: [1] });
    expect(Math.abs((cancelled.value[0] as number) - (2 ** -29 + 2 ** -60))).toBeLessThanOrEqual(
      cancelled.bound[0] as number,
    );
    expect(cancelled.bound[0]).toBeLessThan(1e-14);
  });
});

describe('outputs', () => {
  it('may repeat, be inputs, or be transposes of each other', () => {
    for (const N of [3, 40]) {
      const outputs = [W, build.transpose(W), W, build.product(W, y), build.transpose(build.product(W, y)), y, y];
      for (const kernel of [compileKernel(outputs, { N }), compileBoundedKernel(outputs, { N })]) {
        const random = generator(N);
        for (const v of kernel.inputs.values()) v.forEach((_, i) => (v[i] = random()));
        kernel.run();
        const w = kernel.inputs.get('W') as Float64Array;
        const [w1, w2, w3, wy, wyt, y1] = kernel.outputs as Float64Array[];
        expect(w1).toEqual(w);
        expect(w3).toEqual(w);
        expect(w1).not.toBe(w);
        expect(w2?.[1]).toBe(w[N]);
        expect(wyt).toEqual(wy);
        expect(y1).toEqual(kernel.inputs.get('y'));
        expect(new Set([...kernel.outputs, ...kernel.inputs.values()]).size).toBe(9);
      }
    }
  });

  it('are the same at every run', () => {
    const kernel = compileKernel([build.product(build.transpose(W), W), build.product(W, y)], { N: 30 });
    const random = generator(1);
    for (const v of kernel.inputs.values()) v.forEach((_, i) => (v[i] = random()));
    kernel.run();
    const first = kernel.outputs.map((o) => [...o]);
    kernel.run();
    expect(kernel.outputs.map((o) => [...o])).toEqual(first);
  });
});

describe('the generated code', () => {
  it('contains no text of the user', () => {
    const hostile = build.symbol('x);process.exit(1);//', SCALAR, 'parameter');
    const e = build.sum(hostile, build.map('exp', hostile), build.number(rational(1, 3)));
    for (const bounded of [false, true]) expect(kernelSource([e], {}, bounded)).not.toContain('process');
    const kernel = compileKernel([e], {});
    kernel.run();
    expect(kernel.outputs[0]?.[0]).toBeCloseTo(4 / 3, 14);
  });

  it('reads a matrix once for W g and W′ g', () => {
    const e = build.sum(build.product(W, y), build.product(build.transpose(W), y));
    const calls = kernelSource([e], { N: 64 }).match(/wasm_\w+\(/g) ?? [];
    expect(calls).toEqual(['wasm_both(']);
  });
});
