/** Sums, products and quotients of doubles as lower and upper bounds of the exact results, by rounding to nearest. */

/** u(1 + 2u) with u = 2⁻⁵³: with the least positive double it reaches the neighbour of every finite double. */
const STEP = 2 ** -53 * (1 + 2 ** -52);

/** A double at most the lower neighbour of x, hence below every real that rounds to x. */
export const below = (x: number): number =>
  x === Infinity ? Number.MAX_VALUE : x - (STEP * Math.abs(x) + Number.MIN_VALUE);
/** A double at least the upper neighbour of x, hence above every real that rounds to x. */
export const above = (x: number): number => -below(-x);

/** A lower bound of numbers that differ from x by at most `units` units 2⁻⁵³|x|, or units of 2⁻¹⁰⁷⁴ where x is tiny. */
export const belowBy = (x: number, units: number): number => {
  const from = x === Infinity ? Number.MAX_VALUE : x;
  return below(from - units * (STEP * Math.abs(from) + Number.MIN_VALUE));
};
export const aboveBy = (x: number, units: number): number => -belowBy(-x, units);

/** The rounding error of s = a + b, exactly (Knuth, The art of computer programming, vol. 2, 4.2.2); NaN at infinity. */
export function sumError(a: number, b: number, s: number): number {
  const t = s - a;
  return a - (s - t) + (b - t);
}

/** The greatest double ≤ a + b that is known without changing the rounding mode: a + b itself where it is exact. */
export function sumBelow(a: number, b: number): number {
  const s = a + b;
  return sumError(a, b, s) >= 0 ? s : below(s);
}
export const sumAbove = (a: number, b: number): number => -sumBelow(-a, -b);

const SPLITTER = 2 ** 27 + 1;
const LEAST_SAFE = 2 ** -960;
const MOST_SAFE = 2 ** 990;

/** The rounding error of p = a·b, exactly (Dekker 1971); NaN where it might not be representable. */
export function productError(a: number, b: number, p: number): number {
  if (a === 0 || b === 0) return 0;
  const size = Math.abs(p);
  if (!(size > LEAST_SAFE && size < MOST_SAFE) || Math.abs(a) > MOST_SAFE || Math.abs(b) > MOST_SAFE) return Number.NaN;
  const ta = SPLITTER * a;
  const ah = ta - (ta - a);
  const tb = SPLITTER * b;
  const bh = tb - (tb - b);
  return (a - ah) * (b - bh) - (p - ah * bh - (a - ah) * bh - ah * (b - bh));
}

/** A lower bound of a·b, exact where the product is; 0 where one factor is 0, also where the other is infinite. */
export function productBelow(a: number, b: number): number {
  if (a === 0) return b === b ? 0 : b;
  if (b === 0) return a === a ? 0 : a;
  const p = a * b;
  return productError(a, b, p) >= 0 ? p : below(p);
}
export const productAbove = (a: number, b: number): number => -productBelow(-a, b);

/** A lower bound of a/b for b other than 0; of two infinite numbers other corners give the limit. */
export function quotientBelow(a: number, b: number): number {
  if (a === 0 || !Number.isFinite(b)) return b === b ? 0 : b;
  const q = a / b;
  return q * b === a && productError(q, b, a) === 0 ? q : below(q);
}
export const quotientAbove = (a: number, b: number): number => -quotientBelow(-a, b);
