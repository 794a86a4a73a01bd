/** Rules about the signs of entries. */
import type { Design, StructureKind } from '../../../design/types.js';
import * as build from '../../../symbolic/build.js';
import type { Expression } from '../../../symbolic/expression.js';
import { idOf } from '../../../symbolic/identity.js';
import * as Q from '../../../symbolic/rational.js';
import type { Judged, Rule, RuleContext, Step } from './rule.js';

export const only = (j: { readonly of: readonly Expression[] } | undefined): Expression | undefined =>
  j?.of.length === 1 ? j.of[0] : undefined;

type Strength = 'positive' | 'nonnegative';

const isSign = (j: Judged): boolean => j.judgement === 'positive' || j.judgement === 'nonnegative';
/** Whether the step claims what follows, no more and no less. */
const claims = (step: Step, strength: Strength): boolean => step.judgement === strength;

/** Whether the step is the expected expression, with a sign that follows. */
function concludes(step: Step, expected: Expression, strength: Strength, { same }: RuleContext): boolean {
  const of = only(step);
  return of !== undefined && claims(step, strength) && same(of, expected);
}

/** Ranges of functions: forms of f(z) that have a sign for every real z. */
const RANGES: Readonly<Record<string, (f: Expression, one: Expression, z: Expression) => [Expression, Strength][]>> = {
  exp: (f) => [[f, 'positive']],
  expm1: (f, one, z) => [
    [build.sum(f, one), 'positive'],
    [build.subtract(f, z), 'nonnegative'],
  ],
  cosh: (f, one) => [
    [f, 'positive'],
    [build.subtract(f, one), 'nonnegative'],
  ],
  logcosh: (f) => [[f, 'nonnegative']],
  softplus: (f, _, z) => [
    [f, 'positive'],
    [build.subtract(f, z), 'positive'],
  ],
  softplus_integral: (f) => [[f, 'positive']],
  sigmoid: (f, one) => [
    [f, 'positive'],
    [build.subtract(one, f), 'positive'],
  ],
  tanh: (f, one) => within(f, one, 'positive'),
  erf: (f, one) => within(f, one, 'positive'),
  sin: (f, one) => within(f, one, 'nonnegative'),
  cos: (f, one) => within(f, one, 'nonnegative'),
  sign: (f, one) => within(f, one, 'nonnegative'),
  atan: (f, one) => within(f, build.product(build.HALF, build.PI, one), 'positive'),
  relu: (f, _, z) => [
    [f, 'nonnegative'],
    [build.subtract(f, z), 'nonnegative'],
  ],
  abs: (f, _, z) => [
    [f, 'nonnegative'],
    [build.subtract(f, z), 'nonnegative'],
    [build.sum(f, z), 'nonnegative'],
  ],
};

const within = (f: Expression, bound: Expression, strength: Strength): [Expression, Strength][] => [
  [build.sum(bound, f), strength],
  [build.subtract(bound, f), strength],
];

/** Forms of functions of vectors: 0 < softmax ≤ 1, 0 ≤ sparsemax ≤ 1, 0 ≤ support ≤ 1, of which one entry is 1. */
const VECTOR_RANGES: Readonly<Record<string, (f: Expression, one: Expression) => [Expression, Strength][]>> = {
  softmax: (f, one) => [
    [f, 'positive'],
    [build.subtract(one, f), 'nonnegative'],
  ],
  sparsemax: (f, one) => [
    [f, 'nonnegative'],
    [build.subtract(one, f), 'nonnegative'],
  ],
  sparsemax_support: (f, one) => [
    [f, 'nonnegative'],
    [build.subtract(one, f), 'nonnegative'],
    [build.subtract(build.sumEntries(f), build.ONE), 'nonnegative'],
    [build.sumEntries(f), 'positive'],
  ],
};

/** The forms in which a function application has a sign. */
function rangesOf(f: Expression): [Expression, Strength][] {
  const one = build.ones(f.shape);
  if (f.kind === 'map') return RANGES[f.function]?.(f, one, f.argument) ?? [];
  if (f.kind === 'function') {
    if (f.name === 'norm') return [[f, 'nonnegative']];
    return VECTOR_RANGES[f.name]?.(f, one) ?? [];
  }
  if (f.kind === 'step')
    return [
      [f, 'nonnegative'],
      [build.subtract(one, f), 'nonnegative'],
    ];
  return [];
}

/** Structures that put no entry outside the range of a parameter. */
const FULL: ReadonlySet<StructureKind> = new Set<StructureKind>(['general', 'symmetric', 'positive', 'nonnegative']);

/** What the design says of the sign of an expression by itself. */
function assumedSign(e: Expression, design: Design): Strength | undefined {
  const bySign = (low: number): Strength | undefined => (low > 0 ? 'positive' : low >= 0 ? 'nonnegative' : undefined);
  switch (e.kind) {
    case 'number':
      return e.value.numerator > 0n ? 'positive' : Q.isZero(e.value) ? 'nonnegative' : undefined;
    case 'constant':
    case 'size':
    case 'ones':
      return 'positive';
    case 'identity':
      return 'nonnegative';
    case 'symbol': {
      if (e.facts.has('positive')) return 'positive';
      const parameter = design.parameters.find((p) => p.symbol.name === e.name);
      if (parameter?.value !== undefined) {
        const sign = bySign(Math.min(...parameter.value.flat()));
        if (sign !== undefined) return sign;
      }
      // A structure may put zeros where the range does not reach.
      const isFull = parameter?.structures.every(({ kind }) => FULL.has(kind)) === true;
      if (parameter?.range !== undefined && isFull) {
        const sign = bySign(parameter.range[0]);
        if (sign !== undefined) return sign;
      }
      const state = design.states.find((s) => s.symbol.name === e.name);
      if (state?.domainStated === true) {
        const sign = bySign(state.domain[0]);
        if (sign !== undefined) return sign;
      }
      return e.facts.has('nonnegative') ? 'nonnegative' : undefined;
    }
    default:
      return undefined;
  }
}

/** Functions that increase on all of ℝ. */
const INCREASING: ReadonlySet<string> = new Set([
  'exp',
  'expm1',
  'sinh',
  'tanh',
  'atan',
  'asinh',
  'erf',
  'sigmoid',
  'softplus',
  'softplus_integral',
  'relu',
  'sign',
]);

export const SIGN_RULES: Readonly<Record<string, Rule>> = {
  'sign-assumed': {
    takes: 0,
    says: 'numbers, sizes, and symbols whose structure, range, stated domain or given value has the sign',
    holds: (step, premises, context) => {
      const e = only(step);
      if (e === undefined || premises.length > 0) return false;
      const strength = assumedSign(e, context.derivation.design);
      return strength !== undefined && claims(step, strength);
    },
  },
  range: {
    takes: 1,
    says: 'the range of a named function for every real argument',
    holds: (step, premises, context) => {
      const f = step.with[0];
      if (f === undefined || premises.length > 0) return false;
      return rangesOf(f).some(([form, strength]) => concludes(step, form, strength, context));
    },
  },
  'even-power': {
    takes: 2,
    says: 'b^q ≥ 0 for even q ≥ 0',
    holds: (step, premises, { same }) => {
      const [base, q] = step.with;
      const e = only(step);
      if (e === undefined || base === undefined || q?.kind !== 'number' || premises.length > 0) return false;
      const isEven = Q.isInteger(q.value) && q.value.numerator % 2n === 0n && q.value.numerator >= 0n;
      return isEven && step.judgement === 'nonnegative' && same(e, build.power(base, q));
    },
  },
  'sign-sum': {
    takes: 0,
    says: 'a sum of entries ≥ 0 is ≥ 0, and > 0 where one of them is > 0',
    holds: (step, premises, context) => {
      if (premises.length < 2 || !premises.every(isSign)) return false;
      const parts = premises.map(only);
      if (!parts.every((p) => p !== undefined)) return false;
      const strength = premises.some((p) => p.judgement === 'positive') ? 'positive' : 'nonnegative';
      return concludes(step, build.sum(...parts), strength, context);
    },
  },
  'sign-product': {
    takes: 0,
    says: 'an entrywise product of entries ≥ 0 (> 0) is ≥ 0 (> 0); scalars scale',
    holds: (step, premises, context) => {
      if (premises.length < 2 || !premises.every(isSign)) return false;
      const parts = premises.map(only);
      if (!parts.every((p) => p !== undefined)) return false;
      const strength = premises.every((p) => p.judgement === 'positive') ? 'positive' : 'nonnegative';
      return concludes(step, build.hadamard(...parts), strength, context);
    },
  },
  'sign-power': {
    takes: 1,
    says: 'a power of entries > 0 is > 0; a power with exponent > 0 of entries ≥ 0 is ≥ 0',
    holds: (step, premises, context) => {
      const [premise, ...more] = premises;
      const base = only(premise);
      const [exponent] = step.with;
      if (premise === undefined || base === undefined || more.length > 0 || !isSign(premise)) return false;
      if (exponent === undefined || !build.isScalar(exponent)) return false;
      const isPositive = premise.judgement === 'positive';
      if (!isPositive && !(exponent.kind === 'number' && exponent.value.numerator > 0n)) return false;
      return concludes(step, build.power(base, exponent), isPositive ? 'positive' : 'nonnegative', context);
    },
  },
  'diagonal-entries': {
    takes: 0,
    says: "the diagonal entries of a semi-definite matrix are e_i'Ae_i",
    holds: (step, premises, context) => {
      const [form, ...more] = premises;
      const A = only(form);
      if (A === undefined || more.length > 0 || build.isScalar(A)) return false;
      if (form?.judgement !== 'semidefinite' && form?.judgement !== 'definite') return false;
      return concludes(step, build.diagonal(A), form.judgement === 'definite' ? 'positive' : 'nonnegative', context);
    },
  },
  'sign-matrix-product': {
    takes: 0,
    says: 'a matrix product of matrices with entries ≥ 0 has entries ≥ 0, and > 0 where all entries are > 0',
    holds: (step, premises, context) => {
      if (premises.length < 2 || !premises.every(isSign)) return false;
      const parts = premises.map(only);
      if (!parts.every((p) => p !== undefined)) return false;
      const strength = premises.every((p) => p.judgement === 'positive') ? 'positive' : 'nonnegative';
      return concludes(step, build.product(...parts), strength, context);
    },
  },
  'sign-rearranged': {
    takes: 0,
    says: 'transposes, diagonal matrices and spread scalars of entries ≥ 0; an equal expression has the same sign',
    holds: (step, premises, context) => {
      const [premise, ...more] = premises;
      const e = only(premise);
      const of = only(step);
      if (premise === undefined || e === undefined || of === undefined || more.length > 0 || !isSign(premise))
        return false;
      const strength = premise.judgement === 'positive' ? 'positive' : 'nonnegative';
      const forms: [Expression, Strength][] = [
        [e, strength],
        [build.transpose(e), strength],
        ...(build.isVector(e) ? [[build.diag(e), 'nonnegative'] as [Expression, Strength]] : []),
        ...(build.isScalar(e) ? [[build.broadcast(e, of.shape), strength] as [Expression, Strength]] : []),
      ];
      return forms.some(([form, s]) => concludes(step, form, s, context));
    },
  },
  monotone: {
    takes: 2,
    says: 'f(a) - f(b) ≥ 0 for increasing f and a ≥ b',
    holds: (step, premises, context) => {
      const [premise, ...more] = premises;
      const gap = only(premise);
      const [f, g] = step.with;
      if (premise === undefined || gap === undefined || more.length > 0 || !isSign(premise)) return false;
      if (f === undefined || g === undefined) return false;
      const isStep = f.kind === 'step' && g.kind === 'step' && f.direction === undefined && g.direction === undefined;
      const isMap = f.kind === 'map' && g.kind === 'map' && f.function === g.function && INCREASING.has(f.function);
      if (!(isStep || isMap)) return false;
      return (
        context.same(gap, build.subtract(f.argument, g.argument)) &&
        concludes(step, build.subtract(f, g), 'nonnegative', context)
      );
    },
  },
  quadratic: {
    takes: 1,
    says: "w'Aw ≥ 0 for A with x'Ax ≥ 0 for all x",
    holds: (step, premises) => {
      const [premise, ...more] = premises;
      const [w] = step.with;
      const A = only(premise);
      if (premise === undefined || A === undefined || w === undefined || more.length > 0) return false;
      if (premise.judgement !== 'semidefinite' && premise.judgement !== 'definite') return false;
      if (!build.isVector(w) && !build.isScalar(w)) return false;
      // As it stands: an equal form would be one of A' or of another w as well.
      const e = only(step);
      const form = build.product(build.transpose(w), A, w);
      // With a scalar w and a matrix A it is no quadratic form but A itself.
      if (!build.isScalar(form)) return false;
      return e !== undefined && idOf(e) === idOf(form) && claims(step, 'nonnegative');
    },
  },
};
