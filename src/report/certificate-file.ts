/** Saved certificates. */
import * as z from 'zod';
import type { SavedCertificate } from '../verdicts/types.js';
import { evidenceJson, writeJson } from './json.js';
import { validated, writeSaved } from './saved-file.js';

export type { SavedCertificate };

const ends = z.tuple([z.number(), z.number()]);

const schema = z.strictObject({
  tool: z.literal('energy-audit'),
  version: z.string(),
  kind: z.literal('certificate'),
  claim: z.strictObject({ id: z.string(), statement: z.string() }),
  evidence: z.strictObject({
    kind: z.literal('certificate'),
    method: z.string(),
    dimensions: z.record(z.string(), z.number().int()),
    domain: z.record(z.string(), ends),
    boxes: z.number().int(),
    bound: z.number(),
    covers: z.array(z.array(z.number().int())),
  }),
  design: z.strictObject({ file: z.string().nullable(), source: z.string() }),
});

/** The text of a saved certificate. */
export const certificateText = (saved: SavedCertificate): string =>
  `${writeJson({
    tool: saved.tool,
    version: saved.version,
    kind: saved.kind,
    claim: saved.claim,
    evidence: { ...evidenceJson(saved.evidence), covers: saved.evidence.covers },
    design: saved.design,
  })}\n`;

export const writeCertificate = (path: string, saved: SavedCertificate): void =>
  writeSaved(path, certificateText(saved));

/** A saved certificate of the JSON in a file; undefined where it is of another kind, which other readers then judge. */
export const certificateOf = (data: unknown, path: string): SavedCertificate | undefined =>
  typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'certificate'
    ? validated(schema, data, path, 'a saved certificate')
    : undefined;
