/** What a program can use of energy-audit. Everything else is internal. */
export { checkDesign, type CheckDesignOptions } from './checkers/check-design.js';
export { replayCounterexample, type ReplayResult } from './checkers/replay.js';
export { version } from './cli/version.js';
export { derive } from './derivation/index.js';
export type { DerivationView } from './derivation/view.js';
export { type ClaimInput, defineDesign, type DesignInput, type LagrangianInput } from './design/define.js';
export { loadDesign, parseDesign } from './design/load.js';
export { type Design, DesignError, type Diagnostic, NAMED_CLAIMS, type NamedClaim } from './design/types.js';
export { analyseBasins, type BasinAnswer, type BasinQuestion } from './dynamics/analyse-basins.js';
export { iterate, type IterateOptions, type Iteration } from './dynamics/iterate.js';
export { type Memory, memoryOf } from './dynamics/memory.js';
export { drawPatterns, retrieve, type Retrieval, type RetrievalOptions, storePatterns } from './dynamics/retrieval.js';
export type { Run } from './dynamics/run.js';
export { RUN_STATUSES, type RunStatus } from './dynamics/run-status.js';
export { simulate, type SimulateOptions, type Simulation } from './dynamics/simulate.js';
export { CATALOGUE_NAMES, type CatalogueName } from './lagrangians/index.js';
export { counterexampleText, readCounterexample, writeCounterexample } from './report/counterexample-file.js';
export { ExpressionError } from './symbolic/error.js';
export type { Expression } from './symbolic/expression.js';
export { print } from './symbolic/print-text.js';
export { printTex, type TexOptions } from './symbolic/print-tex.js';
export {
  type CertificateEvidence,
  type CheckReport,
  type Counterexample,
  type DesignReport,
  type Evidence,
  type ProofEvidence,
  type ReasonCode,
  type ReasonEvidence,
  type SamplesEvidence,
  type SavedCounterexample,
  type StatisticEvidence,
  type Value,
  type Verdict,
  type VerdictName,
  VERDICTS,
} from './verdicts/types.js';
