/** Sums, products, entrywise products and powers of formulas, with shape errors in the words of the formula. */
import * as build from './build.js';
import type { Expression, Shape } from './expression.js';
import { FormulaError, type Span } from './parse-error.js';
import type { BinaryNode, BinaryOperator, FormulaNode } from './parse-syntax.js';
import * as Q from './rational.js';
import { describeShape, isScalarShape, isSquareShape, isVectorShape, matrixShape, sameShape } from './shape.js';
import { UNIT } from './size.js';

export interface OperatorContext {
  readonly text: string;
  readonly read: (node: FormulaNode) => Expression;
  /** Passes on a part that may be undefined, and returns it. */
  readonly note: (part: Expression) => Expression;
}

/** An operand with its part of the text. */
interface Operand {
  readonly value: Expression;
  readonly span: Span;
}

type Family = 'sum' | 'product' | 'entrywise' | 'power';

const FAMILY: Readonly<Record<BinaryOperator, Family>> = {
  '+': 'sum',
  '-': 'sum',
  '*': 'product',
  '/': 'product',
  '.*': 'entrywise',
  './': 'entrywise',
  '^': 'power',
  '.^': 'power',
};

/** The value of a chain of binary operators, read from left to right; runs of one kind become one sum or product. */
export function fold(node: BinaryNode, context: OperatorContext): Expression {
  if (FAMILY[node.operator] === 'power') return powerOf(node, context);
  const steps: BinaryNode[] = [];
  let first: FormulaNode = node;
  while (first.kind === 'binary' && FAMILY[first.operator] !== 'power') {
    steps.push(first);
    first = first.left;
  }
  let result: Operand = { value: context.read(first), span: first };
  let run: { operator: BinaryOperator; operand: Operand }[] = [];
  let family: Family | undefined;
  const close = (next: BinaryOperator | undefined): void => {
    const last = run.at(-1);
    if (last === undefined || family === undefined) return;
    const span = { start: result.span.start, end: last.operand.span.end };
    result = { value: join(family, result, run, next, context), span };
    run = [];
  };
  for (const step of steps.reverse()) {
    const current = FAMILY[step.operator];
    if (family !== undefined && current !== family) close(step.operator);
    family = current;
    run.push({ operator: step.operator, operand: { value: context.read(step.right), span: step.right } });
  }
  close(undefined);
  return result.value;
}

function join(
  family: Family,
  first: Operand,
  rest: readonly { operator: BinaryOperator; operand: Operand }[],
  next: BinaryOperator | undefined,
  context: OperatorContext,
): Expression {
  switch (family) {
    case 'sum':
      return sumOf(first, rest, context);
    case 'product':
      return productOf(first, rest, context);
    case 'entrywise':
      return entrywiseOf(first, rest, next, context);
    case 'power':
      throw new Error('internal error: powers are not chains');
  }
}

type Rest = readonly { operator: BinaryOperator; operand: Operand }[];

/** a + b - c; a scalar is added to every entry. */
function sumOf(first: Operand, rest: Rest, context: OperatorContext): Expression {
  const operands = [first, ...rest.map((r) => r.operand)];
  const main = operands.find((o) => !isScalarShape(o.value.shape));
  if (main !== undefined)
    for (const [i, operand] of operands.entries()) {
      if (isScalarShape(operand.value.shape) || sameShape(operand.value.shape, main.value.shape)) continue;
      const name = rest[i - 1]?.operator === '-' ? 'difference' : 'sum';
      throw mismatch(name, operandShape(main), operand, '', context);
    }
  const shape = (main ?? first).value.shape;
  const terms = operands.map(({ value }, i) => {
    const term = build.broadcast(value, shape);
    return rest[i - 1]?.operator === '-' ? build.negate(term) : term;
  });
  return build.sum(...terms);
}

/** A*B*c/s: matrix products from left to right, division by scalars. */
function productOf(first: Operand, rest: Rest, context: OperatorContext): Expression {
  let left = first;
  let shape = first.value.shape;
  const factors = [first.value];
  for (const { operator, operand } of rest) {
    const { value } = operand;
    if (operator === '/') {
      if (!isScalarShape(value.shape))
        throw new FormulaError(
          'shape',
          `division by ${shown(operand, context)}, which is a ${describeShape(value.shape)}: ` +
            'write ./ to divide entry by entry, or *inv(A) for a matrix',
          operand.span,
          value,
        );
      factors.push(context.note(build.reciprocal(value)));
      continue;
    }
    if (isScalarShape(shape)) shape = value.shape;
    else if (!isScalarShape(value.shape)) {
      if (shape.columns !== value.shape.rows) {
        const product = { shape, span: { start: first.span.start, end: left.span.end } };
        throw mismatch('matrix product', product, operand, productAdvice(shape, value.shape), context);
      }
      shape = matrixShape(shape.rows, value.shape.columns);
    }
    factors.push(value);
    left = operand;
  }
  return build.product(...factors);
}

function productAdvice(a: Shape, b: Shape): string {
  if (sameShape(a, b) && isVectorShape(a)) return "; write a'*b for the inner product, a.*b entry by entry";
  if (a.columns === b.columns) return '; is a transpose missing?';
  return '';
}

/** a.*b./c of one shape; scalars stand for every entry. */
function entrywiseOf(
  first: Operand,
  rest: Rest,
  next: BinaryOperator | undefined,
  context: OperatorContext,
): Expression {
  const operands = [first, ...rest.map((r) => r.operand)];
  const main = operands.find((o) => !isScalarShape(o.value.shape));
  for (const operand of operands) {
    if (main === undefined || isScalarShape(operand.value.shape) || sameShape(operand.value.shape, main.value.shape))
      continue;
    const advice =
      next === '*' || next === '/'
        ? `; .* and * are read from left to right, so that parentheses are needed: ${shown(main, context)}.*(${shown(operand, context)}*…)`
        : '';
    throw mismatch('entrywise product', operandShape(main), operand, advice, context);
  }
  const factors = [
    first.value,
    ...rest.map(({ operator, operand }) =>
      operator === './' ? context.note(build.reciprocal(operand.value)) : operand.value,
    ),
  ];
  return build.hadamard(...factors);
}

/** a^b and a.^b. */
function powerOf(node: BinaryNode, context: OperatorContext): Expression {
  if (node.right.kind === 'unary' && node.right.operator === "'")
    throw new FormulaError(
      'syntax',
      `' belongs to the exponent here: write (…)' around the power, or parentheses around the exponent`,
      node.right,
    );
  const base = context.read(node.left);
  const exponent = context.read(node.right);
  const on = { value: base, span: node.left };
  if (!isScalarShape(exponent.shape))
    throw new FormulaError(
      'shape',
      `an exponent must be a scalar, but ${shown({ span: node.right }, context)} is a ${describeShape(exponent.shape)}; c^x of vectors is exp(log(c)*x)`,
      node.right,
      exponent,
    );
  if (isScalarShape(base.shape) || node.operator === '.^') return context.note(build.power(base, exponent));
  const found = `${shown(on, context)} is a ${describeShape(base.shape)}`;
  if (!isSquareShape(base.shape))
    throw new FormulaError(
      'shape',
      `${found}, which has no power ^: write .^ for the power of every entry`,
      node,
      base,
    );
  const n = exponent.kind === 'number' && Q.isInteger(exponent.value) ? Number(exponent.value.numerator) : undefined;
  if (n === undefined || Math.abs(n) > MAX_MATRIX_POWER)
    throw new FormulaError(
      'unsupported',
      `${found}, and its power ^ needs a whole exponent up to ${MAX_MATRIX_POWER}: write .^ for the power of every entry`,
      node,
      base,
    );
  if (n === 0) return build.identity(base.shape.rows);
  const factor = n < 0 ? context.note(build.apply('inv', base)) : base;
  return build.product(...Array.from({ length: Math.abs(n) }, () => factor));
}

const MAX_MATRIX_POWER = 64;

const LONGEST_SHOWN = 60;

function shown({ span }: { readonly span: Span }, { text }: OperatorContext): string {
  const part = text.slice(span.start, span.end).replace(/\s+/g, ' ');
  return part.length <= LONGEST_SHOWN ? part : `${part.slice(0, LONGEST_SHOWN)}…`;
}

const operandShape = ({ value, span }: Operand) => ({ shape: value.shape, span });

function mismatch(
  operation: string,
  a: { readonly shape: Shape; readonly span: Span },
  b: Operand,
  advice: string,
  context: OperatorContext,
): FormulaError {
  return new FormulaError(
    'shape',
    `${operation}: ${shown(a, context)} is a ${describeShape(a.shape)}, but ` +
      `${shown(b, context)} is a ${describeShape(b.value.shape)}${advice || sizeAdvice(a.shape, b.value.shape)}`,
    { start: Math.min(a.span.start, b.span.start), end: Math.max(a.span.end, b.span.end) },
    b.value,
  );
}

/** Where a size written as a number meets a dimension, which may have that number as its value. */
function sizeAdvice(a: Shape, b: Shape): string {
  const sizes = [a.rows, a.columns, b.rows, b.columns].filter((size) => size !== UNIT);
  const literal = sizes.find((size) => /^\d+$/.test(size));
  const dimension = sizes.find((size) => !/^\d+$/.test(size));
  if (literal === undefined || dimension === undefined) return '';
  return `; if ${literal} is meant to be ${dimension}, write ${dimension} in the shape`;
}
