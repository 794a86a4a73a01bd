import { join } from 'node:path';
import { packageRoot, readManifest } from './package-root.js';

/** The version in package.json. */
export function version(): string {
  const { version: found } = readManifest(join(packageRoot(), 'package.json'));
  if (typeof found !== 'string') throw new Error('package.json has no version');
  return found;
}
