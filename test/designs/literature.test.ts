import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { audit } from '../../src/checkers/audit.js';
import { defineDesign, type DesignInput } from '../../src/design/define.js';
import { agreeing, type Truth } from './expected.js';

interface Case {
  readonly design: DesignInput;
  readonly truth: Readonly<Record<string, Truth>>;
}

const CASES = parse(readFileSync(new URL('literature.yaml', import.meta.url), 'utf8')) as readonly Case[];
const SAMPLES = 600;

describe('designs of the literature, right and wrong', () => {
  it.each(CASES.map((c) => [c.design.name, c] as const))('%s', async (_, { design, truth }) => {
    const { claims } = await audit(await defineDesign(design), {
      seed: 11,
      samples: SAMPLES,
      sizes: {},
      timings: false,
      signal: new AbortController().signal,
    });
    expect(claims.map((v) => v.id)).toEqual(Object.keys(truth));
    for (const { id, verdict } of claims) expect(agreeing(truth[id] as Truth), id).toContain(verdict);
  });
});
