/** Formulas as syntax trees with places: mathjs parses, the tokens give each node its part of the text. */
import { invariant } from './error.js';
import { MathSyntaxError, type MathNode, parseMath } from './mathjs.js';
import { FormulaError, type Span } from './parse-error.js';
import { type Token, tokenize } from './parse-tokens.js';

export type BinaryOperator = '+' | '-' | '*' | '/' | '.*' | './' | '^' | '.^';
export type UnaryOperator = '+' | '-' | "'";

export type FormulaNode =
  | (Span & { readonly kind: 'number'; readonly text: string })
  | (Span & { readonly kind: 'name'; readonly name: string })
  | (Span & { readonly kind: 'call'; readonly name: string; readonly args: readonly FormulaNode[] })
  | (Span & { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly argument: FormulaNode })
  | BinaryNode
  | (Span & { readonly kind: 'group'; readonly content: FormulaNode })
  | (Span & { readonly kind: 'matrix'; readonly rows: readonly (readonly FormulaNode[])[] });

export interface BinaryNode extends Span {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: FormulaNode;
  readonly right: FormulaNode;
}

/** Deepest tree: powers of powers, signs of signs, transposes of transposes. Chains of sums and products are flat. */
const MAX_DEPTH = 400;

/** The fields of mathjs nodes that are read here; `type` tells which are present. */
interface LooseNode {
  readonly type: string;
  readonly op?: string;
  readonly args?: readonly MathNode[];
  readonly items?: readonly MathNode[];
  readonly content?: MathNode;
}

const BINARY: ReadonlySet<string> = new Set(['+', '-', '*', '/', '.*', './', '^', '.^']);
const isBinaryOperator = (text: string | undefined): text is BinaryOperator => text !== undefined && BINARY.has(text);

/** The names of what a formula mentions, in order, without parsing it further. */
export const namesIn = (text: string): readonly string[] =>
  tokenize(text)
    .filter((token) => token.kind === 'name')
    .map((token) => token.text);

/** Parses a formula; every way to fail is a `FormulaError`. */
export function parseSyntax(text: string): FormulaNode {
  const tokens = tokenize(text);
  const tooDeep = (): FormulaError =>
    new FormulaError('too-large', 'the formula is nested too deeply. Name parts of it in "define"', {
      start: 0,
      end: text.length,
    });
  try {
    const placer = new Placer(tokens, tooDeep);
    const tree = placer.node(parseMath(text.replace(/[\t\r\n]/g, ' ')), 0);
    placer.finish();
    return tree;
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    if (error instanceof MathSyntaxError)
      throw new FormulaError('syntax', `not a formula: ${error.message}`, {
        start: error.offset,
        end: error.offset + 1,
      });
    throw error;
  }
}

/** Reads the tokens along with the tree of mathjs, so that both readings are known to agree. */
class Placer {
  readonly #tokens: readonly Token[];
  readonly #tooDeep: () => FormulaError;
  #at = 0;

  constructor(tokens: readonly Token[], tooDeep: () => FormulaError) {
    this.#tokens = tokens;
    this.#tooDeep = tooDeep;
  }

  finish(): void {
    invariant(this.#at === this.#tokens.length, 'a formula was not read to its end');
  }

  #take(text?: string): Token {
    const token = this.#tokens[this.#at];
    invariant(token !== undefined && (text === undefined || token.text === text), 'two readings of a formula differ');
    this.#at += 1;
    return token;
  }

  node(node: MathNode, depth: number): FormulaNode {
    if (depth > MAX_DEPTH) throw this.#tooDeep();
    // The left operands of a long sum or product are nested as deep as it is long: they are walked in a loop.
    const spine: { operator: BinaryOperator; right: MathNode }[] = [];
    let base: MathNode = node;
    for (;;) {
      const { type, op, args } = base as unknown as LooseNode;
      const [left, right] = args ?? [];
      if (type !== 'OperatorNode' || !isBinaryOperator(op) || left === undefined || right === undefined) break;
      spine.push({ operator: op, right });
      base = left;
    }
    let result = this.#operand(base, depth);
    for (const { operator, right } of spine.reverse()) {
      this.#take(operator);
      const operand = this.node(right, depth + 1);
      result = { kind: 'binary', operator, left: result, right: operand, start: result.start, end: operand.end };
    }
    return result;
  }

  #operand(node: MathNode, depth: number): FormulaNode {
    const { type, op, args = [], items = [], content } = node as unknown as LooseNode;
    switch (type) {
      case 'ConstantNode': {
        const token = this.#take();
        return { kind: 'number', text: token.text, start: token.start, end: token.end };
      }
      case 'SymbolNode': {
        const token = this.#take();
        return { kind: 'name', name: token.text, start: token.start, end: token.end };
      }
      case 'ParenthesisNode': {
        const { start } = this.#take('(');
        invariant(content !== undefined, 'parentheses without content');
        const inside = this.node(content, depth + 1);
        return { kind: 'group', content: inside, start, end: this.#take(')').end };
      }
      case 'FunctionNode': {
        const name = this.#take();
        this.#take('(');
        const values = this.#list(args, depth);
        return { kind: 'call', name: name.text, args: values, start: name.start, end: this.#take(')').end };
      }
      case 'ArrayNode':
        return this.#matrix(items, depth);
      case 'OperatorNode': {
        const [operand] = args;
        invariant(operand !== undefined && args.length === 1, 'an operator without operand');
        if (op === "'") {
          const argument = this.node(operand, depth + 1);
          return { kind: 'unary', operator: "'", argument, start: argument.start, end: this.#take("'").end };
        }
        invariant(op === '-' || op === '+', 'an unknown sign');
        const { start } = this.#take(op);
        const argument = this.node(operand, depth + 1);
        return { kind: 'unary', operator: op, argument, start, end: argument.end };
      }
      default:
        throw new FormulaError('syntax', 'this is not part of formulas', this.#take());
    }
  }

  #list(items: readonly MathNode[], depth: number): FormulaNode[] {
    return items.map((item, i) => {
      if (i > 0) this.#take(',');
      return this.node(item, depth + 1);
    });
  }

  /** `[a, b; c, d]`, or `[[a, b], [c, d]]`, or one row `[a, b]`. */
  #matrix(items: readonly MathNode[], depth: number): FormulaNode {
    const hasRows = this.#separators().has(';');
    const { start } = this.#take('[');
    const itemsOf = (item: MathNode): readonly MathNode[] => (item as unknown as LooseNode).items ?? [];
    let rows: FormulaNode[][];
    if (hasRows)
      rows = items.map((item, i) => {
        if (i > 0) this.#take(';');
        return this.#list(itemsOf(item), depth);
      });
    else {
      const row = this.#list(items, depth);
      const lists = row.map((item) => (item.kind === 'matrix' && item.rows.length === 1 ? item.rows[0] : undefined));
      rows = lists.every((list) => list !== undefined) ? lists.map((list) => [...list]) : [row];
    }
    return { kind: 'matrix', rows, start, end: this.#take(']').end };
  }

  /** The separators at the level of the bracket that opens next. */
  #separators(): Set<string> {
    const found = new Set<string>();
    let level = 0;
    for (let i = this.#at; i < this.#tokens.length; i += 1) {
      const text = this.#tokens[i]?.text ?? '';
      if (text === '(' || text === '[') level += 1;
      else if (text === ')' || text === ']') level -= 1;
      else if (level === 1 && (text === ',' || text === ';')) found.add(text);
      if (level === 0) break;
    }
    return found;
  }
}
