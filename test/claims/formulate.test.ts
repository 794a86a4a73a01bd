import { describe, expect, it } from 'vitest';
import { formulateClaims } from '../../src/claims/formulate.js';
import { STATEMENTS } from '../../src/claims/statements.js';
import type { Claim, Obligation } from '../../src/claims/types.js';
import { type ClaimInput, defineDesign, type DesignInput } from '../../src/design/define.js';
import { parseDesign } from '../../src/design/load.js';
import { DesignError, NAMED_CLAIMS } from '../../src/design/types.js';
import { ExpressionError } from '../../src/symbolic/error.js';
import { print } from '../../src/symbolic/print-text.js';

const BASE: DesignInput = {
  name: 't',
  dimensions: { N: 3, M: 2 },
  state: { y: ['N'], z: ['M'] },
  parameters: { W: { shape: ['N', 'N'], structure: 'symmetric' }, A: { shape: ['N', 'M'] }, a: { shape: [] } },
  lagrangians: {
    L: { is: 'tanh', gradient: 'g', hessian: 'Lambda' },
    K: { is: 'relu', gradient: 'f', hessian: 'Gamma' },
  },
  velocity: { y: 'A*f(z) - y', z: "A'*g(y) - z" },
  energy: "y'*g(y) - L(y) + z'*f(z) - K(z) - g(y)'*A*f(z)",
};

const formulated = async (claim: ClaimInput, base: DesignInput = BASE): Promise<Claim> =>
  formulateClaims(await defineDesign({ ...base, claims: [claim] }))[0] as Claim;
const only = async (claim: ClaimInput, base: DesignInput = BASE): Promise<Obligation> => {
  const { obligations } = await formulated(claim, base);
  expect(obligations).toHaveLength(1);
  return obligations[0] as Obligation;
};
const refusal = async (claim: ClaimInput): Promise<string> => {
  try {
    await formulated(claim);
  } catch (error) {
    if (error instanceof DesignError) return error.message;
    throw error;
  }
  throw new Error('expected a refusal');
};

describe('named claims', () => {
  const kinds: Readonly<Record<(typeof NAMED_CLAIMS)[number], readonly Obligation['kind'][]>> = {
    descent: ['sign'],
    'strict-descent': ['sign', 'zero-implies'],
    'flat-directions': ['dead-directions'],
    'no-flat-directions': ['dead-directions'],
    'stationary-points': ['zero-implies', 'zero-implies'],
    'bounded-below': ['bounded-below'],
    stability: ['stability'],
    'discrete-descent': ['sign'],
    gradient: ['equal', 'equal'],
    convex: ['semidefinite', 'semidefinite'],
  };
  it.each(NAMED_CLAIMS)('%s', async (name) => {
    const claim = await formulated(name);
    expect(claim.id).toBe(name);
    expect(claim.statement).toBe(STATEMENTS[name]);
    expect(claim.obligations.map((o) => o.kind)).toEqual(kinds[name]);
    expect(claim.given).toEqual([]);
    expect(claim.assumptions.join()).not.toMatch(/[AW] /);
    expect(claim.wording.unused).toEqual(['W', 'a']);
  });

  it('are about the rate, the gradient and the velocity of the design', async () => {
    const descent = await only('descent');
    expect(descent.kind === 'sign' && [descent.sign, descent.label]).toEqual(['nonpositive', 'rate']);
    const [there, back] = (await formulated('stationary-points')).obligations;
    expect(there?.kind === 'zero-implies' && [there.zeroLabel, there.thenLabel]).toEqual([
      'the gradient',
      'the velocity',
    ]);
    expect(back?.kind === 'zero-implies' && [back.zeroLabel, back.thenLabel]).toEqual(['the velocity', 'the gradient']);
  });

  it('of Lagrangians are quantified over a vector of each size that occurs', async () => {
    const { variables } = await formulated('convex');
    expect(variables.map((x) => [x.name, x.shape.rows])).toEqual([
      ['x_L', 'N'],
      ['x_K', 'M'],
    ]);
    const both = await formulated('convex', { ...BASE, energy: `${BASE.energy} + L(z)` });
    expect(both.obligations).toHaveLength(3);
    const unused = await formulated('convex', { ...BASE, lagrangians: { ...BASE.lagrangians, J: { is: 'exp' } } });
    expect(unused.variables.map((x) => x.shape.rows)).toEqual(['N', 'M', 'N']);
  });
});

describe('statements', () => {
  it.each([
    ['rate', { nonpositive: 'rate' }, 'rate ≤ 0'],
    ['energy', { nonnegative: 'energy' }, 'energy ≥ 0'],
    ['psd', { psd: 'hess(energy, y)' }, "x'(hess(energy, y))x ≥ 0 for all x"],
    ['equal', { equal: ['grad(energy, y)', 'y'] }, 'grad(energy, y) = y'],
    ['invariant', { invariant: { of: 'energy', along: 'ones(N)' } }, 'energy is constant along ones(N)'],
  ] as const)('%s reads as a sentence', async (_, claim, text) => {
    expect((await formulated(claim)).statement).toBe(text);
  });

  const shapeOf = async (text: string): Promise<unknown> => {
    const o = await only({ equal: [text, text] });
    return o.kind === 'equal' && [o.left.shape.rows, o.left.shape.columns];
  };
  it.each([
    ['grad(energy)', ['M+N', '1']],
    ['grad(energy, z)', ['M', '1']],
    ["grad(y'*y, y)", ['N', '1']],
    ['hess(energy)', ['M+N', 'M+N']],
    ['hess(energy, z)', ['M', 'M']],
    ['hess(sum(y)*sum(z))', ['M+N', 'M+N']],
    ['jacobian(velocity)', ['M+N', 'M+N']],
    ['jacobian(velocity, z)', ['M+N', 'M']],
    ['jacobian(g(y), y)', ['N', 'N']],
    ['velocity', ['M+N', '1']],
    ['rate', ['1', '1']],
    ['energy', ['1', '1']],
    ['norm(A)', ['1', '1']],
    ['lambda_max(W)', ['1', '1']],
  ] as const)('%s has its shape', async (text, shape) => {
    expect(await shapeOf(text)).toEqual(shape);
  });

  it('mean what they say', async () => {
    const quadratic = { ...BASE, velocity: { y: '-2*y', z: '-z' }, energy: "3*y'*y + z'*z" };
    const left = async (text: string): Promise<string> => {
      const o = await only({ equal: [text, text] }, quadratic);
      return o.kind === 'equal' ? print(o.left) : '';
    };
    expect(await left('grad(energy, y)')).toBe('6*y');
    expect(await left('hess(energy, y)')).toBe('6*identity(N)');
    expect(await left('jacobian(velocity, y)')).toContain('-2*identity(N)');
    expect(await left('rate')).toBe("-12*y'*y - 2*z'*z");
  });

  it('take a number for a vector or a matrix of it', async () => {
    const o = await only({ equal: ['grad(energy, y)', 0] });
    expect(o.kind === 'equal' && o.right.shape.rows).toBe('N');
  });

  it('are judged at kinks by the one-sided rate, only where they are about the rate', async () => {
    const rate = await only({ nonpositive: 'rate' });
    expect(rate.kind === 'sign' && rate.atKinks).toBeDefined();
    const other = await only({ nonpositive: 'energy' });
    expect(other.kind === 'sign' && other.atKinks).toBeUndefined();
  });

  it.each([
    [{ nonpositive: 'y' }, 'sign needs a scalar'],
    [{ nonnegative: 'W' }, 'sign needs a scalar'],
    [{ psd: 'A' }, 'psd needs a square matrix'],
    [{ psd: 'y' }, 'psd needs a square matrix'],
    [{ equal: ['y', 'z'] }, 'equal: y is a vector [N], but z is a vector [M]'],
    [{ equal: ['W', 'A'] }, 'equal:'],
    [{ invariant: { of: 'energy', along: 'ones(3)' } }, 'directions'],
    [{ invariant: { of: 'energy', along: "A'*W*A*ones(N)" } }, ''],
    [{ nonpositive: 'grad(energy, yy)' }, 'did you mean y?'],
    [{ nonpositive: 'grad(energy, W)' }, 'W is not a state'],
    [{ nonpositive: 'grad()' }, 'something is missing'],
    [{ nonpositive: 'hess(energy, y, z)' }, 'hess takes 1 or 2 arguments, not 3'],
    [{ nonpositive: 'rate(y)' }, ''],
    [{ nonpositive: 'energi' }, 'did you mean "energy"?'],
    [{ nonpositive: 'rates' }, 'rate'],
    [{ psd: 'hess(y)' }, ''],
    [{ equal: ['grad(lambda_max(W*sum(y)), y)', 'y'] }, ''],
  ] as const)('%j is refused', async (claim, part) => {
    let message: string;
    try {
      message = await refusal(claim);
    } catch (error) {
      // What has no derivative is refused when it is formulated, with the sub-expression at fault.
      if (!(error instanceof ExpressionError)) throw error;
      message = error.message;
    }
    expect(message).toContain(part);
    expect(message).not.toMatch(/internal|undefined|\bat \w+ \(/);
  });

  it('are refused at their place in the file', async () => {
    const text = [
      'name: t',
      'dimensions: { N: 2 }',
      'state: { y: [N] }',
      'velocity: { y: -y }',
      "energy: y'*y",
      'claims:',
      '  - descent',
      '  - { id: wrong, nonpositive: 2*grad(energy, x) }',
    ].join('\n');
    const error: unknown = await parseDesign(text, 'a.yaml')
      .then(formulateClaims)
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(DesignError);
    const { place, file } = (error as DesignError).diagnostic;
    expect(file).toBe('a.yaml');
    expect(place?.line).toBe(8);
    expect(place?.column).toBeGreaterThanOrEqual(29);
  });
});

describe('what is assumed', () => {
  it('names what is given, in the statement and among the assumptions', async () => {
    const claim = await formulated({
      nonpositive: 'rate',
      id: 'c',
      cite: 'eq. 1',
      given: [{ psd: 'W' }, { nonnegative: 'a' }],
    });
    expect([claim.id, claim.cite]).toEqual(['c', 'eq. 1']);
    expect(claim.statement).toBe("rate ≤ 0, given x'(W)x ≥ 0 for all x and a ≥ 0");
    expect(claim.given.map((o) => o.kind)).toEqual(['semidefinite', 'sign']);
    expect(claim.assumptions).toEqual(expect.arrayContaining(["x'(W)x ≥ 0 for all x", 'a ≥ 0']));
  });

  const kinks = 'off the kinks, where the velocity jumps and there is no classical solution';
  it('mentions kinks where the velocity jumps, and not where it is continuous', async () => {
    expect((await formulated('descent')).assumptions).not.toContain(kinks);
    const jumping = { ...BASE, velocity: { ...BASE.velocity, z: "Gamma(z)*(A'*g(y) - z)" } };
    for (const name of ['descent', 'strict-descent', 'stationary-points'] as const)
      expect((await formulated(name, jumping)).assumptions).toContain(kinks);
    const sign = { ...BASE, velocity: { ...BASE.velocity, z: '-sign(z)' } };
    expect((await formulated('descent', sign)).assumptions).toContain(kinks);
    const statement = await formulated({ psd: 'Gamma(z)' });
    expect(statement.assumptions).toContain('off the kinks of the formulas');
  });

  it('says of any Lagrangian what is assumed of it', async () => {
    const any = {
      ...BASE,
      lagrangians: { ...BASE.lagrangians, K: { is: 'any', assume: ['convex', 'entrywise'], gradient: 'f' } as const },
    };
    const text = (await formulated('descent', any)).assumptions.find((a) => a.startsWith('K '));
    expect(text).toContain('any twice continuously differentiable function');
    expect(text).toContain('convex');
    expect(text).toContain('entrywise');
  });
});

describe('what a verdict assumes', () => {
  const base: DesignInput = {
    name: 't',
    dimensions: { N: 4, r: 2 },
    state: { y: ['N'] },
    parameters: {
      W: { shape: ['N', 'N'], structure: ['symmetric', { rank: 'r' }] },
      S: { shape: ['N', 'N'], structure: 'skew' },
      B: {
        shape: ['N', 'N'],
        structure: ['symmetric', { 'block-tridiagonal': [2, 2] }, { 'block-norm-at-most': 0.25 }],
      },
      P: { shape: ['N', 'N'], structure: { 'norm-at-most': 0.5 }, range: [-1, 1] },
      t: { shape: [], range: [0, 2] },
      c: { value: 2 },
    },
    lagrangians: {
      L: { is: 'any', gradient: 'g', assume: 'convex' },
      K: { is: 'any', gradient: 'f' },
    },
    define: { z: 'B*y + f(y)', unused: 'P*y' },
    velocity: { y: '-t*z' },
    energy: "1/2*y'*(W - W')*y + c*y'*y + 1/2*y'*S*y",
  };
  const all = {
    W: 'W symmetric, rank r',
    S: 'S skew',
    B: 'B symmetric, block-tridiagonal [2, 2], block-norm-at-most 0.25',
    P: 'P norm-at-most 0.5, range [-1, 1]',
    t: 't range [0, 2]',
    L: 'L any twice continuously differentiable function, convex',
    K: 'K any twice continuously differentiable function',
  };
  it.each([
    ['descent', ['W', 'S', 'B', 't', 'K']],
    ['bounded-below', ['W', 'S']],
    ['convex', ['L', 'K']],
    [{ nonpositive: "y'*unused" }, ['P']],
    [{ nonpositive: "y'*P*y", given: [{ nonnegative: 't' }] }, ['P', 't', 't ≥ 0']],
    [{ psd: 'P' }, ['P']],
    [{ psd: "W - W'" }, ['W']],
    [{ psd: 'hess(energy, y)' }, ['W', 'S']],
    [{ equal: ['jacobian(velocity)', 'identity(N)'] }, ['B', 't', 'K']],
    [{ nonnegative: 'L(y)' }, ['L']],
  ] as const)('%j: only what it depends on', async (claim, wanted) => {
    const { assumptions } = await formulated(claim, base);
    expect(assumptions).toEqual(wanted.map((name) => (name in all ? all[name as keyof typeof all] : name)));
  });

  it('what occurs in neither energy, velocity nor claim is named', async () => {
    const unused = async (claim: ClaimInput): Promise<readonly string[]> =>
      (await formulated(claim, base)).wording.unused;
    expect(await unused('descent')).toEqual(['P']);
    expect(await unused('convex')).toEqual(['P']);
    expect(await unused({ nonpositive: "y'*unused" })).toEqual([]);
  });

  it('the witness has a name that the design does not use', async () => {
    const named: DesignInput = {
      ...BASE,
      dimensions: { ...BASE.dimensions, q: 2 },
      parameters: { ...BASE.parameters, x: { shape: [] } },
      define: { w: '2*x' },
    };
    const claim = await formulated({ psd: 'W' }, named);
    expect(claim.statement).toBe("p'(W)p ≥ 0 for all p");
    expect(claim.wording.witness).toBe('p');
    expect(claim.obligations).toMatchObject([{ kind: 'semidefinite', witness: 'p' }]);
    const letters = Object.fromEntries(['x', 'w', 'q', 'p', 'u', 'v', 's', 'x_1'].map((x) => [x, { shape: [] }]));
    const crowded = { ...BASE, parameters: { ...BASE.parameters, ...letters } };
    expect((await formulated({ psd: 'W' }, crowded)).statement).toBe("x_2'(W)x_2 ≥ 0 for all x_2");
  });

  it('bound variables are explained', async () => {
    expect((await formulated('gradient')).wording.bound).toEqual({
      x_L: 'any argument of L',
      x_K: 'any argument of K',
    });
    expect((await formulated('descent')).wording.bound).toEqual({});
  });
});
