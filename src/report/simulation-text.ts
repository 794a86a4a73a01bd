/** Runs of a memory for a person at a terminal. */
import type { Memory } from '../dynamics/memory.js';
import type { Run } from '../dynamics/run.js';
import { RUN_STATUSES, type RunStatus } from '../dynamics/run-status.js';
import type { Simulation } from '../dynamics/simulate.js';
import { dimensionsText } from './evidence-text.js';
import { counted, exact, readable } from './numbers.js';
import { counterexampleLines, renderHeading, type TerminalOptions } from './terminal.js';
import { indented } from './wrap.js';

const INDENT = '      ';
/** Entries of a state that are shown. */
const MOST_ENTRIES = 16;

/** The heading of a memory: its name, and where its numbers come from. */
export function renderMemory({ design, dimensions, numbers }: Memory, seed: number, options: TerminalOptions): string {
  const sentences = [
    `At ${dimensionsText(dimensions)}.`,
    ...(numbers.drawn.length === 0 ? [] : [`Drawn for seed ${seed}: ${numbers.drawn.join(', ')}.`]),
    ...Object.entries(numbers.standIns).map(([name, formula]) => `${name} may be any; taken here: ${formula}.`),
  ];
  const lines = indented(sentences.join(' '), '  ', options.width).map(options.style.dim);
  return `${renderHeading(design.name, design.file ?? null, options)}${lines.join('\n')}\n`;
}

/** A stacked state, vector by vector: `y = [0.5, -1]`. */
export const stateText = ({ states }: Memory, y: Float64Array): string =>
  states
    .map(({ name, from, size }) => {
      const shown = [...y.subarray(from, from + Math.min(size, MOST_ENTRIES))].map(readable);
      return `${name} = [${[...shown, ...(size > MOST_ENTRIES ? ['…'] : [])].join(', ')}]`;
    })
    .join(', ');

export function renderSimulation({ memory, seed, runs }: Simulation, options: TerminalOptions): string {
  const { style, width } = options;
  const blocks = runs.map((run, k) => runLines(memory, run, k + 1, options).join('\n'));
  const statuses = [...new Set(runs.map(({ status }) => status))];
  const meanings = statuses.flatMap((s) => indented(`${s}: ${RUN_STATUSES[s]}.`, '  ', width)).map(style.dim);
  return `${renderMemory(memory, seed, options)}\n${[...blocks, meanings.join('\n')].join('\n\n')}\n`;
}

/** Statuses of runs that could not be followed to where they lead. */
export const CUT_OFF: ReadonlySet<RunStatus> = new Set(['undefined', 'singular', 'step-limit']);

function runLines(memory: Memory, run: Run, number: number, options: TerminalOptions): readonly string[] {
  const { style, width } = options;
  const paint = CUT_OFF.has(run.status) ? style.yellow : run.status === 'steady' ? style.green : style.cyan;
  const stiff = run.stiffSteps === 0 ? '' : `, ${run.stiffSteps} by the method for stiff systems`;
  const sentences = [
    `from ${stateText(memory, run.start)}`,
    `to   ${stateText(memory, run.end)}`,
    ...(run.period === undefined ? [] : [`period ${readable(run.period)}`]),
    ...(run.left === undefined ? [] : [`${run.left} left its domain`]),
    ...energySentences(run),
    ...(run.kinks === undefined ? [] : [`crossed ${counted(run.kinks, 'kink')} of the velocity`]),
  ];
  const { ascent } = run;
  return [
    `  ${style.bold(String(number))}  ${paint(run.status)} at time ${readable(run.time)}, ${counted(run.steps, 'step')}${stiff}`,
    ...sentences.flatMap((s) => indented(s, INDENT, width)),
    ...(ascent === undefined
      ? []
      : [
          ...indented(
            `descent is refuted: at time ${readable(ascent.time)} the rate of the energy lies in ` +
              `[${ascent.evidence.enclosure.map(exact).join(', ')}]`,
            INDENT,
            width,
          ).map(style.red),
          ...counterexampleLines(ascent.evidence, options),
        ]),
  ];
}

function energySentences({ energy, rise }: Run): readonly string[] {
  if (energy === undefined) return [];
  const ends = `energy ${readable(energy.start)} → ${readable(energy.end)}`;
  if (rise === undefined) return [`${ends}, never rising from step to step`];
  const within = rise.value <= rise.bound ? 'within' : 'beyond';
  return [
    `${ends}; the greatest rise over a step is ${readable(rise.value)}, ${within} its error bound ${readable(rise.bound)}`,
  ];
}
