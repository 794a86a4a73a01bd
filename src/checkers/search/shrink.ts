/** Making a counterexample simple: fewer and rounder numbers, as long as it stays one. */
import { shrinkPoint } from '../../design/structures/shrink.js';
import { parametersOf, type SearchContext } from './context.js';
import type { Counterexample } from '../../verdicts/types.js';
import type { Point, SampleSpace } from './space.js';

/** How many simpler points are tried. */
const BUDGET = 1500;

/**
 * The simplest point found that still fails. `fails` judges the sample in the space; the space holds the returned
 * point afterwards.
 */
function shrink(c: SearchContext, space: SampleSpace, point: Point, fails: () => boolean): Point {
  const constructions = space.constructions.filter((k) => k.parts.length > 0);
  const owned = new Map(
    constructions.flatMap((k) => k.parts.map((part) => [part.symbol.name, { owner: k, part }] as const)),
  );
  const given = new Set(
    parametersOf(c)
      .filter((p) => p.value !== undefined)
      .map((p) => p.symbol.name),
  );
  const factored = new Set(constructions.filter((k) => !k.direct).map((k) => k.parameter.symbol.name));

  const flat: Record<string, readonly number[]> = {};
  for (const [name, numbers] of point.values) if (!given.has(name) && !factored.has(name)) flat[name] = [...numbers];
  for (const [symbol, { owner, part }] of owned)
    if (!owner.direct) flat[symbol] = point.parts.get(owner.parameter.symbol.name)?.[part.name] ?? [];

  const toPoint = (numbers: Readonly<Record<string, readonly number[]>>): Point => ({
    dimensions: point.dimensions,
    values: new Map([...point.values].map(([name, before]) => [name, numbers[name] ?? before])),
    parts: new Map(
      constructions
        .filter((k) => !k.direct)
        .map((k) => [
          k.parameter.symbol.name,
          Object.fromEntries(k.parts.map((part) => [part.name, numbers[part.symbol.name] ?? []])),
        ]),
    ),
  });
  const tried = (numbers: Readonly<Record<string, readonly number[]>>): boolean => {
    space.load(toPoint(numbers));
    return space.isWithinBounds() && fails();
  };
  const { point: small } = shrinkPoint({
    point: flat,
    constructions,
    dimensions: point.dimensions,
    fails: tried,
    budget: BUDGET,
  });
  space.load(toPoint(small));
  return space.point();
}

/**
 * The evidence at the current sample, made simple: undefined, with the sample as it was, where the sample is not
 * confirmed. `mayFail` is a quick test that spares the confirmation of points that are no violation.
 */
export function simplestConfirmed(
  c: SearchContext,
  space: SampleSpace,
  confirm: (point: Point) => Counterexample | undefined,
  mayFail: () => boolean = () => true,
): Counterexample | undefined {
  const before = space.point();
  if (confirm(before) === undefined) {
    space.load(before);
    return undefined;
  }
  const small = shrink(c, space, before, () => mayFail() && confirm(space.point()) !== undefined);
  return confirm(small) ?? confirm(before);
}
