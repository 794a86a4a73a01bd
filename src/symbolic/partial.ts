/**
 * Parts of formulas that may have no value: a logarithm, a root, a division, an inverse. A formula is undefined where
 * one of them is, also where the part is multiplied by 0 or vanishes from a derivative, so that readers of formulas
 * note them as they are written.
 */
import type { Expression, FunctionName } from './expression.js';
import { entrywiseFunction } from './functions.js';
import * as Q from './rational.js';
import { contains, unfoldKnown } from './rewrite.js';

const PARTIAL_FUNCTIONS: ReadonlySet<FunctionName> = new Set<FunctionName>(['inv', 'sqrtm']);

/** Whether the outermost operation is not defined for all values of its operands. */
function isPartialOperation(e: Expression): boolean {
  switch (e.kind) {
    case 'map':
      return entrywiseFunction(e.function).domain !== undefined;
    case 'power':
      return !(e.exponent.kind === 'number' && Q.isInteger(e.exponent.value) && e.exponent.value.numerator >= 0n);
    case 'function':
      return PARTIAL_FUNCTIONS.has(e.name);
    default:
      return false;
  }
}

/** Whether an expression may have no value somewhere, judged by its operations alone. */
export const isPartial = (e: Expression): boolean => contains(unfoldKnown(e), isPartialOperation);
