/** The program as a process: what streams and signals do. */
import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Session } from './session.js';

let s: Session;
beforeEach(() => {
  s = new Session();
});
afterEach(() => s.dispose());

const start = (script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', script, ...args], { env: { ...uncoloured(), NO_COLOR: '1', ...env } });

/** The environment without what asks for colours: a test runner may ask for them. */
const uncoloured = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'FORCE_COLOR'));

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Waits for the end; `onOut` sees all that was printed so far. */
function end(child: ChildProcess, onOut: (out: string) => void = () => undefined): Promise<Ended> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    onOut(out);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, out, err })));
}

describe('the program', () => {
  it('shows its help', async () => {
    const { out, err, status } = await end(start('src/cli/main.ts', ['--help']));
    expect(out).toContain('Usage: energy-audit');
    expect([err, status]).toEqual(['', 0]);
  });

  it('ends on Ctrl-C with what is known', async () => {
    const path = s.file('a.yaml', 'descent\nconvex');
    const child = start('test/cli/fake-main.ts', ['check', path, '--no-save']);
    let sent = false;
    const { out, status } = await end(child, (so) => {
      if (sent || !so.includes('refuted')) return;
      sent = true;
      child.kill('SIGINT');
    });
    expect(out).toContain('✘ refuted       descent');
    expect(out).toContain('Interrupted: not decided in Fake memory: convex');
    expect(status).toBe(130);
  });

  it('stops and says nothing when the reader goes away', async () => {
    const path = s.file('a.yaml', 'descent\nconvex');
    const child = start('test/cli/fake-main.ts', ['check', path, '--no-save']);
    child.stdout?.destroy();
    const { err, status } = await end(child);
    expect(err).toBe('');
    expect(status).toBe(141);
  });

  it('prints no colours and no bar into a pipe', async () => {
    const path = s.file('a.yaml', 'descent\nflat-directions');
    const { out, err, status } = await end(
      start('test/cli/fake-main.ts', ['check', path, '--no-save'], { NO_COLOR: '', CI: 'true' }),
    );
    expect(out).not.toContain('\u001b');
    expect([err, status]).toEqual(['', 1]);
  });

  it('shows a bug without its stack unless that is asked for', async () => {
    const path = s.file('a.yaml', 'BUG');
    const quiet = await end(start('test/cli/fake-main.ts', ['check', path]));
    expect(quiet).toEqual({ status: 70, out: '', err: 'internal error: the impossible happened, please report\n' });
    const loud = await end(start('test/cli/fake-main.ts', ['check', path], { ENERGY_AUDIT_DEBUG: '1' }));
    expect(loud.err).toContain('fake-engine.ts');
  });
});
