/** Where a command writes, and what it may assume about the reader. */
import pc from 'picocolors';
import type { Style } from '../report/style.js';
import type { TerminalOptions } from '../report/terminal.js';

export interface Io {
  /** Results. */
  out(text: string): void;
  /** Messages about the run. */
  err(text: string): void;
  /** How results are laid out and coloured. */
  readonly terminal: TerminalOptions;
  readonly errorStyle: Style;
  /** Whether a progress bar may be drawn on standard error. */
  readonly interactive: boolean;
  /** Aborted by Ctrl-C. */
  readonly interrupt: AbortSignal;
}

const NARROWEST = 60;
const WIDEST = 120;
/** Columns where the output is no terminal. */
const PIPE_COLUMNS = 100;

/** The real streams. Colours on a terminal, unless `NO_COLOR` is set; `FORCE_COLOR` turns them on in a pipe. */
export function processIo(interrupt: AbortSignal): Io {
  const { stdout, stderr } = process;
  const columns = stdout.isTTY ? stdout.columns : PIPE_COLUMNS;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    terminal: {
      style: pc.createColors(hasColour(stdout.isTTY, process.env)),
      width: Math.min(WIDEST, Math.max(NARROWEST, columns)),
    },
    errorStyle: pc.createColors(hasColour(stderr.isTTY, process.env)),
    interactive: stderr.isTTY,
    interrupt,
  };
}

/** Whether to use colours; an empty variable counts as not set. */
export function hasColour(isTerminal: boolean | undefined, env: Readonly<Record<string, string | undefined>>): boolean {
  const set = (name: string): boolean => (env[name] ?? '') !== '';
  if (set('NO_COLOR')) return false;
  if (set('FORCE_COLOR')) return env['FORCE_COLOR'] !== '0';
  // `isTTY` of a pipe is not false but undefined.
  return isTerminal === true && env['TERM'] !== 'dumb';
}
