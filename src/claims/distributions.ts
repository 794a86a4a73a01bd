/** Parameters that are distributions: what is claimed for every value says nothing about them. */
import type { Derivation } from '../derivation/derivation.js';
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
  const names = d.design.parameters.filter((p) => p.structures.some((s) => s.kind === 'goe')).map((p) => p.symbol.name);
  if (names.length === 0) return obligations;
  const named = (o: Obligation): string | undefined =>
    names.find((name) => dependencies(d, o).some((e) => mentions(e, new Set([name]))));
  const assumed = given.map(named).find((name) => name !== undefined);
  return obligations.map((o) => {
    if (o.kind === 'unsupported') return o;
    const name = named(o) ?? assumed;
    return name === undefined ? o : { kind: 'unsupported', reason: reason(name) };
  });
}

const reason = (name: string): string =>
  `${name} is goe, a distribution that serves statistical claims only, and this claim is about every value of ${name}; ` +
  'with structure: symmetric it is checked for every symmetric matrix';

/** Everything an obligation reads. */
function dependencies(d: Derivation, o: Obligation): readonly Expression[] {
  switch (o.kind) {
    case 'dead-directions':
      return [d.design.energy, ...d.velocities.values()];
    case 'bounded-below':
      return [o.quantity];
    default:
      return judgedExpressions(o);
  }
}
