/** Equalities and signs that are given: what follows from them is proved, what does not is not. */
import { describe, expect, it } from 'vitest';
import { checkProof } from '../../../src/checkers/prove/index.js';
import type { ClaimInput } from '../../../src/design/define.js';
import { type Prepared, proofsOf, provedIds, small } from './support.js';

const f = 'u - g(W*u + b)';

const design = (claims: readonly ClaimInput[]): Promise<Prepared> =>
  small({
    dimensions: { N: 2, K: 1 },
    state: { u: ['N'] },
    parameters: {
      W: { shape: ['N', 'N'], structure: 'symmetric' },
      S: { shape: ['N', 'N'], structure: 'symmetric' },
      A: { shape: ['N', 'N'] },
      B: { shape: ['N', 'N'] },
      P: { shape: ['N', 'N'], structure: 'symmetric' },
      R: { shape: ['N', 'N'], structure: 'symmetric' },
      Q: { shape: ['N', 'N'], structure: 'positive-definite' },
      V: { shape: ['N', 'K'] },
      b: { shape: ['N'] },
      a: { shape: [] },
    },
    lagrangians: {
      L: { is: 'any', gradient: 'g', hessian: 'Lambda' },
      K2: { is: 'relu', gradient: 'h', hessian: 'H' },
    },
    define: { z: 'W*u + b', f, E1: "u'*W*g(z) - L(z) - 1/2*g(z)'*W*g(z)" },
    velocity: { u: `-R*(${f})` },
    energy: "1/2*u'*W*u - L(W*u + b)",
    claims,
  });

const TRUE: readonly ClaimInput[] = [
  { id: 'chain', equal: ["W*Lambda(z)*V*V'", '0*W'], given: [{ equal: ['Lambda(z)*V', '0*V'] }] },
  { id: 'chain-transposed', equal: ["V'*Lambda(z)*W", "0*V'"], given: [{ equal: ['Lambda(z)*V', '0*V'] }] },
  { id: 'twice', equal: ['P*P*P*P', 'P'], given: [{ equal: ['P*P', 'P'] }] },
  { id: 'part', equal: ["u'*A*u", "u'*B*u"], given: [{ equal: ['A', 'B'] }] },
  { id: 'scaled', equal: ['A', '1/2*B'], given: [{ equal: ['2*A', 'B'] }] },
  { id: 'scalar', equal: ["A*(u'*u)", 'A'], given: [{ equal: ["u'*u", '1'] }] },
  {
    id: 'hessian-at-rest',
    equal: ['hess(E1, u)', 'W*Lambda(z)*W*(identity(N) - Lambda(z)*W)'],
    given: [{ equal: ['f', '0*u'] }],
  },
  { id: 'inside', equal: ['exp(b)', 'exp(A*u)'], given: [{ equal: ['b', 'A*u'] }] },
  { id: 'form', psd: "R'*W + W*R", given: [{ equal: ['R*W + W*R', 'Q'] }] },
  { id: 'rate', nonpositive: 'rate', given: [{ equal: ['R*W + W*R', 'Q'] }] },
  { id: 'sign', nonnegative: "2*a*u'*u", given: [{ nonnegative: "a*u'*u" }] },
  { id: 'sign-turned', nonnegative: "-a*u'*u", given: [{ nonpositive: "a*u'*u" }] },
  { id: 'sign-and-more', nonnegative: "a*u'*u + u'*Q*u", given: [{ nonnegative: "a*u'*u" }] },
  { id: 'sign-replaced', nonnegative: "u'*A*u", given: [{ equal: ['A', 'Q'] }] },
];

const FALSE: readonly ClaimInput[] = [
  { id: 'other-side', equal: ['Lambda(z)*W*V', '0*V'], given: [{ equal: ['W*Lambda(z)*V', '0*V'] }] },
  { id: 'not-commuting', equal: ['Lambda(z)*W*V', '0*V'], given: [{ equal: ['Lambda(z)*V', '0*V'] }] },
  { id: 'not-twice', equal: ['P*A*P', 'A*P'], given: [{ equal: ['P*P', 'P'] }] },
  { id: 'other-factor', equal: ['A', 'B'], given: [{ equal: ['2*A', 'B'] }] },
  { id: 'turned', equal: ['A', "B'"], given: [{ equal: ['A', 'B'] }] },
  { id: 'hessian-elsewhere', equal: ['hess(E1, u)', 'W*Lambda(z)*W*(identity(N) - Lambda(z)*W)'] },
  {
    id: 'hessian-sign',
    equal: ['hess(E1, u)', 'W*Lambda(z)*W*(identity(N) + Lambda(z)*W)'],
    given: [{ equal: ['f', '0*u'] }],
  },
  { id: 'indefinite', psd: "R'*W + W*R", given: [{ equal: ['R*W + W*R', 'S'] }] },
  { id: 'sign-lost', nonnegative: "-2*a*u'*u", given: [{ nonnegative: "a*u'*u" }] },
  { id: 'sign-less', nonnegative: "a*u'*u - u'*Q*u", given: [{ nonnegative: "a*u'*u" }] },
  // Equal at this state is not equal around it: no derivative follows.
  { id: 'derivative', equal: ["grad(u'*A*u, u)", "grad(u'*B*u, u)"], given: [{ equal: ["u'*A*u", "u'*B*u"] }] },
  // Of a singular matrix there are several polar factors.
  { id: 'choice', equal: ['polar(A)', 'polar(B)'], given: [{ equal: ['A', 'B'] }] },
  { id: 'wrong-kind', equal: ['h(u)', '0*u'], given: [{ nonnegative: 'sum(u)' }] },
];

describe('what is given', () => {
  it('proves what follows from it', async () => {
    expect(provedIds(await design(TRUE))).toEqual(TRUE.map((c) => (typeof c === 'string' ? c : c.id)));
  });

  it('is needed: no proof is accepted without it', async () => {
    const of = await design(TRUE);
    for (const [id, proof] of await proofsOf(of)) {
      const claim = of.claims.find((c) => c.id === id) ?? expect.fail(id);
      expect(await checkProof(of.design, claim, proof)).toEqual({ accepted: true });
      const needed = proof.assumptions.filter((a) => a.startsWith('given '));
      expect([id, needed.length]).toEqual([id, 1]);
      const rest = proof.assumptions.filter((a) => !a.startsWith('given '));
      expect([id, (await checkProof(of.design, claim, { ...proof, assumptions: rest })).accepted]).toEqual([id, false]);
    }
  });

  it('proves nothing else', async () => {
    expect(provedIds(await design(FALSE))).toEqual([]);
  });
});
