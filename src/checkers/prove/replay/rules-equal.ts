/**
 * Rules about equalities that are given. An equality that is given holds at the state and the parameters that are judged,
 * perhaps at no others: it is used there as an equality of values, and no rule differentiates it.
 */
import { jumpArguments } from '../../../derivation/kinks.js';
import * as build from '../../../symbolic/build.js';
import type { Expression } from '../../../symbolic/expression.js';
import { idOf } from '../../../symbolic/identity.js';
import { contains, replacePart } from '../../../symbolic/rewrite.js';
import type { Judged, Rule } from './rule.js';
import { only } from './rules-sign.js';

type Pair = readonly [Expression, Expression];

const pairOf = (j: Judged | undefined): Pair | undefined =>
  j?.judgement === 'equal' && j.of.length === 2 ? [j.of[0] as Expression, j.of[1] as Expression] : undefined;

/** Of a singular A, polar(A) is one of several matrices: it is not a function of the value of A. */
const isChoice = (e: Expression): boolean => e.kind === 'function' && e.name === 'polar';

/**
 * Whether equal values may stand for each other in an expression: not where it jumps, since at a jump the values on its
 * sides count, nor inside polar(A).
 */
export const admitsReplacement = (e: Expression, part: Expression): boolean =>
  jumpArguments(e).length === 0 &&
  !contains(e, (x) => isChoice(x) && x.kind === 'function' && contains(x.argument, (y) => idOf(y) === idOf(part)));

export const EQUAL_RULES: Readonly<Record<string, Rule>> = {
  'equal-combination': {
    takes: 'many',
    says: 'a − b is a sum of products A(l − r)B, or of their transposes, with l = r',
    holds: (step, premises, { same }) => {
      const pair = pairOf(step);
      const links = premises.map(pairOf);
      if (pair === undefined || links.length === 0 || step.with.length !== 2 * links.length) return false;
      if (!links.every((l) => l !== undefined)) return false;
      const terms = links.map(([l, r], k) =>
        build.product(step.with[2 * k] as Expression, build.subtract(l, r), step.with[2 * k + 1] as Expression),
      );
      return same(build.subtract(...pair), build.sum(...terms));
    },
  },
  'equal-transposed': {
    takes: 0,
    says: 'equal matrices have equal transposes',
    holds: (step, [premise, ...more], { same }) => {
      const [pair, other] = [pairOf(step), pairOf(premise)];
      if (pair === undefined || other === undefined || more.length > 0) return false;
      return pair.every((e, i) => same(e, build.transpose(other[i as 0 | 1])));
    },
  },
  'equal-chain': {
    takes: 0,
    says: 'a = b and b = c, so a = c',
    holds: (step, premises, { same }) => {
      const pair = pairOf(step);
      const links = premises.map(pairOf);
      if (pair === undefined || links.length < 2 || !links.every((l) => l !== undefined)) return false;
      const meets = links.every((l, i) => {
        const next = links[i + 1];
        return next === undefined || same(l[1], next[0]);
      });
      const [first, last] = [links[0], links[links.length - 1]] as [Pair, Pair];
      return meets && same(pair[0], first[0]) && same(pair[1], last[1]);
    },
  },
  replacement: {
    takes: 0,
    says: 'an expression keeps its value where a part of it is replaced by what is equal to the part',
    holds: (step, [premise, ...more], { same }) => {
      const [pair, parts] = [pairOf(step), pairOf(premise)];
      if (pair === undefined || parts === undefined || more.length > 0) return false;
      const [part, by] = parts;
      if (!pair.every((e) => admitsReplacement(e, part))) return false;
      return same(replacePart(pair[0], part, by), replacePart(pair[1], part, by));
    },
  },
  'equal-judged': {
    takes: 0,
    says: 'what is known of an expression holds of one that is equal to it',
    holds: (step, [known, equality, ...more], { same }) => {
      const [A, B, pair] = [only(step), only(known), pairOf(equality)];
      if (A === undefined || B === undefined || pair === undefined || more.length > 0) return false;
      return (
        step.judgement === known?.judgement && [pair, [pair[1], pair[0]]].some(([a, b]) => same(A, a) && same(B, b))
      );
    },
  },
};
