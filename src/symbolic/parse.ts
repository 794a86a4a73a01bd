/** Formulas of design files as expressions: names get their meaning, shapes are checked, numbers are exact. */
import * as build from './build.js';
import type { Expression } from './expression.js';
import { nearest, suggestion } from './nearest.js';
import { FormulaError, locate, type Span } from './parse-error.js';
import { builtIn, FUNCTION_NAMES } from './parse-functions.js';
import { fold } from './parse-operators.js';
import { type ArgumentSource, type FormulaScope, lagrangianCall, namesOfLagrangian } from './parse-scope.js';
import { type FormulaNode, parseSyntax } from './parse-syntax.js';
import { isPartial } from './partial.js';
import * as Q from './rational.js';
import { applyFormula } from './rewrite.js';
import { describeShape, isScalarShape, isVectorShape } from './shape.js';
import { addSizes, type Size } from './size.js';

export { FormulaError } from './parse-error.js';
export { FUNCTION_NAMES } from './parse-functions.js';
export type { ArgumentSource, FormulaFunction, FormulaScope } from './parse-scope.js';

/**
 * The expression that a formula denotes. Every refusal is a `FormulaError`, whose `span` says which characters of the
 * text are at fault.
 */
export function parseExpression(text: string, scope: FormulaScope): Expression {
  const reader = new Reader(text, scope);
  const tree = parseSyntax(text);
  try {
    return reader.read(tree);
  } catch (error) {
    if (error instanceof RangeError)
      throw new FormulaError('too-large', 'the formula is too large. Name parts of it in "define"', {
        start: 0,
        end: text.length,
      });
    throw error;
  }
}

/** The largest decimal exponent of a literal, and the most bits of an exact number. */
const MAX_EXPONENT = 308;
const MAX_BITS = 20_000n;

/** Names that mathjs, MATLAB or Python know, with what to write here. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['e', 'write exp(x), or exp(1) for the number'],
  ['E', 'write exp(x), or exp(1) for the number'],
  ['i', 'complex numbers are not part of formulas'],
  ['ln', 'write log(x)'],
  ['eye', 'write identity(N)'],
  ['I', 'write identity(N)'],
  ['tr', 'write trace(A)'],
  ['det', 'there is no determinant in formulas'],
  ['Inf', 'there is no infinity in formulas'],
  ['inf', 'there is no infinity in formulas'],
  ['maximum', 'write max(a, b)'],
  ['minimum', 'write min(a, b)'],
  ['heaviside', 'write step(x)'],
  ['arctan', 'write atan(x)'],
  ['ctranspose', 'write transpose(A)'],
  ['eigs', 'write lambda_min(A) or lambda_max(A)'],
]);

class Reader {
  readonly #text: string;
  readonly #scope: FormulaScope;

  constructor(text: string, scope: FormulaScope) {
    this.#text = text;
    this.#scope = scope;
  }

  /** The expression of a node; an error without a place gets that of the node. */
  readonly read = (node: FormulaNode): Expression => {
    try {
      const e = this.#read(node);
      if (e.kind === 'number' && bits(e.value) > MAX_BITS)
        throw new FormulaError('too-large', 'a number in the formula is too large', node);
      return e;
    } catch (error) {
      throw locate(error, node);
    }
  };

  #read(node: FormulaNode): Expression {
    switch (node.kind) {
      case 'number':
        return this.#number(node.text, node);
      case 'name':
        return this.#name(node.name, node);
      case 'call':
        return this.#call(node.name, node.args, node);
      case 'group':
        return this.read(node.content);
      case 'unary': {
        if (node.operator === "'" && node.argument.kind === 'number')
          throw new FormulaError(
            'syntax',
            `' transposes the number ${node.argument.text} alone: write (…)' around what it is meant for`,
            node,
          );
        if (node.operator === "'" && node.argument.kind === 'name') this.#refuseFunction(node.argument.name, node);
        const argument = this.read(node.argument);
        if (node.operator === "'") return build.transpose(argument);
        return node.operator === '-' ? build.negate(argument) : argument;
      }
      case 'binary':
        return fold(node, { text: this.#text, read: this.read, note: this.#note });
      case 'matrix':
        return build.block(node.rows.map((row) => row.map(this.read)));
    }
  }

  readonly #note = (part: Expression): Expression => {
    if (this.#scope.note !== undefined && isPartial(part)) this.#scope.note(part);
    return part;
  };

  #number(text: string, span: Span): Expression {
    const exponent = Number(/[eE]([+-]?\d+)$/.exec(text)?.[1] ?? 0);
    if (Math.abs(exponent) > MAX_EXPONENT || !Number.isFinite(Number(text)))
      throw new FormulaError('too-large', `the number ${text} is outside what can be computed with`, span);
    return build.number(Q.fromDecimal(text));
  }

  #name(name: string, span: Span): Expression {
    const { symbols, dimensions, functions, note, notes } = this.#scope;
    const known = symbols.get(name);
    if (known !== undefined) {
      for (const part of notes?.get(name) ?? []) note?.(part);
      return known;
    }
    if (dimensions.has(name)) return build.sizeNumber(name);
    const extra = functions?.get(name);
    if (extra !== undefined) return extra([]);
    if (name === 'pi') return build.PI;
    this.#refuseFunction(name, span);
    throw this.#unknown(name, span);
  }

  /** A function that stands without its argument. */
  #refuseFunction(name: string, span: Span): void {
    if (this.#scope.symbols.has(name) || this.#scope.dimensions.has(name)) return;
    if (lagrangianCall(name, this.#scope.lagrangians) !== undefined || FUNCTION_NAMES.has(name))
      throw new FormulaError('syntax', `${name} is a function: write ${name}(…) with its argument`, span);
  }

  #unknown(name: string, span: Span): FormulaError {
    const { symbols, dimensions, functions, lagrangians, explain } = this.#scope;
    const why = explain?.(name);
    if (why !== undefined) return new FormulaError('unknown-name', why, span);
    const candidates = [
      ...symbols.keys(),
      ...lagrangians.flatMap(namesOfLagrangian),
      ...dimensions,
      ...(functions?.keys() ?? []),
      ...FUNCTION_NAMES,
      'pi',
    ];
    const hint = HINTS.get(name);
    const advice = hint !== undefined ? `: ${hint}` : suggestion(name, candidates);
    const declared = [...symbols.keys(), ...dimensions].slice(0, 12).join(', ');
    const rest = advice !== '' || declared === '' ? '' : `; declared are ${declared}`;
    return new FormulaError('unknown-name', `unknown name "${shorten(name)}"${advice}${rest}`, span);
  }

  #call(name: string, args: readonly FormulaNode[], span: Span): Expression {
    const { symbols, dimensions, functions, lagrangians } = this.#scope;
    const extra = functions?.get(name);
    if (extra !== undefined) return extra(args.map(this.#source));
    const call = lagrangianCall(name, lagrangians);
    if (call !== undefined) {
      const expected = Math.max(1, call.order - 1);
      if (args.length !== expected)
        throw new FormulaError(
          'syntax',
          `${name} is called with ${args.length} arguments; it takes ${expected === 1 ? 'one vector' : `${expected} vectors`}`,
          span,
        );
      const [z, ...directions] = args.map((arg) => {
        const e = this.read(arg);
        if (!isVectorShape(e.shape) && !isScalarShape(e.shape))
          throw new FormulaError(
            'shape',
            `${name} needs a vector, but ${this.#shown(arg)} is a ${describeShape(e.shape)}`,
            arg,
            e,
          );
        return e;
      });
      for (const part of this.#scope.notesOfLagrangian?.(call.lagrangian.name, z as Expression) ?? []) this.#note(part);
      const authored = call.order === 1 ? this.#scope.gradients?.get(call.lagrangian.name) : undefined;
      if (authored !== undefined) return this.#note(applyFormula(authored, z as Expression));
      return this.#note(build.lagrangian(call.lagrangian, call.order, z as Expression, directions));
    }
    const known = builtIn(name);
    if (known !== undefined) return this.#note(known(args.map(this.#source)));
    if (symbols.has(name) || dimensions.has(name)) {
      const shown = args.map((arg) => this.#shown(arg)).join(', ');
      throw new FormulaError('syntax', `${name} is not a function: write ${name}*(${shown}) for the product`, span);
    }
    throw this.#unknown(name, { start: span.start, end: span.start + name.length });
  }

  #shown(span: Span): string {
    return shorten(this.#text.slice(span.start, span.end).replace(/\s+/g, ' '));
  }

  readonly #source = (node: FormulaNode): ArgumentSource => ({
    text: this.#text.slice(node.start, node.end),
    span: { start: node.start, end: node.end },
    name: node.kind === 'name' ? node.name : undefined,
    expression: () => this.read(node),
    size: () => this.#size(node),
  });

  #size(node: FormulaNode): Size {
    const size = sizeOf(this.read(node));
    if (size !== undefined) return size;
    const { dimensions } = this.#scope;
    const near = node.kind === 'name' ? nearest(node.name, dimensions) : undefined;
    throw new FormulaError(
      'syntax',
      `a size is a dimension or a whole number ≥ 1, but found ${this.#shown(node)}` +
        (near === undefined ? '' : `; did you mean "${near}"?`),
      node,
    );
  }
}

const bits = (q: Q.Rational): bigint =>
  BigInt(q.numerator.toString(16).length + q.denominator.toString(16).length) * 4n;

const LONGEST_SHOWN = 60;
const shorten = (text: string): string => (text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`);

const MAX_SIZE = 100_000;

/** The size that a scalar expression denotes: `N`, `3`, `N + M`, `2*N`. */
export function sizeOf(e: Expression): Size | undefined {
  if (e.kind === 'size') return e.size;
  if (e.kind === 'number') {
    const n = Number(e.value.numerator);
    return Q.isInteger(e.value) && n >= 1 && n <= MAX_SIZE ? String(n) : undefined;
  }
  if (e.kind === 'sum') {
    const parts = e.terms.map(sizeOf);
    return parts.every((part) => part !== undefined) ? addSizes(parts) : undefined;
  }
  if (e.kind === 'product' && e.factors.length === 2) {
    const [count, size] = e.factors.map(sizeOf);
    if (count !== undefined && size !== undefined && /^\d+$/.test(count) && Number(count) <= 1000)
      return addSizes(Array.from({ length: Number(count) }, () => size));
  }
  return undefined;
}
