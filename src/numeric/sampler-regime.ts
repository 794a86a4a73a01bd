/** How numbers are drawn: the kinds of value that a search for violations must not miss. */
import { powerOfTwo, type Random } from './random.js';
import type { EntryPattern } from './sampler-pattern.js';

export const REGIMES = {
  ordinary: 'uniform in the range',
  tiny: 'uniform, times a power of two from 2^-40 to 2^-8',
  huge: 'uniform, times a power of two from 2^3 to 2^20 where nothing bounds the entries',
  sparse: 'uniform, with most entries 0',
  integers: 'integers from -3 to 3, or their halves',
  extreme: 'every entry at an end of the range; where the norm is bounded, one entry in a row and column at the bound',
  'low-rank': 'a sum of one or two outer products',
  'ill-conditioned': 'rows and columns scaled by powers of two over many orders of magnitude',
} as const;
export type Regime = keyof typeof REGIMES;
export const REGIME_NAMES = Object.keys(REGIMES) as Regime[];

/** Scales of rows and columns, shared by the regimes of one sampler. */
export interface Scratch {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

export const scratchFor = (pattern: EntryPattern): Scratch => ({
  left: new Float64Array(Math.max(pattern.rows, pattern.columns)),
  right: new Float64Array(Math.max(pattern.rows, pattern.columns)),
});

/** Fills a whole matrix in a regime; symmetry, support, signs and bounds are enforced by the caller afterwards. */
export function fillRegime(
  target: Float64Array,
  pattern: EntryPattern,
  random: Random,
  regime: Regime,
  scratch: Scratch,
): void {
  const { rows, columns, low, high } = pattern;
  const size = rows * columns;
  switch (regime) {
    case 'ordinary':
      random.fillUniform(target, 0, size, low, high);
      return;
    case 'tiny': {
      const factor = powerOfTwo(-random.integer(8, 40));
      random.fillUniform(target, 0, size, low * factor, high * factor);
      return;
    }
    case 'huge': {
      const factor = powerOfTwo(random.integer(3, 20));
      random.fillUniform(target, 0, size, low * factor, high * factor);
      return;
    }
    case 'sparse': {
      // One draw an entry: below `keep` it is kept, and is uniform there.
      const choice = random.below(3);
      const keep = choice === 0 ? 0.5 : choice === 1 ? 0.25 : 1 / Math.max(rows, columns);
      const scale = (high - low) / keep;
      random.fillUniform(target, 0, size, 0, 1);
      for (let i = 0; i < size; i += 1) {
        const draw = target[i] as number;
        const entry = low + scale * draw;
        target[i] = draw < keep ? (entry < high ? entry : high) : 0;
      }
      return;
    }
    case 'integers': {
      const unit = random.below(3) === 0 ? 0.5 : 1;
      const least = pattern.bounded ? Math.max(-3, Math.ceil(low / unit)) : -3;
      const most = pattern.bounded ? Math.min(3, Math.floor(high / unit)) : 3;
      if (least > most) {
        random.fillUniform(target, 0, size, low, high);
        return;
      }
      random.fillUniform(target, 0, size, least, most + 1);
      for (let i = 0; i < size; i += 1) {
        const integer = Math.floor(target[i] as number);
        target[i] = unit * (integer < most ? integer : most);
      }
      return;
    }
    case 'extreme':
      random.fillUniform(target, 0, size, -1, 1);
      for (let i = 0; i < size; i += 1) target[i] = (target[i] as number) < 0 ? low : high;
      return;
    case 'low-rank':
      fillLowRank(target, pattern, random, scratch);
      return;
    case 'ill-conditioned':
      fillScaled(target, pattern, random, scratch);
  }
}

/** ± uu' or uv' or uv' − vu', one or two of them, as the symmetry asks. */
function fillLowRank(target: Float64Array, pattern: EntryPattern, random: Random, { left, right }: Scratch): void {
  const { rows, columns, symmetry, sign } = pattern;
  const size = Math.sqrt(Math.max(Math.abs(pattern.low), Math.abs(pattern.high)) / 2);
  const terms = sign === 'any' ? random.integer(1, 2) : 1;
  const [least, most] = sign === 'any' ? [-size, size] : [0, size];
  target.fill(0, 0, rows * columns);
  for (let term = 0; term < terms; term += 1) {
    const factor = sign === 'any' ? random.sign() : sign === 'nonpositive' ? -1 : 1;
    random.fillUniform(left, 0, rows, least, most);
    if (symmetry === 'symmetric') right.set(left);
    else random.fillUniform(right, 0, columns, least, most);
    for (let i = 0; i < rows; i += 1)
      for (let j = 0; j < columns; j += 1) {
        const mirrored = symmetry === 'skew' ? (right[i] as number) * (left[j] as number) : 0;
        const entry = (left[i] as number) * (right[j] as number) - mirrored;
        target[i * columns + j] = (target[i * columns + j] as number) + factor * entry;
      }
  }
}

/** Uniform entries times 2^−(eᵢ + fⱼ). */
function fillScaled(target: Float64Array, pattern: EntryPattern, random: Random, { left, right }: Scratch): void {
  const { rows, columns } = pattern;
  random.fillUniform(target, 0, rows * columns, pattern.low, pattern.high);
  const decades = random.integer(2, 20);
  for (let i = 0; i < rows; i += 1) left[i] = powerOfTwo(-random.below(decades));
  if (pattern.symmetry === 'none') for (let j = 0; j < columns; j += 1) right[j] = powerOfTwo(-random.below(decades));
  else right.set(left);
  for (let i = 0; i < rows; i += 1)
    for (let j = 0; j < columns; j += 1)
      target[i * columns + j] = (target[i * columns + j] as number) * (left[i] as number) * (right[j] as number);
}
