/** Concrete Lagrangians that stand in for `any`: members of the catalogue, shifted, scaled and mixed. */
import * as build from '../symbolic/build.js';
import {
  type Expression,
  FORMULA_VARIABLE,
  type Lagrangian,
  type LagrangianAssumption,
  type LagrangianDefinition,
} from '../symbolic/expression.js';
import { print } from '../symbolic/print-text.js';
import * as Q from '../symbolic/rational.js';
import { lift, substitute } from '../symbolic/rewrite.js';
import { AV, type EntryClaims, ratio, X, XV } from './entry.js';
import { type CatalogueName, catalogueDefinition, catalogueEntry, optionValues } from './registry.js';

/** A Lagrangian for an `any`. */
export interface Representative {
  /** Its formula in the vector x, which a design file may use in its place: `sum(1/4*x.^4)`. */
  readonly description: string;
  readonly lagrangian: Lagrangian;
}

interface Candidate {
  readonly definition: LagrangianDefinition;
  readonly convex: EntryClaims['convex'];
  readonly bounded: boolean;
}

type Options = Readonly<Record<string, number>>;

function member(name: CatalogueName, options: Options = {}): Candidate {
  const claims = catalogueEntry(name).claims(optionValues(name, options));
  return {
    definition: catalogueDefinition(name, options),
    convex: claims.convex,
    bounded: claims.range.every(Number.isFinite),
  };
}

/** gain·L(slope·x + shift), entrywise: the k-th derivative is gain·slope^k·ℓ⁽ᵏ⁾(slope·x + shift). */
function transformed(of: Candidate, gain: Q.Rational, slope: Q.Rational, shift: Q.Rational): Candidate {
  if (of.definition.kind !== 'entrywise') return of;
  const argument = new Map([[FORMULA_VARIABLE, build.sum(build.scale(slope, X), build.number(shift))]]);
  const derivatives = of.definition.derivatives.map((f, k) =>
    f === undefined ? f : build.scale(Q.multiply(gain, Q.power(slope, k)), substitute(f, argument)),
  );
  return {
    ...of,
    definition: { kind: 'entrywise', derivatives },
    convex: gain.numerator > 0n ? of.convex : 'no',
  };
}

/** ℓ₁ + ℓ₂; strictly convex where both are convex and one is strictly so. */
function added(a: Candidate, b: Candidate): Candidate {
  const [p, q] = [a.definition, b.definition];
  const convex = a.convex === 'no' || b.convex === 'no' ? 'no' : a.convex === 'strictly' ? 'strictly' : b.convex;
  const base = { convex, bounded: a.bounded && b.bounded } as const;
  if (p.kind === 'entrywise' && q.kind === 'entrywise') {
    const derivatives = p.derivatives.map((f, k) => {
      const other = q.derivatives[k];
      return f === undefined || other === undefined ? undefined : build.sum(f, other);
    });
    return { ...base, definition: { kind: 'entrywise', derivatives } };
  }
  return a;
}

const half = Q.rational(1, 2);

/** L = ½x'x + ½(1'x)²: strictly convex, every entry of g depends on every entry of x. */
function coupledQuadratic(): Candidate {
  const ones = build.ones(XV.shape);
  const total = build.sumEntries(XV);
  const hessian = build.sum(build.identity(XV.shape.rows), build.product(ones, build.transpose(ones)));
  return {
    definition: {
      kind: 'vector',
      potential: build.product(build.HALF, build.sum(build.dot(XV, XV), build.power(total, 2))),
      gradient: build.sum(XV, build.product(total, ones)),
      hessian,
      third: build.zero(hessian.shape),
    },
    convex: 'strictly',
    bounded: false,
  };
}

/** L = ½x'x + log Σ exp(x_i): strictly convex, coupled and not quadratic. */
function quadraticAndSoftmax(): Candidate {
  const softmax = catalogueDefinition('softmax');
  if (softmax.kind !== 'vector') throw new Error('internal error: softmax is not entrywise');
  const plus = (a: Expression, b: Expression): Expression => build.sum(a, b);
  return {
    definition: {
      ...softmax,
      potential: plus(build.product(build.HALF, build.dot(XV, XV)), softmax.potential),
      gradient: plus(XV, softmax.gradient),
      hessian: plus(build.identity(XV.shape.rows), softmax.hessian),
    },
    convex: 'strictly',
    bounded: false,
  };
}

/** L = log(1 + x'x)/2: coupled, neither convex nor concave, with a bounded gradient x/(1 + x'x). */
function logQuadratic(): Candidate {
  const s = build.sum(build.dot(XV, XV), build.ONE);
  const inverse = (k: number): Expression => build.power(s, -k);
  const delta = build.dot(XV, AV);
  const { product, sum, transpose, negate, identity } = build;
  const I = identity(XV.shape.rows);
  const outer = product(XV, transpose(XV));
  return {
    definition: {
      kind: 'vector',
      potential: product(build.HALF, build.map('log', s)),
      gradient: product(inverse(1), XV),
      hessian: sum(product(inverse(1), I), product(ratio(-2), inverse(2), outer)),
      third: sum(
        product(ratio(-2), delta, inverse(2), I),
        negate(product(ratio(2), inverse(2), sum(product(AV, transpose(XV)), product(XV, transpose(AV))))),
        product(ratio(8), delta, inverse(3), outer),
      ),
    },
    convex: 'no',
    bounded: true,
  };
}

/** Twice continuously differentiable Lagrangians, the most telling first. */
function candidates(): readonly Candidate[] {
  const [tanh, softplus, sigmoid, identity] = [
    member('tanh'),
    member('softplus'),
    member('sigmoid'),
    member('identity'),
  ];
  const steep = transformed(tanh, Q.ONE, Q.rational(3), Q.rational(-1));
  const minus = (c: Candidate): Candidate => transformed(c, Q.MINUS_ONE, Q.ONE, Q.ZERO);
  return [
    tanh,
    identity,
    softplus,
    member('silu'),
    member('repu', { n: 2 }),
    member('power', { n: 3 }),
    member('sine'),
    member('gaussian'),
    member('softmax'),
    coupledQuadratic(),
    quadraticAndSoftmax(),
    logQuadratic(),
    member('spherical-norm', { epsilon: 1 }),
    { ...member('layer-norm', { epsilon: 0.1 }), bounded: true },
    member('power', { n: 2 }),
    minus(identity),
    minus(tanh),
    sigmoid,
    steep,
    added(identity, steep),
    transformed(softplus, Q.rational(3), half, Q.rational(1)),
    transformed(sigmoid, Q.rational(2), Q.rational(4), Q.rational(-2)),
    transformed(tanh, half, Q.rational(2), Q.rational(1)),
    transformed(identity, Q.rational(3), Q.ONE, Q.ONE),
    member('smooth-leaky-relu'),
    member('gelu'),
    member('elu', { alpha: 1 }),
    member('exp'),
    member('softmax', { beta: 4 }),
    member('spherical-norm', { epsilon: 0.01 }),
    member('repu', { n: 3 }),
    member('power', { n: 5 }),
  ];
}

/** L(x) as a formula in the vector x. */
function formulaOf(definition: LagrangianDefinition): string {
  if (definition.kind === 'vector') return print(definition.potential);
  const [potential] = definition.kind === 'entrywise' ? definition.derivatives : [];
  if (potential === undefined) throw new Error('internal error: what stands for any has a formula');
  return `sum(${print(lift(potential, FORMULA_VARIABLE, XV))})`;
}

let known: readonly (Candidate & { readonly description: string })[] | undefined;

/**
 * Lagrangians of the given name that satisfy the assumptions: twice continuously differentiable ones of the catalogue
 * at several options, shifted, scaled and mixed, entrywise and coupled, the most telling first.
 */
export function representatives(
  of: Pick<Lagrangian, 'name' | 'gradient' | 'hessian'>,
  assumptions: ReadonlySet<LagrangianAssumption>,
): readonly Representative[] {
  known ??= candidates().map((c) => ({ ...c, description: formulaOf(c.definition) }));
  return known
    .filter((c) => satisfies(c, assumptions))
    .map(({ description, definition }) => ({
      description,
      lagrangian: { name: of.name, gradient: of.gradient, hessian: of.hessian, definition },
    }));
}

function satisfies(c: Candidate, assumptions: ReadonlySet<LagrangianAssumption>): boolean {
  for (const assumption of assumptions) {
    switch (assumption) {
      case 'convex':
        if (c.convex === 'no') return false;
        break;
      case 'strictly-convex':
        if (c.convex !== 'strictly') return false;
        break;
      case 'entrywise':
        if (c.definition.kind !== 'entrywise') return false;
        break;
      case 'bounded-gradient':
        if (!c.bounded) return false;
        break;
    }
  }
  return true;
}
