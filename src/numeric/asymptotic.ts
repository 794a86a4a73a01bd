/**
 * What a scalar does on a ray through 0, for t → ∞: proved from its expansion, whose signs are decided exactly or by
 * enclosures of high precision. Call `await loadMpfr()` once before.
 */
import type { Expression } from '../symbolic/expression.js';
import * as Q from '../symbolic/rational.js';
import type { Dimensions } from '../symbolic/size.js';
import { asymptoticArithmetic } from './asymptotic-arithmetic.js';
import { type Expansion, orderOf } from './asymptotic-expansion.js';
import { T } from './asymptotic-monomial.js';
import { commonPeriod, type Sequence } from './asymptotic-oscillation.js';
import { enclosureArithmetic } from './enclosure-arithmetic.js';
import { evaluateIn } from './evaluate.js';
import { type Reals, reals } from './mpfr.js';

export type { Sequence } from './asymptotic-oscillation.js';

/** Finite doubles, which stand for exactly themselves. */
export type Numbers = ReadonlyMap<string, readonly number[]>;

export type Behaviour =
  /** It falls without bound, on all large t or on a sequence of them; `leading` is the leading term as text. */
  | { readonly kind: 'falls'; readonly leading: string; readonly sequence: Sequence | undefined }
  /** It is bounded below on the ray, at least for large t. */
  | { readonly kind: 'bounded' }
  | { readonly kind: 'unknown' };

/** The parts of a period that are looked at; a quarter has a simple sine, so quarters come first. */
const PHASES: readonly Q.Rational[] = [3, 9, 0, 6, 1, 2, 4, 5, 7, 8, 10, 11].map((k) => Q.rational(k, 12));

/** The behaviour at t·direction for the symbols of `direction`, and at `fixed` for the others. */
export function behaviourOnRay(
  scalar: Expression,
  dimensions: Dimensions,
  fixed: Numbers,
  direction: Numbers,
): Behaviour {
  const R = reals();
  const frequencies: Q.Rational[] = [];
  const onRay = onSequence(R, scalar, dimensions, fixed, direction, undefined, frequencies);
  if (onRay.kind !== 'unknown') return onRay;
  const period = commonPeriod(frequencies);
  if (period === undefined) return onRay;
  for (const phase of PHASES) {
    const found = onSequence(R, scalar, dimensions, fixed, direction, { period, phase }, []);
    if (found.kind === 'falls') return found;
  }
  return onRay;
}

function onSequence(
  R: Reals,
  scalar: Expression,
  dimensions: Dimensions,
  fixed: Numbers,
  direction: Numbers,
  sequence: Sequence | undefined,
  frequencies: Q.Rational[],
): Behaviour {
  return R.scope(() => {
    const arithmetic = asymptoticArithmetic(enclosureArithmetic(R), sequence, frequencies);
    const E = arithmetic.expansions;
    const values = new Map<string, readonly Expansion[]>([
      ...[...fixed].map(([name, all]) => [name, all.map((v) => E.single(Q.fromDouble(v)))] as const),
      ...[...direction].map(([name, all]) => [name, all.map((v) => E.single(Q.fromDouble(v), T))] as const),
    ]);
    const value = evaluateIn(arithmetic, [scalar], dimensions, values)[0]?.[0];
    if (value === undefined || arithmetic.isFault(value)) return { kind: 'unknown' };
    const sign = E.sign(value);
    if (orderOf(value) <= 0 || sign === 1) return { kind: 'bounded' };
    return sign === -1 ? { kind: 'falls', leading: E.print(value), sequence } : { kind: 'unknown' };
  });
}
