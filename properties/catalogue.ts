/** What the suites need to know of a catalogue entry with its default options. */
import { CATALOGUE, type CatalogueName } from '../src/lagrangians/index.js';
import { optionValues } from '../src/lagrangians/registry.js';

/** Whether L is convex, and whether g keeps its value along some direction at some states. */
export function entryClaims(name: CatalogueName): { readonly convex: boolean; readonly isSometimesDead: boolean } {
  const { convex, dead, shiftInvariant } = CATALOGUE[name].claims(optionValues(name, {}));
  return { convex: convex !== 'no', isSometimesDead: dead.length > 0 || shiftInvariant };
}
