/**
 * A violation as numbers. The amount of a violation is positive where an obligation fails; the fast kernel computes it
 * with rounding errors, the bounded kernel with a bound of them, and the margin relates it to the size of its terms.
 */
import type { Obligation } from '../../claims/types.js';
import { type BoundedKernel, compileBoundedKernel, compileKernel, type Kernel } from '../../numeric/kernel.js';
import { compileDefinitenessTest, type Definiteness } from '../../numeric/linear-algebra.js';
import * as build from '../../symbolic/build.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression, SymbolExpression } from '../../symbolic/expression.js';
import { movedStates } from './invariance.js';
import { print } from '../../symbolic/print-text.js';
import { substitute } from '../../symbolic/rewrite.js';
import { isRowShape, vectorShape } from '../../symbolic/shape.js';
import type { SampleSpace } from './space.js';

/** What is computed to judge an obligation that a single sample can violate. */
export interface Violation {
  /** Every entry is an amount: positive (`sign`) or other than 0 (`equal`) where the obligation fails. */
  readonly amounts: Expression;
  readonly compare: 'positive' | 'nonzero';
  /** The size of the terms of the amounts, a scalar. */
  readonly scale: Expression;
  /** The form that decides at kinks. */
  readonly confirmed: Expression;
  /** The quantity as reports name it, and the factor from amount to quantity. */
  readonly label: string;
  readonly factor: 1 | -1;
  /** Vectors over which the obligation is quantified besides those of the claim. */
  readonly variables: readonly SymbolExpression[];
  /** The matrix behind a matrix inequality, and the name of its witness. */
  readonly matrix?: Expression;
  /** States at the other end of a change, which must lie in their stated domains too. */
  readonly moved?: ReadonlyMap<string, Expression>;
}

/** The name of the x of x'Ax, and of the c ≥ 0 of y + Vc, which no formula can contain. */
export const WITNESS = 'x$';
export const COEFFICIENTS = 'c$';

/** How to look for a violation of an obligation; undefined for those that no single sample can violate. */
export function violationOf(o: Obligation, states: readonly SymbolExpression[]): Violation | undefined {
  switch (o.kind) {
    case 'sign': {
      const factor = o.sign === 'nonpositive' ? 1 : -1;
      const signed = (e: Expression): Expression => (factor === 1 ? e : build.negate(e));
      return {
        amounts: signed(o.quantity),
        compare: 'positive',
        scale: magnitude(o.quantity),
        confirmed: signed(o.atKinks ?? o.quantity),
        label: o.label,
        factor,
        variables: [],
        ...(o.moved === undefined ? {} : { moved: o.moved }),
      };
    }
    case 'equal':
      return difference(o.left, o.right, `(${print(o.left)}) - (${print(o.right)})`, []);
    case 'semidefinite': {
      const x = build.symbol(WITNESS, vectorShape(o.matrix.shape.rows));
      const form = build.isScalar(o.matrix)
        ? build.product(o.matrix, build.power(x, 2))
        : build.product(build.transpose(x), o.matrix, x);
      return {
        amounts: build.negate(form),
        compare: 'positive',
        scale: build.product(build.apply('norm', build.product(o.matrix, x)), build.apply('norm', x)),
        confirmed: build.negate(form),
        label: `${o.witness}'(${o.label})${o.witness}`,
        factor: -1,
        variables: [x],
        matrix: o.matrix,
      };
    }
    case 'invariant': {
      const c = build.symbol(COEFFICIENTS, vectorShape(o.along.shape.columns), 'variable', ['nonnegative']);
      const direction = build.product(o.along, c);
      const moved = movedStates(states, direction);
      return { ...difference(substitute(o.of, moved), o.of, 'the change', [c]), moved };
    }
    case 'zero-implies':
    case 'dead-directions':
    case 'bounded-below':
    case 'expectation':
    case 'stability':
    case 'unsupported':
      return undefined;
  }
}

function difference(
  left: Expression,
  right: Expression,
  label: string,
  variables: readonly SymbolExpression[],
): Violation {
  const amounts = build.subtract(left, right);
  return {
    amounts,
    compare: 'nonzero',
    scale: build.sum(frobenius(left), frobenius(right)),
    confirmed: amounts,
    label,
    factor: 1,
    variables,
  };
}

/** √(Σ entries²). */
const frobenius = (e: Expression): Expression =>
  build.isScalar(e) ? build.map('abs', e) : build.sqrt(build.sumEntries(build.power(e, 2)));

/** A bound of the size of the terms of a scalar: |a| + |b| for a + b, |u||v| for u'v. */
function magnitude(e: Expression): Expression {
  if (e.kind === 'sum') return build.sum(...e.terms.map(magnitude));
  if (e.kind === 'product') {
    const scalars = e.factors.filter(build.isScalar).map(magnitude);
    const chain = e.factors.filter((f) => !build.isScalar(f));
    const [first, ...rest] = chain;
    if (first === undefined || !isRowShape(first.shape)) return build.product(...scalars);
    return build.product(...scalars, frobenius(first), frobenius(build.product(...rest)));
  }
  return build.map('abs', e);
}

/** A violation of this size, relative to its terms, is looked at even where no bound of the error is known. */
const CONSPICUOUS = 1e-6;

export class Objective {
  readonly violation: Violation;
  readonly space: SampleSpace;
  /** Amounts only: what most samples cost. */
  private readonly fast: Kernel;
  private readonly amounts: Float64Array;
  private scaling: Kernel | undefined;
  private bounded: BoundedKernel | undefined;
  private readonly nonzero: boolean;

  /** With `adopt`, samples are drawn straight into the inputs of the fast kernel. */
  constructor(violation: Violation, space: SampleSpace) {
    this.violation = violation;
    this.space = space;
    this.fast = compileKernel([violation.amounts], space.dimensions);
    const [unsupported] = this.fast.unsupported;
    if (unsupported !== undefined) throw new ExpressionError('unsupported', `${violation.label}: ${unsupported}`);
    this.amounts = this.fast.outputs[0] as Float64Array;
    this.nonzero = violation.compare === 'nonzero';
    space.adopt(this.fast.inputs);
  }

  /** The largest amount at the current sample, as computed; NaN where it has no value. */
  amount(): number {
    this.fast.run();
    return this.largest(this.amounts);
  }

  private largest(amounts: Float64Array): number {
    if (amounts.length === 1) {
      const only = amounts[0] as number;
      return this.nonzero ? Math.abs(only) : only;
    }
    let largest = -Infinity;
    for (let i = 0; i < amounts.length; i += 1) {
      const a = this.nonzero ? Math.abs(amounts[i] as number) : (amounts[i] as number);
      if (a > largest) largest = a;
      else if (Number.isNaN(a)) return a;
    }
    return largest;
  }

  /** The amount relative to the size of its terms, between −1 and 1 up to rounding; −∞ where it has no value. */
  margin(amount: number): number {
    this.scaling ??= compileKernel([this.violation.scale], this.space.dimensions);
    this.space.copyInto(this.scaling.inputs);
    this.scaling.run();
    const scale = (this.scaling.outputs[0] as Float64Array)[0] as number;
    if (!(scale > 0) || !Number.isFinite(amount)) return scale === 0 && amount === 0 ? 0 : -Infinity;
    return Number.isFinite(scale) ? amount / scale : -Infinity;
  }

  /**
   * Whether some amount is violated by more than the rounding error of its computation. Of some matrix functions no bound
   * of that error is known: then a violation that is large for its terms counts, until 200-bit arithmetic decides.
   */
  isCertain(): boolean {
    this.bounded ??= compileBoundedKernel([this.violation.amounts], this.space.dimensions);
    this.space.copyInto(this.bounded.inputs);
    this.bounded.run();
    const values = this.bounded.outputs[0] as Float64Array;
    const bounds = this.bounded.bounds[0] as Float64Array;
    for (let i = 0; i < values.length; i += 1) {
      const value = this.nonzero ? Math.abs(values[i] as number) : (values[i] as number);
      const bound = bounds[i] as number;
      if (value > bound || (bound === Infinity && this.margin(value) > CONSPICUOUS)) return true;
    }
    return false;
  }
}

/** A function that decides a matrix inequality at the current sample and leaves the witness, if any, in the sample. */
export function compileMatrixTest(matrix: Expression, space: SampleSpace): () => Definiteness {
  const symmetric = build.sum(matrix, build.transpose(matrix));
  const kernel = compileKernel([symmetric], space.dimensions);
  const values = kernel.outputs[0] as Float64Array;
  const test = compileDefinitenessTest(space.buffer(WITNESS).length);
  return () => {
    space.copyInto(kernel.inputs);
    kernel.run();
    const verdict = test.decide(values);
    if (verdict === 'negative') space.buffer(WITNESS).set(test.witness);
    return verdict;
  };
}
