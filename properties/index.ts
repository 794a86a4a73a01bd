/** Property-based tests of designs, for a user's own test runner. */
export {
  assertProperty,
  checkDesignProperties,
  checkProperty,
  type PropertyResult,
  PropertyViolation,
} from './check.js';
export {
  claimProperty,
  descentProperty,
  type DesignProperty,
  flatDirectionProperty,
  matrixInequalityProperty,
} from './property.js';
export { type Sample, sampleArbitrary } from './sample.js';
export { DEFAULT_SETTINGS, type PropertySettings } from './settings.js';
export {
  classicalSystem,
  type EnergyMix,
  gradientSystem,
  type LagrangianChoice,
  mixedSystem,
  polarSystem,
  velocitySystem,
} from './systems.js';
