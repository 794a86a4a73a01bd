/** Finds semi-definite matrices by norms, extreme eigenvalues, the order of inverses and Schur complements; signs of traces. */
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import { distinct } from '../../symbolic/identity.js';
import { equalByNormalForm, normalForm } from '../../symbolic/normal-form.js';
import { forEachNode } from '../../symbolic/rewrite.js';
import { isSquareShape, sameShape } from '../../symbolic/shape.js';
import { judgedExpressions } from '../../claims/judged.js';
import type { Fact } from './draft.js';
import { isStrict, strength, type Tools } from './tools.js';

/** A matrix that is semi-definite, with the step that says so. */
export interface KnownForm {
  readonly matrix: Expression;
  readonly fact: () => Fact;
}

/** What holds of the norms and extreme eigenvalues that A and the given statements speak of. */
export function spectralForms(A: Expression, { draft }: Tools): KnownForm[] {
  const arguments_: { name: string; of: Expression }[] = [];
  forEachNode([A, ...draft.claim.given.flatMap(judgedExpressions)], (e) => {
    if (e.kind === 'function' && ['norm', 'lambda_min', 'lambda_max'].includes(e.name))
      arguments_.push({ name: e.name, of: e.argument });
  });
  return arguments_.flatMap(({ name, of }): KnownForm[] => {
    const [rule, forms] =
      name === 'norm' ? (['spectral-norm', normForms(of)] as const) : (['extreme-eigenvalues', ends(of)] as const);
    return forms
      .filter((matrix) => sameShape(matrix.shape, A.shape))
      .map((matrix) => ({ matrix, fact: () => draft.add(rule, 'semidefinite', [matrix], { with: [of] }) }));
  });
}

function normForms(A: Expression): Expression[] {
  const norm = build.apply('norm', A);
  const I = build.identity(A.shape.columns);
  const square = build.subtract(build.product(build.power(norm, 2), I), build.product(build.transpose(A), A));
  if (!isSquareShape(A.shape)) return [square];
  const multiple = build.product(norm, I);
  return [square, build.subtract(multiple, A), build.sum(multiple, A)];
}

function ends(A: Expression): Expression[] {
  if (!isSquareShape(A.shape) || !equalByNormalForm(A, build.transpose(A))) return [];
  const at = (name: 'lambda_min' | 'lambda_max'): Expression =>
    build.product(build.apply(name, A), build.identity(A.shape.rows));
  return [build.subtract(at('lambda_max'), A), build.subtract(A, at('lambda_min'))];
}

/** c inv(B) − c inv(A), or with I for inv(B), and a rest. */
export function byInverseOrder(e: Expression, tools: Tools): Fact | undefined {
  if (e.kind !== 'sum') return undefined;
  const { draft, form, sign } = tools;
  const terms = e.terms.map(partsOf);
  for (const low of terms) {
    const [inverse, ...more] = low.matrices;
    if (more.length > 0 || inverse?.kind !== 'function' || inverse.name !== 'inv') continue;
    const c = build.negate(low.scalar);
    const factor = sign(c);
    if (factor === undefined) continue;
    const A = inverse.argument;
    for (const B of distinct(terms.flatMap(({ matrices: [m, ...others] }) => (others.length > 0 ? [] : base(m, A))))) {
      const gap = build.subtract(A, B);
      const [definite, difference] = [form(B), form(tidied(gap))];
      if (definite === undefined || difference === undefined || !isStrict(definite)) continue;
      const own = build.subtract(build.apply('inv', B), build.apply('inv', A));
      const ordered = draft.add('inverse-order', 'semidefinite', [own], {
        premises: [definite, difference],
        with: [A, B],
      });
      const part = draft.add('definite-scaled', 'semidefinite', [build.product(c, own)], {
        premises: [ordered, factor],
      });
      const rest = tidied(build.subtract(e, part.of[0] as Expression));
      if (build.isZero(rest)) return draft.add('symmetric-part', 'semidefinite', [e], { premises: [part] });
      const other = form(rest);
      if (other === undefined) continue;
      const whole = build.sum(part.of[0] as Expression, rest);
      const both = draft.add('definite-sum', strength(isStrict(other)), [whole], { premises: [part, other] });
      return draft.add('symmetric-part', strength(isStrict(other)), [e], { premises: [both] });
    }
  }
  return undefined;
}

/** The B of inv(B); I is its own inverse. */
function base(m: Expression | undefined, A: Expression): Expression[] {
  if (m === undefined || !sameShape(m.shape, A.shape)) return [];
  if (m.kind === 'identity') return [m];
  return m.kind === 'function' && m.name === 'inv' ? [m.argument] : [];
}

/** A − P'inv(D)P, as what remains of [A, P'; P, D]. */
export function bySchur(e: Expression, tools: Tools): Fact | undefined {
  if (e.kind !== 'sum' || !tools.isThorough) return undefined;
  const { draft, form } = tools;
  for (const term of e.terms) {
    const { scalar, matrices } = partsOf(term);
    const [left, middle, right, ...more] = matrices;
    if (left === undefined || middle === undefined || right === undefined || more.length > 0) continue;
    if (!build.isNumber(scalar, -1) || middle.kind !== 'function' || middle.name !== 'inv') continue;
    if (!equalByNormalForm(build.transpose(left), right)) continue;
    const D = middle.argument;
    const corner = form(D);
    if (corner === undefined || !isStrict(corner) || !equalByNormalForm(D, build.transpose(D))) continue;
    const A = build.sum(...e.terms.filter((t) => t !== term));
    const whole = form(
      build.block([
        [A, left],
        [right, D],
      ]),
    );
    if (whole === undefined) continue;
    return draft.add('schur-complement', 'semidefinite', [e], { premises: [whole, corner], with: [A, left, D] });
  }
  return undefined;
}

const MOST_FACTORS = 6;

/** tr(A) with A semi-definite, or tr(AB) with both, in any order of the cycle. */
export function byTrace(e: Expression, { draft, form }: Tools): Fact | undefined {
  if (e.kind !== 'function' || e.name !== 'trace' || build.isScalar(e.argument)) return undefined;
  const own = form(e.argument);
  if (own !== undefined)
    return draft.add('trace', isStrict(own) ? 'positive' : 'nonnegative', [e], { premises: [own] });
  const { scalar, matrices } = partsOf(e.argument);
  const n = matrices.length;
  if (!build.isNumber(scalar, 1) || n < 2 || n > MOST_FACTORS) return undefined;
  for (let turn = 0; turn < n; turn += 1) {
    const cycle = [...matrices.slice(turn), ...matrices.slice(0, turn)];
    for (let at = 1; at <= n; at += 1) {
      const [A, B] = [build.product(...cycle.slice(0, at)), build.product(build.ONE, ...cycle.slice(at))];
      if (!isSquareShape(A.shape) || !equalByNormalForm(A, build.transpose(A))) continue;
      const a = form(A);
      if (a === undefined) continue;
      if (at === n) return draft.add('trace', isStrict(a) ? 'positive' : 'nonnegative', [e], { premises: [a] });
      const b = form(B);
      if (b !== undefined) return draft.add('trace-product', 'nonnegative', [e], { premises: [a, b] });
    }
  }
  return undefined;
}

function partsOf(e: Expression): { scalar: Expression; matrices: readonly Expression[] } {
  const factors = e.kind === 'product' ? e.factors : [e];
  return {
    scalar: build.product(build.ONE, ...factors.filter(build.isScalar)),
    matrices: factors.filter((f) => !build.isScalar(f)),
  };
}

/** The terms of the normal form, as a sum. */
const tidied = (e: Expression): Expression => {
  const terms = [...normalForm(e).values()].map((t) => build.scale(t.coefficient, t.tree));
  return terms.length === 0 ? build.zero(e.shape) : build.sum(...terms);
};
