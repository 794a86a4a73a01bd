/** Saved counterexamples. Numbers that JSON does not have are strings, as in `json.ts`. */
import * as z from 'zod';
import type { SavedCounterexample } from '../verdicts/types.js';
import { evidenceJson, writeJson } from './json.js';
import { readSaved, validated, writeSaved } from './saved-file.js';

export type { SavedCounterexample };

const numeric = z.union([z.number(), z.enum(['Infinity', '-Infinity', 'NaN']).transform((text) => Number(text))]);
const vector = z.array(numeric);
const value = z.union([numeric, z.array(vector).min(1), vector]);
const values = z.record(z.string(), value);
const pair = z.tuple([numeric, numeric]);
const verifiedBox = z.strictObject({ box: z.record(z.string(), z.array(pair)) });

const schema = z.strictObject({
  tool: z.literal('energy-audit'),
  version: z.string(),
  kind: z.literal('counterexample'),
  seed: z.number().int(),
  design: z.strictObject({ file: z.string().nullable(), source: z.string() }),
  claim: z.strictObject({ id: z.string(), statement: z.string() }),
  evidence: z.strictObject({
    kind: z.literal('counterexample'),
    dimensions: z.record(z.string(), z.number().int().min(1)),
    values,
    quantity: z.string(),
    value: numeric,
    enclosure: pair,
    detail: z.string().exactOptional(),
    witness: vector.exactOptional(),
    direction: z.record(z.string(), vector).exactOptional(),
    lagrangian: z.record(z.string(), z.string()).exactOptional(),
    factors: values.exactOptional(),
    parts: z.record(z.string(), values).exactOptional(),
    zero: z.union([z.literal('exact'), verifiedBox]).exactOptional(),
    solution: verifiedBox.exactOptional(),
  }),
});

/** The text of a saved counterexample. */
export const counterexampleText = (saved: SavedCounterexample): string =>
  `${writeJson({
    tool: saved.tool,
    version: saved.version,
    kind: saved.kind,
    seed: saved.seed,
    claim: saved.claim,
    evidence: evidenceJson(saved.evidence),
    design: saved.design,
  })}\n`;

export const writeCounterexample = (path: string, saved: SavedCounterexample): void =>
  writeSaved(path, counterexampleText(saved));

/** A saved counterexample of the JSON in a file; what is wrong with it is a `DesignError`. */
export const counterexampleOf = (data: unknown, path: string): SavedCounterexample =>
  validated(schema, data, path, 'a saved counterexample');

/** Reads and validates a saved counterexample; a malformed file is a `DesignError` that says what is wrong in it. */
export const readCounterexample = (path: string): SavedCounterexample => counterexampleOf(readSaved(path), path);
