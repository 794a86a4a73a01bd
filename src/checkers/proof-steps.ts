/** The steps of a proof as numbered formulas with the names of their rules, for a reader. */
import { formulateClaims } from '../claims/formulate.js';
import type { Claim, Obligation } from '../claims/types.js';
import { type Derivation, derivation, ifDifferentiable } from '../derivation/derivation.js';
import { formulaOf, StepList } from '../derivation/steps.js';
import type { Formula, StepView } from '../derivation/view.js';
import type { Design } from '../design/types.js';
import type { Judgement, ProofStep } from '../verdicts/types.js';
import { decode, vocabularyOf } from './prove/replay/decode.js';
import { ruleNamed } from './prove/replay/rules.js';

const JUDGED: Readonly<Record<Exclude<Judgement, 'obligation'>, (of: readonly Formula[]) => Formula | undefined>> = {
  nonnegative: ([e]) => e && { text: `${e.text} ≥ 0`, tex: `${e.tex} \\ge 0` },
  positive: ([e]) => e && { text: `${e.text} > 0`, tex: `${e.tex} > 0` },
  semidefinite: ([A]) => A && { text: `x'(${A.text})x ≥ 0 for all x`, tex: `${A.tex} \\succeq 0` },
  definite: ([A]) => A && { text: `x'(${A.text})x > 0 for all x other than 0`, tex: `${A.tex} \\succ 0` },
  nonsingular: ([A]) => A && { text: `${A.text} is nonsingular`, tex: `\\det\\bigl(${A.tex}\\bigr) \\ne 0` },
  equal: ([a, b]) => a && b && { text: `${a.text} = ${b.text}`, tex: `${a.tex} = ${b.tex}` },
  implies: ([a, b]) =>
    a && b && { text: `wherever ${a.text} = 0, ${b.text} = 0`, tex: `${a.tex} = 0 \\;\\Rightarrow\\; ${b.tex} = 0` },
};

/** What is claimed of one sample. */
function conclusionOf(obligation: Obligation | undefined, claim: Claim): Formula {
  switch (obligation?.kind) {
    case 'sign': {
      const below = obligation.sign === 'nonpositive';
      const [text, tex] = [
        `${obligation.alongFlow === true ? 'dE/dt' : obligation.label} ${below ? '≤' : '≥'} 0`,
        below ? '\\le 0' : '\\ge 0',
      ];
      return { text, tex: `${obligation.alongFlow === true ? '\\dot{E}' : formulaOf(obligation.quantity).tex} ${tex}` };
    }
    case 'equal': {
      const [left, right] = [formulaOf(obligation.left), formulaOf(obligation.right)];
      return { text: `${left.text} = ${right.text}`, tex: `${left.tex} = ${right.tex}` };
    }
    case 'semidefinite':
      return JUDGED.semidefinite([formulaOf(obligation.matrix)]) ?? { text: claim.statement, tex: THE_CLAIM };
    case 'zero-implies': {
      const [zero, then] = [formulaOf(obligation.zero).tex, formulaOf(obligation.then).tex];
      const tex = `${obligation.alongFlow === true ? '\\dot{E}' : zero} = 0 \\;\\Rightarrow\\; ${then} = 0`;
      return { text: `wherever ${obligation.zeroLabel} = 0, ${obligation.thenLabel} = 0`, tex };
    }
    case 'dead-directions':
    case 'invariant':
    case 'bounded-below':
    case 'expectation':
    case 'stability':
    case 'unsupported':
    case undefined:
      return { text: claim.statement, tex: THE_CLAIM };
  }
}
const THE_CLAIM = '\\text{the claim}';

/** Adds the steps of a proof; what it concludes rests on `landmarks` besides. */
export function addProofSteps(
  d: Derivation,
  claim: Claim,
  proof: readonly ProofStep[],
  list: StepList,
  landmarks: readonly number[] = [],
): void {
  const words = vocabularyOf(d.design, claim);
  const numbers = new Map<number, number>();
  for (const step of proof) {
    const concludes = step.judgement === 'obligation';
    const formula = concludes
      ? conclusionOf(claim.obligations[step.index ?? 0], claim)
      : JUDGED[step.judgement](step.of.map((e) => formulaOf(decode(e, words))));
    if (formula === undefined) continue;
    const from = step.premises.map((id) => numbers.get(id) ?? 0);
    numbers.set(step.id, list.add(formula, ruleText(step), concludes ? [...landmarks, ...from] : from));
  }
}

const ruleText = ({ rule }: ProofStep): string => {
  const says = ruleNamed(rule)?.says;
  return says === undefined ? rule : `${rule}: ${says}`;
};

/** The steps of the proof of a claim of a design; empty where the design has no such claim. */
export function proofSteps(design: Design, id: string, proof: readonly ProofStep[]): readonly StepView[] {
  const d = ifDifferentiable(() => derivation(design));
  const claim = ifDifferentiable(() => formulateClaims(design))?.find((c) => c.id === id);
  if (d === undefined || claim === undefined) return [];
  const list = new StepList();
  addProofSteps(d, claim, proof, list);
  return list.steps;
}
