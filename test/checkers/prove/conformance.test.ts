/**
 * Designs of many kinds, as data in `conformance/`: what is true of them is proved without hints, and with one slip of
 * the pen nothing is.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { defineDesign, type DesignInput } from '../../../src/design/define.js';
import { prepared, provedIds } from './support.js';

interface Case extends DesignInput {
  /** The claims that are true. */
  readonly proved: readonly string[];
  /** True as well, for reasons that no rule knows. */
  readonly open?: readonly string[];
  /** Changes of the design after which none of its claims holds: `descent` where a change names no claims. */
  readonly slips?: readonly Partial<DesignInput>[];
}

const FOLDER = new URL('conformance/', import.meta.url);
const CASES: readonly Case[] = readdirSync(FOLDER).flatMap(
  (file) => parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Case[],
);

/** The sections of a design with those of a slip in their place; names within a section are replaced one by one. */
const altered = ({ proved: _, slips: __, open: ___, ...design }: Case, slip: Partial<DesignInput>): DesignInput => ({
  ...design,
  ...slip,
  parameters: { ...design.parameters, ...slip.parameters },
  lagrangians: { ...design.lagrangians, ...slip.lagrangians },
  velocity: { ...design.velocity, ...slip.velocity },
  claims: slip.claims ?? ['descent'],
});

const proofs = async (design: DesignInput): Promise<string[]> => provedIds(prepared(await defineDesign(design)));

describe('designs of many kinds', () => {
  it.each(CASES.map((c) => [c.name, c] as const))(
    '%s',
    { timeout: 60_000 },
    async (_, { proved, open = [], slips, ...design }) => {
      const of = prepared(await defineDesign(design));
      expect(of.claims.map((c) => c.id).sort()).toEqual([...proved, ...open].sort());
      expect(provedIds(of).sort()).toEqual([...proved].sort());
    },
  );
});

describe('slips of the pen', () => {
  const slips = CASES.flatMap((c) => (c.slips ?? []).map((slip) => [c.name, JSON.stringify(slip), c, slip] as const));
  it.each(slips)('%s: %s', { timeout: 60_000 }, async (_, __, c, slip) => {
    expect(await proofs(altered(c, slip))).toEqual([]);
  });
});
