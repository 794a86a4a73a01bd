/** The certifying checker: rigorous statements about given sizes, numbers and boxes. */
import type { Claim } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import { activations } from './activations/index.js';
import { boxes } from './boxes/index.js';
import type { Answer, CertifyOptions, Method } from './method.js';
import { allStates } from './all-states/index.js';
import { smt } from './smt/index.js';

/** In the order in which they are tried on a claim that no search refuted. */
const METHODS: readonly Method[] = [activations, smt, boxes];

/** Whether matrices of given numbers may settle a claim at once, for all states and before any search. */
export const hasNumbers = ({ design }: Derivation): boolean => design.parameters.some((p) => p.value !== undefined);

/** A certificate for given numbers and all states. */
export const certifyAtOnce = allStates;

/** The first answer of a method, for a claim that is neither proved nor refuted by a search. */
export async function certify(d: Derivation, claim: Claim, options: CertifyOptions): Promise<Answer | undefined> {
  for (const method of METHODS) {
    const answer = await method(d, claim, options);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
