import type { Expression } from './expression.js';

/** Why an expression was refused. */
export type ExpressionErrorCode =
  | 'shape'
  | 'unknown-name'
  | 'syntax'
  | 'not-differentiable'
  | 'unsupported'
  | 'too-large';

/**
 * An expression that cannot be built or transformed. `culprit` is the smallest sub-expression at fault, where one
 * exists; the message already names it.
 */
export class ExpressionError extends Error {
  readonly code: ExpressionErrorCode;
  readonly culprit: Expression | undefined;

  constructor(code: ExpressionErrorCode, message: string, culprit?: Expression) {
    super(message);
    this.name = 'ExpressionError';
    this.code = code;
    this.culprit = culprit;
  }
}

/** States an internal invariant; a failure is a bug in the tool, never in a design. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`internal error: ${message}`);
}
