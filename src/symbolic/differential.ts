/**
 * The differential calculus of Magnus and Neudecker: d(AB) = dA B + A dB, dL(z) = g(z)'dz, dg(z) = Λ(z)dz,
 * d(a⊙b) = diag(b)da + diag(a)db, df(z) = diag(f'(z))dz. Derivatives never leave the matrix level.
 *
 * A scalar's differential is brought to the form a'dx and a vector's to A dx by `linear.ts`; gradient, Jacobian and
 * Hessian are read off from there.
 */
import * as build from './build.js';
import { ExpressionError } from './error.js';
import type { Expression, LagrangianExpression, SymbolExpression } from './expression.js';
import { entrywiseFunction } from './functions.js';
import { idOf } from './identity.js';
import { linearCoefficient } from './linear.js';
import { print } from './print-text.js';
import * as Q from './rational.js';
import { unfoldLagrangian } from './rewrite.js';
import { collect } from './simplify.js';

/** How symbols move: name → differential. Symbols that are not named stay fixed. */
export type Moves = ReadonlyMap<string, Expression>;

export interface DifferentialOptions {
  /** Derivatives at the kinks of relu and abs are taken on the side into which the moves lead. */
  readonly oneSided?: boolean;
  /** Told of every sub-expression that moves and its differential, parts before the whole. */
  readonly onStep?: (e: Expression, differential: Expression) => void;
}

/** The differential of an expression along `moves`, linear in them. */
export function differential(expression: Expression, moves: Moves, options: DifferentialOptions = {}): Expression {
  const done = new Map<number, Expression>();
  const d = (e: Expression): Expression => {
    const id = idOf(e);
    let result = done.get(id);
    if (result === undefined) {
      result = rule(e);
      done.set(id, result);
      if (!build.isZero(result)) options.onStep?.(e, result);
    }
    return result;
  };

  /** Σ over the parts of the whole with one part replaced by its differential. */
  const leibniz = (parts: readonly Expression[], join: (parts: readonly Expression[]) => Expression): Expression[] =>
    parts.flatMap((part, i) => {
      const moved = d(part);
      return build.isZero(moved) ? [] : [join(parts.map((p, j) => (i === j ? moved : p)))];
    });
  const total = (e: Expression, terms: readonly Expression[]): Expression =>
    terms.length === 0 ? build.zero(e.shape) : build.sum(...terms);

  const rule = (e: Expression): Expression => {
    switch (e.kind) {
      case 'number':
      case 'constant':
      case 'size':
      case 'identity':
      case 'ones':
      case 'step':
        return build.zero(e.shape);
      case 'symbol':
        return moves.get(e.name) ?? build.zero(e.shape);
      case 'sum':
        return build.sum(...e.terms.map(d));
      case 'product':
        return total(
          e,
          leibniz(e.factors, (parts) => build.product(...parts)),
        );
      case 'hadamard':
        return total(
          e,
          leibniz(e.factors, (parts) => build.hadamard(...parts)),
        );
      case 'transpose':
        return build.transpose(d(e.argument));
      case 'diag':
        return build.diag(d(e.argument));
      case 'diagonal':
        return build.diagonal(d(e.argument));
      case 'block':
        return build.block(e.blocks.map((row) => row.map(d)));
      case 'power':
        return powerRule(e.base, e.exponent, e);
      case 'map': {
        const dz = d(e.argument);
        if (build.isZero(dz)) return build.zero(e.shape);
        return build.hadamard(slope(e.function, e.argument, dz), dz);
      }
      case 'lagrangian': {
        const dz = d(e.argument);
        if (e.order === 0)
          return build.isZero(dz)
            ? build.ZERO
            : build.product(build.transpose(build.lagrangian(e.lagrangian, 1, e.argument)), dz);
        if (e.order === 1)
          return build.isZero(dz)
            ? build.zero(e.shape)
            : build.product(build.lagrangian(e.lagrangian, 2, e.argument), dz);
        if (!hasDerivative(e)) return d(unfoldLagrangian(e));
        const along = (directions: readonly Expression[], order: number): Expression =>
          build.lagrangian(e.lagrangian, order, e.argument, directions);
        return total(e, [
          ...(build.isZero(dz) ? [] : [along([...e.directions, dz], e.order + 1)]),
          ...leibniz(e.directions, (directions) => along(directions, e.order)),
        ]);
      }
      case 'function':
        return functionRule(e);
    }
  };

  const slope = (name: string, z: Expression, dz: Expression): Expression => {
    if (options.oneSided === true && name === 'relu') return build.step(z, dz);
    if (options.oneSided === true && name === 'abs')
      return build.subtract(build.product(build.number(2), build.step(z, dz)), build.ones(z.shape));
    return entrywiseFunction(name).derivative(z);
  };

  const powerRule = (base: Expression, exponent: Expression, e: Expression): Expression => {
    const [db, dp] = [d(base), d(exponent)];
    const terms: Expression[] = [];
    if (!build.isZero(db)) {
      const reduced =
        exponent.kind === 'number'
          ? build.number(Q.add(exponent.value, Q.MINUS_ONE))
          : build.subtract(exponent, build.ONE);
      terms.push(build.hadamard(build.product(exponent, build.power(base, reduced)), db));
    }
    if (!build.isZero(dp)) terms.push(build.hadamard(build.product(dp, e), build.map('log', base)));
    return total(e, terms);
  };

  const functionRule = (e: Expression & { kind: 'function' }): Expression => {
    const dA = d(e.argument);
    if (build.isZero(dA)) return build.zero(e.shape);
    switch (e.name) {
      case 'inv':
        return build.negate(build.product(e, dA, e));
      case 'trace':
        return build.apply('trace', dA);
      case 'logsumexp':
        return build.product(build.transpose(build.apply('softmax', e.argument)), dA);
      case 'softmax':
        return build.subtract(build.hadamard(e, dA), build.product(build.dot(e, dA), e));
      case 'sparsemax': {
        const support = build.apply('sparsemax_support', e.argument);
        const mean = build.product(build.reciprocal(build.sumEntries(support)), build.dot(support, dA));
        return build.subtract(build.hadamard(support, dA), build.product(mean, support));
      }
      case 'sparsemax_support':
        return build.zero(e.shape);
      case 'polar':
      case 'sqrtm':
      case 'expm':
      case 'norm':
      case 'lambda_min':
      case 'lambda_max':
        throw new ExpressionError(
          'not-differentiable',
          `${print(e)} has no derivative rule: ${e.name} of an expression that varies with the state`,
          e,
        );
    }
  };

  return d(expression);
}

/** Whether the catalogue has a formula for the next derivative; where it has none, the formula of this one is moved. */
function hasDerivative({ lagrangian: { definition }, order }: LagrangianExpression): boolean {
  switch (definition.kind) {
    case 'any':
      return true;
    case 'entrywise':
      return definition.derivatives[order + 1] !== undefined;
    case 'vector':
      return order < (definition.third === undefined ? 2 : 3);
  }
}

/** A vector symbol for dx that no formula can contain. */
const differentialOf = (x: SymbolExpression): SymbolExpression => build.symbol(`d${x.name}$`, x.shape);

/** ∂v/∂x of a vector (or scalar) v: the matrix A of dv = A dx; a scalar gives a row. */
export function jacobian(v: Expression, x: SymbolExpression): Expression {
  const dx = differentialOf(x);
  return collect(linearCoefficient(differential(v, new Map([[x.name, dx]])), dx));
}

/** ∇s with respect to the vector x: the a of ds = a'dx. */
export function gradient(s: Expression, x: SymbolExpression): Expression {
  if (!build.isScalar(s)) throw new ExpressionError('shape', `a gradient needs a scalar, but ${print(s)} is none`, s);
  return collect(build.transpose(jacobian(s, x)));
}

/** ∂/∂y ∇ₓ s: a block of the Hessian; with y = x the Hessian of s in x. */
export const hessian = (s: Expression, x: SymbolExpression, y: SymbolExpression = x): Expression =>
  jacobian(gradient(s, x), y);
