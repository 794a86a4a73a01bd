/** A proof as plain data, as `--json` prints it. */
import type { Expression } from '../../../symbolic/expression.js';
import { print } from '../../../symbolic/print-text.js';
import type { EncodedExpression, Judgement, ProofStep } from '../../../verdicts/types.js';

export type Encoded = EncodedExpression;
export type { Judgement, ProofStep };

export const JUDGEMENTS = [
  'nonnegative',
  'positive',
  'semidefinite',
  'definite',
  'nonsingular',
  'equal',
  'implies',
  'obligation',
] as const satisfies readonly Judgement[];

export interface Proof {
  readonly steps: readonly ProofStep[];
  /** The assumptions of the design that the proof uses: all that the replay may use. */
  readonly assumptions: readonly string[];
  /** Assumptions of the design that it says it does without. */
  readonly unneeded?: readonly string[];
}

const JUDGED: Readonly<Record<Judgement, (texts: readonly string[]) => string>> = {
  nonnegative: ([e]) => `${e} ≥ 0`,
  positive: ([e]) => `${e} > 0`,
  semidefinite: ([A]) => `x'(${A})x ≥ 0 for all x`,
  definite: ([A]) => `x'(${A})x > 0 for all x other than 0`,
  nonsingular: ([A]) => `${A} is nonsingular`,
  equal: ([a, b]) => `${a} = ${b}`,
  implies: ([a, b]) => `wherever ${a} = 0, ${b} = 0`,
  obligation: () => 'the claim',
};

/** A step in words: its result, the rule, what it rests on. The words and the data must agree. */
export function stepText(
  step: Pick<ProofStep, 'rule' | 'premises' | 'judgement' | 'index'>,
  of: readonly Expression[],
  extra: readonly Expression[],
): string {
  const result = JUDGED[step.judgement](of.map(print));
  const from = step.premises.length === 0 ? '' : ` from ${step.premises.join(', ')}`;
  const using = extra.length === 0 ? '' : ` with ${extra.map(print).join(', ')}`;
  const number = step.index === undefined ? '' : ` (${step.index + 1})`;
  return `${result}, by ${step.rule}${number}${from}${using}`;
}
