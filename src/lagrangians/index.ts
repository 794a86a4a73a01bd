/** The catalogue of Lagrangians and what can be said of any Lagrangian from its formula. */
export type { CatalogueEntry, EntryClaims, EntryOption, OptionValues, Side } from './entry.js';
export { type Integral, type Integrand, integrand, integrate, potentialByQuadrature } from './quadrature.js';
export {
  CATALOGUE,
  CATALOGUE_NAMES,
  type CatalogueName,
  catalogueDefinition,
  catalogueEntry,
  catalogueOptions,
  describeEntry,
  isCatalogueName,
} from './registry.js';
export { type Representative, representatives } from './representatives.js';
export { ASSUMPTIONS, type FormulaParser, type LagrangianDeclaration, resolveLagrangian } from './resolve.js';
export { type DeadHalfLine, deadHalfLines, type LimitSaturation, type Saturation } from './saturation.js';
export { shiftInvariant } from './symmetry.js';
