/** Small changes of a formula, as a slip of the pen makes them: a transpose, a sign, a factor ½. */
import { FormulaError } from '../symbolic/parse-error.js';
import { type Token, tokenize } from '../symbolic/parse-tokens.js';

/** The formulas that differ from this one by one slip. `matrices` are the names that may stand transposed. */
export function misprintsOf(text: string, matrices: ReadonlySet<string>): readonly string[] {
  try {
    const tokens = tokenize(text);
    return [...new Set([...transposes(text, tokens, matrices), ...signs(text, tokens), ...halves(text, tokens)])];
  } catch (error) {
    if (error instanceof FormulaError) return [];
    throw error;
  }
}

const splice = (text: string, start: number, end: number, by: string): string =>
  text.slice(0, start) + by + text.slice(end);

/** A matrix or a group in brackets is transposed, or a matrix symmetrised. */
function transposes(text: string, tokens: readonly Token[], matrices: ReadonlySet<string>): readonly string[] {
  return tokens.flatMap((token, i) => {
    const after = tokens[i + 1];
    const isGroup = token.text === ')' && isFactor(tokens, i);
    const isMatrix = token.kind === 'name' && matrices.has(token.text);
    if (!isGroup && !isMatrix) return [];
    const turned =
      after?.text === "'" ? splice(text, after.start, after.end, '') : splice(text, token.end, token.end, "'");
    const end = after?.text === "'" ? after.end : token.end;
    return isMatrix ? [turned, splice(text, token.start, end, `((${token.text} + ${token.text}')/2)`)] : [turned];
  });
}

/** The place of the innermost bracket that is open before a token; -1 where none is. */
function openBefore(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let i = at - 1; i >= 0; i -= 1) {
    const { text } = tokens[i] as Token;
    if (text === ')') depth += 1;
    if (text === '(') depth -= 1;
    if (depth < 0) return i;
  }
  return -1;
}

/** Whether a closing bracket ends a group that something is multiplied with, and no call of a function. */
function isFactor(tokens: readonly Token[], closing: number): boolean {
  const before = tokens[openBefore(tokens, closing) - 1];
  return before?.kind !== 'name' && (tokens[closing + 1]?.text === '*' || before?.text === '*');
}

/** Whether a token stands in the argument of a function. */
function isInCall(tokens: readonly Token[], at: number): boolean {
  const open = openBefore(tokens, at);
  return open >= 0 && (tokens[open - 1]?.kind === 'name' || isInCall(tokens, open));
}

const ENDS_OPERAND = /^(?:[)\]']|[^-+*/^([,;.].*)$/;

/** A term has the other sign. */
const signs = (text: string, tokens: readonly Token[]): readonly string[] => [
  ...tokens.flatMap((token, i) => {
    if (token.text !== '+' && token.text !== '-') return [];
    const before = tokens[i - 1];
    const isBinary = before !== undefined && ENDS_OPERAND.test(before.text);
    if (!isBinary) return [splice(text, token.start, token.end, '')];
    return [splice(text, token.start, token.end, token.text === '+' ? '-' : '+')];
  }),
  ...(tokens[0]?.text === '-' || tokens[0]?.text === '+' ? [] : [`-${text}`]),
];

/** A term has half, or twice, its factor. */
const halves = (text: string, tokens: readonly Token[]): readonly string[] =>
  tokens.flatMap((token, i) => {
    const before = tokens[i - 1]?.text;
    const isStart = before === undefined || before === '+' || before === '-' || before === '(';
    if (!isStart || isInCall(tokens, i) || token.text === '-' || token.text === '+') return [];
    const following = tokens.slice(i, i + 4).map((t) => t.text);
    if (following[0] === '1' && following[1] === '/' && following[2] === '2' && following[3] === '*')
      return [splice(text, token.start, (tokens[i + 3] as Token).end, '')];
    if (following[0] === '2' && following[1] === '*')
      return [splice(text, token.start, (tokens[i + 1] as Token).end, '')];
    return token.kind === 'number'
      ? []
      : [splice(text, token.start, token.start, '1/2*'), splice(text, token.start, token.start, '2*')];
  });
