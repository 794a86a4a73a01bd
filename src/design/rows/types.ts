/** The statements of a paper as data: rows, each with the designs that say what it means. */
import type { Place } from '../types.js';

/** A design within a row, as the text of a design file. */
export interface RowDesign {
  readonly name: string;
  readonly source: string;
}

/**
 * What settles a statement. It holds if every claim does in every design; or it is an "only if", "necessary" or
 * "the only one", and is contradicted by a design in which everything in `holds` is proved and everything in `fails`
 * is refuted; or it says that something can be, and a counterexample to every claim of the design is an example of it.
 */
export type Test =
  | { readonly kind: 'claims'; readonly designs: readonly RowDesign[] }
  | {
      readonly kind: 'contradiction';
      readonly design: RowDesign;
      readonly holds: readonly string[];
      readonly fails: readonly string[];
    }
  | { readonly kind: 'example'; readonly design: RowDesign };

export interface Reading {
  readonly name: string;
  readonly test: Test;
}

export interface Row {
  readonly id: string;
  /** Where it stands in the paper. */
  readonly place: string;
  /** The statement as printed. */
  readonly statement: string;
  /** The first is the literal one. */
  readonly readings: readonly Reading[];
  /** What of the statement no reading expresses, and why; then the row can be refuted, but not hold. */
  readonly open: string | undefined;
  /** What is wrong with it, shown only where the checkers refute it. */
  readonly note: string | undefined;
  readonly repaired: { readonly statement: string; readonly test: Test } | undefined;
  readonly file: string;
  readonly at: Place | undefined;
}

/** One question asked of every activation of the catalogue in several systems. */
export interface Table {
  readonly id: string;
  readonly title: string;
  /** The names of the activations, down the side. */
  readonly activations: readonly string[];
  /** For each system, across the top: a row whose readings are those of the activations, in their order. */
  readonly systems: readonly Row[];
}

/** What a paper says, as data. */
export interface Paper {
  readonly rows: readonly Row[];
  readonly tables: readonly Table[];
}
