/** Tables on the terminal. */

/** A number with three significant digits and a unit prefix. */
export function short(x: number): string {
  if (!Number.isFinite(x)) return '–';
  const [value, unit] =
    x >= 1e6 ? [x / 1e6, ' M'] : x >= 1e3 ? [x / 1e3, ' k'] : x >= 1 || x === 0 ? [x, ''] : [x * 1e3, ' m'];
  return `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)}${unit}`;
}

export const ratio = (ours: number, theirs: number): string =>
  Number.isFinite(ours / theirs) ? `${(ours / theirs).toPrecision(ours / theirs < 10 ? 2 : 3)}×` : '–';

/** Prints rows under a title, columns aligned; the first column to the left. */
export function table(title: string, header: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...all.map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  console.log(`\n${title}\n`);
  console.log(line(header));
  console.log(widths.map((w) => '─'.repeat(w)).join('  '));
  for (const row of rows) console.log(line(row));
}
