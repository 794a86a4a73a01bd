/** The figures of the report on the paper: its Figure 1 and Figure 2, drawn from designs. */
import type { Figure } from './figure.js';

export function paperFigures(_seed: number): Promise<readonly Figure[]> {
  return Promise.resolve([]);
}
