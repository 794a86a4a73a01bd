import type { Expression } from '../symbolic/expression.js';
import type { Obligation } from './types.js';

/** The expressions whose jumps matter when an obligation is judged at a point. */
export function judgedExpressions(o: Obligation): readonly Expression[] {
  switch (o.kind) {
    case 'sign':
      return [o.atKinks ?? o.quantity];
    case 'equal':
    case 'expectation':
      return [o.left, o.right];
    case 'semidefinite':
      return [o.matrix];
    case 'zero-implies':
      return [o.atKinks ?? o.zero, o.then];
    case 'invariant':
      return [o.of, o.along];
    case 'bounded-below':
    case 'dead-directions':
    case 'stability':
    case 'unsupported':
      return [];
  }
}
