/** Derivatives of scalar formulas in the symbol `FORMULA_VARIABLE`. */
import * as build from '../symbolic/build.js';
import { differential } from '../symbolic/differential.js';
import { type Expression, FORMULA_VARIABLE } from '../symbolic/expression.js';
import { mentions } from '../symbolic/rewrite.js';

const ALONG_X = new Map([[FORMULA_VARIABLE, build.ONE]]);
const VARIABLE = new Set([FORMULA_VARIABLE]);

/** f' of a scalar formula f(x); at a kink of relu or abs, the derivative from the left of relu. */
export const derivative = (f: Expression): Expression => differential(f, ALONG_X);

/** f, f', …, f⁽ᵏ⁾. */
export function derivatives(f: Expression, k: number): Expression[] {
  const all = [f];
  for (let j = 0; j < k; j += 1) all.push(derivative(all[j] as Expression));
  return all;
}

/** Whether x occurs in a formula. */
export const dependsOnX = (e: Expression): boolean => mentions(e, VARIABLE);
