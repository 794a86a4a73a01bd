/** The arithmetic of expansions for t → ∞, so that expressions can be evaluated in it. */
import type { Expression, FunctionName } from '../symbolic/expression.js';
import { print } from '../symbolic/print-text.js';
import * as Q from '../symbolic/rational.js';
import type { Arithmetic, Dense, Fault, Outcome } from './arithmetic.js';
import { coefficients } from './asymptotic-coefficient.js';
import { attempt } from './asymptotic-elementary.js';
import { BOUNDED, constantOf, type Expansion, type Expansions, expansions, isNothing } from './asymptotic-expansion.js';
import { asymptoticFunctions } from './asymptotic-functions.js';
import { isUnit, powerOfMonomial, UNIT } from './asymptotic-monomial.js';
import { oscillations, type Sequence } from './asymptotic-oscillation.js';
import { vectorFunctions } from './asymptotic-vector.js';
import type { EnclosureArithmetic } from './enclosure-arithmetic.js';

export interface AsymptoticArithmetic extends Arithmetic<Expansion> {
  readonly expansions: Expansions;
}

/** How f(mA) follows from f(A) for m > 0: by this power of m. */
const HOMOGENEOUS: Partial<Record<FunctionName, Q.Rational>> = {
  norm: Q.ONE,
  lambda_min: Q.ONE,
  lambda_max: Q.ONE,
  inv: Q.MINUS_ONE,
  polar: Q.ZERO,
  sqrtm: Q.rational(1, 2),
};

/** `frequencies` takes the frequencies of the sines and cosines that are met. */
export function asymptoticArithmetic(
  base: EnclosureArithmetic,
  sequence: Sequence | undefined,
  frequencies: Q.Rational[],
): AsymptoticArithmetic {
  const C = coefficients(base);
  const E = expansions(C);
  const F = asymptoticFunctions(E, oscillations(E, sequence, frequencies));
  const vectors = vectorFunctions(E, F);

  const isFault = (value: Outcome<Expansion>): value is Fault => 'fault' in value;
  const undecided = (at: Expression): Fault => ({
    fault: 'undecided',
    at,
    reason: `what ${print(at)} does far out is not known`,
  });
  const decided = (at: Expression, compute: () => Expansion): Outcome<Expansion> => attempt(compute) ?? undecided(at);

  /** A function of a matrix that is a matrix of numbers times one monomial. */
  const applyToMultiple = (
    name: FunctionName,
    m: Dense<Expansion>,
    at: Expression,
  ): Outcome<Expansion>[] | undefined => {
    const monomial = m.entries.find((x) => !isNothing(x))?.terms[0]?.monomial ?? UNIT;
    const degree = isUnit(monomial) ? Q.ZERO : HOMOGENEOUS[name];
    const inverse = powerOfMonomial(monomial, Q.MINUS_ONE);
    const numbers = m.entries.map((x) => constantOf(E.scale(x, Q.ONE, inverse)));
    if (degree === undefined || !numbers.every((c) => c !== undefined)) return undefined;
    const results = base.apply(name, { ...m, entries: numbers.map(C.enclosed) }, at);
    const raised = powerOfMonomial(monomial, degree);
    return results.map((x) => (base.isFault(x) ? x : E.single(C.fromEnclosed(x), raised)));
  };

  return {
    expansions: E,
    isFault,
    rational: (q) => E.single(q),
    pi: (at) => {
      const pi = base.pi(at);
      return base.isFault(pi) ? pi : E.single(C.fromEnclosed(pi));
    },
    add: E.add,
    multiply: E.multiply,
    compact: (compute) => compute(),
    isZero: isNothing,
    powerRational: (z, r, at) => decided(at, () => F.power(z, r, at)),
    power: (z, r, at) => {
      const exponent = constantOf(r);
      if (exponent !== undefined && 'numerator' in exponent) return decided(at, () => F.power(z, exponent, at));
      return decided(at, () => F.exp(E.multiply(r, F.log(z))));
    },
    map: (name, z, at) => decided(at, () => F.map(name, z, at)),
    step: (z, direction, at) => {
      if (!isNothing(z))
        return attempt(() => F.step(z)) ?? (direction !== undefined && isFault(direction) ? direction : BOUNDED);
      if (direction === undefined) return E.single(Q.ZERO);
      return isFault(direction) ? direction : decided(at, () => (isNothing(direction) ? direction : F.step(direction)));
    },
    apply: (name, m, at) => {
      const result = applyToMultiple(name, m, at) ?? attempt(() => vectors(name, m, at));
      if (result !== undefined) return result;
      const isScalar = name === 'logsumexp' || name === 'trace' || name === 'norm' || name.startsWith('lambda');
      // The entries of softmax and sparsemax lie in [0, 1] wherever they are.
      const lost = name === 'softmax' || name.startsWith('sparsemax') ? BOUNDED : undecided(at);
      return new Array<Outcome<Expansion>>(isScalar ? 1 : m.entries.length).fill(lost);
    },
  };
}
