import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { audit } from '../../src/checkers/audit.js';
import { shippedDesigns } from '../../src/cli/design-path.js';
import { derive } from '../../src/derivation/index.js';
import { loadDesign } from '../../src/design/load.js';
import type { Design } from '../../src/design/types.js';
import { agreeing, EXPECTED } from './expected.js';

const FOLDER = fileURLToPath(new URL('../../designs', import.meta.url));
const SAMPLES = 500;

const load = (name: string): Promise<Design> => loadDesign(`${FOLDER}/${name}.yaml`);
const verdicts = async (design: Design): Promise<Record<string, string>> => {
  const report = await audit(design, {
    seed: 7,
    samples: SAMPLES,
    sizes: {},
    timings: false,
    signal: new AbortController().signal,
  });
  return Object.fromEntries(report.claims.map((v) => [v.id, v.verdict]));
};

describe('shipped designs', () => {
  it('are all in the table of what is true of them', () => {
    expect(shippedDesigns(FOLDER)).toEqual(Object.keys(EXPECTED).sort());
  });

  describe.each(Object.entries(EXPECTED))('%s', (name, expected) => {
    it('says where it is from, and loads without a warning', async () => {
      const design = await load(name);
      expect(design.warnings).toEqual([]);
      expect(design.cite).toBeTruthy();
    });

    it('is derived the same way by both routes', async () => {
      const { secondRoute } = await derive(await load(name));
      expect(secondRoute.compared.length).toBeGreaterThan(0);
      expect(secondRoute.notCompared).toEqual([]);
    });

    it('gets verdicts that agree with mathematics', async () => {
      const found = await verdicts(await load(name));
      expect(Object.keys(found)).toEqual(Object.keys(expected));
      for (const [id, truth] of Object.entries(expected)) expect(agreeing(truth), id).toContain(found[id]);
    });
  });
});
