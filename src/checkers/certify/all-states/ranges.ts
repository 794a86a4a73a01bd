/** Certified ranges of scalar functions over all reals. */
import type { Interval, Outcome } from '../../../interval/interval.js';
import * as I from '../../../interval/interval.js';
import { isEntrywiseName } from '../../../symbolic/functions.js';
import type { Expression } from '../../../symbolic/expression.js';
import { unfoldKnown } from '../../../symbolic/rewrite.js';

/** Bounds of f(x) for every real x where f is continuous; undefined where none are known. */
export function activationRange(formula: Expression): Interval | undefined {
  const visit = (e: Expression): Outcome => {
    switch (e.kind) {
      case 'number':
        return I.fromRational(e.value);
      case 'constant':
        return I.PI;
      case 'symbol':
        return I.ENTIRE;
      case 'ones':
        return I.ONE;
      case 'sum':
        return all(e.terms.map(visit), I.add);
      case 'product':
      case 'hadamard':
        return all(e.factors.map(visit), I.multiply);
      case 'power': {
        const [base, exponent] = [visit(e.base), visit(e.exponent)];
        return typeof base === 'string' || typeof exponent === 'string' ? 'undecided' : I.power(base, exponent);
      }
      case 'map': {
        const z = visit(e.argument);
        return typeof z === 'string' || !isEntrywiseName(e.function) ? 'undecided' : I.mapInterval(e.function, z);
      }
      case 'step':
        return { low: 0, high: 1 };
      default:
        return 'undecided';
    }
  };
  const range = visit(unfoldKnown(formula));
  return typeof range === 'string' ? undefined : range;
}

const all = (parts: readonly Outcome[], join: (a: Interval, b: Interval) => Interval): Outcome => {
  const known = parts.filter((p): p is Interval => typeof p !== 'string');
  return known.length === parts.length ? known.reduce(join) : 'undecided';
};
