/** The borders of the architecture, read from the imports. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cycleOf, filesOf, importsOf, LAYERS, ROOT, textOf, violationOf } from './imports.js';

const sources = filesOf('src', /\.ts$/);
const imports = sources.flatMap((file) => importsOf(file, textOf(file)));

describe('imports', () => {
  it('are found in every layer', () => {
    for (const layer of LAYERS) expect(sources.some((file) => file.startsWith(`src/${layer}/`))).toBe(true);
    expect(imports.length).toBeGreaterThan(sources.length);
    for (const { to, own } of imports) if (own) expect(existsSync(join(ROOT, to)), to).toBe(true);
  });

  it('go one way', () => {
    expect(imports.flatMap((i) => violationOf(i) ?? [])).toEqual([]);
  });

  it('make no circle', () => {
    expect(cycleOf(imports)).toBeUndefined();
  });

  it.each([
    ['mathjs', 'src/symbolic/mathjs.ts'],
    ['nerdamer', 'src/symbolic/nerdamer.ts'],
    ['ml-matrix', 'src/numeric/linear-algebra-dense.ts'],
    ['gmp-wasm', 'src/numeric/mpfr.ts'],
    ['temml', 'src/report/html/mathml.ts'],
    ['@observablehq/plot', 'src/report/figures/plot.ts'],
    ['linkedom', 'src/report/figures/plot.ts'],
    ['z3-solver', 'src/checkers/certify/smt/z3.ts'],
  ])('reach %s through one adapter', (name, adapter) => {
    const literal = new RegExp(`['"\`]${name}(/[^'"\`]*)?['"\`]`);
    expect(sources.filter((file) => literal.test(textOf(file)))).toEqual([adapter]);
  });

  it('name only dependencies of the package', () => {
    const manifest = JSON.parse(textOf('package.json')) as { dependencies: Record<string, string> };
    const packages = new Set(
      [...imports, ...filesOf('properties', /(?<!\.prop|config)\.ts$/).flatMap((f) => importsOf(f, textOf(f)))]
        .filter(({ to, own }) => !own && !to.startsWith('node:'))
        .map(({ to }) => (to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : (to.split('/')[0] ?? to))),
    );
    expect([...packages].filter((name) => !(name in manifest.dependencies))).toEqual([]);
  });
});

describe('what reads the imports', () => {
  const of = (file: string, text: string): (string | undefined)[] => importsOf(file, text).map(violationOf);

  it('sees static, dynamic, type-only imports and re-exports', () => {
    const text = [
      "import { a } from '../cli/a.js';",
      "import type { B } from '../cli/b.js';",
      "export { c } from '../cli/c.js';",
      "const d = await import('../cli/d.js');",
      "let e: typeof import('../cli/e.js');",
    ];
    for (const line of text)
      expect(of('src/symbolic/x.ts', line), line).toEqual([expect.stringContaining('before cli')]);
  });

  it('refuses what leaves src, unknown layers and checkers that use each other', () => {
    expect(of('src/cli/x.ts', "import '../../test/y.js';")[0]).toContain('leaves src');
    expect(of('src/misc/x.ts', "import '../cli/y.js';")[0]).toContain('does not have');
    expect(of('src/checkers/prove/x.ts', "import '../search/y.js';")[0]).toContain('a checker');
    expect(of('src/checkers/search/x.ts', "import '../audit.js';")[0]).toContain('a checker');
    expect(of('src/checkers/audit.ts', "import './search/y.js';")).toEqual([undefined]);
    expect(of('src/cli/x.ts', "import '../symbolic/y.js';")).toEqual([undefined]);
  });

  it('finds a circle', () => {
    const edge = (from: string, to: string) => ({ from, to, own: true });
    expect(cycleOf([edge('a', 'b'), edge('b', 'c'), edge('c', 'b')])).toEqual(['b', 'c', 'b']);
    expect(cycleOf([edge('a', 'b'), edge('a', 'c'), edge('b', 'c')])).toBeUndefined();
  });
});
