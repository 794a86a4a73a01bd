import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { catalogueEntry, CATALOGUE_NAMES, optionValues } from '../../../src/lagrangians/registry.js';
import { defineDesign, type DesignInput } from '../../../src/design/define.js';
import { DesignError } from '../../../src/design/types.js';
import { Evaluation, randomValues } from '../../designs/evaluation.js';
import { EXPECTED } from '../../designs/expected.js';
import { mutants } from '../../designs/mutants.js';
import { randomFrom } from '../../../src/numeric/random.js';
import { prepared, proofsOf, provedIds, SHIPPED, shipped, small } from './support.js';

/** The claims of the shipped designs that are proved: all that hold but these. */
const NOT_PROVED: Readonly<Record<string, readonly string[]>> = {
  'dense-associative-memory': ['bounded-below'],
  'energy-attention': ['bounded-below'],
  'hierarchical-associative-memory': ['flat-directions'],
  'hopfield-1984': ['bounded-below'],
  'modern-hopfield': ['no-flat-directions', 'bounded-below'],
  'paper/ex2-relu': ['flat', 'flat-directions'],
  'paper/ex3-sigmoid': ['flat-directions'],
  'paper/ex4-softmax': ['flat-directions'],
  'paper/ex5-definite': ['no-flat-directions'],
  'paper/ex5-sylvester': ['solves', 'descent', 'strict-descent'],
  'paper/ex6-general-weights': ['no-flat-directions', 'bounded-below'],
  'paper/ex6-lambda': ['numerical-abscissa'],
  'paper/ex7-smooth-leaky-relu': ['no-flat-directions', 'norm-bound', 'invertible'],
  'paper/fig1a': ['flat-directions'],
  'paper/fig1b': ['no-flat-directions'],
  'paper/fig1b-transposed': ['no-flat-directions', 'bounded-below'],
};

describe('shipped designs', () => {
  it.each(SHIPPED)(
    '%s: what holds is proved as far as it is known to be, what does not never',
    { timeout: 60_000 },
    async (name) => {
      const truths = EXPECTED[name] ?? {};
      const wanted = Object.keys(truths).filter((id) => truths[id] === 'holds' && !NOT_PROVED[name]?.includes(id));
      expect(provedIds(prepared(await shipped(name))).sort()).toEqual(wanted.sort());
    },
  );
});

const pair: Partial<DesignInput> = { dimensions: { N: 3, M: 2 }, state: { x: ['N'], z: ['M'] } };
const symmetric = { shape: ['N', 'N'], structure: 'symmetric' } as const;
const definite = { shape: ['N', 'N'], structure: 'positive-definite' } as const;
const any = { is: 'any', assume: 'convex', gradient: 'g' } as const;

/** Designs that are not shipped, with the claims that are to be proved; of the others some are false. */
const OTHERS: readonly [string, Parameters<typeof small>[0], readonly string[]][] = [
  [
    'phase oscillators',
    {
      parameters: { K: symmetric },
      velocity: { y: 'cos(y).*(K*sin(y)) - sin(y).*(K*cos(y))' },
      energy: "-1/2*(cos(y)'*K*cos(y) + sin(y)'*K*sin(y))",
    },
    ['descent', 'strict-descent', 'stationary-points'],
  ],
  [
    'damped oscillators in any potential',
    {
      state: { q: ['N'], p: ['N'] },
      parameters: { M: definite, D: { shape: ['N', 'N'], structure: 'positive-semidefinite' } },
      lagrangians: { V: { is: 'any', gradient: 'dV' } },
      velocity: { q: 'inv(M)*p', p: '-dV(q) - D*inv(M)*p' },
      energy: "1/2*p'*inv(M)*p + V(q)",
    },
    ['descent', 'stationary-points'],
  ],
  [
    'a gradient flow turned by a skew matrix',
    {
      parameters: { J: { shape: ['N', 'N'], structure: 'skew' }, A: symmetric },
      velocity: { y: '(J - identity(N))*(A*y + y.^3)' },
      energy: "1/2*y'*A*y + 1/4*sum(y.^4)",
    },
    ['descent', 'strict-descent', 'stationary-points'],
  ],
  [
    'layers whose couplings cancel',
    {
      ...pair,
      parameters: { B: { shape: ['N', 'M'] }, b: { shape: ['N'] }, W: symmetric },
      lagrangians: { L: any },
      velocity: { x: '-(W*x + g(x) - b) + B*(z + tanh(z))', z: "-B'*(W*x + g(x) - b) - (z + tanh(z))" },
      energy: "1/2*x'*W*x + L(x) - b'*x + 1/2*z'*z + sum(log(cosh(z)))",
    },
    ['descent', 'strict-descent', 'stationary-points'],
  ],
  [
    'a flow on centred vectors',
    {
      parameters: { W: symmetric },
      velocity: { y: '-(identity(N) - 1/N*ones(N)*ones(1, N))*(W*y + y)' },
      energy: "1/2*y'*W*y + 1/2*y'*y",
    },
    ['descent', 'strict-descent'],
  ],
  [
    'one neuron',
    {
      state: { y: [1] },
      parameters: { a: { shape: [], structure: 'positive' } },
      velocity: { y: '-a*y - y^3' },
      energy: '1/2*a*y^2 + 1/4*y^4',
    },
    ['descent', 'strict-descent', 'stationary-points'],
  ],
  [
    'a state-dependent step',
    {
      parameters: { P: definite, A: symmetric },
      velocity: { y: "-1/(1 + y'*y)*inv(P)*(A*y + y)" },
      energy: "1/2*y'*A*y + 1/2*y'*y",
    },
    ['descent', 'strict-descent', 'stationary-points'],
  ],
  [
    'time constants of an entrywise Lagrangian that may be any',
    {
      parameters: { tau: { shape: ['N'], structure: 'positive' } },
      lagrangians: { L: { is: 'any', assume: ['entrywise', 'convex'], gradient: 'g' } },
      velocity: { y: '-y./tau' },
      energy: "y'*g(y) - L(y)",
    },
    ['descent'],
  ],
  [
    'diagonal matrices between each other',
    {
      parameters: {
        D: { shape: ['N', 'N'], structure: ['diagonal', 'positive-definite'] },
        C: { shape: ['N', 'N'], structure: ['diagonal', 'positive-definite'] },
      },
      velocity: { y: '-C*y' },
      energy: "1/2*y'*D*y",
    },
    ['descent'],
  ],
  [
    'a matrix that is negative',
    {
      parameters: { A: { shape: ['N', 'N'], structure: 'negative-semidefinite' }, B: { shape: ['N', 'N'] } },
      velocity: { y: "2*B*A*B'*y - y" },
      energy: "1/2*y'*y",
    },
    ['descent', 'strict-descent', 'stationary-points'],
  ],
];

describe('designs that are not shipped', () => {
  it.each(OTHERS)('%s', { timeout: 60_000 }, async (_, input, wanted) => {
    const of = await small({ claims: ['descent', 'strict-descent', 'stationary-points'], ...input });
    expect(provedIds(of)).toEqual(wanted);
  });
});

describe('memories with each Lagrangian of the catalogue', () => {
  const convex = CATALOGUE_NAMES.filter((name) => {
    const entry = catalogueEntry(name);
    return entry.claims(optionValues(name, {})).convex !== 'no';
  });
  /** Convex, but for reasons that no rule knows. */
  const beyond: readonly string[] = ['selu', 'smooth-leaky-relu', 'sparsemax'];
  it.each(CATALOGUE_NAMES)('%s', async (is) => {
    const of = await small({
      parameters: { W: symmetric },
      lagrangians: { L: { is, gradient: 'g' } },
      velocity: { y: 'W*g(y) - y' },
      energy: "y'*g(y) - L(y) - 1/2*g(y)'*W*g(y)",
      claims: ['descent', 'convex'],
    });
    const isProved = convex.includes(is) && !beyond.includes(is);
    expect(provedIds(of)).toEqual(isProved ? ['descent', 'convex'] : []);
  });
});

describe('what is not proved', () => {
  const never: readonly [string, Parameters<typeof small>[0]][] = [
    [
      'a logarithm of a state',
      { velocity: { y: '-y' }, energy: "1/2*y'*y + 0*sum(y)", claims: [{ equal: ['log(y) - log(y)', '0'] }] },
    ],
    ['a quotient that may be 0/0', { velocity: { y: '-y' }, energy: "1/2*y'*y", claims: [{ equal: ['y./y', '1'] }] }],
    [
      'a root of a square',
      { velocity: { y: '-y' }, energy: "1/2*y'*y", claims: [{ equal: ['sqrt(sum(y)^2)', 'sum(y)'] }] },
    ],
    [
      'an inverse of any matrix',
      {
        parameters: { A: { shape: ['N', 'N'] } },
        velocity: { y: '-y' },
        energy: "1/2*y'*y",
        claims: [{ equal: ['A*inv(A)*y', 'y'] }],
      },
    ],
    [
      'descent where a parameter in a denominator may be 0',
      { parameters: { c: { shape: [] } }, velocity: { y: '-y/c/c' }, energy: "1/2*y'*y", claims: ['descent'] },
    ],
    [
      'descent of an energy that jumps',
      { velocity: { y: '-y' }, energy: "1/2*y'*y - sum(sign(y))", claims: ['descent'] },
    ],
    [
      'descent without symmetry',
      { parameters: { A: { shape: ['N', 'N'] } }, velocity: { y: '-A*y' }, energy: "1/2*y'*A*y", claims: ['descent'] },
    ],
    [
      'descent with time constants where the activation is not entrywise',
      {
        parameters: { tau: { shape: ['N'], structure: 'positive' } },
        lagrangians: { L: { is: 'any', assume: ['convex'], gradient: 'g' } },
        velocity: { y: '-y./tau' },
        energy: "y'*g(y) - L(y)",
        claims: ['descent'],
      },
    ],
    [
      'products of definite matrices that do not commute',
      {
        parameters: {
          D: { shape: ['N', 'N'], structure: ['diagonal', 'positive-definite'] },
          C: { shape: ['N', 'N'], structure: 'positive-definite' },
        },
        velocity: { y: '-y' },
        energy: "1/2*y'*y",
        claims: [{ psd: 'C*D' }, { psd: 'C*D*C*D' }],
      },
    ],
    [
      'definiteness from a matrix that is negative where the sign is not',
      {
        parameters: { A: { shape: ['N', 'N'], structure: 'negative-semidefinite' }, B: { shape: ['N', 'N'] } },
        velocity: { y: '-y' },
        energy: "1/2*y'*y",
        claims: [{ psd: 'A' }, { psd: '-B*A*B' }, { psd: "B*A*B'" }, { psd: '-A*A' }],
      },
    ],
    [
      'convexity that is not assumed',
      {
        lagrangians: { L: { is: 'any', gradient: 'g' } },
        velocity: { y: '-y' },
        energy: "y'*g(y) - L(y)",
        claims: ['descent', 'convex'],
      },
    ],
    [
      'convexity of what is not convex',
      {
        lagrangians: { L: { is: 'gelu' }, K: { is: 'sine' } },
        velocity: { y: '-y' },
        energy: "1/2*y'*y",
        claims: ['convex'],
      },
    ],
    [
      'strict descent of dead neurons',
      {
        lagrangians: { L: { is: 'relu', gradient: 'g' } },
        velocity: { y: '-y' },
        energy: "y'*g(y) - L(y)",
        claims: ['strict-descent', 'stationary-points'],
      },
    ],
  ];
  it.each(never)('%s', async (_, input) => {
    expect(provedIds(await small(input))).toEqual([]);
  });
});

describe('assumptions', () => {
  it('are those that the proof uses', async () => {
    const proofs = await proofsOf(prepared(await shipped('paper/eq2-any')));
    expect(proofs.get('descent')?.assumptions).toEqual(['W symmetric', 'L convex']);
    expect(proofs.get('gradient-form')?.assumptions).toEqual(['W symmetric']);
  });

  it('of a statement that is given are named', async () => {
    const proofs = await proofsOf(prepared(await shipped('paper/ex5-factored')));
    expect(proofs.get('descent')?.assumptions).toEqual(['R positive-definite', "given x'(R*W + W*R)x ≥ 0 for all x"]);
  });
});

/** The largest dE/dt at random points, evaluated by mathjs without the tool. */
function worstRate(design: DesignInput): number {
  const evaluation = new Evaluation(design);
  const random = randomFrom(7, 'mutants');
  let worst = -Infinity;
  for (let i = 0; i < 60; i += 1) {
    const sizes = Object.fromEntries(Object.keys(design.dimensions).map((name, n) => [name, 1 + ((i + n) % 3)]));
    worst = Math.max(
      worst,
      evaluation.rate(
        sizes,
        randomValues(design, sizes, () => random.unit()),
      ),
    );
  }
  return worst;
}

const CASES: readonly [string, readonly string[], readonly string[], DesignInput['lagrangians']?][] = [
  ['paper/ex2-relu', ['g'], ['W']],
  ['paper/ex4-softmax', ['g'], ['W']],
  ['paper/ex6-general-weights', ['g'], ['W', 'R']],
  ['hopfield-1984', ['g'], ['T']],
  ['krotov-hopfield', ['f', 'g'], ['xi'], { Lv: { is: 'relu', gradient: 'g' }, Lh: { is: 'softmax', gradient: 'f' } }],
  ['modern-hopfield', ['softmax_beta'], ['X']],
  ['cohen-grossberg', ['d'], ['C']],
];

describe('mutants', () => {
  it.each(CASES)(
    'of %s are proved only where the energy does not rise',
    { timeout: 120_000 },
    async (file, activations, matrices, instead) => {
      const text = readFileSync(new URL(`../../../designs/${file}.yaml`, import.meta.url), 'utf8');
      const input = {
        ...(parse(text) as DesignInput),
        ...(instead === undefined ? {} : { lagrangians: instead }),
        claims: ['descent' as const],
      };
      let refused = 0;
      for (const mutant of mutants(input, activations, matrices)) {
        try {
          const proved = provedIds(prepared(await defineDesign(mutant.design))).length > 0;
          if (proved) expect(worstRate(mutant.design), mutant.what).toBeLessThan(1e-6);
          else refused += 1;
        } catch (error) {
          if (!(error instanceof DesignError)) throw error;
        }
      }
      expect(refused).toBeGreaterThan(3);
    },
  );
});
