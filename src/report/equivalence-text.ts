/** The steady states of two memories, matched by a map, for a person at a terminal. */
import { COMPARED, type Compared, type Comparison, type Pair } from '../dynamics/equivalence.js';
import { type Stability, UNDECIDED } from '../dynamics/stability/route.js';
import type { Survey, SurveyedState } from '../dynamics/survey.js';
import { renderMemory, stateText } from './simulation-text.js';
import { summary } from './steady-states-text.js';
import type { Style } from './style.js';
import type { TerminalOptions } from './terminal.js';
import { indented } from './wrap.js';

const INDENT = '      ';
/** Pairs that are shown. */
const MOST_PAIRS = 64;

const PAINT = { same: 'green', differs: 'red', 'not decided': 'yellow' } as const satisfies Record<
  Compared,
  keyof Style
>;

const stabilityText = (verdict: Stability): string => (verdict === UNDECIDED ? 'not decided' : verdict);
const cell = (number: number, { stability }: SurveyedState): string =>
  `${number + 1} ${stabilityText(stability.verdict)}`;

export function renderComparison(comparison: Comparison, options: TerminalOptions): string {
  const { seed, from, to, added, shared, map, pairs } = comparison;
  const { style, width } = options;
  const formulas = map.map(({ state, formula }) => `${state} = ${formula}`).join(', ');
  const numbers = shared.length === 0 ? '' : ` The same in both: ${shared.join(', ')}.`;
  const rows = pairs
    .slice(0, MOST_PAIRS)
    .map((pair) => [fromCell(comparison, pair), toCell(comparison, pair)] as const);
  const heads = [from.memory.design.name, to.memory.design.name] as const;
  const widths = [0, 1].map((k) => Math.max(...[heads, ...rows].map((row) => row[k as 0 | 1].length))) as [
    number,
    number,
  ];
  const line = (cells: readonly [string, string]): string =>
    `  ${cells[0].padEnd(widths[0])}   ${cells[1].padEnd(widths[1])}`;
  const counts = (Object.keys(COMPARED) as Compared[]).map(
    (verdict) => `${pairs.filter((p) => p.verdict === verdict).length} ${verdict}`,
  );
  const used = (Object.keys(COMPARED) as Compared[]).filter((verdict) => pairs.some((p) => p.verdict === verdict));
  return `${[
    renderMemory(from.memory, seed, options),
    ...indented(found(from, added.from), '  ', width),
    '',
    renderMemory(to.memory, seed, options),
    ...indented(found(to, added.to), '  ', width),
    '',
    ...indented(`Mapped by ${formulas}: ${counts.join(', ')}.${numbers}`, '  ', width),
    '',
    style.bold(line(heads).trimEnd()),
    ...pairs
      .slice(0, MOST_PAIRS)
      .flatMap((pair, k) => [
        `${line(rows[k] ?? ['', ''])}   ${style[PAINT[pair.verdict]](pair.verdict)}`,
        ...details(comparison, pair).flatMap((text) => indented(text, INDENT, width).map(style.dim)),
      ]),
    ...(pairs.length > MOST_PAIRS ? [`  … and ${pairs.length - MOST_PAIRS} more; --json has them all`] : []),
    '',
    ...used.flatMap((verdict) => indented(`${verdict}: ${COMPARED[verdict]}.`, '  ', width).map(style.dim)),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

/** How many a search found, and how many the map added. */
const found = (survey: Survey, added: number): string => {
  const searched = { ...survey, states: survey.states.slice(0, survey.states.length - added) };
  return `${summary(searched)}.${added === 0 ? '' : ` By the map: ${added} more.`}`;
};

function fromCell({ from }: Comparison, pair: Pair): string {
  if (pair.from === undefined) return '—';
  const { kind, index } = pair.from;
  const state = from.states[index];
  return kind === 'continuum' || state === undefined ? `continuum ${index + 1}` : cell(index, state);
}

function toCell({ to }: Comparison, pair: Pair): string {
  const state = pair.to === undefined ? undefined : to.states[pair.to];
  return state === undefined || pair.to === undefined ? '—' : cell(pair.to, state);
}

/** Where the two are, and why the verdict is what it is. */
function details({ from, to }: Comparison, pair: Pair): readonly string[] {
  const index = pair.from?.index;
  const mine = index === undefined ? undefined : (pair.from?.kind === 'state' ? from.states : from.families)[index]?.y;
  const theirs = pair.image ?? (pair.to === undefined ? undefined : to.states[pair.to]?.y);
  const places = [
    ...(mine === undefined ? [] : [stateText(from.memory, mine)]),
    ...(theirs === undefined ? [] : [stateText(to.memory, theirs)]),
  ];
  return [places.join(' → '), ...(pair.reason === undefined ? [] : [pair.reason])];
}
