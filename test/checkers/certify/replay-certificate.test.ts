/** Saved certificates: accepted as they are, rejected with anything changed that matters. */
import { beforeAll, describe, expect, test } from 'vitest';
import { boxes } from '../../../src/checkers/certify/boxes/index.js';
import { replayCertificate } from '../../../src/checkers/replay-certificate.js';
import { formulateClaims } from '../../../src/claims/formulate.js';
import { derivation } from '../../../src/derivation/derivation.js';
import { parseDesign } from '../../../src/design/load.js';
import { randomFrom } from '../../../src/numeric/random.js';
import { certificateOf, certificateText } from '../../../src/report/certificate-file.js';
import type { CertificateEvidence, SavedCertificate } from '../../../src/verdicts/types.js';

const source = (claim: string): string => `
name: saved
dimensions: { N: { fixed: 2 } }
state: { y: [N] }
domain: { y: [-5, 5] }
velocity: { y: -y }
energy: 1/2*y'*y
claims: [{ id: bound, ${claim} }]
`;

async function saved(claim: string): Promise<SavedCertificate> {
  const design = await parseDesign(source(claim));
  const [found] = formulateClaims(design);
  if (found === undefined) throw new Error('no claim');
  const evidence = await boxes(derivation(design), found, { seed: 1, tick: () => Promise.resolve() });
  if (evidence?.kind !== 'certificate') throw new Error('no certificate');
  return {
    tool: 'energy-audit',
    version: '0',
    kind: 'certificate',
    design: { file: null, source: design.source },
    claim: { id: found.id, statement: found.statement },
    evidence,
  };
}

let whole: SavedCertificate;
beforeAll(async () => {
  whole = await saved(`nonnegative: "1.02 - sin(y)'*cos(y)"`);
});
const withEvidence = (change: Partial<CertificateEvidence>): SavedCertificate => ({
  ...whole,
  evidence: { ...whole.evidence, ...change },
});
const isAccepted = async (s: SavedCertificate): Promise<boolean> => (await replayCertificate(s)).accepted;
const tree = (): number[] => [...(whole.evidence.covers?.[0] ?? [])];

describe('a saved certificate', () => {
  test('is accepted, also after it was written and read', async () => {
    expect(tree().length).toBeGreaterThan(50);
    const read = certificateOf(JSON.parse(certificateText(whole)), 'file');
    expect(read).toEqual(whole);
    expect(await isAccepted(read as SavedCertificate)).toBe(true);
  });

  test('is rejected for another claim, domain, size, bound or number of boxes', async () => {
    const { design } = whole;
    const other = (from: string, to: string): SavedCertificate => ({
      ...whole,
      design: { ...design, source: design.source.replace(from, to) },
    });
    expect(await isAccepted(other('1.02', '0.99'))).toBe(false);
    expect(await isAccepted(other('[-5, 5]', '[-5, 6]'))).toBe(false);
    expect(await isAccepted(other('fixed: 2', 'fixed: 3'))).toBe(false);
    expect(await isAccepted(other('id: bound', 'id: another'))).toBe(false);
    const false_ = other('1.02', '0.99');
    expect(
      await isAccepted({
        ...false_,
        claim: { ...false_.claim, statement: false_.claim.statement.replace('1.02', '0.99') },
      }),
    ).toBe(false);
    expect(await isAccepted(withEvidence({ domain: { y: [-4, 5] } }))).toBe(false);
    expect(await isAccepted(withEvidence({ domain: {} }))).toBe(false);
    expect(await isAccepted(withEvidence({ dimensions: { N: 1 } }))).toBe(false);
    expect(await isAccepted(withEvidence({ dimensions: {} }))).toBe(false);
    expect(await isAccepted(withEvidence({ bound: whole.evidence.bound - 1e-9 }))).toBe(false);
    expect(await isAccepted(withEvidence({ boxes: whole.evidence.boxes - 1 }))).toBe(false);
    expect(await isAccepted(withEvidence({ covers: [] }))).toBe(false);
    expect(await isAccepted(withEvidence({ covers: [tree(), tree()] }))).toBe(false);
  });

  test('is rejected where its cover leaves out, adds or closes too early', async () => {
    const random = randomFrom(3, 'corruptions');
    const judge = (covers: number[]): Promise<boolean> =>
      isAccepted(withEvidence({ covers: [covers], boxes: covers.length }));
    for (let k = 0; k < 300; k += 1) {
      const changed = tree();
      const i = random.below(changed.length);
      switch (k % 4) {
        case 0:
          changed.splice(i, 1);
          break;
        case 1:
          changed.splice(i, 0, random.integer(-1, 1));
          break;
        case 2: {
          // An inner box declared closed: what follows belongs to other boxes.
          if (changed[i] === -1) continue;
          changed[i] = -1;
          break;
        }
        default:
          changed[i] = [2, -2, 0.5, Number.NaN, 1e9][random.below(5)] as number;
      }
      expect(await judge(changed)).toBe(false);
    }
    expect(await judge([-1])).toBe(false);
    expect(await judge([])).toBe(false);
  });
});
