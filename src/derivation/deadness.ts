/** Where the activations of a design are dead, by their formulas. */
import { deadHalfLines, type Saturation, shiftInvariant } from '../lagrangians/index.js';
import type { Lagrangian, LagrangianDefinition } from '../symbolic/expression.js';
import type { Activation } from './activations.js';

/** Where an activation is dead, by its formula. */
export interface Deadness {
  readonly saturation: Saturation;
  /** g(z + t·1) = g(z). */
  readonly shift: boolean;
  /** Entries off the support of sparsemax may fall. */
  readonly sparse: boolean;
}

const NEVER: Deadness = { saturation: { exact: [], limit: [] }, shift: false, sparse: false };

function deadnessOfDefinition(definition: LagrangianDefinition): Deadness {
  if (definition.kind === 'any') return NEVER;
  if (definition.kind === 'entrywise') return { ...NEVER, saturation: deadHalfLines(definition.derivatives) };
  const sparse = definition.gradient.kind === 'function' && definition.gradient.name === 'sparsemax';
  return { ...NEVER, shift: shiftInvariant(definition), sparse };
}

/** Where an activation of a design is dead, with concrete Lagrangians in place of each `any`. */
export function deadnessOf(lagrangians: ReadonlyMap<string, Lagrangian>, { behaviour }: Activation): Deadness {
  switch (behaviour.kind) {
    case 'lagrangian':
      return deadnessOfDefinition((lagrangians.get(behaviour.lagrangian.name) ?? behaviour.lagrangian).definition);
    case 'entrywise':
      return { ...NEVER, saturation: deadHalfLines([undefined, behaviour.formula]) };
    case 'function':
      return { ...NEVER, shift: true, sparse: behaviour.name === 'sparsemax' };
  }
}
