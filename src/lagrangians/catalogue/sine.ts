import * as build from '../../symbolic/build.js';
import { type CatalogueEntry, entrywise, EVERYWHERE, PLAIN_CLAIMS, X } from '../entry.js';

const sin = build.map('sin', X);
const cos = build.map('cos', X);

/** g(x) = sin x, L = −cos x; not convex. */
export const sine = {
  ...EVERYWHERE,
  name: 'sine',
  activation: 'sin(x)',
  potential: '-cos(x)',
  reference: 'Sitzmann et al. 2020, Implicit neural representations with periodic activation functions',
  define: () => entrywise([build.negate(cos), sin, cos, build.negate(sin), build.negate(cos)]),
  claims: () => ({ ...PLAIN_CLAIMS, convex: 'no', range: [-1, 1], slope: [-1, 1] }),
} as const satisfies CatalogueEntry;
