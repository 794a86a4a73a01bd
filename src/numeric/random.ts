/**
 * Seeded random numbers: xoshiro128++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021),
 * 32 bits a draw, period 2^128 − 1. A stream is a pure function of a seed and stream identifiers, so that the work of
 * a shard does not depend on who takes it.
 */

import { BLOCK, compileFillBlock, type FillBlock } from './random-block.js';

/** Made when the first block is filled. */
let fillBlock: FillBlock | undefined;

/** Width of the grid of uniform draws: 2^−32 of the interval. */
const GRID = 2 ** -32;

/** Powers of two by their exponent, from −64 to 64: a power is dear where numbers are drawn by the million. */
const POWERS = Float64Array.from({ length: 129 }, (_, i) => 2 ** (i - 64));

/** 2ⁿ for an integer n from −64 to 64. */
export const powerOfTwo = (n: number): number => POWERS[n + 64] as number;

export class Random {
  private readonly words: Int32Array;

  /** @param words Four 32-bit words, not all zero. */
  constructor(words: Int32Array) {
    this.words = words;
  }

  /** The state, from which `restore` continues the stream. */
  save(): Int32Array {
    return this.words.slice();
  }

  restore(state: Int32Array): void {
    this.words.set(state);
  }

  /** A signed 32-bit integer, uniform. */
  int32(): number {
    const w = this.words;
    const s0 = w[0] as number;
    let s2 = w[2] as number;
    let s3 = w[3] as number;
    const s1 = w[1] as number;
    const sum = (s0 + s3) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + s0) | 0;
    s2 ^= s0;
    s3 ^= s1;
    w[1] = s1 ^ s2;
    w[0] = s0 ^ s3;
    w[2] = s2 ^ (s1 << 9);
    w[3] = (s3 << 11) | (s3 >>> 21);
    return result;
  }

  /** Uniform in the open interval (0, 1), on the centres of 2^32 cells. */
  unit(): number {
    return (this.int32() + 0.5) * GRID + 0.5;
  }

  /** Uniform in [low, high], never outside. */
  uniform(low: number, high: number): number {
    const value = low + (high - low) * this.unit();
    return value < low ? low : value > high ? high : value;
  }

  /** An integer from 0 to n − 1; n at most 2^31. */
  below(n: number): number {
    return Math.floor(this.unit() * n);
  }

  /** An integer from low to high, both included. */
  integer(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** −1 or 1. */
  sign(): number {
    return this.int32() < 0 ? -1 : 1;
  }

  /** A standard normal deviate (Box and Muller 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }

  /** Fills `array[from] … array[to − 1]` with draws that are uniform in [low, high]. */
  fillUniform(array: Float64Array, from: number, to: number, low: number, high: number): void {
    const width = high - low;
    // The centres of the outer cells lie inside the interval by half a cell; that must exceed the rounding error.
    if (!(width * 2 ** -20 > Math.max(Math.abs(low), Math.abs(high)) * Number.EPSILON) || !Number.isFinite(width)) {
      for (let i = from; i < to; i += 1) array[i] = this.uniform(low, high);
      return;
    }
    const cell = width * GRID;
    const centre = low + width / 2 + cell / 2;
    const w = this.words;
    let start = from;
    for (; start + BLOCK <= to; start += BLOCK) {
      fillBlock ??= compileFillBlock();
      fillBlock(w, array, start, cell, centre);
    }
    let s0 = w[0] as number;
    let s1 = w[1] as number;
    let s2 = w[2] as number;
    let s3 = w[3] as number;
    for (let i = start; i < to; i += 1) {
      const sum = (s0 + s3) | 0;
      const draw = (((sum << 7) | (sum >>> 25)) + s0) | 0;
      const shifted = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= shifted;
      s3 = (s3 << 11) | (s3 >>> 21);
      array[i] = centre + cell * draw;
    }
    w[0] = s0;
    w[1] = s1;
    w[2] = s2;
    w[3] = s3;
  }

  /** Fills with normal deviates of the given standard deviation. */
  fillNormal(array: Float64Array, from: number, to: number, deviation: number): void {
    for (let i = from; i < to; i += 2) {
      const radius = deviation * Math.sqrt(-2 * Math.log(this.unit()));
      const angle = 2 * Math.PI * this.unit();
      array[i] = radius * Math.cos(angle);
      if (i + 1 < to) array[i + 1] = radius * Math.sin(angle);
    }
  }

  /** Puts the first `count` entries in a random order (Fisher and Yates). */
  shuffle(array: Int32Array, count = array.length): void {
    for (let i = count - 1; i > 0; i -= 1) {
      const j = this.below(i + 1);
      const held = array[i] as number;
      array[i] = array[j] as number;
      array[j] = held;
    }
  }
}

/** The 32-bit finalizer of MurmurHash3 (Appleby): every input bit changes every output bit with probability ½. */
function mix(value: number): number {
  let z = value;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return z ^ (z >>> 16);
}

/**
 * The stream of a seed and any identifiers, e.g. `randomFrom(seed, claimText, size, shard)`: the same arguments give
 * the same draws on every machine; other arguments give an unrelated stream. Numbers enter with all their bits.
 */
export function randomFrom(seed: number, ...streams: readonly (number | string)[]): Random {
  const words = new Int32Array([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344]);
  const absorb = (word: number): void => {
    for (let k = 0; k < 4; k += 1)
      words[k] = mix(Math.imul(words[k] as number, 0x9e3779b1) ^ word ^ (words[(k + 3) & 3] as number));
  };
  const double = new Float64Array(1);
  const halves = new Int32Array(double.buffer);
  for (const stream of [seed, ...streams]) {
    if (typeof stream === 'number') {
      double[0] = stream === 0 ? 0 : stream;
      absorb(1);
      absorb(halves[0] as number);
      absorb(halves[1] as number);
    } else {
      absorb(2);
      for (let i = 0; i < stream.length; i += 1) absorb(stream.charCodeAt(i));
      absorb(stream.length);
    }
  }
  for (let k = 0; k < 4; k += 1) absorb(k);
  if (words.every((word) => word === 0)) words[0] = 1;
  return new Random(words);
}
