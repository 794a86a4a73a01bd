/** Rules about semi-definite matrices that rest on spectra: norms, extreme eigenvalues, inverses, traces. */
import * as build from '../../../symbolic/build.js';
import type { Expression } from '../../../symbolic/expression.js';
import { isSquareShape, sameShape } from '../../../symbolic/shape.js';
import type { Judged, Rule, RuleContext } from './rule.js';
import { only } from './rules-sign.js';

const isForm = (j: Judged | undefined): boolean => j?.judgement === 'semidefinite' || j?.judgement === 'definite';
const isSymmetric = (A: Expression, { same }: RuleContext): boolean =>
  isSquareShape(A.shape) && same(A, build.transpose(A));

const identityLike = (A: Expression): Expression => build.identity(A.shape.columns);

/** ‖A‖² I − A'A, and ‖A‖ I ± A for a square A: x'Ax ≤ ‖x‖ ‖Ax‖ ≤ ‖A‖ x'x. */
function normForms(A: Expression): Expression[] {
  const norm = build.apply('norm', A);
  const square = build.subtract(
    build.product(build.power(norm, 2), identityLike(A)),
    build.product(build.transpose(A), A),
  );
  if (!isSquareShape(A.shape)) return [square];
  const multiple = build.product(norm, identityLike(A));
  return [square, build.subtract(multiple, A), build.sum(multiple, A)];
}

export const SPECTRAL_RULES: Readonly<Record<string, Rule>> = {
  /** For the spectral norm, which is the 2-norm of a vector; true of every A. */
  'spectral-norm': {
    takes: 1,
    says: "‖A‖² I − A'A and, for square A, ‖A‖ I − A and ‖A‖ I + A are semi-definite",
    holds: (step, premises, { same }) => {
      const [A] = step.with;
      const of = only(step);
      if (A === undefined || of === undefined || premises.length > 0 || step.judgement !== 'semidefinite') return false;
      return normForms(A).some((form) => same(of, form));
    },
  },
  /** For symmetric A only: of another, x'Ax is not bounded by the eigenvalues (1, 4; 0, 1). */
  'extreme-eigenvalues': {
    takes: 1,
    says: 'λmax(A) I − A and A − λmin(A) I are semi-definite for symmetric A (Rayleigh)',
    holds: (step, premises, context) => {
      const [A] = step.with;
      const of = only(step);
      if (A === undefined || of === undefined || premises.length > 0 || step.judgement !== 'semidefinite') return false;
      if (!isSymmetric(A, context)) return false;
      const at = (name: 'lambda_min' | 'lambda_max'): Expression =>
        build.product(build.apply(name, A), identityLike(A));
      const forms = [build.subtract(at('lambda_max'), A), build.subtract(A, at('lambda_min'))];
      return forms.some((form) => context.same(of, form));
    },
  },
  /** For symmetric A ≥ B > 0, inv(B) ≥ inv(A). Without symmetry x'Ax does not order the inverses. */
  'inverse-order': {
    takes: 2,
    says: 'inv(B) − inv(A) is semi-definite where B is definite, A − B semi-definite, and both symmetric (Loewner)',
    holds: (step, [definite, difference, ...more], context) => {
      const [A, B] = step.with;
      const [P, D, of] = [only(definite), only(difference), only(step)];
      if (A === undefined || B === undefined || P === undefined || D === undefined || of === undefined) return false;
      if (more.length > 0 || definite?.judgement !== 'definite' || !isForm(difference)) return false;
      if (step.judgement !== 'semidefinite' || !sameShape(A.shape, B.shape)) return false;
      if (!isSymmetric(A, context) || !isSymmetric(B, context)) return false;
      if (!context.same(P, B) || !context.same(D, build.subtract(A, B))) return false;
      return context.same(of, build.subtract(build.apply('inv', B), build.apply('inv', A)));
    },
  },
  /**
   * The least value of x'Ax + 2 x'Bz + z'Dz over z is x'(A − B inv(D) B')x. It needs that D is symmetric and definite,
   * and that the lower left block is B'.
   */
  'schur-complement': {
    takes: 3,
    says: "A − B inv(D) B' is semi-definite where [A, B; B', D] is, D definite and symmetric (Schur)",
    holds: (step, [whole, corner, ...more], context) => {
      const [A, B, D] = step.with;
      const [M, C, of] = [only(whole), only(corner), only(step)];
      if (A === undefined || B === undefined || D === undefined) return false;
      if (M === undefined || C === undefined || of === undefined || more.length > 0) return false;
      if (!isForm(whole) || corner?.judgement !== 'definite' || step.judgement !== 'semidefinite') return false;
      if (!isSymmetric(D, context) || !context.same(C, D)) return false;
      const blocks = build.block([
        [A, B],
        [build.transpose(B), D],
      ]);
      const complement = build.subtract(A, build.product(B, build.apply('inv', D), build.transpose(B)));
      return context.same(M, blocks) && context.same(of, complement);
    },
  },
  trace: {
    takes: 0,
    says: 'the trace of a semi-definite matrix is ≥ 0, of a definite one > 0',
    holds: (step, [form, ...more], { same }) => {
      const [A, of] = [only(form), only(step)];
      if (A === undefined || of === undefined || more.length > 0 || !isForm(form) || build.isScalar(A)) return false;
      const judgement = form?.judgement === 'definite' ? 'positive' : 'nonnegative';
      return step.judgement === judgement && same(of, build.apply('trace', A));
    },
  },
  /** tr(AB) = tr(A^½ B A^½) for symmetric A: without that, A = B skew gives tr(AA) < 0. */
  'trace-product': {
    takes: 0,
    says: 'tr(AB) ≥ 0 for A and B semi-definite, A symmetric',
    holds: (step, [a, b, ...more], context) => {
      const [A, B, of] = [only(a), only(b), only(step)];
      if (A === undefined || B === undefined || of === undefined || more.length > 0) return false;
      if (!isForm(a) || !isForm(b) || step.judgement !== 'nonnegative' || !sameShape(A.shape, B.shape)) return false;
      if (build.isScalar(A) || !isSymmetric(A, context)) return false;
      return context.same(of, build.apply('trace', build.product(A, B)));
    },
  },
};
