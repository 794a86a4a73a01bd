/** What the README shows is what the program does. With UPDATE_README=1 its printed parts are written anew. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NAMED_CLAIMS } from '../../src/index.js';
import { shippedDesigns } from '../../src/cli/design-path.js';
import { VERDICTS } from '../../src/verdicts/types.js';
import { blocksOf, fromSource, madeAnew, plain, ROOT } from './readme.js';

const file = join(ROOT, 'README.md');
const readme = readFileSync(file, 'utf8');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

describe('the README', () => {
  it('shows what the program prints', async () => {
    const anew = await madeAnew(readme);
    if (process.env['UPDATE_README'] === '1') writeFileSync(file, anew);
    else expect(readme).toBe(anew);
    expect(anew).toContain('✘ refuted       descent');
    expect(anew).toContain('refutation confirmed');
    expect(anew).toContain('descent: proved');
  });

  it('has a set-up command for users and one for tests, of scripts and designs that exist', () => {
    const commands = blocksOf(readme).filter((b) => b.language === 'sh');
    expect(commands.map((b) => b.text.trim())).toEqual([
      expect.stringMatching(/^npm ci && npm run build && npx energy-audit check( [\w/-]+)+$/),
      'npm test',
    ]);
    const named = commands[0]?.text.trim().split(' check ')[1]?.split(' ') ?? [];
    expect(shippedDesigns(join(ROOT, 'designs'))).toEqual(expect.arrayContaining(named));
    for (const [, script = ''] of readme.matchAll(/npm run ([\w:-]+)/g))
      expect(manifest.scripts).toHaveProperty(script);
  });

  it('names every claim and every verdict', () => {
    for (const name of [...NAMED_CLAIMS, ...Object.keys(VERDICTS)]) expect(readme).toContain(`\`${name}\``);
  });

  it('shows properties that pass', () => {
    const [example] = blocksOf(readme).filter((b) => b.text.includes("from 'vitest'"));
    const folder = mkdtempSync(join(tmpdir(), 'readme-'));
    try {
      symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
      writeFileSync(join(folder, 'memory.test.ts'), fromSource(example?.text ?? ''));
      const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
      const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, 'run', '--root', folder], {
        cwd: folder,
        encoding: 'utf8',
        env: plain(),
      });
      expect(`${stdout}${stderr}`).toMatch(/Tests\s+2 passed \(2\)/);
      expect(status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
