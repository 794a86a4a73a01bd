/** The number of insertions, deletions, replacements and swaps of neighbours that turn one text into another. */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      const replace = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(at(i - 1, j) + 1, (row[j - 1] as number) + 1, replace, swap));
    }
  }
  return at(a.length, b.length);
}

/** `; did you mean "tanh"?`, or the list of what there is where nothing is near. */
export function suggestion(name: string, known: readonly string[]): string {
  const lower = name.slice(0, 64).toLowerCase();
  const ranked = known.map((k) => ({ k, d: editDistance(lower, k) })).sort((p, q) => p.d - q.d);
  const best = ranked[0];
  if (best === undefined) return '';
  return best.d <= Math.max(1, Math.floor(best.k.length / 2))
    ? `; did you mean ${JSON.stringify(best.k)}?`
    : `; there is ${known.join(', ')}`;
}
