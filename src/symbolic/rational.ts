/** Exact rational numbers: `numerator / denominator` in lowest terms, denominator positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The greatest common divisor, not negative; gcd(0, 0) = 0. */
export const gcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

/** The rational `numerator / denominator`; a zero denominator is a programming error. */
export function rational(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
  let [p, q] = [BigInt(numerator), BigInt(denominator)];
  if (q === 0n) throw new RangeError('a rational number needs a denominator other than 0');
  if (q < 0n) [p, q] = [-p, -q];
  const d = gcd(p, q);
  return d > 1n ? { numerator: p / d, denominator: q / d } : { numerator: p, denominator: q };
}

export const ZERO = rational(0);
export const ONE = rational(1);
export const MINUS_ONE = rational(-1);

export const add = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
export const multiply = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.numerator, a.denominator * b.denominator);
export const negate = (a: Rational): Rational => ({ numerator: -a.numerator, denominator: a.denominator });
export const reciprocal = (a: Rational): Rational => rational(a.denominator, a.numerator);
export const compare = (a: Rational, b: Rational): number => {
  const d = a.numerator * b.denominator - b.numerator * a.denominator;
  return d < 0n ? -1 : d > 0n ? 1 : 0;
};
export const equals = (a: Rational, b: Rational): boolean =>
  a.numerator === b.numerator && a.denominator === b.denominator;
export const isZero = (a: Rational): boolean => a.numerator === 0n;
export const isOne = (a: Rational): boolean => a.numerator === 1n && a.denominator === 1n;
export const isInteger = (a: Rational): boolean => a.denominator === 1n;

/** The root that is a fraction; undefined where there is none. */
export function squareRoot(q: Rational): Rational | undefined {
  if (q.numerator < 0n) return undefined;
  const [n, d] = [integerRoot(q.numerator), integerRoot(q.denominator)];
  return n * n === q.numerator && d * d === q.denominator ? rational(n, d) : undefined;
}

/** ⌊√n⌋ by Newton's iteration from above. */
function integerRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (x + n / x) / 2n;
    if (next >= x) return x;
    x = next;
  }
}

/** `a` to an integer power. */
export function power(a: Rational, exponent: number): Rational {
  const base = exponent < 0 ? reciprocal(a) : a;
  const n = BigInt(Math.abs(exponent));
  return { numerator: base.numerator ** n, denominator: base.denominator ** n };
}

/** The rational that a decimal literal such as `0.15` or `-2.5e-3` denotes, exactly. */
export function fromDecimal(text: string): Rational {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.trim());
  if (match === null || (match[2] === '' && (match[3] ?? '') === ''))
    throw new RangeError(`not a decimal number: ${text}`);
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent) - fraction.length;
  const digits = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  return shift >= 0 ? rational(digits * 10n ** BigInt(shift)) : rational(digits, 10n ** BigInt(-shift));
}

/** The rational equal to a finite double, exactly (every finite double is a dyadic rational). */
export function fromDouble(value: number): Rational {
  if (!Number.isFinite(value)) throw new RangeError(`not a finite number: ${value}`);
  if (Number.isInteger(value)) return rational(BigInt(value));
  let exponent = 0;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    exponent += 1;
  }
  return rational(BigInt(scaled), 2n ** BigInt(exponent));
}

/** Bits of a positive integer. */
function bitLength(n: bigint): number {
  const digits = n.toString(16);
  return 4 * digits.length - Math.clz32(Number.parseInt(digits.charAt(0), 16)) + 28;
}

/** The lowest bit of the least positive double is 2^−1074. */
const LOWEST_BIT = 1074;

/** The double nearest to the rational, ties to even; ±∞ beyond the largest. */
export function toDouble(a: Rational): number {
  const [p, q] = [Number(a.numerator), Number(a.denominator)];
  if (Math.abs(p) <= Number.MAX_SAFE_INTEGER && q <= Number.MAX_SAFE_INTEGER) return p / q;
  const size = a.numerator < 0n ? -a.numerator : a.numerator;
  // The quotient keeps 65 bits or more, and below the normal numbers exactly the bits that a double has there.
  const ample = 66 - bitLength(size) + bitLength(a.denominator);
  const isSubnormal =
    ample > LOWEST_BIT && (size << BigInt(LOWEST_BIT)) / a.denominator < BigInt(Number.MAX_SAFE_INTEGER);
  const shift = isSubnormal ? LOWEST_BIT : ample;
  const [n, d] = shift >= 0 ? [size << BigInt(shift), a.denominator] : [size, a.denominator << BigInt(-shift)];
  let quotient = n / d;
  const rest = n % d;
  if (isSubnormal) {
    const half = 2n * rest - d;
    if (half > 0n || (half === 0n && (quotient & 1n) === 1n)) quotient += 1n;
  } else if (rest !== 0n) quotient |= 1n;
  // Two exact steps: one power of 2 may lie outside the doubles.
  const first = Math.trunc(-shift / 2);
  const value = Number(quotient) * 2 ** first * 2 ** (-shift - first);
  return a.numerator < 0n ? -value : value;
}

/** `3`, `-1/2`. */
export const toText = (a: Rational): string => (isInteger(a) ? `${a.numerator}` : `${a.numerator}/${a.denominator}`);
