/** Whether two expressions are equal wherever both are defined, by the replay checker's own normal form. */
import * as build from '../../../symbolic/build.js';
import type { Expression } from '../../../symbolic/expression.js';
import { idOf } from '../../../symbolic/identity.js';
import * as Q from '../../../symbolic/rational.js';
import { rewrite, unfoldKnown } from '../../../symbolic/rewrite.js';
import { isScalarShape, sameShape } from '../../../symbolic/shape.js';
import { inCases } from './cases.js';
import { Expander, gaveUp } from './expand.js';
import { type Term, Work } from './term.js';

/** Work for one comparison, and for all those of a proof. */
const MOST_WORK = 400_000;
const MOST_IN_ALL = 1_200_000;
const MOST_DEPTH = 6;

/** Equality with Lagrangians as they are, then by their formulas, then with functions of exp written out, then by cases. */
export class Comparison {
  readonly #work = new Work(MOST_WORK, MOST_IN_ALL);
  readonly #levels = [
    { change: (e: Expression): Expression => e, expander: new Expander(this.#work) },
    { change: unfoldKnown, expander: new Expander(this.#work) },
    { change: (e: Expression): Expression => inExponentials(unfoldKnown(e)), expander: new Expander(this.#work) },
    {
      change: (e: Expression): Expression => inCases(inExponentials(unfoldKnown(e))),
      expander: new Expander(this.#work),
    },
  ];
  readonly #known = new Map<string, boolean>();

  same(a: Expression, b: Expression): boolean {
    if (!sameShape(a.shape, b.shape)) return false;
    const key = `${idOf(a)},${idOf(b)}`;
    let result = this.#known.get(key);
    if (result === undefined) {
      result = this.#judge(a, b);
      this.#known.set(key, result);
    }
    return result;
  }

  #judge(a: Expression, b: Expression): boolean {
    if (idOf(a) === idOf(b)) return true;
    const [left, right] = [blocksOf(a), blocksOf(b)];
    if (left !== undefined && right !== undefined) {
      if (left.length !== right.length || left.some((row, i) => row.length !== right[i]?.length)) return false;
      return left.every((row, i) => row.every((x, j) => this.same(x, (right[i] as Expression[])[j] as Expression)));
    }
    const tried = new Set<number>();
    return this.#levels.some(({ change, expander }) => {
      try {
        const difference = build.subtract(change(a), change(b));
        const id = idOf(difference);
        // Where a level changes nothing, it shows nothing that is new.
        if (tried.has(id)) return false;
        tried.add(id);
        this.#work.refill();
        return isZero(expander.terms(difference), expander, 0);
      } catch (error) {
        if (gaveUp(error)) return false;
        throw error;
      }
    });
  }
}

/**
 * Whether a sum of terms vanishes. Where a base B of negative or broken powers stands at open indices only, the terms
 * are sorted by the fraction of its exponent and multiplied by a power of B, which is not 0 where it may stand in a
 * denominator; then B is written out.
 */
function isZero(terms: readonly Term[], expander: Expander, depth: number): boolean {
  if (terms.length === 0) return true;
  if (depth > MOST_DEPTH) return false;
  for (const [atom, { at }] of expander.bases) {
    const found = terms.flatMap((t) => t.entries.filter((e) => e.atom === atom));
    if (found.length === 0 || found.some((e) => e.at.join(',') !== at)) continue;
    if (terms.some((t) => t.entries.filter((e) => e.atom === atom).length > 1)) continue;
    const exponentOf = (t: Term): Q.Rational => t.entries.find((e) => e.atom === atom)?.exponent ?? Q.ZERO;
    const classes = new Map<string, Term[]>();
    for (const t of terms) {
      const key = Q.toText(fraction(exponentOf(t)));
      classes.set(key, [...(classes.get(key) ?? []), t]);
    }
    return [...classes.values()].every((group) => {
      const least = group.map(exponentOf).reduce((x, y) => (Q.compare(x, y) <= 0 ? x : y));
      const written = expander.writtenOut(group, atom, Q.negate(least));
      return isZero(expander.atoms.collect(written), expander, depth + 1);
    });
  }
  return false;
}

const fraction = (q: Q.Rational): Q.Rational => {
  const rest = ((q.numerator % q.denominator) + q.denominator) % q.denominator;
  return Q.rational(rest, q.denominator);
};

/** The blocks of a block matrix, also of sums and scalar multiples of such. */
export function blocksOf(e: Expression): readonly (readonly Expression[])[] | undefined {
  if (e.kind === 'block') return e.blocks;
  if (e.kind === 'product') {
    const chain = e.factors.filter((f) => !isScalarShape(f.shape));
    const inner = chain.length === 1 ? blocksOf(chain[0] as Expression) : undefined;
    const scalars = e.factors.filter((f) => isScalarShape(f.shape));
    return inner?.map((row) => row.map((x) => build.product(...scalars, x)));
  }
  if (e.kind === 'sum') {
    const parts = e.terms.map(blocksOf);
    const [first] = parts;
    if (first === undefined) return undefined;
    const fits = parts.every(
      (p) =>
        p !== undefined &&
        p.length === first.length &&
        p.every((row, i) => row.every((x, j) => sameShape(x.shape, first[i]?.[j]?.shape ?? x.shape))),
    );
    if (!fits) return undefined;
    return first.map((row, i) => row.map((_, j) => build.sum(...parts.map((p) => p?.[i]?.[j] as Expression))));
  }
  return undefined;
}

/** Functions that are made of exp and log, written so. */
export const inExponentials = (expression: Expression): Expression =>
  rewrite(expression, (e) => {
    if (e.kind === 'map') return mapInExponentials(e.function, e.argument) ?? e;
    if (e.kind === 'function' && (e.name === 'softmax' || e.name === 'logsumexp')) {
      const powers = build.map('exp', e.argument);
      const total = build.sumEntries(powers);
      return e.name === 'softmax' ? build.product(build.reciprocal(total), powers) : build.map('log', total);
    }
    return e;
  });

function mapInExponentials(name: string, z: Expression): Expression | undefined {
  const one = build.ones(z.shape);
  const exp = (e: Expression): Expression => build.map('exp', e);
  const times = (n: number, e: Expression): Expression => build.product(build.number(n), e);
  const [up, down] = [exp(z), exp(build.negate(z))];
  switch (name) {
    case 'tanh':
      return build.subtract(one, times(2, build.reciprocal(build.sum(exp(times(2, z)), one))));
    case 'sigmoid':
      return build.reciprocal(build.sum(one, down));
    case 'softplus':
      return build.map('log', build.sum(one, up));
    case 'sinh':
      return build.product(build.HALF, build.subtract(up, down));
    case 'cosh':
      return build.product(build.HALF, build.sum(up, down));
    case 'logcosh':
      return build.map('log', build.product(build.HALF, build.sum(up, down)));
    case 'expm1':
      return build.subtract(up, one);
    case 'log1p':
      return build.map('log', build.sum(one, z));
    default:
      return undefined;
  }
}
