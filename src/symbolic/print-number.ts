/** Exact numbers as text: short ones as integers and fractions, long ones with a power of ten. */
import * as Q from './rational.js';

/** From this many characters on a power of ten is looked for: as many digits as a double is printed with. */
const LONGEST_PLAIN = 21;
/** The powers of ten that one literal takes, well within the doubles. */
const LARGEST_POWER = 300;

/** `digits / divisor · 10^exponent`; the digits may have a decimal point. */
export interface PowerOfTen {
  readonly digits: string;
  readonly divisor: string | undefined;
  readonly exponent: number;
}

/** A number without its powers of a prime, and how many they are. */
function without(n: bigint, prime: bigint): readonly [rest: bigint, count: number] {
  let [rest, count] = [n, 0];
  while (rest % prime === 0n) {
    rest /= prime;
    count += 1;
  }
  return [rest, count];
}

/** A number above 0 with a power of ten, where that is shorter than its many digits. */
export function powerOfTen(value: Q.Rational): PowerOfTen | undefined {
  const plain = Q.toText(value);
  if (plain.length <= LONGEST_PLAIN) return undefined;
  const [odd, twos] = without(value.denominator, 2n);
  const [divisor, fives] = without(odd, 5n);
  // A divisor other than 1 keeps its factors 2 or 5 that do not pair up to a ten.
  const places = divisor === 1n ? Math.max(twos, fives) : Math.min(twos, fives);
  const whole = value.numerator * 10n ** BigInt(places);
  const [numerator, zeros] = without(divisor === 1n ? whole / value.denominator : value.numerator, 10n);
  const digits = `${numerator}`;
  const form =
    divisor === 1n
      ? {
          digits: digits.length === 1 ? digits : `${digits.charAt(0)}.${digits.slice(1)}`,
          divisor: undefined,
          exponent: zeros - places + digits.length - 1,
        }
      : { digits, divisor: `${value.denominator / 10n ** BigInt(places)}`, exponent: zeros - places };
  const length = digits.length + (form.divisor?.length ?? 0) + `${form.exponent}`.length + 3;
  return form.exponent === 0 || length >= plain.length ? undefined : form;
}

/**
 * A number that is not negative in the syntax of formulas, which reads it as the same number. Beyond the doubles it is a
 * product, `1.5e-300*1e-99`, since formulas take no literal that a double cannot hold.
 */
export function numberText(value: Q.Rational): string {
  const form = value.numerator === 0n ? undefined : powerOfTen(value);
  if (form === undefined) return Q.toText(value);
  const sign = Math.sign(form.exponent);
  const steps: number[] = [];
  for (let left = Math.abs(form.exponent); left > 0; left -= LARGEST_POWER)
    steps.push(sign * Math.min(left, LARGEST_POWER));
  const literals = steps.map((step) => `1e${step}`);
  if (form.divisor !== undefined) return [`${form.digits}/${form.divisor}`, ...literals].join('*');
  return [`${form.digits}e${steps[0] ?? 0}`, ...literals.slice(1)].join('*');
}

/** A number that is not negative in TeX: `3`, `\tfrac{1}{2}`, or the product `1.5 \cdot 10^{-300}`. */
export function numberTex(value: Q.Rational): { readonly tex: string; readonly isProduct: boolean } {
  const form = value.numerator === 0n ? undefined : powerOfTen(value);
  const above = form?.digits ?? `${value.numerator}`;
  const below = form === undefined ? `${value.denominator}` : (form.divisor ?? '1');
  const mantissa = below === '1' ? above : `\\tfrac{${above}}{${below}}`;
  if (form === undefined) return { tex: mantissa, isProduct: false };
  return { tex: `${mantissa === '1' ? '' : `${mantissa} \\cdot `}10^{${form.exponent}}`, isProduct: true };
}
