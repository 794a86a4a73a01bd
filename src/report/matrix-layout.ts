/** Values as small aligned matrices side by side. */
import type { Value } from '../verdicts/types.js';
import { readable } from './numbers.js';

/** Rows and columns shown before an ellipsis stands for the rest. */
const MOST_ROWS = 12;
const MOST_COLUMNS = 12;

const isMatrix = (value: Value): value is readonly (readonly number[])[] =>
  Array.isArray(value) && Array.isArray(value[0]);

/** Rows and columns of a matrix that is typeset. */
export const MATRIX_MOST = 8;

/** The entries as rows; a vector is a column. */
export function rowsOf(value: Exclude<Value, number>): readonly (readonly number[])[] {
  return isMatrix(value) ? value : value.map((entry) => [entry]);
}

/** The items, or the first of them with an ellipsis for the rest. */
export function shorten<T>(items: readonly T[], most: number, ellipsis: T): readonly T[] {
  return items.length <= most ? items : [...items.slice(0, most - 1), ellipsis];
}

/** The lines of `name = value`; a matrix takes several, all of one width. */
export function valueLines(name: string, value: Value): readonly string[] {
  if (typeof value === 'number') return [`${name} = ${readable(value)}`];
  const rows = rowsOf(value).map((row) => shorten(row.map(readable), MOST_COLUMNS, '…'));
  const shown = shorten(
    rows,
    MOST_ROWS,
    (rows[0] ?? []).map(() => '⋮'),
  );
  if (shown.length === 0) return [`${name} = [ ]`];
  const widths = (shown[0] ?? []).map((_, j) => Math.max(...shown.map((row) => (row[j] ?? '').length)));
  const middle = Math.floor((shown.length - 1) / 2);
  return shown.map((row, i) => {
    const entries = row.map((entry, j) => entry.padStart(widths[j] ?? 0)).join('  ');
    const [left, right] = brackets(i, shown.length);
    const head = i === middle ? `${name} = ` : ' '.repeat(name.length + 3);
    return `${head}${left} ${entries} ${right}`;
  });
}

function brackets(row: number, count: number): readonly [string, string] {
  if (count === 1) return ['[', ']'];
  if (row === 0) return ['⎡', '⎤'];
  return row === count - 1 ? ['⎣', '⎦'] : ['⎢', '⎥'];
}

/** Values side by side, as many in a row as fit into `width`; a vector that stands alone still is a column. */
export function layOut(values: Readonly<Record<string, Value>>, width: number): readonly string[] {
  const lines: string[] = [];
  let group: (readonly string[])[] = [];
  let used = 0;
  const flush = (): void => {
    lines.push(...sideBySide(group));
    group = [];
    used = 0;
  };
  for (const [name, value] of Object.entries(values)) {
    const block = valueLines(name, value);
    const size = Math.max(...block.map((line) => line.length)) + 3;
    if (used > 0 && used + size > width) flush();
    group.push(block);
    used += size;
  }
  if (group.length > 0) flush();
  return lines;
}

/** Blocks in one row, each centred vertically. */
function sideBySide(blocks: readonly (readonly string[])[]): readonly string[] {
  const height = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, i) =>
    blocks
      .map((block) => {
        const blockWidth = Math.max(...block.map((line) => line.length));
        const offset = Math.floor((height - 1) / 2) - Math.floor((block.length - 1) / 2);
        return (block[i - offset] ?? '').padEnd(blockWidth);
      })
      .join('   ')
      .trimEnd(),
  );
}
