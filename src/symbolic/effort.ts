/**
 * What normal forms take, and limits on it. A normal form that is in the cache counts like one that is made now, so
 * that a limit is reached, or not, whatever was made before.
 */

/** What one normal form took. */
export interface Cost {
  /** Pairs of factors that were looked at, without those for the forms inside. */
  readonly work: number;
  /** The most terms that there were at a time, in the forms inside as well. */
  readonly terms: number;
  /** The normal forms that it is made from. */
  readonly inside: ReadonlySet<Cost>;
}

/** Work that may be done. Every normal form counts once. */
class Budget {
  readonly #seen = new Set<Cost>();
  #left: number;

  constructor(work: number) {
    this.#left = work;
  }

  spend(work: number): boolean {
    this.#left -= work;
    return this.#left >= 0;
  }

  /** Counts a form that was made before. */
  charge(cost: Cost): boolean {
    if (this.#seen.has(cost)) return this.#left >= 0;
    this.#seen.add(cost);
    this.#left -= cost.work;
    for (const inner of cost.inside) this.charge(inner);
    return this.#left >= 0;
  }

  /** Counts no more what was spent while it was made. */
  remember(cost: Cost): void {
    this.#seen.add(cost);
  }
}

export interface Limits {
  readonly terms: number;
  readonly work: number;
}

const DEFAULTS: Limits = { terms: 4000, work: 2_000_000 };

let mostTerms = DEFAULTS.terms;
let budgets: readonly Budget[] = [];
/** The form that is being made. */
let making: { work: number; terms: number; inside: Set<Cost> } | undefined;

/** The terms that a normal form may have. */
export const termLimit = (): number => mostTerms;

/** Runs a computation in which normal forms with more terms, or with more work in all, are refused (`too-large`). */
export function withLimits<T>({ terms = mostTerms, work }: Partial<Limits>, compute: () => T): T {
  const before = { mostTerms, budgets };
  mostTerms = Math.min(mostTerms, terms);
  if (work !== undefined) budgets = [...budgets, new Budget(work)];
  try {
    return compute();
  } finally {
    ({ mostTerms, budgets } = before);
  }
}

/** Makes a normal form and says what it took; the outermost one has a budget of its own. */
export function costing<T>(make: () => T): { readonly result: T; readonly cost: Cost } {
  const outer = making;
  const own = { work: 0, terms: 0, inside: new Set<Cost>() };
  making = own;
  try {
    const result = outer === undefined ? withLimits({ work: DEFAULTS.work }, make) : make();
    for (const b of budgets) b.remember(own);
    if (outer !== undefined) embed(outer, own);
    return { result, cost: own };
  } finally {
    making = outer;
  }
}

/** Counts a normal form that is there already; false where that is more than may be. */
export function reuse(cost: Cost): boolean {
  if (making !== undefined) embed(making, cost);
  return budgets.map((b) => b.charge(cost)).every((isWithin) => isWithin) && cost.terms <= mostTerms;
}

function embed(outer: { terms: number; inside: Set<Cost> }, cost: Cost): void {
  outer.terms = Math.max(outer.terms, cost.terms);
  outer.inside.add(cost);
}

/** Counts work on the form being made; false where that is more than may be. */
export function spendWork(work: number): boolean {
  if (making !== undefined) making.work += work;
  return budgets.map((b) => b.spend(work)).every((isWithin) => isWithin);
}

/** Counts the terms that the form being made has; false where these are more than may be. */
export function countTerms(terms: number): boolean {
  if (making !== undefined) making.terms = Math.max(making.terms, terms);
  return terms <= mostTerms;
}
