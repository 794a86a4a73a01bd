/** Saved proofs. */
import * as z from 'zod';
import { JUDGEMENTS } from '../checkers/prove/replay/proof.js';
import type { EncodedExpression, SavedProof } from '../verdicts/types.js';
import { evidenceJson, writeJson } from './json.js';
import { validated, writeSaved } from './saved-file.js';

export type { SavedProof };

const encoded: z.ZodType<EncodedExpression> = z.lazy(() => z.union([z.string(), z.number(), z.array(encoded)]));

const step = z.strictObject({
  id: z.number().int(),
  rule: z.string(),
  premises: z.array(z.number().int()),
  judgement: z.enum(JUDGEMENTS),
  of: z.array(encoded),
  with: z.array(encoded).exactOptional(),
  index: z.number().int().exactOptional(),
  text: z.string(),
});

const schema = z.strictObject({
  tool: z.literal('energy-audit'),
  version: z.string(),
  kind: z.literal('proof'),
  claim: z.strictObject({ id: z.string(), statement: z.string() }),
  evidence: z.strictObject({
    kind: z.literal('proof'),
    steps: z.array(step),
    assumptions: z.array(z.string()),
    unneeded: z.array(z.string()).exactOptional(),
  }),
  design: z.strictObject({ file: z.string().nullable(), source: z.string() }),
});

/** The text of a saved proof. */
export const proofText = (saved: SavedProof): string =>
  `${writeJson({
    tool: saved.tool,
    version: saved.version,
    kind: saved.kind,
    claim: saved.claim,
    evidence: evidenceJson(saved.evidence),
    design: saved.design,
  })}\n`;

export const writeProof = (path: string, saved: SavedProof): void => writeSaved(path, proofText(saved));

/** A saved proof of the JSON in a file; undefined where it is of another kind, which other readers then judge. */
export const proofOf = (data: unknown, path: string): SavedProof | undefined =>
  typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'proof'
    ? validated(schema, data, path, 'a saved proof')
    : undefined;
