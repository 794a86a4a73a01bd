/** Parameters that are distributions: what is claimed for every value says nothing about them. */
import type { Derivation } from '../derivation/derivation.js';
import type { Design, Parameter } from '../design/types.js';
import { mentions } from '../symbolic/rewrite.js';
import type { Expression } from '../symbolic/expression.js';
import { judgedExpressions } from './judged.js';
import type { Obligation } from './types.js';

/**
 * Replaces the obligations that depend on a parameter `goe`. Every obligation is about all values of the parameters,
 * and a distribution is no set of values: its support, all symmetric matrices, is what `symmetric` declares. Where an
 * assumption depends on such a parameter, so does everything claimed under it.
 */
export function withoutDistributions(
  d: Derivation,
  obligations: readonly Obligation[],
  given: readonly Obligation[],
): readonly Obligation[] {
  const names = d.design.parameters.filter(isRandom).map((p) => p.symbol.name);
  if (names.length === 0) return obligations;
  const named = (o: Obligation): string | undefined =>
    names.find((name) => dependencies(d, o).some((e) => mentions(e, new Set([name]))));
  const assumed = given.map(named).find((name) => name !== undefined);
  return obligations.map((o) => {
    if (o.kind === 'unsupported' || o.kind === 'expectation') return o;
    const name = named(o) ?? assumed;
    return name === undefined ? o : { kind: 'unsupported', reason: reason(name) };
  });
}

/** Whether a parameter is a random matrix with a distribution of its own. */
export const isRandom = (p: Parameter): boolean => p.structures.some((s) => s.kind === 'goe');

const reason = (name: string): string =>
  `${name} is goe, a distribution that serves statistical claims only, and this claim is about every value of ${name}; ` +
  'with structure: symmetric it is checked for every symmetric matrix';

/** Everything an obligation reads. */
function dependencies(d: Derivation, o: Obligation): readonly Expression[] {
  switch (o.kind) {
    case 'dead-directions':
    case 'stability':
      return [d.design.energy, ...d.velocities.values()];
    case 'bounded-below':
      return [o.quantity];
    default:
      return judgedExpressions(o);
  }
}

/** Why scalars have no mean that can be estimated; undefined where all that varies in them is random. */
export function notRandom(design: Design, scalars: readonly Expression[]): string | undefined {
  const has = (name: string): boolean => scalars.some((e) => mentions(e, new Set([name])));
  const state = design.states.find(({ symbol }) => has(symbol.name));
  if (state !== undefined)
    return `a mean is over the random parameters, but the formula depends on the state ${state.symbol.name}`;
  const free = design.parameters.find((p) => p.value === undefined && !isRandom(p) && has(p.symbol.name));
  if (free !== undefined)
    return `a mean needs the distribution of ${free.symbol.name}: give it a value, or the structure goe`;
  return design.parameters.some((p) => isRandom(p) && has(p.symbol.name))
    ? undefined
    : 'a mean needs a random parameter: one with the structure goe';
}
