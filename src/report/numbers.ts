/** How numbers are written for a reader. */

/** The shortest text of a double, or six significant digits where that is long. `-0` is `0`. */
export function readable(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  const exact = String(value === 0 ? 0 : value);
  return isShort(exact) ? exact : String(Number(value.toPrecision(6)));
}

/** Whether `readable` writes the double exactly. */
export const isReadableExact = (value: number): boolean => !Number.isFinite(value) || isShort(String(value));

const isShort = (text: string): boolean => text.replace('-', '').length <= 9;

/** A double in full: enclosures must not be rounded inwards. */
export const exact = (value: number): string => (Number.isFinite(value) ? String(value) : readable(value));

/** `100,000`. */
export const grouped = (count: number): string => count.toLocaleString('en-US');

/** `1 sample`, `2 samples`. */
export const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

/** `0.02 s`, `12.3 s`. */
export const seconds = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(1)} s`;
