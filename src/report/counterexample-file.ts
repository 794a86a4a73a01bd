/**
 * Saved counterexamples: JSON files that carry the design they refute, so that they can be checked again on any
 * machine. Numbers that JSON does not have are strings, as in `json.ts`.
 */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { DesignError } from '../design/types.js';
import type { SavedCounterexample } from '../verdicts/types.js';
import { writeAtomically } from './atomic-file.js';
import { evidenceJson, writeJson } from './json.js';

export type { SavedCounterexample };

/** Larger files are refused: a saved counterexample has a few kilobytes. */
const MOST_BYTES = 20_000_000;

const numeric = z.union([z.number(), z.enum(['Infinity', '-Infinity', 'NaN']).transform((text) => Number(text))]);
const vector = z.array(numeric);
const value = z.union([numeric, z.array(vector).min(1), vector]);
const values = z.record(z.string(), value);
const pair = z.tuple([numeric, numeric]);

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
    parts: z.record(z.string(), values).exactOptional(),
    zero: z.union([z.literal('exact'), z.strictObject({ box: z.record(z.string(), z.array(pair)) })]).exactOptional(),
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

/** Writes the file whole or not at all; missing folders are made. */
export function writeCounterexample(path: string, saved: SavedCounterexample): void {
  mkdirSync(dirname(path), { recursive: true });
  writeAtomically(path, counterexampleText(saved));
}

/** Reads and validates a saved counterexample; a malformed file is a `DesignError` that says what is wrong in it. */
export function readCounterexample(path: string): SavedCounterexample {
  const bad = (message: string): DesignError => new DesignError({ file: path, place: undefined, message });
  let text: string;
  try {
    const found = statSync(path);
    if (found.isDirectory()) throw bad('this is a directory; expected a saved counterexample, a JSON file');
    if (found.size > MOST_BYTES) throw bad(`the file has ${found.size} bytes; a saved counterexample is far smaller`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof DesignError) throw error;
    throw bad(isMissing(error) ? 'no such file' : `cannot be read: ${messageOf(error)}`);
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw bad(`not a saved counterexample: not JSON (${messageOf(error).replace(/\s+/g, ' ')})`);
  }
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw bad(`not a saved counterexample: ${firstIssue(result.error)}`);
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The first thing at fault, with its path in the file: `evidence.value: expected number`. */
function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'it does not have the expected form';
  const path = issue.path.map(String).join('.');
  return `${path === '' ? 'the file' : path}: ${issue.message.replace(/^Invalid input: /, '')}`;
}
