/** The designs in `conformance/`. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { DesignInput } from '../../../src/design/define.js';

export interface Case extends DesignInput {
  /** The claims that are true. */
  readonly proved: readonly string[];
  /** True as well, for reasons that no rule knows. */
  readonly open?: readonly string[];
  /** Changes of the design after which none of its claims holds: `descent` where a change names no claims. */
  readonly slips?: readonly Partial<DesignInput>[];
}

const FOLDER = new URL('conformance/', import.meta.url);

export const CASES: readonly Case[] = readdirSync(FOLDER).flatMap(
  (file) => parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Case[],
);

export function designOf({ proved: _proved, open: _open, slips: _slips, ...design }: Case): DesignInput {
  return design;
}

/** The design with the sections of a slip in their place; names within a section are replaced one by one. */
export function altered(c: Case, slip: Partial<DesignInput>): DesignInput {
  const design = designOf(c);
  return {
    ...design,
    ...slip,
    parameters: { ...design.parameters, ...slip.parameters },
    lagrangians: { ...design.lagrangians, ...slip.lagrangians },
    velocity: { ...design.velocity, ...slip.velocity },
    claims: slip.claims ?? ['descent'],
  };
}
