/** Powers, exponential and logarithm of expansions, and smooth functions at a limit. */
import { derivatives } from '../lagrangians/derivative.js';
import * as build from '../symbolic/build.js';
import { type Expression, FORMULA_VARIABLE } from '../symbolic/expression.js';
import type { EntrywiseName } from '../symbolic/functions.js';
import * as Q from '../symbolic/rational.js';
import { SCALAR } from '../symbolic/shape.js';
import type { Outcome } from './arithmetic.js';
import { type Coefficient, isExact } from './asymptotic-coefficient.js';
import {
  bigO,
  constantOf,
  type Expansion,
  type Expansions,
  NOTHING,
  ORDER,
  orderOf,
  sizeOf,
  UnknownBehaviour,
  unknownBehaviour,
} from './asymptotic-expansion.js';
import {
  compareMonomials,
  exponential,
  isUnit,
  logarithmOf,
  type Monomial,
  powerOfMonomial,
  UNIT,
} from './asymptotic-monomial.js';
import type { Enclosed } from './enclosure-arithmetic.js';
import { evaluateIn } from './evaluate.js';

/** Whole exponents up to this one are multiplied out. */
const MOST_MULTIPLIED = 8;
/** What keeps a bound of an exponent away from the bound of its coefficient, so that lower terms do not matter. */
const BELOW = 1 - 2 ** -20;

const X = build.symbol(FORMULA_VARIABLE, SCALAR);
const FACTORIAL = [1, 1, 2, 6, 24, 120];
const taylor = new Map<EntrywiseName, readonly Expression[]>();

/** f, f', …, f⁽ⁿ⁻¹⁾ for the series that keep n powers. */
function taylorOf(name: EntrywiseName): readonly Expression[] {
  const known = taylor.get(name);
  if (known !== undefined) return known;
  const made = derivatives(build.map(name, X), ORDER - 1);
  taylor.set(name, made);
  return made;
}

export type Elementary = ReturnType<typeof elementary>;

export function elementary(E: Expansions) {
  const { C } = E;
  const { base } = C;
  const value = (outcome: Outcome<Enclosed>): Coefficient =>
    base.isFault(outcome) ? unknownBehaviour() : C.fromEnclosed(outcome);
  const constantMap = (name: EntrywiseName, c: Coefficient): Coefficient =>
    value(base.map(name, C.enclosed(c), build.map(name, X)));

  /** f(c + u) for u → 0 and an f that is smooth where c is. */
  const atLimit = (name: EntrywiseName, z: Expansion): Expansion => {
    const [first] = z.terms;
    const c = first !== undefined && isUnit(first.monomial) ? first.coefficient : Q.ZERO;
    const u = E.subtract(z, E.single(c));
    const at = evaluateIn(base, taylorOf(name), {}, new Map([[FORMULA_VARIABLE, [C.enclosed(c)]]]));
    const all = at.map(([entry], k) =>
      C.multiply(value(entry as Outcome<Enclosed>), Q.rational(1, FACTORIAL[k] as number)),
    );
    return E.series(all, u);
  };

  /** exp(z). */
  const exp = (z: Expansion): Expansion => {
    const large = z.terms.filter((x) => compareMonomials(x.monomial, UNIT) > 0);
    const exact = large.flatMap(({ coefficient, monomial }) =>
      isExact(coefficient) ? [{ coefficient, monomial }] : [],
    );
    const rest = z.rest === undefined ? -1 : compareMonomials(z.rest, UNIT);
    if (exact.length < large.length || rest > 0) return expBound(z);
    const size = exponential(exact);
    if (rest === 0) return bigO(size);
    return E.scale(atLimit('exp', { terms: z.terms.slice(large.length), rest: z.rest }), Q.ONE, size);
  };
  /** O(exp(−k m)) for z = −c m (1 + o(1)) with c > k > 0; O(exp(k m)) for z = c m (1 + o(1)) with 0 < c < k. */
  const expBound = (z: Expansion): Expansion => {
    const { coefficient, monomial, sign } = E.leading(z);
    const [low, high] = C.bounds(coefficient);
    const k = sign < 0 ? high * BELOW : high / BELOW;
    if (!Number.isFinite(k) || k === 0 || !(low * high > 0)) unknownBehaviour();
    return bigO(exponential([{ coefficient: Q.fromDouble(k), monomial }]));
  };

  /** log z for a z that is positive far out. */
  const log = (z: Expansion): Expansion => {
    const c = constantOf(z);
    if (c !== undefined) return E.single(constantMap('log', c));
    const { coefficient, monomial, sign, u } = E.leading(z);
    if (sign < 0) unknownBehaviour();
    const start = E.single(constantMap('log', coefficient));
    const growth = logarithmOf(monomial)
      .map((x) => E.single(x.coefficient, x.monomial))
      .reduce(E.add, start);
    return E.add(growth, atLimit('log1p', u));
  };

  const multiplied = (z: Expansion, n: number): Expansion => {
    let result = E.one;
    for (let k = 0; k < n; k += 1) result = E.multiply(result, z);
    return result;
  };
  /** z^r, for z of either sign where r is whole, else for z that is positive far out. */
  const power = (z: Expansion, r: Q.Rational, at: Expression): Expansion => {
    if (Q.isZero(r)) return E.one;
    const isWhole = Q.isInteger(r);
    if (isWhole && r.numerator > 0n && r.numerator <= BigInt(MOST_MULTIPLIED))
      return multiplied(z, Number(r.numerator));
    if (sizeOf(z) === undefined) return r.numerator > 0n ? NOTHING : unknownBehaviour();
    const { coefficient, monomial, sign, u } = E.leading(z);
    if (!isWhole && sign < 0) unknownBehaviour();
    const start = value(base.powerRational(C.enclosed(coefficient), r, at));
    const binomials = [Q.ONE];
    for (let k = 1; k < ORDER; k += 1) {
      const factor = Q.multiply(Q.add(r, Q.rational(1 - k)), Q.rational(1, k));
      binomials.push(Q.multiply(binomials[k - 1] as Q.Rational, factor));
    }
    return E.scale(E.series(binomials, u), start, powerOfMonomial(monomial, r));
  };
  const reciprocal = (z: Expansion, at: Expression): Expansion => power(z, Q.MINUS_ONE, at);

  return { constantMap, atLimit, exp, log, power, reciprocal };
}

/** The first that the rules give. */
export function attempt<V>(compute: () => V): V | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof UnknownBehaviour) return undefined;
    throw error;
  }
}

/** A size of at least 1, to bound functions that grow no faster than their argument. */
export const atLeastBounded = (z: Expansion): Monomial => (orderOf(z) > 0 ? (sizeOf(z) as Monomial) : UNIT);
