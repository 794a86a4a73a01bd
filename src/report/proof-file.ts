/** Saved proofs: JSON files that carry the design they are about, so that they can be checked again on any machine. */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { DesignError } from '../design/types.js';
import type { EncodedExpression, SavedProof } from '../verdicts/types.js';
import { writeAtomically } from './atomic-file.js';
import { evidenceJson, writeJson } from './json.js';

export type { SavedProof };

const encoded: z.ZodType<EncodedExpression> = z.lazy(() => z.union([z.string(), z.number(), z.array(encoded)]));

const step = z.strictObject({
  id: z.number().int(),
  rule: z.string(),
  premises: z.array(z.number().int()),
  judgement: z.enum([
    'nonnegative',
    'positive',
    'semidefinite',
    'definite',
    'nonsingular',
    'equal',
    'implies',
    'obligation',
  ]),
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
  evidence: z.strictObject({ kind: z.literal('proof'), steps: z.array(step), assumptions: z.array(z.string()) }),
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

/** Writes the file whole or not at all; missing folders are made. */
export function writeProof(path: string, saved: SavedProof): void {
  mkdirSync(dirname(path), { recursive: true });
  writeAtomically(path, proofText(saved));
}

/** The saved proof in a file; undefined where the file is no JSON object of that kind, which other readers then judge. */
export function readProof(path: string): SavedProof | undefined {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
  if (typeof data !== 'object' || data === null || !('kind' in data) || data.kind !== 'proof') return undefined;
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const at = issue?.path.map(String).join('.') ?? '';
  throw new DesignError({
    file: path,
    place: undefined,
    message: `not a saved proof: ${at === '' ? 'the file' : at}: ${issue?.message.replace(/^Invalid input: /, '') ?? 'not of that form'}`,
  });
}
