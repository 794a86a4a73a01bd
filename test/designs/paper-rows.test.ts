import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditRows, auditTable } from '../../src/checkers/rows.js';
import { withSettler } from '../../src/checkers/settle-claims.js';
import { rowsFolder } from '../../src/cli/commands/paper.js';
import { loadPaper } from '../../src/design/rows/load.js';
import type { Table } from '../../src/design/rows/types.js';
import { CATALOGUE_NAMES } from '../../src/lagrangians/index.js';
import { parseDesign } from '../../src/design/load.js';
import { formulateClaims } from '../../src/claims/formulate.js';
import type { RowVerdict } from '../../src/verdicts/rows.js';

const { rows, tables } = await loadPaper(rowsFolder());
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

describe('the tables of the paper', () => {
  it('ask each question of every activation in every system', async () => {
    for (const { activations, systems } of tables) {
      expect(activations).toEqual(CATALOGUE_NAMES);
      expect(systems.length).toBeGreaterThan(6);
      for (const { readings } of systems) expect(readings.map(({ name }) => name)).toEqual(activations);
    }
    const cells = tables.flatMap(({ systems }) => systems.flatMap(({ readings }) => readings));
    expect(cells.length).toBe(tables.length * (tables[0]?.systems.length ?? 0) * CATALOGUE_NAMES.length);
    for (const { test } of cells.slice(0, 2 * CATALOGUE_NAMES.length)) {
      const [design] = test.kind === 'claims' ? test.designs : [];
      const read = await parseDesign(design?.source ?? '', design?.name);
      expect(formulateClaims(read), design?.name).toHaveLength(1);
    }
  });

  it('tell what holds from what does not', async () => {
    const [first] = tables;
    if (first === undefined) throw new Error('no table');
    const chosen = ['sine', 'tanh'];
    const small: Table = {
      ...first,
      activations: chosen,
      systems: first.systems.slice(0, 1).map((row) => ({
        ...row,
        readings: row.readings.filter(({ name }) => chosen.includes(name)),
      })),
    };
    const options = { seed: 1, samples: 300, sizes: {}, timings: false, signal: new AbortController().signal };
    const { systems } = await withSettler(options, 1, (one) => auditTable(small, one));
    expect(systems.map(({ verdicts }) => verdicts.map(({ verdict }) => verdict))).toEqual([['refuted', 'proved']]);
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
