import { describe, expect, it } from 'vitest';
import { defineDesign } from '../../src/design/define.js';
import { formulaError, formulaScope, parseDesign, parseSourceFormula } from '../../src/design/load.js';
import { STARTER_DESIGN } from '../../src/design/template.js';
import { type Design, DesignError, type StatementDeclaration } from '../../src/design/types.js';
import { FormulaError } from '../../src/symbolic/parse.js';
import { print } from '../../src/symbolic/print-text.js';

const withParameters = (parameters: string, dimensions = '{ N: 4, M: 3 }'): Promise<Design> =>
  parseDesign(
    `name: t\ndimensions: ${dimensions}\nstate: { y: [N] }\nparameters: { ${parameters} }\nvelocity: { y: -y }\nenergy: y'*y\n`,
  );

const message = async (run: Promise<unknown>): Promise<string> => {
  try {
    await run;
  } catch (error) {
    if (error instanceof DesignError) return error.message;
    throw error;
  }
  throw new Error('expected a refusal');
};

describe('a design', () => {
  it('has what its file says', async () => {
    const design = await parseDesign(STARTER_DESIGN, 'memory.yaml');
    expect(design.warnings).toEqual([]);
    expect(design.file).toBe('memory.yaml');
    expect(design.source).toBe(STARTER_DESIGN);
    expect(design.dimensions).toEqual([{ name: 'N', value: 4, fixed: false }]);
    expect(design.states.map((s) => print(s.velocity))).toEqual(['W*g(y) - y + b']);
    expect(design.states[0]?.domain).toEqual([-10, 10]);
    expect(design.states[0]?.domainStated).toBe(false);
    expect([...(design.parameters[0]?.symbol.facts ?? [])]).toEqual(['symmetric']);
    expect(design.lagrangians[0]?.is).toBe('tanh');
    expect(design.claims.map((c) => c.id)).toEqual(['descent', 'strict-descent', 'stationary-points', 'gradient-form']);
    const line = STARTER_DESIGN.split('\n').findIndex((text) => text.startsWith('energy:')) + 1;
    expect(design.places.get('energy')).toEqual({ line, column: 9 });
  });

  it('gets the default claims', async () => {
    const design = await withParameters('');
    expect(design.claims.map((c) => c.id)).toEqual([
      'descent',
      'strict-descent',
      'no-flat-directions',
      'stationary-points',
    ]);
  });

  it('takes sizes of 1, several states, definitions in order and domains', async () => {
    const design = await parseDesign(`name: two layers
cite: someone 2020, eq. (1)
dimensions: { N: 1, M: { fixed: 2 } }
state: { x: [N], h: [M] }
domain: { h: [-1, 1] }
parameters: { V: { shape: [M, N] }, r: { shape: [], structure: positive } }
lagrangians:
  L: { is: softmax, beta: 2, gradient: f }
  K: { is: any, assume: [convex, entrywise], hessian: H }
define:
  u: V*x
  w: u - h
velocity: { x: "r*(V'*f(h) - x)", h: w }
energy: r*L(h) + K(x) + 1/2*w'*w
claims:
  - { claim: descent, id: falls, given: [{ nonnegative: r }, convex] }
  - { invariant: { of: L(h), along: ones(M) }, cite: there }
`);
    expect(design.cite).toBe('someone 2020, eq. (1)');
    expect(design.dimensions).toEqual([
      { name: 'N', value: 1, fixed: false },
      { name: 'M', value: 2, fixed: true },
    ]);
    expect(design.states.map((s) => [s.domain, s.domainStated])).toEqual([
      [[-10, 10], false],
      [[-1, 1], true],
    ]);
    expect(design.definitions.map((d) => print(d.expression))).toEqual(['V*x', 'V*x - h']);
    expect(design.claims.map((c) => [c.id, c.cite, c.given.map((g: StatementDeclaration) => g.kind)])).toEqual([
      ['falls', undefined, ['nonnegative', 'named']],
      ['claim-1', 'there', []],
    ]);
    expect([...(design.parameters[1]?.symbol.facts ?? [])]).toContain('positive');
  });

  it('takes the author’s own gradient', async () => {
    const design = await parseDesign(
      'name: t\ndimensions: { N: 2 }\nstate: { y: [N] }\nlagrangians: { L: { is: silu, gradient: { g: "x.*sigmoid(x)" } } }\nvelocity: { y: -g(y) }\nenergy: L(y)\n',
    );
    const [declared] = design.lagrangians;
    expect(declared?.lagrangian.gradient).toBe('g');
    expect(declared?.claimedGradient && print(declared.claimedGradient)).toBe('x.*sigmoid(x)');
  });

  it('warns of what is not used', async () => {
    const design = await withParameters('W: { shape: [N, N] }');
    expect(design.warnings).toEqual([
      { file: undefined, place: { line: 4, column: 15 }, message: 'the parameter W is declared but not used' },
    ]);
  });

  it('counts what claims mention as used', async () => {
    const text = (STARTER_DESIGN + '  - { psd: Q }\n').replace('  b:', '  Q: { shape: [N, N] }\n  b:');
    expect((await parseDesign(text)).warnings).toEqual([]);
  });
});

describe('parameters', () => {
  it('fixes the sizes that given numbers determine', async () => {
    const design = await withParameters('W: { shape: [N, M], value: [[1, 2], [3, 4], [5, 6]] }', '{ N: 3, M: 2 }');
    expect(design.dimensions.every((d) => d.fixed)).toBe(true);
    expect(design.parameters[0]?.value).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  it('takes shapes from given numbers', async () => {
    const design = await withParameters('a: { value: 0.5 }, b: { value: [1, 2] }, W: { value: [[1, 2, 3]] }');
    expect(design.parameters.map((p) => p.symbol.shape)).toEqual([
      { rows: '1', columns: '1' },
      { rows: '2', columns: '1' },
      { rows: '1', columns: '3' },
    ]);
    expect(design.dimensions.some((d) => d.fixed)).toBe(false);
  });

  it('fixes the size that a list of block sizes determines', async () => {
    const design = await withParameters('W: { shape: [N, N], structure: { block-tridiagonal: [2, 1, 1] } }');
    expect(design.dimensions).toEqual([
      { name: 'N', value: 4, fixed: true },
      { name: 'M', value: 3, fixed: false },
    ]);
  });

  it('leaves sizes free where the shape is the sum of its blocks', async () => {
    const design = await withParameters('W: { shape: [M + N, N+M], structure: { block-tridiagonal: [M, N] } }');
    expect(design.parameters[0]?.symbol.shape).toEqual({ rows: 'M+N', columns: 'M+N' });
    expect(design.dimensions.some((d) => d.fixed)).toBe(false);
  });

  it.each([
    ['symmetric', '[[1, 2], [2, 1]]'],
    ['skew', '[[0, 2], [-2, 0]]'],
    ['diagonal', '[[1, 0], [0, -3]]'],
    ['positive-definite', '[[2, 1], [1, 2]]'],
    // Singular as decimals, though not as the doubles next to them.
    ['positive-semidefinite', '[[0.01, 0.03], [0.03, 0.09]]'],
    ['negative-semidefinite', '[[-1, 1], [1, -1]]'],
    ['positive-semidefinite', '[[0, 0], [0, 1]]'],
    ['orthogonal', '[[0.6, 0.8], [-0.8, 0.6]]'],
    ['orthogonal', '[[0.7071067811865476, 0.7071067811865476], [-0.7071067811865476, 0.7071067811865476]]'],
    ['stable', '[[-1, 100], [0, -2]]'],
    ['stable', '[[0, 1], [-1, 0]]'],
    ['[symmetric, stable]', '[[-1, 1], [1, -1]]'],
    ['{ rank: 1 }', '[[1, 2], [2, 4]]'],
    ['{ norm-at-most: 1 }', '[[0.6, 0.8], [-0.8, 0.6]]'],
    ['[{ block-tridiagonal: [1, 1] }, { block-norm-at-most: 3 }]', '[[0, 3], [-3, 0]]'],
    ['nonnegative', '[[0, 1], [2, 3]]'],
  ])('accepts %s %s', async (structure, value) => {
    const design = await withParameters(`W: { shape: [2, 2], structure: ${structure}, value: ${value} }`);
    expect(design.parameters[0]?.value).toHaveLength(2);
  });

  it.each([
    ['skew', '[[1, 2], [-2, 0]]', /entry \(1, 1\) is 1/],
    ['diagonal', '[[1, 0], [0.5, -3]]', /entry \(2, 1\) is 0.5/],
    ['positive-definite', '[[1, 1], [1, 1]]', /eigenvalue 0/],
    ['positive-semidefinite', '[[0, 1], [1, 5]]', /negative eigenvalue/],
    ['positive-semidefinite', '[[0.01, 0.03], [0.03, 0.0899999999]]', /negative eigenvalue/],
    ['negative-semidefinite', '[[-1, 2], [2, -1]]', /positive eigenvalue/],
    ['orthogonal', '[[0.707, 0.707], [-0.707, 0.707]]', /squared length/],
    ['stable', '[[0.001, 100], [0, -2]]', /positive real part/],
    ['stable', '[[-1, 4], [4, -1]]', /positive real part/],
    ['{ rank: 1 }', '[[1, 2], [2, 4.1]]', /its rank is 2/],
    ['{ norm-at-most: 1 }', '[[0.6, 0.81], [-0.8, 0.6]]', /norm is above 1/],
    ['{ block-tridiagonal: [1, 1] }', '[[1, 3], [-3, 0]]', /entry \(1, 1\) is 1/],
    ['[{ block-tridiagonal: [1, 1] }, { block-norm-at-most: 3 }]', '[[0, 3], [-3.1, 0]]', /block \(2, 1\)/],
    ['positive', '[[0, 1], [2, 3]]', /entry \(1, 1\) is 0/],
    ['goe', '[[0, 1], [1, 3]]', /distribution/],
  ])('refuses %s %s', async (structure, value, expected) => {
    const run = withParameters(`W: { shape: [2, 2], structure: ${structure}, value: ${value} }`);
    expect(await message(run)).toMatch(expected);
  });

  it.each([
    ['W: [N, N]', /expected a parameter such as/],
    ['W: { structure: symmetric }', /a shape is missing/],
    ['W: { shape: [N, N, N] }', /expected a shape/],
    ['W: { shape: N }', /expected a shape/],
    ['W: { shape: [N, N], value: 3 }', /asks for a list of rows, but found one number/],
    ['b: { shape: [N], value: [[1], [2], [3], [4]] }', /asks for a list of numbers, but found a list of rows/],
    ['W: { shape: [N, N], structure: [symmetric, symmetric] }', /stands here twice/],
    ['W: { shape: [N, N], structure: { norm-at-most: 0 } }', /above 0/],
    ['W: { shape: [N, N], structure: { symmetric: 2 } }', /takes no option/],
    ['W: { shape: [N, N], structure: { block-tridiagonal: [4] } }', /two or more/],
    ['b: { shape: [N], structure: { rank: 1 } }', /rank needs a matrix, but the shape is a vector/],
    ['W: { shape: [N, N], structure: positive, range: [-2, -1] }', /no positive value/],
    ['W: { shape: [N, N], colour: red }', /unknown key "colour"; the keys here are/],
    ['W: { shape: [N, N], value: [] }', /the list of numbers is empty/],
    ['W: { shape: [2*K, N] }', /"K" is no dimension/],
    ['W: { shape: [0, N] }', /whole number ≥ 1/],
  ])('refuses %s', async (parameter, expected) => {
    expect(await message(withParameters(parameter))).toMatch(expected);
  });
});

describe('formulas of claims', () => {
  it('are read with the names of the design, and their errors placed in the file', async () => {
    const text = STARTER_DESIGN.replace(
      / {2}- \{ id: gradient-form.*\n/,
      "  - nonpositive: >-\n      y'*y +\n      grad(nope)\n",
    );
    const design = await parseDesign(text, 'memory.yaml');
    const statement = design.claims.at(-1)?.statement;
    if (statement?.kind !== 'nonpositive') throw new Error('expected nonpositive');
    const line = text.split('\n').findIndex((part) => part.includes('grad(nope)')) + 1;
    const run = (): unknown => parseSourceFormula(statement.of, formulaScope(design), design.file);
    expect(run).toThrow(DesignError);
    const error = formulaError(new FormulaError('syntax', 'bad', { start: 7, end: 11 }), statement.of, design.file);
    expect(error.diagnostic).toMatchObject({ file: 'memory.yaml', place: { line, column: 7 } });
    expect(
      parseSourceFormula({ text: "y'*W*y", place: { line: 1, column: 1 } }, formulaScope(design), undefined).kind,
    ).toBe('product');
  });
});

describe('defineDesign', () => {
  const input = {
    name: 'typed',
    dimensions: { N: 3 },
    state: { y: ['N'] },
    parameters: { W: { shape: ['N', 'N'], structure: 'symmetric' }, b: { shape: ['N'] }, c: { value: [1, 2, 3] } },
    lagrangians: { L: { is: 'leaky-relu', slope: 0.2, gradient: 'g' } },
    velocity: { y: 'W*g(y) - y + b + 0*c' },
    energy: "(y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)",
    claims: ['descent', { nonnegative: "y'*y", id: 'trivial' }],
  } as const;

  it('reads objects as it reads files', async () => {
    const design = await defineDesign({
      ...input,
      velocity: { y: 'W*g(y) - y + b' },
      parameters: { ...input.parameters, c: { shape: [] } },
    });
    expect(design.states.map((s) => print(s.velocity))).toEqual(['W*g(y) - y + b']);
    const again = await parseDesign(design.source);
    expect(print(again.energy)).toBe(print(design.energy));
    expect(again.claims.map((c) => c.id)).toEqual(['descent', 'trivial']);
  });

  it('names the key path of a mistake, and no line', async () => {
    const run = defineDesign({ ...input, velocity: { y: '-y' }, energy: 'y + nope' });
    const error = await run.catch((e: unknown) => e);
    if (!(error instanceof DesignError)) throw new Error('expected a refusal');
    expect(error.message).toMatch(/^energy: unknown name "nope"/);
    expect(error.diagnostic).toMatchObject({ file: undefined, place: undefined });
    expect(await message(defineDesign({ ...input, dimensions: { N: Number.NaN } }))).toMatch(/^dimensions\.N: .*NaN/);
    expect(await message(defineDesign(input))).toMatch(/0\*c is a vector \[3\]; if 3 is meant to be N/);
  });

  it('checks the types of its input', () => {
    // @ts-expect-error a misspelt key
    void defineDesign({ ...input, claim: [] }).catch(() => undefined);
    // @ts-expect-error an unknown claim
    void defineDesign({ ...input, claims: ['decent'] }).catch(() => undefined);
    // @ts-expect-error an unknown structure
    void defineDesign({ ...input, parameters: { W: { shape: ['N'], structure: 'symetric' } } }).catch(() => undefined);
    expect(input.name).toBe('typed');
  });
});
