/** A swap of neighbours is the likelier mistake: it costs a little less than an insertion, deletion or substitution. */
const SWAP = 0.9;

/** The least cost of insertions, deletions, substitutions and swaps of neighbours that turn one text into the other. */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, at(i - 2, j - 2) + SWAP);
      rows[i]?.push(best);
    }
  }
  return at(a.length, b.length);
}

const LONGEST = 60;

/**
 * The candidate nearest to a name, where one is near enough to be what was meant: at most a third of its letters
 * differ, a difference of case alone always counts as near. `undefined` where none is; ties go to the first.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (candidate.length > LONGEST) continue;
    const sameLetters = name.toLowerCase() === candidate.toLowerCase();
    const distance = sameLetters ? 0.5 : editDistance(name, candidate);
    const allowed = Math.max(1, Math.floor(Math.max(name.length, candidate.length) / 3));
    if (distance < least && (sameLetters || (distance <= allowed && distance < name.length))) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** `; did you mean "W"?`, or nothing. */
export function suggestion(name: string, candidates: Iterable<string>): string {
  const near = nearest(name, candidates);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}
