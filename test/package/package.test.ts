/** What is published: its files, its entry points, and the program that was built. */
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

interface Manifest {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, { readonly types: string; readonly default: string } | string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const program = join(ROOT, manifest.bin['energy-audit'] ?? '');

const newest = (folder: string): number =>
  Math.max(
    ...readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(
      (file) => statSync(join(ROOT, folder, file)).mtimeMs,
    ),
  );

beforeAll(() => {
  const isBuilt = existsSync(program) && statSync(program).mtimeMs > Math.max(newest('src'), newest('properties'));
  if (!isBuilt) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: 'pipe' });
}, 300_000);

const packed = (): readonly string[] => {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const parsed = JSON.parse(output) as unknown;
  // Some versions of npm print a list, others an object by package name.
  const entries = Object.values(parsed as object) as readonly {
    readonly files: readonly { readonly path: string }[];
  }[];
  return entries.flatMap(({ files }) => files.map(({ path }) => path));
};

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });

describe('the package', () => {
  it('holds the program, the designs and the documents, and nothing else', () => {
    const files = packed();
    for (const file of ['README.md', 'LICENSE', 'CHANGELOG.md', 'package.json', 'dist/src/cli/main.js'])
      expect(files).toContain(file);
    for (const design of ['designs/hopfield-1984.yaml', 'designs/paper/ex3-sigmoid.yaml'])
      expect(files).toContain(design);
    const others = files.filter(
      (f) => !/^(dist\/(src|properties)\/|(designs|proofs)\/|[A-Z]+(\.md)?$|package\.json$)/.test(f),
    );
    expect(others).toEqual([]);
    expect(files.filter((f) => /\.(test|prop)\.|vitest|\.ts$/.test(f) && !f.endsWith('.d.ts'))).toEqual([]);
  });

  it('has every entry point with its types', () => {
    const files = packed();
    for (const [name, target] of Object.entries(manifest.exports))
      for (const file of typeof target === 'string' ? [target] : Object.values(target))
        expect(files, name).toContain(file.replace(/^\.\//, ''));
  });

  it('runs nothing of the development tools when it is installed', () => {
    for (const script of ['preinstall', 'install', 'postinstall', 'prepare'])
      expect(manifest.scripts).not.toHaveProperty(script);
  });

  it('pins what it depends on', () => {
    for (const [name, wanted] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
      expect(wanted, name).toMatch(/^(npm:[\w-]+@)?\d+\.\d+\.\d+$/);
  });
});

describe('the built program', () => {
  it('is executable and starts with node', () => {
    accessSync(program, constants.X_OK);
    expect(readFileSync(program, 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true);
  });

  it('knows its version', () => {
    expect(run('--version')).toMatchObject({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  it('checks a shipped design by its name', () => {
    const { status, stdout, stderr } = run('check', 'paper/ex3-sigmoid', '--only', 'descent', '--samples', '2000');
    expect(stderr).toBe('');
    expect(stdout).toContain('1 claim: 1 proved');
    expect(status).toBe(0);
  });

  it('refutes, saves nothing where told so, and exits with 1', () => {
    const { status, stdout } = run('check', 'paper/eq2-any-weights', '--no-save', '--samples', '2000');
    expect(stdout).toContain('refuted');
    expect(status).toBe(1);
  });
});

describe('the built library', () => {
  const namesOf = (module: string): readonly string[] => {
    const program = `const m = await import('./dist/${module}'); console.log(JSON.stringify(Object.keys(m).sort()));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    return JSON.parse(output) as string[];
  };

  it('exports the public interface and nothing else', () => {
    expect(namesOf('src/index.js')).toEqual([
      'CATALOGUE_NAMES',
      'DesignError',
      'ExpressionError',
      'NAMED_CLAIMS',
      'RUN_STATUSES',
      'VERDICTS',
      'analyseBasins',
      'checkDesign',
      'counterexampleText',
      'defineDesign',
      'derive',
      'drawPatterns',
      'iterate',
      'loadDesign',
      'memoryOf',
      'parseDesign',
      'print',
      'printTex',
      'readCounterexample',
      'replayCounterexample',
      'retrieve',
      'simulate',
      'storePatterns',
      'version',
      'writeCounterexample',
    ]);
  });

  it('exports the properties', () => {
    expect(namesOf('properties/index.js')).toEqual([
      'DEFAULT_SETTINGS',
      'PropertyViolation',
      'assertProperty',
      'checkDesignProperties',
      'checkProperty',
      'claimProperty',
      'classicalSystem',
      'descentProperty',
      'flatDirectionProperty',
      'gradientSystem',
      'matrixInequalityProperty',
      'mixedSystem',
      'polarSystem',
      'sampleArbitrary',
      'velocitySystem',
    ]);
  });
});
