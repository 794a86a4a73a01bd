/**
 * Scalar terms as chains: c s a'D M D M … D b, read from either end as a word of `factorisation/words.ts` whose first and
 * last diagonals hold the entries of the vectors a and b.
 */
import { quotient } from '../../derivation/factorisation/division.js';
import { one, times, toExpression, type Powers, type Word, wordsOf } from '../../derivation/factorisation/words.js';
import { matrixKey, samePowers } from '../../derivation/factorisation/words.js';
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import * as Q from '../../symbolic/rational.js';
import type { Size } from '../../symbolic/size.js';

export interface Chain {
  /** The coefficient and the scalars before the chain. */
  readonly coefficient: Q.Rational;
  readonly scalars: readonly Expression[];
  readonly word: Word;
  /** The sizes of its first and last diagonal. */
  readonly sizes: readonly [Size, Size];
}

export interface Half {
  readonly word: Word;
  readonly size: Size;
}

const NONE: Powers = new Map();

/** The scalar factors of a term without its chains, and the chains. */
export function factorsOf(tree: Expression): { scalars: Expression[]; chains: Expression[] } {
  const scalars: Expression[] = [];
  const chains: Expression[] = [];
  const visit = (e: Expression): void => {
    if (e.kind !== 'product') scalars.push(e);
    else if (e.factors.every(build.isScalar)) e.factors.forEach(visit);
    else {
      scalars.push(...e.factors.filter(build.isScalar));
      chains.push(build.product(...e.factors.filter((f) => !build.isScalar(f))));
    }
  };
  visit(tree);
  return { scalars, chains };
}

/** The word read from its end. */
export const reversed = (w: Word): Word => ({
  ...w,
  matrices: [...w.matrices].reverse().map(build.transpose),
  diagonals: [...w.diagonals].reverse(),
});

/** The chain of a term that has one, with row and column vectors at its ends. */
export function chainOf(coefficient: Q.Rational, tree: Expression): Chain | undefined {
  const { scalars, chains } = factorsOf(tree);
  const [chain, ...more] = chains;
  if (chain?.kind !== 'product' || more.length > 0) return undefined;
  const [row, ...rest] = chain.factors;
  if (row === undefined || row.shape.rows !== build.ONE.shape.rows) return undefined;
  const [left, right] = [build.transpose(row), build.product(...rest)];
  const [[a, ...others], [b, ...moreOthers]] = [wordsOf(left), wordsOf(right)];
  if (a === undefined || b === undefined || others.length > 0 || moreOthers.length > 0) return undefined;
  const joined = times(reversed(a), b);
  const powers = [...joined.scalars.values()].map((p) => build.power(p.base, p.exponent));
  const word = { ...joined, coefficient: Q.ONE, scalars: NONE };
  const size = left.shape.rows;
  const first = word.matrices[0]?.shape.rows ?? size;
  const last = word.matrices[word.matrices.length - 1]?.shape.columns ?? size;
  return {
    coefficient: Q.multiply(coefficient, joined.coefficient),
    scalars: [...scalars, ...powers],
    word,
    sizes: [first, last],
  };
}

export const vectorOf = ({ word, size }: Half): Expression => toExpression(word, true, size);

/** a'Ma with M in the middle of the chain, where both halves are one: M is a matrix, or a diagonal that is not a square. */
export function palindrome({
  word: { matrices, diagonals },
  sizes,
}: Chain): { core: Expression; half: Half } | undefined {
  const n = matrices.length;
  const isSame =
    matrices.every((M, i) => 2 * i + 1 === n || matrixKey(build.transpose(M)) === matrixKey(matrices[n - 1 - i])) &&
    diagonals.every((d, i) => samePowers(d, diagonals[n - i] as Powers));
  if (!isSame) return undefined;
  const middle = Math.floor(n / 2);
  const word = { coefficient: Q.ONE, scalars: NONE };
  if (n % 2 === 1) {
    const core = matrices[middle] as Expression;
    const half = { ...word, matrices: matrices.slice(middle + 1), diagonals: diagonals.slice(middle + 1) };
    return { core, half: { word: half, size: n === 1 ? sizes[1] : core.shape.columns } };
  }
  const size = n === 0 ? sizes[1] : (matrices[middle] as Expression).shape.rows;
  const powers = [...(diagonals[middle] as Powers).values()];
  const halves = powers.flatMap(({ base, exponent }) => {
    const q = Math.trunc(exponent / 2);
    return q === 0 ? [] : [...one(base, q)];
  });
  const odd = powers.flatMap(({ base, exponent }) => (exponent % 2 === 0 ? [] : [build.power(base, exponent % 2)]));
  const half = {
    ...word,
    matrices: matrices.slice(middle),
    diagonals: [new Map(halves), ...diagonals.slice(middle + 1)],
  };
  const core = odd.length === 0 ? build.identity(size) : build.diag(build.hadamard(...odd));
  return { core, half: { word: half, size } };
}

/** The vector r of a chain r'Mh that ends, or begins, with M h. */
export function beforeHalf(chain: Chain, M: Expression | undefined, half: Half): Half | undefined {
  const core: Word = {
    coefficient: Q.ONE,
    scalars: NONE,
    matrices: M === undefined ? [] : [M],
    diagonals: M === undefined ? [NONE] : [NONE, NONE],
  };
  const end = times(core, half.word);
  for (const [word, sizes] of [
    [chain.word, chain.sizes],
    [reversed(chain.word), [chain.sizes[1], chain.sizes[0]]],
  ] as const) {
    const m = quotient(word, end, sizes[1], M === undefined ? half.size : M.shape.columns);
    if (m === undefined || !Q.isOne(m.coefficient) || m.scalars.size > 0) continue;
    const size = m.matrices.length === 0 ? (M?.shape.rows ?? half.size) : (m.matrices[0] as Expression).shape.rows;
    const turned = reversed(m);
    return {
      word: turned,
      size: m.matrices.length === 0 ? size : (turned.matrices[0] as Expression).shape.rows,
    };
  }
  return undefined;
}

/** Ways to read a chain as u'w or as u'Bw with a matrix B of it. */
export function splits({
  word: { matrices, diagonals },
  sizes,
}: Chain): { u: Half; B: Expression | undefined; w: Half }[] {
  const n = matrices.length;
  const part = (from: number, to: number, first: Powers, last: Powers): Word => {
    const inner = diagonals.slice(from + 1, to);
    return {
      coefficient: Q.ONE,
      scalars: NONE,
      matrices: matrices.slice(from, to),
      diagonals: from === to ? [first] : [first, ...inner, last],
    };
  };
  const at = (i: number): Size => (i === 0 ? sizes[0] : (matrices[i - 1] as Expression).shape.columns);
  const found: { u: Half; B: Expression | undefined; w: Half }[] = [];
  for (let i = 0; i <= n; i += 1) {
    const d = diagonals[i] as Powers;
    for (const [l, r] of n === 0 ? singles(d) : i === n ? [[NONE, d] as const] : [[d, NONE] as const]) {
      const left = reversed(part(0, i, i === 0 ? l : (diagonals[0] as Powers), l));
      const right = part(i, n, r, i === n ? r : (diagonals[n] as Powers));
      found.push({ u: { word: left, size: at(i) }, B: undefined, w: { word: right, size: at(i) } });
    }
    if (i === n) break;
    const left = reversed(part(0, i, diagonals[0] as Powers, d));
    const right = part(i + 1, n, diagonals[i + 1] as Powers, diagonals[n] as Powers);
    found.push({ u: { word: left, size: at(i) }, B: matrices[i], w: { word: right, size: at(i + 1) } });
  }
  return found;
}

/** One factor of a diagonal apart from the others. */
const singles = (d: Powers): (readonly [Powers, Powers])[] =>
  [...d].map(([name, p]) => {
    const rest = new Map(d);
    if (Math.abs(p.exponent) === 1) rest.delete(name);
    else rest.set(name, { ...p, exponent: p.exponent - Math.sign(p.exponent) });
    return [one(p.base, Math.sign(p.exponent)), rest] as const;
  });
