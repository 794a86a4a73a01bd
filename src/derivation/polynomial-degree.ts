import type { Expression } from '../symbolic/expression.js';
import * as Q from '../symbolic/rational.js';
import { children, mentions } from '../symbolic/rewrite.js';

/**
 * The degree of an expression as a polynomial in a scalar symbol, piece by piece between its kinks: relu and abs keep
 * the degree of their argument, steps and signs have degree 0. Infinity where it is no such polynomial.
 */
export function polynomialDegree(e: Expression, variable: string): number {
  const name = new Set([variable]);
  const degree = (x: Expression): number => {
    if (!mentions(x, name)) return 0;
    switch (x.kind) {
      case 'symbol':
        return 1;
      case 'sum':
      case 'transpose':
      case 'diag':
      case 'diagonal':
      case 'block':
        return Math.max(...children(x).map(degree));
      case 'product':
      case 'hadamard':
        return x.factors.reduce((n, f) => n + degree(f), 0);
      case 'power': {
        const exponent = x.exponent.kind === 'number' ? x.exponent.value : undefined;
        if (exponent === undefined || !Q.isInteger(exponent) || exponent.numerator < 0n) return Infinity;
        return degree(x.base) * Number(exponent.numerator);
      }
      case 'map':
        if (x.function === 'relu' || x.function === 'abs') return degree(x.argument);
        return x.function === 'sign' ? 0 : Infinity;
      case 'step':
        return 0;
      case 'function':
        return x.name === 'trace' ? degree(x.argument) : Infinity;
      case 'lagrangian':
      case 'number':
      case 'constant':
      case 'size':
      case 'identity':
      case 'ones':
        return Infinity;
    }
  };
  return degree(e);
}
