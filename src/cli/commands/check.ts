/** `check`: settles the claims of designs and shows the verdicts as they come. */
import { howFar } from '../../checkers/audit-options.js';
import type { Design } from '../../design/types.js';
import { writeCertificate } from '../../report/certificate-file.js';
import { writeCounterexample } from '../../report/counterexample-file.js';
import type { InputError } from '../../report/json.js';
import { renderCheckJson, renderErrorJson } from '../../report/json.js';
import { writeProof } from '../../report/proof-file.js';
import { renderHeading, renderSummary, renderVerdict, renderWarning } from '../../report/terminal.js';
import { shellWord } from '../../report/shell.js';
import type { CheckReport, DesignReport, Evidence, Verdict } from '../../verdicts/types.js';
import { claimsOf, type PendingClaim } from '../claims.js';
import { resolveDesign } from '../design-path.js';
import type { Engine } from '../engine.js';
import { inputError, inputErrorText } from '../error-text.js';
import { EXIT, type ExitStatus, exitStatus } from '../exit-status.js';
import { INTERRUPTED, interruptible } from '../interrupt.js';
import type { Io } from '../io.js';
import { type ProgressBar, progressBar } from '../progress.js';
import { checkReportFile, formatOf, reportText, writeReportText } from '../report-file.js';
import { SavedFiles } from '../saved-files.js';
import { checkOnly, checkSizes, sizesFor } from '../selection.js';
import { verdictOrder } from '../verdict-order.js';
import { version } from '../version.js';

export interface CheckOptions {
  readonly only?: readonly string[];
  readonly samples: number;
  readonly seed: number;
  readonly size?: ReadonlyMap<string, number>;
  readonly timeLimit?: number;
  readonly json?: boolean;
  readonly timings?: boolean;
  readonly report?: string;
  readonly threads: number;
  /** The folder for counterexamples; `false` saves none. */
  readonly save: string | false;
  /** Look for proofs too. */
  readonly prove: boolean;
  /** Look for what would make refuted claims true. */
  readonly repair: boolean;
  /** The folder for the proofs that are found; without it none are saved. */
  readonly saveProofs?: string;
  /** The folder for certificates that are covers by boxes; without it none are saved. */
  readonly saveCertificates?: string;
  /** Only the report matters: nothing is printed but the summary, and the report has all that there is to say. */
  readonly forReport?: boolean;
}

interface Run {
  readonly options: CheckOptions;
  readonly engine: Engine;
  readonly io: Io;
  readonly bar: ProgressBar;
  readonly started: number;
  readonly saved: SavedFiles | undefined;
  readonly proofs: SavedFiles | undefined;
  readonly certificates: SavedFiles | undefined;
}

export async function check(
  paths: readonly string[],
  options: CheckOptions,
  engine: Engine,
  io: Io,
): Promise<ExitStatus> {
  const started = performance.now();
  if (options.report !== undefined) checkReportFile(options.report, options.forReport === true ? '-o' : '--report');
  const { designs, errors } = await loadAll(paths, engine);
  const [firstError] = errors;
  if (options.json === true && firstError !== undefined) {
    io.out(renderErrorJson(firstError));
    return EXIT.badInput;
  }
  for (const error of errors) io.err(`${io.errorStyle.red('error:')} ${inputErrorText(error)}\n`);
  if (designs.length === 0) return EXIT.badInput;
  checkOnly(options.only ?? [], designs);
  checkSizes(options.size ?? NO_SIZES, designs);

  const bar = await progressBar(io.interactive && options.json !== true);
  const saved = options.save === false ? undefined : new SavedFiles(options.save);
  const proofs = options.saveProofs === undefined ? undefined : new SavedFiles(options.saveProofs);
  const certificates = options.saveCertificates === undefined ? undefined : new SavedFiles(options.saveCertificates);
  const run: Run = { options, engine, io, bar, started, saved, proofs, certificates };
  const settled: Settled[] = [];
  for (const design of designs) settled.push({ design, report: await checkDesign(design, run) });
  return finish(settled, errors.length > 0, run);
}

const NO_SIZES: ReadonlyMap<string, number> = new Map();

interface Settled {
  readonly design: Design;
  readonly report: DesignReport;
}

/** Whether verdicts are printed as they come. */
const isShown = ({ json, forReport }: CheckOptions): boolean => json !== true && forReport !== true;

/** Loads every design; what cannot be loaded is an error that does not stop the others. */
async function loadAll(paths: readonly string[], engine: Engine): Promise<{ designs: Design[]; errors: InputError[] }> {
  const designs: Design[] = [];
  const errors: InputError[] = [];
  for (const argument of paths) {
    try {
      const { path, shown } = resolveDesign(argument);
      designs.push({ ...(await engine.loadDesign(path)), file: shown });
    } catch (error) {
      const found = inputError(error);
      if (found === undefined) throw error;
      errors.push({ ...found, file: found.file ?? argument });
    }
  }
  return { designs, errors };
}

async function checkDesign(design: Design, run: Run): Promise<DesignReport> {
  const { options, engine, io, bar } = run;
  const wanted = claimsOf(design).filter((c) => options.only?.includes(c.id) ?? true);
  const heading: DesignReport = {
    name: design.name,
    file: design.file ?? null,
    warnings: design.warnings.map((w) => (w.place === undefined ? w.message : `line ${w.place.line}: ${w.message}`)),
    claims: [],
  };
  if (isShown(options)) {
    io.out(renderHeading(heading.name, heading.file, io.terminal));
    for (const warning of heading.warnings ?? []) io.out(renderWarning(warning, io.terminal));
    io.out('\n');
  }
  const reached = new Map<string, number>();
  const order = verdictOrder(
    wanted.map((c) => c.id),
    (verdict) => {
      bar.clear();
      show(verdict, design, run);
    },
  );
  if (wanted.length > 0 && !io.interrupt.aborted) {
    const elapsed = (performance.now() - run.started) / 1000;
    try {
      const audit = engine.audit(design, {
        seed: options.seed,
        samples: options.samples,
        prove: options.prove,
        repair: options.repair && options.prove,
        sizes: sizesFor(options.size ?? NO_SIZES, design),
        ...(options.only === undefined ? {} : { only: wanted.map((c) => c.id) }),
        ...(options.timeLimit === undefined
          ? {}
          : { timeLimitSeconds: Math.max(SHORTEST, options.timeLimit - elapsed) }),
        threads: options.threads,
        timings: options.timings ?? false,
        signal: io.interrupt,
        onProgress: (progress) => {
          reached.set(progress.claim, progress.done);
          bar.update(progress);
        },
        onVerdict: (verdict) => order.add(timed(verdict, options)),
      });
      const report = await interruptible(audit, io.interrupt);
      if (report !== INTERRUPTED) report.claims.forEach((verdict) => order.add(timed(verdict, options)));
    } finally {
      bar.clear();
    }
  }
  order.flush();
  return { ...heading, claims: inOrder(wanted, order.known(), reached) };
}

/** Seconds left for a design when the time is up: enough to say so for each claim. */
const SHORTEST = 0.001;

/** Times are shown only where they were asked for, so that the same seed prints the same bytes. */
function timed(verdict: Verdict, { timings }: CheckOptions): Verdict {
  const { seconds, ...rest } = verdict;
  return timings === true && seconds !== undefined ? { ...rest, seconds } : rest;
}

/** Shows a verdict, after saving its counterexample so that the line that replays it works. */
function show(verdict: Verdict, design: Design, run: Run): void {
  const path = save(verdict, design, run);
  const toReplay = verdict.evidence.kind === 'counterexample' ? path : undefined;
  if (isShown(run.options)) run.io.out(`${renderVerdict(verdict, run.io.terminal, toReplay)}\n`);
}

/** Where evidence of this kind is saved. */
function filesFor(evidence: Evidence, { saved, proofs, certificates }: Run): SavedFiles | undefined {
  if (evidence.kind === 'counterexample') return saved;
  if (evidence.kind === 'proof') return proofs;
  return evidence.kind === 'certificate' && evidence.covers !== undefined ? certificates : undefined;
}

/** Saves a counterexample, a proof or a certificate where that is asked for; the path of what was written. */
function save({ id, statement, evidence }: Verdict, design: Design, run: Run): string | undefined {
  const files = filesFor(evidence, run);
  if (files === undefined) return undefined;
  const file = design.file ?? null;
  const path = files.pathFor({ name: design.name, file }, id);
  const common = {
    tool: 'energy-audit',
    version: version(),
    design: { file, source: design.source },
    claim: { id, statement },
  } as const;
  try {
    if (evidence.kind === 'counterexample')
      writeCounterexample(path, { ...common, kind: 'counterexample', seed: run.options.seed, evidence });
    if (evidence.kind === 'proof') writeProof(path, { ...common, kind: 'proof', evidence });
    if (evidence.kind === 'certificate') writeCertificate(path, { ...common, kind: 'certificate', evidence });
    return path;
  } catch (error) {
    const { io } = run;
    io.err(`${io.errorStyle.yellow('warning:')} ${path} could not be written: ${(error as Error).message}\n`);
    return undefined;
  }
}

/** The verdicts in the order of the claims; a claim that Ctrl-C left undecided says so. */
const inOrder = (
  wanted: readonly PendingClaim[],
  known: readonly Verdict[],
  reached: ReadonlyMap<string, number>,
): readonly Verdict[] => [
  ...wanted.map((claim) => known.find((v) => v.id === claim.id) ?? undecided(claim, reached.get(claim.id) ?? 0)),
  ...known.filter((v) => wanted.every((claim) => claim.id !== v.id)),
];

const NOT_DECIDED = 'interrupted before it was decided';
const undecided = ({ id, statement }: PendingClaim, done: number): Verdict => ({
  id,
  statement,
  verdict: 'inconclusive',
  assumptions: [],
  evidence: { kind: 'reason', code: 'timeout', detail: `${NOT_DECIDED}, ${howFar(done)}` },
});
const isTimeout = (v: Verdict): boolean =>
  v.evidence.kind === 'reason' && v.evidence.code === 'timeout' && !isUndecided(v);
const isUndecided = (v: Verdict): boolean => v.evidence.kind === 'reason' && v.evidence.detail.startsWith(NOT_DECIDED);

/** The end of a run: summary or JSON, report file, exit status. */
async function finish(settled: readonly Settled[], badInput: boolean, run: Run): Promise<ExitStatus> {
  const { options, io } = run;
  const reports = settled.map((s) => s.report);
  const report: CheckReport = { tool: 'energy-audit', version: version(), seed: options.seed, designs: reports };
  const verdicts = reports.flatMap((r) => r.claims);
  if (options.json === true) io.out(renderCheckJson(report));
  else {
    io.out(renderSummary(reports, io.terminal));
    if (options.timeLimit !== undefined && verdicts.some(isTimeout))
      io.out(`The run was cut by the time limit of ${options.timeLimit} s.\n`);
    for (const r of reports) {
      const open = r.claims.filter(isUndecided).map((v) => v.id);
      if (open.length > 0) io.out(`Interrupted: not decided in ${r.name}: ${open.join(', ')}\n`);
    }
  }
  if (options.report !== undefined) await writeReport(options.report, report, settled, run);
  return io.interrupt.aborted
    ? EXIT.interrupted
    : exitStatus(
        verdicts.map((v) => v.verdict),
        badInput,
      );
}

/** Writes the report; what the format can show of derivation and figures is put together first. */
async function writeReport(
  path: string,
  report: CheckReport,
  settled: readonly Settled[],
  { options, engine, io }: Run,
): Promise<void> {
  const format = formatOf(path) ?? 'json';
  const whole = options.forReport === true;
  if (!whole && (format === 'json' || format === 'md')) {
    writeReportText(path, await reportText(format, report, whole));
    return;
  }
  const designs = [];
  for (const { design, report: verdicts } of settled) {
    const sizes = sizesFor(options.size ?? NO_SIZES, design);
    designs.push(await engine.reportPart(design, verdicts, { seed: options.seed, sizes }));
  }
  const command = `energy-audit report ${settled.map(({ design }) => shellWord(design.file ?? 'design.yaml')).join(' ')} -o ${shellWord(path)}${optionsText(options)}`;
  writeReportText(path, await reportText(format, { ...report, designs, command }, whole));
  if (whole) io.out(`Report: ${path}\n`);
}

/** The options that change a report, as they are written on a command line. */
function optionsText({ seed, samples, only, size }: CheckOptions): string {
  return [
    ` --seed ${seed} --samples ${samples}`,
    ...(only ?? []).map((id) => ` --only ${shellWord(id)}`),
    ...[...(size ?? NO_SIZES)].map(([name, value]) => ` --size ${name}=${value}`),
  ].join('');
}
