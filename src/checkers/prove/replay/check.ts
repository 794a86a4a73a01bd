/**
 * The replay checker: reads a proof step by step and accepts it only if each step follows by its rule from earlier
 * ones, every expression in it has a value wherever the claim is judged, and all obligations of the claim are
 * concluded. It shares no code with the search for proofs: its normal form, its rules and its reader are its own.
 */
import { judgedExpressions } from '../../../claims/judged.js';
import { differentiatesJumps } from '../../../claims/jumps.js';
import type { Claim } from '../../../claims/types.js';
import type { Derivation } from '../../../derivation/derivation.js';
import { jumpArguments } from '../../../derivation/kinks.js';
import * as build from '../../../symbolic/build.js';
import { ExpressionError } from '../../../symbolic/error.js';
import type { Expression } from '../../../symbolic/expression.js';
import { idOf } from '../../../symbolic/identity.js';
import { print } from '../../../symbolic/print-text.js';
import { areCoherent } from './coherence.js';
import { Comparison } from './compare.js';
import { decode, Malformed, vocabularyOf } from './decode.js';
import { type Condition, conditionsOf } from './definedness.js';
import { expressionsOf, partsOf, targetOf } from './obligation.js';
import { type ProofStep, stepText } from './proof.js';
import type { Judged, Step } from './rule.js';
import { ruleNamed } from './rules.js';

export type Checked = { readonly accepted: true } | { readonly accepted: false; readonly reason: string };

const MOST_STEPS = 2000;

/** Judges the steps of a proof for a claim; every assumption of the design may be used. */
export function checkSteps(steps: readonly ProofStep[], claim: Claim, derivation: Derivation): Checked {
  try {
    judge(steps, claim, derivation);
    return { accepted: true };
  } catch (error) {
    if (error instanceof Malformed || error instanceof ExpressionError)
      return { accepted: false, reason: error.message };
    throw error;
  }
}

function judge(steps: readonly ProofStep[], claim: Claim, derivation: Derivation): void {
  if (steps.length > MOST_STEPS) throw new Malformed('the proof is too long');
  const words = vocabularyOf(derivation.design, claim);
  const comparison = new Comparison();
  const context = { derivation, claim, same: (a: Expression, b: Expression) => comparison.same(a, b) };
  const known = new Map<number, Judged>();
  const met = new Set<string>();
  const concluded = new Set<number>();

  /** Every condition is an earlier step: an expression cannot vouch for itself. */
  const demandValues = (expressions: readonly Expression[], where: string): void => {
    for (const condition of conditionsOf(expressions)) {
      const key = keyOf(condition);
      if (met.has(key)) continue;
      if (!isMet(condition, [...known.values()], context.same))
        throw new Malformed(`${where}: not shown to have a value, which needs ${describe(condition)}`);
      met.add(key);
    }
  };

  for (const raw of steps) {
    const where = `step ${raw.id}`;
    if (raw.id !== known.size + 1) throw new Malformed(`${where} is out of order`);
    const premises = raw.premises.map((id) => {
      const found = known.get(id);
      if (found === undefined) throw new Malformed(`${where} uses step ${id}, which is not before it`);
      return found;
    });
    const step: Step = {
      judgement: raw.judgement,
      of: raw.of.map((e) => decode(e, words)),
      with: (raw.with ?? []).map((e) => decode(e, words)),
      index: raw.index,
    };
    if (raw.text !== stepText(raw, step.of, step.with))
      throw new Malformed(`${where}: its text is not that of its content`);
    if (raw.judgement === 'obligation') {
      const index = raw.index ?? -1;
      const [premise, ...more] = premises;
      if (
        raw.rule !== 'conclude' ||
        premise === undefined ||
        more.length > 0 ||
        raw.of.length > 0 ||
        step.with.length > 0
      )
        throw new Malformed(`${where} concludes nothing`);
      if (!settles(premise, index, claim, derivation, context.same))
        throw new Malformed(`${where} is not what the claim says`);
      concluded.add(index);
      known.set(raw.id, { judgement: 'obligation', of: [] });
      continue;
    }
    demandValues([...step.of, ...step.with], where);
    const rule = ruleNamed(raw.rule);
    if (rule === undefined) throw new Malformed(`${where}: there is no rule ${raw.rule}`);
    if (rule.takes !== 'many' && step.with.length !== rule.takes)
      throw new Malformed(`${where}: ${raw.rule} takes ${rule.takes} expressions besides`);
    if ((rule.indexed === true) !== (raw.index !== undefined))
      throw new Malformed(`${where}: an index is missing or superfluous`);
    if (!rule.holds(step, premises, context)) throw new Malformed(`${where} does not follow by ${raw.rule}`);
    known.set(raw.id, { judgement: step.judgement, of: step.of });
  }
  if (differentiatesJumps(claim)) throw new Malformed('the claim speaks of the derivative of a formula that jumps');
  if (!areCoherent(expressionsOf(claim, derivation)))
    throw new Malformed('the formulas of a Lagrangian are not shown to be derivatives of each other');
  if (claim.obligations.length === 0 || claim.obligations.some((_, i) => !concluded.has(i)))
    throw new Malformed('the proof does not conclude the claim');
  demandValues([...expressionsOf(claim, derivation), ...partsOf(claim, derivation)], 'the claim');
}

/** Whether a step is the obligation, in the form in which the claim has it. */
function settles(
  premise: Judged,
  index: number,
  claim: Claim,
  d: Derivation,
  same: (a: Expression, b: Expression) => boolean,
): boolean {
  const obligation = claim.obligations[index];
  const target = obligation === undefined ? undefined : targetOf(obligation, d);
  if (obligation === undefined || target === undefined) return false;
  // A given statement is judged at a kink itself, a proof there holds for limits: the two differ where it jumps.
  const hasKinkForm = (obligation.kind === 'sign' || obligation.kind === 'zero-implies') && !d.velocityJumps;
  if (hasKinkForm && claim.given.some((g) => judgedExpressions(g).some((e) => jumpArguments(e).length > 0)))
    return false;
  return (
    target.judgements.includes(premise.judgement) &&
    target.of.length === premise.of.length &&
    target.of.every((e, i) => same(e, premise.of[i] as Expression))
  );
}

const keyOf = (c: Condition): string =>
  `${c.symmetric === true}${c.either.map((x) => `${x.judgements.join('|')}:${idOf(x.of)}`).join(';')}`;

const isMet = (
  { either, symmetric }: Condition,
  known: readonly Judged[],
  same: (a: Expression, b: Expression) => boolean,
): boolean =>
  either.some(
    ({ judgements, of }) =>
      (symmetric !== true || same(of, build.transpose(of))) &&
      known.some((j) => j.of.length === 1 && judgements.includes(j.judgement) && same(j.of[0] as Expression, of)),
  );

const describe = ({ either }: Condition): string =>
  either.map(({ judgements, of }) => `${print(of)} ${judgements.join(' or ')}`).join(', or ') || 'what no rule shows';
