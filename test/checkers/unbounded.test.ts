/** The claim `bounded-below` over energies for which mathematics says whether it is true. */
import { beforeAll, describe, expect, it } from 'vitest';
import { defineDesign, type DesignInput } from '../../src/design/define.js';
import { enclose, loadMpfr } from '../../src/numeric/enclosure.js';
import * as Q from '../../src/symbolic/rational.js';
import { CATALOGUE } from '../../src/lagrangians/registry.js';
import type { Counterexample } from '../../src/verdicts/types.js';
import { counterexampleOf, design, replay, settle } from './support.js';

beforeAll(loadMpfr);

type Rest = Partial<Parameters<typeof design>[0]>;
const of = (energy: string, rest: Rest = {}): DesignInput =>
  design({ velocity: { y: '-y' }, energy, claims: ['bounded-below'], ...rest });

/** The energy at t·d in 600-bit arithmetic, as an upper and a lower bound. */
async function energyAt(input: DesignInput, at: Counterexample, t: number): Promise<readonly [number, number]> {
  const { energy } = await defineDesign(input);
  const exact = (v: number): Q.Rational => Q.fromDouble(v);
  const values = new Map(
    Object.entries(at.values).map(([name, v]) => {
      const scale = at.direction?.[name] === undefined ? Q.ONE : exact(t);
      return [name, [v].flat(2).map((x) => Q.multiply(exact(x), scale))] as const;
    }),
  );
  const value = enclose([energy], at.dimensions, values, { precision: 600 })[0]?.[0];
  return [value?.low ?? Number.NaN, value?.high ?? Number.NaN];
}

/** That the energy falls along the ray, by its values alone: the t that are shown, and others far beyond. */
async function fallsAlong(input: DesignInput, at: Counterexample): Promise<void> {
  const what = JSON.stringify(at);
  const shown = Number(/at t = (\S+) is given/.exec(at.detail ?? '')?.[1]);
  const [low, high] = await energyAt(input, at, shown);
  expect(at.enclosure[0], what).toBeLessThanOrEqual(high);
  expect(at.enclosure[1], what).toBeGreaterThanOrEqual(low);
  expect(at.enclosure[0] <= at.value && at.value <= at.enclosure[1], what).toBe(true);
  const sequence = /on the sequence t = 2\*pi\*(?:\(?(\d+)(?:\/(\d+))?\)?\*)?\(?k(?: \+ (\d+)\/(\d+)\))?, k/.exec(
    at.detail ?? '',
  );
  expect(at.detail?.includes('sequence'), what).toBe(sequence !== null);
  const [, p = '1', q = '1', r = '0', s = '1'] = sequence ?? [];
  const member = (far: number): number => {
    const turn = (2 * Math.PI * Number(p)) / Number(q);
    return sequence === null ? far : turn * (Math.ceil(far / turn) + Number(r) / Number(s));
  };
  let last = Infinity;
  for (const far of [2 ** 5, 2 ** 8, 2 ** 12, 2 ** 16, 2 ** 24].map(member)) {
    const bounds = await energyAt(input, at, far);
    // Values below all doubles have fallen far enough.
    if (bounds[1] <= -Number.MAX_VALUE) return;
    expect(bounds[1], `${far}: ${what}`).toBeLessThan(last);
    last = bounds[0];
  }
}

async function refuted(input: DesignInput): Promise<Counterexample> {
  const verdict = (await settle(input))['bounded-below'];
  const at = counterexampleOf(verdict);
  await fallsAlong(input, at);
  expect((await replay(input, verdict)).verdict).toBe('confirmed');
  return at;
}

const square = { shape: ['N', 'N'] } as const;
const symmetric = { ...square, structure: 'symmetric' } as const;
const vector = { shape: ['N'] } as const;

describe('an energy that falls without bound is refuted by a ray', () => {
  it.each<[string, Rest?]>([
    ['-sum(exp(y))'],
    ['-sum(cosh(y))'],
    ["y'*y - sum(exp(y))"],
    ['logsumexp(y)'],
    ['L(y)', { lagrangians: { L: { is: 'softmax', gradient: 'g' } } }],
    ['sum(y.*sin(y))'],
    ['sum(y.^3.*cos(2*y)) + sum(y.^2)'],
    ['sum(y.*sin(y)) + sum(sqrt(1 + y.^2))/2'],
    ['-sum(log(1 + y.^2))'],
    ['-sum(sqrt(1 + y.^2))'],
    ['sum(y.*tanh(y)) - 2*sum(abs(y))'],
    ["-1/2*y'*A*y + 1/2*lambda_min(A)*y'*y", { parameters: { A: symmetric } }],
    ["y'*y - 1/10*norm(y)^3"],
    ['sum(y.^4) - exp(sum(y)/10)'],
    [
      "y'*y/1000 - sum(softplus(A*y)) + sum(cosh(y - z)) - 3*z'*z",
      {
        parameters: { A: square },
        state: { y: ['N'], z: ['N'] },
        velocity: { y: '-y', z: '-z' },
      },
    ],
    ["1/2*y'*y - sum(log(1 + exp(z))) ", { state: { y: ['N'], z: ['N'] }, velocity: { y: '-y', z: '-z' } }],
    ['-log(1 + sum(log(1 + y.^2)))'],
    ["a*y'*y + sum(exp(-y.^2))", { parameters: { a: { shape: [] } } }],
    ["1/2*y'*y - softmax(y)'*(y.*abs(y))"],
    ["silu(y) - y'*y/3 + sum(y)", { lagrangians: { silu: { is: 'silu', gradient: 'g' } } }],
  ])('%s', async (energy, rest = {}) => {
    await refuted(of(energy, rest));
  });
});

describe('an energy that is bounded below is never refuted', () => {
  it.each<[string, Rest?]>([
    ['sum(log(1 + exp(y)))'],
    ['logsumexp([y; -y])'],
    ['sum(y.^4 - 100*y.^2)'],
    ['sum(exp(y) - y)'],
    ['sum(exp(y) - 1000*y)'],
    [
      "1/2*y'*y - L(X'*y)",
      { parameters: { X: square }, lagrangians: { L: { is: 'softmax', beta: 3, gradient: 'g' } } },
    ],
    ['sum(sin(y))'],
    ["sum(y.*sin(y)) + 2*y'*y"],
    ['sum(y.*sin(y)) + 2*sum(abs(y))'],
    ['sum(abs(y).*(1 + sin(y)))'],
    ["sqrt(1 + y'*y) - sum(y)/sqrt(N)"],
    ["sqrt(1 + y'*y) - norm(y)"],
    ['-sum(atan(y))'],
    ['-log(1 + sum(exp(-y.^2)))'],
    ["1/2*y'*A*y - 1/2*lambda_min(A)*y'*y", { parameters: { A: symmetric } }],
    ['sum(y.*tanh(y)) - sum(abs(y))'],
    ['sum(softplus(y) - relu(y))'],
    ['-sum(abs(y) - logcosh(y))'],
    ['sum(y.^2.*(sqrt(1 + y.^4) - y.^2))'],
    ['sum(exp(y)) - sum(y.^9)'],
    ['sum(cosh(y)) - 1e6*sum(y.^4)'],
    ['-sum(y.^8.*exp(-abs(y)))'],
    ["-1e6*sum(y.^2)/(1 + y'*y)"],
    ['-1000*sum(sparsemax(y))'],
    ['sum(log(cosh(y))) - sum(abs(y))'],
    ['sum(asinh(y).*y) - 5*sum(abs(y))'],
  ])('%s', async (energy, rest = {}) => {
    const verdict = (await settle(of(energy, rest)))['bounded-below'];
    expect(verdict?.verdict, JSON.stringify(verdict?.evidence)).toBe('unrefuted');
  });
});

describe("E = (y - b)'g(y) - L(y) - 1/2 g(y)'W g(y) over the catalogue", () => {
  const network = (is: string, W: object = symmetric): DesignInput =>
    of("(y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)", {
      parameters: { W, b: vector },
      lagrangians: { L: { is, gradient: 'g' } },
    });
  /** Where g grows, W decides; y'sin(y) takes every value without help. */
  const FALLING = new Set([
    'relu',
    'identity',
    'leaky-relu',
    'elu',
    'selu',
    'silu',
    'gelu',
    'softplus',
    'smooth-leaky-relu',
    'exp',
    'repu',
    'power',
    'sine',
  ]);

  it.each(Object.keys(CATALOGUE))('%s', async (is) => {
    if (FALLING.has(is)) await refuted(network(is));
    else {
      const verdict = (await settle(network(is)))['bounded-below'];
      expect(verdict?.verdict, JSON.stringify(verdict?.evidence)).toBe('unrefuted');
    }
  });

  // Then y'g(y) - L(y) grows at least as fast as b'g(y), and the quadratic form helps.
  it.each([...FALLING].filter((is) => is !== 'sine'))('%s with W ≤ 0', async (is) => {
    const input = network(is, { ...square, structure: 'negative-semidefinite' } as const);
    expect((await settle(input))['bounded-below']?.verdict).toBe('unrefuted');
  });
});

describe('several states', () => {
  const layers = (is: readonly [string, string]): Rest => ({
    dimensions: { N: 2, M: 2 },
    state: { y: ['N'], z: ['M'] },
    velocity: { y: '-y', z: '-z' },
    parameters: { A: { shape: ['N', 'M'] } },
    lagrangians: { L: { is: is[0], gradient: 'g' }, K: { is: is[1], gradient: 'f' } },
  });
  const energy = "y'*g(y) - L(y) + z'*f(z) - K(z) - g(y)'*A*f(z)";

  it.each<[string, string]>([
    ['relu', 'relu'],
    ['softplus', 'gelu'],
    ['exp', 'exp'],
    ['silu', 'smooth-leaky-relu'],
  ])('%s and %s fall along both', async (...is) => {
    const at = await refuted(of(energy, layers(is)));
    expect(Object.keys(at.direction ?? {})).toEqual(['y', 'z']);
  });

  it.each<[string, string]>([
    ['tanh', 'relu'],
    ['sigmoid', 'softplus'],
    ['tanh', 'gelu'],
    ['softmax', 'softmax'],
  ])('%s and %s are bounded', async (...is) => {
    expect((await settle(of(energy, layers(is))))['bounded-below']?.verdict).toBe('unrefuted');
  });

  it('that stay in a stated domain do not move', async () => {
    const two: Rest = { state: { y: ['N'], z: ['N'] }, velocity: { y: '-y', z: '-z' }, domain: { z: [-3, -1] } };
    const at = await refuted(of("sum(exp(z)) + z'*softplus(y)", two));
    expect(Object.keys(at.direction ?? {})).toEqual(['y']);
    expect((await settle(of('sum(softplus(y)) - sum(exp(z))', two)))['bounded-below']?.verdict).toBe('unrefuted');
  });
});

describe('what is not decided', () => {
  it('is inconclusive where values fall: a frequency that is no rational number, an exponent that is none', async () => {
    for (const energy of ['sum(y.*sin(sqrt(2)*y))', 'sum(y.^2) - sum(exp(pi*y))']) {
      const { verdict, evidence } = (await settle(of(energy)))['bounded-below'] ?? {};
      expect(verdict, energy).toBe('inconclusive');
      expect(evidence?.kind === 'reason' && evidence.detail).toMatch(
        /^the values fall along the ray .* to -[\d.e+]+ at t = /,
      );
    }
  });

  it('names the formula of the design that has none', async () => {
    const input = of('L(y) - sum(y.^2)', { lagrangians: { L: { activation: 'exp(sin(x))*x', gradient: 'g' } } });
    const { verdict, evidence } = (await settle(input))['bounded-below'] ?? {};
    expect(verdict).toBe('inconclusive');
    expect(evidence?.kind === 'reason' && evidence.detail).toContain('(in L(y))');
    expect(JSON.stringify(evidence)).not.toContain('$');
  });
});
