/**
 * What a claim depends on, by the names in formulas as written: a symbol that vanishes from an expression by its facts,
 * as W does from W - W' where W is symmetric, is one that the claim depends on.
 */
import { formulasOf } from '../design/claims.js';
import type { ClaimDeclaration, DeclaredLagrangian, Design, StatementDeclaration } from '../design/types.js';
import { namesOfLagrangian } from '../symbolic/parse-scope.js';
import { namesIn } from '../symbolic/parse-syntax.js';

/** What a statement is about besides the names in it. */
interface Subject {
  readonly energy: boolean;
  readonly velocity: boolean;
  readonly lagrangians: boolean;
}

function subjectOf(s: StatementDeclaration): Subject {
  if (s.kind !== 'named') {
    const names = new Set(formulasOf(s).flatMap(namesIn));
    const rate = names.has('rate');
    return { energy: rate || names.has('energy'), velocity: rate || names.has('velocity'), lagrangians: false };
  }
  switch (s.name) {
    case 'gradient':
    case 'convex':
      return { energy: false, velocity: false, lagrangians: true };
    case 'bounded-below':
      return { energy: true, velocity: false, lagrangians: false };
    case 'descent':
    case 'strict-descent':
    case 'flat-directions':
    case 'no-flat-directions':
    case 'stationary-points':
    case 'stability':
    case 'discrete-descent':
      return { energy: true, velocity: true, lagrangians: false };
  }
}

export interface Dependence {
  /** Whether the velocity is part of the claim. */
  readonly onVelocity: boolean;
  readonly onParameter: (name: string) => boolean;
  readonly onLagrangian: (of: DeclaredLagrangian) => boolean;
}

/** What a claim, with what is given for it, depends on. */
export function dependenceOf(design: Design, claim: ClaimDeclaration): Dependence {
  const statements = [claim.statement, ...claim.given];
  const subjects = statements.map(subjectOf);
  const onVelocity = subjects.some((s) => s.velocity);
  const names = withDefinitions(design, [
    ...statements.flatMap(formulasOf).flatMap(namesIn),
    ...(subjects.some((s) => s.energy) ? namesOfEnergy(design) : []),
    ...(onVelocity ? namesOfVelocity(design) : []),
  ]);
  return {
    onVelocity,
    onParameter: (name) => names.has(name),
    onLagrangian: ({ lagrangian }) =>
      subjects.some((s) => s.lagrangians) || namesOfLagrangian(lagrangian).some((name) => names.has(name)),
  };
}

/** Parameters that occur in neither energy, velocity nor the claim. */
export function unusedParameters(design: Design, claim: ClaimDeclaration): readonly string[] {
  const { onParameter } = dependenceOf(design, claim);
  const system = withDefinitions(design, [...namesOfEnergy(design), ...namesOfVelocity(design)]);
  return design.parameters.map((p) => p.symbol.name).filter((name) => !onParameter(name) && !system.has(name));
}

const namesOfEnergy = (design: Design): readonly string[] => design.mentions.get('energy') ?? [];
const namesOfVelocity = (design: Design): readonly string[] =>
  design.states.flatMap(({ symbol }) => design.mentions.get(`velocity.${symbol.name}`) ?? []);

/** The names, with those behind the abbreviations among them. */
function withDefinitions(design: Design, names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(design.mentions.get(`define.${name}`) ?? []));
  }
  return found;
}
