/** What is asked of every box: an obligation of a claim, as values of a box kernel and a test that closes boxes. */
import { slopeJumps } from '../../../claims/jumps.js';
import type { Claim, Obligation } from '../../../claims/types.js';
import type { Derivation } from '../../../derivation/derivation.js';
import type { Factors } from '../../../derivation/factorisation/factors.js';
import { type BoxKernel, compileBoxKernel } from '../../../interval/box-kernel.js';
import { slopeBound } from '../../../interval/slope-bound.js';
import * as build from '../../../symbolic/build.js';
import type { Expression } from '../../../symbolic/expression.js';
import { sameExpression } from '../../../symbolic/identity.js';
import { unfoldKnown } from '../../../symbolic/rewrite.js';
import type { Dimensions } from '../../../symbolic/size.js';

import { type Definite, definiteness } from './definite.js';
import { type Domain, isInadmissible } from './domain.js';

/** A box that is done with, the variable to split next, or a point at which the obligation is certainly violated. */
export type Judgement =
  | { readonly kind: 'closed'; readonly bound: number }
  | { readonly kind: 'open'; readonly split: number | undefined }
  | { readonly kind: 'violated'; readonly point: readonly number[] };

export interface Question {
  readonly kernel: BoxKernel;
  /** Variables that the obligation depends on. */
  readonly used: readonly number[];
  /** Operations of one judgement, about. */
  readonly work: number;
  /** Judges the box of the kernel. */
  readonly judge: () => Judgement;
}

type Places = readonly (readonly number[])[];
type Test = (kernel: BoxKernel, places: Places, used: readonly number[]) => Judgement;

/** Expressions and what they say of a box. */
interface Draft {
  readonly expressions: readonly Expression[];
  readonly test: Test;
}

/** What a box costs besides its values, in operations. */
const OVERHEAD = 2000;
const OPEN: Judgement = { kind: 'open', split: undefined };
const CLOSED: Judgement = { kind: 'closed', bound: 0 };

/** Undefined for obligations that boxes do not settle. An expression without an interval form throws an `ExpressionError`. */
export function questionOf(
  o: Obligation,
  d: Derivation,
  claim: Claim,
  dimensions: Dimensions,
  domain: Domain,
  factors: readonly Factors[],
): Question | undefined {
  const draft = draftOf(o, d, factors);
  if (draft === undefined) return undefined;
  const conditions = claim.given.flatMap(conditionOf);
  const partial = claim.partial.map(unfoldKnown);
  const all = [...draft.expressions, ...conditions.map((c) => c.expression), ...partial];
  const kernel = compileBoxKernel(all.map(unfoldKnown), dimensions, domain.binding, domain.low.length);
  const own = kernel.outputs.slice(0, draft.expressions.length);
  const given = kernel.outputs.slice(own.length, own.length + conditions.length);
  const parts = kernel.outputs.slice(own.length + conditions.length).flat();
  const { low, high } = kernel.values;
  const judge = (): Judgement => {
    if (isInadmissible(domain, kernel.box.low, kernel.box.high)) return { kind: 'closed', bound: -Infinity };
    kernel.run();
    if (conditions.some((c, i) => (given[i] ?? []).some((p) => c.fails(low[p] as number, high[p] as number))))
      return { kind: 'closed', bound: -Infinity };
    if (parts.some((p) => Number.isNaN(low[p]))) return OPEN;
    const judgement = draft.test(kernel, own, kernel.used);
    return judgement.kind === 'violated' && conditions.length > 0 ? OPEN : judgement;
  };
  return { kernel, used: kernel.used, work: 4 * kernel.work + OVERHEAD, judge };
}

/** A condition of the claim: whether it certainly fails for a value between these ends. */
interface Condition {
  readonly expression: Expression;
  readonly fails: (low: number, high: number) => boolean;
}

function conditionOf(g: Obligation): readonly Condition[] {
  if (g.kind === 'sign')
    return [{ expression: g.quantity, fails: (low, high) => (g.sign === 'nonnegative' ? high < 0 : low > 0) }];
  if (g.kind === 'equal')
    return [{ expression: build.subtract(g.left, g.right), fails: (low, high) => low > 0 || high < 0 }];
  return [];
}

function draftOf(o: Obligation, d: Derivation, factors: readonly Factors[]): Draft | undefined {
  switch (o.kind) {
    case 'sign': {
      const quantity = o.sign === 'nonpositive' ? o.quantity : build.negate(o.quantity);
      const forms = o.alongFlow === true && o.sign === 'nonpositive' ? factors : [];
      return withForms(quantity, forms, nonpositive, (found) => (found === undefined ? OPEN : CLOSED));
    }
    case 'semidefinite':
      return slopeJumps(o.matrix) ? undefined : { expressions: [symmetricPart(o.matrix)], test: semidefinite };
    case 'zero-implies': {
      const flows = o.alongFlow === true && sameExpression(o.then, d.velocity);
      const draft = withForms(o.zero, flows ? factors : [], excludesZero, (found) =>
        found === 'definite' ? CLOSED : OPEN,
      );
      const count = draft.expressions.length;
      return {
        expressions: [...draft.expressions, o.then],
        test: (kernel, places, used) => {
          const { low, high } = kernel.values;
          if ((places[count] ?? []).every((p) => low[p] === 0 && high[p] === 0)) return CLOSED;
          return draft.test(kernel, places, used);
        },
      };
    }
    case 'equal':
    case 'invariant':
    case 'dead-directions':
    case 'bounded-below':
    case 'expectation':
    case 'stability':
    case 'unsupported':
      return undefined;
  }
}

const symmetricPart = (a: Expression): Expression =>
  build.isScalar(a) ? a : build.product(build.HALF, build.sum(a, build.transpose(a)));

/**
 * A test of a quantity, and where it leaves a box open, one of forms −Ė = Σ zⱼ'Qⱼzⱼ with all Qⱼ semi-definite there:
 * then Ė ≤ 0, and 0 only where the velocity Σ Nᵢⱼzⱼ is, if all are definite. All parts must have a value in the box.
 */
function withForms(
  quantity: Expression,
  factors: readonly Factors[],
  test: Test,
  close: (found: Definite) => Judgement,
): Draft {
  const forms = factors.map(({ M, N, Q }) => ({
    Q: Q.map((row, j) => symmetricPart(row[j] as Expression)),
    parts: [...M, ...N].flat(),
  }));
  return {
    expressions: [quantity, ...forms.flatMap((f) => [...f.Q, ...f.parts])],
    test: (kernel, places, used) => {
      const { low } = kernel.values;
      let next = 1;
      let byForm: Judgement = OPEN;
      for (const { Q, parts } of forms) {
        const own = places.slice(next, next + Q.length);
        const others = places.slice(next + Q.length, next + Q.length + parts.length);
        next += Q.length + parts.length;
        if (byForm.kind === 'closed' || others.flat().some((p) => Number.isNaN(low[p]))) continue;
        const found = own.map((q) => definitenessAt(kernel, q));
        const least = found.includes(undefined)
          ? undefined
          : found.includes('semidefinite')
            ? 'semidefinite'
            : 'definite';
        byForm = close(least);
      }
      return byForm.kind === 'closed' ? byForm : test(kernel, places, used);
    },
  };
}

function definitenessAt({ values }: BoxKernel, places: readonly number[]): Definite {
  return definiteness({
    size: Math.round(Math.sqrt(places.length)),
    low: places.map((p) => values.low[p] as number),
    high: places.map((p) => values.high[p] as number),
  });
}

const semidefinite: Test = (kernel, places) => (definitenessAt(kernel, places[0] ?? []) === undefined ? OPEN : CLOSED);

const nonpositive: Test = (kernel, [[place = 0] = []], used) => {
  const high = kernel.values.high[place] as number;
  if (high <= 0) return { kind: 'closed', bound: high };
  const { bound, low, point, widest } = slopeBound(kernel, place, used);
  if (bound <= 0) return { kind: 'closed', bound };
  return low > 0 ? { kind: 'violated', point } : { kind: 'open', split: widest };
};

/** Whether some entry is nowhere 0; a single one also by its slopes, as Ė < 0. */
const excludesZero: Test = (kernel, [places = []], used) => {
  const { low, high } = kernel.values;
  if (places.some((p) => (low[p] as number) > 0 || (high[p] as number) < 0)) return CLOSED;
  const [place] = places;
  if (places.length !== 1 || place === undefined) return OPEN;
  const { bound, widest } = slopeBound(kernel, place, used);
  return bound < 0 ? CLOSED : { kind: 'open', split: widest };
};
