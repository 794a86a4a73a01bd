/**
 * Designs of many kinds, as data in `conformance/`: what is true of them is proved without hints, and with a slip of the
 * pen nothing is. All slips are tried in `test/long`.
 */
import { describe, expect, it } from 'vitest';
import { defineDesign } from '../../../src/design/define.js';
import { altered, CASES, designOf } from './conformance.js';
import { prepared, provedIds } from './support.js';

describe('designs of many kinds', () => {
  it.each(CASES.map((c) => [c.name, c] as const))('%s', { timeout: 240_000 }, async (_, c) => {
    const of = prepared(await defineDesign(designOf(c)));
    expect(of.claims.map(({ id }) => id).sort()).toEqual([...c.proved, ...(c.open ?? [])].sort());
    expect(provedIds(of).sort()).toEqual([...c.proved].sort());
  });
});

describe('a slip of the pen', () => {
  const slips = CASES.flatMap((c) => (c.slips ?? []).slice(0, 1).map((slip) => [c.name, c, slip] as const));
  it.each(slips)('%s', { timeout: 240_000 }, async (_, c, slip) => {
    expect(provedIds(prepared(await defineDesign(altered(c, slip))))).toEqual([]);
  });
});
