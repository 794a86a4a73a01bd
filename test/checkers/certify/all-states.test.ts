/** Certificates for all states: what they reach, and that they say nothing false. */
import { describe, expect, test } from 'vitest';
import { audit } from '../../../src/checkers/audit.js';
import { allStates } from '../../../src/checkers/certify/all-states/index.js';
import type { Answer } from '../../../src/checkers/certify/method.js';
import { formulateClaims } from '../../../src/claims/formulate.js';
import { derivation } from '../../../src/derivation/derivation.js';
import { parseDesign } from '../../../src/design/load.js';
import { symmetricEigen } from '../../../src/numeric/linear-algebra-dense.js';
import { type Random, randomFrom } from '../../../src/numeric/random.js';
import type { Verdict } from '../../../src/verdicts/types.js';

type Rows = readonly (readonly number[])[];

const certify = async (text: string): Promise<(Answer | undefined)[]> => {
  const design = await parseDesign(text);
  const d = derivation(design);
  const answers: (Answer | undefined)[] = [];
  for (const claim of formulateClaims(design))
    answers.push(await allStates(d, claim, { seed: 1, tick: () => Promise.resolve() }));
  return answers;
};
const isCertified = async (text: string): Promise<boolean> =>
  (await certify(text)).every((answer) => answer?.kind === 'certificate');

/** A design for claims about matrices with given W, S and slopes of `is` at z = Wu + b and at u. */
const matrixDesign = (W: Rows, S: Rows, psd: string, is = 'softplus'): string => `
name: Matrices
dimensions: { N: ${W.length} }
state: { u: [N] }
parameters:
  W: { shape: [N, N], value: ${JSON.stringify(W)} }
  S: { shape: [N, N], value: ${JSON.stringify(S)} }
  b: { shape: [N], value: ${JSON.stringify(W.map((_, i) => i / 3))} }
lagrangians:
  L: { is: ${is}, gradient: g, hessian: Lambda }
velocity: { u: g(W*u + b) - u }
energy: 1/2*u'*u
claims: [{ id: form, psd: "${psd}" }]
`;

/** EX6 of the paper: E = ½|u − g(Wu + b)|² along u̇ = R(g(Wu + b) − u). */
const memory = (W: Rows, R: string, is = 'tanh', claims = '[descent]'): string => `
name: Memory
dimensions: { N: ${W.length} }
state: { u: [N] }
parameters:
  W: { shape: [N, N], value: ${JSON.stringify(W)} }
  b: { shape: [N], value: ${JSON.stringify(W.map((_, i) => Math.sin(i)))} }
lagrangians:
  L: { is: ${is}, gradient: g, hessian: Lambda }
define:
  z: W*u + b
velocity: { u: ${R}*(g(z) - u) }
energy: 1/2*(u - g(z))'*(u - g(z))
claims: ${claims}
`;

const gaussian = (random: Random, n: number, scale: number): number[][] =>
  Array.from({ length: n }, () => Array.from({ length: n }, () => (random.normal() * scale) / Math.sqrt(n)));

type Matrix = number[][];
const times = (a: Rows, b: Rows): Matrix =>
  a.map((row) => (b[0] ?? []).map((_, j) => row.reduce((s, x, k) => s + x * (b[k]?.[j] ?? 0), 0)));
const plus = (a: Rows, b: Rows): Matrix => a.map((row, i) => row.map((x, j) => x + (b[i]?.[j] ?? 0)));
const turned = (a: Rows): Matrix => (a[0] ?? []).map((_, j) => a.map((row) => row[j] ?? 0));
const scaled = (c: number, a: Rows): Matrix => a.map((row) => row.map((x) => c * x));
const diag = (d: readonly number[]): Matrix => d.map((x, i) => d.map((_, j) => (i === j ? x : 0)));
const least = (a: Rows): number =>
  symmetricEigen(Float64Array.from(scaled(0.5, plus(a, turned(a))).flat()), a.length).values[0] as number;

/** Forms as formulas and as functions of the slopes at z and at u. */
const FORMS: readonly (readonly [string, (W: Rows, S: Rows, l: Rows, m: Rows) => Matrix])[] = [
  ["identity(N) - W'*Lambda(W*u + b)", (W, _, l) => plus(diag(W.map(() => 1)), scaled(-1, times(turned(W), l)))],
  ['Lambda(W*u + b) - Lambda(W*u + b)*S*Lambda(W*u + b)', (_, S, l) => plus(l, scaled(-1, times(l, times(S, l))))],
  [
    "identity(N) + W'*Lambda(W*u + b)*S*Lambda(W*u + b)*W - Lambda(u)*S",
    (W, S, l, m) =>
      plus(diag(W.map(() => 1)), plus(times(turned(W), times(l, times(S, times(l, W)))), scaled(-1, times(m, S)))),
  ],
  [
    "identity(N) - Lambda(u)*W*Lambda(W*u + b) - S'*Lambda(W*u + b)*Lambda(W*u + b)*S",
    (W, S, l, m) =>
      plus(
        diag(W.map(() => 1)),
        plus(scaled(-1, times(m, times(W, l))), scaled(-1, times(turned(S), times(l, times(l, S))))),
      ),
  ],
  [
    'Lambda(u) + Lambda(u)*(S + W*Lambda(W*u + b))*Lambda(u) + 1/8*Lambda(u)*Lambda(u)*Lambda(u)',
    (W, S, l, m) => plus(m, plus(times(m, times(plus(S, times(W, l)), m)), scaled(1 / 8, times(m, times(m, m))))),
  ],
  [
    "identity(N) - Lambda(W*u + b)*W - S'*Lambda(W*u + b) + Lambda(W*u + b)*Lambda(W*u + b)",
    (W, S, l) =>
      plus(diag(W.map(() => 1)), plus(plus(scaled(-1, times(l, W)), scaled(-1, times(turned(S), l))), times(l, l))),
  ],
];

/** The least eigenvalue seen over slopes in [0, 1], many of them at the ends. */
function leastSeen(random: Random, n: number, at: (l: Rows, m: Rows) => Matrix): number {
  const slopes = (): Matrix =>
    diag(Array.from({ length: n }, () => Math.min(1, Math.max(0, random.uniform(-0.7, 1.7)))));
  let seen = Infinity;
  for (let k = 0; k < 400; k += 1) seen = Math.min(seen, least(at(slopes(), slopes())));
  return seen;
}

describe('says nothing false', () => {
  test.each(FORMS)('%s: where a dense sampler finds violations there is no certificate', async (psd, at) => {
    const random = randomFrom(1, psd);
    let [certified, violated] = [0, 0];
    for (let k = 0; k < 25; k += 1) {
      const n = random.integer(1, 3);
      const size = 10 ** random.uniform(-0.6, 0.4);
      const [W, S] = [gaussian(random, n, size), gaussian(random, n, size)];
      const seen = leastSeen(random, n, (l, m) => at(W, S, l, m));
      const answer = await isCertified(matrixDesign(W, S, psd));
      if (answer) expect(seen).toBeGreaterThan(-1e-12);
      certified += answer ? 1 : 0;
      violated += seen < -1e-9 ? 1 : 0;
    }
    expect(certified).toBeGreaterThan(2);
    expect(violated).toBeGreaterThan(2);
  });

  test('near misses: forms linear in the slopes are decided next to the exact limit', async () => {
    const random = randomFrom(2, 'near');
    for (let k = 0; k < 6; k += 1) {
      const n = 2 + (k % 3);
      const W = gaussian(random, n, 1);
      const ends = Array.from({ length: 2 ** n }, (_, bits) => diag(W.map((__, i) => (bits >> i) & 1)));
      // I − sW'Λ is semi-definite at all ends up to s = 1/max λ_max.
      const most = Math.max(...ends.map((l) => -least(scaled(-1, times(turned(W), l)))));
      const form = (s: number): string => matrixDesign(scaled(s / most, W), W, "identity(N) - W'*Lambda(W*u + b)");
      expect(await isCertified(form(1 - 1e-10))).toBe(true);
      expect(await isCertified(form(1 + 1e-10))).toBe(false);
    }
  });

  test.each([
    [0.999999, false],
    [1.000001, true],
  ])('a form that fails only in the interior: λ² − λ + %d/4', async (c, expected) => {
    const one = [[1]];
    const psd = `Lambda(u)*Lambda(u) - Lambda(u) + ${c}/4*identity(N)`;
    expect(await isCertified(matrixDesign(one, one, psd))).toBe(expected);
  });

  test('a form that fails at one end of sixteen only', async () => {
    // x'(I − ½(v e' + e v')D)x with slopes that matter only together.
    const v = [0.5, 0.5, 0.5, 0.5];
    const fails = (s: number): Promise<boolean> => {
      const W = scaled(
        s,
        v.map((x) => v.map((y) => x * y)),
      );
      return isCertified(matrixDesign(W, W, 'identity(N) - Lambda(u)*W*Lambda(u)'));
    };
    expect(await fails(0.999999)).toBe(true);
    expect(await fails(1.000001)).toBe(false);
  });

  test('slopes at different arguments are different, those of one expression are one', async () => {
    const W = [
      [1, 0.25],
      [0, 1],
    ];
    expect(await isCertified(matrixDesign(W, W, 'Lambda(W*u + b) - Lambda(u) + 0.99*identity(N)'))).toBe(false);
    expect(await isCertified(matrixDesign(W, W, 'Lambda(W*u + b) - Lambda(b + W*u)'))).toBe(true);
    expect(await isCertified(matrixDesign(W, W, 'Lambda(W*u + b) - Lambda(u) + 1.01*identity(N)'))).toBe(true);
  });

  test('eigenvalues next to 0', async () => {
    const identity = [
      [1, 0],
      [0, 1],
    ];
    const around = (least: number): Rows => [
      [1, 1 - least],
      [1 - least, 1],
    ];
    expect(await isCertified(matrixDesign(around(1e-12), identity, 'W'))).toBe(true);
    expect(await isCertified(matrixDesign(around(0), identity, 'W'))).toBe(true);
    expect(await isCertified(matrixDesign(around(-1e-12), identity, 'W'))).toBe(false);
  });

  test('a slope without bounds, and a Lagrangian whose activation jumps', async () => {
    const W = [[0.1]];
    expect(await isCertified(matrixDesign(W, W, 'identity(N) - W*Lambda(u)', 'exp'))).toBe(false);
    const jumping = matrixDesign(W, W, 'identity(N) - W*Lambda(u)').replace('is: softplus', 'activation: sign(x)');
    expect(await isCertified(jumping)).toBe(false);
  });
});

describe('descent for given weights', () => {
  const weights = (n: number, scale: number): number[][] => gaussian(randomFrom(3, `weights ${n}`), n, scale);

  test.each(['identity(N)', 'Lambda(z)'])('R = %s', async (R) => {
    const [answer] = await certify(memory(weights(8, 0.5), R));
    expect(answer).toMatchObject({ kind: 'certificate', domain: {}, dimensions: { N: 8 } });
  });

  test('strict descent and stationary points where the form is definite', async () => {
    expect(
      await isCertified(memory(weights(6, 0.4), 'identity(N)', 'tanh', '[strict-descent, stationary-points]')),
    ).toBe(true);
    // Λ is 0 in dead neurons.
    expect(await isCertified(memory(weights(6, 0.4), 'Lambda(z)', 'relu', '[strict-descent]'))).toBe(false);
    expect(await isCertified(memory(weights(6, 0.4), 'Lambda(z)', 'relu', '[descent]'))).toBe(true);
  });

  test('smooth leaky ReLU, whose slopes are certified to be at least 0.153 at every real number', async () => {
    const W = weights(6, 0.4);
    expect(await isCertified(memory(W, 'Lambda(z)', 'smooth-leaky-relu', '[strict-descent]'))).toBe(true);
    const least = (bound: number): string =>
      matrixDesign(W, W, `Lambda(u) - ${bound}*identity(N)`, 'smooth-leaky-relu');
    expect(await isCertified(least(0.15332))).toBe(true);
    expect(await isCertified(least(0.15333))).toBe(false);
  });

  test('any bias', async () => {
    const text = memory(weights(5, 0.4), 'identity(N)').replace(/b: .*/, 'b: { shape: [N] }');
    expect(await isCertified(text)).toBe(true);
  });

  test('weights that are too large', async () => {
    expect(await isCertified(memory(weights(8, 4), 'identity(N)'))).toBe(false);
  });

  test('symmetric weights by their numbers', async () => {
    const W = weights(4, 2);
    const text = (V: Rows): string => `
name: Hopfield
dimensions: { N: 4 }
state: { y: [N] }
parameters:
  W: { shape: [N, N], value: ${JSON.stringify(V)} }
lagrangians:
  L: { is: tanh, gradient: g }
velocity: { y: W*g(y) - y }
energy: y'*g(y) - L(y) - 1/2*g(y)'*W*g(y)
claims: [descent]
`;
    expect(await isCertified(text(plus(W, turned(W))))).toBe(true);
    expect(await isCertified(text(W))).toBe(false);
  });

  test('two layers, each with its own slopes', async () => {
    const text = (s: number): string => `
name: Layers
dimensions: { N: 3, M: 2 }
state: { u: [N], v: [M] }
parameters:
  A: { shape: [N, M], value: ${JSON.stringify([
    [s, 0],
    [0.5 * s, s],
    [0, s],
  ])} }
  B: { shape: [M, N], value: ${JSON.stringify([
    [s, 0, s],
    [0, -s, 0.5 * s],
  ])} }
lagrangians:
  L: { is: tanh, gradient: g }
  K: { is: softplus, gradient: h }
velocity:
  u: g(A*v) - u
  v: h(B*u) - v
energy: 1/2*(u - g(A*v))'*(u - g(A*v)) + 1/2*(v - h(B*u))'*(v - h(B*u))
claims: [descent]
`;
    expect(await isCertified(text(0.4))).toBe(true);
    expect(await isCertified(text(1.5))).toBe(false);
  });

  test('as a verdict, after a search; what is false is refuted with its state', async () => {
    const verdict = async (scale: number, prove = true): Promise<Verdict | undefined> => {
      const design = await parseDesign(memory(weights(3, scale), 'identity(N)'));
      const signal = new AbortController().signal;
      return (await audit(design, { seed: 1, samples: 600, sizes: {}, timings: false, prove, signal })).claims[0];
    };
    expect((await verdict(0.3))?.evidence).toMatchObject({ kind: 'certificate', domain: {}, dimensions: { N: 3 } });
    expect((await verdict(0.3, false))?.verdict).toBe('unrefuted');
    expect((await verdict(5))?.verdict).toBe('refuted');
  });

  test('N = 64', async () => {
    const started = performance.now();
    const claims = `[descent, { psd: "(identity(N) - W'*Lambda(z)) + (identity(N) - Lambda(z)*W)" }]`;
    expect(await isCertified(memory(weights(64, 0.4), 'identity(N)', 'tanh', claims))).toBe(true);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
