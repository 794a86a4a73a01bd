/**
 * Equalities that are given, as rules by which expressions are rewritten. Of l − r = 0 a term that is one symbol or one
 * function, and does not occur in the others, is replaced wherever it stands; else the longest chain of factors is
 * replaced where it stands in a product.
 */
import * as build from '../../symbolic/build.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression } from '../../symbolic/expression.js';
import { idOf } from '../../symbolic/identity.js';
import { equalByNormalForm, type NormalTerm, normalForm } from '../../symbolic/normal-form.js';
import * as Q from '../../symbolic/rational.js';
import { contains, replacePart } from '../../symbolic/rewrite.js';
import { isSquareShape } from '../../symbolic/shape.js';
import type { Draft, Fact } from './draft.js';
import { admitsReplacement } from './replay/rules-equal.js';

/** An expression with an equal one, as the given equalities show. */
export interface Reduced {
  readonly value: Expression;
  readonly fact: Fact;
}

type Equation =
  /** part = by, wherever it stands. */
  | { readonly kind: 'part'; readonly fact: Fact; readonly part: Expression; readonly by: Expression }
  /** chain = by in products; the fact says l = r, and l − r is `scale` (chain − by). */
  | {
      readonly kind: 'chain';
      readonly fact: Fact;
      readonly chain: readonly Expression[];
      readonly by: Expression;
      readonly scale: Q.Rational;
    };

/** Effort for one equality tried on one expression. */
const COST = 1;
/** Rounds of rewriting: equalities may lead back to where they began. */
const MOST_ROUNDS = 10;

export class Equations {
  readonly #draft: Draft;
  readonly #equations: readonly Equation[];
  readonly #known = new Map<number, Reduced | undefined>();

  constructor(draft: Draft) {
    this.#draft = draft;
    this.#equations = draft.claim.given.flatMap((g, index) => {
      if (g.kind !== 'equal') return [];
      const given = draft.add('given', 'equal', [g.left, g.right], { index });
      return equationsOf(given, draft);
    });
  }

  /** The expression rewritten as far as it goes; undefined where nothing changes. */
  reduce(e: Expression): Reduced | undefined {
    const id = idOf(e);
    if (!this.#known.has(id)) this.#known.set(id, this.#rewritten(e));
    return this.#known.get(id);
  }

  #rewritten(e: Expression): Reduced | undefined {
    const links: Reduced[] = [];
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const next = this.#once(links.at(-1)?.value ?? e);
      if (next === undefined) break;
      links.push(next);
    }
    const last = links.at(-1);
    if (last === undefined || links.length === 1) return last;
    const fact = this.#draft.add('equal-chain', 'equal', [e, last.value], { premises: links.map((l) => l.fact) });
    return { value: last.value, fact };
  }

  #once(e: Expression): Reduced | undefined {
    for (const equation of this.#equations) {
      this.#draft.spend(COST);
      const next = equation.kind === 'part' ? this.#withPart(e, equation) : ifSmall(() => this.#withChain(e, equation));
      if (next !== undefined) return next;
    }
    return undefined;
  }

  #withPart(e: Expression, { fact, part, by }: Equation & { kind: 'part' }): Reduced | undefined {
    const value = replacePart(e, part, by);
    if (idOf(value) === idOf(e) || !admitsReplacement(e, part) || !admitsReplacement(value, part)) return undefined;
    return { value, fact: this.#draft.add('replacement', 'equal', [e, value], { premises: [fact] }) };
  }

  /** Every term in which the chain stands, at its first place. */
  #withChain(e: Expression, { fact, chain, by, scale }: Equation & { kind: 'chain' }): Reduced | undefined {
    const wanted = chain.map(idOf);
    const around: Expression[] = [];
    const terms = [...normalForm(e).values()].map((term) => {
      const factors = factorsOf(term.tree);
      const at = factors.findIndex((_, i) => wanted.every((id, k) => id === idOf(factors[i + k] ?? build.ZERO)));
      if (at < 0) return build.scale(term.coefficient, term.tree);
      const left = build.product(build.number(term.coefficient), ...factors.slice(0, at));
      const right = build.product(build.ONE, ...factors.slice(at + chain.length));
      around.push(build.product(build.number(Q.reciprocal(scale)), left), right);
      return build.product(left, by, right);
    });
    if (around.length === 0) return undefined;
    const value = total([...normalForm(build.sum(...terms)).values()], e);
    const premises = Array.from({ length: around.length / 2 }, () => fact);
    return { value, fact: this.#draft.add('equal-combination', 'equal', [e, value], { premises, with: around }) };
  }
}

function equationsOf(given: Fact, draft: Draft): readonly Equation[] {
  const [l, r] = given.of as [Expression, Expression];
  return (
    ifSmall(() => {
      const terms = [...normalForm(build.subtract(l, r)).values()];
      const part = partEquation(given, terms, draft);
      if (part !== undefined) return [part];
      const own = chainEquation(given, terms);
      const difference = build.subtract(l, r);
      // What a symmetric equality says, its transpose does.
      const isOwnTranspose = isSquareShape(l.shape) && equalByNormalForm(difference, build.transpose(difference));
      if (isOwnTranspose) return own === undefined ? [] : [own];
      const turned = draft.add('equal-transposed', 'equal', [build.transpose(l), build.transpose(r)], {
        premises: [given],
      });
      const transposed = chainEquation(
        turned,
        terms.map((t) => ({ ...t, tree: build.transpose(t.tree) })),
      );
      return [own, transposed].filter((e) => e !== undefined);
    }) ?? []
  );
}

/** How much is gained by replacing an expression: a symbol of which something is known is worth more than its equal. */
function rankOf({ tree }: NormalTerm): number {
  switch (tree.kind) {
    case 'lagrangian':
      return 3;
    case 'map':
    case 'function':
      return 2;
    case 'symbol':
      return tree.facts.size === 0 ? 1 : 0;
    default:
      return 0;
  }
}

function partEquation(given: Fact, terms: readonly NormalTerm[], draft: Draft): Equation | undefined {
  const [first] = [...terms]
    .sort((a, b) => rankOf(b) - rankOf(a))
    .filter((t) => {
      const others = terms.filter((x) => x !== t);
      return rankOf(t) > 0 && !others.some((x) => contains(x.tree, (e) => idOf(e) === idOf(t.tree)));
    });
  if (first === undefined) return undefined;
  const { by, scale } = solved(terms, first);
  const fact = draft.add('equal-combination', 'equal', [first.tree, by], {
    premises: [given],
    with: [build.number(Q.reciprocal(scale)), build.ONE],
  });
  return { kind: 'part', fact, part: first.tree, by };
}

function chainEquation(fact: Fact, terms: readonly NormalTerm[]): Equation | undefined {
  const [longest] = [...terms].sort((a, b) => factorsOf(b.tree).length - factorsOf(a.tree).length);
  if (longest === undefined) return undefined;
  const chain = factorsOf(longest.tree);
  return chain.some(build.isScalar) ? undefined : { kind: 'chain', fact, chain, ...solved(terms, longest) };
}

/** Σ c_i t_i = 0 solved for one of the t_i. */
function solved(terms: readonly NormalTerm[], t: NormalTerm): { by: Expression; scale: Q.Rational } {
  const factor = Q.negate(Q.reciprocal(t.coefficient));
  const rest = terms.filter((x) => x !== t).map((x) => ({ ...x, coefficient: Q.multiply(factor, x.coefficient) }));
  return { by: total(rest, t.tree), scale: t.coefficient };
}

/** The sum of terms; zero of the shape of `like` where there are none. */
const total = (terms: readonly NormalTerm[], like: Expression): Expression =>
  terms.length === 0
    ? build.zero(like.shape)
    : build.sum(...terms.map((t) => build.broadcast(build.scale(t.coefficient, t.tree), like.shape)));

/** The factors of a chain, also of those that are one factor of it because their product is a scalar. */
const factorsOf = (e: Expression): readonly Expression[] => (e.kind === 'product' ? e.factors.flatMap(factorsOf) : [e]);

function ifSmall<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}
