import { beforeAll, describe, expect, test } from 'vitest';
import type { Expression, Lagrangian } from '../../src/symbolic/expression.js';
import { integralCandidate } from '../../src/symbolic/nerdamer.js';
import { print } from '../../src/symbolic/print-text.js';
import { loadMpfr } from '../../src/numeric/enclosure.js';
import { isAntiderivative } from '../../src/lagrangians/antiderivative.js';
import { X } from '../../src/lagrangians/entry.js';
import { potentialByQuadrature } from '../../src/lagrangians/quadrature.js';
import { catalogueDefinition } from '../../src/lagrangians/registry.js';
import { type LagrangianDeclaration, resolveLagrangian } from '../../src/lagrangians/resolve.js';
import { entries, middleAt, parse, scalarQuotient } from './support.js';

beforeAll(loadMpfr);

const resolve = (declaration: Partial<LagrangianDeclaration>): Promise<Lagrangian> =>
  resolveLagrangian({ name: 'L', options: {}, ...declaration }, parse);
const entrywise = async (declaration: Partial<LagrangianDeclaration>): Promise<readonly (Expression | undefined)[]> => {
  const { definition } = await resolve(declaration);
  if (definition.kind !== 'entrywise') throw new Error('not entrywise');
  return definition.derivatives;
};
const POINTS = [-7.3, -2.1, -0.6, -0.011, 0.3, 0.9, 2.2, 5.7];

describe('the catalogue in a design', () => {
  test('names and options reach the definition', async () => {
    const lagrangian = await resolve({ is: 'leaky-relu', gradient: 'g', hessian: 'Lambda', options: { slope: 0.25 } });
    expect(lagrangian).toMatchObject({ name: 'L', gradient: 'g', hessian: 'Lambda' });
    expect(middleAt((await entrywise({ is: 'leaky-relu', options: { slope: 0.25 } }))[1] as Expression, -4)).toBe(-1);
  });

  test('mistakes are refused with the nearest name', async () => {
    await expect(resolve({ is: 'softmx' })).rejects.toThrow('did you mean "softmax"?');
    await expect(resolve({ is: 'an' })).rejects.toThrow('no Lagrangian "an"');
    await expect(resolve({ is: '__proto__' })).rejects.toThrow('no Lagrangian "__proto__"');
    await expect(resolve({ is: 'softmax', options: { bet: 2 } })).rejects.toThrow('did you mean "beta"?');
    await expect(resolve({ is: 'any', assume: ['convx'] })).rejects.toThrow('did you mean "convex"?');
    await expect(resolve({ is: 'relu', assume: ['convex'] })).rejects.toThrow('"is: any" only');
    await expect(resolve({ is: 'relu', formula: 'sum(x)' })).rejects.toThrow('exactly one');
    await expect(resolve({})).rejects.toThrow('exactly one');
    await expect(resolve({ activation: 'x', options: { beta: 1 } })).rejects.toThrow('only catalogue entries');
    await expect(resolve({ activation: 'softmax(x)' })).rejects.toThrow('cannot be applied entry by entry');
    await expect(resolve({ formula: 'x' })).rejects.toThrow('must be a scalar');
  });

  test('any keeps its assumptions', async () => {
    const { definition } = await resolve({ is: 'any', assume: ['convex', 'entrywise'] });
    expect(definition).toEqual({ kind: 'any', assumptions: new Set(['convex', 'entrywise']) });
  });
});

describe('formula', () => {
  test.each([
    ['sum(log(cosh(x)))', 'tanh(x)'],
    ["x'*x/2 + sum(exp(-x))", 'x - exp(-x)'],
    ["-1/4*sum(x.^4) + x'*tanh(x)", '-x^3 + tanh(x) + x*(1 - tanh(x)^2)'],
    ['2*(sum(relu(x).^2))', '4*relu(x)'],
  ])('%s is entrywise by its form', async (formula, gradient) => {
    const [, g, slope] = await entrywise({ formula });
    const wanted = parse(gradient, 'scalar');
    for (const x of POINTS) {
      expect(middleAt(g as Expression, x)).toBeCloseTo(middleAt(wanted, x), 12);
      expect(middleAt(slope as Expression, x)).toBeCloseTo(middleAt(scalarQuotient(wanted), x), 11);
    }
  });

  test.each([
    'log(sum(exp(x)))',
    "(x'*x)^2/4",
    'sqrt(sum(x.^2) + 1)',
    'sum(x)*sum(tanh(x))',
    'logsumexp(2*x)/2',
    'sum(x.^2)/n',
  ])('%s has ∇L, ∇²L and the third derivative', async (formula) => {
    const { definition } = await resolve({ formula });
    if (definition.kind !== 'vector') throw new Error('not a vector formula');
    const x = [0.3, -1.2, 2];
    const a = [0.5, 1, -0.25];
    const h = 2 ** -20;
    const moved = (sign: number): number[] => x.map((v, i) => v + sign * h * (a[i] as number));
    const { potential, gradient, hessian, third } = definition;
    const slope = (e: Expression): number[] => {
      const [up, down] = [entries(e, 3, { x: moved(1) }), entries(e, 3, { x: moved(-1) })];
      return up.map((v, i) => (v - (down[i] as number)) / (2 * h));
    };
    const g = entries(gradient, 3, { x });
    const H = entries(hessian, 3, { x });
    const Ha = [0, 1, 2].map((i) => a.reduce((s, v, j) => s + v * (H[3 * i + j] as number), 0));
    expect(slope(potential)[0]).toBeCloseTo(
      g.reduce((s, v, i) => s + v * (a[i] as number), 0),
      6,
    );
    slope(gradient).forEach((v, i) => expect(v).toBeCloseTo(Ha[i] as number, 6));
    const D = entries(third as Expression, 3, { x, a });
    slope(hessian).forEach((v, i) => expect(v).toBeCloseTo(D[i] as number, 6));
  });
});

describe('activation', () => {
  test('a formula of the catalogue becomes its entry, with its stable derivatives', async () => {
    for (const [activation, name] of [
      ['tanh(x)', 'tanh'],
      ['x*sigmoid(x)', 'silu'],
      ['relu(x)^2', 'repu'],
      ['x*(5 + 3*erf(3*x/8))/8', 'smooth-leaky-relu'],
    ] as const)
      expect(await resolve({ activation })).toMatchObject({ definition: catalogueDefinition(name) });
  });

  test.each([
    'tanh(2*x)',
    '3*sin(x/2) - x^3 + 2',
    'relu(x - 1) - 1/2*relu(-2*x)',
    'min(relu(x), 6)',
    'abs(abs(x - 1) - 2) - relu(1/2 - relu(-x))/3',
    'max(min(x, 1), -1) + abs(x)',
    'softplus(3*x) + abs(x)',
    '(x + 1)^2*x',
    'exp(-x^2/2)',
    'x*sigmoid(1.702*x)',
    'x*erf(x)',
    'atan(x)',
    'asinh(x)',
    'x*exp(-x^2)',
    'x^2*exp(x)',
    'x*cos(x)',
    'x/(1 + x^2)',
    '2^x',
  ])('%s has an L with L′ = g', async (activation) => {
    const [L, g] = await entrywise({ activation });
    expect(L).toBeDefined();
    const quotient = scalarQuotient(L as Expression);
    const wanted = parse(activation === '2^x' ? 'exp(x*log(2))' : activation, 'scalar');
    for (const x of POINTS) {
      expect(middleAt(quotient, x)).toBeCloseTo(middleAt(wanted, x), 11);
      expect(middleAt(g as Expression, x)).toBeCloseTo(middleAt(wanted, x), 11);
    }
  });

  test('without an L that passes the check, ℓ stays undefined', async () => {
    const [L, g, slope, second, third] = await entrywise({ activation: 'tanh(x)*exp(-x^4)' });
    expect(L).toBeUndefined();
    for (const x of [-0.8, 0.3, 1.1]) {
      expect(middleAt(slope as Expression, x)).toBeCloseTo(middleAt(scalarQuotient(g as Expression), x), 11);
      expect(middleAt(second as Expression, x)).toBeCloseTo(middleAt(scalarQuotient(slope as Expression), x), 11);
      expect(middleAt(third as Expression, x)).toBeCloseTo(middleAt(scalarQuotient(second as Expression), x), 11);
    }
  });

  test('a wrong candidate is turned away', () => {
    const of = (text: string): Expression => parse(text, 'scalar');
    expect(isAntiderivative(of('x^2/2'), X)).toBe(true);
    expect(isAntiderivative(of('x^2/2 + 1e-6*x'), X)).toBe(false);
    expect(isAntiderivative(of('log(x)'), of('1/x'))).toBe(false);
    expect(isAntiderivative(of('x*tanh(x)'), of('tanh(x)'))).toBe(false);
    expect(isAntiderivative(of('log(exp(x))'), of('sigmoid(x)'))).toBe(false);
  });

  test('nerdamer is ended when time is up, and not asked what it cannot read', async () => {
    expect(await integralCandidate(parse('x*exp(-x^2)', 'scalar'), 'x', 1)).toBeUndefined();
    expect(await integralCandidate(parse('relu(x)*x', 'scalar'), 'x')).toBeUndefined();
    const text = await integralCandidate(parse('x*cos(x)', 'scalar'), 'x');
    expect(isAntiderivative(parse(text ?? '0', 'scalar'), parse('x*cos(x)', 'scalar')), text).toBe(true);
  });
});

describe('quadrature', () => {
  test.each(['tanh', 'softplus', 'relu', 'hard-tanh', 'gelu', 'sine', 'elu'] as const)(
    '∫ g of %s is L within the error it states',
    (name) => {
      const definition = catalogueDefinition(name);
      if (definition.kind !== 'entrywise') throw new Error('not entrywise');
      const [L, g] = definition.derivatives as [Expression, Expression];
      const at = potentialByQuadrature(g);
      for (const z of [-1e4, -12.3, -1, -0.37, 0, 0.5, 3.3, 40, 1e4]) {
        if (name === 'sine' && Math.abs(z) > 100) continue;
        const { value, error } = at(z);
        const exact = middleAt(L, z) - middleAt(L, 0);
        const rounding = 1e-15 * (Math.abs(exact) + 1);
        expect(Math.abs(value - exact), `${name} at ${z}: ${value} for ${exact}`).toBeLessThanOrEqual(error + rounding);
        expect(error).toBeLessThan(1e-9 * (1 + Math.abs(exact)) + 1e-15 * z * z);
      }
    },
  );

  test('where g is not defined there is no bound', () => {
    expect(potentialByQuadrature(parse('log(x)', 'scalar'))(-1).error).toBe(Infinity);
    expect(potentialByQuadrature(parse('1/x', 'scalar'), { cells: 64 })(1).error).toBe(Infinity);
  });

  test('print names the activation for messages', () => {
    expect(print(parse('tanh(x)*exp(-x^4)', 'scalar'))).toBe('tanh(x)*exp(-x^4)');
  });
});
