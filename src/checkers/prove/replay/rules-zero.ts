/** Rules about equality, nonsingular matrices, and what vanishes with what. */
import * as build from '../../../symbolic/build.js';
import type { Expression } from '../../../symbolic/expression.js';
import { idOf } from '../../../symbolic/identity.js';
import { isSquareShape } from '../../../symbolic/shape.js';
import { givenTarget } from './obligation.js';
import type { Judged, Rule, Step } from './rule.js';
import { only } from './rules-sign.js';

type Pair = readonly [Expression, Expression];

const pairOf = (j: { readonly of: readonly Expression[] } | undefined): Pair | undefined =>
  j?.of.length === 2 ? [j.of[0] as Expression, j.of[1] as Expression] : undefined;

const impliesPair = (j: Judged | undefined): Pair | undefined => (j?.judgement === 'implies' ? pairOf(j) : undefined);

const matrixOf = (step: Step): Expression | undefined => {
  const A = step.judgement === 'nonsingular' ? only(step) : undefined;
  return A !== undefined && isSquareShape(A.shape) ? A : undefined;
};

export const ZERO_RULES: Readonly<Record<string, Rule>> = {
  given: {
    takes: 0,
    indexed: true,
    says: 'a statement that the claim assumes',
    holds: (step, premises, { claim, same }) => {
      const given = claim.given[step.index ?? -1];
      const target = given === undefined ? undefined : givenTarget(given);
      if (target === undefined || premises.length > 0 || step.of.length !== target.of.length) return false;
      return target.judgements.includes(step.judgement) && step.of.every((e, i) => same(e, target.of[i] as Expression));
    },
  },
  'normal-form': {
    takes: 0,
    says: 'both sides have one normal form',
    holds: (step, premises, { same }) => {
      const pair = pairOf(step);
      return step.judgement === 'equal' && pair !== undefined && premises.length === 0 && same(...pair);
    },
  },
  'nonsingular-definite': {
    takes: 0,
    says: "x'Ax > 0 for x ≠ 0, hence Ax ≠ 0; also the transpose",
    holds: (step, [premise, ...more], { same }) => {
      const [A, B] = [matrixOf(step), only(premise)];
      if (A === undefined || B === undefined || premise?.judgement !== 'definite' || more.length > 0) return false;
      return same(A, B) || same(A, build.transpose(B));
    },
  },
  orthogonal: {
    takes: 1,
    says: 'an orthogonal matrix: a parameter whose structure says so, or a polar factor',
    holds: (step, premises, { same }) => {
      const A = matrixOf(step);
      const [O] = step.with;
      if (A === undefined || O === undefined || premises.length > 0) return false;
      const isOrthogonal =
        (O.kind === 'symbol' && O.facts.has('orthogonal')) || (O.kind === 'function' && O.name === 'polar');
      return isOrthogonal && (same(A, O) || same(A, build.transpose(O)));
    },
  },
  'nonsingular-product': {
    takes: 0,
    says: 'a product of nonsingular matrices, and of scalars > 0 or < 0',
    holds: (step, premises, { same }) => {
      const A = matrixOf(step);
      const parts = premises.map(only);
      if (A === undefined || premises.length < 2 || !parts.every((p) => p !== undefined)) return false;
      const fits = premises.every(
        (p, i) =>
          p.judgement === 'nonsingular' || (p.judgement === 'positive' && build.isScalar(parts[i] as Expression)),
      );
      if (!fits) return false;
      const product = build.product(...parts);
      return same(A, product) || same(A, build.negate(product));
    },
  },
  'nonsingular-related': {
    takes: 0,
    says: 'the transpose, the negative and the inverse of a nonsingular matrix',
    holds: (step, [premise, ...more], { same }) => {
      const [A, B] = [matrixOf(step), only(premise)];
      if (A === undefined || B === undefined || premise?.judgement !== 'nonsingular' || more.length > 0) return false;
      return [B, build.transpose(B), build.negate(B), build.apply('inv', B)].some((form) => same(A, form));
    },
  },
  'zero-multiple': {
    takes: 1,
    says: 'where a = 0, Ba = 0',
    holds: (step, premises, { same }) => {
      const pair = step.judgement === 'implies' ? pairOf(step) : undefined;
      const [B] = step.with;
      if (pair === undefined || B === undefined || premises.length > 0) return false;
      return same(pair[1], build.product(B, pair[0]));
    },
  },
  'zero-combination': {
    takes: 'many',
    says: 'where all z_j are 0, Σ B_j z_j is 0',
    holds: (step, premises, { same }) => {
      const pair = step.judgement === 'implies' ? pairOf(step) : undefined;
      const links = premises.map(impliesPair);
      if (pair === undefined || links.length === 0 || links.length !== step.with.length) return false;
      if (!links.every((l) => l !== undefined) || !links.every((l) => same(l[0], pair[0]))) return false;
      const terms = links.map((l, j) => build.product(step.with[j] as Expression, l[1]));
      return same(pair[1], build.sum(...terms));
    },
  },
  'zero-factor': {
    takes: 0,
    says: 'where Az = 0 with A nonsingular, z = 0',
    holds: (step, [premise, ...more], { same }) => {
      const pair = step.judgement === 'implies' ? pairOf(step) : undefined;
      const A = only(premise);
      if (pair === undefined || A === undefined || premise?.judgement !== 'nonsingular' || more.length > 0)
        return false;
      return same(pair[0], build.product(A, pair[1]));
    },
  },
  'zero-quadratic': {
    takes: 0,
    says: "where w'Aw = 0 with A definite, w = 0",
    holds: (step, [premise, ...more], { same }) => {
      const pair = step.judgement === 'implies' ? pairOf(step) : undefined;
      const A = only(premise);
      if (pair === undefined || A === undefined || premise?.judgement !== 'definite' || more.length > 0) return false;
      const w = pair[1];
      return same(pair[0], build.product(build.transpose(w), A, w));
    },
  },
  'zero-semidefinite': {
    says: "where w'Aw = 0 with A symmetric and semi-definite, Aw = 0",
    takes: 1,
    holds: (step, [premise, ...more], { same }) => {
      const pair = step.judgement === 'implies' ? pairOf(step) : undefined;
      const A = only(premise);
      const [w] = step.with;
      if (pair === undefined || A === undefined || w === undefined || more.length > 0) return false;
      if (premise?.judgement !== 'semidefinite' || !build.isVector(w) || !same(A, build.transpose(A))) return false;
      const Aw = build.product(A, w);
      return same(pair[0], build.product(build.transpose(w), Aw)) && same(pair[1], Aw);
    },
  },
  'zero-sum': {
    takes: 0,
    says: 'where a sum of scalars ≥ 0 is 0, each of them is 0',
    holds: (step, premises, { same }) => {
      const pair = step.judgement === 'implies' ? pairOf(step) : undefined;
      const parts = premises.map(only);
      const isSigned = premises.every((p) => p.judgement === 'nonnegative' || p.judgement === 'positive');
      if (pair === undefined || premises.length === 0 || !isSigned) return false;
      if (!parts.every((p) => p !== undefined && build.isScalar(p))) return false;
      const all = parts as readonly Expression[];
      return same(pair[0], build.sum(...all)) && all.some((p) => same(pair[1], p));
    },
  },
  'zero-chain': {
    takes: 0,
    says: 'where a = 0, b = 0; where b = 0, c = 0; so where a = 0, c = 0',
    holds: (step, premises, { same }) => {
      const pair = step.judgement === 'implies' ? pairOf(step) : undefined;
      const links = premises.map(impliesPair);
      if (pair === undefined || links.length < 2 || !links.every((l) => l !== undefined)) return false;
      const ends = links.every((l, i) => {
        const next = links[i + 1];
        return next === undefined || idOf(l[1]) === idOf(next[0]);
      });
      const [first, last] = [links[0], links[links.length - 1]] as [Pair, Pair];
      return ends && same(pair[0], first[0]) && same(pair[1], last[1]);
    },
  },
  'zero-blocks': {
    takes: 0,
    says: 'a stack is 0 exactly where its blocks are: the blocks that vanish with a make one that does',
    holds: (step, premises, { same }) => {
      const pair = step.judgement === 'implies' ? pairOf(step) : undefined;
      const links = premises.map(impliesPair);
      if (pair === undefined || links.length < 2 || !links.every((l) => l !== undefined)) return false;
      return links.every((l) => same(l[0], pair[0])) && same(pair[1], build.stack(links.map((l) => l[1])));
    },
  },
  'zero-block': {
    takes: 'many',
    indexed: true,
    says: 'where a stack is 0, each of its blocks is',
    holds: (step, premises, { same }) => {
      const pair = step.judgement === 'implies' ? pairOf(step) : undefined;
      const n = step.index ?? -1;
      if (pair === undefined || premises.length > 0 || step.with.length < 2) return false;
      const block = step.with[n];
      return block !== undefined && same(pair[0], build.stack(step.with)) && same(pair[1], block);
    },
  },
};
