/** Loads the rows of a paper from a folder of YAML files. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DesignError } from '../types.js';
import { readYaml } from '../yaml.js';
import { readPaper } from './read.js';
import type { Paper } from './types.js';

/** The rows and tables in the files of a folder, by name of file. Every way to fail is a `DesignError`. */
export async function loadPaper(folder: string): Promise<Paper> {
  const names = await readdir(folder).catch(() => {
    throw new DesignError({ file: folder, place: undefined, message: 'there is no such folder of rows' });
  });
  const files = names.filter((name) => name.endsWith('.yaml')).sort();
  return readPaper(
    await Promise.all(
      files.map(async (name) => ({ file: name, root: readYaml(await readFile(join(folder, name), 'utf8'), name) })),
    ),
  );
}
