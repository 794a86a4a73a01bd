/** What is known of the values of functions, as the search uses it; the replay checker has a table of its own. */
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';

/** A form of a function application that is ≥ 0, or > 0, whatever the argument. */
export interface Bound {
  readonly of: Expression;
  readonly form: Expression;
  readonly strict: boolean;
}

/** Functions whose values are > 0; ≥ 0; between −1 and 1, strictly or not. */
const POSITIVE: ReadonlySet<string> = new Set(['exp', 'cosh', 'softplus', 'softplus_integral', 'sigmoid', 'softmax']);
const NONNEGATIVE: ReadonlySet<string> = new Set(['logcosh', 'relu', 'abs', 'sparsemax', 'sparsemax_support', 'norm']);
const WITHIN: ReadonlyMap<string, boolean> = new Map([
  ['tanh', true],
  ['erf', true],
  ['sin', false],
  ['cos', false],
  ['sign', false],
]);

export function bounds(f: Expression): Bound[] {
  const name = f.kind === 'map' ? f.function : f.kind === 'function' ? f.name : f.kind === 'step' ? 'step' : undefined;
  if (name === undefined) return [];
  const one = build.ones(f.shape);
  const bound = (form: Expression, strict: boolean): Bound => ({ of: f, form, strict });
  const found: Bound[] = [];
  if (POSITIVE.has(name)) found.push(bound(f, true));
  if (NONNEGATIVE.has(name) || name === 'step') found.push(bound(f, false));
  const within = WITHIN.get(name);
  if (within !== undefined) found.push(bound(build.sum(one, f), within), bound(build.subtract(one, f), within));
  if (name === 'sigmoid') found.push(bound(build.subtract(one, f), true));
  if (name === 'step' || name === 'softmax') found.push(bound(build.subtract(one, f), false));
  if (name === 'expm1') found.push(bound(build.sum(f, one), true));
  if (f.kind === 'map' && (name === 'relu' || name === 'softplus'))
    found.push(bound(build.subtract(f, f.argument), name === 'softplus'));
  if (f.kind === 'map' && name === 'abs')
    found.push(bound(build.subtract(f, f.argument), false), bound(build.sum(f, f.argument), false));
  return found;
}

/** The sum of the entries of a support is at least 1. */
export const supportTotal = (f: Expression): Bound[] =>
  f.kind === 'function' && f.name === 'sparsemax_support' ? [{ of: f, form: build.sumEntries(f), strict: true }] : [];
