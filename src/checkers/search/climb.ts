/**
 * Climbing: a random local search over the independent numbers of a sample. It needs no derivative, so it crosses kinks
 * and plateaus; steps are of all sizes, and of one number, a few or all at once.
 */
import type { Random } from '../../numeric/random.js';
import type { SampleSpace } from './space.js';

/** Steps that were no improvement, in a row, before the step size shrinks. */
const PATIENCE = 8;

/**
 * Climbs `height` from the current sample of the space by at most `steps` evaluations, and leaves the best sample in
 * the space. `reached` stops early. Returns the height of the best.
 */
export function climb(
  space: SampleSpace,
  random: Random,
  height: () => number,
  steps: number,
  reached: (height: number) => boolean,
): number {
  const n = space.coordinates;
  const best = new Float64Array(n);
  const trial = new Float64Array(n);
  space.read(best);
  space.write(best);
  let top = height();
  if (Number.isNaN(top)) top = -Infinity;
  let size = 1;
  let failures = 0;
  for (let k = 0; k < steps && n > 0 && !reached(top); k += 1) {
    trial.set(best);
    move(trial, random, size);
    space.write(trial);
    const h = height();
    if (h >= top) {
      if (h > top) {
        failures = 0;
        size = Math.min(8, size * 1.5);
      }
      top = h;
      best.set(trial);
    } else {
      failures += 1;
      if (failures % PATIENCE === 0) size = size < 1e-9 ? 1 : size * 0.7;
    }
  }
  space.write(best);
  return top;
}

function move(x: Float64Array, random: Random, size: number): void {
  const n = x.length;
  const kind = random.below(8);
  if (kind < 4) {
    // One number, or a few.
    const count = kind < 2 ? 1 : 1 + random.below(Math.min(n, 4));
    for (let i = 0; i < count; i += 1) {
      const at = random.below(n);
      x[at] = (x[at] as number) + step(random, size);
    }
  } else if (kind < 6) {
    for (let i = 0; i < n; i += 1) x[i] = (x[i] as number) + size * random.normal();
  } else if (kind === 6) {
    // The scale of one number, up or down, or its sign.
    const at = random.below(n);
    x[at] = (x[at] as number) * (random.below(4) === 0 ? -1 : Math.exp(random.normal()));
  } else {
    const at = random.below(n);
    x[at] = random.below(2) === 0 ? 0 : (x[random.below(n)] as number);
  }
}

/** A step whose size is spread over several orders of magnitude below and one above the current one. */
const step = (random: Random, size: number): number => size * random.normal() * 2 ** (3 - random.below(10));
