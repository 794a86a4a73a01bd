import * as build from '../../symbolic/build.js';
import { type CatalogueEntry, entrywise, EVERYWHERE, PLAIN_CLAIMS, ratio, X } from '../entry.js';

const { product, sum, map, step, negate } = build;
/** min(max(x, −1), 1), exactly ±1 in the saturated parts also in floating point. */
const clipped = sum(map('relu', sum(negate(map('relu', sum(negate(X), ratio(1)))), ratio(2))), ratio(-1));

/** g(x) = min(max(x, −1), 1), L = g(x)(x − g(x)/2): ½x² within, |x| − ½ outside. */
export const hardTanh = {
  ...EVERYWHERE,
  name: 'hard-tanh',
  activation: 'min(max(x, -1), 1)',
  potential: 'g*(x - g/2) with g = min(max(x, -1), 1)',
  reference: 'Collobert 2004, Large scale machine learning',
  define: () =>
    entrywise([
      product(clipped, sum(X, product(ratio(-1, 2), clipped))),
      clipped,
      product(step(sum(X, ratio(1))), step(sum(negate(X), ratio(1)))),
      build.ZERO,
      build.ZERO,
    ]),
  claims: () => ({
    ...PLAIN_CLAIMS,
    convex: 'yes',
    smoothness: 1,
    range: [-1, 1],
    slope: [0, 1],
    dead: [
      { side: 'left', from: -1 },
      { side: 'right', from: 1 },
    ],
  }),
} as const satisfies CatalogueEntry;
