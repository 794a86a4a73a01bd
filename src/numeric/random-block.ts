/**
 * Blocks of uniform draws of xoshiro128++, four at a time: four lanes take a quarter of the block each, so that the
 * numbers are those of the one stream, in its order. Where a lane begins is found by jumping ahead, which is linear
 * over the bits of the state.
 */
import {
  type Code,
  compileFunctions,
  f64x2,
  i32,
  i32x4,
  loop,
  memoryOf,
  type Tuple,
  v128,
  type Variable,
  type WasmFunction,
} from './wasm.js';

const LANES = 4;
/** Draws of a lane. */
const QUARTER = 256;
export const BLOCK = LANES * QUARTER;

/** The words of the states, word by word for all lanes; then the draws, lane by lane. */
const WORDS_SIZE = 64;

/** Turns every lane of four integers to the left. */
const rotate = (x: Variable, bits: number): Code =>
  v128.or(i32x4.shiftLeft(x.get, bits), i32x4.shiftRight(x.get, 32 - bits));

/** Fills the block with centre + cell · draw for signed 32-bit draws; the states move on. */
const fill: WasmFunction = {
  name: 'fill',
  parameters: ['f64', 'f64'],
  body: (locals, ...parameters) => {
    const [cell, centre] = parameters as Tuple<2, Variable>;
    const [s0, s1, s2, s3, draw, shifted, scale, middle] = locals.several('v128', 8);
    const at = locals.fresh('i32');
    const words = [s0, s1, s2, s3];
    const zero = i32.constant(0);
    const value = (draws: Code): Code => f64x2.add(middle.get, f64x2.multiply(scale.get, f64x2.fromIntegers(draws)));
    const storeTwo = (draws: Code, lane: number): readonly Code[] => [
      shifted.set(value(draws)),
      v128.storeLane(0, at.get, shifted.get, WORDS_SIZE + lane * QUARTER * 8),
      v128.storeLane(1, at.get, shifted.get, WORDS_SIZE + (lane + 1) * QUARTER * 8),
    ];
    return [
      ...words.map((word, i) => word.set(v128.load(zero, 16 * i))),
      scale.set(f64x2.splat(cell.get)),
      middle.set(f64x2.splat(centre.get)),
      at.set(zero),
      loop(at, i32.constant(8 * QUARTER), i32.constant(8), [
        draw.set(i32x4.add(s0.get, s3.get)),
        draw.set(i32x4.add(rotate(draw, 7), s0.get)),
        shifted.set(i32x4.shiftLeft(s1.get, 9)),
        s2.set(v128.xor(s2.get, s0.get)),
        s3.set(v128.xor(s3.get, s1.get)),
        s1.set(v128.xor(s1.get, s2.get)),
        s0.set(v128.xor(s0.get, s3.get)),
        s2.set(v128.xor(s2.get, shifted.get)),
        s3.set(rotate(s3, 11)),
        ...storeTwo(draw.get, 0),
        ...storeTwo(i32x4.upper(draw.get), 2),
      ]),
      ...words.map((word, i) => v128.store(zero, word.get, 16 * i)),
    ];
  },
};

interface Functions {
  readonly fill: (cell: number, centre: number) => void;
}

/** For every four bits of the state, what they become after a quarter of a block. */
function jumpTable(): Int32Array {
  const images = Array.from({ length: 128 }, (_, bit) => {
    const s = new Int32Array(4);
    s[bit >> 5] = 1 << (bit & 31);
    for (let k = 0; k < QUARTER; k += 1) advance(s);
    return s;
  });
  const table = new Int32Array(32 * 16 * 4);
  for (let group = 0; group < 32; group += 1)
    for (let value = 0; value < 16; value += 1)
      for (let bit = 0; bit < 4; bit += 1)
        if ((value & (1 << bit)) !== 0)
          for (let w = 0; w < 4; w += 1) {
            const at = (group * 16 + value) * 4 + w;
            table[at] = (table[at] as number) ^ ((images[4 * group + bit] as Int32Array)[w] as number);
          }
  return table;
}

/** One step of the state. */
function advance(s: Int32Array): void {
  const shifted = (s[1] as number) << 9;
  s[2] = (s[2] as number) ^ (s[0] as number);
  s[3] = (s[3] as number) ^ (s[1] as number);
  s[1] = (s[1] as number) ^ s[2];
  s[0] = (s[0] as number) ^ s[3];
  s[2] = s[2] ^ shifted;
  s[3] = (s[3] << 11) | (s[3] >>> 21);
}

/** Fills array[from] … array[from + BLOCK − 1] with centre + cell · draw, and moves the state on. */
export type FillBlock = (state: Int32Array, array: Float64Array, from: number, cell: number, centre: number) => void;

export function compileFillBlock(): FillBlock {
  const memory = memoryOf(WORDS_SIZE + 8 * BLOCK);
  const functions = compileFunctions<Functions>([fill])(memory);
  const words = new Int32Array(memory.buffer, 0, 4 * LANES);
  const draws = new Float64Array(memory.buffer, WORDS_SIZE, BLOCK);
  const table = jumpTable();

  /** The words of the next lane from those of a lane. */
  const jump = (lane: number): void => {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let w = 0; w < 4; w += 1) {
      const word = words[w * LANES + lane] as number;
      for (let k = 0; k < 8; k += 1) {
        const at = ((w * 8 + k) * 16 + ((word >>> (4 * k)) & 15)) * 4;
        a ^= table[at] as number;
        b ^= table[at + 1] as number;
        c ^= table[at + 2] as number;
        d ^= table[at + 3] as number;
      }
    }
    words[lane + 1] = a;
    words[LANES + lane + 1] = b;
    words[2 * LANES + lane + 1] = c;
    words[3 * LANES + lane + 1] = d;
  };

  return (state, array, from, cell, centre) => {
    for (let w = 0; w < 4; w += 1) words[w * LANES] = state[w] as number;
    for (let lane = 0; lane < LANES - 1; lane += 1) jump(lane);
    functions.fill(cell, centre);
    array.set(draws, from);
    for (let w = 0; w < 4; w += 1) state[w] = words[w * LANES + LANES - 1] as number;
  };
}
