import { describe, expect, it } from 'vitest';
import { lower } from '../../src/numeric/lower.js';
import { forEachOperand, type Node, type Program } from '../../src/numeric/program.js';
import * as build from '../../src/symbolic/build.js';
import type { Expression, Lagrangian } from '../../src/symbolic/expression.js';
import * as Q from '../../src/symbolic/rational.js';
import { matrixShape, SCALAR, vectorShape } from '../../src/symbolic/shape.js';

const NN = matrixShape('N', 'N');
const y = build.symbol('y', vectorShape('N'), 'state');
const b = build.symbol('b', vectorShape('N'), 'parameter');
const W = build.symbol('W', NN, 'parameter');
const V = build.symbol('V', NN, 'parameter');
const S = build.symbol('S', NN, 'parameter', ['symmetric']);
const c = build.symbol('c', SCALAR, 'parameter');
const T = build.transpose;

type Product = Extract<Node, { kind: 'matmul' }>;

function products(program: Program): Product[] {
  const found: Product[] = [];
  forEachOperand(program.outputs, (node) => {
    if (node.kind === 'matmul') found.push(node);
  });
  return found;
}
const shapes = (e: Expression, ...more: Expression[]): string[] =>
  products(lower([e, ...more], { N: 8, M: 5 }))
    .map((p) => `${p.rows}x${p.left.columns}x${p.columns}`)
    .sort();

describe('lowering', () => {
  it('applies sums and products of matrices to vectors without forming them', () => {
    expect(shapes(build.product(build.sum(W, T(W)), y))).toEqual(['8x8x1', '8x8x1']);
    expect(shapes(build.product(W, V, y))).toEqual(['8x8x1', '8x8x1']);
    expect(shapes(build.product(build.sum(build.product(W, V), S), y))).toEqual(['8x8x1', '8x8x1', '8x8x1']);
    expect(shapes(build.product(build.sum(build.identity('N'), build.product(W, build.diag(b))), y))).toEqual([
      '8x8x1',
    ]);
  });

  it('turns products with diagonal and rank-one matrices into entrywise ones', () => {
    expect(shapes(build.product(build.diag(y), W, build.diag(b)))).toEqual([]);
    expect(shapes(build.product(y, T(b)))).toEqual([]);
    expect(shapes(build.product(build.product(y, T(b)), W))).toEqual(['8x8x1']);
    expect(shapes(build.product(y, T(b), W, y))).toEqual(['1x8x1', '8x8x1']);
  });

  it('shares a product with its transpose', () => {
    expect(shapes(build.sum(y, build.product(W, y)), build.product(T(b), W, y))).toEqual(['1x8x1', '8x8x1']);
    expect(shapes(build.sum(y, build.product(W, y)), build.product(T(y), T(W), b))).toEqual(['1x8x1', '8x8x1']);
    expect(shapes(build.sum(build.product(T(W), V), build.product(T(V), W)))).toEqual(['8x8x8']);
    const L = build.diag(build.map('tanh', y));
    const F = build.sum(build.product(S, L, build.sum(S, build.product(c, W))), build.product(c, S));
    expect(shapes(build.sum(build.product(T(V), F), build.product(T(F), V)))).toEqual(['8x8x8', '8x8x8']);
    expect(shapes(F, T(F))).toEqual(['8x8x8']);
  });

  it('knows which matrices are symmetric', () => {
    const L = build.diag(build.map('tanh', y));
    const symmetric = [
      build.product(T(W), W),
      build.sum(W, T(W)),
      build.sum(build.product(T(W), V), build.product(T(V), W)),
      build.product(W, L, T(W)),
      build.product(S, L, S),
      build.product(y, T(y)),
      build.hadamard(S, S),
      build.map('tanh', build.sum(W, T(W))),
      build.subtract(L, build.product(L, S, L)),
      build.apply('inv', S),
    ];
    for (const e of symmetric) expect(lower([e], { N: 4 }).outputs[0]?.symmetric).toBe(true);
    for (const e of [W, build.product(W, V), build.product(L, S), build.product(S, V)])
      expect(lower([e], { N: 4 }).outputs[0]?.symmetric).toBe(false);
  });

  it('takes the trace and the diagonal of a product without the product', () => {
    expect(shapes(build.apply('trace', build.product(W, V)))).toEqual(['1x8x1', '8x8x1']);
    expect(shapes(build.diagonal(build.product(W, V)))).toEqual(['8x8x1']);
  });

  it('keeps block matrices apart when they meet stacked vectors', () => {
    const K = build.symbol('K', matrixShape('N', 'M'), 'parameter');
    const m = build.symbol('m', vectorShape('M'), 'state');
    const zero = (rows: string) => build.zero(matrixShape(rows, rows));
    const blocks = build.block([
      [zero('N'), K],
      [T(K), zero('M')],
    ]);
    expect(shapes(build.product(blocks, build.stack([y, m])))).toEqual(['5x8x1', '8x5x1']);
  });

  it('does not cancel what may be undefined', () => {
    const log = build.map('log', y);
    const difference = build.sum(log, build.negate(log));
    expect(lower([difference], { N: 2 }).outputs[0]?.kind).toBe('linear');
    expect(lower([build.sum(y, build.negate(y))], { N: 2 }).outputs[0]?.kind).toBe('fill');
  });

  it('refuses a Lagrangian without a formula', () => {
    const any: Lagrangian = {
      name: 'L',
      gradient: 'g',
      hessian: undefined,
      definition: { kind: 'any', assumptions: new Set() },
    };
    expect(() => lower([build.lagrangian(any, 0, y)], { N: 2 })).toThrow(/no formula/);
  });
});

describe('numbers that no double holds', () => {
  const tens = (k: number): Expression => build.number(Q.power(Q.rational(10), k));
  it.each([
    ['1e-300*1e-100', build.product(tens(-400), y)],
    ['1e300*1e100', build.sum(build.product(tens(400), c), build.ONE)],
    ['1e-300*1e-100', build.power(c, tens(-400))],
    ['3e-300*1e-100', build.sum(build.product(build.number(-3), tens(-400)), c)],
  ])('%s is refused', (text, e) => {
    expect(() => lower([e], { N: 2 })).toThrow(`the number ${text} lies outside the range of doubles`);
  });

  it('are subnormal ones not', () => {
    expect(() => lower([build.product(tens(-320), y), build.product(build.ZERO, tens(-400))], { N: 2 })).not.toThrow();
  });
});
