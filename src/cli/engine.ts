/** What the commands need of the rest of the program, loaded when it is first used so that `--help` is quick. */
import type { AuditOptions as SettleOptions, AuditProgress } from '../checkers/audit-options.js';
import type { ReplayResult } from '../checkers/replay.js';
import type { CheckedCertificate } from '../checkers/replay-certificate.js';
import type { Checked as CheckedProof } from '../checkers/replay-proof.js';
import type { Paper, Row, Table } from '../design/rows/types.js';
import type { StepsFile } from '../design/steps/types.js';
import type { Design } from '../design/types.js';
import type { BasinAnswer, BasinQuestion } from '../dynamics/analyse-basins.js';
import type { Comparison, MapFormula } from '../dynamics/equivalence.js';
import type { SimulateOptions, Simulation } from '../dynamics/simulate.js';
import type { Survey, SurveyOptions } from '../dynamics/survey.js';
import type { RowVerdict, TableVerdict } from '../verdicts/rows.js';
import type { StepsReport, StepVerdict } from '../verdicts/steps.js';
import type { SavedCounterexample } from '../report/counterexample-file.js';
import type { DerivationView } from '../derivation/view.js';
import type { PartOptions } from '../report/compose.js';
import type { Figure } from '../report/figures/figure.js';
import type { FigureDesigns } from '../report/figures/paper.js';
import type { DesignPart } from '../report/model.js';
import type { DesignReport, SavedCertificate, SavedProof } from '../verdicts/types.js';

export interface AuditOptions extends SettleOptions {
  readonly threads: number;
  /** Whether repairs of refuted claims are looked for. */
  readonly repair: boolean;
}

export type Progress = AuditProgress;

export interface Engine {
  loadDesign(path: string): Promise<Design>;
  audit(design: Design, options: AuditOptions): Promise<DesignReport>;
  /** The figures of the report on the paper. */
  paperFigures(designs: FigureDesigns, seed: number): Promise<readonly Figure[]>;
  loadPaper(folder: string): Promise<Paper>;
  auditRows(
    rows: readonly Row[],
    options: Omit<AuditOptions, 'repair'>,
    onRow: (row: RowVerdict) => void,
  ): Promise<readonly RowVerdict[]>;
  auditTables(
    tables: readonly Table[],
    options: Omit<AuditOptions, 'repair'>,
    onTable: (table: TableVerdict) => void,
  ): Promise<readonly TableVerdict[]>;
  derive(design: Design): Promise<DerivationView>;
  /** What a report says of a design besides its verdicts. */
  reportPart(design: Design, verdicts: DesignReport, options: PartOptions): Promise<DesignPart>;
  simulate(design: Design, options: SimulateOptions): Promise<Simulation>;
  survey(design: Design, options: SurveyOptions): Promise<Survey>;
  compareSteadyStates(
    design: Design,
    other: Design,
    map: readonly MapFormula[],
    options: SurveyOptions,
  ): Promise<Comparison>;
  analyseBasins(design: Design, question: BasinQuestion): Promise<BasinAnswer>;
  replayCounterexample(saved: SavedCounterexample): Promise<ReplayResult>;
  replayProof(saved: SavedProof): Promise<CheckedProof>;
  loadSteps(path: string): Promise<StepsFile>;
  replaySteps(steps: StepsFile, onStep: (step: StepVerdict) => void): Promise<StepsReport>;
  replayCertificate(saved: SavedCertificate): Promise<CheckedCertificate>;
  /** The design that `init` writes. */
  starterDesign(): Promise<string>;
}

export const ENGINE: Engine = {
  loadDesign: async (path) => (await import('../design/load.js')).loadDesign(path),
  audit: async (design, { repair, ...options }) =>
    repair
      ? (await import('../repair/audit-and-repair.js')).auditAndRepair(design, options, options.threads)
      : (await import('../checkers/check-design.js')).checkDesign(design, options),
  derive: async (design) => {
    const view = await (await import('../derivation/index.js')).derive(design);
    return { ...view, steps: (await import('../checkers/derivation-steps.js')).derivationSteps(design) };
  },
  reportPart: async (design, verdicts, options) =>
    (await import('../report/compose.js')).designPart(design, verdicts, options),
  analyseBasins: async (design, question) =>
    (await import('../dynamics/analyse-basins.js')).analyseBasins(design, question),
  simulate: async (design, options) => (await import('../dynamics/simulate.js')).simulate(design, options),
  paperFigures: async (designs, seed) => (await import('../report/figures/paper.js')).paperFigures(designs, seed),
  survey: async (design, options) => (await import('../dynamics/survey.js')).survey(design, options),
  compareSteadyStates: async (design, other, map, options) =>
    (await import('../dynamics/equivalence.js')).compareSteadyStates(design, other, map, options),
  loadPaper: async (folder) => (await import('../design/rows/load.js')).loadPaper(folder),
  auditRows: async (rows, options, onRow) => {
    const { withSettler } = await import('../checkers/settle-claims.js');
    const { auditRows } = await import('../checkers/rows.js');
    return withSettler(options, options.threads, (settle) => auditRows(rows, settle, onRow));
  },
  auditTables: async (tables, options, onTable) => {
    const { withSettler } = await import('../checkers/settle-claims.js');
    const { auditTable } = await import('../checkers/rows.js');
    return withSettler(options, options.threads, async (settle) => {
      const settled: TableVerdict[] = [];
      for (const table of tables) {
        const verdict = await auditTable(table, settle);
        onTable(verdict);
        settled.push(verdict);
      }
      return settled;
    });
  },
  replayCounterexample: async (saved) => (await import('../checkers/replay.js')).replayCounterexample(saved),
  replayProof: async (saved) => (await import('../checkers/replay-proof.js')).replayProof(saved),
  loadSteps: async (path) => (await import('../design/steps/load.js')).loadSteps(path),
  replaySteps: async (steps, onStep) => (await import('../checkers/steps.js')).replaySteps(steps, { onStep }),
  replayCertificate: async (saved) => (await import('../checkers/replay-certificate.js')).replayCertificate(saved),
  starterDesign: async () => (await import('../design/template.js')).STARTER_DESIGN,
};
