/** Rules about the signs of scalars and entries that hold for all values of the vectors in them. */
import * as build from '../../../symbolic/build.js';
import type { Expression } from '../../../symbolic/expression.js';
import { idOf } from '../../../symbolic/identity.js';
import * as Q from '../../../symbolic/rational.js';
import { contains } from '../../../symbolic/rewrite.js';
import { sameShape } from '../../../symbolic/shape.js';
import { blocksOf } from './compare.js';
import type { Rule } from './rule.js';
import { only } from './rules-sign.js';
import { isUniversal } from './universal.js';

/** Functions that are > 0, 0 and < 0 where their argument is. */
const SIGN_OF_ARGUMENT: ReadonlySet<string> = new Set(['tanh', 'sinh', 'atan', 'asinh', 'erf', 'sign', 'expm1']);

/** The z of which an expression has the sign, entry by entry: of f(z), or of an odd power of it; otherwise itself. */
function signedBy(e: Expression): Expression {
  if (e.kind === 'map' && SIGN_OF_ARGUMENT.has(e.function)) return signedBy(e.argument);
  if (e.kind !== 'power' || e.exponent.kind !== 'number') return e;
  const q = e.exponent.value;
  return Q.isInteger(q) && q.numerator > 0n && q.numerator % 2n === 1n ? signedBy(e.base) : e;
}

export const SCALAR_RULES: Readonly<Record<string, Rule>> = {
  /** f(z) g(z) ≥ 0 where f and g have the sign of their argument; false for functions that vanish elsewhere, as sin. */
  'same-sign': {
    takes: 2,
    says: 'f(z) g(z) ≥ 0 entrywise for f and g that have the sign of z: z itself, odd powers, tanh, sinh, …',
    holds: (step, premises, { same }) => {
      const [a, b] = step.with;
      const e = only(step);
      if (e === undefined || a === undefined || b === undefined || premises.length > 0) return false;
      if (!sameShape(a.shape, b.shape) || step.judgement !== 'nonnegative') return false;
      return same(signedBy(a), signedBy(b)) && same(e, build.hadamard(a, b));
    },
  },
  /**
   * x'Ax = Σ x_i'A_ij x_j for the blocks A_ij of A. It needs that nothing is known of the x_i: they are vectors of the
   * proof, all different, and none of them occurs in A.
   */
  'every-vector': {
    takes: 'many',
    says: "x'Ax ≥ 0 as a scalar, for vectors x of which nothing is assumed and which do not occur in A",
    holds: (step, [premise, ...more], { same }) => {
      const [A, q] = [only(step), only(premise)];
      if (A === undefined || q === undefined || more.length > 0 || step.judgement !== 'semidefinite') return false;
      if (premise?.judgement !== 'nonnegative' || !build.isScalar(q)) return false;
      const blocks = blocksOf(A) ?? [[A]];
      const x = step.with;
      if (x.length !== blocks.length || !x.every(isUniversal) || new Set(x.map(idOf)).size !== x.length) return false;
      if (blocks.some((row) => row.length !== x.length) || contains(A, (e) => x.some((v) => idOf(v) === idOf(e))))
        return false;
      const fits = blocks.every((row, i) =>
        row.every((B, j) => sameShape(B.shape, { rows: x[i]?.shape.rows ?? '', columns: x[j]?.shape.rows ?? '' })),
      );
      if (!fits) return false;
      const terms = blocks.flatMap((row, i) =>
        row.map((B, j) => build.product(build.transpose(x[i] as Expression), B, x[j] as Expression)),
      );
      return same(q, build.sum(...terms));
    },
  },
  /** For B symmetric and semi-definite; false for a B that is not symmetric, of which u'Bw is no scalar product. */
  'cauchy-schwarz': {
    takes: 2,
    says: "(u'Bu)(w'Bw) - (u'Bw)² ≥ 0 for symmetric semi-definite B (Cauchy-Schwarz)",
    holds: (step, [premise, ...more], { same }) => {
      const [u, w] = step.with;
      const [B, e] = [only(premise), only(step)];
      if (B === undefined || e === undefined || u === undefined || w === undefined || more.length > 0) return false;
      if (premise?.judgement !== 'semidefinite' && premise?.judgement !== 'definite') return false;
      if (step.judgement !== 'nonnegative' || !build.isVector(u) || !build.isVector(w)) return false;
      if (!sameShape(B.shape, { rows: u.shape.rows, columns: w.shape.rows })) return false;
      const form = (a: Expression, b: Expression): Expression => build.product(build.transpose(a), B, b);
      const bound = build.subtract(build.product(form(u, u), form(w, w)), build.product(form(u, w), form(u, w)));
      return same(B, build.transpose(B)) && same(e, bound);
    },
  },
};
