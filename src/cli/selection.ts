/** Which claims and sizes a run uses: `--only` and `--size`, checked against the designs. */
import type { Design } from '../design/types.js';
import { nearest } from '../symbolic/nearest.js';
import { claimsOf } from './claims.js';
import { badInput } from './error-text.js';

/** Refuses an id that no design has. */
export function checkOnly(only: readonly string[], designs: readonly Design[]): void {
  const ids = [...new Set(designs.flatMap((d) => claimsOf(d).map((c) => c.id)))];
  for (const id of only)
    if (!ids.includes(id))
      throw badInput(`--only ${id}: no claim has that id; ${didYouMean(id, ids)}the claims are ${ids.join(', ')}`);
}

/** Refuses a dimension that no design has, and another size for a fixed one. */
export function checkSizes(sizes: ReadonlyMap<string, number>, designs: readonly Design[]): void {
  const dimensions = designs.flatMap((d) => d.dimensions);
  const names = [...new Set(dimensions.map((d) => d.name))];
  for (const [name, value] of sizes) {
    const found = dimensions.filter((d) => d.name === name);
    if (found.length === 0)
      throw badInput(
        `--size ${name}=${value}: no dimension has that name; ${didYouMean(name, names)}` +
          `the dimensions are ${names.join(', ')}`,
      );
    const fixed = found.find((d) => d.fixed && d.value !== value);
    if (fixed !== undefined)
      throw badInput(`--size ${name}=${value}: the design fixes ${name} at ${fixed.value}, so its size cannot be set`);
  }
}

const didYouMean = (name: string, candidates: readonly string[]): string => {
  const near = nearest(name, candidates);
  return near === undefined ? '' : `did you mean "${near}"? `;
};

/** The sizes of a run that a design has. */
export const sizesFor = (sizes: ReadonlyMap<string, number>, design: Design): Readonly<Record<string, number>> =>
  Object.fromEntries([...sizes].filter(([name]) => design.dimensions.some((d) => d.name === name)));
