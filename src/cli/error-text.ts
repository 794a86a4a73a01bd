/** Errors as one line for a person, or as the JSON object of `--json`. */
import { DesignError } from '../design/types.js';
import type { InputError } from '../report/json.js';
import { ExpressionError } from '../symbolic/error.js';

/** Bad input without a place in a file: an option or an argument. */
export const badInput = (message: string, file?: string): DesignError =>
  new DesignError({ file, place: undefined, message });

/** What is wrong with the input, if that is what the error says. */
export function inputError(error: unknown): InputError | undefined {
  if (error instanceof DesignError) {
    const { file, place, message } = error.diagnostic;
    return { file: file ?? null, line: place?.line ?? null, column: place?.column ?? null, message };
  }
  if (error instanceof ExpressionError) return { file: null, line: null, column: null, message: error.message };
  return undefined;
}

/** `file:3:7: message`. */
export function inputErrorText({ file, line, column, message }: InputError): string {
  const place = [file, line, column].filter((part) => part !== null).join(':');
  return place === '' ? message : `${place}: ${message}`;
}

/** A bug in the tool, in one line; the stack only where `ENERGY_AUDIT_DEBUG=1` asks for it. */
export function internalErrorText(error: unknown, debug: boolean): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = `internal error: ${message.replace(/^internal error: /, '').replace(/\.$/, '')}, please report\n`;
  return debug && error instanceof Error && error.stack !== undefined ? `${line}${error.stack}\n` : line;
}
