/** Samplers of states: the places where energies behave differently must all be visited. */
import { powerOfTwo, type Random } from './random.js';

export const STATE_REGIMES = {
  ordinary: 'uniform in the domain',
  'near-zero': 'uniform in a small box around 0, or 0 itself',
  far: 'every entry far out on either side, 2 to 1000 times the domain: saturated or dead',
  mixed: 'each entry ordinary, near 0 or far out',
  tiny: 'uniform, times a power of two from 2^-60 to 2^-10',
  huge: 'uniform, times a power of two from 2^4 to 2^20',
  repeated: 'one or two values, repeated',
  sparse: 'most entries 0',
  integers: 'integers from -3 to 3, or their halves',
  dead: 'uniform in the domain, with one negative entry and at times one far out on either side',
} as const;
export type StateRegime = keyof typeof STATE_REGIMES;
export const STATE_REGIME_NAMES = Object.keys(STATE_REGIMES) as StateRegime[];

export interface StateSampler {
  readonly size: number;
  /** Draws a state into target[from] … target[from + size − 1]. */
  fill(target: Float64Array, random: Random, regime: StateRegime, from?: number): void;
  /** Draws `count` states one after the other. */
  fillMany(target: Float64Array, count: number, random: Random, regime: StateRegime): void;
}

/** The sampler of states of a size; `domain` bounds ordinary draws, other regimes look outside. */
export function compileStateSampler(size: number, domain: readonly [low: number, high: number]): StateSampler {
  const [low, high] = domain;
  const reach = Math.max(Math.abs(low), Math.abs(high));

  const far = (random: Random): number =>
    random.sign() * reach * powerOfTwo(random.integer(1, 9)) * (1 + random.unit());
  const fillScaled = (target: Float64Array, random: Random, from: number, factor: number): void =>
    random.fillUniform(target, from, from + size, low * factor, high * factor);

  const mixedEntry = (random: Random): number => {
    switch (random.below(4)) {
      case 0:
        return random.uniform(low, high) * powerOfTwo(-random.below(12));
      case 1:
        return far(random);
      case 2:
        return random.below(2) === 0 ? 0 : random.sign();
      default:
        return random.uniform(low, high);
    }
  };

  const fill = (target: Float64Array, random: Random, regime: StateRegime, from = 0): void => {
    const to = from + size;
    switch (regime) {
      case 'ordinary':
        random.fillUniform(target, from, to, low, high);
        return;
      case 'near-zero':
        if (random.below(16) === 0) target.fill(0, from, to);
        else random.fillUniform(target, from, to, -reach / 64, reach / 64);
        return;
      case 'far':
        for (let i = from; i < to; i += 1) target[i] = far(random);
        return;
      case 'mixed':
        for (let i = from; i < to; i += 1) target[i] = mixedEntry(random);
        return;
      case 'tiny':
        fillScaled(target, random, from, powerOfTwo(-random.integer(10, 60)));
        return;
      case 'huge':
        fillScaled(target, random, from, powerOfTwo(random.integer(4, 20)));
        return;
      case 'repeated': {
        const first = random.uniform(low, high);
        const second = random.below(2) === 0 ? first : random.uniform(low, high);
        for (let i = from; i < to; i += 1) target[i] = random.int32() < 0 ? first : second;
        return;
      }
      case 'sparse': {
        const keep = random.below(2) === 0 ? 0.5 : 1 / size;
        for (let i = from; i < to; i += 1) target[i] = random.unit() < keep ? random.uniform(low, high) : 0;
        return;
      }
      case 'integers': {
        const unit = random.below(3) === 0 ? 0.5 : 1;
        for (let i = from; i < to; i += 1) target[i] = unit * random.integer(-3, 3);
        return;
      }
      case 'dead': {
        random.fillUniform(target, from, to, low, high);
        target[from + random.below(size)] = -reach * random.unit();
        if (random.below(2) === 0) target[from + random.below(size)] = far(random);
        return;
      }
    }
  };

  return {
    size,
    fill,
    fillMany(target, count, random, regime) {
      if (regime === 'ordinary') random.fillUniform(target, 0, count * size, low, high);
      else for (let k = 0; k < count; k += 1) fill(target, random, regime, k * size);
    },
  };
}
