import type { Rational } from './rational.js';
import type { Size } from './size.js';

/**
 * The expression: one immutable tagged union. Every expression has a shape; scalars are 1×1, vectors are columns
 * n×1, rows are 1×n. The matrix product does not commute.
 *
 * Build expressions with the functions of `build.ts`, which check shapes and flatten; never write the objects out.
 */
export type Expression =
  | NumberExpression
  | ConstantExpression
  | SizeExpression
  | SymbolExpression
  | IdentityExpression
  | OnesExpression
  | SumExpression
  | ProductExpression
  | TransposeExpression
  | HadamardExpression
  | PowerExpression
  | MapExpression
  | StepExpression
  | DiagExpression
  | DiagonalExpression
  | LagrangianExpression
  | FunctionExpression
  | BlockExpression;

export interface Shape {
  readonly rows: Size;
  readonly columns: Size;
}

interface Shaped {
  readonly shape: Shape;
}

/** A rational number, exact. */
export interface NumberExpression extends Shaped {
  readonly kind: 'number';
  readonly value: Rational;
}

export interface ConstantExpression extends Shaped {
  readonly kind: 'constant';
  readonly name: 'pi';
}

/** A dimension used as a number: the `N` of `sum(y)/N`. */
export interface SizeExpression extends Shaped {
  readonly kind: 'size';
  readonly size: Size;
}

/** Facts about a symbol that rewriting may use. */
export type Fact =
  | 'symmetric'
  | 'skew'
  | 'diagonal'
  | 'orthogonal'
  | 'positive-definite'
  | 'positive-semidefinite'
  | 'negative-semidefinite'
  | 'positive'
  | 'nonnegative';

/** A state, a parameter or a bound variable. Within a design two are the same exactly when their names are. */
export interface SymbolExpression extends Shaped {
  readonly kind: 'symbol';
  readonly name: string;
  readonly role: 'state' | 'parameter' | 'variable';
  readonly facts: ReadonlySet<Fact>;
}

export interface IdentityExpression extends Shaped {
  readonly kind: 'identity';
}

/** The vector or matrix whose entries are all 1. */
export interface OnesExpression extends Shaped {
  readonly kind: 'ones';
}

export interface SumExpression extends Shaped {
  readonly kind: 'sum';
  readonly terms: readonly Expression[];
}

/** Matrix product from left to right; scalar factors may stand anywhere and scale the rest. */
export interface ProductExpression extends Shaped {
  readonly kind: 'product';
  readonly factors: readonly Expression[];
}

export interface TransposeExpression extends Shaped {
  readonly kind: 'transpose';
  readonly argument: Expression;
}

/** Entrywise product of expressions of one shape, which is not a scalar. */
export interface HadamardExpression extends Shaped {
  readonly kind: 'hadamard';
  readonly factors: readonly Expression[];
}

/** Entrywise power; the exponent is a scalar. */
export interface PowerExpression extends Shaped {
  readonly kind: 'power';
  readonly base: Expression;
  readonly exponent: Expression;
}

/** An entrywise function of the registry in `functions.ts`. */
export interface MapExpression extends Shaped {
  readonly kind: 'map';
  readonly function: string;
  readonly argument: Expression;
}

/**
 * The entrywise unit step: 1 where the argument is positive, 0 where it is negative. Where it is 0, the direction in
 * which the argument moves decides: 1 if that entry of `direction` is positive, else 0 (0 without a direction).
 */
export interface StepExpression extends Shaped {
  readonly kind: 'step';
  readonly argument: Expression;
  readonly direction: Expression | undefined;
}

/** The diagonal matrix with a vector on its diagonal. */
export interface DiagExpression extends Shaped {
  readonly kind: 'diag';
  readonly argument: Expression;
}

/** The diagonal of a square matrix, as a vector. */
export interface DiagonalExpression extends Shaped {
  readonly kind: 'diagonal';
  readonly argument: Expression;
}

/**
 * A derivative of a Lagrangian L at a vector: order 0 is the scalar L(z), order 1 the vector g(z) = ∇L(z), order 2
 * the matrix Λ(z) = ∇²L(z); order k > 2 is the symmetric k-th derivative contracted with k − 2 vectors, a matrix:
 * for order 3, d/dt Λ(z + t a) at t = 0 for the one direction a.
 */
export interface LagrangianExpression extends Shaped {
  readonly kind: 'lagrangian';
  readonly lagrangian: Lagrangian;
  readonly order: number;
  readonly argument: Expression;
  readonly directions: readonly Expression[];
}

/** A declared Lagrangian. Within a design two are the same exactly when their names are. */
export interface Lagrangian {
  /** The name of L in formulas. */
  readonly name: string;
  /** Names of ∇L and ∇²L in formulas, where the design declares them. */
  readonly gradient: string | undefined;
  readonly hessian: string | undefined;
  readonly definition: LagrangianDefinition;
}

export type LagrangianDefinition =
  /**
   * L(z) = Σ ℓ(z_i); `derivatives` are ℓ, ℓ', ℓ'', ℓ''', … in the scalar symbol `FORMULA_VARIABLE`. Where only g has a
   * formula, ℓ is undefined and stands for the integral of ℓ' from 0.
   */
  | { readonly kind: 'entrywise'; readonly derivatives: readonly (Expression | undefined)[] }
  /** Formulas in the vector symbol `FORMULA_VARIABLE` of size `FORMULA_SIZE`; `third` also in `FORMULA_DIRECTION`. */
  | {
      readonly kind: 'vector';
      readonly potential: Expression;
      readonly gradient: Expression;
      readonly hessian: Expression;
      readonly third: Expression | undefined;
    }
  /** Any twice continuously differentiable function with the stated assumptions; it has no formula. */
  | { readonly kind: 'any'; readonly assumptions: ReadonlySet<LagrangianAssumption> };

export type LagrangianAssumption = 'convex' | 'strictly-convex' | 'entrywise' | 'bounded-gradient';

/** The symbol that stands for the argument in formulas of a Lagrangian; its size; the direction of a third derivative. */
export const FORMULA_VARIABLE = 'x';
export const FORMULA_SIZE: Size = 'n';
export const FORMULA_DIRECTION = 'a';

/** Functions that are not entrywise, with the shape of their value: see `functions.ts`. */
export type FunctionName =
  | 'inv'
  | 'polar'
  | 'sqrtm'
  | 'expm'
  | 'norm'
  | 'lambda_min'
  | 'lambda_max'
  | 'trace'
  | 'logsumexp'
  | 'softmax'
  | 'sparsemax'
  | 'sparsemax_support';

export interface FunctionExpression extends Shaped {
  readonly kind: 'function';
  readonly name: FunctionName;
  readonly argument: Expression;
}

/** A block matrix (or stacked vector, with one column of blocks): rows of blocks. */
export interface BlockExpression extends Shaped {
  readonly kind: 'block';
  readonly blocks: readonly (readonly Expression[])[];
}
