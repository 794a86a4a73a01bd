/** Verdicts come when they are settled; they are shown in the order of the claims. */
import type { Verdict } from '../verdicts/types.js';

export interface VerdictOrder {
  /** Takes a verdict; shows it, and those that waited for it, once all before it are known. */
  add(verdict: Verdict): void;
  /** Shows all that are known and not shown yet, gaps or not. */
  flush(): void;
  /** Those that were taken, in order. */
  known(): readonly Verdict[];
}

export function verdictOrder(ids: readonly string[], show: (verdict: Verdict) => void): VerdictOrder {
  const verdicts = new Map<string, Verdict>();
  const shown = new Set<string>();
  let next = 0;
  const ordered = (): readonly Verdict[] => {
    const position = (v: Verdict): number => (ids.includes(v.id) ? ids.indexOf(v.id) : ids.length);
    return [...verdicts.values()].sort((a, b) => position(a) - position(b));
  };
  const showOnce = (verdict: Verdict): void => {
    if (shown.has(verdict.id)) return;
    shown.add(verdict.id);
    show(verdict);
  };
  return {
    add(verdict) {
      verdicts.set(verdict.id, verdict);
      for (; next < ids.length; next += 1) {
        const ready = verdicts.get(ids[next] as string);
        if (ready === undefined) return;
        showOnce(ready);
      }
    },
    flush() {
      ordered().forEach(showOnce);
    },
    known: ordered,
  };
}
