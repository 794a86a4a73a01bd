/** `report`: one file that says all of a design, or of the paper. */
import type { Engine } from '../engine.js';
import type { ExitStatus } from '../exit-status.js';
import type { Io } from '../io.js';
import { check, type CheckOptions } from './check.js';
import { paper } from './paper.js';

export interface ReportOptions
  extends Pick<CheckOptions, 'only' | 'seed' | 'size' | 'timeLimit' | 'threads' | 'prove' | 'repair'> {
  readonly output: string;
  readonly samples?: number;
}

/** Samples for each claim where the command line does not say. */
export interface DefaultSamples {
  readonly design: number;
  readonly paper: number;
}

/** Settles the claims of designs, or, for the single argument `paper`, the rows of the paper, and writes the report. */
export function report(
  designs: readonly string[],
  { output, samples, ...options }: ReportOptions,
  defaults: DefaultSamples,
  engine: Engine,
  io: Io,
): Promise<ExitStatus> {
  const common = { ...options, report: output, forReport: true } as const;
  return designs.length === 1 && designs[0] === 'paper'
    ? paper({ ...common, samples: samples ?? defaults.paper }, engine, io)
    : check(designs, { ...common, samples: samples ?? defaults.design, save: false }, engine, io);
}
