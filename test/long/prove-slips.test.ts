/** Every slip of the designs in `test/checkers/prove/conformance`: no claim of a design with one is proved. */
import { expect, it } from 'vitest';
import { defineDesign } from '../../src/design/define.js';
import { altered, CASES } from '../checkers/prove/conformance.js';
import { prepared, provedIds } from '../checkers/prove/support.js';

const SLIPS = CASES.flatMap((c) => (c.slips ?? []).map((slip) => [c.name, JSON.stringify(slip), c, slip] as const));

it.each(SLIPS)('%s: %s', { timeout: 240_000 }, async (_, __, c, slip) => {
  expect(provedIds(prepared(await defineDesign(altered(c, slip))))).toEqual([]);
});
