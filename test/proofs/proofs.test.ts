/** The derivations of the paper: every step is proved and replayed, but for the printed ones that are known to fail. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkDesign } from '../../src/checkers/check-design.js';
import { provedClaim } from '../../src/checkers/audit.js';
import { checkProof } from '../../src/checkers/prove/index.js';
import { parseDesign } from '../../src/design/load.js';

const FOLDER = new URL('../../proofs/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
const textOf = (file: string): string => readFileSync(new URL(file, FOLDER), 'utf8');

/** Steps that do not hold as they are printed, or without what the paper assumes. */
const FAILS: Readonly<Record<string, readonly string[]>> = {
  'appendix-A.yaml': ['time-constant-of-each-neuron'],
  'appendix-D.yaml': ['gradient-as-printed', 'descent-as-printed'],
  'appendix-F.yaml': ['rate-as-printed'],
  'example-6-spectrum.yaml': ['inequality-as-printed', 'descent-as-printed'],
  'proposition-2.yaml': ['any-bias'],
  'proposition-4.yaml': ['taylor-as-printed'],
};

describe('the derivations in proofs', { timeout: 120_000 }, () => {
  it.each(FILES)('%s: each step is proved, or refuted where it is known to fail', async (file) => {
    const design = await parseDesign(textOf(file), file);
    const { claims } = await checkDesign(design, { samples: 2000 });
    const fails = FAILS[file] ?? [];
    const verdicts = Object.fromEntries(claims.map((c) => [c.id, c.verdict]));
    expect(verdicts).toEqual(
      Object.fromEntries(claims.map((c) => [c.id, fails.includes(c.id) ? 'refuted' : 'proved'])),
    );
    for (const { id, statement, evidence } of claims)
      if (evidence.kind === 'proof')
        expect(await checkProof(design, { id, statement }, evidence)).toEqual({ accepted: true });
  });

  it.each(FILES)('%s: no identity is proved with the other sign', async (file) => {
    const design = await parseDesign(textOf(file), file);
    const identities = design.claims.filter((c) => c.statement.kind === 'equal');
    for (const { id, statement } of identities) {
      if (statement.kind !== 'equal') continue;
      const { text } = statement.right;
      const flipped = textOf(file).replace(
        new RegExp(`(id: ${id}(?![-\\w])[^]*?)${escaped(text)}`),
        (_, before: string) => `${before}-(${text})`,
      );
      expect(flipped).not.toBe(textOf(file));
      expect(await provedClaim(await parseDesign(flipped, file), id, 1), `${id} of ${file}`).toBeUndefined();
    }
  });

  it('name a place in the paper for each file', () => {
    for (const file of FILES) expect(textOf(file)).toMatch(/^cite: arXiv:2410\.13866, /m);
  });
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
