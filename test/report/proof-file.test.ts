/** Saved proofs: what is written can be checked again, and what is altered is not accepted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replayProof } from '../../src/checkers/replay-proof.js';
import { parseDesign } from '../../src/design/load.js';
import { DesignError } from '../../src/design/types.js';
import { proofOf, type SavedProof, writeProof } from '../../src/report/proof-file.js';
import { readSaved } from '../../src/report/saved-file.js';
import { settleAndRepair } from '../../src/repair/settle-and-repair.js';

const SOURCE = `
name: spare
dimensions: { N: 2 }
state: { y: [N] }
parameters: { W: { shape: [N, N], structure: [symmetric, nonnegative] } }
velocity: { y: -W*W*y }
energy: 1/2*y'*y
claims: [descent]
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'energy-audit-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function savedProof(): Promise<SavedProof> {
  const design = await parseDesign(SOURCE);
  const { id, statement, evidence } = await settleAndRepair(design, 'descent', {
    seed: 1,
    samples: 50,
    sizes: {},
    timings: false,
    signal: new AbortController().signal,
  });
  if (evidence.kind !== 'proof') throw new Error('no proof');
  return {
    tool: 'energy-audit',
    version: '1.2.3',
    kind: 'proof',
    design: { file: null, source: SOURCE },
    claim: { id, statement },
    evidence,
  };
}

describe('saved proofs', () => {
  it('are read back and accepted, also with what they do without; that must be an assumption they do not use', async () => {
    const saved = await savedProof();
    expect(saved.evidence.unneeded).toEqual(['W nonnegative']);
    const path = join(folder, 'a.json');
    writeProof(path, saved);
    const read = proofOf(readSaved(path), path);
    expect(read).toEqual(saved);
    expect(await replayProof(saved)).toEqual({ accepted: true });
    for (const unneeded of [['W symmetric'], ['W diagonal']])
      expect(await replayProof({ ...saved, evidence: { ...saved.evidence, unneeded } })).toMatchObject({
        accepted: false,
      });
  });

  it('are refused where they are nested too deeply to be read', () => {
    const path = join(folder, 'deep.json');
    writeFileSync(path, `{ "kind": "proof", "of": ${'['.repeat(50_000)}${']'.repeat(50_000)} }`);
    expect(() => readSaved(path)).toThrow(DesignError);
  });
});
