/** Assumptions that a proved claim does not need. */
import { describe, expect, it } from 'vitest';
import { type ProvedClaim, provedClaim } from '../../src/checkers/audit.js';
import { checkProof } from '../../src/checkers/prove/index.js';
import { parseDesign } from '../../src/design/load.js';
import { spared } from '../../src/repair/spare.js';

const DESIGN = `
name: t
dimensions: { N: 2 }
state: { y: [N] }
parameters:
  A: { shape: [N, N], structure: positive-definite }
  c: { shape: [], structure: positive }
  d: { shape: [], structure: positive }
lagrangians: { L: { is: any, assume: [convex], gradient: g } }
velocity: { y: -c^2*y }
energy: 1/2*y'*y
claims:
  - descent
  - strict-descent
  - { id: both, nonnegative: c^2 + d }
  - { id: form, psd: "A'*A + c*A" }
  - { id: known, nonnegative: "y'*A*y*d", given: [{ nonnegative: d }, { nonnegative: c }] }
`;

describe('assumptions that are not needed', () => {
  it.each([
    ['descent', [], ['c positive']],
    ['strict-descent', [], ['c positive']],
    ['both', ['d positive'], ['c positive']],
    ['form', ['A positive-definite', 'c positive'], undefined],
  ])('of %s', async (id, assumptions, unneeded) => {
    const design = await parseDesign(DESIGN);
    const proved = await provedClaim(design, id, 1);
    const less = await spared(design, id, (proved as ProvedClaim).proof, 1);
    expect(less.assumptions).toEqual(assumptions);
    expect(less.unneeded).toEqual(unneeded);
    expect(await checkProof(design, (proved as ProvedClaim).claim, less)).toEqual({ accepted: true });
  });

  it('are at least those of one of two that say the same', async () => {
    const design = await parseDesign(DESIGN);
    const proved = await provedClaim(design, 'known', 1);
    const less = await spared(design, 'known', (proved as ProvedClaim).proof, 1);
    expect(less.unneeded).toContain('given c ≥ 0');
    expect(less.assumptions.filter((a) => a.includes('d'))).not.toEqual(['d positive', 'given d ≥ 0']);
    expect(await checkProof(design, (proved as ProvedClaim).claim, less)).toEqual({ accepted: true });
  });

  it('are not those of another claim of the file', async () => {
    const design = await parseDesign(`
name: t
dimensions: { N: 2 }
state: { y: [N] }
parameters: { A: { shape: [N, N] }, B: { shape: [N, N] } }
velocity: { y: -y }
energy: y'*y
claims:
  - { id: one, psd: A, given: [{ psd: A }] }
  - { id: two, psd: B, given: [{ psd: B }] }
`);
    const { claim, proof } = (await provedClaim(design, 'two', 1)) as ProvedClaim;
    expect(proof.assumptions).toEqual(["given x'(B)x ≥ 0 for all x"]);
    expect((await spared(design, 'two', proof, 1)).unneeded).toBeUndefined();
    expect(await checkProof(design, claim, proof)).toEqual({ accepted: true });
  });
});
