/** Seeded numbers for tests: ordinary ones, and those at which functions tend to go wrong. */
export interface Numbers {
  /** Uniform in [0, 1). */
  readonly unit: () => number;
  /** Uniform among the integers from `low` to `high`. */
  readonly integer: (low: number, high: number) => number;
  /** A finite double: ordinary, tiny, huge, an integer, a multiple of π/2, or special. */
  readonly double: () => number;
}

const SPECIAL = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  5e-324,
  -5e-324,
  2 ** -1074,
  1e-300,
  2 ** -53,
  -(2 ** -53),
  745,
  -745,
  1e4,
  -1e4,
];

export function numbers(seed: number): Numbers {
  let state = (seed * 2654435761 + 12345) >>> 0;
  const bits = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  const unit = (): number => (bits() * 2 ** 21 + (bits() >>> 11)) / 2 ** 53;
  const integer = (low: number, high: number): number => low + Math.floor(unit() * (high - low + 1));
  const double = (): number => {
    const sign = integer(0, 1) === 0 ? 1 : -1;
    switch (integer(0, 6)) {
      case 0:
        return sign * unit() * 10 ** integer(-40, 0);
      case 1:
        return sign * unit() * 10 ** integer(0, 6);
      case 2:
        return sign * integer(0, 20);
      case 3:
        return (sign * integer(0, 40) * Math.PI) / 2 + sign * integer(-3, 3) * 2 ** -50;
      case 4:
        return SPECIAL[integer(0, SPECIAL.length - 1)] ?? 0;
      default:
        return sign * unit() * 6;
    }
  };
  return { unit, integer, double };
}
