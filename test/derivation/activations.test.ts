import { describe, expect, it } from 'vitest';
import { activations, energyAlongDeadDirection, rayOf } from '../../src/derivation/activations.js';
import { type Derivation, derivation } from '../../src/derivation/derivation.js';
import { defineDesign, type DesignInput } from '../../src/design/define.js';
import { isZeroByNormalForm } from '../../src/symbolic/normal-form.js';
import { print } from '../../src/symbolic/print-text.js';

const derived = async (input: Partial<DesignInput>): Promise<Derivation> =>
  derivation(
    await defineDesign({
      name: 't',
      dimensions: { N: 2, M: 3 },
      state: { y: ['N'], z: ['M'] },
      parameters: { W: { shape: ['N', 'N'], structure: 'symmetric' }, A: { shape: ['N', 'M'] }, b: { shape: ['N'] } },
      lagrangians: { L: { is: 'relu', gradient: 'g' }, K: { is: 'softmax', gradient: 'f' } },
      velocity: { y: '-y', z: '-z' },
      energy: "y'*y",
      ...input,
    }),
  );
const found = async (input: Partial<DesignInput>): Promise<[string, string, string[] | undefined][]> =>
  activations(await derived(input)).map((a) => [
    a.name,
    print(a.argument),
    a.jacobians === undefined ? undefined : [...a.jacobians.values()].map(print),
  ]);

describe('activations', () => {
  it('are those of Lagrangians and of functions, once for each argument', async () => {
    expect(await found({ energy: "y'*g(y) - L(y) + sum(g(y))" })).toEqual([
      ['g', 'y', ['identity(N)', '0*ones(N, M)']],
    ]);
    const several = await found({ energy: "L(y) + L(W*y + b) + sum(tanh(y)) + K(A'*y + z)" });
    expect(several.map(([name, argument]) => `${name} ${argument}`).sort()).toEqual([
      "f A'*y + z",
      'g W*y + b',
      'g y',
      'tanh y',
    ]);
    expect(several.find(([name]) => name === 'f')?.[2]).toEqual(["A'", 'identity(M)']);
  });

  it('are found in the velocity too, and in scalars of states, not in parameters', async () => {
    expect(await found({ velocity: { y: '-g(y)', z: '-z' } })).toHaveLength(1);
    expect((await found({ energy: 'relu(sum(y))' })).map(([name]) => name)).toEqual(['relu']);
    expect(await found({ energy: "y'*y + sum(relu(b))" })).toEqual([]);
  });

  it('have no Jacobian where the argument is not affine', async () => {
    expect((await found({ energy: 'L(y.*y)' }))[0]?.[2]).toBeUndefined();
    expect((await found({ energy: 'L(g(y))' })).some(([, argument, J]) => argument === 'g(y)' && J === undefined)).toBe(
      true,
    );
  });
});

describe('the energy along a dead direction', () => {
  const isFlat = async (energy: string): Promise<boolean | undefined> => {
    const d = await derived({ energy });
    const difference = energyAlongDeadDirection(d, d.design.energy, rayOf(d));
    return difference === undefined ? undefined : isZeroByNormalForm(difference);
  };
  it.each([
    ["(y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)", true],
    ["z'*f(z) - K(z)", true],
    ["y'*g(y) - L(y) + z'*f(z) - K(z) - g(y)'*A*f(z)", true],
    ['sum(g(y))', true],
    ['L(y)', false],
    ["1/2*y'*y - L(y)", false],
    ["y'*g(y) - 2*L(y)", false],
    ['L(y.*y)', undefined],
  ] as const)('of %s', async (energy, expected) => {
    expect(await isFlat(energy)).toBe(expected);
  });
});
