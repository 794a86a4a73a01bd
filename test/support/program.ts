/** Programs that a machine may or may not have. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program is on this machine; undefined where it is not installed. */
export const programPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));

/** Runs a program to its end; its status and all that it wrote. */
export function runProgram(
  path: string,
  args: readonly string[],
  folder: string,
): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(path, [...args], { cwd: folder, encoding: 'utf8', timeout: 100_000 });
  return { status, output: `${stdout}${stderr}` };
}
