/** The replay of a derivation for a person at a terminal: a block a step, in the order of the file. */
import { type StepsReport, type StepVerdict, verdictOfSteps } from '../verdicts/steps.js';
import { evidenceSentences } from './evidence-text.js';
import { counted } from './numbers.js';
import { counterexampleLines, type TerminalOptions } from './terminal.js';
import { indented } from './wrap.js';

const INDENT = '      ';

/** One step: what it says, and by which rules it holds, where it fails, or why it stops. */
export function renderStep(step: StepVerdict, number: number, options: TerminalOptions): string {
  const { style, width } = options;
  const { sign, paint, words } = headOf(step);
  const cite = step.cite === undefined ? '' : style.dim(`  ${step.cite}`);
  const text = (sentence: string): readonly string[] => indented(sentence, INDENT, width);
  const lines = [
    `  ${style[paint](`${sign} ${number}. ${words}`)}  ${style.bold(step.id)}${cite}`,
    ...text(step.statement),
    ...detailsOf(step).flatMap(text),
  ];
  if (step.evidence.kind === 'counterexample') lines.push(...counterexampleLines(step.evidence, options, step.wording));
  if (step.repairedBy !== undefined) lines.push(...text(`Repaired by ${step.repairedBy}.`));
  return `${lines.join('\n')}\n`;
}

interface Head {
  readonly sign: string;
  readonly paint: 'green' | 'red' | 'yellow' | 'cyan';
  readonly words: string;
}

function headOf({ outcome, expected }: StepVerdict): Head {
  if (outcome === 'open') return { sign: '?', paint: 'yellow', words: 'stops here' };
  if (outcome === 'holds')
    return expected === 'holds'
      ? { sign: '✔', paint: 'green', words: 'holds' }
      : { sign: '✘', paint: 'red', words: 'holds, but the file says that it fails' };
  return expected === 'fails'
    ? { sign: '○', paint: 'cyan', words: 'fails, as the file says' }
    : { sign: '✘', paint: 'red', words: 'fails' };
}

function detailsOf({ evidence, wording, rules, uses, from, assumptions }: StepVerdict): readonly string[] {
  if (evidence.kind !== 'proof') return evidenceSentences(evidence, wording);
  const idle = from.filter((id) => !uses.includes(id));
  return [
    `By ${rules.join(', ')}${uses.length === 0 ? '' : `, from ${uses.join(', ')}`}; replayed.`,
    ...(idle.length === 0 ? [] : [`Does not need ${idle.join(', ')}.`]),
    ...(assumptions.length === 0 ? [] : [`Assumes ${assumptions.join('; ')}.`]),
  ];
}

/** `8 steps: 7 hold, 1 fails; all as the file says.` */
export function renderStepsSummary({ steps }: StepsReport, { style }: TerminalOptions): string {
  const count = (outcome: StepVerdict['outcome'], one: string, many: string): readonly string[] => {
    const n = steps.filter((s) => s.outcome === outcome).length;
    return n === 0 ? [] : [`${n} ${n === 1 ? one : many}`];
  };
  const parts = [
    ...count('holds', 'holds', 'hold'),
    ...count('fails', 'fails', 'fail'),
    ...count('open', 'is not settled', 'are not settled'),
  ];
  const end = {
    'as-stated': style.green('all as the file says'),
    otherwise: style.red('not as the file says'),
    open: style.yellow('not all settled'),
  }[verdictOfSteps(steps)];
  return `${counted(steps.length, 'step')}: ${parts.join(', ')}; ${end}\n`;
}
