/** Points as evidence. */
import { shaped } from '../../design/structures/shaped.js';
import * as Q from '../../symbolic/rational.js';
import type { Counterexample, Value } from '../../verdicts/types.js';
import type { SearchContext } from './context.js';
import type { ExactPoint } from './exact-point.js';
import { COEFFICIENTS, WITNESS } from './objective.js';
import type { Point } from './space.js';

/** States, parameters and bound variables of a point, in the order of the design. */
export function valuesOf(c: SearchContext, point: Point): Record<string, Value> {
  const symbols = [
    ...c.design.parameters.map((p) => p.symbol),
    ...c.design.states.map((s) => s.symbol),
    ...c.claim.variables,
  ];
  return Object.fromEntries(
    symbols.flatMap((s) => {
      const numbers = point.values.get(s.name);
      if (numbers === undefined) return [];
      return [[s.name, shaped(numbers, s.shape, point.dimensions)]];
    }),
  );
}

/** The parts of factored parameters whose value is not exactly the printed one. */
function partsOf(c: SearchContext, at: ExactPoint): Counterexample['parts'] {
  const entries = [...at.point.parts].flatMap(([name, parts]) => {
    const parameter = c.design.parameters.find((p) => p.symbol.name === name);
    if (parameter === undefined) return [];
    const exact = at.exactly([parameter.symbol]);
    const printed = at.point.values.get(name) ?? [];
    const same =
      exact.kind === 'exact' &&
      (exact.values[0] ?? []).every((q, i) => Q.equals(q, Q.fromDouble(printed[i] as number)));
    return same ? [] : [[name, parts] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The evidence of a violation at a point. */
export function counterexampleAt(
  c: SearchContext,
  at: ExactPoint,
  what: Pick<Counterexample, 'quantity' | 'value' | 'enclosure'> &
    Partial<Pick<Counterexample, 'detail' | 'direction' | 'zero' | 'solution'>>,
): Counterexample {
  const witness = at.point.values.get(WITNESS);
  const coefficients = at.point.values.get(COEFFICIENTS);
  const parts = partsOf(c, at);
  const lagrangian = Object.fromEntries([...c.lagrangians].map(([name, l]) => [name, l.name]));
  return {
    kind: 'counterexample',
    dimensions: { ...at.point.dimensions },
    values: valuesOf(c, at.point),
    ...what,
    ...(witness === undefined ? {} : { witness }),
    ...(coefficients === undefined ? {} : { direction: { c: coefficients } }),
    ...(Object.keys(lagrangian).length === 0 ? {} : { lagrangian }),
    ...(c.factors === undefined ? {} : { factors: c.factors.shown }),
    ...(parts === undefined ? {} : { parts }),
  };
}
