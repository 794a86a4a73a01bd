/** Lowering: expressions become programs, with Lagrangians unfolded and numerically stable forms chosen. */
import { ExpressionError } from '../symbolic/error.js';
import type { Expression, FunctionExpression, SymbolExpression } from '../symbolic/expression.js';
import { isEntrywiseName } from '../symbolic/functions.js';
import { idOf } from '../symbolic/identity.js';
import { numberText } from '../symbolic/print-number.js';
import * as Q from '../symbolic/rational.js';
import { forEachNode, unfold } from '../symbolic/rewrite.js';
import { isScalarShape } from '../symbolic/shape.js';
import { type Dimensions, sizeValue } from '../symbolic/size.js';
import { forEachOperand, type Node, type Program } from './program.js';
import { ProgramBuilder } from './program-product.js';
import { stabilise } from './stable.js';

/** Facts under which a parameter equals its transpose. */
const SYMMETRIC_FACTS = [
  'symmetric',
  'diagonal',
  'positive-definite',
  'positive-semidefinite',
  'negative-semidefinite',
] as const;

/**
 * The program that computes the given expressions at the given dimensions. Products are associated so that they cost
 * least; a Lagrangian declared `any` has no formula and is refused with an `ExpressionError`.
 */
export function lower(outputs: readonly Expression[], dimensions: Dimensions): Program {
  const table = new ProgramBuilder();
  const inputs = new Map<string, Node>();
  const done = new Map<number, Node>();
  const size = (s: string): number => sizeValue(s, dimensions);

  const visit = (e: Expression): Node => {
    const id = idOf(e);
    const known = done.get(id);
    if (known !== undefined) return known;
    const node = lowerNode(e);
    done.set(id, node);
    return node;
  };

  const input = (e: SymbolExpression): Node => {
    const [rows, columns] = [size(e.shape.rows), size(e.shape.columns)];
    const square = rows === columns && rows > 1;
    const node = table.input(e.name, rows, columns, square && SYMMETRIC_FACTS.some((f) => e.facts.has(f)));
    inputs.set(e.name, node);
    return square && e.facts.has('diagonal') ? table.diag(table.diagonal(node)) : node;
  };

  const lowerNode = (e: Expression): Node => {
    const [rows, columns] = [size(e.shape.rows), size(e.shape.columns)];
    switch (e.kind) {
      case 'number':
        return table.constant(e.value);
      case 'constant':
        return table.constant(e.name);
      case 'size':
        return table.constant(Q.rational(size(e.size)));
      case 'symbol':
        return input(e);
      case 'identity':
        return table.diag(table.ones(rows, 1));
      case 'ones':
        return table.ones(rows, columns);
      case 'sum':
        return table.linear(e.terms.map((t) => ({ coefficient: Q.ONE, node: visit(t) })));
      case 'product':
        return lowerProduct(table, e.factors.map(visit), rows, columns);
      case 'transpose':
        return table.transpose(visit(e.argument));
      case 'hadamard':
        return table.hadamard(e.factors.map(visit));
      case 'power':
        return table.power(visit(e.base), e.exponent.kind === 'number' ? e.exponent.value : visit(e.exponent));
      case 'map':
        if (!isEntrywiseName(e.function))
          throw new ExpressionError('unsupported', `the function ${e.function} has no numeric form`, e);
        return table.map(e.function, visit(e.argument));
      case 'step':
        return table.step(visit(e.argument), e.direction === undefined ? undefined : visit(e.direction));
      case 'diag':
        return table.diag(visit(e.argument));
      case 'diagonal':
        return table.diagonal(visit(e.argument));
      case 'lagrangian':
        throw new ExpressionError('unsupported', `${e.lagrangian.name} was not unfolded`, e);
      case 'function':
        return lowerFunction(table, e, visit(e.argument));
      case 'block':
        return table.block(e.blocks.map((row) => row.map(visit)));
    }
  };

  const prepared = outputs.map((e) => stabilise(unfold(e)));
  // Scalars come last: of x'(Ay) and (A'x)'y they take the one whose vector is there.
  forEachNode(prepared, (e) => {
    if (!isScalarShape(e.shape)) visit(e);
  });
  const lowered = prepared.map(visit);
  refuseBeyondDoubles(lowered);
  return {
    outputs: lowered,
    inputs,
    transpose: (node) => table.transpose(node),
  };
}

/** Refuses numbers that are 0 or infinite as doubles: a kernel would compute with another formula. */
function refuseBeyondDoubles(outputs: readonly Node[]): void {
  forEachOperand(outputs, (node) => {
    for (const value of numbersOf(node)) {
      const double = Q.toDouble(value);
      if (Number.isFinite(double) && (double !== 0 || Q.isZero(value))) continue;
      const size = value.numerator < 0n ? Q.negate(value) : value;
      throw new ExpressionError('unsupported', `the number ${numberText(size)} lies outside the range of doubles`);
    }
  });
}

function numbersOf(node: Node): readonly Q.Rational[] {
  if (node.kind === 'constant') return node.value === 'pi' ? [] : [node.value];
  if (node.kind === 'linear') return node.terms.map((term) => term.coefficient);
  return node.kind === 'power' && !('kind' in node.exponent) ? [node.exponent] : [];
}

function lowerFunction(table: ProgramBuilder, e: FunctionExpression, argument: Node): Node {
  switch (e.name) {
    case 'trace': {
      const diagonal = table.diagonal(argument);
      return table.matmul(table.ones(1, diagonal.rows), diagonal);
    }
    case 'logsumexp':
    case 'softmax':
    case 'sparsemax':
    case 'sparsemax_support':
      return table.vector(e.name, argument);
    case 'inv':
    case 'polar':
    case 'sqrtm':
    case 'expm':
    case 'norm':
    case 'lambda_min':
    case 'lambda_max':
      return table.matrix(e.name, argument);
  }
}

/**
 * A product of scalar factors and a chain of matrices, associated at least cost by dynamic programming: a product
 * with a diagonal matrix costs as much as it has entries, another one rows · inner · columns. Of equal costs the
 * association from the right wins, which applies matrices to vectors.
 */
function lowerProduct(table: ProgramBuilder, factors: readonly Node[], rows: number, columns: number): Node {
  // Factors of one entry commute, also inside the chain where inner sizes are 1.
  const scalars = factors.filter((f) => f.rows === 1 && f.columns === 1);
  const chain = factors.filter((f) => f.rows !== 1 || f.columns !== 1);
  const body = chain.length === 0 ? undefined : associate(table, chain);
  const scalar = scalars.length === 0 ? undefined : table.hadamard(scalars);
  if (body === undefined) return scalar ?? table.ones(rows, columns);
  return scalar === undefined ? body : table.hadamard([table.fill(scalar, body.rows, body.columns), body]);
}

function associate(table: ProgramBuilder, chain: readonly Node[]): Node {
  const n = chain.length;
  const cost = chain.map(() => new Array<number>(n).fill(0));
  const split = chain.map(() => new Array<number>(n).fill(0));
  const isDiagonal = (i: number, j: number): boolean => chain.slice(i, j + 1).every((f) => f.kind === 'diag');
  for (let length = 2; length <= n; length += 1) {
    for (let i = 0; i + length <= n; i += 1) {
      const j = i + length - 1;
      let best = Number.POSITIVE_INFINITY;
      for (let s = i; s < j; s += 1) {
        const [left, right] = [chain[i] as Node, chain[j] as Node];
        const cheap = isDiagonal(i, s) || isDiagonal(s + 1, j);
        const own = left.rows * right.columns * (cheap ? 1 : (chain[s] as Node).columns);
        const total = (cost[i] as number[])[s] as number;
        const whole = total + ((cost[s + 1] as number[])[j] as number) + own;
        if (whole < best) {
          best = whole;
          (split[i] as number[])[j] = s;
        }
      }
      (cost[i] as number[])[j] = best;
    }
  }
  const build = (i: number, j: number): Node => {
    if (i === j) return chain[i] as Node;
    const s = j === i + 2 && prefersLeft(table, chain.slice(i, j + 1)) ? i + 1 : ((split[i] as number[])[j] as number);
    return table.matmul(build(i, s), build(s + 1, j));
  };
  return build(0, n - 1);
}

/** Whether x'A is known in x'Ay, and Ay is not. */
function prefersLeft(table: ProgramBuilder, factors: readonly Node[]): boolean {
  const [row, matrix, column] = factors as readonly [Node, Node, Node];
  if (row.rows !== 1 || column.columns !== 1) return false;
  return !table.knowsProduct(matrix, column) && table.knowsProduct(table.transpose(matrix), table.transpose(row));
}
