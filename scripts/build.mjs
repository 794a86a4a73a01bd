// Builds dist/ from nothing, and makes `npx energy-audit` run it in this checkout.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, symlinkSync } from 'node:fs';

const PROGRAM = 'dist/src/cli/main.js';
const LINK = 'node_modules/.bin/energy-audit';

rmSync('dist', { recursive: true, force: true });
const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);
chmodSync(PROGRAM, 0o755);
if (process.platform !== 'win32' && existsSync('node_modules/.bin')) {
  rmSync(LINK, { force: true });
  symlinkSync(`../../${PROGRAM}`, LINK);
}
