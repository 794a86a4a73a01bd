/** Enclosures of scalar formulas in the symbol `FORMULA_VARIABLE`: all values over an interval, outward rounded. */
import type { Expression } from '../symbolic/expression.js';
import { FORMULA_VARIABLE } from '../symbolic/expression.js';
import * as Q from '../symbolic/rational.js';
import {
  add,
  ALL,
  above,
  below,
  INTERVAL_FUNCTIONS,
  type Interval,
  multiply,
  point,
  powerInteger,
  powerReal,
  step,
} from './interval.js';

export type Enclosure = (x: Interval) => Interval;

const PI: Interval = [Math.PI, above(Math.PI)];

function rationalInterval(value: Q.Rational): Interval {
  const v = Q.toDouble(value);
  if (Number.isFinite(v) && Q.equals(Q.fromDouble(v), value)) return point(v);
  return [below(v, 4), above(v, 4)];
}

/**
 * Compiles a formula to the function x ↦ an interval that contains its values over x. What is not a scalar formula,
 * and points outside a domain, give all of ℝ.
 */
export function compileEnclosure(e: Expression): Enclosure {
  switch (e.kind) {
    case 'number': {
      const value = rationalInterval(e.value);
      return () => value;
    }
    case 'constant':
      return () => PI;
    case 'symbol':
      return e.name === FORMULA_VARIABLE ? (x) => x : () => ALL;
    case 'sum': {
      const terms = e.terms.map(compileEnclosure);
      return (x) => terms.map((t) => t(x)).reduce(add);
    }
    case 'product': {
      const factors = e.factors.map(compileEnclosure);
      return (x) => factors.map((f) => f(x)).reduce(multiply);
    }
    case 'power':
      return compilePower(e.base, e.exponent);
    case 'map': {
      const f = INTERVAL_FUNCTIONS[e.function];
      const argument = compileEnclosure(e.argument);
      return f === undefined ? () => ALL : (x) => f(argument(x));
    }
    case 'step': {
      const argument = compileEnclosure(e.argument);
      return (x) => step(argument(x));
    }
    default:
      return () => ALL;
  }
}

function compilePower(base: Expression, exponent: Expression): Enclosure {
  const b = compileEnclosure(base);
  if (exponent.kind === 'number') {
    const p = Q.toDouble(exponent.value);
    return Q.isInteger(exponent.value) && Math.abs(p) < 1e6 ? (x) => powerInteger(b(x), p) : (x) => powerReal(b(x), p);
  }
  const p = compileEnclosure(exponent);
  return (x) => {
    const [low, high] = b(x);
    if (!(low > 0)) return ALL;
    const logarithm = (INTERVAL_FUNCTIONS.log as Enclosure)([low, high]);
    return (INTERVAL_FUNCTIONS.exp as Enclosure)(multiply(p(x), logarithm));
  };
}

/** An enclosure of a formula that does not contain the variable. */
export const constantEnclosure = (e: Expression): Interval => compileEnclosure(e)(ALL);
