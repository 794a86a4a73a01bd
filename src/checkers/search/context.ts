/** What every part of a search needs to know. */
import type { Claim } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import type { Design, Parameter } from '../../design/types.js';
import { type Random, randomFrom } from '../../numeric/random.js';
import type { Expression, Lagrangian, SymbolExpression } from '../../symbolic/expression.js';
import { replaceLagrangians } from '../../symbolic/rewrite.js';
import type { Dimensions } from '../../symbolic/size.js';
import type { FactorChoice } from './factor-choice.js';
import { SampleSpace } from './space.js';

/** Stops a search from outside: the user, or the clock. */
export class Interrupted extends Error {
  readonly reason: 'time' | 'user';

  constructor(reason: 'time' | 'user') {
    super(reason === 'time' ? 'the time limit was reached' : 'interrupted');
    this.name = 'Interrupted';
    this.reason = reason;
  }
}

/** Called between shards: lets the program breathe and throws `Interrupted` when the search must end. */
export type Tick = (samplesDone: number) => Promise<void>;

/** One search: a claim at given sizes, with concrete Lagrangians in place of each `any`. */
export interface SearchContext {
  readonly design: Design;
  readonly derivation: Derivation;
  readonly claim: Claim;
  readonly dimensions: Dimensions;
  /** Samples to draw at these sizes. */
  readonly samples: number;
  readonly seed: number;
  /** What stands for each `any`. */
  readonly lagrangians: ReadonlyMap<string, Lagrangian>;
  /** The polar factors that are taken of singular matrices; where there are none, whatever holds for all of them. */
  readonly factors?: FactorChoice;
  readonly tick: Tick;
}

/** The stream of random numbers of one piece of work: a function of what the work is, not of who does it. */
export const streamOf = (c: SearchContext, ...work: readonly (string | number)[]): Random =>
  randomFrom(
    c.seed,
    c.design.name,
    c.claim.id,
    ...Object.entries(c.dimensions).flat(),
    ...[...c.lagrangians.values()].map((l) => l.name),
    ...work,
  );

/** An expression with the concrete Lagrangians and the polar factors of the context. */
export function concrete({ factors, lagrangians }: SearchContext, e: Expression): Expression {
  const chosen = factors === undefined ? e : factors.replace(e);
  return lagrangians.size === 0 ? chosen : replaceLagrangians(chosen, lagrangians);
}

/** The parameters of the design, and those that stand for polar factors. */
export const parametersOf = ({ design, factors }: SearchContext): readonly Parameter[] =>
  factors === undefined ? design.parameters : [...design.parameters, ...factors.parameters];

export const spaceOf = (c: SearchContext, variables: readonly SymbolExpression[] = []): SampleSpace =>
  new SampleSpace({ ...c.design, parameters: parametersOf(c) }, [...c.claim.variables, ...variables], c.dimensions);
