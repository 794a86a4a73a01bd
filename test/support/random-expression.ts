/**
 * A seeded grammar of well-shaped expressions in two states of different sizes, with symbols of every fact, nested
 * Lagrangians, rectangular matrices, entrywise products, blocks and functions of vectors and matrices. Functions are
 * fed such that values stay moderate and defined.
 */
import { catalogueDefinition, CATALOGUE_NAMES } from '../../src/lagrangians/registry.js';
import type { Random } from '../../src/numeric/random.js';
import * as build from '../../src/symbolic/build.js';
import type { Expression, Fact, Lagrangian, SymbolExpression } from '../../src/symbolic/expression.js';
import * as Q from '../../src/symbolic/rational.js';
import { matrixShape, SCALAR, vectorShape } from '../../src/symbolic/shape.js';
import { addSizes, type Size } from '../../src/symbolic/size.js';

export const N: Size = 'N';
export const M: Size = 'M';
export const BOTH: Size = addSizes([N, M]);

export const x = build.symbol('x', vectorShape(N), 'state');
export const y = build.symbol('y', vectorShape(M), 'state');
export const STATES: readonly SymbolExpression[] = [x, y];

const parameter = (name: string, rows: Size, columns: Size, ...facts: Fact[]): SymbolExpression =>
  build.symbol(
    name,
    columns === '1' ? (rows === '1' ? SCALAR : vectorShape(rows)) : matrixShape(rows, columns),
    'parameter',
    facts,
  );

/** Matrices by shape; names tell size and fact. */
const MATRICES: readonly SymbolExpression[] = [N, M].flatMap((n) => [
  parameter(`A${n}`, n, n),
  parameter(`B${n}`, n, n),
  parameter(`S${n}`, n, n, 'symmetric'),
  parameter(`K${n}`, n, n, 'skew'),
  parameter(`D${n}`, n, n, 'diagonal', 'symmetric'),
  parameter(`O${n}`, n, n, 'orthogonal'),
  parameter(`P${n}`, n, n, 'positive-definite', 'symmetric'),
]);
const W = parameter('W', M, N);
const V = parameter('V', N, M);
const VECTORS: readonly SymbolExpression[] = [N, M].flatMap((n) => [
  parameter(`b${n}`, n, '1'),
  parameter(`c${n}`, n, '1'),
]);
const SCALARS: readonly SymbolExpression[] = [parameter('beta', '1', '1'), parameter('rho', '1', '1', 'positive')];

/** Lagrangians of the catalogue that stay moderate for moderate arguments. */
export const LAGRANGIANS: readonly Lagrangian[] = CATALOGUE_NAMES.filter((name) => name !== 'exp').map((name) => {
  const safe = name.replace(/-/g, '_');
  return {
    name: `L_${safe}`,
    gradient: `g_${safe}`,
    hessian: `H_${safe}`,
    definition: catalogueDefinition(name, name === 'layer-norm' || name === 'spherical-norm' ? { epsilon: 0.25 } : {}),
  };
});
const SMOOTH_MAPS = [
  'sin',
  'cos',
  'tanh',
  'atan',
  'asinh',
  'sigmoid',
  'softplus',
  'logcosh',
  'erf',
  'softplus_integral',
];
const ROUGH_MAPS = ['relu', 'abs', 'sign'];

export interface Features {
  /** Functions with kinks and jumps: relu, abs, sign, step, sparsemax. */
  readonly kinks?: boolean;
  /** inv of a matrix that varies. */
  readonly inverses?: boolean;
}

export class Grammar {
  readonly #random: Random;
  readonly #features: Features;

  constructor(random: Random, features: Features = {}) {
    this.#random = random;
    this.#features = features;
  }

  pick<T>(options: readonly T[]): T {
    return options[this.#random.below(options.length)] as T;
  }

  #one(productions: readonly (() => Expression)[]): Expression {
    return this.pick(productions)();
  }

  size(): Size {
    return this.pick([N, M]);
  }

  number(): Expression {
    return build.number(Q.rational(this.#random.integer(-3, 3) || 2, this.#random.integer(1, 3)));
  }

  lagrangian(): Lagrangian {
    const smooth = (l: Lagrangian): boolean =>
      this.#features.kinks === true || !/relu$|repu|hard|elu|sparsemax/.test(l.name) || /gelu|smooth/.test(l.name);
    return this.pick(LAGRANGIANS.filter(smooth));
  }

  #map(): string {
    return this.pick(this.#features.kinks === true && this.#random.unit() < 0.3 ? ROUGH_MAPS : SMOOTH_MAPS);
  }

  /** v with entries in (−1, 1), to be fed to steep functions. */
  #tame(v: Expression): Expression {
    return build.map('tanh', v);
  }

  /** A scalar above 0. */
  positive(depth: number): Expression {
    return this.#one([
      () => build.sum(build.ONE, this.square(this.vector(this.size(), depth - 1))),
      () => build.map('exp', this.#tame(this.scalar(depth - 1))),
      () => build.sum(build.HALF, build.power(this.scalar(depth - 1), 2)),
      () => build.map('softplus', this.scalar(depth - 1)),
      () => SCALARS[1] as Expression,
    ]);
  }

  square(v: Expression): Expression {
    return build.dot(v, v);
  }

  scalar(depth: number): Expression {
    if (depth <= 0)
      return this.#one([
        () => this.number(),
        () => this.pick(SCALARS),
        () => build.sumEntries(this.vector(this.size(), 0)),
        () => build.dot(this.pick(VECTORS.filter((v) => v.shape.rows === N)), x),
      ]);
    const n = this.size();
    const d = depth - 1;
    return this.#one([
      () => build.dot(this.vector(n, d), this.vector(n, d)),
      () => {
        const m = this.size();
        return build.product(build.transpose(this.vector(n, d)), this.matrix(n, m, d), this.vector(m, d));
      },
      () => build.sumEntries(this.vector(n, d)),
      () => build.sumEntries(this.matrix(n, this.size(), d)),
      () => build.lagrangian(this.lagrangian(), 0, this.vector(n, d)),
      () => build.lagrangian(this.lagrangian(), 0, this.vector(n, d)),
      () => build.apply('trace', this.matrix(n, n, d)),
      () => build.apply('logsumexp', this.vector(n, d)),
      () => build.product(this.scalar(d), this.scalar(d)),
      () => build.sum(this.scalar(d), this.scalar(d)),
      () => build.sum(this.scalar(d), this.scalar(d), this.scalar(d)),
      () => build.map(this.#map(), this.scalar(d)),
      () => build.sqrt(this.positive(d)),
      () => build.divide(this.scalar(d), this.positive(d)),
      () => build.map('log', this.positive(d)),
      () => build.power(this.scalar(d), this.#random.integer(2, 3)),
      () =>
        build.power(
          this.positive(d),
          this.pick([build.number(Q.rational(-3, 2)), SCALARS[0] as Expression, this.scalar(0)]),
        ),
      () => build.product(build.reciprocal(build.sizeNumber(n)), build.sumEntries(this.vector(n, d))),
    ]);
  }

  vector(n: Size, depth: number): Expression {
    const state = n === N ? x : y;
    if (n === BOTH) return build.stack([this.vector(N, depth - 1), this.vector(M, depth - 1)]);
    if (depth <= 0)
      return this.pick([state, state, state, ...VECTORS.filter((v) => v.shape.rows === n), build.ones(vectorShape(n))]);
    const d = depth - 1;
    const m = this.size();
    return this.#one([
      () => build.product(this.matrix(n, m, d), this.vector(m, d)),
      () => build.sum(build.product(this.matrix(n, m, 0), this.vector(m, d)), this.vector(n, 0)),
      () => build.transpose(build.product(build.transpose(this.vector(m, d)), this.matrix(m, n, d))),
      () => build.product(this.matrix(n, BOTH, d), this.vector(BOTH, d)),
      () => build.sum(this.vector(n, d), this.vector(n, d)),
      () => build.subtract(this.vector(n, d), build.broadcast(this.scalar(d), vectorShape(n))),
      () => build.hadamard(this.vector(n, d), this.vector(n, d)),
      () => build.hadamard(this.vector(n, d), this.vector(n, d), this.vector(n, 0)),
      () => build.map(this.#map(), this.vector(n, d)),
      () => build.map('exp', this.#tame(this.vector(n, d))),
      () => build.lagrangian(this.lagrangian(), 1, this.vector(n, d)),
      () =>
        build.lagrangian(
          this.lagrangian(),
          1,
          build.sum(build.product(this.matrix(n, m, 0), this.vector(m, d)), this.vector(n, 0)),
        ),
      () => build.apply('softmax', this.vector(n, d)),
      () => this.#normalised(this.vector(n, d)),
      () => build.diagonal(this.matrix(n, n, d)),
      () => build.product(this.scalar(d), this.vector(n, d)),
      () => build.power(this.vector(n, d), this.#random.integer(2, 3)),
      () => build.reciprocal(build.sum(build.ones(vectorShape(n)), build.power(this.vector(n, d), 2))),
      () => build.power(build.map('softplus', this.vector(n, d)), this.pick([build.HALF, this.scalar(0)])),
      ...(this.#features.kinks === true
        ? [() => build.apply('sparsemax', this.vector(n, d)), () => build.step(this.vector(n, d))]
        : []),
    ]);
  }

  /** (v − mean v)/√(var v + ½). */
  #normalised(v: Expression): Expression {
    const n = v.shape.rows;
    const mean = (u: Expression): Expression =>
      build.product(build.reciprocal(build.sizeNumber(n)), build.sumEntries(u));
    const centred = build.subtract(v, build.broadcast(mean(v), v.shape));
    const variance = mean(build.power(centred, 2));
    return build.divide(centred, build.sqrt(build.sum(variance, build.HALF)));
  }

  #symbols(rows: Size, columns: Size): Expression[] {
    if (rows === columns) return MATRICES.filter((m) => m.shape.rows === rows);
    return rows === M ? [W, build.transpose(V)] : [V, build.transpose(W)];
  }

  matrix(rows: Size, columns: Size, depth: number): Expression {
    if (rows === BOTH || columns === BOTH) {
      const parts = (n: Size): readonly Size[] => (n === BOTH ? [N, M] : [n]);
      return build.block(parts(rows).map((r) => parts(columns).map((c) => this.matrix(r, c, depth - 1))));
    }
    if (depth <= 0) return this.pick(this.#symbols(rows, columns));
    const d = depth - 1;
    const inner = this.size();
    const square = rows === columns;
    return this.#one([
      () => this.pick(this.#symbols(rows, columns)),
      () => build.product(this.matrix(rows, inner, d), this.matrix(inner, columns, d)),
      () => build.sum(this.matrix(rows, columns, d), this.matrix(rows, columns, d)),
      () => build.transpose(this.matrix(columns, rows, d)),
      () => build.product(this.vector(rows, d), build.transpose(this.vector(columns, d))),
      () => build.product(this.scalar(d), this.matrix(rows, columns, d)),
      () => build.hadamard(this.matrix(rows, columns, d), this.matrix(rows, columns, d)),
      () => build.map('tanh', this.matrix(rows, columns, d)),
      ...(square
        ? [
            () => build.diag(this.vector(rows, d)),
            () => build.lagrangian(this.lagrangian(), 2, this.vector(rows, d)),
            () => build.identity(rows),
            ...(this.#features.inverses === true ? [() => this.#inverse(rows, d)] : []),
          ]
        : []),
    ]);
  }

  /** The inverse of a matrix that is positive definite, plus a skew one. */
  #inverse(n: Size, depth: number): Expression {
    const v = this.vector(n, depth);
    const definite = build.sum(
      build.identity(n),
      build.diag(build.power(v, 2)),
      this.pick([build.product(v, build.transpose(v)), this.pick(MATRICES.filter((m) => m.name === `P${n}`))]),
      this.pick(MATRICES.filter((m) => m.name === `K${n}`)),
    );
    return build.apply('inv', definite);
  }
}
