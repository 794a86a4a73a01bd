/**
 * Vectors and matrices as sums of words: rational × scalar factors × a chain of matrices with diagonal matrices between
 * them. A vector at the end of a chain is what stands on the diagonal there, so that diag(a) b, a ⊙ b and diag(b) a are
 * one word. Words are divided from the right in `division.ts`.
 */
import * as build from '../../symbolic/build.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression } from '../../symbolic/expression.js';
import { normalForm, normalKey } from '../../symbolic/normal-form.js';
import * as Q from '../../symbolic/rational.js';
import { type Size, UNIT } from '../../symbolic/size.js';

/** Powers of factors that commute: scalars, or vectors on a diagonal. */
export type Powers = ReadonlyMap<string, { readonly base: Expression; readonly exponent: number }>;

export interface Word {
  readonly coefficient: Q.Rational;
  readonly scalars: Powers;
  /** The matrices of the chain; a vector or row inside a chain is one too. */
  readonly matrices: readonly Expression[];
  /** What stands on the diagonals before, between and after the matrices: one more than there are matrices. */
  readonly diagonals: readonly Powers[];
}

const NONE: Powers = new Map();
const EMPTY: Word = { coefficient: Q.ONE, scalars: NONE, matrices: [], diagonals: [NONE] };
const MOST_WORDS = 400;

export const one = (base: Expression, exponent = 1): Powers => new Map([[normalKey(base), { base, exponent }]]);

export function timesPowers(a: Powers, b: Powers): Powers {
  const result = new Map(a);
  for (const [key, { base, exponent }] of b) {
    const total = (result.get(key)?.exponent ?? 0) + exponent;
    if (total === 0) result.delete(key);
    else result.set(key, { base, exponent: total });
  }
  return result;
}

export const samePowers = (a: Powers, b: Powers): boolean =>
  a.size === b.size && [...a].every(([key, { exponent }]) => b.get(key)?.exponent === exponent);

const powersKeys = new WeakMap<Powers, string>();
function powersKey(p: Powers): string {
  let key = powersKeys.get(p);
  if (key === undefined) {
    key = [...p]
      .map(([name, { exponent }]) => `${name}^${exponent}`)
      .sort()
      .join('*');
    powersKeys.set(p, key);
  }
  return key;
}

/** A text that words share that differ by a number only. */
export const wordKey = (w: Word): string =>
  [powersKey(w.scalars), ...w.diagonals.map((d, i) => `${powersKey(d)}|${matrixKey(w.matrices[i])}`)].join(';');

export const matrixKey = (A: Expression | undefined): string => (A === undefined ? '' : normalKey(A));

export function times(a: Word, b: Word): Word {
  const [last, first] = [a.diagonals[a.diagonals.length - 1] ?? NONE, b.diagonals[0] ?? NONE];
  return {
    coefficient: Q.multiply(a.coefficient, b.coefficient),
    scalars: timesPowers(a.scalars, b.scalars),
    matrices: [...a.matrices, ...b.matrices],
    diagonals: [...a.diagonals.slice(0, -1), timesPowers(last, first), ...b.diagonals.slice(1)],
  };
}

/** A sum of words, by their keys. */
export type WordSum = Map<string, Word>;

/** Adds words to a sum; those that cancel are gone. */
export function addWords(total: WordSum, words: readonly Word[]): WordSum {
  for (const raw of words) {
    const w = { ...raw, diagonals: raw.diagonals.map(withTangents).map(withSigmoids) };
    const key = wordKey(w);
    const coefficient = Q.add(w.coefficient, total.get(key)?.coefficient ?? Q.ZERO);
    if (Q.isZero(coefficient)) total.delete(key);
    else total.set(key, { ...w, coefficient });
  }
  return total;
}

export const collectWords = (words: readonly Word[]): Word[] => [...addWords(new Map(), words).values()];

/** sinh(z)/cosh(z) = tanh(z), among factors that commute. */
function withTangents(p: Powers): Powers {
  let result = p;
  for (const { base, exponent } of p.values()) {
    if (base.kind !== 'map' || base.function !== 'sinh' || exponent <= 0) continue;
    const cosh = build.map('cosh', base.argument);
    const below = result.get(normalKey(cosh))?.exponent ?? 0;
    const n = Math.min(exponent, -below);
    if (n <= 0) continue;
    const steps = [one(base, -n), one(cosh, n), one(build.map('tanh', base.argument), n)];
    result = steps.reduce(timesPowers, result);
  }
  return result;
}

/** exp(z)/(1 + exp(z)) and 1/(1 + exp(−z)) are sigmoid(z). */
function withSigmoids(p: Powers): Powers {
  let result = p;
  for (const { base, exponent } of p.values()) {
    const [unit, power, ...more] = base.kind === 'sum' ? base.terms : [];
    if (unit?.kind !== 'ones' || power?.kind !== 'map' || power.function !== 'exp' || more.length > 0) continue;
    const z = power.argument;
    const isFalling = z.kind === 'product' && build.isNumber(z.factors[0] ?? z, -1);
    const n = isFalling ? -exponent : Math.min(-exponent, result.get(normalKey(power))?.exponent ?? 0);
    if (n <= 0) continue;
    const steps = [
      one(base, n),
      ...(isFalling ? [] : [one(power, -n)]),
      one(build.map('sigmoid', isFalling ? build.negate(z) : z), n),
    ];
    result = steps.reduce(timesPowers, result);
  }
  return result;
}

export const scaled = (q: Q.Rational, w: Word): Word => ({ ...w, coefficient: Q.multiply(q, w.coefficient) });

const product = (a: readonly Word[], b: readonly Word[]): Word[] => {
  if (a.length * b.length > MOST_WORDS)
    throw new ExpressionError('too-large', 'too many words when multiplied out', undefined);
  return a.flatMap((x) => b.map((y) => times(x, y)));
};

/** The words of a vector or matrix. */
export const wordsOf = (e: Expression): Word[] => collectWords(build.isScalar(e) ? scalarWords(e) : expand(e));

/** A scalar that is a vector of one entry: a sum of words without matrices. */
const scalarWords = (e: Expression): Word[] =>
  [...normalForm(e).values()].map(({ coefficient, tree }) => scaled(coefficient, factorsOf(tree).reduce(times, EMPTY)));

const matrix = (A: Expression): Word[] => [{ ...EMPTY, matrices: [A], diagonals: [NONE, NONE] }];
const onDiagonal = (v: Expression, exponent = 1): Word[] => [{ ...EMPTY, diagonals: [one(v, exponent)] }];

/** A scalar as coefficient and factors; sums are not multiplied out. */
function scalarWord(e: Expression): Word {
  const terms = [...normalForm(e).values()];
  const [only] = terms;
  if (only !== undefined && terms.length === 1)
    return [only.tree, build.number(only.coefficient)].flatMap(factorsOf).reduce(times, EMPTY);
  return { ...EMPTY, scalars: one(e) };
}

function factorsOf(e: Expression): Word[] {
  if (e.kind === 'number') return [{ ...EMPTY, coefficient: e.value }];
  if (e.kind === 'product' && e.factors.every(build.isScalar)) return e.factors.flatMap(factorsOf);
  if (e.kind === 'power' && e.exponent.kind === 'number' && Q.isInteger(e.exponent.value))
    return [{ ...EMPTY, scalars: one(e.base, Number(e.exponent.value.numerator)) }];
  return [{ ...EMPTY, scalars: one(e) }];
}

function expand(e: Expression): Word[] {
  if (build.isScalar(e)) return build.isZero(e) ? [] : [scalarWord(e)];
  if (build.isZero(e)) return [];
  switch (e.kind) {
    case 'sum':
      return collectWords(e.terms.flatMap(expand));
    case 'product': {
      let words = [EMPTY];
      const chain = e.factors.filter((f) => !build.isScalar(f));
      for (const f of e.factors)
        words = product(words, f === chain[chain.length - 1] || build.isScalar(f) ? expand(f) : inner(f));
      return collectWords(words);
    }
    case 'ones':
      return build.isVector(e) ? [EMPTY] : matrix(e);
    case 'identity':
      return [EMPTY];
    case 'hadamard':
      if (!build.isVector(e)) return matrix(e);
      return e.factors.map(expand).reduce(entrywise);
    case 'power':
      return power(e);
    case 'diag':
      return expand(e.argument).map(asDiagonal);
    case 'function':
      // The inverse of a diagonal matrix, entry by entry.
      if (e.name === 'inv' && build.isDiagonal(e.argument)) return onDiagonal(build.diagonal(e));
      return build.isVector(e) ? onDiagonal(e) : matrix(e);
    default:
      if (build.isDiagonal(e)) return onDiagonal(build.diagonal(e));
      return build.isVector(e) ? onDiagonal(e) : matrix(e);
  }
}

/** A factor that is not the last of its chain: a vector there is a matrix of one column. */
const inner = (e: Expression): Word[] => (build.isVector(e) ? matrix(e) : expand(e));

function power(e: Expression & { kind: 'power' }): Word[] {
  if (!build.isVector(e)) return matrix(e);
  const n = e.exponent.kind === 'number' && Q.isInteger(e.exponent.value) ? Number(e.exponent.value.numerator) : 0;
  if (n === 0 || Math.abs(n) > 8) return onDiagonal(e);
  const base = expand(e.base);
  const [only, ...more] = base;
  if (n < 0 || n > 4) {
    if (only === undefined || more.length > 0 || only.matrices.length > 0) return onDiagonal(e.base, n);
    const raised = (p: Powers): Powers =>
      new Map([...p].map(([key, x]) => [key, { base: x.base, exponent: x.exponent * n }]));
    return [
      {
        coefficient: Q.power(only.coefficient, n),
        scalars: raised(only.scalars),
        matrices: [],
        diagonals: only.diagonals.map(raised),
      },
    ];
  }
  return Array.from({ length: n }, () => base).reduce(entrywise);
}

/** The entrywise product of two vectors: of two chains, one becomes a diagonal. */
function entrywise(a: readonly Word[], b: readonly Word[]): Word[] {
  return collectWords(
    a.flatMap((x) =>
      b.map((y) => {
        const [main, other] = x.matrices.length > y.matrices.length ? [x, y] : [y, x];
        return times(asDiagonal(other), main);
      }),
    ),
  );
}

/** diag(v) for the word of a vector v. */
function asDiagonal(w: Word): Word {
  if (w.matrices.length === 0) return w;
  const vector = toExpression({ ...w, coefficient: Q.ONE, scalars: NONE }, true);
  return { coefficient: w.coefficient, scalars: w.scalars, matrices: [], diagonals: [one(vector)] };
}

const powerProduct = (p: Powers): Expression[] =>
  [...p.values()].map(({ base, exponent }) => build.power(base, exponent));

/** The word as an expression: a vector, or with `isVector` false a matrix. `size` is the size of an empty word. */
export function toExpression(w: Word, isVector: boolean, size: Size = UNIT): Expression {
  const chain: Expression[] = [];
  w.diagonals.forEach((d, i) => {
    const isLast = i === w.diagonals.length - 1;
    const A = w.matrices[i];
    if (isLast && isVector) {
      const rows = w.matrices[w.matrices.length - 1]?.shape.columns ?? size;
      if (d.size > 0) chain.push(build.hadamard(...powerProduct(d)));
      else if (rows !== UNIT) chain.push(build.ones({ rows, columns: UNIT }));
    } else if (d.size > 0) chain.push(build.diag(build.hadamard(...powerProduct(d))));
    if (A !== undefined) chain.push(A);
  });
  if (chain.length === 0) chain.push(build.identity(size));
  return build.product(build.number(w.coefficient), ...powerProduct(w.scalars), ...chain);
}

export function sumOf(words: readonly Word[], isVector: boolean, rows: Size, columns: Size): Expression {
  if (words.length === 0) return build.zero({ rows, columns });
  return build.sum(...words.map((w) => toExpression(w, isVector, rows)));
}
