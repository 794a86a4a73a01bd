/** `steady-states`: finds the steady states of a memory and says which are stable, and by what evidence. */
import type { MapFormula } from '../../dynamics/equivalence.js';
import { ExpressionError } from '../../symbolic/error.js';
import { resolveDesign } from '../design-path.js';
import type { Engine } from '../engine.js';
import { badInput } from '../error-text.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { INTERRUPTED, interruptible } from '../interrupt.js';
import type { Io } from '../io.js';
import { checkSizes, sizesFor } from '../selection.js';
import { breathing } from '../tick.js';
import { version } from '../version.js';

export interface SteadyStatesOptions {
  readonly starts: number;
  readonly seed: number;
  readonly size?: ReadonlyMap<string, number>;
  readonly compare?: string;
  readonly map?: readonly string[];
  readonly json?: boolean;
}

/** Reads `W*u + b` or `y=W*u + b`. */
function mapFormula(text: string): MapFormula {
  const [, state, formula] = /^\s*([\p{L}_][\p{L}\p{N}_]*)\s*=(.*)$/su.exec(text) ?? [];
  return state === undefined || formula === undefined
    ? { state: undefined, text: text.trim() }
    : { state, text: formula.trim() };
}

export async function steadyStates(
  argument: string,
  options: SteadyStatesOptions,
  engine: Engine,
  io: Io,
): Promise<ExitStatus> {
  const { compare, map = [], json = false } = options;
  if (compare === undefined && map.length > 0)
    throw badInput('--map gives the state of another design; give that with --compare');
  if (compare !== undefined && map.length === 0)
    throw badInput('--compare needs the state of the other design, such as --map "W*u + b"');
  const load = async (name: string) => {
    const { path, shown } = resolveDesign(name);
    return { ...(await engine.loadDesign(path)), file: shown };
  };
  const design = await load(argument);
  const sizes = options.size ?? new Map<string, number>();
  checkSizes(sizes, [design]);
  const survey = {
    seed: options.seed,
    sizes: sizesFor(sizes, design),
    starts: options.starts,
    tick: breathing(io.interrupt),
  };
  const run = <T>(work: Promise<T>): Promise<T | typeof INTERRUPTED> =>
    interruptible(work, io.interrupt).catch((error: unknown) => {
      if (error instanceof ExpressionError) throw badInput(error.message, design.file);
      throw error;
    });
  if (compare !== undefined) {
    const found = await run(engine.compareSteadyStates(design, await load(compare), map.map(mapFormula), survey));
    if (found === INTERRUPTED) return EXIT.interrupted;
    const { renderComparison } = await import('../../report/equivalence-text.js');
    const { renderComparisonJson } = await import('../../report/equivalence-json.js');
    io.out(json ? renderComparisonJson(found, version()) : renderComparison(found, io.terminal));
    return EXIT.ok;
  }
  const found = await run(engine.survey(design, survey));
  if (found === INTERRUPTED) return EXIT.interrupted;
  const { renderSteadyStates } = await import('../../report/steady-states-text.js');
  const { renderSteadyStatesJson } = await import('../../report/steady-states-json.js');
  io.out(json ? renderSteadyStatesJson(found, version()) : renderSteadyStates(found, io.terminal));
  return EXIT.ok;
}
