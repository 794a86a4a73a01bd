import { describe, expect, it } from 'vitest';
import { RULES } from '../../../../src/checkers/prove/replay/rules.js';
import type { Judged, RuleContext, Step } from '../../../../src/checkers/prove/replay/rule.js';
import { Comparison } from '../../../../src/checkers/prove/replay/compare.js';
import type { Judgement } from '../../../../src/checkers/prove/replay/proof.js';
import { universalVector } from '../../../../src/checkers/prove/replay/universal.js';
import * as build from '../../../../src/symbolic/build.js';
import type { Expression, Fact } from '../../../../src/symbolic/expression.js';
import { matrixShape, vectorShape } from '../../../../src/symbolic/shape.js';

const comparison = new Comparison();
/** These rules ask for nothing but equality. */
const context = { same: (a: Expression, b: Expression) => comparison.same(a, b) } as RuleContext;

const holds = (rule: string, step: Partial<Step> & Judged, ...premises: Judged[]): boolean =>
  RULES[rule]?.holds({ with: [], index: undefined, ...step }, premises, context) ?? false;

const vector = (name: string, size = 'N') => build.symbol(name, vectorShape(size), 'parameter', []);
const square = (name: string, ...facts: Fact[]) => build.symbol(name, matrixShape('N', 'N'), 'parameter', facts);
const judged = (judgement: Judgement, ...of: Expression[]): Judged => ({ judgement, of });
const t = build.transpose;

const [u, w] = [vector('u'), vector('w')];
const [S, G] = [square('S', 'symmetric'), square('G')];
const [x, y] = [universalVector(1, 'N'), universalVector(2, 'N')];

describe('same-sign', () => {
  const entry = (a: Expression, b: Expression) => ({ ...judged('nonnegative', build.hadamard(a, b)), with: [a, b] });
  it('holds for functions with the sign of one argument, and odd powers', () => {
    expect(holds('same-sign', entry(u, build.map('tanh', u)))).toBe(true);
    expect(holds('same-sign', entry(build.power(u, 3), build.map('sinh', build.map('tanh', u))))).toBe(true);
    expect(holds('same-sign', entry(u, u))).toBe(true);
  });
  it.each(['sin', 'cos', 'sigmoid', 'exp', 'relu', 'softplus', 'log'])('does not hold for %s', (f) => {
    expect(holds('same-sign', entry(u, build.map(f, u)))).toBe(false);
  });
  it('does not hold for two arguments, even or negative powers, or as strict', () => {
    expect(holds('same-sign', entry(u, build.map('tanh', w)))).toBe(false);
    expect(holds('same-sign', entry(u, build.map('tanh', build.negate(u))))).toBe(false);
    expect(holds('same-sign', entry(u, build.power(u, 2)))).toBe(false);
    expect(holds('same-sign', entry(u, build.power(u, -1)))).toBe(false);
    expect(holds('same-sign', { ...entry(u, u), judgement: 'positive' })).toBe(false);
  });
});

describe('cauchy-schwarz', () => {
  const bound = (B: Expression, factor = 1) => {
    const form = (a: Expression, b: Expression) => build.product(t(a), B, b);
    const e = build.subtract(
      build.product(form(u, u), form(w, w)),
      build.product(build.number(factor), form(u, w), form(u, w)),
    );
    return { ...judged('nonnegative', e), with: [u, w] };
  };
  it('holds for a symmetric matrix that is semi-definite', () => {
    expect(holds('cauchy-schwarz', bound(S), judged('semidefinite', S))).toBe(true);
    const I = build.identity('N');
    expect(holds('cauchy-schwarz', bound(I), judged('definite', I))).toBe(true);
  });
  it('does not hold without symmetry, without the premise, with another factor, or as strict', () => {
    expect(holds('cauchy-schwarz', bound(G), judged('semidefinite', G))).toBe(false);
    expect(holds('cauchy-schwarz', bound(S))).toBe(false);
    expect(holds('cauchy-schwarz', bound(S), judged('nonnegative', S))).toBe(false);
    expect(holds('cauchy-schwarz', bound(S, 2), judged('semidefinite', S))).toBe(false);
    expect(holds('cauchy-schwarz', { ...bound(S), judgement: 'positive' }, judged('semidefinite', S))).toBe(false);
    expect(holds('cauchy-schwarz', { ...bound(S), with: [u, x] }, judged('semidefinite', S))).toBe(false);
  });
});

describe('every-vector', () => {
  const form = (a: Expression, A: Expression, b: Expression) => build.product(t(a), A, b);
  it('holds for one vector, and for a vector a block', () => {
    expect(
      holds('every-vector', { ...judged('semidefinite', G), with: [x] }, judged('nonnegative', form(x, G, x))),
    ).toBe(true);
    const blocks = build.block([
      [S, G],
      [t(G), S],
    ]);
    const q = build.sum(form(x, S, x), build.product(build.number(2), form(x, G, y)), form(y, S, y));
    expect(holds('every-vector', { ...judged('semidefinite', blocks), with: [x, y] }, judged('nonnegative', q))).toBe(
      true,
    );
    // One vector in both places says nothing of the others.
    const same = build.sum(form(x, S, x), build.product(build.number(2), form(x, G, x)), form(x, S, x));
    expect(
      holds('every-vector', { ...judged('semidefinite', blocks), with: [x, x] }, judged('nonnegative', same)),
    ).toBe(false);
  });
  it('does not hold for a vector of the design, one in the matrix, or another form', () => {
    expect(
      holds('every-vector', { ...judged('semidefinite', G), with: [u] }, judged('nonnegative', form(u, G, u))),
    ).toBe(false);
    const within = build.product(x, t(x));
    expect(
      holds(
        'every-vector',
        { ...judged('semidefinite', within), with: [x] },
        judged('nonnegative', form(x, within, x)),
      ),
    ).toBe(false);
    expect(
      holds('every-vector', { ...judged('semidefinite', G), with: [x] }, judged('nonnegative', form(x, S, x))),
    ).toBe(false);
    expect(holds('every-vector', { ...judged('definite', G), with: [x] }, judged('nonnegative', form(x, G, x)))).toBe(
      false,
    );
    expect(holds('every-vector', { ...judged('semidefinite', G), with: [x] })).toBe(false);
  });
});
