/** Reading off A from an expression that equals A δ, where δ is a vector symbol in which it is linear. */
import * as build from './build.js';
import { ExpressionError } from './error.js';
import type { Expression, LagrangianExpression, SymbolExpression } from './expression.js';
import { print } from './print-text.js';
import { contains, unfoldLagrangian } from './rewrite.js';
import { isRowShape } from './shape.js';
import { UNIT } from './size.js';

/** The matrix A (rows of `e` × size of δ) with e = A δ, for a column or scalar e. */
export function linearCoefficient(e: Expression, delta: SymbolExpression): Expression {
  const n = delta.shape.rows;
  const moves = (x: Expression): boolean => contains(x, (s) => s.kind === 'symbol' && s.name === delta.name);
  const nothing = (rows: string): Expression => build.zero({ rows, columns: n });

  /** Splits a product around the one factor that contains δ. */
  const split = (factors: readonly Expression[]) => {
    const k = factors.findIndex(moves);
    const factor = factors[k] as Expression;
    const others = factors.filter((_, i) => i !== k);
    const scalars = others.filter(build.isScalar);
    return {
      factor,
      others,
      left: [...scalars, ...factors.slice(0, k).filter((f) => !build.isScalar(f))],
      right: factors.slice(k + 1).filter((f) => !build.isScalar(f)),
    };
  };

  /** A of e = A δ. */
  const column = (e: Expression): Expression => {
    if (!moves(e)) return nothing(e.shape.rows);
    switch (e.kind) {
      case 'symbol':
        return build.identity(n);
      case 'sum':
        return build.sum(...e.terms.map(column));
      case 'product': {
        const { factor, others, left, right } = split(e.factors);
        if (build.isScalar(factor)) return build.product(...others, column(factor));
        return build.product(...left, right.length === 0 ? column(factor) : applied(factor, build.product(...right)));
      }
      case 'hadamard': {
        const { factor, others } = split(e.factors);
        return build.product(build.diag(build.hadamard(...others)), column(factor));
      }
      case 'diagonal':
        return onDiagonal(undefined, e.argument, undefined);
      case 'block':
        return build.block(e.blocks.map((row) => [column(row[0] as Expression)]));
      case 'function':
        if (e.name === 'trace')
          return build.product(
            build.ones({ rows: UNIT, columns: e.argument.shape.rows }),
            onDiagonal(undefined, e.argument, undefined),
          );
        throw stuck(e);
      default:
        throw stuck(e);
    }
  };

  /** A of M(δ) r = A δ, for a matrix or row M and a vector r free of δ. */
  const applied = (M: Expression, r: Expression): Expression => {
    if (!moves(M)) return nothing(M.shape.rows);
    if (build.isScalar(r)) return build.product(r, column(M));
    if (isRowShape(M.shape)) return build.product(build.transpose(r), column(build.transpose(M)));
    switch (M.kind) {
      case 'sum':
        return build.sum(...M.terms.map((term) => applied(term, r)));
      case 'product': {
        const { factor, others, left, right } = split(M.factors);
        if (build.isScalar(factor)) return build.product(...others, r, column(factor));
        return build.product(...left, applied(factor, build.product(...right, r)));
      }
      case 'diag':
        return build.product(build.diag(r), column(M.argument));
      case 'lagrangian':
        return along(M, r);
      case 'hadamard': {
        // (K ⊙ H) r = diagonal(K diag(r) H')
        const { factor, others } = split(M.factors);
        return onDiagonal(build.product(build.hadamard(...others), build.diag(r)), build.transpose(factor), undefined);
      }
      case 'block':
        return build.block(
          M.blocks.map((row) => [
            build.sum(...row.map((entry, j) => applied(entry, build.product(selection(row, j), r)))),
          ]),
        );
      default:
        throw stuck(M);
    }
  };

  /** T[…, d(δ), …] r = T[…, r, …] d(δ), since the derivative is symmetric. */
  const along = (T: LagrangianExpression, r: Expression): Expression => {
    const k = T.directions.findIndex(moves);
    const swapped = T.directions.map((d, i) => (i === k ? r : d));
    return build.product(
      build.lagrangian(T.lagrangian, T.order, T.argument, swapped),
      column(T.directions[k] as Expression),
    );
  };

  /** A of diagonal(L M(δ) R) = A δ; an undefined L or R is the identity. */
  const onDiagonal = (L: Expression | undefined, M: Expression, R: Expression | undefined): Expression => {
    const times = (a: Expression | undefined, ...b: Expression[]): Expression | undefined =>
      a === undefined && b.length === 0 ? undefined : build.product(...(a === undefined ? [] : [a]), ...b);
    const whole = (...inner: Expression[]): Expression =>
      build.diagonal(build.product(...(L === undefined ? [] : [L]), ...inner, ...(R === undefined ? [] : [R])));
    if (!moves(M)) return nothing((L ?? M).shape.rows);
    if (M.shape.columns === UNIT && R !== undefined)
      return build.product(build.diag(build.transpose(R)), ...(L === undefined ? [] : [L]), column(M));
    if (isRowShape(M.shape) && L !== undefined)
      return build.product(build.diag(L), ...(R === undefined ? [] : [build.transpose(R)]), column(build.transpose(M)));
    switch (M.kind) {
      case 'sum':
        return build.sum(...M.terms.map((term) => onDiagonal(L, term, R)));
      case 'product': {
        const { factor, others, left, right } = split(M.factors);
        if (build.isScalar(factor)) return build.product(whole(...others), column(factor));
        const matrices = left.filter((f) => !build.isScalar(f));
        return build.product(
          ...left.filter(build.isScalar),
          onDiagonal(
            times(L, ...matrices),
            factor,
            R === undefined ? times(undefined, ...right) : build.product(...right, R),
          ),
        );
      }
      case 'diag': {
        if (L === undefined && R === undefined) return column(M.argument);
        const only = R === undefined ? L : L === undefined ? R : undefined;
        const weight =
          only !== undefined
            ? build.diag(build.diagonal(only))
            : build.hadamard(L as Expression, build.transpose(R as Expression));
        return build.product(weight, column(M.argument));
      }
      case 'hadamard': {
        const { factor, others } = split(M.factors);
        if (L !== undefined || R !== undefined) throw stuck(M);
        return build.product(
          build.diag(build.diagonal(build.hadamard(...others))),
          onDiagonal(undefined, factor, undefined),
        );
      }
      case 'lagrangian':
        if (M.lagrangian.definition.kind === 'any' && !build.isDiagonal(M)) throw stuck(M);
        if (build.isDiagonal(M)) return onDiagonal(L, asDiag(M), R);
        return onDiagonal(L, unfoldLagrangian(M), R);
      default:
        throw stuck(M);
    }
  };

  /** An entrywise T[…, d(δ), …] as diag(T[…, 1, …] d(δ)). */
  const asDiag = (T: LagrangianExpression): Expression => {
    const k = T.directions.findIndex(moves);
    const d = T.directions[k] as Expression;
    const ones = T.directions.map((other, i) => (i === k ? build.ones(d.shape) : other));
    return build.diag(build.product(build.lagrangian(T.lagrangian, T.order, T.argument, ones), d));
  };

  const stuck = (e: Expression): ExpressionError =>
    new ExpressionError('not-differentiable', `the differential of ${print(e)} cannot be brought to the form A dx`, e);

  return column(e);
}

/** The matrix that picks the j-th block out of a vector stacked like a row of blocks. */
function selection(row: readonly Expression[], j: number): Expression {
  const size = (row[j] as Expression).shape.columns;
  return build.block([
    row.map((entry, k) => (k === j ? build.identity(size) : build.zero({ rows: size, columns: entry.shape.columns }))),
  ]);
}
