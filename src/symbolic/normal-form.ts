/**
 * The normal form: a sum of rational coefficient × index network (see `network.ts`), with the facts of the symbols as
 * rewriting rules. Two expressions whose normal forms agree are equal for every size and every value of their symbols
 * for which both are defined. The converse need not hold: opaque functions are compared by their arguments only.
 *
 * Each term keeps an expression that it came from, so that a normal form can be turned back into readable text.
 */
import * as build from './build.js';
import { type Cost, costing, countTerms, reuse, spendWork, termLimit } from './effort.js';
import { ExpressionError } from './error.js';
import type { Expression } from './expression.js';
import { canonicalKey, type Factor, NO_INDEX, resolve } from './network.js';
import { print } from './print-text.js';
import * as Q from './rational.js';
import { isScalarShape, sameShape } from './shape.js';
import { type Size, UNIT } from './size.js';

export interface NormalTerm {
  readonly coefficient: Q.Rational;
  /** The term without its coefficient. */
  readonly tree: Expression;
}

/** Terms by their canonical key. */
export type NormalForm = ReadonlyMap<string, NormalTerm>;

/** Entrywise powers up to this exponent are multiplied out. */
const MOST_EXPONENT = 8;

interface Term {
  readonly coefficient: Q.Rational;
  readonly tree: Expression;
  readonly factors: readonly Factor[];
  readonly merges: readonly (readonly [number, number])[];
  /** Indices that are summed over, with their sizes. */
  readonly summed: readonly (readonly [number, Size])[];
}

const UNIT_TERM: Term = { coefficient: Q.ONE, tree: build.ONE, factors: [], merges: [], summed: [] };

/** f(−z) = −f(z). */
const ODD: ReadonlySet<string> = new Set(['tanh', 'sinh', 'sin', 'tan', 'atan', 'asinh', 'erf', 'sign']);
/** f(−z) = f(z). */
const EVEN: ReadonlySet<string> = new Set(['cosh', 'cos', 'logcosh', 'abs']);

const cache = new WeakMap<Expression, { readonly form: NormalForm; readonly cost: Cost }>();

/** The normal form of an expression; throws `too-large` beyond the limits of `effort.ts`. */
export function normalForm(expression: Expression): NormalForm {
  const known = cache.get(expression);
  if (known !== undefined) {
    if (!reuse(known.cost)) throw tooLarge(expression, 'takes too long to bring to normal form');
    return known.form;
  }
  const { result, cost } = costing(() => collected(expression));
  cache.set(expression, { form: result, cost });
  return result;
}

const keys = new WeakMap<NormalForm, string>();
const texts = new Map<string, string>();

/** A short text that expressions with equal normal forms share. */
export function normalKey(expression: Expression): string {
  const form = normalForm(expression);
  const known = keys.get(form);
  if (known !== undefined) return known;
  const parts = [...form].map(([key, term]) => `${Q.toText(term.coefficient)} ${key}`).sort();
  const key = shortened(`${expression.shape.rows}x${expression.shape.columns}:${parts.join(' + ')}`);
  keys.set(form, key);
  return key;
}

/** A short name for a text, its own and the same whatever was named before: its hash, unless another text has that. */
function shortened(text: string): string {
  for (let attempt = 0; ; attempt += 1) {
    const name = `#${hash(text, attempt)}`;
    const other = texts.get(name);
    if (other === undefined) texts.set(name, text);
    if (other === undefined || other === text) return name;
  }
}

/** FNV-1a, twice 32 bits. */
function hash(text: string, seed: number): string {
  let [a, b] = [0x811c9dc5 ^ seed, 0x01000193 ^ seed];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b) ^ (b >>> 13);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}

/** Whether an expression vanishes identically, as far as the normal form shows. */
export function isZeroByNormalForm(e: Expression): boolean {
  try {
    return normalForm(e).size === 0;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

/** Whether two expressions are equal, as far as the normal form shows; those of different shapes are not. */
export const equalByNormalForm = (a: Expression, b: Expression): boolean =>
  sameShape(a.shape, b.shape) && isZeroByNormalForm(build.subtract(a, b));

/** Never reset: a normal form is made while the terms of another, which contains it, are being expanded. */
let lastIndex = 0;
const freshIndex = (size: Size): number => {
  if (size === UNIT) return NO_INDEX;
  lastIndex += 1;
  return lastIndex;
};

function collected(expression: Expression): NormalForm {
  const r = freshIndex(expression.shape.rows);
  const c = freshIndex(expression.shape.columns);
  const open = new Map<number, string>();
  if (r !== NO_INDEX) open.set(r, 'r');
  if (c !== NO_INDEX) open.set(c, 'c');
  const terms = new Map<string, NormalTerm>();
  for (const raw of expand(expression, r, c)) {
    if (!spendWork((1 + raw.factors.length) ** 2)) throw tooLarge(expression, 'takes too long to bring to normal form');
    const signed = orient(contract(raw), open);
    if (signed === undefined) continue;
    const before = terms.get(signed.key);
    const coefficient = Q.multiply(raw.coefficient, Q.rational(signed.sign));
    const tree = signed.sign < 0 ? build.negate(raw.tree) : raw.tree;
    terms.set(signed.key, {
      coefficient: Q.add(before?.coefficient ?? Q.ZERO, coefficient),
      tree: before?.tree ?? tree,
    });
  }
  return new Map([...terms].filter(([, term]) => !Q.isZero(term.coefficient)));
}

/** The smallest key over all ways to turn skew factors round, with its sign; undefined where the term is its own negative. */
function orient(term: Term, open: ReadonlyMap<number, string>): { key: string; sign: 1 | -1 } | undefined {
  const sizes = new Map(term.summed);
  const skew = term.factors.flatMap((f, i) => (f.algebra === 'skew' ? [i] : []));
  let best: { key: string; sign: 1 | -1 } | undefined;
  let vanishes = false;
  for (let turns = 0; turns < 1 << Math.min(skew.length, 8); turns += 1) {
    let sign: 1 | -1 = 1;
    const factors = [...term.factors];
    skew.forEach((at, k) => {
      if (((turns >> k) & 1) === 0) return;
      const f = factors[at] as Factor;
      factors[at] = { ...f, indices: [...f.indices].reverse() };
      sign = sign === 1 ? -1 : 1;
    });
    const key = canonicalKey({ factors, merges: term.merges }, open, sizes);
    if (best === undefined || key < best.key) {
      best = { key, sign };
      vanishes = false;
    } else if (key === best.key && sign !== best.sign) vanishes = true;
  }
  return vanishes ? undefined : best;
}

/** Applies O'O = OO' = I and s·s = s inside a term. */
function contract(term: Term): Term {
  const resolved = resolve(term);
  let factors = resolved.factors;
  const seen = new Set<string>();
  factors = factors.filter((f) => {
    if (f.algebra !== 'idempotent') return true;
    const key = `${f.label}@${f.indices.join(',')}`;
    return seen.has(key) ? false : seen.add(key);
  });
  for (let i = 0; i < factors.length; i += 1) {
    for (let j = i + 1; j < factors.length; j += 1) {
      const [a, b] = [factors[i] as Factor, factors[j] as Factor];
      if (a.algebra !== 'orthogonal' || b.label !== a.label) continue;
      for (const side of [0, 1] as const) {
        const shared = a.indices[side] as number;
        const [x, y] = [a.indices[1 - side] as number, b.indices[1 - side] as number];
        const summed = term.summed.some(([index]) => resolved.find(index) === shared);
        const uses = factors.reduce((n, f) => n + f.indices.filter((index) => index === shared).length, 0);
        if (shared !== b.indices[side] || !summed || uses !== 2) continue;
        const rest = factors.filter((_, k) => k !== i && k !== j);
        const summedNow = term.summed.filter(([index]) => resolved.find(index) !== shared);
        return contract({ ...term, factors: rest, merges: [...term.merges, [x, y]], summed: summedNow });
      }
    }
  }
  return { ...term, factors };
}

/** The terms of an expression whose row and column have the given indices. */
function expand(e: Expression, r: number, c: number): Term[] {
  const at = [r, c].filter((index) => index !== NO_INDEX);
  const atom = (label: string, extra: Partial<Factor> = {}, tree: Expression = e): Term[] => [
    { ...UNIT_TERM, tree, factors: [{ label, indices: at, symmetric: false, ...extra }] },
  ];
  switch (e.kind) {
    case 'number':
      return Q.isZero(e.value) ? [] : [{ ...UNIT_TERM, coefficient: e.value }];
    case 'size':
      return atom(`|${e.size}`);
    case 'constant':
      return atom(e.name);
    case 'ones':
      return [{ ...UNIT_TERM, tree: e }];
    case 'identity':
      return [{ ...UNIT_TERM, tree: e, merges: [[r, c]] }];
    case 'symbol':
      if (e.facts.has('diagonal'))
        return [
          {
            ...UNIT_TERM,
            tree: e,
            factors: [{ label: `$${e.name}`, indices: [r], symmetric: true }],
            merges: [[r, c]],
          },
        ];
      return atom(`$${e.name}`, {
        symmetric: e.facts.has('symmetric'),
        ...(e.facts.has('orthogonal') ? { algebra: 'orthogonal' as const } : {}),
        ...(e.facts.has('skew') ? { algebra: 'skew' as const } : {}),
      });
    case 'sum':
      return bounded(
        e,
        e.terms.flatMap((term) => expand(term, r, c)),
      );
    case 'product':
      return expandProduct(e, e.factors, r, c);
    case 'hadamard':
      return joined(
        e,
        e.factors.map((f) => expand(f, r, c)),
        (trees) => build.hadamard(...trees),
      );
    case 'transpose':
      return expand(e.argument, c, r).map((t) => ({ ...t, tree: build.transpose(t.tree) }));
    case 'diag':
      return expand(e.argument, r, NO_INDEX).map((t) => ({
        ...t,
        tree: build.diag(asShape(t.tree, e.argument)),
        merges: [...t.merges, [r, c] as const],
      }));
    case 'diagonal':
      return expand(e.argument, r, r).map((t) => ({ ...t, tree: build.diagonal(asShape(t.tree, e.argument)) }));
    case 'power':
      return expandPower(e, r, c);
    case 'map':
      return expandMap(e, r, c);
    case 'step': {
      const direction = e.direction === undefined ? '' : `;${normalKey(e.direction)}`;
      return atom(
        `step(${normalKey(e.argument)}${direction})`,
        e.direction === undefined ? { algebra: 'idempotent' } : {},
      );
    }
    case 'lagrangian':
      return expandLagrangian(e, r, c);
    case 'function':
      return expandFunction(e, r, c);
    case 'block':
      return expandBlock(e, r, c);
  }
}

/** A tree that lost its shape to a scalar (a number times ones) gets it back. */
const asShape = (tree: Expression, like: Expression): Expression => build.broadcast(tree, like.shape);

function bounded(e: Expression, terms: Term[]): Term[] {
  if (!countTerms(terms.length)) throw tooLarge(e, `has more than ${termLimit()} terms when multiplied out`);
  return terms;
}

const tooLarge = (e: Expression, why: string): ExpressionError =>
  new ExpressionError('too-large', `${print(e).slice(0, 80)}… ${why}`, e);

/** All ways to take one term of each list, multiplied. */
function joined(e: Expression, lists: readonly Term[][], tree: (trees: readonly Expression[]) => Expression): Term[] {
  let partial: { terms: Term[] }[] = [{ terms: [] }];
  for (const list of lists) {
    partial = partial.flatMap((p) => list.map((term) => ({ terms: [...p.terms, term] })));
    bounded(e, partial as unknown as Term[]);
  }
  return partial.map(({ terms }) => ({
    coefficient: terms.reduce((q, t) => Q.multiply(q, t.coefficient), Q.ONE),
    tree: tree(terms.map((t) => t.tree)),
    factors: terms.flatMap((t) => t.factors),
    merges: terms.flatMap((t) => t.merges),
    summed: terms.flatMap((t) => t.summed),
  }));
}

function expandProduct(e: Expression, factors: readonly Expression[], r: number, c: number): Term[] {
  const links = factors.filter((f) => !isScalarShape(f.shape)).length;
  const summed: (readonly [number, Size])[] = [];
  let left = r;
  let link = 0;
  const lists = factors.map((factor) => {
    if (isScalarShape(factor.shape)) return expand(factor, NO_INDEX, NO_INDEX);
    link += 1;
    const size = factor.shape.columns;
    const right = link === links ? c : freshIndex(size);
    if (link !== links && right !== NO_INDEX) summed.push([right, size]);
    const terms = expand(factor, left, right);
    left = right;
    return terms;
  });
  return joined(e, lists, (trees) => build.product(...trees)).map((t) => ({ ...t, summed: [...t.summed, ...summed] }));
}

function expandPower(e: Expression & { kind: 'power' }, r: number, c: number): Term[] {
  const at = [r, c].filter((index) => index !== NO_INDEX);
  const exponent = e.exponent.kind === 'number' ? e.exponent.value : undefined;
  const copies = exponent !== undefined && Q.isInteger(exponent) ? Number(exponent.numerator) : 0;
  if (copies > 0 && copies <= MOST_EXPONENT) {
    const lists = Array.from({ length: copies }, () => expand(e.base, r, c));
    const single = lists[0]?.length === 1;
    return joined(e, lists, (trees) =>
      single ? build.power(asShape(trees[0] as Expression, e), e.exponent) : build.hadamard(...trees),
    );
  }
  if (copies < 0 && copies >= -MOST_EXPONENT) {
    // 1/(q m) = (1/q)(1/m) for a base of one term.
    const [only, ...others] = [...normalForm(e.base).values()];
    const monomial = only !== undefined && others.length === 0;
    const base = monomial ? asShape(only.tree, e) : e.base;
    const factor: Factor = { label: `1/(${normalKey(base)})`, indices: at, symmetric: false };
    return [
      {
        ...UNIT_TERM,
        coefficient: monomial ? Q.power(only.coefficient, copies) : Q.ONE,
        tree: build.power(base, e.exponent),
        factors: Array.from({ length: -copies }, () => factor),
      },
    ];
  }
  const label = `pow(${normalKey(e.base)};${normalKey(e.exponent)})`;
  return [{ ...UNIT_TERM, tree: e, factors: [{ label, indices: at, symmetric: false }] }];
}

/** Whether the first term of an expression, in the order of keys, has a negative coefficient. */
function leadsNegative(e: Expression): boolean {
  const [first] = [...normalForm(e)].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return first !== undefined && first[1].coefficient.numerator < 0n;
}

function expandMap(e: Expression & { kind: 'map' }, r: number, c: number): Term[] {
  const z = e.argument;
  if (leadsNegative(z)) {
    const flipped = build.negate(z);
    const value = build.map(e.function, flipped);
    if (ODD.has(e.function)) return expand(build.negate(value), r, c);
    if (EVEN.has(e.function)) return expand(value, r, c);
    // σ(z) = 1 − σ(−z); softplus(z) = softplus(−z) + z; relu(z) = relu(−z) + z.
    if (e.function === 'sigmoid') return expand(build.subtract(build.ones(e.shape), value), r, c);
    if (e.function === 'softplus' || e.function === 'relu') return expand(build.sum(value, z), r, c);
  }
  const indices = [r, c].filter((index) => index !== NO_INDEX);
  return [{ ...UNIT_TERM, tree: e, factors: [{ label: `${e.function}(${normalKey(z)})`, indices, symmetric: false }] }];
}

function expandLagrangian(e: Expression & { kind: 'lagrangian' }, r: number, c: number): Term[] {
  const label = `${e.lagrangian.name}.${e.order}(${normalKey(e.argument)})`;
  if (e.order === 0) return [{ ...UNIT_TERM, tree: e, factors: [{ label, indices: [], symmetric: true }] }];
  if (e.order === 1) return [{ ...UNIT_TERM, tree: e, factors: [{ label, indices: [r], symmetric: true }] }];
  const entrywise = build.isDiagonal(e);
  const inner = e.directions.map((d) => (entrywise ? r : freshIndex(d.shape.rows)));
  const lists = e.directions.map((d, i) => expand(d, inner[i] as number, NO_INDEX));
  const own: Factor = { label, indices: entrywise ? [r] : [r, c, ...inner], symmetric: true };
  const tree = (trees: readonly Expression[]): Expression =>
    build.lagrangian(
      e.lagrangian,
      e.order,
      e.argument,
      trees.map((t, i) => asShape(t, e.directions[i] as Expression)),
    );
  return joined(e, lists, tree).map((t) => ({
    ...t,
    factors: [...t.factors, own],
    merges: entrywise ? [...t.merges, [r, c] as const] : t.merges,
    summed: entrywise
      ? t.summed
      : [...t.summed, ...inner.map((i, k) => [i, (e.directions[k] as Expression).shape.rows] as const)],
  }));
}

/** A block matrix and its transpose have one key: the smaller of the two. */
function expandBlock(e: Expression & { kind: 'block' }, r: number, c: number): Term[] {
  const rows = e.blocks.map((row) => row.map(normalKey));
  const flipped = (e.blocks[0] ?? []).map((_, j) =>
    e.blocks.map((row) => normalKey(build.transpose(row[j] as Expression))),
  );
  const [own, other] = [rows, flipped].map((keys) => keys.map((row) => row.join(',')).join(';')) as [string, string];
  const indices = (own <= other ? [r, c] : [c, r]).filter((index) => index !== NO_INDEX);
  const label = `block(${own <= other ? own : other})`;
  return [{ ...UNIT_TERM, tree: e, factors: [{ label, indices, symmetric: own === other }] }];
}

function expandFunction(e: Expression & { kind: 'function' }, r: number, c: number): Term[] {
  const atom = (label: string, indices: readonly number[], symmetric: boolean): Term[] => [
    { ...UNIT_TERM, tree: e, factors: [{ label, indices, symmetric }] },
  ];
  switch (e.name) {
    case 'trace': {
      const i = freshIndex(e.argument.shape.rows);
      return expand(e.argument, i, i).map((t) => ({
        ...t,
        tree: build.apply('trace', t.tree),
        summed: [...t.summed, [i, e.argument.shape.rows] as const],
      }));
    }
    case 'inv':
    case 'sqrtm':
    case 'expm': {
      // f(A)' = f(A'): the smaller of the two keys names both.
      const [own, flipped] = [normalKey(e.argument), normalKey(build.transpose(e.argument))];
      if (own === flipped) return atom(`${e.name}(${own})`, [r, c], true);
      return own < flipped ? atom(`${e.name}(${own})`, [r, c], false) : atom(`${e.name}(${flipped})`, [c, r], false);
    }
    case 'polar':
      return [
        {
          ...UNIT_TERM,
          tree: e,
          factors: [
            { label: `polar(${normalKey(e.argument)})`, indices: [r, c], symmetric: false, algebra: 'orthogonal' },
          ],
        },
      ];
    case 'norm':
    case 'lambda_min':
    case 'lambda_max':
    case 'logsumexp':
      return atom(`${e.name}(${normalKey(e.argument)})`, [], true);
    case 'softmax':
    case 'sparsemax':
    case 'sparsemax_support':
      return atom(`${e.name}(${normalKey(e.argument)})`, [r], true);
  }
}
