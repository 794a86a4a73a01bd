/** Colours of terminal output, as functions from text to text, so that plain output is the same renderer. */
import type { VerdictName } from '../verdicts/types.js';

type Paint = (text: string) => string;

export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
}

const plain: Paint = (text) => text;
export const PLAIN: Style = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };

interface Mark {
  readonly sign: string;
  readonly paint: keyof Style;
}

/** The sign before a verdict and its colour; the word always stands beside it, so that colour carries nothing alone. */
export const MARKS = {
  proved: { sign: '✔', paint: 'green' },
  certified: { sign: '✔', paint: 'green' },
  unrefuted: { sign: '○', paint: 'cyan' },
  refuted: { sign: '✘', paint: 'red' },
  inconclusive: { sign: '?', paint: 'yellow' },
} as const satisfies Record<VerdictName, Mark>;
