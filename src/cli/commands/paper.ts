/** `paper`: settles the statements of a paper, row by row. */
import { join } from 'node:path';
import type { Paper } from '../../design/rows/types.js';
import type { Figure } from '../../report/figures/figure.js';
import { renderPaperJson } from '../../report/rows-json.js';
import { shellWord } from '../../report/shell.js';
import { renderRow, renderRowsSummary, renderTable } from '../../report/rows-text.js';
import { nearest } from '../../symbolic/nearest.js';
import type { PaperReport } from '../../verdicts/rows.js';
import { resolveDesign } from '../design-path.js';
import type { Engine } from '../engine.js';
import { badInput } from '../error-text.js';
import { EXIT, type ExitStatus, exitStatus } from '../exit-status.js';
import { INTERRUPTED, interruptible } from '../interrupt.js';
import type { Io } from '../io.js';
import { packageRoot } from '../package-root.js';
import { checkReportFile, formatOf, paperText, writeReportText } from '../report-file.js';
import { version } from '../version.js';

export interface PaperOptions {
  readonly only?: readonly string[];
  readonly samples: number;
  readonly seed: number;
  readonly json?: boolean;
  readonly report?: string;
  readonly threads: number;
  /** Only the report matters: nothing is printed but the summary. */
  readonly forReport?: boolean;
}

/** Samples for each claim of a table: there are hundreds. */
const TABLE_SAMPLES = 400;

/** Where the rows come with the package. */
export const rowsFolder = (): string => join(packageRoot(), 'designs', 'paper', 'rows');

export async function paper(options: PaperOptions, engine: Engine, io: Io): Promise<ExitStatus> {
  const { report: file, only, seed, samples, threads } = options;
  if (file !== undefined) checkReportFile(file, options.forReport === true ? '-o' : '--report');
  const { rows, tables } = select(await engine.loadPaper(rowsFolder()), only);
  const settings = { seed, samples, threads, sizes: {}, timings: false, signal: io.interrupt };
  const show = (text: () => string): void => {
    if (options.json !== true && options.forReport !== true && !io.interrupt.aborted) io.out(`${text()}\n`);
  };
  const settling = (async () => {
    const claims = await engine.auditRows(rows, settings, (row) => show(() => renderRow(row, io.terminal)));
    const few = { ...settings, samples: Math.min(samples, TABLE_SAMPLES) };
    const filled = await engine.auditTables(tables, few, (table) => show(() => renderTable(table, io.terminal)));
    return { claims, ...(filled.length === 0 ? {} : { tables: filled }) };
  })();
  const settled = await interruptible(settling, io.interrupt);
  if (settled === INTERRUPTED || io.interrupt.aborted) {
    io.err('Interrupted.\n');
    return EXIT.interrupted;
  }
  const report: PaperReport = { tool: 'energy-audit', version: version(), seed, ...settled };
  const { claims } = settled;
  io.out(options.json === true ? renderPaperJson(report) : renderRowsSummary(claims, io.terminal));
  if (file !== undefined) {
    const chosen = (only ?? []).map((id) => ` --only ${shellWord(id)}`).join('');
    const command = `energy-audit report paper -o ${shellWord(file)} --seed ${seed} --samples ${samples}${chosen}`;
    const format = formatOf(file) ?? 'json';
    const figures = format === 'html' || format === 'tex' ? await figuresOf(engine, seed) : [];
    writeReportText(file, await paperText(format, { ...report, command, figures }));
    if (options.forReport === true) io.out(`Report: ${file}\n`);
  }
  return exitStatus(
    claims.map((row) => row.verdict),
    false,
  );
}

/** The figures, from the designs that the package has for them. */
async function figuresOf(engine: Engine, seed: number): Promise<readonly Figure[]> {
  const [classical, proposed] = await Promise.all(
    ['paper/fig1a', 'paper/fig1b'].map((name) => engine.loadDesign(resolveDesign(name).path)),
  );
  return classical === undefined || proposed === undefined ? [] : engine.paperFigures({ classical, proposed }, seed);
}

/** The rows and tables with these ids, in the order of the paper; all of them where none are named. */
function select({ rows, tables }: Paper, only: readonly string[] | undefined): Paper {
  if (only === undefined) return { rows, tables };
  const ids = [...rows, ...tables].map(({ id }) => id);
  for (const id of only)
    if (!ids.includes(id)) {
      const near = nearest(id, ids);
      throw badInput(
        `--only ${id}: no row has that id${near === undefined ? `; rows are ${ids.slice(0, 5).join(', ')}, …` : `; did you mean "${near}"?`}`,
      );
    }
  const chosen = ({ id }: { readonly id: string }): boolean => only.includes(id);
  return { rows: rows.filter(chosen), tables: tables.filter(chosen) };
}
