/** What `--help` loads: only what the import statements reach, so only light modules. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Packages that are quick to load. */
const LIGHT = ['commander', 'picocolors'];

/** Modules that load with a file, by its static imports of values. */
function reached(file: string, seen: Set<string>, packages: Set<string>): void {
  if (seen.has(file)) return;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, what = '', from = ''] of text.matchAll(/^(?:import|export)\s([^;]*?)\sfrom\s'([^']+)'/gms)) {
    if (what.startsWith('type ')) continue;
    if (from.startsWith('.')) reached(resolve(dirname(file), from.replace(/\.js$/, '.ts')), seen, packages);
    else if (!from.startsWith('node:')) packages.add(from);
  }
}

describe('start-up', () => {
  it('imports no heavy package before a command runs', () => {
    const [seen, packages] = [new Set<string>(), new Set<string>()];
    reached(resolve('src/cli/main.ts'), seen, packages);
    expect([...packages].sort()).toEqual(LIGHT);
    expect(seen.size).toBeLessThan(30);
  });
});
