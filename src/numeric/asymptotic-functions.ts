/** The entrywise functions of expansions: at a limit by their Taylor series, far out by what they are made of. */
import * as build from '../symbolic/build.js';
import type { Expression } from '../symbolic/expression.js';
import type { EntrywiseName } from '../symbolic/functions.js';
import * as Q from '../symbolic/rational.js';
import { atLeastBounded, attempt, type Elementary, elementary } from './asymptotic-elementary.js';
import {
  bigO,
  BOUNDED,
  constantOf,
  type Expansion,
  type Expansions,
  isNothing,
  NOTHING,
  orderOf,
  sizeOf,
  unknownBehaviour,
} from './asymptotic-expansion.js';
import { powerOfMonomial } from './asymptotic-monomial.js';
import type { Oscillations } from './asymptotic-oscillation.js';

const HALF = Q.rational(1, 2);
const TWO = Q.rational(2);

export interface AsymptoticFunctions extends Elementary {
  readonly map: (name: EntrywiseName, z: Expansion, at: Expression) => Expansion;
  /** The unit step of what is not 0 at every t. */
  readonly step: (z: Expansion) => Expansion;
}

export function asymptoticFunctions(E: Expansions, oscillations: Oscillations): AsymptoticFunctions {
  const basic = elementary(E);
  const { atLimit, constantMap, exp, log, power, reciprocal } = basic;

  /** −1, 0 or 1 far out. */
  const certainSign = (z: Expansion): -1 | 0 | 1 => E.sign(z) ?? unknownBehaviour();
  const times = (q: Q.Rational, z: Expansion): Expansion => E.scale(z, q);
  const magnitude = (z: Expansion): Expansion => (certainSign(z) < 0 ? E.negate(z) : z);
  const signed = (s: -1 | 0 | 1): Expansion => (s === 0 ? NOTHING : times(Q.rational(s), E.one));
  const positivePart = (z: Expansion): Expansion => (certainSign(z) > 0 ? z : NOTHING);
  const plusOne = (z: Expansion): Expansion => E.add(z, E.one);

  /** f(z) for |z| → ∞; |z| is a, and z = sign·a. */
  const farOut = (name: EntrywiseName, z: Expansion, at: Expression): Expansion => {
    const sign = E.leading(z).sign;
    const a = magnitude(z);
    const odd = (f: Expansion): Expansion => (sign < 0 ? E.negate(f) : f);
    /** exp(−k|z|). */
    const decay = (k: number): Expansion => exp(times(Q.rational(-k), a));
    switch (name) {
      case 'exp':
        return exp(z);
      case 'expm1':
        return E.subtract(exp(z), E.one);
      case 'log':
        return log(z);
      case 'log1p':
        return log(plusOne(z));
      case 'sinh':
        return odd(times(HALF, E.subtract(exp(a), decay(1))));
      case 'cosh':
        return times(HALF, E.add(exp(a), decay(1)));
      case 'tanh': {
        const w = decay(2);
        return odd(E.multiply(E.subtract(E.one, w), reciprocal(plusOne(w), at)));
      }
      case 'sigmoid': {
        const w = decay(1);
        const upper = reciprocal(plusOne(w), at);
        return sign > 0 ? upper : E.multiply(w, upper);
      }
      case 'softplus':
        return E.add(positivePart(z), atLimit('log1p', decay(1)));
      case 'logcosh': {
        const rest = E.subtract(atLimit('log1p', decay(2)), E.single(constantMap('log', TWO)));
        return E.add(a, rest);
      }
      case 'asinh':
        return odd(log(E.add(a, power(plusOne(E.multiply(a, a)), HALF, at))));
      case 'atan': {
        const right = E.scale(E.single(HALF), E.C.fromEnclosed(piOf(E)));
        return odd(E.subtract(right, atLimit('atan', reciprocal(a, at))));
      }
      case 'erf': {
        // 1 − erf(a) ≤ exp(−a²).
        const size = sizeOf(exp(E.negate(E.multiply(a, a))));
        return odd(size === undefined ? unknownBehaviour() : E.add(E.one, bigO(size)));
      }
      case 'softplus_integral': {
        // S(−a) = w + O(w²) with w = exp(−a), and S(a) = a²/2 + π²/6 − S(−a).
        const w = decay(1);
        const left = E.add(w, bigO(sizeOf(E.multiply(w, w)) ?? unknownBehaviour()));
        if (sign < 0) return left;
        const pi = E.single(E.C.fromEnclosed(piOf(E)));
        const sixth = times(Q.rational(1, 6), E.multiply(pi, pi));
        return E.subtract(E.add(times(HALF, E.multiply(a, a)), sixth), left);
      }
      case 'sin':
      case 'cos':
      case 'tan':
      case 'relu':
      case 'abs':
      case 'sign':
        return unknownBehaviour();
    }
  };

  /** A bound that needs to know no more than how large z is. */
  const bounded = (name: EntrywiseName, z: Expansion): Expansion => {
    switch (name) {
      case 'sin':
      case 'cos':
      case 'atan':
      case 'tanh':
      case 'erf':
      case 'sigmoid':
      case 'sign':
        return BOUNDED;
      case 'asinh':
      case 'logcosh':
      case 'softplus':
      case 'relu':
      case 'abs':
        return bigO(atLeastBounded(z));
      case 'softplus_integral':
        return bigO(powerOfMonomial(atLeastBounded(z), TWO));
      case 'exp':
      case 'expm1':
      case 'sinh':
      case 'cosh':
        return orderOf(z) <= 0 ? BOUNDED : unknownBehaviour();
      case 'log':
      case 'log1p':
      case 'tan':
        return unknownBehaviour();
    }
  };

  const precise = (name: EntrywiseName, z: Expansion, at: Expression): Expansion => {
    if (name === 'relu') return positivePart(z);
    if (name === 'abs') return magnitude(z);
    if (name === 'sign') return signed(certainSign(z));
    if (orderOf(z) > 0) return name === 'sin' || name === 'cos' ? oscillations.wave(name, z) : farOut(name, z, at);
    if (name === 'log') return log(z);
    if (name === 'log1p') return log(plusOne(z));
    return atLimit(name, z);
  };

  return {
    ...basic,
    map: (name, z, at) => {
      const c = constantOf(z);
      if (c !== undefined) return E.single(constantMap(name, c));
      return attempt(() => precise(name, z, at)) ?? bounded(name, z);
    },
    step: (z) => (certainSign(z) > 0 ? E.one : isNothing(z) ? unknownBehaviour() : NOTHING),
  };
}

const piOf = (E: Expansions) => {
  const { base } = E.C;
  const pi = base.pi(build.PI);
  return base.isFault(pi) ? unknownBehaviour() : pi;
};
