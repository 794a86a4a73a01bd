/** Random rewriting of expressions: steps that keep the value, and mutations that mostly do not. */
import type { Random } from '../../src/numeric/random.js';
import * as build from '../../src/symbolic/build.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { rewrite } from '../../src/symbolic/rewrite.js';
import type { Grammar } from './random-expression.js';

type Step = (e: Expression) => Expression | undefined;

const shuffled = <T>(random: Random, items: readonly T[]): T[] => {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = random.below(i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
};

const chainOf = (e: Expression & { kind: 'product' }): { scalars: Expression[]; chain: Expression[] } => ({
  scalars: e.factors.filter(build.isScalar),
  chain: e.factors.filter((f) => !build.isScalar(f)),
});

const isColumn = (e: Expression | undefined): e is Expression => e !== undefined && build.isVector(e);

/** Steps that keep the value of a node, where they apply. */
const steps = (random: Random): readonly Step[] => {
  let padded = false;
  return [
    // a + b = b + a.
    (e) => (e.kind === 'sum' ? build.sum(...shuffled(random, e.terms)) : undefined),
    // a ⊙ b = b ⊙ a.
    (e) => (e.kind === 'hadamard' ? build.hadamard(...shuffled(random, e.factors)) : undefined),
    // A(B + C) = AB + AC.
    (e) => {
      if (e.kind !== 'product') return undefined;
      const at = e.factors.findIndex((f) => f.kind === 'sum');
      const factor = e.factors[at];
      if (factor?.kind !== 'sum') return undefined;
      return build.sum(...factor.terms.map((term) => build.product(...e.factors.map((f, i) => (i === at ? term : f)))));
    },
    // (a + b) ⊙ c = a ⊙ c + b ⊙ c.
    (e) => {
      if (e.kind !== 'hadamard') return undefined;
      const at = e.factors.findIndex((f) => f.kind === 'sum');
      const factor = e.factors[at];
      if (factor?.kind !== 'sum') return undefined;
      return build.sum(
        ...factor.terms.map((term) => build.hadamard(...e.factors.map((f, i) => (i === at ? term : f)))),
      );
    },
    // A scalar equals its transpose.
    (e) => {
      if (e.kind !== 'product' || !build.isScalar(e)) return undefined;
      const { scalars, chain } = chainOf(e);
      return chain.length === 0 ? undefined : build.product(...scalars, ...chain.reverse().map(build.transpose));
    },
    // AB = (B'A')'.
    (e) => {
      if (e.kind !== 'product' || build.isScalar(e)) return undefined;
      const { scalars, chain } = chainOf(e);
      const argument = build.product(...[...chain].reverse().map(build.transpose));
      return build.product(...scalars, {
        kind: 'transpose',
        argument,
        shape: { rows: argument.shape.columns, columns: argument.shape.rows },
      });
    },
    // diag(u)v = u ⊙ v at the end of a chain, and back.
    (e) => {
      if (e.kind !== 'product') return undefined;
      const { scalars, chain } = chainOf(e);
      const [d, v] = chain.slice(-2);
      if (d?.kind !== 'diag' || !isColumn(v)) return undefined;
      return build.product(...scalars, ...chain.slice(0, -2), build.hadamard(d.argument, v));
    },
    (e) =>
      e.kind === 'hadamard' && build.isVector(e)
        ? build.product(build.diag(e.factors[0] as Expression), build.hadamard(...e.factors.slice(1)))
        : undefined,
    // u'v = sum(u ⊙ v).
    (e) => {
      if (e.kind !== 'product' || !build.isScalar(e)) return undefined;
      const { scalars, chain } = chainOf(e);
      const [u, v] = chain;
      if (chain.length !== 2 || u === undefined || !isColumn(v)) return undefined;
      return build.product(...scalars, build.sumEntries(build.hadamard(build.transpose(u), v)));
    },
    // u'Av = trace(A v u').
    (e) => {
      if (e.kind !== 'product' || !build.isScalar(e)) return undefined;
      const { scalars, chain } = chainOf(e);
      if (chain.length < 2) return undefined;
      return build.product(...scalars, build.apply('trace', build.product(...chain.slice(1), chain[0] as Expression)));
    },
    // trace(AB) = trace(BA).
    (e) => {
      if (e.kind !== 'function' || e.name !== 'trace' || e.argument.kind !== 'product') return undefined;
      const { scalars, chain } = chainOf(e.argument);
      const [first, ...rest] = chain;
      if (first === undefined || rest.length === 0) return undefined;
      return build.product(...scalars, build.apply('trace', build.product(...rest, first)));
    },
    // trace(A) = sum(diagonal(A)) = trace(A').
    (e) => (e.kind === 'function' && e.name === 'trace' ? build.sumEntries(build.diagonal(e.argument)) : undefined),
    (e) =>
      e.kind === 'function' && e.name === 'trace' ? build.apply('trace', build.transpose(e.argument)) : undefined,
    // A = A + A − A, once: it triples what it is applied to.
    (e) => {
      if (build.isZero(e) || padded) return undefined;
      padded = true;
      return build.sum(e, build.sum(e, build.negate(e)));
    },
  ];
};

/** The expression after random steps that keep its value. */
export function rewritten(e: Expression, random: Random, chance = 0.6): Expression {
  const all = steps(random);
  return rewrite(e, (node) => {
    if (random.unit() > chance) return node;
    for (const step of shuffled(random, all)) {
      const result = step(node);
      if (result !== undefined) return result;
    }
    return node;
  });
}

/** The expression with one of its parts changed. */
export function mutated(e: Expression, random: Random, grammar: Grammar): Expression {
  let left = 1 + random.below(6);
  return rewrite(e, (node) => {
    if (node.kind === 'number' || node.kind === 'ones') return node;
    left -= 1;
    if (left !== 0) return node;
    const square = node.shape.rows === node.shape.columns;
    switch (random.below(5)) {
      case 0:
        return build.negate(node);
      case 1:
        return square && !build.isScalar(node) ? build.transpose(node) : build.sum(node, node);
      case 2:
        if (node.kind === 'product') {
          const { scalars, chain } = chainOf(node);
          const mixed = shuffled(random, chain);
          const fits = mixed.every((f, i) => i === 0 || mixed[i - 1]?.shape.columns === f.shape.rows);
          const [first, last] = [mixed[0], mixed[mixed.length - 1]];
          if (fits && first?.shape.rows === node.shape.rows && last?.shape.columns === node.shape.columns)
            return build.product(...scalars, ...mixed);
        }
        return node;
      case 3:
        if (build.isVector(node) && node.shape.rows !== 'M+N') return grammar.vector(node.shape.rows, 0);
        return build.isScalar(node) ? build.product(node, node) : node;
      default:
        return node.kind === 'map' ? build.map(node.function === 'tanh' ? 'sin' : 'tanh', node.argument) : node;
    }
  });
}
