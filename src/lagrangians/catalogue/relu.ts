import * as build from '../../symbolic/build.js';
import { type CatalogueEntry, entrywise, EVERYWHERE, PLAIN_CLAIMS, X } from '../entry.js';

const positivePart = build.map('relu', X);

/** g(x) = max(x, 0), L = ½max(x, 0)²; g' is the unit step. */
export const relu = {
  ...EVERYWHERE,
  name: 'relu',
  activation: 'relu(x)',
  potential: 'relu(x)^2/2',
  reference: 'Nair and Hinton 2010, Rectified linear units improve restricted Boltzmann machines',
  define: () =>
    entrywise([
      build.product(build.HALF, build.power(positivePart, 2)),
      positivePart,
      build.step(X),
      build.ZERO,
      build.ZERO,
    ]),
  claims: () => ({
    ...PLAIN_CLAIMS,
    convex: 'yes',
    smoothness: 1,
    range: [0, Infinity],
    slope: [0, 1],
    dead: [{ side: 'left', from: 0 }],
  }),
} as const satisfies CatalogueEntry;
