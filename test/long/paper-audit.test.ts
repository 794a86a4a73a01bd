/** `docs/paper-audit.md` is what `energy-audit paper --report` writes, and the verdicts do not depend on threads. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

it('the audit of the paper is the one in docs', () => {
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
  const file = join(mkdtempSync(join(tmpdir(), 'paper-')), 'audit.md');
  const run = spawnSync(process.execPath, ['dist/src/cli/main.js', 'paper', '--threads', '2', '--report', file], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(1);
  expect(readFileSync(file, 'utf8')).toBe(readFileSync(join(ROOT, 'docs', 'paper-audit.md'), 'utf8'));
});
