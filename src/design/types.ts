/** The design: a design file after loading, every formula an expression with a checked shape. */
import type { Expression, Lagrangian, SymbolExpression } from '../symbolic/expression.js';
import type { Size } from '../symbolic/size.js';

export interface Design {
  readonly name: string;
  readonly cite: string | undefined;
  /** The path the design was read from, as the user gave it. */
  readonly file: string | undefined;
  /** The text of the file, so that a saved counterexample can carry its design with it. */
  readonly source: string;
  readonly dimensions: readonly Dimension[];
  readonly states: readonly State[];
  readonly parameters: readonly Parameter[];
  readonly lagrangians: readonly DeclaredLagrangian[];
  readonly definitions: readonly Definition[];
  readonly energy: Expression;
  /** The parts of energy and velocities, as they are written, that may be undefined. */
  readonly partial: readonly Expression[];
  /** The claims as written; `src/claims` turns them into what is checked. */
  readonly claims: readonly ClaimDeclaration[];
  readonly warnings: readonly Diagnostic[];
  /** Where formulas stand in the file, to report what goes wrong later: key path such as `velocity.y` → place. */
  readonly places: ReadonlyMap<string, Place>;
  /** The names in formulas as written, with the same keys: what the facts of a symbol make vanish is among them. */
  readonly mentions: ReadonlyMap<string, readonly string[]>;
}

export interface Dimension {
  readonly name: string;
  /** The size of numeric checks. */
  readonly value: number;
  /** Whether the design is stated for that size only. */
  readonly fixed: boolean;
}

export type Interval = readonly [low: number, high: number];

export interface State {
  readonly symbol: SymbolExpression;
  readonly velocity: Expression;
  readonly domain: Interval;
  /** Whether the design states the domain: then nothing outside it counts. */
  readonly domainStated: boolean;
}

export interface Parameter {
  readonly symbol: SymbolExpression;
  readonly structures: readonly Structure[];
  /** Bounds of every entry; `undefined`: the default of the search, [−2, 2]. */
  readonly range: Interval | undefined;
  /** Given numbers, row by row; a vector has one column. */
  readonly value: readonly (readonly number[])[] | undefined;
}

/** What is required of a parameter. */
export type Structure =
  | { readonly kind: 'general' }
  | { readonly kind: 'symmetric' }
  | { readonly kind: 'skew' }
  | { readonly kind: 'diagonal' }
  | { readonly kind: 'positive-definite' }
  | { readonly kind: 'positive-semidefinite' }
  | { readonly kind: 'negative-semidefinite' }
  | { readonly kind: 'orthogonal' }
  | { readonly kind: 'positive' }
  | { readonly kind: 'nonnegative' }
  | { readonly kind: 'stable' }
  | { readonly kind: 'goe' }
  | { readonly kind: 'rank'; readonly rank: Size }
  | { readonly kind: 'norm-at-most'; readonly bound: number }
  | { readonly kind: 'block-tridiagonal'; readonly sizes: readonly Size[] }
  | { readonly kind: 'block-norm-at-most'; readonly bound: number };

export type StructureKind = Structure['kind'];

export interface DeclaredLagrangian {
  readonly lagrangian: Lagrangian;
  /** The catalogue name (`relu`), `formula`, `activation` or `any`. */
  readonly is: string;
  /** The author's own formula for the gradient, in the vector `FORMULA_VARIABLE`, which the claim `gradient` checks. */
  readonly claimedGradient: Expression | undefined;
  /** The parts of its formulas, as they are written, that may be undefined; in a scalar or a vector `FORMULA_VARIABLE`. */
  readonly partial: readonly Expression[];
}

export interface Definition {
  readonly name: string;
  readonly expression: Expression;
  /** The parts, as they are written, that may be undefined. */
  readonly partial: readonly Expression[];
}

/** A place in a design file; lines and columns count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A formula as written, with its place. */
export interface SourceFormula {
  readonly text: string;
  readonly place: Place;
  /** The place of each character and of the end, where they do not follow `place` on one line. */
  readonly places?: readonly Place[];
}

export interface ClaimDeclaration {
  readonly id: string;
  /** Its number in the list of the file, from 0: a design may be asked for some of its claims only. */
  readonly index: number;
  readonly cite: string | undefined;
  readonly statement: StatementDeclaration;
  readonly given: readonly StatementDeclaration[];
  readonly place: Place;
}

export const NAMED_CLAIMS = [
  'descent',
  'strict-descent',
  'flat-directions',
  'no-flat-directions',
  'stationary-points',
  'bounded-below',
  'stability',
  'discrete-descent',
  'gradient',
  'convex',
] as const;
export type NamedClaim = (typeof NAMED_CLAIMS)[number];

export type StatementDeclaration =
  /** `step`: the size of the steps that `discrete-descent` speaks of; 1 where it is left out. */
  | { readonly kind: 'named'; readonly name: NamedClaim; readonly step?: SourceFormula }
  | { readonly kind: 'equal'; readonly left: SourceFormula; readonly right: SourceFormula }
  | { readonly kind: 'nonpositive' | 'nonnegative' | 'psd'; readonly of: SourceFormula }
  | { readonly kind: 'invariant'; readonly of: SourceFormula; readonly along: SourceFormula }
  /** The means of two random scalars have a ratio in [1 − within, 1 + within]. */
  | {
      readonly kind: 'expectation';
      readonly left: SourceFormula;
      readonly right: SourceFormula;
      readonly within: number;
    };

/** A message about a design file: what was found, what was expected, where, and what to do. */
export interface Diagnostic {
  readonly file: string | undefined;
  readonly place: Place | undefined;
  readonly message: string;
}

/** Bad input. The message is one sentence for the user; no stack is ever shown. */
export class DesignError extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.name = 'DesignError';
    this.diagnostic = diagnostic;
  }
}
