/** Equivalence of two memories: a map takes the steady states of one to those of the other; is each as stable there? */
import { derivation } from '../derivation/derivation.js';
import { NOWHERE, parseSourceFormula } from '../design/formula.js';
import { formulaScope } from '../design/scope.js';
import { DesignError, type Design } from '../design/types.js';
import type { Expression } from '../symbolic/expression.js';
import { nearest } from '../symbolic/nearest.js';
import { describeShape } from '../symbolic/shape.js';
import { sizeValue } from '../symbolic/size.js';
import { distance } from './degenerate.js';
import { type Memory, memoryOf, memoryWith } from './memory.js';
import { compileNewton, greatest, type ZeroSolver } from './newton.js';
import { compilePreimage } from './preimage.js';
import { sharedNames, sharedNumbers } from './shared-numbers.js';
import { UNDECIDED } from './stability/route.js';
import { isInDomain } from './starts.js';
import { encloseOver, imageOf, middleOf, overlap, type StateBox } from './state-box.js';
import { SAME } from './steady-states.js';
import { type Survey, surveyed, type SurveyedState, type SurveyOptions, surveyOf } from './survey.js';
import { mayBeSteady, verifySteadyState } from './verify-steady-state.js';

/** A formula for a state of the other design; without a name for its only one. */
export interface MapFormula {
  readonly state: string | undefined;
  readonly text: string;
}

export const COMPARED = {
  same: 'a steady state of both, as far as their verified boxes tell, and stable in both or unstable in both',
  differs: 'stable in one only, isolated in one only, or a steady state of one only',
  'not decided': 'what is known decides neither',
} as const;
export type Compared = keyof typeof COMPARED;

/** Which steady state of the design, or which continuum, counted from 0. */
export interface Origin {
  readonly kind: 'state' | 'continuum';
  readonly index: number;
}

/** A steady state of one memory beside the one of the other that the map makes of it. */
export interface Pair {
  /** Undefined where none was found. */
  readonly from: Origin | undefined;
  /** The mapped state; undefined where the map has no value. */
  readonly image: Float64Array | undefined;
  /** Which steady state of the other, counted from 0. */
  readonly to: number | undefined;
  readonly verdict: Compared;
  /** Why; undefined where the stability of both says it. */
  readonly reason: string | undefined;
}

export interface Comparison {
  readonly seed: number;
  readonly from: Survey;
  readonly to: Survey;
  /** How many of the steady states, the last ones, were found by the map from those of the other. */
  readonly added: { readonly from: number; readonly to: number };
  /** The parameters that have the same numbers in both. */
  readonly shared: readonly string[];
  readonly map: readonly { readonly state: string; readonly formula: string }[];
  readonly pairs: readonly Pair[];
}

/** Matches the steady states of two designs by y = M(u), the state of `other` as formulas in that of `design`. */
export async function compareSteadyStates(
  design: Design,
  other: Design,
  map: readonly MapFormula[],
  options: SurveyOptions = {},
): Promise<Comparison> {
  const { seed = 1, sizes = {}, tick } = options;
  const memory = memoryOf(design, { seed, sizes });
  const target = memoryWith(other, sharedNumbers(memory, other, seed));
  const named = namedFormulas(target, map);
  const formulas = mapOf(memory, target, named);
  const from = await surveyOf(memory, options);
  const to = await surveyOf(target, options);
  const matcher = new Matcher(target, to.states);
  const states = [...from.states];
  const pairs: Pair[] = [];
  const images: (StateBox | undefined)[] = [];
  const take = (origin: Origin, y: Float64Array, box: StateBox | undefined): void => {
    const image = imageOf(memory, formulas, box ?? Array.from(y, (v) => ({ low: v, high: v })));
    const match = image === undefined ? NO_VALUE : box === undefined ? matcher.roughly(image) : matcher.match(image);
    images.push(box === undefined ? undefined : image);
    const partner = match.to === undefined ? undefined : matcher.states[match.to];
    const own = origin.kind === 'state' ? states[origin.index] : undefined;
    const judged =
      match.verdict !== undefined || partner === undefined
        ? { verdict: match.verdict ?? 'not decided', reason: match.reason }
        : own === undefined
          ? continuumCompared(partner)
          : compared(own, partner);
    pairs.push({
      from: origin,
      image: image === undefined ? undefined : middleOf(image),
      to: match.to,
      verdict: judged.verdict,
      reason: judged.reason,
    });
  };
  for (const [index, { y, box }] of from.states.entries()) {
    await tick?.();
    take({ kind: 'state', index }, y, box);
  }
  for (const [index, { y, box }] of from.families.entries()) {
    await tick?.();
    take({ kind: 'continuum', index }, y, box);
  }

  const isComplete = from.complete !== undefined && !from.complete.jumps;
  const preimage = isComplete ? undefined : compilePreimage(memory, formulas, seed);
  for (let index = 0; index < matcher.states.length; index += 1) {
    if (pairs.some((p) => p.to === index)) continue;
    await tick?.();
    const partner = matcher.states[index];
    const box = partner?.box;
    const found = partner === undefined || box === undefined ? undefined : preimage?.(partner.y);
    if (found !== undefined && box !== undefined && isInDomain(memory, found)) {
      const state = verifySteadyState(memory, found);
      const image = state.box === undefined ? undefined : imageOf(memory, formulas, state.box);
      if (image !== undefined && overlap(image, box)) {
        states.push(surveyed(memory, state));
        take({ kind: 'state', index: states.length - 1 }, state.y, state.box);
        if (pairs.some((p) => p.to === index)) continue;
      }
    }
    const none =
      isComplete &&
      from.families.length === 0 &&
      box !== undefined &&
      images.every((image) => image !== undefined && !overlap(image, box));
    pairs.push({
      from: undefined,
      image: undefined,
      to: index,
      verdict: none ? 'differs' : 'not decided',
      reason: none ? 'no steady state is mapped to it' : 'none was found that is mapped to it',
    });
  }
  return {
    seed,
    from: { ...from, states },
    to: { ...to, states: matcher.states },
    added: { from: states.length - from.states.length, to: matcher.states.length - to.states.length },
    shared: sharedNames(memory, other),
    map: named,
    pairs,
  };
}

/** What is found at a mapped state: a steady state of the other memory, or why there is none. */
interface Match {
  readonly to: number | undefined;
  /** Undefined where the stability of the two decides. */
  readonly verdict: Compared | undefined;
  readonly reason: string | undefined;
}

const undecidedMatch = (reason: string, to?: number): Match => ({ to, verdict: 'not decided', reason });
const NO_VALUE = undecidedMatch('the map has no value there that is known');
const OUTSIDE = undecidedMatch('the mapped state lies outside the domain of the other');

/** Finds the steady states of a memory at mapped states; new ones are added to those that are known. */
class Matcher {
  readonly states: SurveyedState[];
  readonly #memory: Memory;
  readonly #solver: ZeroSolver | undefined;

  constructor(memory: Memory, states: readonly SurveyedState[]) {
    this.#memory = memory;
    this.states = [...states];
    this.#solver = compileNewton(memory);
  }

  /** At the image of a verified steady state. */
  match(image: StateBox): Match {
    const middle = middleOf(image);
    if (!isInDomain(this.#memory, middle)) return OUTSIDE;
    const { velocity } = derivation(this.#memory.design);
    const [entries = []] = encloseOver(this.#memory, [velocity], image);
    if (entries.some(({ sign }) => sign === 1 || sign === -1))
      return { to: undefined, verdict: 'differs', reason: 'a false memory: the velocity of the other is not 0 there' };
    const meets = ({ box }: SurveyedState): boolean => box !== undefined && overlap(box, image);
    const known = this.states.findIndex(meets);
    if (known >= 0) return { to: known, verdict: undefined, reason: undefined };
    const zero = this.#solver?.solve(middle);
    const found = zero === undefined ? undefined : surveyed(this.#memory, verifySteadyState(this.#memory, zero.y));
    if (found === undefined || !meets(found))
      return undecidedMatch('whether the other is steady there is not decided; it may be one of a continuum');
    this.states.push(found);
    return { to: this.states.length - 1, verdict: undefined, reason: undefined };
  }

  /** At the image of a state that is steady within rounding: nothing is decided by it. */
  roughly(image: StateBox): Match {
    const middle = middleOf(image);
    if (!isInDomain(this.#memory, middle)) return OUTSIDE;
    const near = this.states.findIndex(({ y }) => distance(y, middle) <= SAME * (1 + greatest(middle)));
    if (near >= 0) return undecidedMatch('within rounding; the steady state is not verified', near);
    return undecidedMatch(
      mayBeSteady(this.#memory, middle)
        ? 'within rounding the other is steady there too; the steady state is not verified'
        : 'seems a false memory: within rounding the other is not steady there; the steady state is not verified',
    );
  }
}

type Judged = Pick<Pair, 'verdict' | 'reason'>;

function compared(a: SurveyedState, b: SurveyedState): Judged {
  const [mine, theirs] = [a.stability.verdict, b.stability.verdict];
  if (mine === UNDECIDED || theirs === UNDECIDED)
    return { verdict: 'not decided', reason: `${UNDECIDED} in ${mine === theirs ? 'both' : 'one'}` };
  return { verdict: mine === theirs ? 'same' : 'differs', reason: undefined };
}

/** A verified continuum beside a steady state: they differ where that one is isolated, as it is where it attracts. */
const continuumCompared = ({ verification, stability }: SurveyedState): Judged =>
  verification === 'unique' || stability.verdict === 'stable'
    ? { verdict: 'differs', reason: 'one of a continuum, but isolated in the other' }
    : { verdict: 'not decided', reason: 'one of a continuum; whether it is isolated in the other is not decided' };

const mistake = (message: string): DesignError => new DesignError({ file: undefined, place: undefined, message });

/** The formula of each state of the other memory, in their order. */
function namedFormulas(
  { states, design }: Memory,
  map: readonly MapFormula[],
): readonly { readonly state: string; readonly formula: string }[] {
  const names = states.map(({ name }) => name);
  const list = names.join(', ');
  const formulas = new Map<string, string>();
  for (const { state = names.length === 1 ? names[0] : undefined, text } of map) {
    if (state === undefined)
      throw mistake(
        `the map ${text} names no state, and "${design.name}" has several: ${list}; write ${names[0] ?? ''}=…`,
      );
    if (!names.includes(state)) {
      const near = nearest(state, names);
      const hint = near === undefined ? `its states are ${list}` : `did you mean "${near}"?`;
      throw mistake(`"${state}" is no state of "${design.name}"; ${hint}`);
    }
    if (formulas.has(state)) throw mistake(`the map gives ${state} twice`);
    formulas.set(state, text);
  }
  return names.map((state) => {
    const formula = formulas.get(state);
    if (formula === undefined) throw mistake(`the map does not give the state ${state} of "${design.name}"`);
    return { state, formula };
  });
}

/** The map as expressions in states and parameters of the memory. */
function mapOf(
  { design, dimensions }: Memory,
  target: Memory,
  named: readonly { readonly state: string; readonly formula: string }[],
): readonly Expression[] {
  const scope = formulaScope(design);
  return named.map(({ state, formula }, k) => {
    const expression = parseSourceFormula({ text: formula, place: NOWHERE }, scope, undefined);
    const { rows, columns } = expression.shape;
    const size = target.states[k]?.size;
    if (sizeValue(columns, dimensions) !== 1 || sizeValue(rows, dimensions) !== size)
      throw mistake(
        `the map ${state} = ${formula} is ${describeShape(expression.shape)}, but ${state} of "${target.design.name}" ` +
          `has ${String(size)} ${size === 1 ? 'entry' : 'entries'}`,
      );
    return expression;
  });
}
