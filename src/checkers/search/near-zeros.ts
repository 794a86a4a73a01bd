/**
 * Samples close to zeros of the velocity and of the gradient: where both nearly vanish, a sign of Ė can be wrong in a
 * neighbourhood as narrow as the mistake is small, which neither random samples nor climbing find.
 */
import { ifDifferentiable, stateJacobian } from '../../derivation/derivation.js';
import { sizeValue } from '../../symbolic/size.js';
import { concrete, type SearchContext, streamOf } from './context.js';
import { compileNewton } from './newton.js';
import type { SampleSpace } from './space.js';

const STARTS = 12;
/** Distances from a zero, relative to its size: 2^−1 … 2^−37. */
const DISTANCES = Array.from({ length: 19 }, (_, k) => 2 ** -(2 * k + 1));
/** Systems up to this many unknown numbers are solved. */
const MOST_UNKNOWNS = 24;

/** Puts samples near zeros into the space, one after the other, and stops with what `visit` returns, if anything. */
export function visitNearZeros<T>(
  c: SearchContext,
  space: SampleSpace,
  index: number,
  visit: () => T | undefined,
): T | undefined {
  const { derivation } = c;
  const names = derivation.states.map((s) => s.name);
  const unknowns = derivation.states.reduce((m, s) => m + sizeValue(s.shape.rows, c.dimensions), 0);
  if (unknowns > MOST_UNKNOWNS) return undefined;
  for (const [which, equations] of [derivation.velocity, derivation.gradient].entries()) {
    const jacobian = ifDifferentiable(() => stateJacobian(derivation, equations));
    if (jacobian === undefined) continue;
    const solve = compileNewton(space, names, concrete(c, equations), concrete(c, jacobian));
    for (let k = 0; k < STARTS; k += 1) {
      const random = streamOf(c, index, 'near', which, k);
      space.draw(random, k % 2 === 0 ? 'ordinary' : 'integers', 'ordinary');
      if (!solve()) continue;
      const zero = names.map((name) => Float64Array.from(space.buffer(name)));
      for (const distance of DISTANCES)
        for (let turn = 0; turn < 2; turn += 1) {
          for (const [i, name] of names.entries()) {
            const buffer = space.buffer(name);
            const centre = zero[i] as Float64Array;
            for (let j = 0; j < buffer.length; j += 1)
              buffer[j] = (centre[j] as number) + distance * (1 + Math.abs(centre[j] as number)) * random.normal();
          }
          if (!space.isWithinBounds()) continue;
          const found = visit();
          if (found !== undefined) return found;
        }
    }
  }
  return undefined;
}
