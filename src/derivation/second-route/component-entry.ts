/** One entry of an expression in components: a scalar formula in mathjs syntax, put together with few parentheses. */

export interface Entry {
  readonly text: string;
  /** Binding strength of the outermost operation: a sum, a product, or anything that needs no parentheses. */
  readonly level: 1 | 2 | 3;
  /** How many names, numbers and operations the text has, roughly. */
  readonly weight: number;
}

export const atomEntry = (text: string): Entry => ({ text, level: 3, weight: 1 });
export const ZERO_ENTRY = atomEntry('0');
export const ONE_ENTRY = atomEntry('1');
export const isZeroEntry = (e: Entry): boolean => e.text === '0';
const isOneEntry = (e: Entry): boolean => e.text === '1';

const wrap = (e: Entry, level: number): string => (e.level < level ? `(${e.text})` : e.text);

export function addEntries(a: Entry, b: Entry): Entry {
  if (isZeroEntry(a)) return b;
  if (isZeroEntry(b)) return a;
  return { text: `${wrap(a, 1)} + ${wrap(b, 2)}`, level: 1, weight: a.weight + b.weight + 1 };
}
export const subtractEntries = (a: Entry, b: Entry): Entry =>
  isZeroEntry(b) ? a : { text: `${wrap(a, 1)} - ${wrap(b, 2)}`, level: 1, weight: a.weight + b.weight + 1 };
export function multiplyEntries(a: Entry, b: Entry): Entry {
  if (isZeroEntry(a) || isZeroEntry(b)) return ZERO_ENTRY;
  if (isOneEntry(a)) return b;
  if (isOneEntry(b)) return a;
  return { text: `${wrap(a, 2)}*${wrap(b, 3)}`, level: 2, weight: a.weight + b.weight + 1 };
}
export const divideEntries = (a: Entry, b: Entry): Entry =>
  isZeroEntry(a) ? ZERO_ENTRY : { text: `${wrap(a, 2)}/${wrap(b, 3)}`, level: 2, weight: a.weight + b.weight + 1 };
export const powerEntry = (base: Entry, exponent: Entry): Entry => ({
  text: `(${base.text})^(${exponent.text})`,
  level: 2,
  weight: base.weight + exponent.weight + 1,
});
export const callEntry = (name: string, argument: Entry): Entry => ({
  text: `${name}(${argument.text})`,
  level: 3,
  weight: argument.weight + 1,
});
export const totalEntry = (entries: readonly Entry[]): Entry => entries.reduce(addEntries, ZERO_ENTRY);

/** A matrix of entries, row-major. */
export interface Components {
  readonly rows: number;
  readonly columns: number;
  readonly entries: readonly Entry[];
}

export const entryAt = (m: Components, i: number, j: number): Entry => m.entries[i * m.columns + j] as Entry;

export const componentsOf = (rows: number, columns: number, entry: (i: number, j: number) => Entry): Components => ({
  rows,
  columns,
  entries: Array.from({ length: rows * columns }, (_, k) => entry(Math.floor(k / columns), k % columns)),
});
