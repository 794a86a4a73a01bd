/** Formulas of a design: the text as written, read with the names in scope, errors with their place in the file. */
import { ExpressionError } from '../symbolic/error.js';
import type { Expression } from '../symbolic/expression.js';
import { FormulaError, type FormulaScope, parseExpression } from '../symbolic/parse.js';
import { namesIn, parseSyntax } from '../symbolic/parse-syntax.js';
import { quoted, type ScalarNode, type Source, type SourceNode } from './source.js';
import { DesignError, type Place, type SourceFormula } from './types.js';

/** The scalar that holds a formula; numbers are formulas too. */
export function formulaNode(node: SourceNode, source: Source): ScalarNode {
  if (node.kind === 'scalar' && (typeof node.value === 'string' || typeof node.value === 'number')) return node;
  if (node.kind === 'scalar' && node.value === null) throw source.error(node, 'a formula is missing');
  if (node.kind === 'scalar') throw source.error(node, `expected a formula, but found ${node.text}`);
  throw source.error(
    node,
    `expected a formula, but found a ${node.kind === 'list' ? 'list' : 'mapping'}; a formula with [ ], { } or a comma stands in double quotes`,
  );
}

/** The error of a step that read a formula, with its place in the file. */
function located(error: unknown, node: ScalarNode, source: Source): unknown {
  if (!(error instanceof ExpressionError)) return error;
  const start = error instanceof FormulaError ? error.span.start : 0;
  const advice =
    error.code === 'syntax' && node.commented ? '; what follows " #" is a comment, not part of the formula' : '';
  return source.error(node, `${error.message}${advice}`, node.placeAt(start) ?? node.place);
}

function locate<T>(node: ScalarNode, source: Source, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw located(error, node, source);
  }
}

/** Runs a step that reads a formula; what it refuses gets the place in the file. */
export async function locateAsync<T>(node: ScalarNode, source: Source, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw located(error, node, source);
  }
}

export function readFormula(node: SourceNode, scope: FormulaScope, source: Source): Expression {
  const scalar = formulaNode(node, source);
  return locate(scalar, source, () => parseExpression(scalar.text, scope));
}

/** The names that a formula mentions; it is refused where it is no formula. */
export function readNames(node: SourceNode, source: Source): readonly string[] {
  const scalar = formulaNode(node, source);
  return locate(scalar, source, () => {
    parseSyntax(scalar.text);
    return namesIn(scalar.text);
  });
}

/** The place of what was written as an object, not in a file. */
export const NOWHERE: Place = { line: 0, column: 0 };

/** A formula kept as text, for what reads it later. */
export function sourceFormula(node: SourceNode, source: Source): SourceFormula {
  const scalar = formulaNode(node, source);
  readNames(scalar, source);
  const place = scalar.placeAt(0) ?? NOWHERE;
  const { text } = scalar;
  const end = scalar.placeAt(text.length) ?? place;
  // Characters of a text on one line follow its start; quotes, escapes and folded lines need places of their own.
  const simple = end.line === place.line && end.column === place.column + text.length;
  if (simple || scalar.place === undefined) return { text, place };
  return { text, place, places: Array.from({ length: text.length + 1 }, (_, i) => scalar.placeAt(i) ?? place) };
}

/** An error of a formula that was kept as text, with its place in the file. */
export function formulaError(
  error: ExpressionError,
  formula: SourceFormula,
  file: string | undefined,
  context?: string,
): DesignError {
  const offset = error instanceof FormulaError ? error.span.start : 0;
  const { line, column } = formula.place;
  const place = line === NOWHERE.line ? undefined : (formula.places?.[offset] ?? { line, column: column + offset });
  const where = context === undefined ? quoted(formula.text) : context;
  return new DesignError({ file, place, message: `${where}: ${error.message}` });
}

/** The expression of a formula that was kept as text; what is wrong with it is a `DesignError` with its place. */
export function parseSourceFormula(formula: SourceFormula, scope: FormulaScope, file: string | undefined): Expression {
  try {
    return parseExpression(formula.text, scope);
  } catch (error) {
    throw error instanceof ExpressionError ? formulaError(error, formula, file) : error;
  }
}

export { formulaScope } from './scope.js';
