/** Basins of a memory for a person at a terminal. */
import type { BasinAnswer, JudgedAttractor } from '../dynamics/analyse-basins.js';
import { ATTRACTORS, type Destination } from '../dynamics/attractors.js';
import { CONFIDENCE, type Neighbours, type Share } from '../dynamics/basin.js';
import type { Memory } from '../dynamics/memory.js';
import { RUN_STATUSES } from '../dynamics/run-status.js';
import { counted, readable } from './numbers.js';
import { renderMemory, stateText } from './simulation-text.js';
import type { TerminalOptions } from './terminal.js';
import { indented } from './wrap.js';

const INDENT = '      ';

export function renderBasin(answer: BasinAnswer, options: TerminalOptions): string {
  const { memory, seed, at, shares, map, attractors } = answer;
  const { style, width } = options;
  const lines: string[] = [];
  for (const { state, run, destination, neighbours, onKink } of at) {
    lines.push('', ...indented(`${stateText(memory, state)} leads to ${destinationText(destination)}`, '  ', width));
    const sentences = [
      `at time ${readable(run.time)}, ${counted(run.steps, 'step')}`,
      neighboursText(neighbours),
      ...(onKink ? ['the state lies on a kink of the velocity'] : []),
    ];
    lines.push(...sentences.flatMap((s) => indented(s, INDENT, width)));
  }
  if (shares !== undefined) {
    const region = shares.radius === undefined ? 'the domain' : `the ball of radius ${readable(shares.radius)}`;
    lines.push('', `  Of ${region}, by ${counted(shares.samples, 'state')} drawn from it:`);
    lines.push(...shares.of.map(shareText));
    lines.push(
      style.dim(`${INDENT}intervals hold the share with ${100 * CONFIDENCE} % confidence each (Clopper, Pearson)`),
    );
  }
  if (map !== undefined) {
    const [across, down] = map.axes.map(({ state, index }) => `${state}[${index}]`);
    lines.push('', `  ${across} to the right and ${down} upwards; . leads to no attractor, --json has the numbers:`);
    lines.push(...[...map.labels].reverse().map((row) => `${INDENT}${row.map(sign).join('')}`));
  }
  lines.push('', ...attractors.flatMap((a, k) => attractorLines(memory, a, k, width)));
  return `${renderMemory(memory, seed, options)}${lines.join('\n')}\n`;
}

const destinationText = ({ attractor, status }: Destination): string =>
  attractor === undefined ? `no attractor: ${status}, ${RUN_STATUSES[status]}` : `attractor ${attractor}`;

/** How far around a state others were seen to lead there too. Nothing is proved by it. */
function neighboursText(neighbours: readonly Neighbours[]): string {
  const inside = neighbours.filter(({ tried, same }) => same === tried).at(-1);
  const outside = neighbours.find(({ tried, same }) => same < tried);
  const seen =
    inside === undefined
      ? ''
      : `all ${inside.tried} states tried at distance ${readable(inside.radius)} lead there too`;
  if (outside === undefined) return seen;
  const { tried, same, radius } = outside;
  const border = `${tried - same} of ${tried} at distance ${readable(radius)} do not`;
  return inside === undefined ? `on the border of basins, as far as doubles show: ${border}` : `${seen}; ${border}`;
}

const shareText = ({ destination, count, share, interval }: Share): string => {
  const to = destination.attractor === undefined ? destination.status : `attractor ${destination.attractor}`;
  const ends = [interval.low, interval.high].map((v) => v.toFixed(4)).join(', ');
  return `${INDENT}${to}: ${share.toFixed(4)}, in [${ends}] (${counted(count, 'state')})`;
};

const SIGNS = '0123456789abcdefghijklmnopqrstuvwxyz';
const sign = ({ attractor }: Destination): string => (attractor === undefined ? '.' : (SIGNS[attractor] ?? '+'));

function attractorLines(
  memory: Memory,
  { kind, stability, state, period }: JudgedAttractor,
  number: number,
  width: number,
): readonly string[] {
  const facts = [
    `attractor ${number}`,
    ATTRACTORS[kind],
    ...(stability === undefined ? [] : [stability]),
    ...(period === undefined ? [] : [`period ${readable(period)}`]),
  ];
  return indented(`${facts.join(', ')}: ${stateText(memory, state)}`, '  ', width);
}
