/** The certifying checker: rigorous statements about given sizes, numbers and boxes. */
import type { Claim } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import type { Answer, CertifyOptions, Method } from './method.js';
import { allStates } from './all-states/index.js';
import { smt } from './smt/index.js';

/** In the order in which they are tried. */
const METHODS: readonly Method[] = [allStates, smt];

/** The first answer of a method, for a claim that is neither proved nor refuted by a search. */
export async function certify(d: Derivation, claim: Claim, options: CertifyOptions): Promise<Answer | undefined> {
  for (const method of METHODS) {
    const answer = await method(d, claim, options);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
