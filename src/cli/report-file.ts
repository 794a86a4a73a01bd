/** Files of reports; the ending says the format. */
import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeAtomically } from '../report/atomic-file.js';
import type { PaperModel, ReportModel } from '../report/model.js';
import { badInput } from './error-text.js';

export const REPORT_FORMATS = ['html', 'tex', 'md', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The format of a report file; undefined where its ending is none. */
export const formatOf = (path: string): ReportFormat | undefined =>
  REPORT_FORMATS.find((format) => path.toLowerCase().endsWith(`.${format}`));

/** Refuses a file that could not be written, before the work is done. */
export function checkReportFile(path: string, option = '--report'): void {
  const folder = dirname(path);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw badInput(`${option} ${path}: the folder ${folder} does not exist or cannot be written to`);
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
    throw badInput(`${option} ${path}: this is a directory`);
}

/** The text of a report; `whole` says whether formats that can be read without it have more than the verdicts. */
export async function reportText(format: ReportFormat, model: ReportModel, whole: boolean): Promise<string> {
  switch (format) {
    case 'html':
      return (await import('../report/html/design.js')).renderReportHtml(model);
    case 'tex':
      return (await import('../report/tex/design.js')).renderReportTex(model);
    case 'md':
      return whole
        ? (await import('../report/report-markdown.js')).renderReportMarkdown(model)
        : (await import('../report/markdown.js')).renderCheckMarkdown(model);
    case 'json':
      return whole
        ? (await import('../report/report-json.js')).renderReportJson(model)
        : (await import('../report/json.js')).renderCheckJson(model);
  }
}

/** The text of a report on the paper. */
export async function paperText(format: ReportFormat, model: PaperModel): Promise<string> {
  switch (format) {
    case 'html':
      return (await import('../report/html/paper.js')).renderPaperHtml(model);
    case 'tex':
      return (await import('../report/tex/paper.js')).renderPaperTex(model);
    case 'md':
      return (await import('../report/rows-markdown.js')).renderPaperMarkdown(model);
    case 'json':
      return (await import('../report/rows-json.js')).renderPaperJson(model);
  }
}

export function writeReportText(path: string, text: string): void {
  try {
    writeAtomically(path, text);
  } catch (error) {
    throw badInput(`${path}: ${(error as Error).message}`);
  }
}
