/** Rules about x'Ax ≥ 0 for all x (`semidefinite`) and x'Ax > 0 for x ≠ 0 (`definite`); A need not be symmetric. */
import * as build from '../../../symbolic/build.js';
import type { Expression } from '../../../symbolic/expression.js';
import { isSquareShape, sameShape } from '../../../symbolic/shape.js';
import type { Judged, Rule, RuleContext, Step } from './rule.js';
import { only } from './rules-sign.js';

const isForm = (j: Judged | undefined): boolean => j?.judgement === 'semidefinite' || j?.judgement === 'definite';
const isDefinite = (j: Judged | undefined): boolean => j?.judgement === 'definite';
const isSign = (j: Judged | undefined): boolean => j?.judgement === 'positive' || j?.judgement === 'nonnegative';
const isPositive = (j: Judged | undefined): boolean => j?.judgement === 'positive';

/** Whether the step claims what follows, no more and no less, of an expression equal to the expected one. */
function concludes(step: Step, expected: Expression, definite: boolean, { same }: RuleContext): boolean {
  const A = only(step);
  if (A === undefined || !isSquareShape(A.shape)) return false;
  return step.judgement === (definite ? 'definite' : 'semidefinite') && same(A, expected);
}

const isSymmetric = (A: Expression, { same }: RuleContext): boolean =>
  isSquareShape(A.shape) && same(A, build.transpose(A));

export const DEFINITE_RULES: Readonly<Record<string, Rule>> = {
  'definite-assumed': {
    takes: 1,
    says: 'a parameter whose structure says so',
    holds: (step, premises, context) => {
      const [A] = step.with;
      if (A?.kind !== 'symbol' || premises.length > 0) return false;
      if (A.facts.has('positive-definite') && concludes(step, A, true, context)) return true;
      if (A.facts.has('positive-semidefinite') && concludes(step, A, false, context)) return true;
      return A.facts.has('negative-semidefinite') && concludes(step, build.negate(A), false, context);
    },
  },
  convex: {
    takes: 1,
    says: 'the Hessian of a Lagrangian that is assumed to be convex',
    holds: (step, premises, context) => {
      const [A] = step.with;
      if (A?.kind !== 'lagrangian' || A.order !== 2 || premises.length > 0) return false;
      const { definition } = A.lagrangian;
      if (definition.kind !== 'any') return false;
      const assumed = definition.assumptions.has('convex') || definition.assumptions.has('strictly-convex');
      return assumed && concludes(step, A, false, context);
    },
  },
  diagonal: {
    takes: 0,
    says: 'diag(v) for entries v ≥ 0, definite for v > 0; also a scalar',
    holds: (step, premises, context) => {
      const [premise, ...more] = premises;
      const v = only(premise);
      if (v === undefined || more.length > 0 || !isSign(premise)) return false;
      if (!build.isVector(v) && !build.isScalar(v)) return false;
      return concludes(step, build.diag(v), isPositive(premise), context);
    },
  },
  identity: {
    takes: 0,
    says: 'I is definite',
    holds: (step, premises, context) => {
      const A = only(step);
      if (A === undefined || premises.length > 0 || !isSquareShape(A.shape)) return false;
      return concludes(step, build.identity(A.shape.rows), true, context);
    },
  },
  'definite-sum': {
    takes: 0,
    says: 'a sum of semi-definite matrices is semi-definite, and definite where one of them is',
    holds: (step, premises, context) => {
      if (premises.length < 2 || !premises.every(isForm)) return false;
      const parts = premises.map(only);
      if (!parts.every((p) => p !== undefined)) return false;
      return concludes(step, build.sum(...parts), premises.some(isDefinite), context);
    },
  },
  'definite-scaled': {
    takes: 0,
    says: 'a semi-definite matrix times a scalar ≥ 0; definite where both are strict',
    holds: (step, premises, context) => {
      const [form, factor, ...more] = premises;
      const [A, s] = [only(form), only(factor)];
      if (A === undefined || s === undefined || more.length > 0 || !isForm(form) || !isSign(factor)) return false;
      if (!build.isScalar(s)) return false;
      return concludes(step, build.product(s, A), isDefinite(form) && isPositive(factor), context);
    },
  },
  congruence: {
    takes: 1,
    says: "P'AP for any P of fitting shape; definite where A is and P is nonsingular",
    holds: (step, premises, context) => {
      const [form, regular, ...more] = premises;
      const A = only(form);
      const [P] = step.with;
      if (A === undefined || P === undefined || more.length > 0 || !isForm(form)) return false;
      const N = only(regular);
      if (regular !== undefined && (regular.judgement !== 'nonsingular' || N === undefined || !context.same(N, P)))
        return false;
      const definite = isDefinite(form) && regular !== undefined;
      return concludes(step, build.product(build.transpose(P), A, P), definite, context);
    },
  },
  'symmetric-part': {
    takes: 0,
    says: "x'Ax depends on A + A' only",
    holds: (step, premises, { same }) => {
      const [form, ...more] = premises;
      const [A, B] = [only(form), only(step)];
      if (A === undefined || B === undefined || more.length > 0 || !isForm(form) || !isSquareShape(B.shape))
        return false;
      if (step.judgement !== form?.judgement) return false;
      return same(build.sum(A, build.transpose(A)), build.sum(B, build.transpose(B)));
    },
  },
  inverse: {
    takes: 0,
    says: "x'inv(A)x = y'A'y with y = inv(A)x",
    holds: (step, premises, context) => {
      const [form, ...more] = premises;
      const A = only(form);
      if (A === undefined || more.length > 0 || !isDefinite(form)) return false;
      return concludes(step, build.apply('inv', A), true, context);
    },
  },
  'square-root': {
    takes: 0,
    says: 'the square root of a symmetric semi-definite matrix is semi-definite, of a definite one definite',
    holds: (step, premises, context) => {
      const [form, ...more] = premises;
      const A = only(form);
      if (A === undefined || more.length > 0 || !isForm(form) || !isSymmetric(A, context)) return false;
      return concludes(step, build.apply('sqrtm', A), isDefinite(form), context);
    },
  },
  exponential: {
    takes: 1,
    says: 'the exponential of a symmetric matrix is definite',
    holds: (step, premises, context) => {
      const [A] = step.with;
      if (A === undefined || premises.length > 0 || !isSymmetric(A, context)) return false;
      return concludes(step, build.apply('expm', A), true, context);
    },
  },
  polar: {
    takes: 1,
    says: "with A = USV' and O = UV' the polar factor, O'A = VSV' and AO' = USU' are semi-definite",
    holds: (step, premises, context) => {
      const [A] = step.with;
      if (A === undefined || premises.length > 0 || !isSquareShape(A.shape) || build.isScalar(A)) return false;
      const O = build.transpose(build.apply('polar', A));
      return [build.product(O, A), build.product(A, O)].some((form) => concludes(step, form, false, context));
    },
  },
  'schur-product': {
    takes: 0,
    says: 'the entrywise product of two symmetric semi-definite matrices (Schur 1911)',
    holds: (step, premises, context) => {
      const [a, b, ...more] = premises;
      const [A, B] = [only(a), only(b)];
      if (A === undefined || B === undefined || more.length > 0 || !isForm(a) || !isForm(b)) return false;
      if (!sameShape(A.shape, B.shape)) return false;
      if (!isSymmetric(A, context) || !isSymmetric(B, context)) return false;
      return concludes(step, build.hadamard(A, B), isDefinite(a) && isDefinite(b), context);
    },
  },
  'schur-product-definite': {
    takes: 0,
    says: 'A definite and B semi-definite, both symmetric, the diagonal of B > 0: A .* B is definite (Schur 1911)',
    holds: (step, premises, context) => {
      const [a, b, diagonal, ...more] = premises;
      const [A, B, d] = [only(a), only(b), only(diagonal)];
      if (A === undefined || B === undefined || d === undefined || more.length > 0) return false;
      if (!sameShape(A.shape, B.shape)) return false;
      if (!isDefinite(a) || !isForm(b) || !isPositive(diagonal) || !context.same(d, build.diagonal(B))) return false;
      if (!isSymmetric(A, context) || !isSymmetric(B, context)) return false;
      return concludes(step, build.hadamard(A, B), true, context);
    },
  },
  'reciprocal-sums': {
    takes: 0,
    says: '1/(w_i + w_j) for w > 0 is the integral of exp(-t w_i) exp(-t w_j) over t ≥ 0 (Cauchy)',
    holds: (step, premises, context) => {
      const [premise, ...more] = premises;
      const w = only(premise);
      if (w === undefined || more.length > 0 || !isPositive(premise) || !build.isVector(w)) return false;
      const row = build.transpose(build.ones(w.shape));
      const sums = build.sum(build.product(w, row), build.product(build.transpose(row), build.transpose(w)));
      return concludes(step, build.reciprocal(sums), false, context);
    },
  },
  'rank-one': {
    takes: 1,
    says: "A - t (Aw)(Aw)' for symmetric semi-definite A, t ≥ 0 and t w'Aw ≤ 1, by (w'Ax)² ≤ (w'Aw)(x'Ax) (Cauchy-Schwarz)",
    holds: (step, premises, context) => {
      const [form, factor, rest, ...more] = premises;
      const [A, t, r] = [only(form), only(factor), only(rest)];
      const [w] = step.with;
      if (A === undefined || t === undefined || r === undefined || w === undefined || more.length > 0) return false;
      if (!isForm(form) || !isSign(factor) || !isSign(rest) || !build.isScalar(t) || !build.isVector(w)) return false;
      if (!isSymmetric(A, context)) return false;
      const left = build.subtract(build.ONE, build.product(t, build.transpose(w), A, w));
      if (!context.same(r, left)) return false;
      const Aw = build.product(A, w);
      const result = build.subtract(A, build.product(t, Aw, build.transpose(Aw)));
      return concludes(step, result, isDefinite(form) && isPositive(rest), context);
    },
  },
};
