/**
 * Real numbers of fixed precision with directed rounding: the adapter for MPFR. Nothing else imports it.
 *
 * Every operation is correctly rounded in the direction asked for. Numbers live in a pool that `scope` rewinds, so a
 * number must not leave the scope in which it was computed; `toRational` and `toDouble` take its value out.
 */
import type { GMPLib } from 'gmp-wasm';
import { type Rational, rational } from '../symbolic/rational.js';

declare const brand: unique symbol;
/** A number of the pool. */
export type Real = number & { readonly [brand]: 'real' };

export const DOWN = 3;
export const UP = 2;
export const NEAREST = 0;
export type Rounding = typeof DOWN | typeof UP | typeof NEAREST;

export const UNARY_REALS = [
  'set',
  'neg',
  'abs',
  'sqrt',
  'exp',
  'expm1',
  'log',
  'log1p',
  'sin',
  'cos',
  'tan',
  'atan',
  'sinh',
  'cosh',
  'tanh',
  'asinh',
  'erf',
] as const;
export type UnaryReal = (typeof UNARY_REALS)[number];
export type BinaryReal = 'add' | 'sub' | 'mul' | 'div' | 'pow';

export interface Reals {
  readonly precision: number;
  /** Runs a computation and gives all its numbers back to the pool. */
  readonly scope: <R>(compute: () => R) => R;
  /** Overwrites a number with another of the same precision. */
  readonly assign: (target: Real, source: Real) => void;
  readonly fromDouble: (value: number) => Real;
  readonly fromInteger: (value: number) => Real;
  readonly fromRational: (value: Rational, rounding: typeof DOWN | typeof UP) => Real;
  readonly infinity: (sign: 1 | -1) => Real;
  readonly pi: (rounding: Rounding) => Real;
  /** A function of a number; `set` rounds a number of another precision. */
  readonly unary: (name: UnaryReal, a: Real, rounding: Rounding) => Real;
  readonly binary: (name: BinaryReal, a: Real, b: Real, rounding: Rounding) => Real;
  /** a·b; 0 where one factor is 0, also where the other is infinite: a bound, not a value. */
  readonly multiply: (a: Real, b: Real, rounding: Rounding) => Real;
  /** a^n for an integer of at most 31 bits. */
  readonly powInteger: (a: Real, n: number, rounding: Rounding) => Real;
  /** The n-th root, 1 ≤ n < 2³². */
  readonly root: (a: Real, n: number, rounding: Rounding) => Real;
  /** a·2^n, exactly. */
  readonly scale: (a: Real, n: number) => Real;
  readonly floor: (a: Real) => Real;
  readonly compare: (a: Real, b: Real) => number;
  readonly sign: (a: Real) => number;
  readonly isFinite: (a: Real) => boolean;
  readonly isInteger: (a: Real) => boolean;
  readonly toDouble: (a: Real, rounding: Rounding) => number;
  /** The exact value of a finite number. */
  readonly toRational: (a: Real) => Rational;
}

/** Sizes of exponents above which a number is not written out as a fraction. */
const MAXIMAL_EXPONENT = 1 << 20;

const bitLength = (a: bigint): number => {
  const digits = (a < 0n ? -a : a).toString(16);
  return 4 * digits.length - 4 + (32 - Math.clz32(Number.parseInt(digits.slice(0, 1), 16)));
};

function createReals(b: GMPLib['binding'], precision: number): Reals {
  const pool: Real[] = [];
  let used = 0;
  const fresh = (): Real => {
    const known = pool[used++];
    if (known !== undefined) return known;
    const pointer = b.mpfr_t() as Real;
    b.mpfr_init2(pointer, precision);
    pool.push(pointer);
    return pointer;
  };
  const unaries: Record<UnaryReal, (result: number, a: number, rounding: number) => number> = {
    set: b.mpfr_set,
    neg: b.mpfr_neg,
    abs: b.mpfr_abs,
    sqrt: b.mpfr_sqrt,
    exp: b.mpfr_exp,
    expm1: b.mpfr_expm1,
    log: b.mpfr_log,
    log1p: b.mpfr_log1p,
    sin: b.mpfr_sin,
    cos: b.mpfr_cos,
    tan: b.mpfr_tan,
    atan: b.mpfr_atan,
    sinh: b.mpfr_sinh,
    cosh: b.mpfr_cosh,
    tanh: b.mpfr_tanh,
    asinh: b.mpfr_asinh,
    erf: b.mpfr_erf,
  };
  const binaries: Record<BinaryReal, (result: number, a: number, c: number, rounding: number) => number> = {
    add: b.mpfr_add,
    sub: b.mpfr_sub,
    mul: b.mpfr_mul,
    div: b.mpfr_div,
    pow: b.mpfr_pow,
  };
  const fromDouble = (value: number): Real => {
    const result = fresh();
    b.mpfr_set_d(result, value, NEAREST);
    return result;
  };
  /** An integer of at most `precision` bits, exactly. */
  const fromMantissa = (value: bigint): Real => {
    const result = fromDouble(0);
    const digits = (value < 0n ? -value : value).toString(16);
    for (let i = 0; i < digits.length; i += 7) {
      const chunk = digits.slice(i, i + 7);
      b.mpfr_mul_2ui(result, result, 4 * chunk.length, NEAREST);
      b.mpfr_add_ui(result, result, Number.parseInt(chunk, 16), NEAREST);
    }
    if (value < 0n) b.mpfr_neg(result, result, NEAREST);
    return result;
  };
  return {
    precision,
    scope: (compute) => {
      const mark = used;
      try {
        return compute();
      } finally {
        used = mark;
      }
    },
    assign: (target, source) => {
      b.mpfr_set(target, source, NEAREST);
    },
    fromDouble,
    fromInteger: fromDouble,
    fromRational: ({ numerator, denominator }, rounding) => {
      const shift = Math.max(0, precision + 8 - bitLength(numerator) + bitLength(denominator));
      const scaled = numerator << BigInt(shift);
      let quotient = scaled / denominator;
      const extra = bitLength(quotient) - precision;
      const exact = quotient * denominator === scaled;
      let drop = 0;
      let tail = !exact;
      if (extra > 0) {
        const kept = quotient / (1n << BigInt(extra));
        tail ||= kept << BigInt(extra) !== quotient;
        quotient = kept;
        drop = extra;
      }
      // The quotient was truncated towards 0.
      const negative = numerator < 0n;
      if (tail && (rounding === DOWN ? negative : rounding === UP && !negative)) quotient += negative ? -1n : 1n;
      const result = fromMantissa(quotient);
      b.mpfr_mul_2si(result, result, drop - shift, rounding);
      return result;
    },
    infinity: (sign) => fromDouble(sign * Infinity),
    pi: (rounding) => {
      const result = fresh();
      b.mpfr_const_pi(result, rounding);
      return result;
    },
    unary: (name, a, rounding) => {
      const result = fresh();
      unaries[name](result, a, rounding);
      return result;
    },
    binary: (name, a, c, rounding) => {
      const result = fresh();
      binaries[name](result, a, c, rounding);
      return result;
    },
    multiply: (a, c, rounding) => {
      const result = fresh();
      b.mpfr_mul(result, a, c, rounding);
      if (b.mpfr_nan_p(result) !== 0) b.mpfr_set_d(result, 0, NEAREST);
      return result;
    },
    powInteger: (a, n, rounding) => {
      const result = fresh();
      b.mpfr_pow_si(result, a, n, rounding);
      return result;
    },
    root: (a, n, rounding) => {
      const result = fresh();
      b.mpfr_rootn_ui(result, a, n, rounding);
      return result;
    },
    scale: (a, n) => {
      const result = fresh();
      b.mpfr_mul_2si(result, a, n, NEAREST);
      return result;
    },
    floor: (a) => {
      const result = fresh();
      b.mpfr_floor(result, a);
      return result;
    },
    compare: (a, c) => b.mpfr_cmp(a, c),
    sign: (a) => Math.sign(b.mpfr_sgn(a)),
    isFinite: (a) => b.mpfr_number_p(a) !== 0,
    isInteger: (a) => b.mpfr_integer_p(a) !== 0,
    toDouble: (a, rounding) => b.mpfr_get_d(a, rounding),
    toRational: (a) => {
      if (b.mpfr_number_p(a) === 0) throw new RangeError('an infinite number is not rational');
      if (b.mpfr_zero_p(a) !== 0) return rational(0);
      const exponent = Number(b.mpfr_get_exp(a));
      if (Math.abs(exponent) > MAXIMAL_EXPONENT) throw new RangeError('a number too large or small to write out');
      const rest = fresh();
      b.mpfr_mul_2si(rest, a, -exponent, NEAREST);
      let mantissa = 0n;
      let bits = 0;
      while (b.mpfr_zero_p(rest) === 0) {
        b.mpfr_mul_2ui(rest, rest, 32, NEAREST);
        const digits = Math.trunc(b.mpfr_get_d(rest, 1));
        b.mpfr_sub_d(rest, rest, digits, NEAREST);
        mantissa = (mantissa << 32n) + BigInt(digits);
        bits += 32;
      }
      used -= 1;
      const power = exponent - bits;
      return power >= 0 ? rational(mantissa << BigInt(power)) : rational(mantissa, 1n << BigInt(-power));
    },
  };
}

let library: GMPLib | undefined;
let loading: Promise<void> | undefined;
const fields = new Map<number, Reals>();

/** Precision in bits of enclosures that confirm counterexamples. */
export const CONFIRMATION_PRECISION = 200;

/**
 * Loads MPFR; after that `reals` may be called. It is loaded once, whoever asks and when: each copy has a memory of its
 * own, in which the numbers of another are nothing.
 */
export function loadMpfr(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  const { init } = await import('gmp-wasm');
  library = await init();
}

/** The real numbers of a precision in bits. MPFR must have been loaded. */
export function reals(precision: number = CONFIRMATION_PRECISION): Reals {
  const known = fields.get(precision);
  if (known !== undefined) return known;
  if (library === undefined) throw new Error('internal error: MPFR is used before it was loaded');
  const made = createReals(library.binding, precision);
  fields.set(precision, made);
  return made;
}
