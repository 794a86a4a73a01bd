/**
 * What a formula in the vector x does when x becomes x + t·1: it is multiplied by exp(κt), or t·c·1 is added. A
 * gradient with κ = 0 has 1 and −1 as dead directions everywhere.
 */
import type { Expression, LagrangianDefinition } from '../symbolic/expression.js';
import { FORMULA_SIZE, FORMULA_VARIABLE } from '../symbolic/expression.js';
import * as Q from '../symbolic/rational.js';
import { children } from '../symbolic/rewrite.js';
import { isScalarShape } from '../symbolic/shape.js';
import { UNIT } from '../symbolic/size.js';

/** A number that may depend on the size n: coefficients of powers of n. */
type SizePolynomial = ReadonlyMap<number, Q.Rational>;

const ZERO: SizePolynomial = new Map();
const monomial = (power: number, c: Q.Rational): SizePolynomial => (Q.isZero(c) ? ZERO : new Map([[power, c]]));
const ONE = monomial(0, Q.ONE);

function plus(a: SizePolynomial, b: SizePolynomial): SizePolynomial {
  const total = new Map(a);
  for (const [power, c] of b) {
    const s = Q.add(total.get(power) ?? Q.ZERO, c);
    if (Q.isZero(s)) total.delete(power);
    else total.set(power, s);
  }
  return total;
}
function times(a: SizePolynomial, b: SizePolynomial): SizePolynomial {
  let total = ZERO;
  for (const [p, c] of a) for (const [q, d] of b) total = plus(total, monomial(p + q, Q.multiply(c, d)));
  return total;
}
const same = (a: SizePolynomial, b: SizePolynomial): boolean => plus(a, times(b, monomial(0, Q.MINUS_ONE))).size === 0;

/** f(x + t·1) = exp(κt) f(x), or f(x) + t·c, with c·1 for a vector and c·I for a matrix. */
type Change =
  | { readonly kind: 'scaled'; readonly exponent: SizePolynomial }
  | { readonly kind: 'moved'; readonly by: SizePolynomial };

const FIXED: Change = { kind: 'scaled', exponent: ZERO };
const moved = (by: SizePolynomial): Change => (by.size === 0 ? FIXED : { kind: 'moved', by });
const isFixed = (c: Change | undefined): boolean => c?.kind === 'scaled' && c.exponent.size === 0;

/** A scalar of numbers and the size n, where it is a sum of powers of n. */
function constantOf(e: Expression): SizePolynomial | undefined {
  switch (e.kind) {
    case 'number':
      return monomial(0, e.value);
    case 'size':
      return e.size === FORMULA_SIZE ? monomial(1, Q.ONE) : undefined;
    case 'sum':
      return join(e.terms.map(constantOf), plus);
    case 'product':
      return e.factors.every((f) => isScalarShape(f.shape)) ? join(e.factors.map(constantOf), times) : undefined;
    case 'power': {
      const base = constantOf(e.base);
      const n = e.exponent.kind === 'number' && Q.isInteger(e.exponent.value) ? Number(e.exponent.value.numerator) : 0;
      const [only, ...more] = base ?? [];
      if (only === undefined || more.length > 0 || n === 0 || Math.abs(n) > 16) return undefined;
      return monomial(only[0] * n, Q.power(only[1], n));
    }
    default:
      return undefined;
  }
}

function join(
  parts: readonly (SizePolynomial | undefined)[],
  f: (a: SizePolynomial, b: SizePolynomial) => SizePolynomial,
): SizePolynomial | undefined {
  return parts.reduce((a, b) => (a === undefined || b === undefined ? undefined : f(a, b)));
}

/** The c of A·1 = c·1, for a matrix A without x; also of 1'·1 = n. */
function rowSum(a: Expression): SizePolynomial | undefined {
  switch (a.kind) {
    case 'identity':
      return ONE;
    case 'ones':
      return a.shape.columns === FORMULA_SIZE ? monomial(1, Q.ONE) : undefined;
    case 'sum':
      return join(a.terms.map(rowSum), plus);
    case 'product': {
      const chain = a.factors.filter((f) => !isScalarShape(f.shape));
      const scalars = a.factors.filter((f) => isScalarShape(f.shape)).map(constantOf);
      return join([ONE, ...scalars, ...actions(chain)], times);
    }
    default:
      return undefined;
  }
}

/** What each factor of a chain that ends in c·1 does to it: 1 as a column puts the 1 back after a row took it away. */
const actions = (chain: readonly Expression[]): (SizePolynomial | undefined)[] =>
  chain.map((f) => (f.kind === 'ones' && f.shape.columns === UNIT ? ONE : rowSum(f)));

function change(e: Expression): Change | undefined {
  if (e.kind === 'symbol' && e.name === FORMULA_VARIABLE) return { kind: 'moved', by: ONE };
  const parts = children(e).map(change);
  if (parts.every(isFixed)) return FIXED;
  if (parts.some((p) => p === undefined)) return undefined;
  const changes = parts as readonly Change[];
  switch (e.kind) {
    case 'sum':
      return sumChange(changes);
    case 'product':
      return productChange(e.factors, changes);
    case 'hadamard':
      return scaledBy(changes);
    case 'power': {
      const [base, exponent] = changes;
      const k = constantOf(e.exponent);
      return base?.kind === 'scaled' && isFixed(exponent) && k !== undefined
        ? { kind: 'scaled', exponent: times(base.exponent, k) }
        : undefined;
    }
    case 'transpose':
    case 'diag':
    case 'diagonal':
      return changes[0];
    case 'map':
      return mapChange(e.function, changes[0] as Change);
    case 'function':
      if (changes[0]?.kind !== 'moved') return undefined;
      if (e.name === 'logsumexp') return changes[0];
      return e.name === 'softmax' || e.name === 'sparsemax' || e.name === 'sparsemax_support' ? FIXED : undefined;
    default:
      return undefined;
  }
}

function mapChange(name: string, z: Change): Change | undefined {
  if (name === 'exp' && z.kind === 'moved') return { kind: 'scaled', exponent: z.by };
  if (name === 'log' && z.kind === 'scaled') return moved(z.exponent);
  return undefined;
}

function sumChange(changes: readonly Change[]): Change | undefined {
  const [first] = changes;
  if (first?.kind === 'scaled' && changes.every((c) => c.kind === 'scaled' && same(c.exponent, first.exponent)))
    return first;
  let by = ZERO;
  for (const c of changes) {
    if (c.kind === 'moved') by = plus(by, c.by);
    else if (!isFixed(c)) return undefined;
  }
  return moved(by);
}

function scaledBy(changes: readonly Change[]): Change | undefined {
  let exponent = ZERO;
  for (const c of changes) {
    if (c.kind !== 'scaled') return undefined;
    exponent = plus(exponent, c.exponent);
  }
  return { kind: 'scaled', exponent };
}

/** One factor moves by c·1, the others are constants that turn 1 into a multiple of 1. */
function productChange(factors: readonly Expression[], changes: readonly Change[]): Change | undefined {
  const at = changes.findIndex((c) => c.kind === 'moved');
  if (at < 0) return scaledBy(changes);
  const mover = changes[at];
  const others = factors.filter((_, i) => i !== at);
  if (mover?.kind !== 'moved' || !changes.every((c, i) => i === at || isFixed(c))) return undefined;
  const factor = factors[at] as Expression;
  const scalars = others.filter((f) => isScalarShape(f.shape)).map(constantOf);
  const chain = others.filter((f) => !isScalarShape(f.shape));
  if (isScalarShape(factor.shape))
    return chain.length <= 1 &&
      chain.every((f) => f.kind === 'identity' || (f.kind === 'ones' && f.shape.columns === UNIT))
      ? finish(join([mover.by, ...scalars], times))
      : undefined;
  const last = factors.filter((f) => !isScalarShape(f.shape)).at(-1);
  if (last !== factor || factor.shape.columns !== UNIT) return undefined;
  return finish(join([mover.by, ...scalars, ...actions(chain)], times));
}

const finish = (by: SizePolynomial | undefined): Change | undefined => (by === undefined ? undefined : moved(by));

/** Whether g(x + t·1) = g(x) for every x and t, by the form of g; false where the form does not show it. */
export const shiftInvariant = (definition: LagrangianDefinition): boolean =>
  definition.kind === 'vector' && isFixed(change(definition.gradient));
