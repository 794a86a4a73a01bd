/** The names that a design gives a meaning. */
import { namesOfLagrangian } from '../symbolic/parse-scope.js';
import type { Design } from './types.js';

/** Of dimensions, states, parameters, definitions, Lagrangians and their derivatives. */
export const namesOf = ({ dimensions, states, parameters, lagrangians, definitions }: Design): ReadonlySet<string> =>
  new Set([
    ...[...dimensions, ...definitions].map(({ name }) => name),
    ...[...states, ...parameters].map(({ symbol }) => symbol.name),
    ...lagrangians.flatMap(({ lagrangian }) => namesOfLagrangian(lagrangian)),
  ]);
