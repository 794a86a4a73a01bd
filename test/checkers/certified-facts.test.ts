import { beforeAll, describe, expect, test } from 'vitest';
import { certifyByFacts } from '../../src/checkers/certified-facts.js';
import { activations } from '../../src/checkers/certify/activations/index.js';
import { formulateClaims } from '../../src/claims/formulate.js';
import { derivation } from '../../src/derivation/derivation.js';
import { parseDesign } from '../../src/design/load.js';
import { loadMpfr } from '../../src/numeric/enclosure.js';
import type { CertificateEvidence } from '../../src/verdicts/types.js';

beforeAll(loadMpfr);
const tick = (): Promise<void> => Promise.resolve();

const memory = (lagrangian: string, claim: string, energy = "(y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)"): string => `
name: a memory
dimensions: { N: 3 }
state: { y: [N] }
parameters:
  W: { shape: [N, N], structure: symmetric }
  b: { shape: [N] }
lagrangians:
  L: { ${lagrangian}, gradient: g, hessian: Lambda }
velocity: { y: W*g(y) - y + b }
energy: "${energy}"
claims: [${claim}]
`;
async function byFacts(text: string): Promise<CertificateEvidence | undefined> {
  const design = await parseDesign(text);
  const [claim] = formulateClaims(design);
  if (claim === undefined) throw new Error('no claim');
  return certifyByFacts(derivation(design), claim, tick);
}
async function byActivations(text: string): Promise<string> {
  const design = await parseDesign(text);
  const [claim] = formulateClaims(design);
  if (claim === undefined) throw new Error('no claim');
  return (await activations(derivation(design), claim, { seed: 1, tick }))?.kind ?? 'nothing';
}

describe('proofs from certified facts', () => {
  test('descent with a smooth leaky ReLU, for every size and all reals', async () => {
    const found = await byFacts(memory('is: smooth-leaky-relu', 'descent'));
    expect(found).toMatchObject({ kind: 'certificate', domain: {} });
    expect(found?.bound).toBeGreaterThan(0.15);
    expect(found).not.toHaveProperty('dimensions');
  });

  test.each([
    ['a slope that is negative somewhere', memory('is: gelu', 'descent')],
    ['a slope that is hardly negative', memory('activation: "x*(1 - 1.13/(1 + x^2))"', 'descent')],
    ['a slope that jumps', memory('is: selu', 'descent')],
    ['another energy', memory('is: smooth-leaky-relu', 'descent', "y'*y")],
    ['a general W', memory('is: smooth-leaky-relu', 'descent').replace(', structure: symmetric', '')],
  ])('none with %s', async (_, text) => {
    expect(await byFacts(text)).toBeUndefined();
  });
});

describe('convex Lagrangians', () => {
  test.each([
    ['is: smooth-leaky-relu', 'certificate'],
    ['is: selu', 'certificate'],
    ['is: tanh', 'certificate'],
    ['is: gelu', 'nothing'],
    ['is: silu', 'nothing'],
    ['is: sine', 'nothing'],
    ['is: gaussian', 'nothing'],
    ['activation: "tanh(x) - 1e-9*x"', 'nothing'],
    ['activation: "sign(x)"', 'nothing'],
    ['activation: "x - 2*sign(x)"', 'nothing'],
  ])('%s: %s', async (lagrangian, kind) => {
    expect(await byActivations(memory(lagrangian, 'convex'))).toBe(kind);
  });
});
