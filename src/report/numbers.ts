/** How numbers are written for a reader. */
import * as Q from '../symbolic/rational.js';

/** The shortest text of a double, or six significant digits where that is long. `-0` is `0`. */
export function readable(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  return shortest(value) ?? shortest(Number(value.toPrecision(6))) ?? value.toExponential(5);
}

/** Three significant digits: for what a figure shows. */
export const rounded = (value: number): string => readable(Number(value.toPrecision(3)));

/** Whether `readable` writes the double exactly. */
export const isReadableExact = (value: number): boolean => !Number.isFinite(value) || shortest(value) !== undefined;

/** Whether the decimal that a double is written as is the double: 0.5 is, 0.1 is only the nearest to one. */
export const isDecimal = (value: number): boolean =>
  Number.isFinite(value) && Q.equals(Q.fromDecimal(String(value)), Q.fromDouble(value));

const LONGEST = 9;

/** The text that reads back as the double, plain or with an exponent, if one is short. */
function shortest(value: number): string | undefined {
  const plain = String(value === 0 ? 0 : value);
  const scientific = value.toExponential().replace('e+', 'e');
  return [plain, scientific].find((text) => text.replace('-', '').length <= LONGEST);
}

/** A double in full: enclosures must not be rounded inwards. */
export const exact = (value: number): string => (Number.isFinite(value) ? String(value) : readable(value));

/** `100,000`. */
export const grouped = (count: number): string => count.toLocaleString('en-US');

/** `1 sample`, `2 samples`. */
export const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

/** `0.02 s`, `12.3 s`. */
export const seconds = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(1)} s`;
