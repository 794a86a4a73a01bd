import { describe, expect, it } from 'vitest';
import { Comparison } from '../../../../src/checkers/prove/replay/compare.js';
import type { Judgement } from '../../../../src/checkers/prove/replay/proof.js';
import type { Judged, RuleContext, Step } from '../../../../src/checkers/prove/replay/rule.js';
import { RULES } from '../../../../src/checkers/prove/replay/rules.js';
import * as build from '../../../../src/symbolic/build.js';
import type { Expression, Fact } from '../../../../src/symbolic/expression.js';
import { matrixShape } from '../../../../src/symbolic/shape.js';

const comparison = new Comparison();
/** These rules ask for nothing but equality. */
const context = { same: (a: Expression, b: Expression) => comparison.same(a, b) } as RuleContext;

const holds = (rule: string, step: Partial<Step> & Judged, ...premises: Judged[]): boolean =>
  RULES[rule]?.holds({ with: [], index: undefined, ...step }, premises, context) ?? false;
const judged = (judgement: Judgement, ...of: Expression[]): Judged => ({ judgement, of });
const matrix = (name: string, columns = 'N', ...facts: Fact[]) =>
  build.symbol(name, matrixShape('N', columns), 'parameter', facts);

const [S, T, G, C] = [matrix('S', 'N', 'symmetric'), matrix('T', 'N', 'symmetric'), matrix('G'), matrix('C', 'M')];
const I = build.identity('N');
const { product, subtract, sum, transpose, apply } = build;

describe('spectral-norm', () => {
  const norm = apply('norm', G);
  const semidefinite = (of: Expression, A: Expression = G) =>
    holds('spectral-norm', { ...judged('semidefinite', of), with: [A] });
  it('bounds A and its Gram matrix', () => {
    expect(semidefinite(subtract(product(norm, I), G))).toBe(true);
    expect(semidefinite(sum(product(norm, I), G))).toBe(true);
    expect(semidefinite(subtract(product(build.power(norm, 2), I), product(transpose(G), G)))).toBe(true);
    const [n, J] = [apply('norm', C), build.identity('M')];
    expect(semidefinite(subtract(product(build.power(n, 2), J), product(transpose(C), C)), C)).toBe(true);
  });
  it('does not bound what is larger', () => {
    expect(semidefinite(subtract(product(norm, I), product(build.number(2), G)))).toBe(false);
    expect(semidefinite(subtract(G, product(norm, I)))).toBe(false);
    expect(semidefinite(subtract(product(norm, I), product(transpose(G), G)))).toBe(false);
    expect(semidefinite(subtract(product(norm, I), G), S)).toBe(false);
  });
});

describe('extreme-eigenvalues', () => {
  const at = (name: 'lambda_min' | 'lambda_max', A: Expression) => product(apply(name, A), I);
  const semidefinite = (of: Expression, A: Expression) =>
    holds('extreme-eigenvalues', { ...judged('semidefinite', of), with: [A] });
  it('bound a symmetric matrix', () => {
    expect(semidefinite(subtract(at('lambda_max', S), S), S)).toBe(true);
    expect(semidefinite(subtract(S, at('lambda_min', S)), S)).toBe(true);
  });
  it('do not bound another, nor from the other side', () => {
    expect(semidefinite(subtract(at('lambda_max', G), G), G)).toBe(false);
    expect(semidefinite(subtract(at('lambda_min', S), S), S)).toBe(false);
    expect(semidefinite(subtract(S, at('lambda_max', S)), S)).toBe(false);
  });
});

describe('inverse-order', () => {
  const order = (A: Expression, B: Expression) => ({
    ...judged('semidefinite', subtract(apply('inv', B), apply('inv', A))),
    with: [A, B],
  });
  const gap = (A: Expression, B: Expression) => judged('semidefinite', subtract(A, B));
  it('turns the order of symmetric definite matrices', () => {
    expect(holds('inverse-order', order(S, T), judged('definite', T), gap(S, T))).toBe(true);
  });
  it('does not hold the other way, of semi-definite matrices, or without symmetry', () => {
    expect(holds('inverse-order', order(S, T), judged('definite', T), gap(T, S))).toBe(false);
    expect(holds('inverse-order', order(S, T), judged('definite', S), gap(S, T))).toBe(false);
    expect(holds('inverse-order', order(S, T), judged('semidefinite', T), gap(S, T))).toBe(false);
    expect(holds('inverse-order', order(G, T), judged('definite', T), gap(G, T))).toBe(false);
    expect(holds('inverse-order', order(S, G), judged('definite', G), gap(S, G))).toBe(false);
    expect(holds('inverse-order', { ...order(S, T), judgement: 'definite' }, judged('definite', T), gap(S, T))).toBe(
      false,
    );
  });
});

describe('schur-complement', () => {
  const D = build.symbol('D', matrixShape('M', 'M'), 'parameter', ['symmetric']);
  const F = build.symbol('F', matrixShape('M', 'M'), 'parameter', []);
  const whole = (corner: Expression, below: Expression = transpose(C)) =>
    judged(
      'semidefinite',
      build.block([
        [S, C],
        [below, corner],
      ]),
    );
  const complement = (corner: Expression, factor = 1) => ({
    ...judged('semidefinite', subtract(S, product(build.number(factor), C, apply('inv', corner), transpose(C)))),
    with: [S, C, corner],
  });
  it('of a semi-definite matrix with a definite corner', () => {
    expect(holds('schur-complement', complement(D), whole(D), judged('definite', D))).toBe(true);
  });
  it('does not hold for a corner that is not definite or symmetric, other blocks, or another factor', () => {
    expect(holds('schur-complement', complement(D), whole(D), judged('semidefinite', D))).toBe(false);
    expect(holds('schur-complement', complement(D), whole(D))).toBe(false);
    expect(holds('schur-complement', complement(F), whole(F), judged('definite', F))).toBe(false);
    const negative = build.negate(transpose(C));
    expect(holds('schur-complement', complement(D), whole(D, negative), judged('definite', D))).toBe(false);
    expect(holds('schur-complement', complement(D, 2), whole(D), judged('definite', D))).toBe(false);
  });
});

describe('traces', () => {
  const trace = (A: Expression) => apply('trace', A);
  it('of semi-definite matrices and products of two', () => {
    expect(holds('trace', judged('nonnegative', trace(G)), judged('semidefinite', G))).toBe(true);
    expect(holds('trace', judged('positive', trace(G)), judged('definite', G))).toBe(true);
    const both = [judged('semidefinite', S), judged('semidefinite', G)];
    expect(holds('trace-product', judged('nonnegative', trace(product(S, G))), ...both)).toBe(true);
  });
  it('say nothing of others', () => {
    expect(holds('trace', judged('positive', trace(G)), judged('semidefinite', G))).toBe(false);
    expect(holds('trace', judged('nonnegative', trace(G)), judged('nonnegative', G))).toBe(false);
    // A rotation by a quarter turn is semi-definite, and its square is −I.
    const both = [judged('semidefinite', G), judged('semidefinite', G)];
    expect(holds('trace-product', judged('nonnegative', trace(product(G, G))), ...both)).toBe(false);
    const three = judged('nonnegative', trace(product(S, T, S)));
    expect(holds('trace-product', three, judged('semidefinite', S), judged('semidefinite', T))).toBe(false);
  });
});
