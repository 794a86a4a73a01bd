/** What the search has to say about one obligation. */
import type { Counterexample, ReasonCode, Value } from '../../verdicts/types.js';

export type Outcome =
  | { readonly kind: 'refuted'; readonly counterexample: Counterexample }
  | {
      readonly kind: 'none-found';
      readonly count: number;
      readonly restarts: number;
      readonly margin: number;
      readonly notes: readonly string[];
    }
  | Undecided;

export interface Undecided {
  readonly kind: 'inconclusive';
  readonly code: ReasonCode;
  readonly detail: string;
  /** Samples that were judged all the same, without a violation. */
  readonly count?: number;
  readonly dimensions?: Readonly<Record<string, number>>;
  readonly values?: Readonly<Record<string, Value>>;
}

export const NOTHING = {
  kind: 'none-found',
  count: 0,
  restarts: 0,
  margin: Infinity,
  notes: [],
} as const satisfies Outcome;

/** Nothing could be judged: what is given is impossible or rare, or every value overflows. */
export const NO_SAMPLE: Outcome = {
  kind: 'inconclusive',
  code: 'budget',
  detail: 'no sample satisfied what is given and had finite values',
};

/** The outcome of two searches for violations of one thing: the first refutation, else the first reason, else both. */
export function joinOutcomes(a: Outcome, b: Outcome): Outcome {
  if (a.kind === 'refuted' || b.kind === 'refuted') return a.kind === 'refuted' ? a : b;
  if (a.kind === 'inconclusive' || b.kind === 'inconclusive')
    return { ...(a.kind === 'inconclusive' ? a : b), count: (a.count ?? 0) + (b.count ?? 0) };
  return {
    kind: 'none-found',
    count: a.count + b.count,
    restarts: a.restarts + b.restarts,
    margin: Math.min(a.margin, b.margin),
    notes: [...new Set([...a.notes, ...b.notes])],
  };
}
