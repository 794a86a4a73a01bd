/** Valid proofs with one thing changed: all of them must be rejected. */
import { beforeAll, describe, expect, it } from 'vitest';
import { checkProof } from '../../../src/checkers/prove/index.js';
import { Comparison } from '../../../src/checkers/prove/replay/compare.js';
import { checkSteps } from '../../../src/checkers/prove/replay/check.js';
import { decode, vocabularyOf } from '../../../src/checkers/prove/replay/decode.js';
import { JUDGEMENTS, stepText } from '../../../src/checkers/prove/replay/proof.js';
import { RULES } from '../../../src/checkers/prove/replay/rules.js';
import type { Claim } from '../../../src/claims/types.js';
import { type Random, randomFrom } from '../../../src/numeric/random.js';
import type { EncodedExpression, ProofEvidence, ProofStep } from '../../../src/verdicts/types.js';
import { type Prepared, prepared, proofsOf, shipped } from './support.js';

const DESIGNS = [
  'hopfield-1984',
  'krotov-hopfield',
  'modern-hopfield',
  'bidirectional-associative-memory',
  'paper/eq2-any',
  'paper/ex2-relu',
  'paper/ex5-definite',
  'paper/ex5-polar',
  'paper/ex5-factored',
  'paper/ex6-general-weights',
];

interface Case {
  readonly name: string;
  readonly of: Prepared;
  readonly claim: Claim;
  readonly proof: ProofEvidence;
}
const cases: Case[] = [];

beforeAll(async () => {
  for (const name of DESIGNS) {
    const of = prepared(await shipped(name));
    for (const [id, proof] of await proofsOf(of)) {
      const claim = of.claims.find((c) => c.id === id);
      if (claim !== undefined) cases.push({ name: `${name} ${id}`, of, claim, proof });
    }
  }
}, 120_000);

const pick = <T>(random: Random, items: readonly T[]): T => items[random.below(items.length)] as T;

/** The step with other content, and with the text that belongs to it: the corruption does not give itself away. */
function reworded(step: ProofStep, c: Case): ProofStep {
  const words = vocabularyOf(c.of.design, c.claim);
  try {
    const [of, extra] = [step.of, step.with ?? []].map((list) => list.map((e) => decode(e, words))) as [
      ReturnType<typeof decode>[],
      ReturnType<typeof decode>[],
    ];
    return { ...step, text: stepText(step, of, extra) };
  } catch {
    return step;
  }
}

/** e + e, e + 1 or −e for an expression of any shape: never what e was, unless it is 0. */
const changed = (random: Random, e: EncodedExpression): EncodedExpression =>
  pick(random, [
    ['sum', e, e],
    ['product', ['number', '-1'], e],
    ['product', ['number', '3/2'], e],
  ]);

type Corruption = (steps: readonly ProofStep[], random: Random, c: Case) => readonly ProofStep[] | undefined;

const atStep =
  (
    change: (step: ProofStep, random: Random, c: Case, steps: readonly ProofStep[]) => ProofStep | undefined,
  ): Corruption =>
  (steps, random, c) => {
    const at = random.below(steps.length);
    const step = steps[at] as ProofStep;
    const other = change(step, random, c, steps);
    return other && steps.map((s, i) => (i === at ? other : s));
  };

const CORRUPTIONS: Readonly<Record<string, Corruption>> = {
  'a step is left out': (steps, random) => {
    const at = random.below(steps.length);
    return steps.filter((_, i) => i !== at);
  },
  'a step is left out and the rest numbered anew': (steps, random) => {
    const at = random.below(steps.length);
    const id = (n: number): number => (n > at ? n - 1 : n);
    return steps
      .filter((_, i) => i !== at)
      .map((s) => ({ ...s, id: id(s.id), premises: s.premises.filter((p) => p !== at + 1).map(id) }));
  },
  'a result is changed': atStep((step, random, c) => {
    if (step.of.length === 0) return undefined;
    const at = random.below(step.of.length);
    const of = step.of.map((e, i) => (i === at ? changed(random, e) : e));
    if (isZero(step.of[at])) return undefined;
    return reworded({ ...step, of }, c);
  }),
  'a result is changed, its text not': atStep((step, random) => {
    if (step.of.length === 0 || isZero(step.of[0])) return undefined;
    return { ...step, of: [changed(random, step.of[0] as EncodedExpression), ...step.of.slice(1)] };
  }),
  'another rule is named': atStep((step, random, c) => {
    const rule = pick(random, [...Object.keys(RULES), 'conclude', 'trust-me']);
    return rule === step.rule ? undefined : reworded({ ...step, rule }, c);
  }),
  'another judgement is made': atStep((step, random, c) => {
    const judgement = pick(random, JUDGEMENTS);
    return judgement === step.judgement ? undefined : reworded({ ...step, judgement }, c);
  }),
  'another premise is used': atStep((step, random, c, steps) => {
    if (step.premises.length === 0) return undefined;
    const at = random.below(step.premises.length);
    const other = 1 + random.below(steps.length);
    if (step.premises.some((p) => saysTheSame(steps[p - 1], steps[other - 1], c))) return undefined;
    return reworded({ ...step, premises: step.premises.map((p, i) => (i === at ? other : p)) }, c);
  }),
  'a premise is left out': atStep((step, random, c) => {
    if (step.premises.length === 0) return undefined;
    const at = random.below(step.premises.length);
    return reworded({ ...step, premises: step.premises.filter((_, i) => i !== at) }, c);
  }),
  'what a rule takes is left out or doubled': atStep((step, random, c) => {
    if (step.with === undefined || step.with.length === 0) return undefined;
    const extra = random.below(2) === 0 ? step.with.slice(1) : [...step.with, step.with[0] as EncodedExpression];
    return reworded({ ...step, with: extra }, c);
  }),
  'an index is moved': atStep((step, random, c) => {
    const index = (step.index ?? -1) + 1 + random.below(3);
    return reworded({ ...step, index }, c);
  }),
  'a number is changed': atStep((step, random, c) => {
    const text = JSON.stringify([step.of, step.with ?? []]);
    const found = [...text.matchAll(/\["number","(-?\d+)(\/\d+)?"\]/g)];
    if (found.length === 0) return undefined;
    const m = pick(random, found);
    const other = `["number","${BigInt(m[1] ?? '0') + BigInt(1 + random.below(5))}${m[2] ?? ''}"]`;
    const [of, extra] = JSON.parse(`${text.slice(0, m.index)}${other}${text.slice(m.index + m[0].length)}`) as [
      EncodedExpression[],
      EncodedExpression[],
    ];
    if (step.rule === 'sign-assumed') return undefined;
    return reworded({ ...step, of, ...(step.with === undefined ? {} : { with: extra }) }, c);
  }),
};

/** Whether two steps judge equal expressions in the same way: then one may stand for the other. */
function saysTheSame(a: ProofStep | undefined, b: ProofStep | undefined, c: Case): boolean {
  if (a === undefined || b === undefined || a.judgement !== b.judgement || a.of.length !== b.of.length) return false;
  const words = vocabularyOf(c.of.design, c.claim);
  const comparison = new Comparison();
  return a.of.every((e, i) => comparison.same(decode(e, words), decode(b.of[i] as EncodedExpression, words)));
}

const isZero = (e: EncodedExpression | undefined): boolean => JSON.stringify(e) === '["number","0"]';

describe('corrupted proofs', () => {
  it('are corruptions of valid ones', () => {
    expect(cases.length).toBeGreaterThan(15);
    for (const { name, of, claim, proof } of cases)
      expect([name, checkSteps(proof.steps, claim, of.d)]).toEqual([name, { accepted: true }]);
  });

  it.each(Object.keys(CORRUPTIONS))('are rejected where %s', { timeout: 120_000 }, (kind) => {
    let tried = 0;
    for (let seed = 0; seed < 600; seed += 1) {
      const random = randomFrom(seed, kind);
      const c = pick(random, cases);
      const steps = CORRUPTIONS[kind]?.(c.proof.steps, random, c);
      if (steps === undefined) continue;
      tried += 1;
      const result = checkSteps(steps, c.claim, c.of.d);
      if (result.accepted) expect.fail(`${c.name}, seed ${seed}:\n${steps.map((s) => `${s.id} ${s.text}`).join('\n')}`);
    }
    expect(tried).toBeGreaterThan(60);
  });

  it('are rejected where an assumption is left out of the list or of the design', { timeout: 120_000 }, async () => {
    let tried = 0;
    for (const { name, of, claim, proof } of cases)
      for (const assumption of proof.assumptions) {
        tried += 1;
        const rest = proof.assumptions.filter((a) => a !== assumption);
        const result = await checkProof(of.design, claim, { steps: proof.steps, assumptions: rest });
        expect([name, assumption, result.accepted]).toEqual([name, assumption, false]);
      }
    expect(tried).toBeGreaterThan(20);
  });

  it('are rejected where an assumption is listed that the design does not have', async () => {
    const { of, claim, proof } = cases[0] as Case;
    const result = await checkProof(of.design, claim, { ...proof, assumptions: [...proof.assumptions, 'T skew'] });
    expect(result).toMatchObject({ accepted: false });
  });

  it('are rejected where they say that they prove something else', async () => {
    const { of, claim, proof } = cases[0] as Case;
    expect(await checkProof(of.design, claim, proof)).toEqual({ accepted: true });
    const other = { id: claim.id, statement: 'the energy rises' };
    expect(await checkProof(of.design, other, proof)).toMatchObject({ accepted: false });
  });

  it('are rejected for another claim, and for another design', () => {
    for (const a of cases)
      for (const b of cases) {
        if (a.claim === b.claim || JSON.stringify(a.proof) === JSON.stringify(b.proof)) continue;
        const same = a.of === b.of && isSubset(b.claim, a.claim);
        if (same) continue;
        expect([a.name, b.name, checkSteps(a.proof.steps, b.claim, b.of.d).accepted]).toEqual([a.name, b.name, false]);
      }
  });
});

/** Whether every obligation of one claim is, at its place, one of another: then one proof serves both. */
const isSubset = (a: Claim, b: Claim): boolean =>
  a.obligations.every((o, i) => JSON.stringify(o.kind) === JSON.stringify(b.obligations[i]?.kind)) &&
  a.obligations.length <= b.obligations.length;
