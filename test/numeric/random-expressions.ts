/** Seeded random expressions and values for kernel tests. */
import * as build from '../../src/symbolic/build.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { rational } from '../../src/symbolic/rational.js';
import { matrixShape, SCALAR, vectorShape } from '../../src/symbolic/shape.js';

/** A generator of numbers in [0, 1) from a seed. */
export function generator(seed: number): () => number {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const SYMBOLS = {
  y: build.symbol('y', vectorShape('N'), 'state'),
  b: build.symbol('b', vectorShape('N'), 'parameter'),
  m: build.symbol('m', vectorShape('M'), 'parameter'),
  W: build.symbol('W', matrixShape('N', 'N'), 'parameter'),
  S: build.symbol('S', matrixShape('N', 'N'), 'parameter', ['symmetric']),
  D: build.symbol('D', matrixShape('N', 'N'), 'parameter', ['diagonal']),
  K: build.symbol('K', matrixShape('N', 'M'), 'parameter'),
  s: build.symbol('s', SCALAR, 'parameter'),
} as const;

const MAPS = [
  ...['tanh', 'sigmoid', 'softplus', 'sin', 'cos', 'relu', 'abs', 'erf', 'atan', 'logcosh', 'asinh'],
  ...['expm1', 'sinh'],
];

/** A random expression of one of the kinds of shape that occur in designs. */
export function randomExpression(random: () => number, kind: 's' | 'n' | 'm' | 'nn' | 'nm', depth: number): Expression {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const go = (k: typeof kind): Expression => randomExpression(random, k, depth - 1);
  const { y, b, m, W, S, D, K, s } = SYMBOLS;
  const coefficient = (): Expression => build.number(rational(Math.floor(random() * 13) - 6, pick([1, 2, 3, 8])));
  const entrywise = (e: Expression): Expression => build.map(pick(MAPS), build.product(build.HALF, e));
  if (depth <= 0) {
    switch (kind) {
      case 's':
        return pick([s, coefficient(), build.PI, build.sizeNumber('N')]);
      case 'n':
        return pick([y, b, build.ones(vectorShape('N'))]);
      case 'm':
        return pick([m, build.product(build.transpose(K), y)]);
      case 'nn':
        return pick([W, S, D, build.transpose(W), build.identity('N'), build.ones(matrixShape('N', 'N'))]);
      case 'nm':
        return K;
    }
  }
  const common: (() => Expression)[] = [
    () => build.sum(go(kind), go(kind), build.product(coefficient(), go(kind))),
    () => build.product(go('s'), go(kind)),
    () => build.hadamard(go(kind), go(kind)),
    () => entrywise(go(kind)),
    () => build.power(entrywise(go(kind)), 2),
    () => build.step(go(kind), go(kind)),
    () => build.power(build.sum(build.ones(go(kind).shape), build.power(go(kind), 2)), pick([-1, 3, 4])),
    () => build.power(build.sum(build.ones(go(kind).shape), build.power(go(kind), 2)), build.HALF),
  ];
  const special: Record<typeof kind, (() => Expression)[]> = {
    s: [
      () => build.dot(go('n'), go('n')),
      () => build.dot(go('m'), go('m')),
      () => build.product(build.transpose(go('n')), go('nn'), go('n')),
      () => build.sumEntries(go('nn')),
      () => build.apply('trace', go('nn')),
      () => build.apply('logsumexp', go('n')),
      () => build.map('log', build.sumEntries(build.map('exp', entrywise(go('n'))))),
    ],
    n: [
      () => build.product(go('nn'), go('n')),
      () => build.product(build.sum(go('nn'), build.transpose(go('nn'))), go('n')),
      () => build.product(go('nm'), go('m')),
      () => build.diagonal(go('nn')),
      () => build.apply(pick(['softmax', 'sparsemax'] as const), go('n')),
      () => build.transpose(build.product(build.transpose(go('n')), go('nn'))),
    ],
    m: [() => build.product(build.transpose(go('nm')), go('n'))],
    nn: [
      () => build.product(go('nn'), go('nn')),
      () => build.product(build.transpose(go('nn')), go('nn')),
      () => build.product(go('nn'), build.diag(go('n')), go('nn')),
      () => build.product(go('nm'), build.transpose(go('nm'))),
      () => build.product(go('n'), build.transpose(go('n'))),
      () => build.diag(go('n')),
      () => build.transpose(go('nn')),
      () => {
        const [r, f] = [go('nn'), go('nn')];
        return build.sum(build.product(build.transpose(r), f), build.product(build.transpose(f), r));
      },
    ],
    nm: [() => build.product(go('nn'), go('nm')), () => build.product(go('n'), build.transpose(go('m')))],
  };
  return pick([...common, ...special[kind], ...special[kind]])();
}

/** Fills the inputs of a kernel; values lie on a coarse grid now and then, so that exact zeros occur. */
export function fill(inputs: ReadonlyMap<string, Float64Array>, n: number, random: () => number): void {
  for (const [name, x] of inputs) {
    const coarse = random() < 0.3;
    for (let i = 0; i < x.length; i += 1) x[i] = coarse ? Math.round(random() * 4 - 2) : random() * 4 - 2;
    if (name === 'S')
      for (let i = 0; i < n; i += 1) for (let j = 0; j < i; j += 1) x[j * n + i] = x[i * n + j] as number;
    if (name === 'D') for (let i = 0; i < n; i += 1) for (let j = 0; j < n; j += 1) if (i !== j) x[i * n + j] = 0;
  }
}

/** The rows of a row-major buffer. */
export function rowsOf(x: Float64Array, columns: number): number[][] {
  return Array.from({ length: x.length / columns }, (_, i) => [...x.subarray(i * columns, (i + 1) * columns)]);
}
