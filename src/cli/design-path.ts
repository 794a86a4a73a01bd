/** Designs on the command line: a file, or the bare name of a design that comes with the package. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DesignError } from '../design/types.js';
import { nearest } from '../symbolic/nearest.js';
import { packageRoot } from './package-root.js';

export interface DesignPath {
  /** What to open. */
  readonly path: string;
  /** What to call it: what the user wrote. */
  readonly shown: string;
}

/** The file that an argument means; a file of that name comes first. */
export function resolveDesign(argument: string, folder: string = join(packageRoot(), 'designs')): DesignPath {
  const isFolder = statSync(argument, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder === false) return { path: argument, shown: argument };
  const names = shippedDesigns(folder);
  const name = argument.replace(/\.ya?ml$/, '');
  if (names.includes(name)) return { path: join(folder, `${name}.yaml`), shown: argument };
  if (isFolder === true) return { path: argument, shown: argument };
  const near = nearest(name, names);
  throw new DesignError({
    file: argument,
    place: undefined,
    message: `no such file, and no shipped design of that name${near === undefined ? '' : `; did you mean "${near}"?`}`,
  });
}

/** Names of the shipped designs: `hopfield-1984`, `paper/ex2`. Folders `rows` hold the statements of a paper. */
export function shippedDesigns(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.yaml') && !file.includes('/rows/'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}
