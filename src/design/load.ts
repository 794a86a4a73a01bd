/** Design files: YAML, and so JSON. */
import { open, stat } from 'node:fs/promises';
import { type Document, type Node, parseDocument, visit } from 'yaml';
import { readDesign } from './read.js';
import { type Design, DesignError } from './types.js';
import { readYaml } from './yaml.js';

export { formulaError, formulaScope, parseSourceFormula } from './formula.js';

/** Largest design file, in bytes. */
const MAX_BYTES = 1_000_000;

const refuse = (file: string, message: string): DesignError => new DesignError({ file, place: undefined, message });

/** Reads the design in a file. Every way to fail is a `DesignError`. */
export async function loadDesign(path: string): Promise<Design> {
  return parseDesign(await readText(path), path);
}

/**
 * The text of a design as a document that can be edited; scalars stay as they are written. Every alias is a copy of
 * what it stands for, so that an edit at one place is none at another.
 */
export function documentOf(design: Design): Document {
  const document: Document = parseDocument(design.source, { schema: 'failsafe', version: '1.2' });
  visit(document, { Alias: (_, alias) => alias.resolve(document)?.clone() as Node | undefined });
  visit(document, {
    Node: (_, node) => {
      if ('anchor' in node) delete node.anchor;
    },
  });
  return document;
}

/** Reads a design from its text; `file` is named in messages. Every way to fail is a `DesignError`. */
export async function parseDesign(text: string, file?: string): Promise<Design> {
  if (text.length > MAX_BYTES)
    throw new DesignError({
      file,
      place: undefined,
      message: `a design has at most ${MAX_BYTES} characters, but this one has ${text.length}`,
    });
  return readDesign(readYaml(text, file), file, text);
}

/** The text of a design file; what stands in the way of reading it is a `DesignError`. */
export async function readText(path: string): Promise<string> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) throw refuse(path, 'expected a design file, but this is a directory');
    if (!info.isFile()) throw refuse(path, 'expected a design file, but this is not a regular file');
    if (info.size > MAX_BYTES)
      throw refuse(path, `a design file has at most ${MAX_BYTES} bytes, but this one has ${info.size}`);
    const handle = await open(path);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(await handle.readFile());
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof DesignError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') throw refuse(path, 'there is no such file');
    if (code === 'EACCES' || code === 'EPERM') throw refuse(path, 'the file may not be read');
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw refuse(path, 'the file is not text in UTF-8');
    throw refuse(path, `the file cannot be read${code === '' ? '' : ` (${code})`}`);
  }
}
