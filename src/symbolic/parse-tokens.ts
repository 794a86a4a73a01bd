/**
 * Formulas as tokens. Everything that mathjs would read in another way than it looks is refused here, before mathjs
 * sees the text: multiplication without `*`, strings, indexing, property access, comparisons, assignments.
 */
import { FormulaError, type Span } from './parse-error.js';

export interface Token extends Span {
  readonly kind: 'number' | 'name' | 'symbol';
  readonly text: string;
}

/** Longest formula, in characters, and deepest nesting of brackets that are read. */
export const MAX_LENGTH = 20_000;
export const MAX_NESTING = 150;

const LETTER = 'A-Za-z_\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u03ff';
const SPACE = /[ \t\r\n]+/y;
const NUMBER = /(?:\d+(?:\.(?![*/^'])\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = new RegExp(`[${LETTER}][${LETTER}0-9]*`, 'y');
const SYMBOL = /\.\*|\.\/|\.\^|[-+*/^'()[\],;]/y;

/** Whether a text can be the name of something in a formula. */
export const isName = (text: string): boolean => new RegExp(`^[${LETTER}][${LETTER}0-9]*$`).test(text);

/** Words that mathjs reads as operators or values, so that they are never names. */
export const RESERVED_WORDS: ReadonlyMap<string, string> = new Map([
  ...['mod', 'to', 'in', 'and', 'or', 'xor', 'not'].map((word): [string, string] => [
    word,
    `the operator "${word}" is not part of formulas`,
  ]),
  ...['true', 'false', 'null', 'undefined', 'NaN', 'Infinity', 'end'].map((word): [string, string] => [
    word,
    `"${word}" is not part of formulas`,
  ]),
]);

/** Characters and operators outside the language, with what to do instead. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/["`’‘“”]/y, 'strings are not part of formulas'],
  [/==|!=|<=|>=|[<>]/y, 'comparisons are not part of formulas; use step(x), max(a, b) or min(a, b)'],
  [/=/y, 'assignments and function definitions are not part of formulas; use "define" of the design'],
  [/!/y, 'the factorial is not part of formulas'],
  [/%/y, 'percentages and remainders are not part of formulas'],
  [/[?&|~]/y, 'conditions are not part of formulas; use step(x), max(a, b) or min(a, b)'],
  [/:/y, 'ranges and conditions are not part of formulas'],
  [/[{}]/y, 'objects are not part of formulas'],
  [/\./y, 'a property or an entry cannot be taken out of a value with "."'],
  [/[#\\@$]/y, 'this character is not part of formulas'],
  [/[×·⋅∗]/y, 'write * for a product, .* for an entrywise product'],
  [/[−–—]/y, 'write - for minus'],
  [/[²³ᵀ′⊤]/y, "write ^2, ^3 for powers and ' for a transpose"],
  [/⊙/y, 'write .* for an entrywise product'],
];

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** The tokens of a formula, checked: brackets close, operands and operators alternate. */
export function tokenize(text: string): readonly Token[] {
  if (text.length > MAX_LENGTH)
    throw new FormulaError(
      'too-large',
      `the formula has ${text.length} characters; at most ${MAX_LENGTH} are read. Name parts of it in "define"`,
      { start: 0, end: 0 },
    );
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    at += match(SPACE, text, at)?.length ?? 0;
    if (at >= text.length) break;
    const token = next(text, at);
    tokens.push(token);
    at = token.end;
  }
  checkSequence(tokens, text);
  return tokens;
}

function next(text: string, at: number): Token {
  for (const [kind, pattern] of [
    ['number', NUMBER],
    ['name', NAME],
    ['symbol', SYMBOL],
  ] as const) {
    const found = match(pattern, text, at);
    if (found === undefined) continue;
    const token = { kind, text: found, start: at, end: at + found.length };
    if (kind === 'number' && found === '0' && /[xXbBoO]/.test(text[at + 1] ?? ''))
      throw new FormulaError('syntax', 'hexadecimal, octal and binary numbers are not part of formulas', token);
    const why = kind === 'name' ? RESERVED_WORDS.get(found) : undefined;
    if (why !== undefined) throw new FormulaError('syntax', why, token);
    return token;
  }
  for (const [pattern, advice] of REFUSED) {
    const found = match(pattern, text, at);
    if (found !== undefined)
      throw new FormulaError('syntax', `unexpected ${found}: ${advice}`, { start: at, end: at + found.length });
  }
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  throw new FormulaError('syntax', `unexpected character ${JSON.stringify(character)}`, {
    start: at,
    end: at + character.length,
  });
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

/** Walks over the tokens once: is an operand or an operator expected, and which brackets are open? */
function checkSequence(tokens: readonly Token[], text: string): void {
  const open: Token[] = [];
  let previous: Token | undefined;
  let complete = false;
  const refuse = (message: string, token: Span): FormulaError => new FormulaError('syntax', message, token);
  for (const token of tokens) {
    if (token.kind !== 'symbol') {
      if (complete) throw implicitProduct(tokens, token, text);
      complete = true;
    } else if (token.text === '(' || token.text === '[') {
      const isCall = token.text === '(' && previous?.kind === 'name';
      if (complete && token.text === '[')
        throw refuse('entries cannot be taken out of a vector or matrix with [ ]', token);
      if (complete && !isCall) throw implicitProduct(tokens, token, text);
      open.push(token);
      if (open.length > MAX_NESTING)
        throw new FormulaError(
          'too-large',
          `brackets are nested deeper than ${MAX_NESTING}. Name parts of the formula in "define"`,
          token,
        );
      complete = false;
    } else if (token.text === ')' || token.text === ']') {
      const bracket = open.pop();
      if (bracket === undefined || CLOSING[bracket.text] !== token.text)
        throw refuse(`"${token.text}" closes nothing${bracket ? `: "${bracket.text}" is open` : ''}`, token);
      if (!complete) throw refuse(`something is missing before "${token.text}"`, token);
    } else if (token.text === ',' || token.text === ';') {
      const inside = open.at(-1)?.text;
      if (inside === undefined || (token.text === ';' && inside !== '['))
        throw refuse(`"${token.text}" stands outside ${token.text === ';' ? 'a matrix [ ]' : 'brackets'}`, token);
      if (!complete) throw refuse(`something is missing before "${token.text}"`, token);
      complete = false;
    } else if (token.text === "'") {
      if (!complete)
        throw refuse("' transposes what stands before it, and nothing does; strings are not part of formulas", token);
    } else {
      if (!complete && token.text !== '-' && token.text !== '+')
        throw refuse(
          token.text === '*' && previous?.text === '*'
            ? 'write ^ for a power'
            : `something is missing before "${token.text}"`,
          token,
        );
      complete = false;
    }
    previous = token;
  }
  const bracket = open.at(-1);
  if (bracket !== undefined) throw refuse(`"${bracket.text}" is never closed`, bracket);
  const end = { start: text.length, end: text.length };
  if (tokens.length === 0) throw refuse('the formula is empty', end);
  if (!complete) throw refuse(`something is missing after "${previous?.text ?? ''}"`, previous ?? end);
}

/** Two operands side by side: what to write instead. */
function implicitProduct(tokens: readonly Token[], token: Token, text: string): FormulaError {
  const at = tokens.indexOf(token);
  const before = tokens[at - 1];
  const name = tokens[at - 2];
  const left = before?.text ?? '';
  if (left === "'" && name?.kind === 'name' && token.text === '(')
    return new FormulaError(
      'syntax',
      `${name.text}'(…) is read as ${name.text}' times (…): write ${name.text}(…)' for the transpose of a value, ` +
        `or ${name.text}'*(…) for the product`,
      { start: name.start, end: token.end },
    );
  const shown = text.slice(before?.start ?? 0, token.end);
  return new FormulaError(
    'syntax',
    `a product needs its sign: write ${left}*${token.text} for ${shown}, with parentheses where it stands under a division`,
    { start: before?.start ?? 0, end: token.end },
  );
}
