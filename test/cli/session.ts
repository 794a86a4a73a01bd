/** A command line run with captured output in a folder of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../src/cli/engine.js';
import { run } from '../../src/cli/program.js';
import { PLAIN } from '../../src/report/style.js';
import { fakeEngine } from './fake-engine.js';

export interface Result {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export class Session {
  readonly folder = mkdtempSync(join(tmpdir(), 'energy-audit-'));
  readonly interrupt = new AbortController();

  /** Writes a file and returns its path. */
  file(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async run(args: readonly string[], engine: Engine = fakeEngine()): Promise<Result> {
    let [out, err] = ['', ''];
    const status = await run(args, engine, {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      terminal: { style: PLAIN, width: 100 },
      errorStyle: PLAIN,
      interactive: false,
      interrupt: this.interrupt.signal,
    });
    return { status, out, err };
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true });
  }
}
