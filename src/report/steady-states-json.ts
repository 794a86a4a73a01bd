/** Steady states of a memory as one JSON object. */
import { valuesOfStates } from '../dynamics/ascent.js';
import type { Memory } from '../dynamics/memory.js';
import { ROUTES, type Route } from '../dynamics/stability/route.js';
import { byState, type StateBox } from '../dynamics/state-box.js';
import type { SteadyFamily } from '../dynamics/steady-state.js';
import type { Survey, SurveyedState } from '../dynamics/survey.js';
import { fromRational } from '../interval/interval.js';
import type * as Q from '../symbolic/rational.js';
import { writeJson } from './json.js';
import { memoryJson } from './simulation-json.js';

/** Intervals of doubles around those of a box, by the names of the states. */
const boxJson = (memory: Memory, box: StateBox): object =>
  Object.fromEntries(
    [...byState(memory, box)].map(([name, entries]) => [
      name,
      entries.map(({ low, high }) => [outward(low).low, outward(high).high]),
    ]),
  );

const outward = (end: number | Q.Rational): { readonly low: number; readonly high: number } =>
  typeof end === 'number' ? { low: end, high: end } : fromRational(end);

const routeJson = ({ name, verdict, evidence, eigenvalues, bounds }: Route): object => ({
  route: name,
  of: ROUTES[name],
  verdict,
  evidence,
  ...(eigenvalues === undefined ? {} : { eigenvalues: eigenvalues.map(({ re, im }) => (im === 0 ? re : [re, im])) }),
  ...(bounds === undefined ? {} : { bounds }),
});

export const steadyStateJson = (memory: Memory, state: SurveyedState): object => {
  const { stability } = state;
  return {
    state: valuesOfStates(memory, state.y),
    verification: state.verification,
    ...(state.box === undefined ? {} : { box: boxJson(memory, state.box) }),
    ...(state.note === undefined ? {} : { note: state.note }),
    energy: state.energy,
    stability: stability.verdict,
    routes: stability.routes.map(routeJson),
    disagreeing: stability.disagreeing,
    ...(stability.kinks.length === 0 ? {} : { kinks: stability.kinks }),
    dead:
      'unknown' in stability.dead
        ? { unknown: stability.dead.unknown }
        : {
            dimension: stability.dead.dimension,
            activations: stability.dead.activations,
            basis: stability.dead.basis.map((v) => valuesOfStates(memory, v)),
          },
    ...(stability.zeroModes === undefined ? {} : { zeroModes: stability.zeroModes }),
  };
};

const familyJson = (memory: Memory, family: SteadyFamily): object => ({
  dimension: family.dimension,
  through: valuesOfStates(memory, family.y),
  directions: family.directions.map((d) => valuesOfStates(memory, d)),
  verification: family.verification,
});

/** What is known of the steady states of a memory, without a heading. */
export const surveyJson = ({ memory, complete, incomplete, starts, converged, states, families }: Survey): object => ({
  design: memoryJson(memory),
  complete: complete ?? false,
  ...(incomplete === undefined ? {} : { incomplete }),
  starts,
  converged,
  states: states.map((state) => steadyStateJson(memory, state)),
  families: families.map((family) => familyJson(memory, family)),
});

export const renderSteadyStatesJson = (survey: Survey, version: string): string =>
  `${writeJson({ tool: 'energy-audit', version, seed: survey.seed, ...surveyJson(survey) })}\n`;
