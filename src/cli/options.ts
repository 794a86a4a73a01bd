/** Values of command line options; what is not valid is refused with what was expected. */
import { InvalidArgumentError } from 'commander';
import { formatOf } from './report-file.js';

/** Reads an integer between bounds, written in digits (`100000`, `1e5`). */
export const integer =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d+(e\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most))
      throw new InvalidArgumentError(
        most === Number.MAX_SAFE_INTEGER
          ? `Expected an integer of at least ${least}.`
          : `Expected an integer from ${least} to ${most}.`,
      );
    return value;
  };

const positiveNumber = (text: string, expected: string): number => {
  const value = /^\d*\.?\d+(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError(`Expected ${expected}.`);
  return value;
};

/** Reads a positive number of seconds. */
export const duration = (text: string): number => positiveNumber(text, 'a positive number of seconds');

/** Reads a positive number. */
export const positive = (text: string): number => positiveNumber(text, 'a positive number');

/** Bounds of tolerances: below the least, steps would follow rounding errors. */
const [TIGHTEST, LOOSEST] = [1e-13, 0.1];

/** Reads the tolerance of an integration. */
export function tolerance(text: string): number {
  const value = positive(text);
  if (!(value >= TIGHTEST && value <= LOOSEST))
    throw new InvalidArgumentError(`Expected a number from ${TIGHTEST} to ${LOOSEST}.`);
  return value;
}

const LARGEST_SIZE = 4096;

/** Reads `N=8` and adds it to the sizes given before. */
export function size(text: string, before: ReadonlyMap<string, number> = new Map()): ReadonlyMap<string, number> {
  const match = /^([^\s=]+)=(\d+)$/.exec(text);
  const value = Number(match?.[2]);
  if (match === null || !(value >= 1 && value <= LARGEST_SIZE))
    throw new InvalidArgumentError(`Expected a dimension and its size from 1 to ${LARGEST_SIZE}, such as N=8.`);
  const name = match[1] as string;
  if (before.has(name)) throw new InvalidArgumentError(`The size of ${name} is given twice.`);
  return new Map([...before, [name, value]]);
}

/** Collects an option that may be repeated. */
export const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** Reads a report file, whose ending says its format. */
export function reportFile(text: string): string {
  if (formatOf(text) === undefined)
    throw new InvalidArgumentError('Expected a file name that ends in .html, .tex, .md or .json.');
  return text;
}
