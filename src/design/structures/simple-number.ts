/** Simple numbers: which of two numbers is easier to read, and what simpler numbers are worth trying. */

/** Bits after the binary point that a shrunk number may have. */
export const FINEST_BITS = 20;

/** m such that value·2^m is an integer, up to a limit. */
function fractionBits(value: number): number {
  let scaled = value;
  for (let bits = 0; bits <= FINEST_BITS; bits += 1) {
    if (Number.isInteger(scaled)) return bits;
    scaled *= 2;
  }
  return Infinity;
}

/**
 * How much there is to read in a number k/2^m: 0 is the simplest, then 1, −1, 2, −2, 3, …; each binary place after
 * the point costs as much as two before it. Numbers finer than 2^−20 come last, the larger of them first.
 */
export function complexity(value: number): number {
  if (value === 0) return 0;
  const size = Math.abs(value);
  const negative = value < 0 ? 0.25 : 0;
  const bits = fractionBits(value);
  if (bits === Infinity) return 1000 + Math.min(1000, Math.abs(Math.log2(size))) / 8 + negative;
  const digits = Math.log2(1 + size * 2 ** bits);
  return digits + 2 * bits + negative;
}

/** A total order by complexity, then size, then sign. */
export const simpler = (a: number, b: number): boolean => {
  const [x, y] = [complexity(a), complexity(b)];
  return x < y || (x === y && Math.abs(a) < Math.abs(b));
};

/** Simpler numbers than a given one, the simplest first: small numbers, then the number itself with fewer bits. */
export function simplerNumbers(value: number): number[] {
  const sign = value < 0 ? -1 : 1;
  const size = Math.abs(value);
  const candidates = new Set<number>([0, sign, -sign, 2 * sign, sign / 2, 3 * sign, -2 * sign, -sign / 2]);
  for (let bits = 0; bits <= FINEST_BITS; bits += 1) {
    const unit = 2 ** bits;
    for (const rounded of [Math.round(size * unit), Math.floor(size * unit), Math.ceil(size * unit)])
      candidates.add((sign * rounded) / unit);
  }
  if (size >= 4) {
    const power = 2 ** Math.floor(Math.log2(size));
    for (const other of [power, 2 * power, 10 ** Math.floor(Math.log10(size)), size / 2])
      candidates.add(sign * (size > 2 ** 30 ? other : Math.round(other)));
  }
  candidates.add(-value);
  return [...candidates]
    .map((candidate) => (candidate === 0 ? 0 : candidate))
    .filter((candidate) => Number.isFinite(candidate) && simpler(candidate, value))
    .sort((a, b) => (simpler(a, b) ? -1 : simpler(b, a) ? 1 : 0));
}

/** The number rounded to `bits` significant bits. */
export function roundToBits(value: number, bits: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(value))) + 1 - bits);
  return unit === 0 ? value : Math.round(value / unit) * unit;
}
