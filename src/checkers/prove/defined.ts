/** Finds why expressions have a value everywhere: a step for every condition that the replay checker demands. */
import type { Expression } from '../../symbolic/expression.js';
import type { Fact } from './draft.js';
import { type Condition, conditionsOf } from './replay/definedness.js';
import type { Judgement } from './replay/proof.js';
import { isStrict, type Tools } from './tools.js';

/** The steps; undefined where one of the expressions may lack a value. */
export function findDefined(expressions: readonly Expression[], tools: Tools): Fact[] | undefined {
  const facts: Fact[] = [];
  // Matrices last: a proof that they are nonsingular may write out entries, which must have values first.
  const conditions = conditionsOf(expressions).map(({ either }) => ({ either, isMatrix: either.some(ofMatrix) }));
  for (const { either } of conditions.sort((a, b) => Number(a.isMatrix) - Number(b.isMatrix))) {
    let fact: Fact | undefined;
    for (const { judgements, of } of either) fact ??= shown(judgements, of, tools);
    if (fact === undefined) return undefined;
    facts.push(fact);
  }
  return facts;
}

const ofMatrix = ({ judgements }: Condition['either'][number]): boolean =>
  judgements.includes('nonsingular') || judgements.includes('semidefinite');

/** A step that shows one of the judgements of an expression. */
function shown(judgements: readonly Judgement[], of: Expression, tools: Tools): Fact | undefined {
  if (judgements.includes('nonsingular')) return tools.regular(of);
  if (judgements.includes('semidefinite')) return tools.form(of);
  const sign = tools.sign(of);
  return sign !== undefined && (isStrict(sign) || judgements.includes('nonnegative')) ? sign : undefined;
}
