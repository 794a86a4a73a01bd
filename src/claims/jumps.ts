/** Where derivatives do not tell all: no rule about them proves a claim, and no decision procedure certifies it. */
import type { Derivation } from '../derivation/derivation.js';
import { jumpArguments } from '../derivation/kinks.js';
import * as build from '../symbolic/build.js';
import type { Expression } from '../symbolic/expression.js';
import { contains } from '../symbolic/rewrite.js';
import type { Claim } from './types.js';

/**
 * Whether Λ of a Lagrangian occurs which jumps, or whose activation does: between the jumps Λ may be semi-definite
 * although L is not convex.
 */
export const slopeJumps = (matrix: Expression): boolean =>
  contains(
    matrix,
    (e) =>
      e.kind === 'lagrangian' &&
      [0, 1].some((order) => jumpArguments(build.lagrangian(e.lagrangian, order, e.argument)).length > 0),
  );

/** Whether a formula of the claim is the derivative of something that jumps: then it is not all of the change. */
export const differentiatesJumps = ({ differentiated }: Claim): boolean =>
  differentiated.some((e) => jumpArguments(e).length > 0);

/** Whether the energy itself jumps, so that its rate is not all of its change. */
export const energyJumps = (d: Derivation): boolean => jumpArguments(d.design.energy).length > 0;
