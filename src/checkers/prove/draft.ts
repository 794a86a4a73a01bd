/** A proof being written: steps in order, none twice. */
import type { Claim } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import { Effort } from '../../derivation/factorisation/effort.js';
import type { Expression } from '../../symbolic/expression.js';
import { idOf } from '../../symbolic/identity.js';
import { encode } from './encode.js';
import { type Judgement, type ProofStep, stepText } from './replay/proof.js';

/** What a step has established. */
export interface Fact {
  readonly id: number;
  readonly judgement: Judgement;
  readonly of: readonly Expression[];
}

export interface StepDetails {
  readonly premises?: readonly Fact[];
  readonly with?: readonly Expression[];
  readonly index?: number;
}

export class Draft extends Effort {
  readonly derivation: Derivation;
  readonly claim: Claim;
  readonly #facts: Fact[] = [];
  readonly #steps: ProofStep[] = [];
  readonly #written = new Map<number, { readonly of: readonly Expression[]; readonly with: readonly Expression[] }>();

  readonly #check: () => void;

  /** `check` is called with every piece of work; it throws where the search must end. */
  constructor(derivation: Derivation, claim: Claim, effort: number, check: () => void) {
    super(effort);
    this.#check = check;
    this.derivation = derivation;
    this.claim = claim;
  }

  override spend(amount?: number): void {
    this.#check();
    super.spend(amount);
  }

  add(rule: string, judgement: Judgement, of: readonly Expression[], details: StepDetails = {}): Fact {
    const { premises = [], with: extra = [], index } = details;
    const known = index === undefined && this.#facts.find((f) => f.judgement === judgement && sameAll(f.of, of));
    if (known !== undefined && known !== false) return known;
    const fact: Fact = { id: this.#steps.length + 1, judgement, of };
    this.#facts.push(fact);
    this.#written.set(fact.id, { of, with: extra });
    this.#steps.push({
      id: fact.id,
      rule,
      premises: premises.map((p) => p.id),
      judgement,
      of: of.map(encode),
      ...(extra.length === 0 ? {} : { with: extra.map(encode) }),
      ...(index === undefined ? {} : { index }),
      text: '',
    });
    return fact;
  }

  /** A sum or product of signs: of one premise it is the premise itself in another form. */
  join(rule: 'sign-sum' | 'sign-product' | 'sign-matrix-product', e: Expression, premises: readonly Fact[]): Fact {
    const isStrict = (f: Fact): boolean => f.judgement === 'positive';
    const judgement = (rule === 'sign-sum' ? premises.some(isStrict) : premises.every(isStrict))
      ? 'positive'
      : 'nonnegative';
    return this.add(premises.length < 2 ? 'sign-rearranged' : rule, judgement, [e], { premises });
  }

  /** The steps on which the conclusions and the given facts rest, numbered anew in their order. */
  steps(needed: readonly Fact[]): ProofStep[] {
    const wanted = new Set(needed.map((f) => f.id));
    for (const step of [...this.#steps].reverse())
      if (step.judgement === 'obligation' || wanted.has(step.id)) {
        wanted.add(step.id);
        step.premises.forEach((id) => wanted.add(id));
      }
    const kept = this.#steps.filter((s) => wanted.has(s.id));
    const number = new Map(kept.map((s, i) => [s.id, i + 1]));
    return kept.map((s, i) => {
      const step = { ...s, id: i + 1, premises: s.premises.map((id) => number.get(id) as number) };
      const { of = [], with: extra = [] } = this.#written.get(s.id) ?? {};
      return { ...step, text: stepText(step, of, extra) };
    });
  }
}

const sameAll = (a: readonly Expression[], b: readonly Expression[]): boolean =>
  a.length === b.length && a.every((e, i) => idOf(e) === idOf(b[i] as Expression));
