/** Enclosures of −Li₂(−eˣ), the integral of softplus over (−∞, x]; the series is that of `softplus-integral.ts`. */
import { softplusIntegralCoefficients } from '../lagrangians/softplus-integral.js';
import type { Interval, Intervals } from './enclosure-interval.js';
import { DOWN, type Real, UP } from './mpfr.js';

/** The terms of the series fall by at least 2⁻⁶ each. */
const BITS_A_TERM = 6;

/** S(x) at a point, given an enclosure of softplus at points. */
export function softplusIntegralAt(I: Intervals, x: Real, softplusAt: (x: Real) => Interval): Interval {
  const { R } = I;
  if (R.sign(x) > 0) {
    const z = I.point(x);
    const pi: Interval = { low: R.pi(DOWN), high: R.pi(UP) };
    const constant = I.divide(I.power(pi, 2), I.fromDouble(6)) as Interval;
    const half = I.divide(I.power(z, 2), I.fromDouble(2)) as Interval;
    const mirrored = softplusIntegralAt(I, I.negate(z).low, softplusAt);
    return I.subtract(I.add(constant, half), mirrored);
  }
  const v = softplusAt(x);
  const w = I.power(v, 2);
  const coefficients = softplusIntegralCoefficients(Math.ceil(R.precision / BITS_A_TERM) + 1);
  // The first omitted term bounds the rest, whose sign is that of the term: 0 to the term.
  let sum = I.hull(
    I.fromDouble(0),
    I.fromRational(coefficients[coefficients.length - 1] ?? { numerator: 1n, denominator: 1n }),
  );
  for (const c of coefficients.slice(0, -1).reverse()) sum = I.add(I.fromRational(c), I.multiply(w, sum));
  const quarter = I.divide(v, I.fromDouble(4)) as Interval;
  return I.multiply(v, I.add(I.add(I.fromDouble(1), quarter), I.multiply(w, sum)));
}
