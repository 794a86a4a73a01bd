/**
 * Constructors of expressions. They check shapes, flatten nested sums and products, fold exact numbers and push
 * transposes to the leaves. They never cancel: `x/x` stays, since it is undefined at 0.
 *
 * A product is kept as: a number other than 1, then scalar factors, then a chain of non-scalar factors whose inner
 * sizes match. A scalar inside a product of other shape stays one factor.
 */
import { ExpressionError } from './error.js';
import type { Expression, Fact, FunctionName, Lagrangian, Shape, SymbolExpression } from './expression.js';
import { sameExpression } from './identity.js';
import { print } from './print-text.js';
import * as Q from './rational.js';
import {
  describeShape,
  isRowShape,
  isScalarShape,
  isSquareShape,
  isVectorShape,
  matrixShape,
  SCALAR,
  sameShape,
  transposedShape,
  vectorShape,
} from './shape.js';
import { addSizes, type Size, UNIT } from './size.js';

export const number = (value: Q.Rational | number | bigint): Expression => ({
  kind: 'number',
  shape: SCALAR,
  value:
    typeof value === 'object' ? value : typeof value === 'number' ? Q.fromDecimal(String(value)) : Q.rational(value),
});
export const ZERO = number(0);
export const ONE = number(1);
export const HALF = number(Q.rational(1, 2));
export const PI: Expression = { kind: 'constant', name: 'pi', shape: SCALAR };

/** A size as a number: `N` is itself, `2*N+M` the sum of what it consists of. */
export function sizeNumber(size: Size): Expression {
  const terms = size.split('+').map((term) => {
    const [name = '', count = '1'] = term.split('*').reverse();
    const one: Expression = /^\d+$/.test(name) ? number(Number(name)) : { kind: 'size', size: name, shape: SCALAR };
    return product(number(Number(count)), one);
  });
  return sum(...terms);
}

export const symbol = (
  name: string,
  shape: Shape,
  role: SymbolExpression['role'] = 'variable',
  facts: Iterable<Fact> = [],
): SymbolExpression => ({ kind: 'symbol', name, shape, role, facts: new Set(facts) });

export const identity = (size: Size): Expression =>
  size === UNIT ? ONE : { kind: 'identity', shape: matrixShape(size, size) };
export const ones = (shape: Shape): Expression => (isScalarShape(shape) ? ONE : { kind: 'ones', shape });
/** The zero of a shape: 0 times the ones. */
export const zero = (shape: Shape): Expression =>
  isScalarShape(shape) ? ZERO : { kind: 'product', shape, factors: [ZERO, ones(shape)] };

export const isNumber = (e: Expression, value?: number): boolean =>
  e.kind === 'number' && (value === undefined || Q.equals(e.value, Q.rational(value)));
export const isZero = (e: Expression): boolean =>
  isNumber(e, 0) || (e.kind === 'product' && isNumber(e.factors[0] ?? ONE, 0));
export const isScalar = (e: Expression): boolean => isScalarShape(e.shape);
export const isVector = (e: Expression): boolean => isVectorShape(e.shape);

function mismatch(operation: string, a: Expression, b: Expression): ExpressionError {
  return new ExpressionError(
    'shape',
    `${operation}: ${print(a)} is a ${describeShape(a.shape)}, but ${print(b)} is a ${describeShape(b.shape)}`,
    b,
  );
}

function wrongShape(operation: string, wanted: string, e: Expression): ExpressionError {
  return new ExpressionError(
    'shape',
    `${operation} needs a ${wanted}, but ${print(e)} is a ${describeShape(e.shape)}`,
    e,
  );
}

/** A scalar times the ones of a shape, where the shape is not a scalar already. */
export const broadcast = (e: Expression, shape: Shape): Expression =>
  isScalar(e) && !isScalarShape(shape) ? product(e, ones(shape)) : e;

/** Sum of terms of one shape. */
export function sum(...terms: readonly Expression[]): Expression {
  const [first] = terms;
  if (first === undefined) return ZERO;
  const flat: Expression[] = [];
  let constant = Q.ZERO;
  for (const term of terms) {
    if (!sameShape(term.shape, first.shape)) throw mismatch('sum', first, term);
    for (const part of term.kind === 'sum' ? term.terms : [term]) {
      if (part.kind === 'number') constant = Q.add(constant, part.value);
      else if (!isZero(part)) flat.push(part);
    }
  }
  if (!Q.isZero(constant)) flat.push(number(constant));
  if (flat.length === 0) return zero(first.shape);
  return flat.length === 1 ? (flat[0] as Expression) : { kind: 'sum', shape: first.shape, terms: flat };
}

/** Product from left to right; scalars scale. */
export function product(...factors: readonly Expression[]): Expression {
  const shape = productShape(factors);
  if (factors.length === 1) return factors[0] as Expression;
  let coefficient = Q.ONE;
  const scalars: Expression[] = [];
  const chain: Expression[] = [];
  const visit = (factor: Expression): void => {
    if (factor.kind === 'number') coefficient = Q.multiply(coefficient, factor.value);
    else if (factor.kind === 'product' && (!isScalar(factor) || factor.factors.every(isScalar)))
      factor.factors.forEach(visit);
    else if (factor.kind === 'product' && factor.factors[0]?.kind === 'number') {
      coefficient = Q.multiply(coefficient, factor.factors[0].value);
      visit(product(...factor.factors.slice(1)));
    } else if (isScalar(factor)) scalars.push(factor);
    else chain.push(factor);
  };
  const flat = factors.flatMap((f) => (f.kind === 'product' && !isScalar(f) ? f.factors : [f]));
  const groups = groupScalars(flat);
  if (groups.length === 1) flat.forEach(visit);
  else for (const group of groups) visit(product(...group));
  // Beside other scalar factors, a chain with a scalar value is one factor too.
  if (isScalarShape(shape) && chain.length > 0 && scalars.length > 0)
    scalars.push(finish(Q.ONE, [], chain.splice(0), SCALAR));
  return finish(coefficient, scalars, chain, shape);
}

function finish(coefficient: Q.Rational, scalars: Expression[], chain: Expression[], shape: Shape): Expression {
  if (Q.isZero(coefficient)) return zero(shape);
  const [only] = scalars;
  if (chain.length === 0 && scalars.length === 1 && only?.kind === 'product')
    return Q.isOne(coefficient) ? only : { kind: 'product', shape, factors: [number(coefficient), ...only.factors] };
  const matrices = withoutOrthogonalPairs(chain.filter((f) => f.kind !== 'identity'));
  if (matrices.length === 0 && chain.length > 0) matrices.push(identity(shape.rows));
  const shorter = withoutDiagonalOfOnes(matrices);
  if (shorter !== undefined) return product(number(coefficient), ...scalars, ...shorter);
  const all = [...(Q.isOne(coefficient) ? [] : [number(coefficient)]), ...scalars, ...matrices];
  if (all.length === 0) return ONE;
  if (all.length === 1) return all[0] as Expression;
  return { kind: 'product', shape, factors: all };
}

const isOrthogonal = (e: Expression): boolean =>
  (e.kind === 'symbol' && e.facts.has('orthogonal')) || (e.kind === 'function' && e.name === 'polar');

/** O'O = OO' = I inside a chain of factors. */
function withoutOrthogonalPairs(chain: readonly Expression[]): Expression[] {
  const kept: Expression[] = [];
  for (const factor of chain) {
    const last = kept[kept.length - 1];
    const inverse =
      last !== undefined && isOrthogonal(orthogonalCore(factor)) && sameExpression(transpose(factor), last);
    if (inverse) kept.pop();
    else kept.push(factor);
  }
  return kept;
}

/** diag(v) 1 is v and 1' diag(v) is v': a chain in which that is written out, where it occurs. */
function withoutDiagonalOfOnes(chain: readonly Expression[]): readonly Expression[] | undefined {
  for (const [i, left] of chain.entries()) {
    const right = chain[i + 1];
    if (right === undefined) return undefined;
    const v =
      left.kind === 'diag' && right.kind === 'ones' && isVector(right)
        ? left.argument
        : left.kind === 'ones' && isRowShape(left.shape) && right.kind === 'diag'
          ? transpose(right.argument)
          : undefined;
    if (v !== undefined) return [...chain.slice(0, i), v, ...chain.slice(i + 2)];
  }
  return undefined;
}

const orthogonalCore = (e: Expression): Expression => (e.kind === 'transpose' ? e.argument : e);

/** The shape of a product from left to right; throws where inner sizes differ. */
function productShape(factors: readonly Expression[]): Shape {
  let shape: Shape = SCALAR;
  let left: Expression | undefined;
  for (const factor of factors) {
    if (isScalarShape(shape)) shape = factor.shape;
    else if (!isScalar(factor)) {
      if (shape.columns !== factor.shape.rows) throw mismatch('matrix product', left as Expression, factor);
      shape = matrixShape(shape.rows, factor.shape.columns);
    }
    if (!isScalar(factor)) left = factor;
  }
  return shape;
}

/**
 * Splits factors into groups: each scalar, each shortest run whose product is a scalar, and the remaining chain. A
 * scalar-valued run becomes one factor, so that the inner sizes of the remaining chain match.
 */
function groupScalars(factors: readonly Expression[]): Expression[][] {
  const groups: Expression[][] = [];
  let open: Expression[] = [];
  for (const factor of factors) {
    if (isScalar(factor)) {
      groups.push([factor]);
      continue;
    }
    open.push(factor);
    if (isScalarShape(productShape(open))) {
      groups.push(open);
      open = [];
    }
  }
  return open.length > 0 ? [...groups, open] : groups;
}

export const negate = (e: Expression): Expression => product(number(-1), e);
export const subtract = (a: Expression, b: Expression): Expression => sum(a, negate(b));
export const scale = (factor: Q.Rational, e: Expression): Expression => product(number(factor), e);

export function transpose(e: Expression): Expression {
  if (isScalar(e)) return e;
  switch (e.kind) {
    case 'symbol':
      if (e.facts.has('symmetric')) return e;
      if (e.facts.has('skew')) return negate(e);
      break;
    case 'identity':
    case 'diag':
      return e;
    case 'ones':
      return ones(transposedShape(e.shape));
    case 'transpose':
      return e.argument;
    case 'sum':
      if (!isVector(e)) return sum(...e.terms.map(transpose));
      break;
    case 'product':
      return product(
        ...e.factors.filter(isScalar),
        ...e.factors
          .filter((f) => !isScalar(f))
          .reverse()
          .map(transpose),
      );
    case 'hadamard':
      if (!isVector(e)) return hadamard(...e.factors.map(transpose));
      break;
    case 'lagrangian':
      if (e.order >= 2) return e;
      break;
    case 'block':
      return block((e.blocks[0] ?? []).map((_, j) => e.blocks.map((row) => transpose(row[j] as Expression))));
    case 'function':
      if (e.name === 'inv' || e.name === 'sqrtm' || e.name === 'expm') return apply(e.name, transpose(e.argument));
      break;
    default:
  }
  return { kind: 'transpose', shape: transposedShape(e.shape), argument: e };
}

/** Entrywise product; scalars broadcast. */
export function hadamard(...factors: readonly Expression[]): Expression {
  const main = factors.find((f) => !isScalar(f));
  if (main === undefined) return product(...factors);
  const scalars: Expression[] = [];
  const flat: Expression[] = [];
  const visit = (factor: Expression): void => {
    if (isScalar(factor)) scalars.push(factor);
    else if (!sameShape(factor.shape, main.shape)) throw mismatch('entrywise product', main, factor);
    else if (factor.kind === 'hadamard') factor.factors.forEach(visit);
    else if (factor.kind === 'product' && factor.factors.some(isScalar)) {
      scalars.push(...factor.factors.filter(isScalar));
      visit(product(...factor.factors.filter((f) => !isScalar(f))));
    } else if (factor.kind !== 'ones') flat.push(factor);
  };
  factors.forEach(visit);
  const body: Expression =
    flat.length === 0
      ? ones(main.shape)
      : flat.length === 1
        ? (flat[0] as Expression)
        : { kind: 'hadamard', shape: main.shape, factors: flat };
  return product(...scalars, body);
}

/** Entrywise power with a scalar exponent. */
export function power(base: Expression, exponent: Expression | number): Expression {
  const e = typeof exponent === 'number' ? number(exponent) : exponent;
  if (!isScalar(e)) throw wrongShape('an exponent', 'scalar', e);
  if (isNumber(e, 1)) return base;
  if (isNumber(e, 0)) return ones(base.shape);
  if (base.kind === 'ones' || isNumber(base, 1)) return base;
  if (e.kind === 'number' && Q.isInteger(e.value)) {
    const n = Number(e.value.numerator);
    if (base.kind === 'number' && Math.abs(n) <= 64 && !(n < 0 && Q.isZero(base.value)))
      return number(Q.power(base.value, n));
    // (b^p)^n = b^(pn) where both sides are defined for the same b: not for p = 1/2, n = 2.
    if (base.kind === 'power' && base.exponent.kind === 'number') {
      const total = Q.multiply(base.exponent.value, e.value);
      if (Q.isInteger(base.exponent.value) || !Q.isInteger(total)) return power(base.base, number(total));
    }
  }
  return { kind: 'power', shape: base.shape, base, exponent: e };
}

export const reciprocal = (e: Expression): Expression => power(e, -1);
export const sqrt = (e: Expression): Expression => power(e, HALF);
/** a / b, entrywise where b is not a scalar. */
export const divide = (a: Expression, b: Expression): Expression =>
  isScalar(b) ? product(reciprocal(b), a) : hadamard(broadcast(a, b.shape), reciprocal(b));

/** An entrywise function of the registry. */
export const map = (name: string, argument: Expression): Expression => ({
  kind: 'map',
  function: name,
  argument,
  shape: argument.shape,
});

export function step(argument: Expression, direction?: Expression): Expression {
  if (direction !== undefined && !sameShape(direction.shape, argument.shape))
    throw mismatch('step', argument, direction);
  return { kind: 'step', argument, direction, shape: argument.shape };
}

/** The diagonal matrix of a vector. */
export function diag(argument: Expression): Expression {
  if (isScalar(argument)) return argument;
  if (!isVector(argument)) throw wrongShape('diag', 'vector', argument);
  if (argument.kind === 'ones') return identity(argument.shape.rows);
  if (argument.kind === 'diagonal' && isDiagonal(argument.argument)) return argument.argument;
  if (argument.kind === 'sum') return sum(...argument.terms.map(diag));
  if (argument.kind === 'product' && argument.factors.some(isScalar))
    return product(
      ...argument.factors.filter(isScalar),
      diag(product(...argument.factors.filter((f) => !isScalar(f)))),
    );
  return { kind: 'diag', argument, shape: matrixShape(argument.shape.rows, argument.shape.rows) };
}

/** Whether an expression is a diagonal matrix by its form or its facts. */
export const isDiagonal = (e: Expression): boolean =>
  e.kind === 'diag' ||
  e.kind === 'identity' ||
  (e.kind === 'symbol' && e.facts.has('diagonal')) ||
  (e.kind === 'lagrangian' &&
    e.order >= 2 &&
    (e.lagrangian.definition.kind === 'entrywise' ||
      (e.lagrangian.definition.kind === 'any' && e.lagrangian.definition.assumptions.has('entrywise'))));

/** The diagonal of a square matrix. */
export function diagonal(argument: Expression): Expression {
  if (isScalar(argument)) return argument;
  if (!isSquareShape(argument.shape)) throw wrongShape('the diagonal', 'square matrix', argument);
  if (argument.kind === 'diag') return argument.argument;
  if (argument.kind === 'identity') return ones(vectorShape(argument.shape.rows));
  if (argument.kind === 'sum') return sum(...argument.terms.map(diagonal));
  if (argument.kind === 'product' && argument.factors.some(isScalar))
    return product(
      ...argument.factors.filter(isScalar),
      diagonal(product(...argument.factors.filter((f) => !isScalar(f)))),
    );
  return { kind: 'diagonal', argument, shape: vectorShape(argument.shape.rows) };
}

/** The sum of all entries, 1'A1. */
export function sumEntries(e: Expression): Expression {
  const left = e.shape.rows === UNIT ? [] : [ones(matrixShape(UNIT, e.shape.rows))];
  const right = e.shape.columns === UNIT ? [] : [ones(vectorShape(e.shape.columns))];
  return product(...left, e, ...right);
}

/** a'b of two vectors of one size. */
export function dot(a: Expression, b: Expression): Expression {
  if (!sameShape(a.shape, b.shape)) throw mismatch('inner product', a, b);
  return product(transpose(a), b);
}

export function lagrangian(
  of: Lagrangian,
  order: number,
  argument: Expression,
  directions: readonly Expression[] = [],
): Expression {
  const n = argument.shape.rows;
  if (!isVector(argument) && !isScalar(argument)) throw wrongShape(of.name, 'vector', argument);
  for (const d of directions) if (!sameShape(d.shape, argument.shape)) throw mismatch(of.name, argument, d);
  const shape = order === 0 ? SCALAR : order === 1 ? vectorShape(n) : matrixShape(n, n);
  if (directions.some(isZero)) return zero(shape);
  return { kind: 'lagrangian', lagrangian: of, order, argument, directions, shape };
}

/** Value shapes and argument shapes of the functions that are not entrywise. */
const FUNCTION_SHAPES = {
  inv: 'square',
  polar: 'square',
  sqrtm: 'square',
  expm: 'square',
  norm: 'any',
  lambda_min: 'square-to-scalar',
  lambda_max: 'square-to-scalar',
  trace: 'square-to-scalar',
  logsumexp: 'vector-to-scalar',
  softmax: 'vector',
  sparsemax: 'vector',
  sparsemax_support: 'vector',
} as const satisfies Record<FunctionName, string>;

export function apply(name: FunctionName, argument: Expression): Expression {
  const rule = FUNCTION_SHAPES[name];
  if (rule.startsWith('square') && !isSquareShape(argument.shape)) throw wrongShape(name, 'square matrix', argument);
  if (rule.startsWith('vector') && argument.shape.columns !== UNIT) throw wrongShape(name, 'vector', argument);
  if (isScalar(argument)) {
    if (name === 'inv') return reciprocal(argument);
    if (name === 'trace' || name === 'lambda_min' || name === 'lambda_max' || name === 'logsumexp') return argument;
    if (name === 'expm') return map('exp', argument);
    if (name === 'sqrtm') return sqrt(argument);
    if (name === 'norm') return map('abs', argument);
  }
  // The 2-norm of a vector is smooth away from 0 and has a formula; the spectral norm of a matrix has none.
  if (name === 'norm' && (isVector(argument) || isRowShape(argument.shape))) {
    const v = isVector(argument) ? argument : transpose(argument);
    return sqrt(dot(v, v));
  }
  const shape = rule.endsWith('scalar') || rule === 'any' ? SCALAR : argument.shape;
  return { kind: 'function', name, argument, shape };
}

/** A block matrix; blocks of a row share their row count, blocks of a column their column count. */
export function block(blocks: readonly (readonly Expression[])[]): Expression {
  const [first = []] = blocks;
  if (blocks.length === 1 && first.length === 1) return first[0] as Expression;
  for (const row of blocks) {
    row.forEach((entry, j) => {
      if (entry.shape.rows !== row[0]?.shape.rows) throw mismatch('block row', row[0] as Expression, entry);
      if (entry.shape.columns !== first[j]?.shape.columns)
        throw mismatch('block column', first[j] as Expression, entry);
    });
  }
  const rows = addSizes(blocks.map((row) => (row[0] as Expression).shape.rows));
  const columns = addSizes(first.map((entry) => entry.shape.columns));
  return { kind: 'block', blocks, shape: { rows, columns } };
}

/** Vectors on top of each other. */
export const stack = (vectors: readonly Expression[]): Expression => block(vectors.map((v) => [v]));
