/**
 * Terms of the replay checker's normal form: a rational number times entries of atoms, with indices. An index that is
 * not open is summed over; `sums` holds their sizes. Entries are numbers, so that they commute, and the exponent of an
 * entry is an exponent of that number. This is a notation of its own, apart from `symbolic/normal-form.ts`.
 */
import * as Q from '../../../symbolic/rational.js';

/** What is known of an atom beyond its name. */
export interface AtomFacts {
  readonly symmetric?: boolean;
  readonly skew?: boolean;
  readonly orthogonal?: boolean;
  /** Its entries are 0 or 1. */
  readonly idempotent?: boolean;
  /** The atom of which this is the inverse matrix. */
  readonly inverseOf?: string;
  /** The argument z of which this is relu(z), or the step of z; the atom that z is, where it is one. */
  readonly positivePartOf?: string;
  readonly stepOf?: string;
  readonly single?: string;
}

export interface Entry {
  readonly atom: string;
  readonly at: readonly number[];
  readonly exponent: Q.Rational;
}

export interface Term {
  readonly coefficient: Q.Rational;
  readonly entries: readonly Entry[];
  readonly sums: ReadonlyMap<number, string>;
}

/** The Kronecker delta, 1 where its two indices agree. */
export const DELTA = 'δ';
/** Open indices: the row and the column of an expression. */
export const ROW = 1;
export const COLUMN = 2;
/** The index of a side of size 1. */
export const NONE = 0;

/** Work that is left before a comparison is given up, of what there is for all comparisons of a proof. */
export class Work {
  readonly #most: number;
  #inAll: number;
  #left = 0;
  constructor(most: number, inAll: number) {
    this.#most = most;
    this.#inAll = inAll;
  }
  /** The next comparison begins. */
  refill(): void {
    this.#left = Math.min(this.#most, this.#inAll);
  }
  spend(amount: number): void {
    this.#left -= amount;
    this.#inAll -= amount;
    if (this.#left < 0) throw new TooMuch();
  }
}

/** A comparison that takes too long; the checker then rejects. */
export class TooMuch extends Error {}

const isOpen = (index: number): boolean => index === ROW || index === COLUMN;

const renamed = (entries: readonly Entry[], from: number, to: number): Entry[] =>
  entries.map((e) => (e.at.includes(from) ? { ...e, at: e.at.map((i) => (i === from ? to : i)) } : e));

/** Removes deltas where one index is summed over; a delta of both open indices stays, and others move to the row. */
function withoutDeltas(term: Term): Term {
  if (term.entries.every((e) => e.atom !== DELTA)) return term;
  let entries = [...term.entries];
  const sums = new Map(term.sums);
  const kept: Entry[] = [];
  for (;;) {
    const at = entries.findIndex((e) => e.atom === DELTA);
    if (at < 0) break;
    const [i, j] = (entries[at] as Entry).at as [number, number];
    entries.splice(at, 1);
    if (i === j) continue;
    if (!isOpen(i) || !isOpen(j)) {
      const [from, to] = isOpen(i) ? [j, i] : [i, j];
      entries = renamed(entries, from, to);
      sums.delete(from);
    } else {
      entries = renamed(entries, COLUMN, ROW);
      if (kept.length === 0) kept.push({ atom: DELTA, at: [ROW, COLUMN], exponent: Q.ONE });
    }
  }
  return { ...term, entries: [...entries, ...kept], sums };
}

/** Entries of one atom at the same indices become one entry, with the sum of the exponents. */
function merged(entries: readonly Entry[], facts: ReadonlyMap<string, AtomFacts>): Entry[] {
  const found = new Map<string, Entry>();
  for (const e of entries) {
    const about = facts.get(e.atom);
    const at = about?.symmetric === true && e.at.length === 2 ? [...e.at].sort((a, b) => a - b) : e.at;
    const key = `${e.atom}@${at.join(',')}`;
    const before = found.get(key);
    const exponent = before === undefined ? e.exponent : Q.add(before.exponent, e.exponent);
    found.set(key, { atom: e.atom, at, exponent: about?.idempotent === true || e.atom === DELTA ? Q.ONE : exponent });
  }
  return [...found.values()].filter((e) => !Q.isZero(e.exponent));
}

const uses = (term: Term, index: number): number =>
  term.entries.reduce((n, e) => n + e.at.filter((i) => i === index).length, 0);

/** One use of O'O = OO' = I or of A inv(A) = inv(A) A = I, if there is one. */
function cancelled(term: Term, facts: ReadonlyMap<string, AtomFacts>): Term | undefined {
  for (const [p, a] of term.entries.entries())
    for (const [q, b] of term.entries.entries()) {
      if (p === q || a.at.length !== 2 || b.at.length !== 2 || !Q.isOne(a.exponent) || !Q.isOne(b.exponent)) continue;
      const about = facts.get(a.atom);
      const sides: [number, number][] = [];
      if (a.atom === b.atom && about?.orthogonal === true) sides.push([0, 0], [1, 1]);
      if (about?.inverseOf === b.atom) {
        sides.push([0, 1], [1, 0]);
        if (about.symmetric === true) sides.push([0, 0], [1, 1]);
      }
      for (const [s, t] of sides) {
        const shared = a.at[s] as number;
        if (shared !== b.at[t] || !term.sums.has(shared) || uses(term, shared) !== 2) continue;
        const delta: Entry = {
          atom: DELTA,
          at: [a.at[1 - s] as number, b.at[1 - t] as number],
          exponent: Q.ONE,
        };
        const sums = new Map(term.sums);
        sums.delete(shared);
        return { ...term, entries: [...term.entries.filter((_, k) => k !== p && k !== q), delta], sums };
      }
    }
  return undefined;
}

/** z^k step(z) = relu(z)^k and z^k relu(z) = relu(z)^(k+1) for whole k > 0; relu(z) step(z) = relu(z). */
function positiveParts(term: Term, facts: ReadonlyMap<string, AtomFacts>): Term {
  const isKinked = ({ atom }: Entry): boolean => {
    const about = facts.get(atom);
    return about?.stepOf !== undefined || about?.positivePartOf !== undefined;
  };
  if (!term.entries.some(isKinked)) return term;
  let entries = [...term.entries];
  const at = (e: Entry): string => e.at.join(',');
  const isWhole = (q: Q.Rational): boolean => Q.isInteger(q) && q.numerator > 0n;
  for (const step of term.entries) {
    const z = facts.get(step.atom)?.stepOf;
    if (z === undefined) continue;
    const relu = [...facts].find(([, about]) => about.positivePartOf === z)?.[0];
    const single = facts.get(step.atom)?.single;
    const other = entries.find((e) => at(e) === at(step) && e.atom === single && isWhole(e.exponent));
    const has = entries.some((e) => at(e) === at(step) && e.atom === relu && e.exponent.numerator > 0n);
    if (has || (relu !== undefined && other !== undefined)) entries = entries.filter((e) => e !== step);
    if (!has && relu !== undefined && other !== undefined)
      entries = entries.map((e) => (e === other ? { ...e, atom: relu } : e));
  }
  for (const relu of entries.filter((e) => facts.get(e.atom)?.positivePartOf !== undefined)) {
    if (relu.exponent.numerator <= 0n) continue;
    const z = facts.get(relu.atom)?.single;
    entries = entries.map((e) =>
      e.atom === z && at(e) === at(relu) && isWhole(e.exponent) ? { ...e, atom: relu.atom } : e,
    );
  }
  return { ...term, entries };
}

/** The term with everything applied that holds inside one term. */
export function tidy(term: Term, facts: ReadonlyMap<string, AtomFacts>): Term {
  let current = term;
  for (;;) {
    current = withoutDeltas(current);
    current = { ...current, entries: merged(current.entries, facts) };
    const kinked = positiveParts(current, facts);
    if (kinked !== current) current = { ...kinked, entries: merged(kinked.entries, facts) };
    const next = cancelled(current, facts);
    if (next === undefined) break;
    current = next;
  }
  const unused = [...current.sums].filter(([index]) => uses(current, index) === 0);
  if (unused.length === 0) return numbersFolded(current);
  const sizes = unused.map(([, size]): Entry => ({ atom: `|${size}`, at: [], exponent: Q.ONE }));
  const sums = new Map(current.sums);
  for (const [index] of unused) sums.delete(index);
  return numbersFolded({ ...current, entries: merged([...current.entries, ...sizes], facts), sums });
}

/** Whole powers of numbers under roots become part of the coefficient: 2^(3/2) = 2 · 2^(1/2). */
function numbersFolded(term: Term): Term {
  if (!term.entries.some((e) => e.atom.startsWith('prime '))) return term;
  let { coefficient } = term;
  const entries = term.entries.flatMap((e) => {
    if (!e.atom.startsWith('prime ')) return [e];
    const { numerator, denominator } = e.exponent;
    const whole = numerator >= 0n ? numerator / denominator : -((-numerator + denominator - 1n) / denominator);
    if (whole > 64n || whole < -64n) return [e];
    coefficient = Q.multiply(coefficient, Q.power(Q.rational(BigInt(e.atom.slice(6))), Number(whole)));
    const rest = Q.add(e.exponent, Q.rational(-whole));
    return Q.isZero(rest) ? [] : [{ ...e, exponent: rest }];
  });
  return { ...term, coefficient, entries };
}

/** A text that isomorphic terms share, though not they alone. */
export function signature(term: Term): string {
  const open = (e: Entry): string =>
    e.at
      .map((i) => (isOpen(i) ? i : 'x'))
      .sort()
      .join('');
  return term.entries
    .map((e) => `${e.atom}^${Q.toText(e.exponent)}[${open(e)}]`)
    .sort()
    .join(' ');
}

/**
 * Whether some renaming of the summed indices turns one term into the other up to a sign, and with which signs; a
 * skew atom changes its sign where its indices are exchanged.
 */
export function signsBetween(a: Term, b: Term, facts: ReadonlyMap<string, AtomFacts>, work: Work): Set<1 | -1> {
  const found = new Set<1 | -1>();
  if (a.entries.length !== b.entries.length || a.sums.size !== b.sums.size) return found;
  const hasSkew = a.entries.some((e) => facts.get(e.atom)?.skew === true);
  const order = connectedOrder(a.entries);
  const used = b.entries.map(() => false);
  const go = (k: number, there: ReadonlyMap<number, number>, back: ReadonlyMap<number, number>, sign: 1 | -1): void => {
    work.spend(1);
    if (found.size === (hasSkew ? 2 : 1)) return;
    const e = order[k];
    if (e === undefined) {
      found.add(sign);
      return;
    }
    const about = facts.get(e.atom);
    b.entries.forEach((f, n) => {
      if (used[n] === true || f.atom !== e.atom || !Q.equals(f.exponent, e.exponent)) return;
      for (const turned of turns(e, about)) {
        const [to, from] = [new Map(there), new Map(back)];
        const fits = turned.every((i, position) => {
          const j = f.at[position] as number;
          if (isOpen(i) || isOpen(j)) return i === j;
          if (a.sums.get(i) !== b.sums.get(j)) return false;
          if ((to.get(i) ?? j) !== j || (from.get(j) ?? i) !== i) return false;
          to.set(i, j);
          from.set(j, i);
          return true;
        });
        if (!fits) continue;
        const flips = about?.skew === true && turned !== e.at && isOdd(e.exponent);
        used[n] = true;
        go(k + 1, to, from, flips ? (sign === 1 ? -1 : 1) : sign);
        used[n] = false;
      }
    });
  };
  go(0, new Map(), new Map(), 1);
  return found;
}

const isOdd = (q: Q.Rational): boolean => Q.isInteger(q) && q.numerator % 2n !== 0n;

/** The orders in which the indices of an entry may be read. */
function turns(e: Entry, about: AtomFacts | undefined): (readonly number[])[] {
  const isTurned = about?.symmetric === true || (about?.skew === true && Q.isInteger(e.exponent));
  if (e.at.length === 2 && isTurned) return [e.at, [...e.at].reverse()];
  if (e.at.length > 2 && about?.symmetric === true) return permutations(e.at);
  return [e.at];
}

function permutations(items: readonly number[]): number[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((x, i) => permutations(items.filter((_, j) => j !== i)).map((rest) => [x, ...rest]));
}

/** Entries so that each, where possible, shares an index with one before it. */
function connectedOrder(entries: readonly Entry[]): Entry[] {
  const rest = [...entries].sort((x, y) => Number(y.at.some(isOpen)) - Number(x.at.some(isOpen)));
  const ordered: Entry[] = [];
  const seen = new Set<number>([ROW, COLUMN]);
  while (rest.length > 0) {
    const next = Math.max(
      0,
      rest.findIndex((e) => e.at.some((i) => seen.has(i))),
    );
    const [e] = rest.splice(next, 1) as [Entry];
    e.at.forEach((i) => seen.add(i));
    ordered.push(e);
  }
  return ordered;
}

/** The sum with isomorphic terms put together; terms that are their own negative, and zeros, fall out. */
export function collectTerms(terms: readonly Term[], facts: ReadonlyMap<string, AtomFacts>, work: Work): Term[] {
  const groups = new Map<string, Term[]>();
  for (const raw of terms) {
    const term = tidy(raw, facts);
    if (Q.isZero(term.coefficient)) continue;
    const key = signature(term);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    let placed = false;
    for (const [n, other] of group.entries()) {
      const [sign] = signsBetween(term, other, facts, work);
      if (sign === undefined) continue;
      group[n] = {
        ...other,
        coefficient: Q.add(other.coefficient, Q.multiply(term.coefficient, Q.rational(sign))),
      };
      placed = true;
      break;
    }
    if (placed) continue;
    const isSkew = term.entries.some((e) => facts.get(e.atom)?.skew === true);
    if (isSkew && signsBetween(term, term, facts, work).has(-1)) continue;
    group.push(term);
  }
  return [...groups.values()].flat().filter((t) => !Q.isZero(t.coefficient));
}
