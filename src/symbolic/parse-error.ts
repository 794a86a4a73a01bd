import { ExpressionError, type ExpressionErrorCode } from './error.js';
import type { Expression } from './expression.js';

/** Characters `start` (inclusive) to `end` (exclusive) of a formula. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A formula that is refused; `span` is the part of its text at fault. */
export class FormulaError extends ExpressionError {
  readonly span: Span;

  constructor(code: ExpressionErrorCode, message: string, span: Span, culprit?: Expression) {
    super(code, message, culprit);
    this.name = 'FormulaError';
    this.span = span;
  }
}

const LONGEST_MESSAGE = 500;

/** Gives an error that names no place the place of the part of the formula it came from. */
export function locate(error: unknown, span: Span): unknown {
  if (error instanceof FormulaError || !(error instanceof ExpressionError)) return error;
  const { message } = error;
  const short =
    message.length <= LONGEST_MESSAGE
      ? message
      : `${message.slice(0, LONGEST_MESSAGE / 2)} … ${message.slice(-LONGEST_MESSAGE / 2)}`;
  return new FormulaError(error.code, short, span, error.culprit);
}
