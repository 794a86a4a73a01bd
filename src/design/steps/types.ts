/** A derivation in steps: the head of a design, and statements in order that rest on those before them. */
import type { Design, StatementDeclaration } from '../types.js';

/** What a step says of itself: a step of a printed derivation may be one that fails. */
export type Expectation = 'holds' | 'fails';

export interface StepDeclaration {
  readonly id: string;
  readonly cite: string | undefined;
  readonly statement: StatementDeclaration;
  /** What the step assumes besides the design. */
  readonly given: readonly StatementDeclaration[];
  /** The earlier steps that it may use. */
  readonly from: readonly string[];
  readonly expect: Expectation;
  /** For a step that fails, the later step that holds in its place. */
  readonly repairedBy: string | undefined;
}

export interface StepsFile {
  /** The head; its claims are the steps, each with what it assumes, without the steps that it cites. */
  readonly design: Design;
  readonly steps: readonly StepDeclaration[];
}

/** Ė in the formulas of statements, unless a design gives the name another meaning. */
export const RATE = 'rate';

/** What a step that is cited says at the state and parameters at hand, as a statement that may be given. */
export const asGiven = (statement: StatementDeclaration): StatementDeclaration =>
  statement.kind === 'named' && statement.name === 'descent'
    ? { kind: 'nonpositive', of: { text: RATE, place: { line: 0, column: 0 } } }
    : statement;
