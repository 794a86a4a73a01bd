/** The searching checker: looks for a counterexample of a claim at small sizes first, then at the declared one. */
import type { Claim, Obligation } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import { constructionProblem } from '../../design/structures/construct.js';
import type { Design } from '../../design/types.js';
import { type Representative, representatives } from '../../lagrangians/index.js';
import { ExpressionError } from '../../symbolic/error.js';
import { print } from '../../symbolic/print-text.js';
import type { Dimensions } from '../../symbolic/size.js';
import type { Evidence } from '../../verdicts/types.js';
import { Interrupted, type SearchContext, type Tick } from './context.js';
import { searchDeadDirections } from './dead-directions.js';
import { joinOutcomes, NO_SAMPLE, NOTHING, type Outcome } from './outcome.js';
import { searchOnGiven } from './on-given.js';
import { searchPoles } from './poles.js';
import { withOtherFactors } from './singular-points.js';
import { searchStability } from './stability.js';
import { searchUnbounded } from './unbounded.js';
import { searchUndefined } from './undefined-points.js';
import { searchViolations } from './violations.js';
import { searchZeros } from './zeros.js';

export interface SearchBudget {
  readonly seed: number;
  /** Samples for the whole claim. */
  readonly samples: number;
  /** Concrete Lagrangians that are taken for an `any`; 12 where it is left out. */
  readonly standIns?: number;
  readonly tick: Tick;
}

/** Sizes that every design is tried at besides its own. */
const SMALL_SIZES = [1, 2, 3];
/** The share of the samples that each small size gets. */
const SMALL_SHARE = 0.1;
const MOST_REPRESENTATIVES = 12;

/** Searches for a counterexample; the evidence is a counterexample, the samples, or the reason why there are none. */
export async function search(d: Derivation, claim: Claim, budget: SearchBudget): Promise<Evidence> {
  const beyond = claim.given.find((o) => o.kind === 'unsupported');
  if (beyond !== undefined) return { kind: 'reason', code: 'unsupported', detail: beyond.reason };
  let total: Outcome = NOTHING;
  const judged = claim.obligations.map(() => 0);
  for (const { context, standIns, isFirst } of contextsOf(d, claim, budget)) {
    for (const [index, obligation] of claim.obligations.entries()) {
      const outcome = describeStandIns(await judge(context, obligation, index), standIns);
      if (outcome.kind === 'refuted') return outcome.counterexample;
      judged[index] = (judged[index] ?? 0) + (outcome.count ?? 0);
      total = joinOutcomes(total, outcome);
    }
    const refuted = describeStandIns(isFirst ? await searchOtherFactors(context) : NOTHING, standIns);
    if (refuted.kind === 'refuted') return refuted.counterexample;
    const known = total.kind === 'inconclusive' && total.code === 'undefined-in-domain';
    if (!known) total = joinOutcomes(searchUndefined(context) ?? (await searchPoles(context)) ?? NOTHING, total);
  }
  // Without dead directions a claim about them holds; anything else has been judged at samples or not at all.
  const unjudged = claim.obligations.some((o, i) => o.kind !== 'dead-directions' && judged[i] === 0);
  return evidenceOf(total.kind === 'none-found' && unjudged ? NO_SAMPLE : total, claim, budget);
}

type StandIns = ReadonlyMap<string, Representative>;

/**
 * The searches that make up the search of a claim: at each size with each choice of concrete Lagrangians, of which one is
 * the first.
 */
function contextsOf(
  d: Derivation,
  claim: Claim,
  budget: SearchBudget,
): readonly { readonly context: SearchContext; readonly standIns: StandIns; readonly isFirst: boolean }[] {
  const sizes = sizesOf(d.design);
  const stands = standInsOf(d.design, budget.standIns ?? MOST_REPRESENTATIVES);
  return sizes.flatMap((dimensions) => {
    const isDeclared = d.design.dimensions.every(({ name, value }) => dimensions[name] === value);
    const share = isDeclared ? 1 - SMALL_SHARE * (sizes.length - 1) : SMALL_SHARE;
    const samples = Math.max(64, Math.round((budget.samples * share) / stands.length));
    return stands.map((standIns, k) => ({
      standIns,
      isFirst: k === 0,
      context: {
        design: d.design,
        derivation: d,
        claim,
        dimensions,
        samples: Math.ceil(samples / claim.obligations.length),
        seed: budget.seed,
        lagrangians: new Map([...standIns].map(([name, r]) => [name, r.lagrangian])),
        tick: budget.tick,
      },
    }));
  });
}

/** A violation for some polar factors of singular matrices: whatever else becomes of these searches decides nothing. */
async function searchOtherFactors(context: SearchContext): Promise<Outcome> {
  for (const other of withOtherFactors(context))
    for (const [index, obligation] of other.claim.obligations.entries()) {
      const outcome = await judge(other, obligation, index);
      if (outcome.kind === 'refuted') return outcome;
    }
  return NOTHING;
}

const judge = async (c: SearchContext, obligation: Obligation, index: number): Promise<Outcome> =>
  joinOutcomes(await settle(c, obligation, index), await searchOnGiven(c, obligation, index));

async function settle(c: SearchContext, obligation: Obligation, index: number): Promise<Outcome> {
  try {
    switch (obligation.kind) {
      case 'sign':
      case 'equal':
      case 'semidefinite':
      case 'invariant':
        return await searchViolations(c, obligation, index);
      case 'zero-implies':
        return await searchZeros(c, obligation, index);
      case 'dead-directions':
        return await searchDeadDirections(c, obligation.flat, index);
      case 'bounded-below':
        return await searchUnbounded(c, obligation.quantity, index);
      case 'expectation':
        return { kind: 'inconclusive', code: 'unsupported', detail: 'no single sample shows a mean' };
      case 'stability':
        return await searchStability(c, index);
      case 'unsupported':
        return { kind: 'inconclusive', code: 'unsupported', detail: obligation.reason };
    }
  } catch (error) {
    if (error instanceof ExpressionError) {
      const at = error.culprit === undefined ? '' : ` (in ${print(error.culprit)})`;
      return { kind: 'inconclusive', code: 'unsupported', detail: `${error.message}${at}` };
    }
    throw error;
  }
}

/** The words that name the concrete Lagrangians go into the evidence. */
function describeStandIns(outcome: Outcome, standIns: StandIns): Outcome {
  if (outcome.kind !== 'refuted' || standIns.size === 0) return outcome;
  const lagrangian = Object.fromEntries([...standIns].map(([name, r]) => [name, r.description]));
  return { kind: 'refuted', counterexample: { ...outcome.counterexample, lagrangian } };
}

function evidenceOf(outcome: Outcome, claim: Claim, budget: SearchBudget): Evidence {
  if (outcome.kind === 'refuted') return outcome.counterexample;
  if (outcome.kind === 'inconclusive') {
    const { code, detail, count = 0, dimensions, values } = outcome;
    const elsewhere = count === 0 ? '' : `; at ${count} samples elsewhere no violation was found`;
    return {
      kind: 'reason',
      code,
      detail: code === 'undefined-in-domain' ? detail + elsewhere : detail,
      ...(dimensions === undefined ? {} : { dimensions }),
      ...(values === undefined ? {} : { values }),
    };
  }
  const notes = [...vacuity(outcome.count, claim), ...outcome.notes];
  return {
    kind: 'samples',
    count: outcome.count,
    seed: budget.seed,
    restarts: outcome.restarts,
    margin: Number.isFinite(outcome.margin) ? outcome.margin : null,
    ...(notes.length === 0 ? {} : { notes }),
  };
}

/** Why a claim that nothing contradicts may say nothing. */
function vacuity(count: number, claim: Claim): string[] {
  if (claim.obligations.length === 0) return ['there is nothing to check'];
  const deadOnly = claim.obligations.every((o) => o.kind === 'dead-directions');
  return deadOnly && count === 0 ? ['no dead direction was found, so that the claim holds vacuously'] : [];
}

/** The sizes to search at: the declared ones and small ones at which every parameter has values, the smallest first. */
export function sizesOf(design: Design): Dimensions[] {
  const declared: Dimensions = Object.fromEntries(design.dimensions.map(({ name, value }) => [name, value]));
  const free = design.dimensions.filter((x) => !x.fixed);
  const uniform = SMALL_SIZES.map((n) => Object.fromEntries(free.map(({ name }) => [name, n])));
  const mixed =
    free.length < 2
      ? []
      : [
          alternating(
            free.map((x) => x.name),
            1,
            2,
          ),
          alternating(
            free.map((x) => x.name),
            2,
            1,
          ),
        ];
  const [one = {}, ...rest] = uniform;
  const key = (x: Dimensions): string => JSON.stringify(x);
  const candidates = [one, ...mixed, ...rest]
    .map((x) => ({ ...declared, ...x }))
    .filter((x) => key(x) !== key(declared));
  const valid = (x: Dimensions): boolean => design.parameters.every((p) => constructionProblem(p, x) === undefined);
  const total = (x: Dimensions): number => Object.values(x).reduce((a, b) => a + b, 0);
  return [...(free.length === 0 ? [] : candidates.filter(valid)), declared].sort((a, b) => total(a) - total(b));
}

const alternating = (names: readonly string[], a: number, b: number): Dimensions =>
  Object.fromEntries(names.map((name, i) => [name, i % 2 === 0 ? a : b]));

/** What may stand for the `any` Lagrangians of a design: one choice for each at a time. */
function standInsOf(design: Design, limit: number): StandIns[] {
  const open = design.lagrangians.flatMap(({ lagrangian }) =>
    lagrangian.definition.kind === 'any'
      ? [{ name: lagrangian.name, choices: representatives(lagrangian, lagrangian.definition.assumptions) }]
      : [],
  );
  if (open.length === 0) return [new Map()];
  const most = Math.min(limit, Math.max(...open.map((o) => o.choices.length)));
  return Array.from(
    { length: most },
    (_, k) =>
      new Map(
        open.flatMap(({ name, choices }, i) => {
          // Several open Lagrangians need not be the same function.
          const choice = choices[(k * (i + 1) + i) % choices.length];
          return choice === undefined ? [] : [[name, choice] as const];
        }),
      ),
  );
}

export { Interrupted };
