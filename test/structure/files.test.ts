/** What holds for the text of every file of the project. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, ROOT, textOf } from './imports.js';

/** The files of the repository, or, in a copy without one, those of its folders. */
function projectFiles(): readonly string[] {
  if (existsSync(join(ROOT, '.git'))) {
    const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    return listed.split('\0').filter((file) => file !== '' && existsSync(join(ROOT, file)));
  }
  const folders = ['src', 'properties', 'test', 'designs', 'docs', 'bench', 'scripts'];
  const top = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'package.json', 'package-lock.json', 'biome.json'];
  return [...folders.filter((f) => existsSync(join(ROOT, f))).flatMap((f) => filesOf(f, /\.\w+$/)), ...top];
}

const files = projectFiles().filter((file) => /\.(ts|mjs|js|json|ya?ml|md|txt|tex)$|^\.ci\/|rc$/.test(file));
const tests = files.filter((file) => /\.(test|prop)\.ts$/.test(file));

describe('files', () => {
  it('are many', () => {
    expect(files.length).toBeGreaterThan(200);
    expect(tests.length).toBeGreaterThan(20);
  });

  it('name no package registry', () => {
    const host = new RegExp(
      ['registry\\.\\w+\\.(org|com|io)', '"resolved"\\s*:', '_authToken', 'npm(js|mirror)\\.'].join('|'),
    );
    const self = 'test/structure/files.test.ts';
    expect(files.filter((file) => file !== self && host.test(textOf(file)))).toEqual([]);
  });

  it('name no place on a machine', () => {
    const place = /(^|[\s'"`(=])\/(home|Users|root|work|tmp)\/[\w.-]/m;
    const self = 'test/structure/files.test.ts';
    expect(files.filter((file) => file !== self && place.test(textOf(file)))).toEqual([]);
  });

  it('of source stay within sight: one concept each', () => {
    const long = files
      .filter((file) => /^(src|properties)\/.*\.ts$/.test(file))
      .filter((file) => textOf(file).split('\n').length > 500);
    expect(long).toEqual([]);
  });
});

describe('tests', () => {
  it.each(tests)('%s asserts something', (file) => {
    expect(textOf(file)).toMatch(/\bexpect\(|\bassert\w*\(/);
  });

  it('are never skipped, narrowed or postponed', () => {
    const skipping = new RegExp(
      `\\b(it|test|describe)\\.(${['skip', 'only', 'todo', 'skipIf', 'runIf'].join('|')})\\b`,
    );
    expect(tests.filter((file) => skipping.test(textOf(file)))).toEqual([]);
  });

  it('and sources silence no checker', () => {
    const directive = (...parts: readonly string[]): string => parts.join('-');
    const always = [directive('@ts', 'ignore'), directive('@ts', 'nocheck'), directive('eslint', 'disable')];
    // A test of types says what must not compile, which the compiler then checks.
    const inSource = [...always, directive('@ts', 'expect', 'error')];
    const silencing = files
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => (file.startsWith('test/') ? always : inSource).some((text) => textOf(file).includes(text)));
    expect(silencing).toEqual([]);
  });
});
