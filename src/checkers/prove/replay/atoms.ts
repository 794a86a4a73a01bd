/** Names of atoms: functions of arguments, with one name where the arguments are equal. */
import { lengthOf, negative } from './single-terms.js';
import { type AtomFacts, collectTerms, signature, type Term, tidy, type Work } from './term.js';

interface KnownAtom {
  readonly name: string;
  /** The normal form of the argument, with open row and column. */
  readonly argument: readonly Term[];
}

/** The atoms of an expander; they keep their names for as long as it lives. */
export class Atoms {
  readonly facts = new Map<string, AtomFacts>();
  readonly #work: Work;
  readonly #known = new Map<string, KnownAtom[]>();
  /** The atoms that were found for an argument, by family. */
  readonly #named = new WeakMap<readonly Term[], Map<string, string>>();
  readonly #profiles = new WeakMap<readonly Term[], { readonly text: string; readonly facts: number }>();

  constructor(work: Work) {
    this.#work = work;
  }

  collect(terms: readonly Term[]): Term[] {
    this.#work.spend(lengthOf(terms));
    return collectTerms(terms, this.facts, this.#work);
  }

  /** The atom of a family for an argument: the same as before where the arguments are equal. */
  of(family: string, argument: readonly Term[]): string {
    return this.find(family, argument) ?? this.add(family, argument);
  }

  /** An atom of a family that was made for an equal argument. */
  find(family: string, argument: readonly Term[]): string | undefined {
    const before = this.#named.get(argument)?.get(family);
    if (before !== undefined) return before;
    const found = (this.#known.get(family) ?? []).find((k) => this.same(k.argument, argument))?.name;
    if (found !== undefined) this.#name(family, argument, found);
    return found;
  }

  add(family: string, argument: readonly Term[]): string {
    const list = this.#known.get(family) ?? [];
    this.#known.set(family, list);
    const name = `${family}#${list.length}`;
    list.push({ name, argument });
    this.#name(family, argument, name);
    return name;
  }

  #name(family: string, argument: readonly Term[], name: string): void {
    const names = this.#named.get(argument) ?? new Map<string, string>();
    this.#named.set(argument, names.set(family, name));
  }

  /** Whether two sums of terms are equal. */
  same(a: readonly Term[], b: readonly Term[]): boolean {
    if (a.length !== b.length || this.#profile(a) !== this.#profile(b)) return false;
    return this.collect([...a, ...b.map(negative)]).length === 0;
  }

  /** A text that equal sums of terms share; facts that are new since may change it. */
  #profile(terms: readonly Term[]): string {
    const before = this.#profiles.get(terms);
    if (before?.facts === this.facts.size) return before.text;
    this.#work.spend(lengthOf(terms));
    const text = terms
      .map((t) => signature(tidy(t, this.facts)))
      .sort()
      .join(' + ');
    this.#profiles.set(terms, { text, facts: this.facts.size });
    return text;
  }
}
