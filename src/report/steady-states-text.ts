/** Steady states of a memory for a person at a terminal. */
import type { Memory } from '../dynamics/memory.js';
import { type Route, type RouteName, ROUTES, type Stability, UNDECIDED } from '../dynamics/stability/route.js';
import type { StabilityReport } from '../dynamics/stability/stability.js';
import type { ZeroModes } from '../dynamics/stability/zero-modes.js';
import { type SteadyFamily, VERIFICATIONS } from '../dynamics/steady-state.js';
import type { Survey, SurveyedState } from '../dynamics/survey.js';
import { counted, readable } from './numbers.js';
import { renderMemory, stateText } from './simulation-text.js';
import type { Style } from './style.js';
import type { TerminalOptions } from './terminal.js';
import { indented } from './wrap.js';

const INDENT = '      ';
/** Steady states that are shown. */
const MOST_STATES = 64;

const PAINT = { stable: 'green', unstable: 'cyan', [UNDECIDED]: 'yellow' } as const satisfies Record<
  Stability,
  keyof Style
>;

export function renderSteadyStates(survey: Survey, options: TerminalOptions): string {
  const { memory, states, families } = survey;
  const blocks = [
    ...states.slice(0, MOST_STATES).map((s, k) => stateLines(memory, s, k + 1, options)),
    ...(states.length > MOST_STATES ? [[`  … and ${states.length - MOST_STATES} more; --json has them all`]] : []),
    ...families.map((f) => familyLines(memory, f, options)),
    ...(states.length === 0 ? [] : [legend(states, options)]),
  ];
  const heading = renderMemory(memory, survey.seed, options);
  return [
    heading,
    ...indented(`${summary(survey)}.`, '  ', options.width),
    '',
    blocks.map((b) => b.join('\n')).join('\n\n'),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

/** How many there are, and whether these are all. */
export function summary({ states, families, complete, incomplete, starts, converged }: Survey): string {
  const many = [
    counted(states.length, 'steady state'),
    ...(families.length === 0 ? [] : [families.length === 1 ? '1 continuum' : `${families.length} continua`]),
  ].join(' and ');
  if (complete !== undefined) {
    const but = complete.jumps ? ', but for states at which the velocity jumps' : '';
    return `${many}: all there are${but}, by solving ${counted(complete.pieces, 'linear piece')} of the velocity`;
  }
  const tried = incomplete === undefined ? '' : `; ${incomplete}`;
  return `${many} found from ${counted(starts, 'start')} (${converged} approaches converged); there may be others${tried}`;
}

function stateLines(memory: Memory, state: SurveyedState, number: number, options: TerminalOptions): readonly string[] {
  const { style, width } = options;
  const { stability } = state;
  const { verdict } = stability;
  const note = state.note === undefined ? '' : ` (${state.note})`;
  return [
    `  ${style.bold(String(number))}  ${style[PAINT[verdict]](verdict)}   energy ${readable(state.energy)}`,
    ...indented(stateText(memory, state.y), INDENT, width),
    ...indented(`${VERIFICATIONS[state.verification]}${note}`, INDENT, width).map(style.dim),
    ...routeLines(stability, options),
    ...facts(stability).flatMap((fact) => indented(fact, INDENT, width)),
    ...stability.disagreeing.flatMap((name) =>
      indented(`the ${LABELS[name]} says otherwise than the Jacobian of the flow`, INDENT, width).map(style.red),
    ),
  ];
}

const LABELS: Readonly<Record<RouteName, string>> = {
  jacobian: 'Jacobian',
  reduced: 'reduced matrix',
  symmetric: 'symmetric form',
  hessian: 'Hessian',
  condition: 'condition (8)',
};

/** A line for each route, those that say nothing for one reason in one line. */
function routeLines({ routes }: StabilityReport, { style, width }: TerminalOptions): readonly string[] {
  const groups: { readonly names: RouteName[]; readonly route: Route }[] = [];
  for (const route of routes) {
    const same = groups.find(
      (g) =>
        g.route.verdict === route.verdict && g.route.evidence === route.evidence && route.verdict === 'not applicable',
    );
    if (same === undefined) groups.push({ names: [route.name], route });
    else same.names.push(route.name);
  }
  return groups.flatMap(({ names, route: { verdict, evidence } }) => {
    const label = names.map((name) => LABELS[name]).join(', ');
    const text = `${label}: ${verdict === UNDECIDED ? 'not decided' : verdict}; ${evidence}`;
    const lines = indented(text, INDENT, width);
    return verdict === 'not applicable' ? lines.map(style.dim) : lines;
  });
}

function facts({ dead, zeroModes }: StabilityReport): readonly string[] {
  const region =
    'unknown' in dead || dead.dimension === 0
      ? []
      : [`${counted(dead.dimension, 'dead direction')} (${dead.activations.join(', ')})`];
  const modes =
    zeroModes === undefined
      ? []
      : [modesText('the Jacobian', zeroModes.jacobian), modesText('the Hessian', zeroModes.hessian)].filter(
          (text) => text !== '',
        );
  return [...region, ...modes];
}

function modesText(what: string, { dead, continuum, degenerate }: ZeroModes): string {
  const kinds = [
    [dead, 'dead'],
    [continuum, 'along a continuum of steady states'],
    [degenerate, 'degenerate'],
  ] as const;
  const shown = kinds.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`);
  const total = dead + continuum + degenerate;
  return total === 0 ? '' : `${what} is 0 in ${counted(total, 'direction')}: ${shown.join(', ')}`;
}

function familyLines(memory: Memory, family: SteadyFamily, { style, width }: TerminalOptions): readonly string[] {
  const known = family.verification === 'exact' ? 'exactly, in rational numbers' : 'within rounding; not verified';
  return [
    `  ${style.cyan(`a continuum of dimension ${family.dimension}`)}`,
    ...indented(`through ${stateText(memory, family.y)}`, INDENT, width),
    ...family.directions.flatMap((d) => indented(`along ${stateText(memory, d)}`, INDENT, width)),
    ...indented(`the velocity is 0 ${known}`, INDENT, width).map(style.dim),
  ];
}

/** What the routes are. */
function legend(states: readonly SurveyedState[], { style, width }: TerminalOptions): readonly string[] {
  const used = new Set(
    states.flatMap((s) => s.stability.routes.filter((r) => r.verdict !== 'not applicable')).map((r) => r.name),
  );
  return (Object.keys(ROUTES) as RouteName[])
    .filter((name) => used.has(name))
    .flatMap((name) => indented(`${LABELS[name]}: ${ROUTES[name]}.`, '  ', width))
    .map(style.dim);
}
