import { describe, expect, it } from 'vitest';
import * as b from '../../src/symbolic/build.js';
import type { Expression, Lagrangian } from '../../src/symbolic/expression.js';
import { sameExpression } from '../../src/symbolic/identity.js';
import { printTex } from '../../src/symbolic/print-tex.js';
import { print } from '../../src/symbolic/print-text.js';
import { rational } from '../../src/symbolic/rational.js';
import { matrixShape, SCALAR, vectorShape } from '../../src/symbolic/shape.js';
import { collect } from '../../src/symbolic/simplify.js';
import { texName } from '../../src/symbolic/tex-names.js';

const vector = (name: string): Expression => b.symbol(name, vectorShape('N'));
const scalar = (name: string): Expression => b.symbol(name, SCALAR);
const y = vector('y');
const x = vector('x');
const u = vector('u');
const bias = vector('b');
const W = b.symbol('W', matrixShape('N', 'N'));
const A = b.symbol('A', matrixShape('N', 'N'));
const S = b.symbol('S', matrixShape('N', 'N'), 'parameter', ['symmetric']);
const [s, t] = [scalar('s'), scalar('t')];
const L: Lagrangian = {
  name: 'L',
  gradient: 'g',
  hessian: 'Lambda',
  definition: { kind: 'any', assumptions: new Set() },
};
const unnamed: Lagrangian = { ...L, name: 'L_h', gradient: undefined, hessian: undefined };
const g = (z: Expression): Expression => b.lagrangian(L, 1, z);
const Λ = (z: Expression): Expression => b.lagrangian(L, 2, z);

const golden: readonly (readonly [Expression, string])[] = [
  [b.sum(b.product(W, g(y)), b.negate(y), bias), 'W\\,g(y) - y + b'],
  [b.product(b.HALF, b.transpose(g(y)), W, g(y)), '\\tfrac{1}{2}\\,g(y)^\\top W\\,g(y)'],
  [
    b.sum(
      b.dot(b.subtract(y, bias), g(y)),
      b.negate(b.lagrangian(L, 0, y)),
      b.product(b.number(rational(-1, 2)), b.transpose(g(y)), W, g(y)),
    ),
    '(y - b)^\\top g(y) - L(y) - \\tfrac{1}{2}\\,g(y)^\\top W\\,g(y)',
  ],
  [b.product(Λ(y), b.sum(y, b.negate(bias), b.negate(b.product(W, g(y))))), '\\Lambda(y)\\,(y - b - W\\,g(y))'],
  [b.product(b.transpose(W), g(b.sum(b.product(W, u), bias))), 'W^\\top g(W u + b)'],
  [b.product(W, u, b.product(b.transpose(u), x)), '(u^\\top x) W u'],
  [b.lagrangian(unnamed, 0, y), 'L_h(y)'],
  [b.lagrangian(unnamed, 1, y), '\\nabla L_h(y)'],
  [b.lagrangian(unnamed, 2, y), '\\nabla^2 L_h(y)'],
  [b.lagrangian(L, 3, y, [x]), 'D^3L(y)[x]'],
  [b.lagrangian(L, 4, y, [x, bias]), 'D^4L(y)[x,\\,b]'],
  [b.hadamard(x, y), 'x \\odot y'],
  [b.negate(b.hadamard(x, y)), '-x \\odot y'],
  [b.product(b.number(2), s, b.hadamard(x, y)), '2\\,s x \\odot y'],
  [b.product(W, b.hadamard(x, y)), 'W\\,(x \\odot y)'],
  [b.hadamard(b.product(W, x), y), '(W x) \\odot y'],
  [b.hadamard(b.sum(x, y), g(y)), '(x + y) \\odot g(y)'],
  [b.divide(x, y), 'x \\oslash y'],
  [b.divide(b.ONE, y), 'y^{\\odot -1}'],
  [b.transpose(b.hadamard(x, y)), '(x \\odot y)^\\top'],
  [b.diag(b.hadamard(x, y)), '\\operatorname{diag}(x \\odot y)'],
  [b.diagonal(W), '\\operatorname{diagonal}(W)'],
  [b.sumEntries(x), '\\mathbf{1}^\\top x'],
  [b.sumEntries(W), '\\mathbf{1}^\\top W \\mathbf{1}'],
  [b.sum(b.ones(vectorShape('N')), b.hadamard(x, x)), '\\mathbf{1} + x \\odot x'],
  [b.subtract(b.identity('N'), b.product(W, Λ(y))), 'I - W\\,\\Lambda(y)'],
  [b.subtract(b.identity('N'), b.product(b.symbol('I', SCALAR), W)), '\\mathrm{I}_{N} - I W'],
  [b.number(rational(-3, 4)), '-\\tfrac{3}{4}'],
  [b.product(b.number(3), s, t), '3\\,s t'],
  [b.divide(s, t), '\\frac{s}{t}'],
  [b.divide(b.product(b.number(rational(3, 4)), b.sum(s, t), x), t), '\\frac{3\\,(s + t)}{4\\,t} x'],
  [b.divide(b.sum(s, t), b.sum(s, b.ONE)), '\\frac{s + t}{s + 1}'],
  [b.reciprocal(s), '\\frac{1}{s}'],
  [b.power(s, -2), '\\frac{1}{s^2}'],
  [b.product(b.power(s, -2), b.sizeNumber('N')), '\\frac{N}{s^2}'],
  [b.power(s, 2), 's^2'],
  [b.power(s, 10), 's^{10}'],
  [b.power(s, b.number(rational(3, 2))), 's^{3/2}'],
  [b.power(b.power(s, t), 2), '(s^t)^2'],
  [b.power(b.sum(s, t), 2), '(s + t)^2'],
  [b.power(b.number(-2), t), '(-2)^t'],
  [b.power(b.number(rational(1, 2)), t), '(\\tfrac{1}{2})^t'],
  [b.power(b.divide(s, t), 3), '\\left(\\frac{s}{t}\\right)^3'],
  [b.power(y, 3), 'y^{\\odot 3}'],
  [b.power(y, b.sum(s, b.ONE)), 'y^{\\odot (s + 1)}'],
  [b.transpose(b.power(y, 3)), '(y^{\\odot 3})^\\top'],
  [b.sqrt(b.dot(y, y)), '\\sqrt{y^\\top y}'],
  [b.map('tanh', b.product(W, y)), '\\tanh(W y)'],
  [b.map('exp', b.negate(b.power(s, 2))), '\\exp(-s^2)'],
  [b.power(b.map('logcosh', s), 2), '(\\log\\cosh(s))^2'],
  [b.map('abs', b.divide(s, t)), '\\left|\\frac{s}{t}\\right|'],
  [b.map('sigmoid', y), '\\sigma(y)'],
  [b.sum(scalar('sigma'), b.map('sigmoid', s)), '\\sigma + \\operatorname{sigmoid}(s)'],
  [b.step(y), '\\theta(y)'],
  [b.step(y, b.product(W, x)), '\\theta(y;\\,W x)'],
  [b.apply('inv', W), 'W^{-1}'],
  [b.apply('inv', b.transpose(W)), 'W^{-\\top}'],
  [b.apply('inv', b.sum(W, A)), '(W + A)^{-1}'],
  [b.transpose(b.apply('inv', S)), 'S^{-1}'],
  [b.apply('sqrtm', S), 'S^{1/2}'],
  [b.apply('expm', W), 'e^{W}'],
  [b.apply('norm', b.product(W, A)), '\\|W A\\|'],
  [b.apply('lambda_max', W), '\\lambda_{\\max}(W)'],
  [b.apply('trace', W), '\\operatorname{tr}(W)'],
  [b.apply('softmax', y), '\\operatorname{softmax}(y)'],
  [b.apply('logsumexp', y), '\\operatorname{logsumexp}(y)'],
  [b.apply('polar', W), '\\operatorname{polar}(W)'],
  [
    b.product(
      b.block([
        [W, A],
        [A, W],
      ]),
      b.stack([x, y]),
    ),
    '\\begin{pmatrix} W & A \\\\ A & W \\end{pmatrix} \\begin{pmatrix} x \\\\ y \\end{pmatrix}',
  ],
  [b.PI, '\\pi'],
];

describe('printTex', () => {
  it.each(golden.map(([e, tex]) => [tex, e] as const))('%s', (tex, e) => {
    expect(printTex(e)).toBe(tex);
  });
});

describe('bold vectors', () => {
  it('sets vectors and gradients in bold, matrices and scalars not', () => {
    const e = b.sum(b.product(s, W, g(y)), vector('alpha'), b.negate(vector('b_1')));
    expect(printTex(e, { boldVectors: true })).toBe(
      's W\\,\\mathbf{g}(\\mathbf{y}) + \\boldsymbol{\\alpha} - \\mathbf{b}_1',
    );
  });
});

describe('texName', () => {
  it.each([
    ['y', 'y'],
    ['y_a', 'y_a'],
    ['W12', 'W_{12}'],
    ['W1', 'W_1'],
    ['lambda', '\\lambda'],
    ['Lambda', '\\Lambda'],
    ['x_alpha', 'x_{\\alpha}'],
    ['E1_tilde', 'E_{1,\\mathrm{tilde}}'],
    ['rate', '\\mathit{rate}'],
    ['epsilon', '\\varepsilon'],
    ['Eta', '\\mathrm{H}'],
    ['constructor', '\\mathit{constructor}'],
  ])('%s → %s', (name, tex) => {
    expect(texName(name)).toBe(tex);
  });
});

/** Random expressions: a scalar, a vector or a matrix by turns. */
function randomExpression(random: () => number, depth: number): Expression {
  const pick = <T>(...items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const scalarOf = (d: number): Expression =>
    d <= 0
      ? pick(s, t, b.number(rational(-3, 4)), b.number(2))
      : pick(
          () => b.sum(scalarOf(d - 1), scalarOf(d - 1)),
          () => b.product(scalarOf(d - 1), scalarOf(d - 1)),
          () => b.divide(scalarOf(d - 1), b.sum(s, scalarOf(d - 1))),
          () => b.power(scalarOf(d - 1), pick(2, 3, -2)),
          () => b.power(scalarOf(d - 1), t),
          () => b.dot(vectorOf(d - 1), vectorOf(d - 1)),
          () => b.sqrt(scalarOf(d - 1)),
          () => b.lagrangian(L, 0, vectorOf(d - 1)),
          () => b.map(pick('tanh', 'abs', 'logcosh'), scalarOf(d - 1)),
        )();
  const vectorOf = (d: number): Expression =>
    d <= 0
      ? pick(x, y)
      : pick(
          () => b.sum(vectorOf(d - 1), vectorOf(d - 1)),
          () => b.product(scalarOf(d - 1), vectorOf(d - 1)),
          () => b.hadamard(vectorOf(d - 1), vectorOf(d - 1)),
          () => b.product(matrixOf(d - 1), vectorOf(d - 1)),
          () => b.power(vectorOf(d - 1), pick(2, -1)),
          () => b.divide(vectorOf(d - 1), vectorOf(d - 1)),
          () => g(vectorOf(d - 1)),
          () => b.negate(vectorOf(d - 1)),
        )();
  const matrixOf = (d: number): Expression =>
    d <= 0
      ? pick(W, A, b.identity('N'))
      : pick(
          () => b.sum(matrixOf(d - 1), matrixOf(d - 1)),
          () => b.product(matrixOf(d - 1), matrixOf(d - 1)),
          () => b.transpose(matrixOf(d - 1)),
          () => b.diag(vectorOf(d - 1)),
          () => b.apply(pick('inv', 'expm', 'sqrtm'), matrixOf(d - 1)),
          () => b.product(vectorOf(d - 1), b.transpose(vectorOf(d - 1))),
          () => b.lagrangian(L, 3, vectorOf(d - 1), [vectorOf(d - 1)]),
        )();
  return pick(scalarOf, vectorOf, matrixOf)(depth);
}

describe('random expressions', () => {
  const random = fractions(20240611);
  const expressions: Expression[] = [];
  while (expressions.length < 6000) {
    try {
      expressions.push(randomExpression(random, expressions.length % 4));
    } catch (error) {
      // 0 to a negative power is refused when it is built.
      if (!(error instanceof RangeError)) throw error;
    }
  }

  it('print alike only where they are equal', () => {
    const byTex = new Map<string, Expression>();
    let shared = 0;
    for (const e of expressions) {
      const tex = printTex(e);
      const other = byTex.get(tex);
      if (other === undefined) byTex.set(tex, e);
      else if (!sameExpression(other, e)) {
        shared += 1;
        expect(print(collect(e)), tex).toBe(print(collect(other)));
      }
    }
    expect(byTex.size).toBeGreaterThan(2500);
    expect(shared).toBeLessThan(50);
  });

  it('have balanced braces and no double superscript', () => {
    for (const e of expressions) {
      const tex = printTex(e);
      let depth = 0;
      for (const character of tex) {
        depth += character === '{' ? 1 : character === '}' ? -1 : 0;
        expect(depth).toBeGreaterThanOrEqual(0);
      }
      expect(depth).toBe(0);
      expect(tex).not.toMatch(/\^(\{[^{}]*\}|\\top|.)\^/);
    }
  });
});

/** Seeded numbers in [0, 1). */
function fractions(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
}
