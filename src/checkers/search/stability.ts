/**
 * The claim that, at steady states, the Hessian of the energy and the Jacobian of the flow agree on stability. Both are
 * judged at steady states that are verified to exist in a box, and by bounds that hold all over it.
 */
import { memoryWith, type Memory } from '../../dynamics/memory.js';
import type { Numbers } from '../../dynamics/numbers.js';
import { kinksAt, jacobianRoute } from '../../dynamics/stability/jacobian-route.js';
import { hessianRoute } from '../../dynamics/stability/energy-routes.js';
import type { Route } from '../../dynamics/stability/route.js';
import { byState, neighbourhood } from '../../dynamics/state-box.js';
import type { SteadyState } from '../../dynamics/steady-state.js';
import { steadyStates } from '../../dynamics/steady-states.js';
import { verifySteadyState } from '../../dynamics/verify-steady-state.js';
import { fromRational } from '../../interval/interval.js';
import type { Complex } from '../../numeric/eigenvalues.js';
import type * as Q from '../../symbolic/rational.js';
import type { Counterexample } from '../../verdicts/types.js';
import { isAdmitted } from './conditions.js';
import { parametersOf, type SearchContext, spaceOf, streamOf } from './context.js';
import { counterexampleAt } from './evidence.js';
import { ExactPoint } from './exact-point.js';
import type { Outcome } from './outcome.js';
import { SCHEDULE } from './regimes.js';
import type { Point, SampleSpace } from './space.js';

/** Memories that are drawn, at most, and one for so many samples. */
const MOST_MEMORIES = 16;
const SAMPLES_FOR_ONE = 1500;
const FEWEST_MEMORIES = 4;
/** Starts of the search for steady states of each. */
const STARTS = 8;
/** Larger states are not verified. */
const MOST_ENTRIES = 24;

const OPEN =
  'at some steady states the Hessian or the Jacobian does not decide, as where dead directions make it singular';

export async function searchStability(c: SearchContext, index: number): Promise<Outcome> {
  const space = spaceOf(c);
  const memories = Math.min(MOST_MEMORIES, Math.max(FEWEST_MEMORIES, Math.floor(c.samples / SAMPLES_FOR_ONE)));
  let [agreeing, open] = [0, 0];
  for (let k = 0; k < memories; k += 1) {
    const random = streamOf(c, index, 'stability', k);
    const [parameters, states] = SCHEDULE[k % SCHEDULE.length] as (typeof SCHEDULE)[number];
    space.draw(random, k % 2 === 0 ? 'ordinary' : parameters, states);
    const point = space.point();
    const memory = memoryAt(c, space, point);
    if (memory.n > MOST_ENTRIES)
      return {
        kind: 'inconclusive',
        code: 'unsupported',
        detail: `steady states of more than ${MOST_ENTRIES} numbers are not verified`,
      };
    const found = await steadyStates(memory, { starts: STARTS, seed: c.seed, tick: () => c.tick(1) });
    for (const { y } of found.states) {
      const at = pointWith(point, memory, y);
      const judged = judge(c, space, at);
      if (judged === 'open') open += 1;
      else if (judged === 'agree') agreeing += 1;
      else if (judged !== 'not admitted') return { kind: 'refuted', counterexample: judged };
      await c.tick(1);
    }
  }
  const notes = open === 0 ? [] : [OPEN];
  return { kind: 'none-found', count: agreeing + open, restarts: 0, margin: Infinity, notes };
}

/** Confirms at a point that a steady state is near, at which Hessian and Jacobian disagree. */
export function confirmStability(c: SearchContext, point: Point): Counterexample | undefined {
  const judged = judge(c, spaceOf(c), point);
  return typeof judged === 'string' ? undefined : judged;
}

function memoryAt(c: SearchContext, space: SampleSpace, { dimensions, values, parts }: Point): Memory {
  const numbers: Numbers = {
    dimensions,
    parameters: new Map(parametersOf(c).map(({ symbol: { name } }) => [name, values.get(name) ?? []])),
    parts,
    constructions: space.constructions,
    drawn: [],
    lagrangians: c.lagrangians,
    standIns: {},
  };
  return memoryWith(c.design, numbers);
}

const pointWith = (point: Point, memory: Memory, y: Float64Array): Point => ({
  ...point,
  values: new Map([...point.values, ...byState(memory, Array.from(y))]),
});

type Judged = Counterexample | 'agree' | 'open' | 'not admitted';

function judge(c: SearchContext, space: SampleSpace, point: Point): Judged {
  const memory = memoryAt(c, space, point);
  const y = Float64Array.from(memory.states.flatMap(({ name }) => point.values.get(name) ?? []));
  const state = verifySteadyState(memory, y);
  if (state.box === undefined) return 'open';
  const enclosure = byState(memory, state.box);
  const box = new Map(
    [...enclosure].map(([name, entries]) => [name, entries.map(({ low, high }) => outward(low, high))]),
  );
  const at = new ExactPoint(space, point);
  if (!isAdmitted(c, at, { solved: new Set(), box, enclosure })) return 'not admitted';
  const around = neighbourhood(state.box);
  const flow = jacobianRoute(memory, around, kinksAt(memory, around));
  const energy = hessianRoute(memory, around);
  const decided = ({ verdict }: Route): boolean => verdict === 'stable' || verdict === 'unstable';
  if (!decided(flow) || !decided(energy)) return 'open';
  if (flow.verdict === energy.verdict) return 'agree';
  return counterexampleAt(c, at, evidenceOf(state, flow, energy, box));
}

const outward = (low: number | Q.Rational, high: number | Q.Rational): readonly [number, number] => [
  typeof low === 'number' ? low : fromRational(low).low,
  typeof high === 'number' ? high : fromRational(high).high,
];

function evidenceOf(
  { verification }: SteadyState,
  flow: Route,
  energy: Route,
  box: ReadonlyMap<string, readonly (readonly [number, number])[]>,
): Parameters<typeof counterexampleAt>[2] {
  const [low, high] = flow.bounds ?? [Number.NaN, Number.NaN];
  return {
    quantity: 'the greatest real part of an eigenvalue of the Jacobian',
    value: low + (high - low) / 2,
    enclosure: [low, high],
    detail:
      `at this steady state the Jacobian of the flow says ${flow.verdict} (${flow.evidence}; ${spectrum(flow)}), ` +
      `the Hessian of the energy ${energy.verdict} (${energy.evidence}; ${spectrum(energy)})`,
    ...(verification === 'exact' ? {} : { solution: { box: Object.fromEntries(box) } }),
  };
}

const MOST_EIGENVALUES = 8;

function spectrum({ eigenvalues = [] }: Route): string {
  const text = ({ re, im }: Complex): string =>
    im === 0 ? digits(re) : `${digits(re)}${im < 0 ? ' - ' : ' + '}${digits(Math.abs(im))}i`;
  const shown = eigenvalues.slice(0, MOST_EIGENVALUES).map(text);
  return `eigenvalues about ${[...shown, ...(eigenvalues.length > MOST_EIGENVALUES ? ['…'] : [])].join(', ')}`;
}

const digits = (x: number): string => String(Number(x.toPrecision(4)));
