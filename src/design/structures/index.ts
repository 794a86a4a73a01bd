/**
 * Parameter structures: what they mean, how values are constructed from exact parts, sampled in bulk and checked.
 * Arbitraries (`arbitrary.js`) and shrinking (`shrink.js`) load fast-check and are imported on their own.
 */
export { constructionOf, constructionProblem, DEFAULT_RANGE } from './construct.js';
export type { Construction, Part } from './construction.js';
export { type Point, partsHold } from './pattern-holds.js';
export { printStructure, STRUCTURE_KINDS, STRUCTURES, sizeProblem, structureProblem } from './registry.js';
export { compileSampler, type ParameterSampler, type PartValues } from './sampler.js';
export {
  exactValue,
  givenValueProblem,
  partsSatisfy,
  type Satisfied,
  satisfies,
  satisfiesParameter,
} from './satisfies.js';
