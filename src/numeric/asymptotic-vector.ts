/** Functions of a vector of expansions. */
import type { Expression, FunctionName } from '../symbolic/expression.js';
import * as Q from '../symbolic/rational.js';
import type { Dense } from './arithmetic.js';
import {
  BOUNDED,
  type Expansion,
  type Expansions,
  NOTHING,
  orderOf,
  unknownBehaviour,
} from './asymptotic-expansion.js';
import { attempt } from './asymptotic-elementary.js';
import type { AsymptoticFunctions } from './asymptotic-functions.js';

export type VectorFunctions = (name: FunctionName, m: Dense<Expansion>, at: Expression) => Expansion[];

export function vectorFunctions(E: Expansions, F: AsymptoticFunctions): VectorFunctions {
  const total = (all: readonly Expansion[]): Expansion => all.reduce(E.add, NOTHING);

  /** An entry that none is seen to exceed, and exp(xᵢ − that entry) of each. */
  const weights = (
    x: readonly Expansion[],
    at: Expression,
  ): { readonly top: Expansion; readonly of: () => Expansion[] } => {
    const top = x.reduce((a, b) => (E.sign(E.subtract(b, a)) === 1 ? b : a));
    return { top, of: () => x.map((z) => F.map('exp', E.subtract(z, top), at)) };
  };

  const logSumExp = (x: readonly Expansion[], at: Expression): Expansion => {
    const { top, of } = weights(x, at);
    const precise = attempt(() => E.add(top, F.log(total(of()))));
    if (precise !== undefined) return precise;
    // max x ≤ log Σ exp x ≤ max x + log n, and the maximum stays near that entry where no other leaves it behind.
    const isNear = x.every((z) => {
      const beyond = E.subtract(z, top);
      return orderOf(beyond) <= 0 || E.sign(beyond) === -1;
    });
    return isNear ? E.add(top, BOUNDED) : unknownBehaviour();
  };

  const softmax = (x: readonly Expansion[], at: Expression): Expansion[] => {
    const all = weights(x, at).of();
    const inverse = F.reciprocal(total(all), at);
    return all.map((w) => E.multiply(w, inverse));
  };

  /** xᵢ − τ of the sorted entries that sparsemax keeps, τ = (s_k − 1)/k for the last k with 1 + k x_(k) > s_k. */
  const excesses = (x: readonly Expansion[]): Expansion[] => {
    const compare = (a: Expansion, b: Expansion): number => E.sign(E.subtract(b, a)) ?? unknownBehaviour();
    const sorted = [...x].sort(compare);
    let sum = NOTHING;
    let threshold = NOTHING;
    for (const [i, z] of sorted.entries()) {
      sum = E.add(sum, z);
      const k = Q.rational(i + 1);
      const surplus = E.sign(E.subtract(E.add(E.one, E.scale(z, k)), sum)) ?? unknownBehaviour();
      if (surplus <= 0) break;
      threshold = E.scale(E.subtract(sum, E.one), Q.reciprocal(k));
    }
    return x.map((z) => E.subtract(z, threshold));
  };

  return (name, { entries, columns }, at) => {
    switch (name) {
      case 'trace':
        return [total(entries.filter((_, k) => k % (columns + 1) === 0))];
      case 'logsumexp':
        return [logSumExp(entries, at)];
      case 'softmax':
        return softmax(entries, at);
      case 'sparsemax':
        return excesses(entries).map((z) => F.map('relu', z, at));
      case 'sparsemax_support':
        return excesses(entries).map((z) => ((E.sign(z) ?? unknownBehaviour()) > 0 ? E.one : NOTHING));
      default:
        return unknownBehaviour();
    }
  };
}
