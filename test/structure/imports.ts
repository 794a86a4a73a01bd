/** The imports of the program, read from its source. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

export const ROOT = join(import.meta.dirname, '..', '..');

/** Files of a folder of the project, by path from its root. */
export const filesOf = (folder: string, ending: RegExp): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => posix.join(folder, file.replaceAll('\\', '/')))
    .filter((file) => ending.test(file) && !file.includes('node_modules/'))
    .sort();

export const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

export interface Import {
  readonly from: string;
  /** A path from the root for the project's own files, else the name of a package with its entry point. */
  readonly to: string;
  readonly own: boolean;
}

/** Every import of a TypeScript text: static, dynamic, of types, and re-exports. */
export function importsOf(file: string, text: string): readonly Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => {
    const own = fileName.startsWith('.');
    const to = own ? posix.join(posix.dirname(file), fileName).replace(/\.js$/, '.ts') : fileName;
    return { from: file, to, own };
  });
}

/** Layers in the order in which they may use each other: each uses itself and those before it. */
export const LAYERS = [
  'symbolic',
  'lagrangians',
  'numeric',
  'interval',
  'design',
  'derivation',
  'claims',
  'verdicts',
  'dynamics',
  'checkers',
  'repair',
  'report',
  'cli',
] as const;

/** The layer of a file of src; undefined for src/index.ts, which re-exports from all. */
export function layerOf(file: string): string | undefined {
  const [top, layer, more] = file.split('/');
  return top === 'src' && more !== undefined ? layer : undefined;
}

/** What is wrong with an import, if anything. */
export function violationOf({ from, to, own }: Import): string | undefined {
  if (!own) return undefined;
  if (!to.startsWith('src/')) return `${from} leaves src: ${to}`;
  const [a, b] = [layerOf(from), layerOf(to)];
  if (b === undefined) return `${from} imports the public interface ${to}`;
  if (a === undefined) return undefined;
  const [i, j] = [LAYERS.findIndex((l) => l === a), LAYERS.findIndex((l) => l === b)];
  if (i < 0) return `${from} is in a layer that the picture does not have`;
  if (j < 0) return `${to} is in a layer that the picture does not have`;
  if (j > i) return `${from} imports ${to}, but ${a} comes before ${b}`;
  const [checker, other] = [checkerOf(from), checkerOf(to)];
  if (checker !== undefined && a === b && other !== checker)
    return `${from} imports ${to}: a checker reaches others only by what runs it`;
  return undefined;
}

/** The checker that a file belongs to: a folder of src/checkers. */
function checkerOf(file: string): string | undefined {
  const [, layer, checker, more] = file.split('/');
  return layer === 'checkers' && more !== undefined ? checker : undefined;
}

/** Files that import each other in a circle, one circle if there are any. */
export function cycleOf(imports: readonly Import[]): readonly string[] | undefined {
  const next = new Map<string, string[]>();
  for (const { from, to, own } of imports) if (own) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): readonly string[] | undefined => {
    const at = path.indexOf(file);
    if (at >= 0) return [...path.slice(at), file];
    if (done.has(file)) return undefined;
    path.push(file);
    for (const to of next.get(file) ?? []) {
      const found = visit(to);
      if (found !== undefined) return found;
    }
    path.pop();
    done.add(file);
    return undefined;
  };
  for (const file of next.keys()) {
    const found = visit(file);
    if (found !== undefined) return found;
  }
  return undefined;
}
