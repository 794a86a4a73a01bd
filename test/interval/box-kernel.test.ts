import { beforeAll, describe, expect, test } from 'vitest';
import { type BoxKernel, compileBoxKernel } from '../../src/interval/box-kernel.js';
import type { Binding, Entry } from '../../src/interval/scalar-program.js';
import { enclose, loadMpfr } from '../../src/numeric/enclosure.js';
import { randomFrom } from '../../src/numeric/random.js';
import * as build from '../../src/symbolic/build.js';
import { ExpressionError } from '../../src/symbolic/error.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { print } from '../../src/symbolic/print-text.js';
import { SCALAR } from '../../src/symbolic/shape.js';
import { generator, randomExpression } from '../numeric/random-expressions.js';

beforeAll(loadMpfr);
const random = randomFrom(9, 'box kernels');

/** Every symbol of the random expressions, with the structure of its matrix. */
function bindingOf(size: number): { binding: Binding; variables: number } {
  let variables = 0;
  const fresh = (): Entry => ({ variable: variables++, sign: 1 });
  const vector = (n: number): Entry[] => Array.from({ length: n }, fresh);
  const square = (at: (i: number, j: number, before: readonly Entry[]) => Entry): Entry[] => {
    const entries: Entry[] = [];
    for (let k = 0; k < size * size; k += 1) entries.push(at(Math.floor(k / size), k % size, entries));
    return entries;
  };
  const zero: Entry = { constant: { low: 0, high: 0 } };
  const binding = new Map<string, readonly Entry[]>([
    ['y', vector(size)],
    ['b', vector(size)],
    ['m', vector(2)],
    ['W', vector(size * size)],
    ['S', square((i, j, before) => (j < i ? (before[j * size + i] as Entry) : fresh()))],
    ['D', square((i, j) => (i === j ? fresh() : zero))],
    ['K', vector(2 * size)],
    ['s', vector(1)],
  ]);
  return { binding, variables };
}

/** The values of all symbols at a point of the variables. */
const valuesAt = (binding: Binding, point: readonly number[]): Map<string, number[]> =>
  new Map(
    [...binding].map(([name, entries]) => [
      name,
      entries.map((e) => ('constant' in e ? e.constant.low : e.sign * (point[e.variable] as number))),
    ]),
  );

function fill(kernel: BoxKernel, width: number): void {
  const { low, high } = kernel.box;
  for (let i = 0; i < low.length; i += 1) {
    const middle = random.unit() < 0.2 ? random.integer(-2, 2) : 4 * random.unit() - 2;
    [low[i], high[i]] = [middle - width * random.unit(), middle + width * random.unit()];
  }
}
const pointIn = ({ box }: BoxKernel): number[] =>
  Array.from(box.low, (l, i) => {
    const h = box.high[i] as number;
    const u = random.unit();
    return u < 0.2 ? l : u < 0.4 ? h : Math.min(h, Math.max(l, l + random.unit() * (h - l)));
  });

interface Tally {
  values: number;
  slopes: number;
}

function compare(e: Expression, size: number, width: number, tally: Tally): void {
  const { binding, variables } = bindingOf(size);
  let kernel: BoxKernel;
  try {
    kernel = compileBoxKernel([e], { N: size, M: 2 }, binding, variables);
  } catch (error) {
    if (error instanceof ExpressionError) return;
    throw error;
  }
  fill(kernel, width);
  kernel.run();
  const [p, q] = [pointIn(kernel), pointIn(kernel)];
  const [[atP = [], atQ = []]] = [[p, q].map((x) => enclose([e], { N: size, M: 2 }, valuesAt(binding, x))[0])] as const;
  (kernel.outputs[0] ?? []).forEach((place, i) => {
    const [low, high] = [kernel.values.low[place] as number, kernel.values.high[place] as number];
    const [a, b] = [atP[i], atQ[i]];
    if (Number.isNaN(low) || a === undefined || b === undefined) return;
    if (a.fault !== undefined || b.fault !== undefined) {
      expect([a.fault?.fault, b.fault?.fault]).not.toContain('undefined');
      return;
    }
    if (!(low <= a.high && a.low <= high)) throw new Error(`${print(e)}: [${low}, ${high}] misses ${a.low}`);
    tally.values += 1;
    const slopes = kernel.slopes(place);
    // f(p) − f(q) lies in Σ slope · (p − q), widened by the rounding of this sum.
    let [least, most] = [0, 0];
    p.forEach((x, k) => {
      const d = x - (q[k] as number);
      if (d === 0) return;
      const ends = [d * (slopes.low[k] as number), d * (slopes.high[k] as number)];
      least += Math.min(...ends);
      most += Math.max(...ends);
    });
    const slack = 1e-9 * (1 + Math.abs(least) + Math.abs(most) + Math.abs(a.low) + Math.abs(b.low));
    if (!Number.isFinite(least) || !Number.isFinite(most) || !Number.isFinite(slack)) return;
    if (a.low - b.high > most + slack || a.high - b.low < least - slack)
      throw new Error(`${print(e)}: the change ${a.low - b.low} is not in [${least}, ${most}]`);
    tally.slopes += 1;
  });
}

describe('values and differences lie in their enclosures', () => {
  test.each([1, 2, 3])('of random expressions at size %i', (size) => {
    const next = generator(100 + size);
    const tally: Tally = { values: 0, slopes: 0 };
    for (let k = 0; k < 160; k += 1) {
      const kind = (['s', 'n', 'm', 'nn', 'nm'] as const)[k % 5] as 's';
      compare(randomExpression(next, kind, 1 + (k % 4)), size, [1e-6, 0.1, 1, 3][k % 4] as number, tally);
    }
    expect(tally.values).toBeGreaterThan(100);
    expect(tally.slopes).toBeGreaterThan(60);
  });
});

const x = build.symbol('x', SCALAR, 'variable');
const over = (e: Expression, low: number, high: number): BoxKernel => {
  const kernel = compileBoxKernel([e], {}, new Map([['x', [{ variable: 0, sign: 1 }]]]), 1);
  kernel.box.low[0] = low;
  kernel.box.high[0] = high;
  kernel.run();
  return kernel;
};
const ends = (kernel: BoxKernel): readonly number[] => {
  const [[place = 0] = []] = kernel.outputs;
  return [kernel.values.low[place] as number, kernel.values.high[place] as number];
};
const slopes = (kernel: BoxKernel): readonly number[] => {
  const { low, high } = kernel.slopes(kernel.outputs[0]?.[0] ?? 0);
  return [low[0] as number, high[0] as number];
};

describe('at kinks and jumps', () => {
  test('slopes are those of both sides', () => {
    expect(slopes(over(build.map('relu', x), -1, 1))).toEqual([0, 1]);
    expect(slopes(over(build.map('abs', x), 1, 2))).toEqual([1, 1]);
    expect(slopes(over(build.step(x), -1, 1))).toEqual([-Infinity, Infinity]);
  });

  test('a step has both values where its argument may be 0, also at the end of a box', () => {
    expect(ends(over(build.step(x), -1, 0))).toEqual([0, 1]);
    expect(ends(over(build.step(x), 0, 1))).toEqual([0, 1]);
    expect(ends(over(build.map('sign', x), 0, 0))).toEqual([-1, 1]);
    expect(over(build.step(x), 0, 0).status()).toBe('defined');
  });

  test('what may not exist is NaN, without slopes', () => {
    const kernel = over(build.map('log', x), -1, 1);
    expect(ends(kernel)).toEqual([Number.NaN, Number.NaN]);
    expect(kernel.status()).toBe('undecided');
    expect(slopes(kernel)).toEqual([-Infinity, Infinity]);
  });
});
