/**
 * The entrywise functions that formulas may use, with their derivatives. Their numeric forms are in
 * `src/numeric/functions.ts`; a test checks that the two registries have the same names and agree.
 */
import * as build from './build.js';
import type { Expression } from './expression.js';
import { vectorShape } from './shape.js';
import { rational } from './rational.js';

export interface EntrywiseFunction {
  /** f'(z) at the argument z. */
  readonly derivative: (z: Expression) => Expression;
  /** How TeX names it, e.g. `\\tanh`. */
  readonly tex: string;
  /** Where it is defined, when not everywhere: shown in messages. */
  readonly domain?: string;
  /** Where the function (`value`) or its first derivative (`slope`) jumps: at argument 0. */
  readonly jump?: 'value' | 'slope';
}

const one = (z: Expression): Expression => build.ones(z.shape);
const square = (z: Expression): Expression => build.power(z, 2);

export const ENTRYWISE_FUNCTIONS = {
  exp: { derivative: (z) => build.map('exp', z), tex: '\\exp' },
  log: { derivative: (z) => build.reciprocal(z), tex: '\\log', domain: 'x > 0' },
  log1p: { derivative: (z) => build.reciprocal(build.sum(z, one(z))), tex: '\\operatorname{log1p}', domain: 'x > -1' },
  expm1: { derivative: (z) => build.map('exp', z), tex: '\\operatorname{expm1}' },
  sin: { derivative: (z) => build.map('cos', z), tex: '\\sin' },
  cos: { derivative: (z) => build.negate(build.map('sin', z)), tex: '\\cos' },
  tan: { derivative: (z) => build.sum(one(z), square(build.map('tan', z))), tex: '\\tan', domain: 'cos x ≠ 0' },
  atan: { derivative: (z) => build.reciprocal(build.sum(one(z), square(z))), tex: '\\arctan' },
  sinh: { derivative: (z) => build.map('cosh', z), tex: '\\sinh' },
  cosh: { derivative: (z) => build.map('sinh', z), tex: '\\cosh' },
  tanh: { derivative: (z) => build.subtract(one(z), square(build.map('tanh', z))), tex: '\\tanh' },
  asinh: {
    derivative: (z) => build.power(build.sum(one(z), square(z)), build.number(rational(-1, 2))),
    tex: '\\operatorname{arsinh}',
  },
  logcosh: { derivative: (z) => build.map('tanh', z), tex: '\\log\\cosh' },
  erf: {
    derivative: (z) =>
      build.product(
        build.number(2),
        build.power(build.PI, build.number(rational(-1, 2))),
        build.map('exp', build.negate(square(z))),
      ),
    tex: '\\operatorname{erf}',
  },
  sigmoid: {
    derivative: (z) => build.hadamard(build.map('sigmoid', z), build.map('sigmoid', build.negate(z))),
    tex: '\\sigma',
  },
  softplus: { derivative: (z) => build.map('sigmoid', z), tex: '\\operatorname{softplus}' },
  // −Li₂(−eˣ) = ∫ softplus over (−∞, x].
  softplus_integral: { derivative: (z) => build.map('softplus', z), tex: '\\operatorname{softplus\\_integral}' },
  relu: { derivative: (z) => build.step(z), tex: '\\operatorname{ReLU}', jump: 'slope' },
  abs: {
    derivative: (z) => build.subtract(build.product(build.number(2), build.step(z)), one(z)),
    tex: '\\operatorname{abs}',
    jump: 'slope',
  },
  sign: { derivative: (z) => build.zero(z.shape), tex: '\\operatorname{sign}', jump: 'value' },
} as const satisfies Record<string, EntrywiseFunction>;

export type EntrywiseName = keyof typeof ENTRYWISE_FUNCTIONS;

export const isEntrywiseName = (name: string): name is EntrywiseName => Object.hasOwn(ENTRYWISE_FUNCTIONS, name);

export function entrywiseFunction(name: string): EntrywiseFunction {
  if (!isEntrywiseName(name)) throw new Error(`internal error: no entrywise function ${name}`);
  return ENTRYWISE_FUNCTIONS[name];
}

/** max(a, b) = b + relu(a − b), entrywise. */
export const maximum = (a: Expression, b: Expression): Expression =>
  build.sum(b, build.map('relu', build.subtract(a, b)));
/** min(a, b) = b − relu(b − a), entrywise. */
export const minimum = (a: Expression, b: Expression): Expression =>
  build.subtract(b, build.map('relu', build.subtract(b, a)));

/** ½(A + A'). */
export const symmetricPart = (A: Expression): Expression => build.product(build.HALF, build.sum(A, build.transpose(A)));
/** The mean of the entries of a vector. */
export const mean = (x: Expression): Expression =>
  build.product(build.reciprocal(build.sizeNumber(x.shape.rows)), build.sumEntries(x));
/** The constant vector of ones of the size of x. */
export const onesLike = (x: Expression): Expression => build.ones(vectorShape(x.shape.rows));
