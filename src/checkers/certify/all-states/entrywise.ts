/** Vectors whose entries are one scalar function of the entries of another vector: diag(f(z)), the diagonal of Λ(z). */
import type { Interval } from '../../../interval/interval.js';
import * as I from '../../../interval/interval.js';
import * as build from '../../../symbolic/build.js';
import { type Expression, FORMULA_VARIABLE } from '../../../symbolic/expression.js';
import { normalKey } from '../../../symbolic/normal-form.js';
import * as Q from '../../../symbolic/rational.js';
import { forEachNode, substitute, symbolNames } from '../../../symbolic/rewrite.js';
import { SCALAR } from '../../../symbolic/shape.js';

type Test = (e: Expression) => boolean;

const X = build.symbol(FORMULA_VARIABLE, SCALAR);

/** The vector z with v = f(z); undefined where there is none, or v is no entrywise function. */
export const argumentOf = (v: Expression, moves: Test): Expression | undefined =>
  found(v, moves, () => undefined)?.argument;

/** f as a formula in the scalar x; `scalar` gives the value of what depends on no state. */
export const entrywiseFormula = (
  v: Expression,
  moves: Test,
  scalar: (e: Expression) => Interval,
): Expression | undefined => found(v, moves, scalar)?.formula;

interface Found {
  readonly argument: Expression;
  readonly formula: Expression;
}

function found(v: Expression, moves: Test, scalar: (e: Expression) => Interval | undefined): Found | undefined {
  if (v.kind === 'diagonal') return ofDiagonal(v.argument);
  for (const argument of candidates(v, moves)) {
    const formula = inVariable(v, normalKey(argument), moves, scalar);
    if (formula !== undefined) return { argument, formula };
  }
  return undefined;
}

/** The diagonal of Λ(z) of an entrywise Lagrangian. */
function ofDiagonal(e: Expression): Found | undefined {
  if (e.kind !== 'lagrangian' || e.order !== 2 || e.lagrangian.definition.kind !== 'entrywise') return undefined;
  const formula = e.lagrangian.definition.derivatives[2];
  return formula === undefined ? undefined : { argument: e.argument, formula };
}

/** The arguments of functions in v, innermost first. */
function candidates(v: Expression, moves: Test): Expression[] {
  const all: Expression[] = [];
  forEachNode([v], (e) => {
    if (e.kind === 'map' || e.kind === 'step' || (e.kind === 'lagrangian' && e.order === 1)) all.push(e.argument);
    else if (e.kind === 'power') all.push(e.base);
  });
  return all.filter((e) => build.isVector(e) && moves(e));
}

/** v with x for z; undefined where something else than z, or numbers that differ from entry to entry, are left. */
function inVariable(
  v: Expression,
  key: string,
  moves: Test,
  scalar: (e: Expression) => Interval | undefined,
): Expression | undefined {
  class Other extends Error {}
  const visit = (e: Expression): Expression => {
    if (!moves(e)) return constant(e);
    if (normalKey(e) === key) return X;
    switch (e.kind) {
      case 'sum':
        return build.sum(...e.terms.map(visit));
      case 'hadamard':
        return build.product(...e.factors.map(visit));
      case 'product':
        if (e.factors.filter((f) => !build.isScalar(f)).length > 1) break;
        return build.product(...e.factors.map(visit));
      case 'power':
        if (moves(e.exponent)) break;
        return build.power(visit(e.base), constant(e.exponent));
      case 'map':
        return build.map(e.function, visit(e.argument));
      case 'step':
        return build.step(visit(e.argument));
      case 'lagrangian': {
        const { definition } = e.lagrangian;
        const formula = definition.kind === 'entrywise' && e.order === 1 ? definition.derivatives[1] : undefined;
        if (formula === undefined) break;
        return substitute(formula, new Map([[FORMULA_VARIABLE, visit(e.argument)]]));
      }
      default:
    }
    throw new Other();
  };
  const constant = (e: Expression): Expression => {
    if (e.kind === 'ones') return build.ONE;
    if (e.kind === 'product' && e.factors.some((f) => f.kind === 'ones') && build.isVector(e))
      return build.product(...e.factors.map(constant));
    if (!build.isScalar(e)) throw new Other();
    if (symbolNames([e]).size === 0) return e;
    const value = scalar(e);
    if (value === undefined || !I.isPoint(value)) throw new Other();
    return build.number(Q.fromDouble(value.low));
  };
  try {
    return visit(v);
  } catch (error) {
    if (error instanceof Other) return undefined;
    throw error;
  }
}
