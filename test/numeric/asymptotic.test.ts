import { beforeAll, describe, expect, it } from 'vitest';
import { defineDesign } from '../../src/design/define.js';
import { behaviourOnRay } from '../../src/numeric/asymptotic.js';
import { asymptoticArithmetic } from '../../src/numeric/asymptotic-arithmetic.js';
import type { Expansion } from '../../src/numeric/asymptotic-expansion.js';
import { type Monomial, T } from '../../src/numeric/asymptotic-monomial.js';
import { enclose, loadMpfr } from '../../src/numeric/enclosure.js';
import { enclosureArithmetic } from '../../src/numeric/enclosure-arithmetic.js';
import { evaluateIn } from '../../src/numeric/evaluate.js';
import { reals } from '../../src/numeric/mpfr.js';
import * as B from '../../src/symbolic/build.js';
import type { Expression } from '../../src/symbolic/expression.js';
import * as Q from '../../src/symbolic/rational.js';
import { SCALAR } from '../../src/symbolic/shape.js';
import { type Numbers, numbers } from './generator.js';

beforeAll(loadMpfr);

/** What an energy in x, a vector, does along t·direction: `bounded`, `unknown`, or the leading term of a fall. */
async function along(energy: string, direction: readonly number[]): Promise<string> {
  const N = direction.length;
  const design = await defineDesign({
    name: 't',
    dimensions: { N },
    state: { x: ['N'] },
    parameters: { A: { shape: ['N', 'N'], structure: 'symmetric' } },
    lagrangians: { silu: { is: 'silu', gradient: 'g' } },
    velocity: { x: '-x' },
    energy,
  });
  const A = new Map([['A', Array.from({ length: N * N }, (_, k) => (k === 0 ? 2 : k % (N + 1) === 0 ? -1 : 0))]]);
  const found = behaviourOnRay(design.energy, { N }, A, new Map([['x', direction]]));
  if (found.kind !== 'falls') return found.kind;
  return `${found.leading}${found.sequence === undefined ? '' : ` at ${Q.toText(found.sequence.phase)}`}`;
}

describe('a scalar on a ray', () => {
  it.each<[string, number[], string]>([
    ["-x'*x", [3, 4], '-25*t^2'],
    ['sum(x.^3)', [1, -2], '-7*t^3'],
    ['-sum(exp(x))', [1, 2], '-exp(2*t)'],
    ['-sum(exp(x.^2 - 3*x))', [2, 0], '-exp(4*t^2 - 6*t)'],
    ['-sum(exp(exp(x)))', [1, 0], '-exp(exp(t))'],
    ['-sum(cosh(x))', [1, -3], '-1/2*exp(3*t)'],
    ["x'*x - sum(exp(x))", [1, -5], '-exp(t)'],
    ['logsumexp(x)', [-1, -2], '-t'],
    ['-sum(log(1 + x.^2))', [1, 1], '-4*log(t)'],
    ['-sum(log(1 + log(1 + x.^2)))', [1, 0], '-log(log(t))'],
    ['-sum(exp(sqrt(log(1 + x.^2)/2)))', [1, 0], '-exp(log(t)^(1/2))'],
    ['-sum(sqrt(1 + x.^2))', [-3, 1], '-4*t'],
    ['sum(x.*tanh(x)) - 2*sum(abs(x))', [1, -1], '-2*t'],
    ['-sum(softplus(x))', [2, -1], '-2*t'],
    ['-sum(logcosh(x))', [2, -1], '-3*t'],
    ['-sum(asinh(x).*sign(x))', [2, -1], '-2*log(t)'],
    ['-sum(x.*atan(x))', [1, -1], '-3.142*t'],
    ['-sum(x.*(1 + erf(x)))', [1, 0], '-2*t'],
    ["silu(x) - x'*g(x)", [1, 0], '-1/2*t^2'],
    ['-silu(x)', [2, -1], '-2*t^2'],
    ['-sum(x.^2.*(sqrt(1 + x.^2) - abs(x)))', [1, -1], '-t'],
    ['sum(x.^4.*(sqrt(1 + x.^2) - abs(x) - 1/2./abs(x)))', [1, 1], '-1/4*t'],
    ['sum(x.^4.*(tanh(1./x) - 1./x))', [3, 3], '-2*t'],
    ['sum(x.*sin(x))', [1, 0], '-t at 3/4'],
    ['sum(x.^2.*(sin(x) - 0.99))', [1, 0], '-199/100*t^2 at 3/4'],
    ['-sum(exp(x).*sin(x))', [1, -1], '-exp(t) at 1/4'],
    ['sum(x.*sin(x + exp(-x)))', [1, 1], '-2*t at 3/4'],
    ['sum(x.*cos(2*x)) - sum(x.*cos(3*x))', [1, 0], '-t at 1/4'],
    ['-norm(A*x)', [1, 1], '-2.236*t'],
    ["-norm(x*x')", [3, 4], '-25.00*t^2'],
    ["lambda_min(-x*x')", [1, 1], '-2.000*t^2'],
    ["-1/2*x'*A*x + 1/2*lambda_min(A)*x'*x", [1, 0], '-3/2*t^2'],
    ['sum(sparsemax(x).*x) - 2*sum(abs(x))', [1, 3], '-5*t'],
    ["softmax(x)'*x - 2*logsumexp(x)", [1, 3], '-3*t'],
    ['-trace(diag(x)*A)', [1, 0], '-2*t'],
    ['-sum(relu(x - 1).*step(x - 3))', [1, -1], '-t'],
  ])('%s along %j falls', async (energy, direction, leading) => {
    expect(await along(energy, direction)).toBe(leading);
  });

  it.each<[string, number[]]>([
    ["x'*x", [1, -1]],
    ['-sum(exp(x))', [-1, -2]],
    ['logsumexp(x)', [-1, 2]],
    ['-sum(atan(x).*sin(exp(x)))', [1, 2]],
    ["sqrt(1 + x'*x) - norm(x)", [3, 4]],
    ['-sum(x.^20.*exp(-x))', [1, 2]],
    ['-sum(log(1 + x.^2)) + sum(x.^2).^(1/1000)', [1, 2]],
    ['-sum(x.^1000) + exp(sum(x)/1000)', [1, 2]],
    ['sum(x.*sin(x)) + sum(x.^2)', [1, -1]],
    ['-sum(softmax(x.*cos(x)))', [1, -1]],
    ['-sum(exp(x).*(1 - tanh(x)))', [1, 2]],
    ['-sum(tanh(x).*sign(x).*step(x))', [1, -2]],
    ['-sum(exp(sin(x) - x))', [1, 1]],
    ["1/2*x'*A*x - 1/2*lambda_min(A)*x'*x", [1, 1]],
    ['log(sum(exp(x)))', [1, 1]],
    ['-sum(x.^4.*(sqrt(1 + x.^2) - abs(x) - 1/2./abs(x)))', [1, 1]],
  ])('%s along %j is bounded below', async (energy, direction) => {
    expect(await along(energy, direction)).toBe('bounded');
  });

  it.each<[string, number[]]>([
    // True of some, false of others: what the rules do not tell is not told.
    ['sum(x.*sin(x)) + sum(abs(x))', [1, 1]],
    ['sum(x.*sin(sqrt(2)*x))', [1, 1]],
    ['sum(x.*sin(x.^2))', [1, 1]],
    ['-sum(exp(pi*x))', [1, 1]],
    ["sqrt(1 + x'*x) - norm(x)", [1, 1]],
    ['sum(x.*(2 + sin(x)).*(sin(x) + 1/2).^2)', [1, 1]],
    ['sum(log(x))', [-1, 1]],
    ['sum(tan(x))', [1, 1]],
    ['-norm(diag(x) + A)', [1, 1]],
    ['sum(x.*(pi - 4*atan(ones(N))))', [1, 1]],
  ])('%s along %j is not known', async (energy, direction) => {
    expect(await along(energy, direction)).toBe('unknown');
  });
});

const t = B.symbol('t', SCALAR);

/** A random function of t, with values wherever t is large, that mixes scales and cancels. */
function randomFunction(random: Numbers, depth: number): Expression {
  const inner = (): Expression => randomFunction(random, depth - 1);
  const number = B.number(Q.rational(random.integer(-3, 3), random.integer(1, 2)));
  const positive = (): Expression => B.sum(B.ONE, B.power(inner(), 2));
  const total = ['tanh', 'atan', 'asinh', 'erf', 'sigmoid', 'softplus', 'logcosh', 'softplus_integral', 'relu', 'abs'];
  if (depth === 0) return [t, t, number, B.product(number, t)][random.integer(0, 3)] as Expression;
  switch (random.integer(0, 9)) {
    case 0:
    case 1:
      return B.sum(inner(), inner());
    case 2:
      return B.subtract(inner(), inner());
    case 3:
      return B.product(inner(), inner());
    case 4:
      return B.map('log', positive());
    case 5:
      return B.power(positive(), B.number(Q.rational(random.integer(-3, 3), 2)));
    case 6:
      return B.map('exp', random.integer(0, 1) === 0 ? B.map('log', positive()) : B.map('tanh', inner()));
    case 7:
      return B.map(
        'exp',
        B.product(number, [t, B.power(t, B.HALF), B.map('log', t)][random.integer(0, 2)] as Expression),
      );
    default:
      return B.map(total[random.integer(0, total.length - 1)] as string, inner());
  }
}

/** A monomial as an expression. */
function monomialOf(m: Monomial): Expression {
  const powers = m.powers.map((p, k) => {
    let base: Expression = t;
    for (let i = 0; i < k; i += 1) base = B.map('log', base);
    return B.power(base, B.number(p));
  });
  const exponents = m.exponent.map((x) => B.product(B.number(x.coefficient), monomialOf(x.monomial)));
  return B.product(B.ONE, ...powers, ...(exponents.length === 0 ? [] : [B.map('exp', B.sum(...exponents))]));
}

describe('expansions', () => {
  const R = reals;
  /** Σ of the first k terms, and the monomial that bounds what is left; only where coefficients are exact. */
  function partsOf(f: Expression): { readonly sum: Expression; readonly next: Expression }[] | undefined {
    return R().scope(() => {
      const arithmetic = asymptoticArithmetic(enclosureArithmetic(R()), undefined, []);
      const at = new Map<string, readonly Expansion[]>([['t', [arithmetic.expansions.single(Q.ONE, T)]]]);
      const value = evaluateIn(arithmetic, [f], {}, at)[0]?.[0];
      if (value === undefined || arithmetic.isFault(value)) return undefined;
      const terms = value.terms.map(({ coefficient, monomial }) =>
        'numerator' in coefficient ? B.product(B.number(coefficient), monomialOf(monomial)) : undefined,
      );
      const exact = terms.findIndex((x) => x === undefined);
      const count = exact < 0 ? terms.length : exact;
      return Array.from({ length: count + 1 }, (_, k) => {
        const next = value.terms[k]?.monomial ?? value.rest;
        return {
          sum: B.sum(B.ZERO, ...(terms.slice(0, k) as Expression[])),
          next: next === undefined ? B.ZERO : monomialOf(next),
        };
      });
    });
  }
  const magnitude = (e: Expression, at: number): readonly [number, number] => {
    const value = enclose([B.map('abs', e)], {}, new Map([['t', [at]]]), { precision: 600 })[0]?.[0];
    return [value?.low ?? 0, value?.high ?? Infinity];
  };

  it('leave no more than their rest, at every length, far out', () => {
    const random = numbers(77);
    let [judged, known] = [0, 0];
    for (let i = 0; i < 250; i += 1) {
      const f = randomFunction(random, random.integer(1, 4));
      const parts = partsOf(f);
      if (parts === undefined) continue;
      known += 1;
      for (const { sum, next } of parts) {
        // |f − Σ| / next is bounded.
        const rest = B.subtract(f, sum);
        const ratio = B.isZero(next) ? rest : B.product(rest, B.reciprocal(next));
        let most = 1e-6;
        for (const [low, high] of [2 ** 5, 2 ** 6, 2 ** 7, 2 ** 10, 2 ** 20].map((at) => magnitude(ratio, at))) {
          if (!Number.isFinite(low) || !Number.isFinite(high)) break;
          judged += 1;
          if (B.isZero(next)) expect(low, JSON.stringify(f, bigints)).toBe(0);
          else if (most > 1e-6) expect(low, JSON.stringify(f, bigints)).toBeLessThanOrEqual(8 * most);
          most = Math.max(most, high);
        }
      }
    }
    expect(known).toBeGreaterThan(150);
    expect(judged).toBeGreaterThan(300);
  });
});

const bigints = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
