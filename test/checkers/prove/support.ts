/** Designs and the proofs of their claims, without the search that runs beside them. */
import { readdirSync, readFileSync } from 'node:fs';
import { prove } from '../../../src/checkers/prove/index.js';
import { findProof } from '../../../src/checkers/prove/prove.js';
import { formulateClaims } from '../../../src/claims/formulate.js';
import type { Claim } from '../../../src/claims/types.js';
import { type Derivation, derivation } from '../../../src/derivation/derivation.js';
import { defineDesign, type DesignInput } from '../../../src/design/define.js';
import { parseDesign } from '../../../src/design/load.js';
import type { Design } from '../../../src/design/types.js';
import type { ProofEvidence } from '../../../src/verdicts/types.js';

const FOLDER = new URL('../../../designs/', import.meta.url);

export const SHIPPED: readonly string[] = ['', 'paper/'].flatMap((folder) =>
  readdirSync(new URL(folder, FOLDER))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => `${folder}${file.replace(/\.yaml$/, '')}`),
);

export const shipped = async (name: string): Promise<Design> =>
  parseDesign(readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8'), `${name}.yaml`);

export interface Prepared {
  readonly design: Design;
  readonly d: Derivation;
  readonly claims: readonly Claim[];
}

export const prepared = (design: Design): Prepared => ({
  design,
  d: derivation(design),
  claims: formulateClaims(design),
});

/** A design with one state y of size N = 2, unless it says otherwise. */
export const small = async (
  input: Omit<DesignInput, 'name' | 'dimensions' | 'state'> & Partial<DesignInput>,
): Promise<Prepared> =>
  prepared(await defineDesign({ name: 't', dimensions: { N: 2 }, state: { y: ['N'] }, ...input }));

/** The ids of the claims for which steps are found that the replay checker accepts. */
export const provedIds = ({ d, claims }: Prepared): string[] =>
  claims.filter((claim) => findProof(d, claim) !== undefined).map(({ id }) => id);

/** The evidence of every claim of a design that has a proof. */
export async function proofsOf({ d, claims }: Prepared): Promise<Map<string, ProofEvidence>> {
  const found = new Map<string, ProofEvidence>();
  for (const claim of claims) {
    const evidence = await prove(d, claim);
    if (evidence !== undefined) found.set(claim.id, evidence);
  }
  return found;
}
