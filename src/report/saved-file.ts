/** Files of saved evidence: JSON that carries the design it is about, so that it can be checked again on any machine. */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type * as z from 'zod';
import { DesignError } from '../design/types.js';
import { writeAtomically } from './atomic-file.js';

/** Larger files are refused: saved evidence has a few kilobytes. */
const MOST_BYTES = 20_000_000;
/** Deeper lists and objects are refused; expressions in proofs have at most 200 levels. */
const MOST_DEPTH = 300;

const bad = (path: string, message: string): DesignError => new DesignError({ file: path, place: undefined, message });

/** Writes the file whole or not at all; missing folders are made. */
export function writeSaved(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeAtomically(path, text);
}

/** The JSON in a file; a `DesignError` says why there is none. */
export function readSaved(path: string): unknown {
  let text: string;
  try {
    const found = statSync(path);
    if (found.isDirectory()) throw bad(path, 'this is a directory; expected a saved counterexample, a JSON file');
    if (found.size > MOST_BYTES)
      throw bad(path, `the file has ${found.size} bytes; a saved counterexample is far smaller`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof DesignError) throw error;
    throw bad(path, isMissing(error) ? 'no such file' : `cannot be read: ${messageOf(error)}`);
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw bad(path, `not a saved counterexample: not JSON (${messageOf(error).replace(/\s+/g, ' ')})`);
  }
  if (isDeep(data))
    throw bad(path, `the file is nested too deeply: lists and objects have at most ${MOST_DEPTH} levels`);
  return data;
}

/** Whether data has more levels than are read; level by level, as recursion could end the process. */
function isDeep(data: unknown): boolean {
  let level: readonly unknown[] = [data];
  for (let depth = 0; depth <= MOST_DEPTH; depth += 1) {
    level = level.flatMap((x): unknown[] => (typeof x === 'object' && x !== null ? Object.values(x) : []));
    if (level.length === 0) return false;
  }
  return true;
}

/** Data of the form of a schema; what does not fit it is a `DesignError` that says where in the file. */
export function validated<T>(schema: z.ZodType<T>, data: unknown, path: string, what: string): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw bad(path, `not ${what}: ${firstIssue(result.error)}`);
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
