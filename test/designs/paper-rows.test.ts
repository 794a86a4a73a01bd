import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditRows } from '../../src/checkers/rows.js';
import { withSettler } from '../../src/checkers/settle-claims.js';
import { rowsFolder } from '../../src/cli/commands/paper.js';
import { loadRows } from '../../src/design/rows/load.js';
import { parseDesign } from '../../src/design/load.js';
import { formulateClaims } from '../../src/claims/formulate.js';
import type { RowVerdict } from '../../src/verdicts/rows.js';

const rows = await loadRows(rowsFolder());
const designs = rows.flatMap((row) =>
  [...row.readings, ...(row.repaired === undefined ? [] : [row.repaired])].flatMap(({ test }) =>
    test.kind === 'claims' ? test.designs : [test.design],
  ),
);

const settle = (ids: readonly string[], samples = 500): Promise<readonly RowVerdict[]> =>
  withSettler({ seed: 1, samples, sizes: {}, timings: false, signal: new AbortController().signal }, 1, (one) =>
    auditRows(
      rows.filter((row) => ids.includes(row.id)),
      one,
    ),
  );

describe('the rows of the paper', () => {
  it('are those of the digest, each once and in its order', () => {
    const digest = readFileSync(join(import.meta.dirname, 'paper-ids.txt'), 'utf8')
      .trim()
      .split('\n');
    expect(rows.map((row) => row.id)).toEqual(digest);
  });

  it('have a place and a statement, and readings or a reason', () => {
    for (const row of rows) {
      expect(row.place, row.id).not.toBe('');
      expect(row.statement, row.id).not.toBe('');
      expect(row.readings.length > 0 || row.open !== undefined, row.id).toBe(true);
    }
  });

  it('have designs that can be read and whose claims make sense', async () => {
    expect(designs.length).toBeGreaterThan(100);
    for (const { source, name } of designs)
      expect(formulateClaims(await parseDesign(source, name)).length, name).toBeGreaterThan(0);
  });

  it('are never refuted by their data: a note is shown only where checkers refute', async () => {
    const [row] = await settle(['EX2-L']);
    expect(row).toMatchObject({ verdict: 'proved', readings: [{ name: 'as printed', verdict: 'proved' }] });
    expect(row).not.toHaveProperty('note');
  });
});

describe('verdicts', () => {
  it.each([
    ['F-EDOT', 'refuted', 'proved'],
    ['PROP4-2', 'refuted', undefined],
    ['S32-TAYLOR', 'refuted', undefined],
    ['C-TIGHT', 'refuted', undefined],
    ['S2-ONLYIF', 'refuted', 'proved'],
    ['D-HOPFIELD', 'refuted', undefined],
  ])('%s is %s', async (id, verdict, repaired) => {
    const [row] = await settle([id]);
    expect(row?.verdict).toBe(verdict);
    expect(row?.evidence.kind).toBe('counterexample');
    if (repaired !== undefined) expect(row?.repaired?.verdict).toBe(repaired);
  });

  it.each(['F-GRAD', 'F-FACTOR', 'EX6-0', 'EX5-0', 'C-SIMPLIFY', 'A-KH'])('%s is proved', async (id) => {
    const [row] = await settle([id]);
    expect(row?.verdict).toBe('proved');
  });
});
