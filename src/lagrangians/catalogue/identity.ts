import * as build from '../../symbolic/build.js';
import { type CatalogueEntry, entrywise, EVERYWHERE, PLAIN_CLAIMS, X } from '../entry.js';

/** g(x) = x, L = ½x². */
export const identity = {
  ...EVERYWHERE,
  name: 'identity',
  activation: 'x',
  potential: 'x^2/2',
  reference: 'linear neurons',
  define: () => entrywise([build.product(build.HALF, build.power(X, 2)), X, build.ONE, build.ZERO, build.ZERO]),
  claims: () => ({ ...PLAIN_CLAIMS, slope: [1, 1] }),
} as const satisfies CatalogueEntry;
