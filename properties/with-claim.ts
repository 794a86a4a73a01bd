/** A design with another claim, in its source too, so that a counterexample of the claim can be replayed from a file. */
import { parseDocument } from 'yaml';
import type { ClaimInput } from '../src/design/define.js';
import { parseDesign } from '../src/design/load.js';
import type { Design } from '../src/design/types.js';

/** The design with `claim` as its only claim. */
export async function withClaim(design: Design, claim: ClaimInput): Promise<Design> {
  const document = parseDocument(design.source);
  document.set('claims', document.createNode([claim]));
  return parseDesign(document.toString({ lineWidth: 0 }), design.file);
}
