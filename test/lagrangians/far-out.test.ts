import { beforeAll, describe, expect, test } from 'vitest';
import * as build from '../../src/symbolic/build.js';
import { loadMpfr } from '../../src/numeric/enclosure.js';
import { compileBoundedKernel } from '../../src/numeric/kernel.js';
import { XV } from '../../src/lagrangians/entry.js';
import { CATALOGUE_NAMES, catalogueDefinition } from '../../src/lagrangians/registry.js';
import { entries } from './support.js';

beforeAll(loadMpfr);

/** From the origin to far out, with ties, kinks and both signs. */
const STATES = [
  [0, 0, 0],
  [1e4, -1e4, 9999.5],
  [-1e4, -9999.75, -1e4],
  [40, -40, 0.25],
  [-8.5, 8.5, -3],
  [1e-8, -1e-8, 1],
];

describe.each(CATALOGUE_NAMES)('%s in doubles', (name) => {
  const lagrangian = { name: 'L', gradient: undefined, hessian: undefined, definition: catalogueDefinition(name) };
  const outputs = [0, 1, 2].map((order) => build.lagrangian(lagrangian, order, XV));

  test('L, g and Λ are finite wherever they are representable, near their exact values and within their bounds', () => {
    const kernel = compileBoundedKernel(outputs, { n: 3 });
    for (const state of STATES) {
      if (name === 'exp' && Math.max(...state) > 700) continue;
      // The mean of entries near 1e4 is rounded to 1e-12, and differences of a quarter are measured from it.
      const tolerance = name === 'layer-norm' ? 1e-10 : 1e-12;
      kernel.inputs.get('x')?.set(state);
      kernel.run();
      const exact = outputs.map((e) => entries(e, 3, { x: state }));
      exact.forEach((values, k) => {
        // A dense or diagonal layout: compare dense ones, and the diagonal where only that is kept.
        const found = [...(kernel.outputs[k] as Float64Array)];
        const bounds = [...(kernel.bounds[k] as Float64Array)];
        const wanted = found.length === values.length ? values : [0, 4, 8].map((i) => values[i] as number);
        found.forEach((v, i) => {
          const w = wanted[i] as number;
          expect(Number.isFinite(v), `order ${k} at ${state.join(', ')}`).toBe(true);
          const size = 1 + Math.abs(w) + (k === 0 ? Math.max(...state.map((s) => s * s)) : 0);
          expect(Math.abs(v - w), `order ${k} at ${state.join(', ')}`).toBeLessThanOrEqual(tolerance * size);
          expect(Math.abs(v - w)).toBeLessThanOrEqual((bounds[i] as number) + 1e-16 * Math.abs(w));
        });
      });
    }
  });
});
