import { describe, expect, it } from 'vitest';
import * as build from '../../src/symbolic/build.js';
import { ExpressionError } from '../../src/symbolic/error.js';
import type { Expression, Lagrangian, Shape } from '../../src/symbolic/expression.js';
import { ENTRYWISE_FUNCTIONS } from '../../src/symbolic/functions.js';
import { idOf } from '../../src/symbolic/identity.js';
import { type FormulaScope, parseExpression } from '../../src/symbolic/parse.js';
import { print } from '../../src/symbolic/print-text.js';
import { rational } from '../../src/symbolic/rational.js';
import { isSquareShape, matrixShape, SCALAR, vectorShape } from '../../src/symbolic/shape.js';

const any = (name: string, gradient?: string, hessian?: string): Lagrangian => ({
  name,
  gradient,
  hessian,
  definition: { kind: 'any', assumptions: new Set() },
});
const LAGRANGIANS = [any('L', 'g', 'Lambda'), any('K')];
const SYMBOLS = [
  build.symbol('y', vectorShape('N'), 'state'),
  build.symbol('z', vectorShape('M'), 'state'),
  build.symbol('b', vectorShape('N'), 'parameter'),
  build.symbol('W', matrixShape('N', 'N'), 'parameter'),
  build.symbol('S', matrixShape('N', 'N'), 'parameter', ['symmetric']),
  build.symbol('P', matrixShape('N', 'M'), 'parameter'),
  build.symbol('a', SCALAR, 'parameter'),
  build.symbol('t', SCALAR, 'parameter'),
];
const SCOPE: FormulaScope = {
  symbols: new Map(SYMBOLS.map((s) => [s.name, s])),
  lagrangians: LAGRANGIANS,
  dimensions: new Set(['N', 'M']),
};

/** A generator of numbers in [0, 1), determined by its seed. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Generator {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = random(seed);
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.#next() * items.length)] as T;
  }

  leaf(shape: Shape): Expression {
    const fitting: Expression[] = SYMBOLS.filter(
      (s) => s.shape.rows === shape.rows && s.shape.columns === shape.columns,
    );
    if (shape.rows === '1' && shape.columns === '1')
      fitting.push(
        build.number(rational(Math.floor(this.#next() * 9) - 4, 1 + Math.floor(this.#next() * 4))),
        build.PI,
        build.sizeNumber('N'),
      );
    else fitting.push(build.ones(shape));
    if (isSquareShape(shape) && shape.rows !== '1') fitting.push(build.identity(shape.rows));
    return this.pick(fitting);
  }

  expression(shape: Shape, depth: number): Expression {
    if (depth === 0) return this.leaf(shape);
    const inner = (s: Shape = shape): Expression => this.expression(s, depth - 1);
    const size = this.pick(['N', 'M', 'N']);
    const choices: (() => Expression)[] = [
      () => build.sum(inner(), inner()),
      () => build.subtract(inner(), inner()),
      () => build.sum(build.broadcast(inner(SCALAR), shape), inner()),
      () => build.product(inner(SCALAR), inner()),
      () => build.product(inner(matrixShape(shape.rows, size)), inner(matrixShape(size, shape.columns))),
      () => build.hadamard(inner(), inner()),
      () => build.divide(inner(), inner(SCALAR)),
      () => build.divide(inner(), inner()),
      () => build.power(inner(), this.pick([2, 3, -1, -2])),
      () => build.power(inner(), inner(SCALAR)),
      () => build.sqrt(inner()),
      () => build.transpose(inner(matrixShape(shape.columns, shape.rows))),
      () => build.map(this.pick(Object.keys(ENTRYWISE_FUNCTIONS)), inner()),
      () => build.step(inner(), this.pick([undefined, inner()])),
    ];
    if (shape.columns === '1')
      choices.push(
        () => build.apply('softmax', inner()),
        () => build.lagrangian(this.pick(LAGRANGIANS), 1, inner()),
      );
    if (shape.columns === '1' && shape.rows !== '1')
      choices.push(() => build.diagonal(inner(matrixShape(shape.rows, shape.rows))));
    if (shape.rows === '1' && shape.columns === '1')
      choices.push(
        () => build.lagrangian(this.pick(LAGRANGIANS), 0, inner(vectorShape(size))),
        () => build.sumEntries(inner(vectorShape(size))),
        () => build.dot(inner(vectorShape(size)), inner(vectorShape(size))),
        () =>
          build.apply(
            this.pick(['norm', 'trace', 'lambda_min', 'lambda_max'] as const),
            inner(matrixShape(size, size)),
          ),
        () => build.apply('logsumexp', inner(vectorShape(size))),
      );
    if (isSquareShape(shape) && shape.rows !== '1')
      choices.push(
        () => build.diag(inner(vectorShape(shape.rows))),
        () => build.apply(this.pick(['inv', 'polar', 'sqrtm', 'expm'] as const), inner()),
        () => build.lagrangian(this.pick(LAGRANGIANS), 2, inner(vectorShape(shape.rows))),
        () =>
          build.lagrangian(this.pick(LAGRANGIANS), 3, inner(vectorShape(shape.rows)), [inner(vectorShape(shape.rows))]),
      );
    return this.pick(choices)();
  }

  /** Blocks of blocks, besides plain expressions. */
  top(): Expression {
    const [N, M] = ['N', 'M'];
    const block = (): Expression =>
      build.block([
        [this.expression(matrixShape(N, N), 2), this.expression(matrixShape(N, M), 2)],
        [this.expression(matrixShape(M, N), 2), this.expression(matrixShape(M, M), 2)],
      ]);
    return this.pick([
      () => this.expression(SCALAR, 4),
      () => this.expression(vectorShape(N), 4),
      () => this.expression(matrixShape(N, M), 3),
      () => this.expression(matrixShape(N, N), 3),
      block,
      () => build.product(build.transpose(block()), block()),
      () => build.block([[block(), block()]]),
      () => build.block([[block()], [block()]]),
      () => build.stack([this.expression(vectorShape(N), 2), this.expression(vectorShape(M), 2)]),
    ])();
  }
}

describe('what is printed parses back', () => {
  it('to the same expression, for random expressions', () => {
    let compared = 0;
    for (let seed = 1; seed <= 3000; seed += 1) {
      let e: Expression;
      try {
        e = new Generator(seed).top();
      } catch (error) {
        // 1/0 has no exact value.
        if (error instanceof ExpressionError || error instanceof RangeError) continue;
        throw error;
      }
      const text = print(e);
      const back = parseExpression(text, SCOPE);
      if (idOf(back) !== idOf(e)) expect(`seed ${seed}: ${print(back)}`).toBe(text);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(2900);
  });
});
