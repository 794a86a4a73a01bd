/** `init`: a design to start from. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../engine.js';
import { badInput } from '../error-text.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import type { Io } from '../io.js';
import { shellWord } from '../../report/shell.js';

const FILE = 'design.yaml';

/** Writes the starter design into a folder, which is made where it is missing; never over a file that exists. */
export async function init(folder: string, engine: Engine, io: Io): Promise<ExitStatus> {
  const path = join(folder, FILE);
  const text = await engine.starterDesign();
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw badInput(hasCode(error, 'EEXIST') ? 'this is no folder' : `cannot be made: ${messageOf(error)}`, folder);
  }
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    const message = hasCode(error, 'EEXIST') ? 'exists already and is left as it is' : messageOf(error);
    throw badInput(message, path);
  }
  io.out(`Wrote ${path}. Next:\n\n  energy-audit check ${shellWord(path)}\n  energy-audit derive ${shellWord(path)}\n`);
  return EXIT.ok;
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
