import { beforeAll, describe, expect, test } from 'vitest';
import { compileIntervalKernel, type IntervalKernel } from '../../src/interval/kernel.js';
import { enclose, loadMpfr } from '../../src/numeric/enclosure.js';
import { randomFrom } from '../../src/numeric/random.js';
import * as build from '../../src/symbolic/build.js';
import { ExpressionError } from '../../src/symbolic/error.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { print } from '../../src/symbolic/print-text.js';
import { SCALAR, vectorShape } from '../../src/symbolic/shape.js';
import { generator, randomExpression } from '../numeric/random-expressions.js';

beforeAll(loadMpfr);

const random = randomFrom(4, 'interval kernels');
const WIDTHS = [0, 0, 1e-12, 1e-3, 0.5, 4];

/** Fills the inputs with boxes of one width; symmetric and diagonal inputs symmetrically. */
function fill(kernel: IntervalKernel, width: number, size: number): void {
  for (const [name, { low, high }] of kernel.inputs) {
    const structured = name === 'S' || name === 'D';
    for (let i = 0; i < low.length; i += 1) {
      const [row, column] = [Math.floor(i / size), i % size];
      const mirror = column * size + row;
      if (structured && column < row) {
        [low[i], high[i]] = [low[mirror] as number, high[mirror] as number];
      } else if (name === 'D' && row !== column) [low[i], high[i]] = [0, 0];
      else {
        const middle = random.unit() < 0.2 ? random.integer(-2, 2) : 4 * random.unit() - 2;
        [low[i], high[i]] = [middle - width * random.unit(), middle + width * random.unit()];
      }
    }
  }
}

/** A point of the box, sometimes at its corners. */
function pointIn(kernel: IntervalKernel, size: number): Map<string, number[]> {
  return new Map(
    [...kernel.inputs].map(([name, { low, high }]) => {
      const values = Array.from(low, (l, i) => {
        const [h, u] = [high[i] as number, random.unit()];
        return u < 0.2 ? l : u < 0.4 ? h : Math.min(h, Math.max(l, l + random.unit() * (h - l)));
      });
      if (name === 'S' || name === 'D')
        values.forEach((_, i) => {
          const [row, column] = [Math.floor(i / size), i % size];
          if (column < row) values[i] = values[column * size + row] as number;
        });
      return [name, values];
    }),
  );
}

/** How many values were compared. */
function compare(e: Expression, size: number, width: number): number {
  let kernel: IntervalKernel;
  try {
    kernel = compileIntervalKernel([e], { N: size, M: 2 });
  } catch (error) {
    if (error instanceof ExpressionError) return 0;
    throw error;
  }
  fill(kernel, width, size);
  kernel.run();
  const values = pointIn(kernel, size);
  const [exact = []] = enclose([e], { N: size, M: 2 }, values);
  const [output] = kernel.outputs;
  let compared = 0;
  exact.forEach((at, i) => {
    const [low, high] = [output?.low[i] as number, output?.high[i] as number];
    if (Number.isNaN(low) || Number.isNaN(high)) {
      expect(Number.isNaN(low) && Number.isNaN(high)).toBe(true);
      expect(['undecided', 'undefined']).toContain(kernel.status());
      return;
    }
    expect(low).toBeLessThanOrEqual(high);
    if (at.fault?.fault === 'undefined') throw new Error(`${print(e)} is undefined, but the kernel has bounds`);
    if (at.fault !== undefined || at.low === -Infinity || at.high === Infinity) return;
    // Where the 200-bit enclosure lies around a double, the value is as good as that double.
    const middle = at.low + (at.high - at.low) / 2;
    const [least, most] = middle > at.low && middle < at.high ? [middle, middle] : [at.low, at.high];
    if (!(low <= least && most <= high))
      throw new Error(`${print(e)}: [${low}, ${high}] misses [${at.low}, ${at.high}] at entry ${i}`);
    compared += 1;
  });
  return compared;
}

describe('every exact value lies between the ends', () => {
  test.each([1, 2, 3, 14])('of random expressions at size %i', (size) => {
    const next = generator(size);
    let compared = 0;
    for (let k = 0; k < (size > 5 ? 40 : 250); k += 1) {
      const kind = (['s', 'n', 'm', 'nn', 'nm'] as const)[k % 5] as 's';
      const e = randomExpression(next, kind, 1 + (k % 4));
      compared += compare(e, size, WIDTHS[k % WIDTHS.length] as number);
    }
    expect(compared).toBeGreaterThan(100);
  });
});

const x = build.symbol('x', SCALAR, 'variable');
const z = build.symbol('z', vectorShape('n'), 'variable');

/** The ends and the status of a scalar formula over an interval. */
function over(e: Expression, low: number, high: number): readonly [number, number, string] {
  const kernel = compileIntervalKernel([e], { n: 2 });
  for (const { low: l, high: h } of kernel.inputs.values()) {
    l.fill(low);
    h.fill(high);
  }
  kernel.run();
  const [output] = kernel.outputs;
  return [output?.low[0] as number, output?.high[0] as number, kernel.status()];
}

describe('what is known of a box', () => {
  test('a part that may not exist stays so, also times 0', () => {
    const log = build.map('log', x);
    expect(over(log, -1, 1)).toEqual([Number.NaN, Number.NaN, 'undecided']);
    expect(over(log, -2, -1)).toEqual([Number.NaN, Number.NaN, 'undefined']);
    expect(over(log, 1, 1)[2]).toBe('continuous');
    expect(over(build.product(build.subtract(x, x), log), 0, 1)[0]).toBeNaN();
    expect(over(build.product(x, build.map('cos', log)), 0, 0)[0]).toBeNaN();
    expect(over(build.reciprocal(x), -1, 1)[2]).toBe('undecided');
    expect(over(build.reciprocal(x), 0, 0)[2]).toBe('undefined');
    expect(over(build.map('relu', build.power(x, build.HALF)), -1, 1)[0]).toBeNaN();
    expect(over(build.apply('lambda_min', build.diag(z)), 1, 2)[2]).not.toBe('continuous');
  });

  test('jumps are seen where they lie', () => {
    const sign = build.map('sign', x);
    expect(over(sign, 1, 2)).toEqual([1, 1, 'continuous']);
    expect(over(sign, -1, 2)).toEqual([-1, 1, 'defined']);
    expect(over(build.step(x), -1, 1)).toEqual([0, 1, 'defined']);
    expect(over(build.step(x), 0, 0)).toEqual([0, 0, 'continuous']);
    expect(over(build.map('relu', x), -1, 1)).toEqual([0, 1, 'continuous']);
  });

  test('exact points stay points, squares stay nonnegative', () => {
    expect(over(build.subtract(build.product(x, x), x), 3, 3)).toEqual([6, 6, 'continuous']);
    expect(over(build.dot(z, z), -1, 2)[0]).toBe(0);
    expect(over(build.power(x, 2), -1, 2)).toEqual([0, 4, 'continuous']);
  });

  test('softmax keeps its monotony, infinite ends are limits', () => {
    const entry = build.product(build.dot(build.ones(vectorShape('n')), build.apply('softmax', z)));
    expect(over(entry, -1, 1)[1]).toBeLessThanOrEqual(2);
    expect(over(build.map('tanh', x), -Infinity, Infinity)).toEqual([-1, 1, 'continuous']);
    expect(over(build.map('exp', x), -Infinity, 0)[0]).toBe(0);
    expect(over(build.product(x, build.map('exp', x)), -Infinity, -1)[1]).toBeLessThanOrEqual(0);
  });

  test('overflow widens to infinity and never to a wrong end', () => {
    const [low, high] = over(build.map('exp', build.product(build.number(1000), x)), 1, 1);
    expect(low).toBeLessThanOrEqual(Number.MAX_VALUE);
    expect(high).toBe(Infinity);
    expect(over(build.subtract(build.power(x, 200), build.power(x, 201)), 1e3, 1e4)[1]).toBe(Infinity);
  });
});
