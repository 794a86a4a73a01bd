import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the installed package: the nearest one above this file that has our package.json. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && readManifest(manifest).name === 'energy-audit') return folder;
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the package.json of energy-audit is missing');
    folder = parent;
  }
}

/** Name and version in a package.json. */
export function readManifest(path: string): { readonly name: unknown; readonly version: unknown } {
  const data: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const field = (key: string): unknown =>
    typeof data === 'object' && data !== null ? Object.getOwnPropertyDescriptor(data, key)?.value : undefined;
  return { name: field('name'), version: field('version') };
}
