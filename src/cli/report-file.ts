/** The file of `--report`; its ending says the format. */
import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeAtomically } from '../report/atomic-file.js';
import { renderCheckJson } from '../report/json.js';
import { renderCheckMarkdown } from '../report/markdown.js';
import type { CheckReport } from '../verdicts/types.js';
import { badInput } from './error-text.js';

/** Refuses a file that could not be written, before the work is done. */
export function checkReportFile(path: string): void {
  const folder = dirname(path);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw badInput(`--report ${path}: the folder ${folder} does not exist or cannot be written to`);
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
    throw badInput(`--report ${path}: this is a directory`);
}

export function writeReport(path: string, report: CheckReport): void {
  writeReportText(path, isJson(path) ? renderCheckJson(report) : renderCheckMarkdown(report));
}

/** Whether a report file is JSON rather than Markdown. */
export const isJson = (path: string): boolean => path.toLowerCase().endsWith('.json');

export function writeReportText(path: string, text: string): void {
  try {
    writeAtomically(path, text);
  } catch (error) {
    throw badInput(`--report ${path}: ${(error as Error).message}`);
  }
}
