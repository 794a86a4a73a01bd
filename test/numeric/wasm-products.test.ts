import { describe, expect, it } from 'vitest';
import { compileKernel, kernelSource } from '../../src/numeric/kernel.js';
import { memoryOf } from '../../src/numeric/wasm.js';
import { productsOn } from '../../src/numeric/wasm-products.js';
import * as build from '../../src/symbolic/build.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { matrixShape, vectorShape } from '../../src/symbolic/shape.js';
import { generator } from './random-expressions.js';

const t = build.transpose;
const matrix = (name: string, rows: string, columns: string): Expression =>
  build.symbol(name, matrixShape(rows, columns), 'parameter');
const [A, B, C, D] = [matrix('A', 'M', 'K'), matrix('B', 'K', 'N'), matrix('C', 'K', 'M'), matrix('D', 'N', 'K')];
const [x, z] = [build.symbol('x', vectorShape('K'), 'state'), build.symbol('z', vectorShape('M'), 'state')];

type Entries = (i: number, j: number) => number;
type Sizes = Readonly<Record<'M' | 'K' | 'N', number>>;

/** Σₖ a(i, k) b(k, j), in the order of k. */
const dot = (a: Entries, b: Entries, inner: number, i: number, j: number): number => {
  let sum = 0;
  for (let k = 0; k < inner; k += 1) sum += a(i, k) * b(k, j);
  return sum;
};

/** Runs a kernel on random inputs and compares every entry of its output with the sum over k. */
function compare(
  product: Expression,
  left: string,
  right: string,
  turned: readonly [boolean, boolean],
  size: Sizes,
): void {
  const kernel = compileKernel([product], size);
  const random = generator(size.M * 100 + size.N);
  for (const buffer of kernel.inputs.values()) for (let i = 0; i < buffer.length; i += 1) buffer[i] = random() - 0.5;
  kernel.run();
  const rows = build.isScalar(product) ? 1 : size[product.shape.rows as 'M'];
  const columns = product.shape.columns === '1' ? 1 : size[product.shape.columns as 'N'];
  const entries = (name: string, across: number, turn: boolean): Entries => {
    const buffer = kernel.inputs.get(name) as Float64Array;
    return (i, j) => buffer[turn ? j * across + i : i * across + j] as number;
  };
  const inner = (kernel.inputs.get(left) as Float64Array).length / rows;
  const a = entries(left, turned[0] ? rows : inner, turned[0]);
  const b = entries(right, turned[1] ? inner : columns, turned[1]);
  const [output] = kernel.outputs as readonly [Float64Array];
  for (let i = 0; i < rows; i += 1)
    for (let j = 0; j < columns; j += 1)
      expect(Math.abs((output[i * columns + j] as number) - dot(a, b, inner, i, j))).toBeLessThan(1e-14 * inner);
}

const SIZES: readonly Sizes[] = [
  { M: 16, K: 16, N: 16 },
  { M: 13, K: 15, N: 18 },
  { M: 19, K: 33, N: 5 },
  { M: 6, K: 47, N: 23 },
  { M: 3, K: 40, N: 30 },
  { M: 41, K: 2, N: 39 },
];

describe('products by routines', () => {
  it.each(SIZES)('of matrices, held as they are or transposed: $M × $K × $N', (size) => {
    compare(build.product(A, B), 'A', 'B', [false, false], size);
    compare(build.product(t(C), B), 'C', 'B', [true, false], size);
    compare(build.product(A, t(D)), 'A', 'D', [false, true], size);
    compare(build.product(t(C), t(D)), 'C', 'D', [true, true], size);
    compare(build.product(t(C), C), 'C', 'C', [true, false], size);
  });

  it.each([...SIZES, { M: 45, K: 37, N: 1 }, { M: 2, K: 900, N: 1 }])('with vectors: $M × $K', (size) => {
    compare(build.product(A, x), 'A', 'x', [false, false], size);
    compare(build.product(t(A), z), 'A', 'z', [true, false], size);
  });

  it('are called where they are worth it', () => {
    expect(kernelSource([build.product(A, B)], { M: 16, K: 16, N: 16 })).toContain('wasm_matmul(');
    expect(kernelSource([build.product(A, B)], { M: 3, K: 40, N: 30 })).not.toContain('wasm_');
  });

  it('write nothing outside their target', () => {
    const memory = memoryOf(65_536);
    const all = new Float64Array(memory.buffer).fill(7);
    const { both, matmul } = productsOn(memory);
    const at = (place: number): number => 8 * place;
    both(at(100), 8, 5, at(200), at(300), at(400), at(500));
    matmul(at(1000), 40, 8, at(1100), at(1200), 8, 5, 8, 0);
    const changed = [...all].flatMap((value, k) => (value === 7 ? [] : [k]));
    const range = (from: number, length: number): number[] => Array.from({ length }, (_, k) => from + k);
    expect(changed).toEqual([...range(300, 8), ...range(500, 5), ...range(1200, 64)]);
  });
});
