import { describe, expect, it } from 'vitest';
import { compileKernel, compileSamplesKernel } from '../../src/numeric/kernel.js';
import { fill, generator, randomExpression } from './random-expressions.js';

const CAPACITY = 5;

describe('kernels of many samples', () => {
  it('compute each sample as the kernel of one does, bit by bit', () => {
    const random = generator(4711);
    let compared = 0;
    for (let k = 0; k < 120; k += 1) {
      const e = randomExpression(random, (['s', 'n', 'nn'] as const)[k % 3] ?? 's', 3);
      const dimensions = { N: 1 + (k % 4), M: 1 + (k % 3) };
      const many = compileSamplesKernel(e, dimensions, CAPACITY);
      if (many === undefined) continue;
      const one = compileKernel([e], dimensions);
      const [output] = one.outputs as readonly [Float64Array];
      const expected: number[] = [];
      for (let s = 0; s < CAPACITY; s += 1) {
        fill(one.inputs, dimensions.N, random);
        for (const [name, x] of one.inputs) many.inputs.get(name)?.set(x, s * x.length);
        one.run();
        expected.push(...output);
      }
      many.run(CAPACITY - 1);
      expect([...many.output.subarray(0, expected.length - output.length)]).toEqual(
        expected.slice(0, expected.length - output.length),
      );
      expect([...many.output.subarray(expected.length - output.length)]).toEqual(Array(output.length).fill(0));
      compared += 1;
    }
    expect(compared).toBeGreaterThan(80);
  });
});
