/** Claims that z3 decides at a small size, and above all those that it must not certify. */
import { describe, expect, it } from 'vitest';
import { audit } from '../../../../src/checkers/audit.js';
import { smt } from '../../../../src/checkers/certify/smt/index.js';
import { derivation } from '../../../../src/derivation/derivation.js';
import type { Claim } from '../../../../src/claims/types.js';
import { formulateClaims } from '../../../../src/claims/formulate.js';
import { type DesignInput, defineDesign, type StructureInput } from '../../../../src/design/define.js';
import type { Evidence } from '../../../../src/verdicts/types.js';
import { solve } from '../../../../src/checkers/certify/smt/z3.js';

type Input = Omit<DesignInput, 'name' | 'dimensions' | 'state' | 'velocity' | 'energy'> & Partial<DesignInput>;

const PLAIN = {
  name: 't',
  dimensions: { N: 2 },
  state: { y: ['N'] },
  velocity: { y: '-y' },
  energy: "1/2*y'*y",
} as const;

/** A scalar that is 0. */
const at0 = (how: { readonly range: readonly [0, 0] } | { readonly value: 0 }) => ({
  c: { shape: [], ...how },
});
const NOWHERE = "1 + sum(step((W - W')*b))";

/** What z3 alone says of the first claim of a design. */
async function decide(input: Input): Promise<Evidence | undefined> {
  const design = await defineDesign({ ...PLAIN, ...input });
  const [claim] = formulateClaims(design) as [Claim];
  return smt(derivation(design), claim, { seed: 1, tick: () => Promise.resolve() });
}

const c = { c: { shape: [] } } as const;
const bounded = { c: { shape: [], range: [0, 0.3] } } as const;
const W = (structure: StructureInput = 'general') => ({
  W: { shape: ['N', 'N'], structure },
  b: { shape: ['N'] },
});
const memory = (structure: StructureInput | undefined, change: Partial<DesignInput> = {}): Input => ({
  parameters: W(structure),
  lagrangians: { L: { is: 'relu', gradient: 'g', hessian: 'Lam' } },
  velocity: { y: 'W*g(y) - y + b' },
  energy: "(y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)",
  claims: ['descent'],
  ...change,
});

describe('claims that hold', { timeout: 60_000 }, () => {
  it.each<[string, Input]>([
    ['descent of a relu memory, all weights, biases and states unknown', memory('symmetric')],
    [
      'a polynomial that is no sum of squares',
      { parameters: c, claims: [{ nonnegative: 'c^4*sum(y)^2 + c^2*sum(y)^4 - 3*c^2*sum(y)^2 + 1' }] },
    ],
    [
      'a Lipschitz bound',
      {
        parameters: { b: { shape: ['N'] } },
        claims: [{ nonpositive: "(relu(y) - relu(b))'*(relu(y) - relu(b)) - (y - b)'*(y - b)" }],
      },
    ],
    ['a matrix that is a square', { parameters: W('symmetric'), claims: [{ psd: 'W*W - 2*W + identity(N)' }] }],
    [
      'a form with a definite matrix',
      { parameters: W('positive-definite'), claims: [{ nonnegative: "b'*W*b + 1/2*b'*b" }] },
    ],
    ['what is given', { parameters: c, claims: [{ nonnegative: 'c^3', given: [{ nonnegative: 'c' }] }] }],
    ['a stated domain', { domain: { y: [1, 2] }, claims: [{ nonnegative: "y'*y - 2" }] }],
    ['an identity of pieces', { claims: [{ equal: ['relu(y) - relu(-y)', 'y'] }] }],
    ['zeros that imply zeros', { parameters: c, claims: ['stationary-points'], velocity: { y: "-(1 + y'*y)*y" } }],
    ['an end of a range that no double is', { parameters: bounded, claims: [{ nonpositive: 'c - 0.3' }] }],
    [
      'descent where a kink fills a region',
      { energy: "1/2*y'*y + sum(relu(relu(y) - relu(2*y)))", claims: ['descent'] },
    ],
  ])('%s', async (_, input) => {
    expect(await decide(input)).toMatchObject({ kind: 'certificate', dimensions: { N: 2 } });
  });
});

describe('claims that do not hold are never certified', { timeout: 60_000 }, () => {
  it.each<[string, Input]>([
    ['weights that are not symmetric', memory(undefined)],
    ['a missing ½', memory('symmetric', { energy: "(y - b)'*g(y) - L(y) - g(y)'*W*g(y)" })],
    ['a sign', memory('symmetric', { velocity: { y: 'W*g(y) - y - b' } })],
    [
      'a bound missed by 1e-18 near an irrational point',
      { parameters: c, claims: [{ nonnegative: '(c^2 - 2)^2 - 1/1000000000000000000' }] },
    ],
    ['a thin bump', { parameters: c, claims: [{ nonpositive: '1 - 1000000*(c - 3.3)^2*1000000' }] }],
    ['a quotient that is not defined at 0', { parameters: c, claims: [{ nonnegative: 'c^2/c^2 - 1' }] }],
    ['a quotient that is negative', { parameters: c, claims: [{ nonnegative: '1/c' }] }],
    ['a step', { parameters: c, claims: [{ nonpositive: 'step(c)' }] }],
    ['a form with a skew matrix and less', { parameters: W('skew'), claims: [{ nonnegative: "b'*W*b - 1/2*b'*b" }] }],
    ['a form with an orthogonal matrix', { parameters: W('orthogonal'), claims: [{ nonnegative: "b'*W*b" }] }],
    [
      'a form with a negative matrix',
      { parameters: W('negative-semidefinite'), claims: [{ nonnegative: "b'*W*b + b'*b" }] },
    ],
    [
      'a form with a semi-definite matrix, strictly',
      { parameters: W('positive-semidefinite'), claims: [{ nonnegative: 'trace(W) - 1/1000' }] },
    ],
    ['a matrix whose square has negative directions', { parameters: W(), claims: [{ psd: 'W*W' }] }],
    [
      'entries with a sign that is not given',
      { parameters: W('nonnegative'), claims: [{ nonpositive: "ones(N)'*W*ones(N) - 1" }] },
    ],
    [
      'convexity of a difference',
      { lagrangians: { L: { formula: 'sum(relu(x).^2) - sum(x.^2)' } }, claims: ['convex'] },
    ],
    ['dead neurons at rest', memory('symmetric', { claims: ['strict-descent'] })],
    [
      'a number between an end of a range and the double next to it',
      { parameters: bounded, claims: [{ nonpositive: 'c - 0.2999999999999999889' }] },
    ],
    [
      'a number between an end of a domain and the double next to it',
      { domain: { y: [0, 0.3] }, claims: [{ nonpositive: 'sum(y) - 2*0.2999999999999999889' }] },
    ],
    [
      'ascent where a kink fills a region',
      { energy: "1/2*y'*y + sum(relu(relu(y) - relu(2*y)))", velocity: { y: '-abs(y)' }, claims: ['descent'] },
    ],
    [
      'ascent far out in a region that a kink fills',
      {
        energy: "1/2*y'*y + sum(relu(relu(y) - relu(2*y)))",
        velocity: { y: '-y - 10*relu(-y - 1000000*ones(N))' },
        claims: ['descent'],
      },
    ],
    ['ascent at a kink', { energy: 'sum(abs(y))', velocity: { y: 'relu(y + 1) - relu(y) - y' }, claims: ['descent'] }],
    [
      'a jump at all points of a region',
      { claims: [{ nonpositive: 'sum(step(relu(y) - relu(2*y))) + sum(relu(-y) - relu(y))' }] },
    ],
    [
      'a jump at every point, by structure',
      { parameters: W('skew'), claims: [{ nonpositive: '1 + sum(sign(diagonal(W)))' }] },
    ],
    ['a jump at every point, by symmetry', { parameters: W('symmetric'), claims: [{ nonpositive: NOWHERE }] }],
    [
      'a jump at every point, by range',
      { parameters: at0({ range: [0, 0] }), claims: [{ nonpositive: '1 + step(c)' }] },
    ],
    ['a jump at every point, by value', { parameters: at0({ value: 0 }), claims: [{ nonpositive: '1 + step(c)' }] }],
    [
      'a jump at every point, by what is given',
      { parameters: c, claims: [{ nonpositive: '1 + step(c)', given: [{ nonpositive: 'c^2' }] }] },
    ],
    [
      'what is given and impossible',
      { parameters: c, claims: [{ nonpositive: '1', given: [{ nonnegative: 'c' }, { nonpositive: 'c + 1' }] }] },
    ],
    ['an energy that jumps', { energy: "1/2*y'*y - sum(step(y))", claims: ['descent'] }],
    [
      'a condition that cannot be written',
      {
        parameters: c,
        claims: [{ nonnegative: 'c', given: [{ nonnegative: 'exp(c) - 3' }, { nonnegative: 'c + 1' }] }],
      },
    ],
  ])('%s', async (_, input) => {
    expect((await decide(input))?.kind).not.toBe('certificate');
  });
});

describe('the adapter', { timeout: 120_000 }, () => {
  const LIMITS = { work: 4_000_000, seconds: 60 };
  const tick = (): Promise<void> => Promise.resolve();
  // Long, so that z3 still reads it when the call has returned.
  const long = Array.from({ length: 400 }, (_, k) => `(declare-const v${k} Real)\n(assert (< v${k} 10.0))`).join('\n');

  it('gives z3 the whole script, each time', async () => {
    const answers = [];
    for (let k = 0; k < 12; k += 1) answers.push((await solve(long, '(assert (> v399 10.0))', LIMITS, tick)).kind);
    expect(new Set(answers)).toEqual(new Set(['unsat']));
  });

  it('does not decide under conditions that are impossible, or in a script with a mistake', async () => {
    const impossible = `${long}\n(assert (> v1 11.0))`;
    expect(await solve(impossible, '(assert (> v2 0.0))', LIMITS, tick)).toEqual({ kind: 'unknown' });
    expect(await solve(`${long}\n(assert w)`, '(assert (> v2 10.0))', LIMITS, tick)).toEqual({ kind: 'unknown' });
  });

  it('stops z3 when its caller has no more time', async () => {
    let ticks = 0;
    const late = async (): Promise<void> => {
      ticks += 1;
      if (ticks > 1) throw new Error('the time is up');
      return Promise.resolve();
    };
    // A sum of cubes of cubes: far more work than the time between ticks.
    const unknowns = ['a', 'b', 'c', 'd', 'e', 'f'];
    const declared = unknowns.map((x) => `(declare-const ${x} Real)`).join('\n');
    const sum = `(+ ${unknowns.map((x, i) => `(* ${x} ${x} ${x} ${unknowns[(i + 1) % 6]} ${unknowns[(i + 2) % 6]})`).join(' ')})`;
    const hard = `(assert (< (+ (* ${sum} ${sum}) (* a b c d e f)) (- 7.0)))\n(assert (= (* a a b) (+ c (* d d e f))))`;
    await expect(solve(declared, hard, { ...LIMITS, work: 4_000_000_000 }, late)).rejects.toThrow('the time is up');
  });
});

describe('models of z3', { timeout: 60_000 }, () => {
  it('are confirmed as counterexamples where the search found none', async () => {
    const claims = [{ id: 'far', nonnegative: '(c - 123456789)^2 + (sum(y) - 7*c)^2 - 1/1000' }];
    const design = await defineDesign({ ...PLAIN, parameters: c, claims });
    const options = { seed: 1, samples: 200, sizes: {}, timings: false, signal: new AbortController().signal };
    const [verdict] = (await audit(design, options)).claims;
    expect(verdict).toMatchObject({ verdict: 'refuted', evidence: { kind: 'counterexample' } });
  });

  it('agree with an evaluation of the formula, for random polynomials', async () => {
    let certified = 0;
    let refuted = 0;
    for (let k = 0; k < 12; k += 1) {
      const [p, q, r] = [((k * 7) % 5) - 2, ((k * 11) % 7) - 3, (k % 4) - 1];
      const formula = `c^4 + (${p})*c^3*sum(y) + (${q})*c^2*sum(y)^2 + 2*sum(y)^4 + (${r})*c*sum(y) + ${k % 3}`;
      const found = await decide({ parameters: c, claims: [{ nonnegative: formula }] });
      const least = Math.min(
        ...grid().map(([x, s]) => x ** 4 + p * x ** 3 * s + q * x * x * s * s + 2 * s ** 4 + r * x * s + (k % 3)),
      );
      if (found?.kind === 'certificate') {
        certified += 1;
        expect(least).toBeGreaterThanOrEqual(-1e-9);
      } else if (found?.kind === 'counterexample') refuted += 1;
      if (least < -1e-6) expect(found?.kind).not.toBe('certificate');
    }
    expect(Math.min(certified, refuted)).toBeGreaterThan(0);
  });
});

const grid = (): (readonly [number, number])[] =>
  Array.from({ length: 81 * 81 }, (_, n) => [((n % 81) - 40) / 10, (Math.floor(n / 81) - 40) / 10] as const);
