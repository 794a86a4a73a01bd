/** The package as a new user gets it: packed, installed in an empty folder, and used there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'energy-audit-'));
  const packed = join(folder, 'packed');
  const used = join(folder, 'used');
  mkdirSync(packed);
  mkdirSync(used);
  execFileSync('npm', ['pack', '--pack-destination', packed], { cwd: ROOT, stdio: 'pipe' });
  const [tarball = ''] = readdirSync(packed);
  execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', join(packed, tarball)], {
    cwd: used,
    stdio: 'pipe',
  });
  folder = used;
}, 600_000);

afterAll(() => {
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

const run = (command: string, ...args: readonly string[]) =>
  spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });

describe('the installed package', () => {
  it('checks a shipped design', () => {
    const { status, stdout } = run('npx', 'energy-audit', 'check', 'hopfield-1984');
    expect(stdout).toContain('Hopfield network of graded neurons');
    expect(stdout).toMatch(/4 claims: 1 unrefuted, 3 proved/);
    expect(status).toBe(0);
  });

  it('refutes, saves the counterexample here, and replays it', () => {
    const checked = run('npx', 'energy-audit', 'check', 'paper/eq2-any-weights');
    expect(checked.status).toBe(1);
    const [, file = ''] = /energy-audit replay (\S+)/.exec(checked.stdout) ?? [];
    const replayed = run('npx', 'energy-audit', 'replay', file);
    expect(replayed.stdout).toContain('refutation confirmed');
    expect(replayed.status).toBe(1);
  });

  it('starts a new design that passes', () => {
    expect(run('npx', 'energy-audit', 'init').status).toBe(0);
    const { status, stdout } = run('npx', 'energy-audit', 'check', 'design.yaml', '--samples', '20000');
    expect(stdout).toContain('4 claims: 4 proved');
    expect(status).toBe(0);
  });

  it('is a library', () => {
    const program = [
      "import { checkDesign, defineDesign, version } from 'energy-audit';",
      "import { checkDesignProperties } from 'energy-audit/properties';",
      "const design = await defineDesign({ name: 'x', dimensions: { N: 2 }, state: { y: ['N'] },",
      "  velocity: { y: '-y' }, energy: \"1/2*y'*y\", claims: ['descent'] });",
      'const { claims } = await checkDesign(design, { samples: 1000 });',
      'const [result] = await checkDesignProperties(design);',
      'console.log(version(), claims[0].verdict, result.kind);',
    ].join('\n');
    writeFileSync(join(folder, 'use.mjs'), program);
    expect(run(process.execPath, 'use.mjs')).toMatchObject({ status: 0, stdout: '0.1.0 proved kept\n' });
  });
});
