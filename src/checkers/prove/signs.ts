/** Finds why entries are ≥ 0 or > 0. */
import * as build from '../../symbolic/build.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression } from '../../symbolic/expression.js';
import { distinct, idOf } from '../../symbolic/identity.js';
import { equalByNormalForm, type NormalForm, normalForm } from '../../symbolic/normal-form.js';
import * as Q from '../../symbolic/rational.js';
import { forEachNode, unfoldLagrangian } from '../../symbolic/rewrite.js';
import { isScalarShape, sameShape } from '../../symbolic/shape.js';
import type { Fact } from './draft.js';
import { bounds, type Bound, supportTotal } from './ranges.js';
import { byTrace } from './spectral.js';
import { bySquares } from './squares.js';
import { isStrict, type Tools } from './tools.js';

/** The stronger of two facts. */
const stronger = (a: Fact | undefined, b: () => Fact | undefined): Fact | undefined => {
  if (a !== undefined && isStrict(a)) return a;
  const other = b();
  return other !== undefined && (a === undefined || isStrict(other)) ? other : a;
};

export function findSign(e: Expression, tools: Tools): Fact | undefined {
  tools.draft.spend();
  const square = byQuadratic(e, tools);
  // A form with a matrix of its own is not > 0: no other way says more.
  if (square !== undefined && e.kind === 'product' && e.factors.length > 2) return square;
  const plain = stronger(square, () => stronger(byForm(e, tools), () => byTerms(e, tools)));
  return stronger(plain, () =>
    stronger(byGiven(e, tools), () => stronger(byEquations(e, tools), () => bySquares(e, tools))),
  );
}

/** A sign that is given, of the expression or of a part of it besides which the rest has a sign. */
function byGiven(e: Expression, tools: Tools): Fact | undefined {
  const { draft, equations, sign } = tools;
  for (const [index, g] of draft.claim.given.entries()) {
    if (g.kind !== 'sign' || !sameShape(e.shape, g.quantity.shape)) continue;
    const stated = g.sign === 'nonnegative' ? g.quantity : build.negate(g.quantity);
    const reduced = equations.reduce(stated);
    const known = reduced?.value ?? stated;
    const given = (): Fact => {
      const fact = draft.add('given', 'nonnegative', [stated], { index });
      return reduced === undefined
        ? fact
        : draft.add('equal-judged', 'nonnegative', [known], { premises: [fact, reduced.fact] });
    };
    const c = ratio(e, known);
    if (c !== undefined) {
      const factor = sign(c);
      return factor && draft.join('sign-product', e, build.isNumber(c, 1) ? [given()] : [given(), factor]);
    }
    const terms = formOf(build.subtract(e, known));
    // Only a rest that is simpler: the search would not end otherwise.
    if (terms === undefined || terms.size >= (formOf(e)?.size ?? 0)) continue;
    const rest = sign(build.sum(...[...terms.values()].map((t) => build.scale(t.coefficient, t.tree))));
    if (rest !== undefined) return draft.join('sign-sum', e, [given(), rest]);
  }
  return undefined;
}

/** The sign of what equalities that are given make of the expression. */
function byEquations(e: Expression, { draft, equations, sign }: Tools): Fact | undefined {
  const reduced = equations.reduce(e);
  const fact = reduced && sign(reduced.value);
  return fact && draft.add('equal-judged', fact.judgement, [e], { premises: [fact, reduced.fact] });
}

function byForm(e: Expression, tools: Tools): Fact | undefined {
  const { draft, sign } = tools;
  const known = assumed(e, tools);
  if (known !== undefined) return known;
  switch (e.kind) {
    case 'map':
    case 'step':
      return stronger(inRange(e, tools), () => undefined);
    case 'function':
      return inRange(e, tools) ?? byTrace(e, tools);
    case 'sum':
      return stronger(joinSum(e, e.terms, tools), () =>
        stronger(fromBounds(e, tools), () => monotone(e, tools) ?? withoutScalars(e, tools) ?? ofSquares(e, tools)),
      );
    case 'hadamard':
      return joinProduct(e, e.factors, tools);
    case 'product': {
      const chain = e.factors.filter((f) => !build.isScalar(f));
      const scalars = e.factors.filter(build.isScalar);
      const total = chain.flatMap(supportTotal).find((b) => equalByNormalForm(b.form, e));
      if (total !== undefined) return fromBound(total, tools);
      if (chain.length <= 1) return joinProduct(e, e.factors, tools);
      const parts = chain.map(sign);
      if (!parts.every((p) => p !== undefined)) return undefined;
      const whole = build.product(...chain);
      const fact = draft.join('sign-matrix-product', whole, parts);
      if (scalars.length === 0) return fact;
      const factors = scalars.map(sign);
      if (!factors.every((f) => f !== undefined)) return undefined;
      const all = [...factors, fact];
      return draft.join('sign-product', e, all);
    }
    case 'power': {
      const { base, exponent } = e;
      const q = exponent.kind === 'number' ? exponent.value : undefined;
      const below = sign(base);
      if (below !== undefined && (isStrict(below) || (q !== undefined && q.numerator > 0n)))
        return draft.add('sign-power', isStrict(below) ? 'positive' : 'nonnegative', [e], {
          premises: [below],
          with: [exponent],
        });
      if (q !== undefined && Q.isInteger(q) && q.numerator % 2n === 0n && q.numerator > 0n)
        return draft.add('even-power', 'nonnegative', [e], { with: [base, exponent] });
      return undefined;
    }
    case 'transpose':
    case 'diag': {
      const inner = sign(e.argument);
      if (inner === undefined) return undefined;
      const judgement = e.kind === 'transpose' && isStrict(inner) ? 'positive' : 'nonnegative';
      return draft.add('sign-rearranged', judgement, [e], { premises: [inner] });
    }
    case 'diagonal':
      if (e.argument.kind === 'lagrangian' && e.argument.lagrangian.definition.kind !== 'any')
        return transported(e, build.diagonal(unfoldLagrangian(e.argument)), tools);
      return ofDiagonal(e, tools);
    case 'lagrangian':
      if (e.lagrangian.definition.kind === 'any') return undefined;
      try {
        return transported(e, unfoldLagrangian(e), tools);
      } catch (error) {
        if (error instanceof ExpressionError) return undefined;
        throw error;
      }
    default:
      return undefined;
  }
}

/** The entries on the diagonal of a semi-definite matrix. */
function ofDiagonal(e: Expression & { kind: 'diagonal' }, { draft, form }: Tools): Fact | undefined {
  const fact = form(e.argument);
  return fact && draft.add('diagonal-entries', isStrict(fact) ? 'positive' : 'nonnegative', [e], { premises: [fact] });
}

function transported(e: Expression, other: Expression, { draft, sign }: Tools): Fact | undefined {
  const fact = sign(other);
  return fact === undefined
    ? undefined
    : draft.add('sign-rearranged', isStrict(fact) ? 'positive' : 'nonnegative', [e], { premises: [fact] });
}

/** Numbers, sizes, and what the design says of its symbols. */
function assumed(e: Expression, { draft }: Tools): Fact | undefined {
  const say = (low: number): Fact | undefined =>
    low >= 0 ? draft.add('sign-assumed', low > 0 ? 'positive' : 'nonnegative', [e]) : undefined;
  switch (e.kind) {
    case 'number':
      return say(e.value.numerator > 0n ? 1 : e.value.numerator < 0n ? -1 : 0);
    case 'constant':
    case 'size':
    case 'ones':
      return say(1);
    case 'identity':
      return say(0);
    case 'symbol': {
      if (e.facts.has('positive')) return say(1);
      const { design } = draft.derivation;
      const parameter = design.parameters.find((p) => p.symbol.name === e.name);
      const state = design.states.find((s) => s.symbol.name === e.name);
      const lows = [
        e.facts.has('nonnegative') ? 0 : -1,
        parameter?.value === undefined ? -1 : Math.min(...parameter.value.flat()),
        parameter?.range?.[0] ?? -1,
        state?.domainStated === true ? state.domain[0] : -1,
      ];
      return say(Math.max(...lows));
    }
    default:
      return undefined;
  }
}

function fromBound(b: Bound, { draft }: Tools): Fact {
  return draft.add('range', b.strict ? 'positive' : 'nonnegative', [b.form], { with: [b.of] });
}

function inRange(e: Expression, tools: Tools): Fact | undefined {
  const own = bounds(e).find((b) => equalByNormalForm(b.form, e));
  return own === undefined ? undefined : fromBound(own, tools);
}

function joinSum(e: Expression, terms: readonly Expression[], { draft, sign }: Tools): Fact | undefined {
  const parts: Fact[] = [];
  for (const t of terms) {
    const fact = sign(t);
    if (fact === undefined) return undefined;
    parts.push(fact);
  }
  return draft.join('sign-sum', e, parts);
}

function joinProduct(e: Expression, factors: readonly Expression[], { draft, sign }: Tools): Fact | undefined {
  const parts: Fact[] = [];
  for (const f of factors) {
    const fact = sign(f);
    if (fact === undefined) return undefined;
    parts.push(fact);
  }
  return draft.join('sign-product', e, parts);
}

/** A sum that is a number times one form of known sign, or times a product of two: 1 − t² = (1 − t)(1 + t). */
function fromBounds(e: Expression, tools: Tools): Fact | undefined {
  const { draft, sign } = tools;
  const found: Bound[] = [];
  forEachNode([e], (f) => {
    if (f.shape.rows === e.shape.rows && f.shape.columns === e.shape.columns) found.push(...bounds(f));
  });
  if (found.length === 0 || found.length > 16) return undefined;
  const multiple = (form: Expression): Expression | undefined => ratio(e, form);
  const conclude = (c: Expression, parts: readonly Fact[]): Fact | undefined => {
    const factor = sign(c);
    if (factor === undefined) return undefined;
    const all = build.isNumber(c, 1) ? parts : [...parts, factor];
    return draft.join('sign-product', e, all);
  };
  for (const b of found) {
    const c = multiple(b.form);
    if (c !== undefined) return conclude(c, [fromBound(b, tools)]);
  }
  for (const [i, a] of found.entries())
    for (const b of found.slice(i)) {
      const c = multiple(build.hadamard(a.form, b.form));
      if (c !== undefined) return conclude(c, [fromBound(a, tools), fromBound(b, tools)]);
    }
  return withRest(e, found, tools);
}

/** c (1 − t²) and a rest that is simpler: 2 − t² = (1 − t)(1 + t) + 1. */
function withRest(e: Expression, found: readonly Bound[], tools: Tools): Fact | undefined {
  const { draft, sign } = tools;
  const whole = formOf(e);
  if (whole === undefined) return undefined;
  const products = found.flatMap((a, i) => found.slice(i).map((b) => [a, b]));
  for (const parts of [...found.map((a) => [a]), ...products]) {
    const form = build.hadamard(...parts.map((p) => p.form));
    const terms = formOf(form);
    for (const [key, term] of terms ?? []) {
      const own = whole.get(key)?.coefficient;
      if (own === undefined || own.numerator > 0n) continue;
      const c = Q.multiply(own, Q.reciprocal(term.coefficient));
      if (c.numerator <= 0n) continue;
      const part = build.scale(c, form);
      const rest = [...(formOf(build.subtract(e, part)) ?? whole).values()];
      if (rest.length === 0 || rest.length >= whole.size) continue;
      draft.spend();
      const other = sign(build.sum(...rest.map((t) => build.broadcast(build.scale(t.coefficient, t.tree), e.shape))));
      const factor = sign(build.number(c));
      if (other === undefined || factor === undefined) continue;
      const product = draft.join('sign-product', part, [factor, ...parts.map((p) => fromBound(p, tools))]);
      return draft.join('sign-sum', e, [product, other]);
    }
  }
  return undefined;
}

/** The scalars that are factors of every term, and the sum without them. */
export function commonScalars(e: Expression & { kind: 'sum' }): { common: Expression[]; rest: Expression } {
  const parts = e.terms.map((t) => (t.kind === 'product' ? t.factors : [t]));
  const [first = []] = parts;
  const common = build.isScalar(e)
    ? []
    : distinct(first).filter(
        (f) => build.isScalar(f) && f.kind !== 'number' && parts.every((p) => p.some((x) => idOf(x) === idOf(f))),
      );
  const rest = parts.map((p) => {
    const left = [...p];
    for (const f of common)
      left.splice(
        left.findIndex((x) => idOf(x) === idOf(f)),
        1,
      );
    return build.product(...left);
  });
  return { common, rest: build.sum(...rest) };
}

/** Entries that are c a + c b = c (a + b), or one scalar in every place. */
function withoutScalars(e: Expression & { kind: 'sum' }, tools: Tools): Fact | undefined {
  const { draft, sign } = tools;
  if (build.isScalar(e)) return undefined;
  const isSpread = (t: Expression): boolean =>
    t.kind === 'ones' || (t.kind === 'product' && t.factors.every((f) => build.isScalar(f) || f.kind === 'ones'));
  if (e.terms.every(isSpread)) {
    const scalars = e.terms.map((t) =>
      t.kind === 'product' ? build.product(...t.factors.filter(build.isScalar)) : build.ONE,
    );
    const fact = sign(build.sum(...scalars));
    return fact && draft.add('sign-rearranged', fact.judgement, [e], { premises: [fact] });
  }
  const { common, rest } = commonScalars(e);
  if (common.length === 0) return undefined;
  const factor = sign(build.product(...common));
  const fact = factor && sign(rest);
  return fact && draft.join('sign-product', e, [factor, fact]);
}

/** a² − b² = (a − b)(a + b) for numbers a. */
function ofSquares(e: Expression & { kind: 'sum' }, { draft, sign }: Tools): Fact | undefined {
  if (!build.isScalar(e) || e.terms.length !== 2) return undefined;
  const number = e.terms.find((t) => t.kind === 'number');
  const square = e.terms.find((t) => t.kind === 'product' && build.isNumber(t.factors[0] ?? e, -1));
  const root = number?.kind === 'number' ? Q.squareRoot(number.value) : undefined;
  const base = square?.kind === 'product' ? build.product(...square.factors.slice(1)) : undefined;
  if (root === undefined || base?.kind !== 'power' || !build.isNumber(base.exponent, 2)) return undefined;
  const [low, high] = [build.subtract(build.number(root), base.base), build.sum(build.number(root), base.base)].map(
    sign,
  );
  return low && high && draft.join('sign-product', e, [low, high]);
}

function formOf(e: Expression): NormalForm | undefined {
  try {
    return normalForm(e);
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

/** The number c with a = c b, if the normal forms show one. */
export function ratio(a: Expression, b: Expression): Expression | undefined {
  const [x, y] = [a, b].map(formOf) as [NormalForm | undefined, NormalForm | undefined];
  if (x === undefined || y === undefined) return undefined;
  if (x.size !== y.size || x.size === 0) return undefined;
  let c: Q.Rational | undefined;
  for (const [key, term] of x) {
    const other = y.get(key);
    if (other === undefined) return undefined;
    const q = Q.multiply(term.coefficient, Q.reciprocal(other.coefficient));
    if (c !== undefined && !Q.equals(c, q)) return undefined;
    c = q;
  }
  return c === undefined ? undefined : build.number(c);
}

const INCREASING: ReadonlySet<string> = new Set([
  'exp',
  'expm1',
  'atan',
  'sinh',
  'tanh',
  'asinh',
  'erf',
  'sigmoid',
  'softplus',
  'softplus_integral',
  'relu',
  'sign',
]);

/** c (f(a) − f(b)) with f increasing, a ≥ b and c > 0. */
function monotone(e: Expression, { draft, sign }: Tools): Fact | undefined {
  const steps: Expression[] = [];
  forEachNode([e], (f) => {
    const fits = f.kind === 'step' || (f.kind === 'map' && INCREASING.has(f.function));
    if (fits && f.shape.rows === e.shape.rows && f.shape.columns === e.shape.columns) steps.push(f);
  });
  if (steps.length > 8) return undefined;
  for (const f of steps)
    for (const g of steps) {
      if (f === g || !sameFunction(f, g)) continue;
      const difference = build.subtract(f, g);
      const c = ratio(e, difference);
      if (c === undefined || (c.kind === 'number' && c.value.numerator <= 0n)) continue;
      const gap = sign(build.subtract(argumentOf(f), argumentOf(g)));
      const factor = sign(c);
      if (gap === undefined || factor === undefined) continue;
      const fact = draft.add('monotone', 'nonnegative', [difference], { premises: [gap], with: [f, g] });
      return draft.join('sign-product', e, build.isNumber(c, 1) ? [fact] : [factor, fact]);
    }
  return undefined;
}

const argumentOf = (f: Expression): Expression => (f.kind === 'map' || f.kind === 'step' ? f.argument : f);
const sameFunction = (f: Expression, g: Expression): boolean =>
  (f.kind === 'step' && g.kind === 'step') || (f.kind === 'map' && g.kind === 'map' && f.function === g.function);

/** A scalar chain that reads the same from both ends, w'Aw. */
function byQuadratic(e: Expression, { draft, form, sign }: Tools): Fact | undefined {
  if (!isScalarShape(e.shape) || e.kind !== 'product') return undefined;
  const scalars = e.factors.filter((f) => build.isScalar(f));
  const chain = e.factors.filter((f) => !build.isScalar(f));
  if (chain.length < 2) return undefined;
  const factors = scalars.map(sign);
  if (!factors.every((f) => f !== undefined)) return undefined;
  const [first, last] = [chain[0] as Expression, chain[chain.length - 1] as Expression];
  if (!equalByNormalForm(build.transpose(first), last)) return undefined;
  const inner = chain.slice(1, -1);
  const A = inner.length === 0 ? build.identity(last.shape.rows) : build.product(...inner);
  const fact = form(A);
  if (fact === undefined) return undefined;
  const square = build.product(build.transpose(last), A, last);
  const positive = draft.add('quadratic', 'nonnegative', [square], { premises: [fact], with: [last] });
  return draft.join('sign-product', e, [...factors, positive]);
}

/** The terms of the normal form, where multiplying out leaves terms of one sign. */
function byTerms(e: Expression, tools: Tools): Fact | undefined {
  if (e.kind !== 'sum' && e.kind !== 'product') return undefined;
  let terms: Expression[];
  try {
    terms = [...normalForm(e).values()].map((t) => build.broadcast(build.scale(t.coefficient, t.tree), e.shape));
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
  if (terms.length > 24) return undefined;
  if (terms.length === 0)
    return tools.draft.add('sign-rearranged', 'nonnegative', [e], {
      premises: [tools.draft.add('sign-assumed', 'nonnegative', [build.ZERO])],
    });
  const [only] = terms as [Expression];
  if (terms.length > 1) return joinSum(e, terms, tools);
  return idOf(only) === idOf(e) ? undefined : transported(e, only, tools);
}
