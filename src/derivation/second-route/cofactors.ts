/** Inverses of small matrices in components, by Cramer's rule. */
import {
  type Components,
  componentsOf,
  type Entry,
  entryAt,
  multiplyEntries,
  ONE_ENTRY,
  subtractEntries,
  addEntries,
  ZERO_ENTRY,
} from './component-entry.js';

/** The matrix without a row and a column. */
const minor = (m: Components, row: number, column: number): Components =>
  componentsOf(m.rows - 1, m.columns - 1, (i, j) => entryAt(m, i < row ? i : i + 1, j < column ? j : j + 1));

const alternate = (k: number, sum: Entry, term: Entry): Entry =>
  k % 2 === 0 ? addEntries(sum, term) : subtractEntries(sum, term);

/** det A, by expansion along the first row. */
export function determinant(m: Components): Entry {
  if (m.rows === 0) return ONE_ENTRY;
  return m.entries
    .slice(0, m.columns)
    .reduce((sum, entry, k) => alternate(k, sum, multiplyEntries(entry, determinant(minor(m, 0, k)))), ZERO_ENTRY);
}

/** The matrix adj A with A adj A = det A · I: entry (i, j) is (−1)^(i+j) times the minor without row j and column i. */
export const adjugate = (m: Components): Components =>
  componentsOf(m.rows, m.columns, (i, j) => alternate(i + j, ZERO_ENTRY, determinant(minor(m, j, i))));
